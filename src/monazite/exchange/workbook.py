"""Reading an Excel workbook: unpacked under a cap first, then its sheets as rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

import python_calamine as calamine

from monazite.exchange.cells import Cell, Fault, RawRow, Rows
from monazite.exchange.findings import Refused
from monazite.exchange.guard import guarded
from monazite.exchange.limits import Limits
from monazite.exchange.sheet_xml import SheetScan, scan_sheet, sheet_members
from monazite.exchange.zip_guard import REMEDY, Workbook


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, whether people see it, its rows, and the ranges of merged cells (``A1:C1``)."""

    name: str
    visible: bool
    rows: Rows
    merged: tuple[str, ...]


def read_workbook(path: Path, limits: Limits) -> list[Sheet]:
    """The worksheets of the workbook at ``path``. Raises `Refused` for the file as a whole."""
    scans = _look_through(path, limits)
    with guarded(path.name, REMEDY):
        book = calamine.CalamineWorkbook.from_path(str(path))
        sheets = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
    return [_sheet(book, meta, path, scans, limits) for meta in sheets]


def _look_through(path: Path, limits: Limits) -> dict[str, SheetScan]:
    """Unpack every member once, counting, and scan the sheets on the way."""
    workbook = Workbook(path, limits)
    sheets = {member: name for name, member in sheet_members(workbook).items()}
    scans: dict[str, SheetScan] = {}
    for member in workbook.members:
        if member in sheets:
            scans[sheets[member]] = scan_sheet(workbook.pieces(member))
        else:
            for _ in workbook.pieces(member):
                pass
    return scans


def _sheet(book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata, path: Path,
           scans: dict[str, SheetScan], limits: Limits) -> Sheet:  # fmt: skip
    visible = meta.visible == calamine.SheetVisibleEnum.Visible
    scan = scans.get(meta.name)
    if scan is None:
        refusal = Refused("unreadable_file", f"the sheet {meta.name!r} is not where the workbook says", REMEDY)
        return Sheet(meta.name, visible, _Unreadable(refusal), ())
    if scan.rows * scan.columns > limits.cells or scan.rows > limits.rows:
        message = f"the sheet reaches to row {scan.rows:,} and column {scan.columns:,}"
        refusal = Refused("too_many_rows", message, "delete what stands far off, or give the table as CSV")
        return Sheet(meta.name, visible, _Unreadable(refusal), ())
    with guarded(path.name, REMEDY):
        sheet = book.get_sheet_by_name(meta.name)
        merged = tuple(_range(first, last) for first, last in sheet.merged_cell_ranges or [])
    return Sheet(meta.name, visible, _rows(sheet, scan, path), merged)


class _Unreadable(Iterator[RawRow]):
    """Rows that cannot be had: asking for the first raises."""

    def __init__(self, refusal: Refused) -> None:
        self._refusal = refusal

    def __next__(self) -> RawRow:
        raise self._refusal


def _rows(sheet: calamine.CalamineSheet, scan: SheetScan, path: Path) -> Rows:
    """The rows that are not empty, numbered as Excel shows them, with the faults of the scan in their places."""
    with guarded(path.name, REMEDY):
        values = sheet.to_python(skip_empty_area=False)
    faults: dict[int, dict[int, Fault]] = {}
    for (row, column), fault in scan.faults.items():
        faults.setdefault(row, {})[column] = fault
    for index in range(max(len(values), scan.rows)):
        cells = [_cell(value) for value in values[index]] if index < len(values) else []
        for column, fault in faults.get(index, {}).items():
            cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = fault
        raw = RawRow(index + 1, tuple(cells))
        if not raw.empty:
            yield raw


def _cell(value: float | str | bool | time | date | timedelta) -> Cell:
    """A cell as calamine gives it; a span of time has no column of its own and is text."""
    return str(value) if isinstance(value, timedelta) else value


def _range(first: tuple[int, int], last: tuple[int, int]) -> str:
    return f"{_name(*first)}:{_name(*last)}"


def _name(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
