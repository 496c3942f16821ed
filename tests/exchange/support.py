"""Portfolios for the tests of reading: a sound one, and what lays faults over it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import xlsxwriter

from monazite.exchange.limits import Limits
from monazite.exchange.portfolio import read_portfolio
from monazite.model.issue import Issue, Severity
from monazite.services.entries import KnownEntries
from monazite.services.tables import Portfolio

HERE = Path(__file__).parent
SOUND = HERE / "sound"
BROKEN = HERE / "broken"

ENTRIES = KnownEntries(
    [f"cn/mofcom-2025-61/part1.{number}" for number in range(1, 14)]
    + [f"cn/mofcom-2025-61/part2.I.{number}" for number in range(1, 4)]
    + ["cn/mofcom-2025-18/1C905.a.4", "cn/mofcom-2025-62/1E902.a", "cn/mofcom-2025-62/1E902.b"],
    {"dysprosium oxide": "cn/mofcom-2025-61/part1.12"},
)


def read(path: Path, limits: Limits | None = None) -> Portfolio:
    """Read with the entries known to the tests."""
    return read_portfolio(path, ENTRIES, limits or Limits())


def sound_with(folder: Path, tmp_path: Path) -> Path:
    """The sound portfolio with the files of ``folder`` laid over it."""
    target = tmp_path / "portfolio"
    shutil.copytree(SOUND, target)
    shutil.copytree(folder, target, dirs_exist_ok=True)
    return target


def one_table(tmp_path: Path, name: str, text: str | bytes) -> Path:
    """A folder with one CSV."""
    folder = tmp_path / "one"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def found(portfolio: Portfolio, code: str) -> list[Issue]:
    """The issues of one code."""
    return [issue for issue in portfolio.issues if issue.code == code]


def grave(portfolio: Portfolio) -> list[str]:
    """Errors and warnings, as text."""
    return [str(issue) for issue in portfolio.issues if issue.severity is not Severity.INFO]


Tables = Mapping[str, Sequence[Mapping[str, str]]]


def columns_of(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """All columns of the rows, in the order in which they first appear."""
    return list(dict.fromkeys(name for row in rows for name in row))


def write_parquet(folder: Path, tables: Tables) -> Path:
    """Text columns, blank cells as null."""
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        schema = dict.fromkeys(columns_of(rows), pl.String)
        cells = [{column: row.get(column) or None for column in schema} for row in rows]
        pl.DataFrame(cells, schema=schema).write_parquet(folder / f"{name}.parquet")
    return folder


def write_workbook(path: Path, tables: Tables) -> Path:
    """Every cell as text, as a careful person would enter it."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            columns = columns_of(rows)
            sheet.write_row(0, 0, columns)
            for number, row in enumerate(rows, 1):
                for place, column in enumerate(columns):
                    if row.get(column):
                        sheet.write_string(number, place, row[column])
    return path
