"""Builds services from settings: the only module that knows every adapter."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from monazite.exchange.portfolio import read_portfolio
from monazite.exchange.single import read_cell
from monazite.law.load import load_law
from monazite.law.pack import Law
from monazite.services.assess import Assessor, Options
from monazite.services.assumptions import Assumption, parse_assumption
from monazite.services.entries import KnownEntries
from monazite.storage.pack_files import packs_in, shipped_packs


@cache
def law(folder: Path | None = None) -> Law:
    """The packs that ship with monazite, or those of a folder (`cn/PACK/instrument.yaml`, ...)."""
    return load_law(shipped_packs() if folder is None else packs_in(folder))


@cache
def known_entries(packs: Path | None = None) -> KnownEntries:
    """Every list entry of the packs, with the names that input may use."""
    loaded = law(packs)
    aliases = {alias: entry.id for entry in loaded.entries.values() for alias in entry.line.aliases}
    return KnownEntries(loaded.entries, aliases)


def assumption(text: str, packs: Path | None = None) -> Assumption:
    """Read one `--assume`. Raises `AssumptionFault`."""
    entries = known_entries(packs)
    return parse_assumption(text, lambda table, column, value: read_cell(table, column, value, entries))


def assessor(portfolio: Path, options: Options, packs: Path | None = None) -> Assessor:
    """Everything that answers about one portfolio. Raises FileNotFoundError when there is none at the path."""
    return Assessor(read_portfolio(portfolio, known_entries(packs)), law(packs), options)


def case_texts(paths: tuple[Path, ...]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Texts of case files by name, and the files that could not be read with the reason.

    A folder stands for every `*.yaml` in it, at any depth. The schema and packs' other files are not cases: of a pack
    only its `cases/` folder is taken.
    """
    texts: dict[str, str] = {}
    unreadable: list[tuple[str, str]] = []
    for path in paths:
        files = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
        packed = any(file.name == "instrument.yaml" for file in files)
        for file in files:
            if packed and file.parent.name != "cases":
                continue
            try:
                texts[str(file)] = file.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                unreadable.append((str(file), str(error)))
    return texts, unreadable
