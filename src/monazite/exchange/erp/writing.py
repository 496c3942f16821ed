"""Tables into the portfolio: all or nothing, and never over what somebody made by hand.

Everything is written into a hidden folder beside the tables first and moved from there. A table that is there already
is replaced when the import wrote it and nobody changed it since, when it is empty (as `monazite init` writes it), or
with ``--replace``; else it is left alone, and so is the table of the import.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import polars as pl

from monazite.exchange.findings import Findings
from monazite.exchange.inputs import TABLE_ENDINGS, WORKBOOK_ENDINGS


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Blocked(Exception):
    """The portfolio cannot take tables; the message says why."""


Notes = Callable[[Mapping[str, str]], Mapping[str, str]]
"""Takes the digests of all tables that imports wrote; gives the text files to write with them, by name."""


def write_tables(
    folder: Path,
    tables: Mapping[str, pl.DataFrame],
    written: Mapping[str, str],
    replace: bool,
    findings: Findings,
    notes: Notes,
) -> tuple[str, ...]:
    """Write the tables and notes, and return the names of the tables written. Raises `Blocked` and `OSError`.

    ``written``: digests of the files that earlier imports wrote; of these, what has no table any more is removed.
    """
    books = [p.name for p in folder.glob("*") if p.suffix.lower() in WORKBOOK_ENDINGS] if folder.exists() else []
    if books:
        raise Blocked(f"{folder} holds the workbook {books[0]}: tables beside it would not be read with it")
    folder.mkdir(parents=True, exist_ok=True)
    takes = {name: frame for name, frame in tables.items() if _free(folder, name, written, replace, findings)}
    gone = [path for name in takes for path in _others(folder, name)] + _stale(folder, tables, written)
    left = {n: sha for n, sha in written.items() if Path(n).stem in tables and (folder / n).exists()}
    stage = Path(tempfile.mkdtemp(prefix=".import-", dir=folder))
    try:
        for name, frame in takes.items():
            frame.write_parquet(stage / f"{name}.parquet")
        digests = {path.name: digest(path) for path in stage.iterdir()}
        for name, text in notes(left | digests).items():
            (stage / name).write_text(text, "utf-8")
        _move(stage, folder, gone)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return tuple(takes)


def _move(stage: Path, folder: Path, gone: Sequence[Path]) -> None:
    """Everything in ``stage`` into the folder and ``gone`` out of it; back again where that fails on the way."""
    new = sorted(path for path in stage.iterdir() if path.is_file())
    old = stage / "old"
    old.mkdir()
    moved: list[Path] = []
    try:
        for path in [*gone, *(folder / path.name for path in new)]:
            if path.exists():
                os.replace(path, old / path.name)
        for path in new:
            os.replace(path, folder / path.name)
            moved.append(folder / path.name)
    except BaseException:
        for path in moved:
            path.unlink()
        for path in old.iterdir():
            os.replace(path, folder / path.name)
        raise


def _others(folder: Path, name: str) -> list[Path]:
    """Files other than the import's own that hold the table."""
    return [p for p in sorted(folder.iterdir()) if p.suffix.lower() in TABLE_ENDINGS and p.stem.strip().lower() == name
            and p.name != f"{name}.parquet"]  # fmt: skip


def _free(folder: Path, name: str, written: Mapping[str, str], replace: bool, findings: Findings) -> bool:
    own = folder / f"{name}.parquet"
    there = [*([own] if own.exists() else []), *_others(folder, name)]
    by_hand = [p for p in there if written.get(p.name) != digest(p) and not _blank(p)]
    if not by_hand or replace:
        return True
    message = f"{by_hand[0].name} was made or changed by hand and is left alone; the import writes no table {name}"
    findings.of(name).warning("left_alone", message, "move it away, or import with --replace")
    return False


def _blank(path: Path) -> bool:
    """Whether a CSV has no row behind its header, comments aside."""
    if path.suffix.lower() != ".csv":
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        lines = (line for line in file if line.strip() and not line.startswith("#"))
        return len([line for _, line in zip(range(2), lines, strict=False)]) <= 1


def _stale(folder: Path, tables: Mapping[str, pl.DataFrame], written: Mapping[str, str]) -> list[Path]:
    """What an earlier import wrote, nobody changed since, and this one has no table for."""
    paths = {folder / name: sha for name, sha in written.items() if Path(name).name == name}
    return [p for p, sha in paths.items() if p.stem not in tables and p.is_file() and digest(p) == sha]
