"""Guards of the project itself: promises that no other tool checks."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import monazite

MAX_LINES = 450
PUBLISHED = ["src", "docs", "examples", "scripts", "*.md", "pyproject.toml", "uv.lock"]
TEXT_SUFFIXES = {
    "", ".cfg", ".css", ".csv", ".html", ".j2", ".jinja", ".js", ".json", ".md", ".py", ".toml", ".txt",
    ".yaml", ".yml",
}  # fmt: skip

# A place on some developer's machine, as against the path of a web address.
OUTSIDE = re.compile(r"(?<![\w.:/-])/work/|\.library/|(?<![\w/])\.\./shared\b|/opt/(pypi|wheels)")


def _python_sources(repository: Path) -> list[Path]:
    return sorted((repository / "src" / "monazite").rglob("*.py"))


def _published(repository: Path) -> list[Path]:
    """Files of src, docs, examples and the root's papers that are, or would be, in git."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *PUBLISHED]
    listed = subprocess.run(command, cwd=repository, check=True, capture_output=True, text=True).stdout
    paths = (repository / name for name in sorted(set(listed.split("\0"))) if name)
    return [path for path in paths if path.is_file() and path.suffix in {*TEXT_SUFFIXES, ".lock"}]


def test_no_source_file_is_too_long(repository: Path) -> None:
    lengths = {
        str(path.relative_to(repository)): len(path.read_text("utf-8").splitlines())
        for path in _python_sources(repository)
    }
    assert lengths
    assert {name: n for name, n in lengths.items() if n > MAX_LINES} == {}


def test_no_loose_ends_in_the_source(repository: Path) -> None:
    loose = re.compile(r"\b(TODO|FIXME)\b")
    found = [
        f"{path.relative_to(repository)}:{number}: {line.strip()}"
        for path in _python_sources(repository)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if loose.search(line)
    ]
    assert found == []


def test_packs_hold_data_only(repository: Path) -> None:
    packs = repository / "src" / "monazite" / "packs"
    assert [p.relative_to(packs).as_posix() for p in packs.rglob("*.py")] in ([], ["__init__.py"])


def test_the_version_is_one(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))["project"]
    assert monazite.__version__ == project["version"]


def test_the_rooms_keep_their_layers(repository: Path) -> None:
    command = Path(sys.executable).with_name("lint-imports")
    arguments = [command, "--no-cache", "--no-logo"]
    run = subprocess.run(arguments, cwd=repository, check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_nothing_published_names_a_place_outside_the_repository(repository: Path) -> None:
    found = [
        f"{path.relative_to(repository)}:{number}: {line.strip()[:120]}"
        for path in _published(repository)
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), start=1)
        if OUTSIDE.search(line)
    ]
    assert found == []


def test_the_lock_names_the_public_index_only(repository: Path) -> None:
    lock = tomllib.loads((repository / "uv.lock").read_text("utf-8"))
    sources = {package["source"].get("registry") for package in lock["package"]} - {None}
    assert sources == {"https://pypi.org/simple"}
