"""Guards of the citations (rule S1): in all packs, whatever states law says where it stands and how that was read.

The files are walked as they are written, so that nothing escapes which the loader would not look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from monazite.model.citation import Confidence, HowRead

PACKS = Path(__file__).parents[2] / "src" / "monazite" / "packs"
COUNTRIES = sorted(path for path in PACKS.iterdir() if (path / "sources.yaml").exists())
#: Keys under which citations stand.
CITING = ("cite", "legal_basis")
#: What must be cited, by file: the path to the things, `*` for each of a list; "" is the file itself.
STATES_LAW = {
    "instrument.yaml": [""],
    "provisions.yaml": ["provisions.*"],
    "status.yaml": ["events.*"],
    "parameters.yaml": ["parameters.*.values.*"],
    "lists/*.yaml": ["", "entries.*", "notes.*"],
    "rules.yaml": ["rules.*"],
    "readings.yaml": ["readings.*"],
    "requirements.yaml": ["requirements.*"],
    "designations.yaml": ["notices.*", "notices.*.events.*", "notices.*.statements.*"],
    "effects.yaml": ["effects.*", "roles.*", "terms.*"],
    "coverage.yaml": ["gaps.*", "instruments.*"],
}


def _files(country: Path) -> list[Path]:
    """All files of the packs of a country but its law cases, whose sources are addresses."""
    return sorted(p for p in country.rglob("*.yaml") if "cases" not in p.parts and p.name != "sources.yaml")


def _name(path: Path) -> str:
    return path.relative_to(PACKS).as_posix()


FILES = [path for country in COUNTRIES for path in _files(country)]


def _loaded(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader) or {}


def _sources(path: Path) -> dict[str, dict[str, str]]:
    country = next(c for c in COUNTRIES if c in path.parents)
    found: dict[str, dict[str, str]] = _loaded(country / "sources.yaml")["sources"]
    return found


def _mappings(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _mappings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _mappings(value)


def _cited(node: Any) -> list[str]:
    """Every source named anywhere in ``node``."""
    cites = [cite for part in _mappings(node) for key in CITING for cite in part.get(key) or []]
    return [cite["source"] for cite in cites]


def _at(node: Any, path: str) -> list[Any]:
    found = [node]
    for step in filter(None, path.split(".")):
        found = [below for one in found for below in (one if step == "*" else [one.get(step) or []])]
    return found


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_every_citation_resolves_to_a_source_that_says_how_it_was_read(path: Path) -> None:
    sources = _sources(path)
    for source in _cited(_loaded(path)):
        assert source in sources, source
        assert sources[source]["read"] in set(HowRead), source
        assert sources[source]["address"].strip(), source
        assert sources[source]["checked_on"], source


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_whatever_states_law_is_cited(path: Path) -> None:
    pattern = next((p for p in STATES_LAW if path.match(p)), None)
    if pattern is None:
        assert path.name == "facts.yaml", "a file of a new kind: say in STATES_LAW what of it must be cited"
        return
    for where in STATES_LAW[pattern]:
        for thing in _at(_loaded(path), where):
            assert _cited({key: thing.get(key) for key in CITING}), (where, thing.get("id"))


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_no_confidence_is_above_what_was_read(path: Path) -> None:
    """S1: `official_text` only where a source was read in full; where none was read at all, no source supports it."""
    sources = _sources(path)
    for part in _mappings(_loaded(path)):
        if "confidence" not in part or not part.get("cite"):
            continue
        reads = {sources[cite["source"]]["read"] for cite in part["cite"]}
        if part["confidence"] == Confidence.OFFICIAL_TEXT:
            assert HowRead.FULL in reads, part.get("id")
        if reads == {HowRead.NOT_READ}:
            assert part["confidence"] in (Confidence.INFERRED, Confidence.UNKNOWN), part.get("id")


def test_every_source_is_cited_somewhere() -> None:
    for country in COUNTRIES:
        cited = {source for path in _files(country) for source in _cited(_loaded(path))}
        assert sorted(set(_loaded(country / "sources.yaml")["sources"]) - cited) == []


def test_the_files_that_the_guard_knows_are_there() -> None:
    assert {p for p in STATES_LAW if any(path.match(p) for path in FILES)} == set(STATES_LAW)
