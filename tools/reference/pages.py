"""Which files of ``docs/`` are generated, whole or in part, and whether they are fresh."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tools.reference import answers, classes, commands, law, modules, packs, tables

Maker = Callable[[], str]

WHOLE: Mapping[str, Maker] = {
    "docs/cli.md": commands.page,
    "docs/facts.md": law.facts_page,
    "docs/coverage.md": law.coverage_page,
}
BLOCKS: Mapping[str, Mapping[str, Maker]] = {
    "docs/portfolio.md": {"roles": law.roles, "effects": law.effects, "tables": tables.portfolio},
    "docs/classes.md": {"classes": classes.table},
    "docs/readings.md": {"readings": law.readings},
    "docs/sources.md": {"sources": law.sources},
    "docs/time.md": {"force": law.force, "events": law.events},
    "docs/packs.md": {"keys": packs.keys},
    "docs/conditions.md": {"functions": packs.functions, "definitions": law.definitions},
    "docs/answer.md": {"duties": answers.duties, "documents": answers.documents, "columns": answers.columns},
}
REFERENCE = "docs/reference"


def pages(root: Path) -> dict[str, str]:
    """The text that every generated file should have, by path from the root."""
    made = {name: maker() for name, maker in WHOLE.items()}
    for name, blocks in BLOCKS.items():
        made[name] = with_blocks((root / name).read_text("utf-8"), blocks, name)
    made |= {f"{REFERENCE}/{name}": text for name, text in modules.reference(root).items()}
    return {name: text.rstrip("\n") + "\n" for name, text in made.items()}


def with_blocks(text: str, blocks: Mapping[str, Maker], name: str) -> str:
    """``text`` with the generated blocks between their marks replaced. Raises ValueError where a mark is missing."""
    for block, maker in blocks.items():
        begin = f"<!-- {block}: made by scripts/reference; do not edit -->"
        end = f"<!-- end of {block} -->"
        if text.count(begin) != 1 or text.count(end) != 1:
            raise ValueError(f"{name} needs the marks once each:\n{begin}\n{end}")
        head, rest = text.split(begin)
        text = f"{head}{begin}\n{maker()}\n{end}{rest.split(end)[1]}"
    return text


def write(root: Path, made: Mapping[str, str]) -> list[str]:
    """Write what differs, delete reference pages of rooms that are gone; the names of what changed."""
    changed = []
    for name, text in made.items():
        path = root / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(name)
    for name in _left_over(root, made):
        (root / name).unlink()
        changed.append(f"{name} (deleted)")
    return changed


def stale(root: Path, made: Mapping[str, str]) -> list[str]:
    """One line per file that is not as it should be, with the first line that differs."""
    found = [f"{name}: no module makes it any more" for name in _left_over(root, made)]
    for name, text in made.items():
        path = root / name
        if not path.exists():
            found.append(f"{name}: missing")
        elif path.read_text("utf-8") != text:
            found.append(f"{name}: {_first_difference(path.read_text('utf-8'), text)}")
    return found


def _left_over(root: Path, made: Mapping[str, str]) -> list[str]:
    there = (path.relative_to(root).as_posix() for path in sorted((root / REFERENCE).glob("*.md")))
    return [name for name in there if name not in made]


def _first_difference(old: str, new: str) -> str:
    pairs = zip([*old.split("\n"), ""], [*new.split("\n"), ""], strict=False)
    for number, (before, after) in enumerate(pairs, start=1):
        if before != after:
            return f"line {number} is {before[:80]!r} and should be {after[:80]!r}"
    return "it ends too early or too late"
