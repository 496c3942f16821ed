"""What other programs write, taken in as a portfolio: the files named, and the writing of the tables made of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from monazite.exchange.fresh_files import write_fresh
from monazite.model.issue import Issue
from monazite.services.schema import SCHEMA

Cells = Mapping[str, str]
"""A row: text by column; an absent column is blank."""


@dataclass(frozen=True, slots=True)
class Imported:
    """Rows by table of the portfolio, and what was noticed in the files (`table` of an issue is the file)."""

    tables: Mapping[str, Sequence[Cells]]
    issues: tuple[Issue, ...] = ()


def sources(paths: Sequence[Path]) -> list[Path]:
    """The files named, and those in the folders named (not deeper), each once, by name within a folder."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(item for item in path.iterdir() if item.is_file()) if path.is_dir() else [path]
        found.update(dict.fromkeys(inside))
    return list(found)


def write_tables(imported: Imported, directory: Path) -> list[Path]:
    """Write each table as CSV, columns in the order of the schema, and return the files.

    Raises `FileExistsError`, and writes nothing, where a file of one of the names is there and not empty.
    """
    texts = {f"{name}.csv": table_text(name, rows) for name, rows in imported.tables.items() if rows}
    return write_fresh(directory, texts)


def table_text(name: str, rows: Sequence[Cells]) -> str:
    """One table as CSV: the columns of the schema that any row fills, in its order."""
    columns = [column for column in SCHEMA[name].by_spelling if any(row.get(column) for row in rows)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue()
