"""The ways in which people export a table of SAP: framing, marks of numbers and days, headers, encodings.

A table is a dict of columns by technical name. Cells are texts, `Decimal`, `date`, or None for a blank.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import xlsxwriter

Cell = str | Decimal | date | None
Table = Mapping[str, Sequence[Cell]]


@dataclass(frozen=True)
class Dialect:
    """``framing``: `list` (bars and dashes), `tab`, `semicolon`, `comma` or `xlsx`. ``mark``: `comma` or `point` before
    decimals. ``day``: pattern of `strftime`. ``headers``: names to show instead of the technical ones.
    """

    framing: str
    encoding: str = "utf-8"
    mark: str = "comma"
    day: str = "%d.%m.%Y"
    grouped: bool = True
    trailing_minus: bool = True


ENDINGS = {"list": "txt", "tab": "txt", "semicolon": "csv", "comma": "csv", "xlsx": "xlsx"}


def number(value: Decimal, dialect: Dialect) -> str:
    """A number as the dialect writes it, with the decimals it has."""
    text = f"{abs(value):,f}" if dialect.grouped else f"{abs(value):f}"
    if dialect.mark == "comma":
        text = text.translate(str.maketrans(",.", ".,"))
    if value >= 0:
        return text
    return f"{text}-" if dialect.trailing_minus else f"-{text}"


def written(cell: Cell, dialect: Dialect) -> str:
    """Any cell as text."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return number(cell, dialect)
    return cell.strftime(dialect.day) if isinstance(cell, date) else cell


def write(folder: Path, name: str, table: Table, dialect: Dialect, headers: Mapping[str, str] | None = None) -> Path:
    """Write one table and return its file."""
    path = folder / f"{name}.{ENDINGS[dialect.framing]}"
    names = [(headers or {}).get(column, column) for column in table]
    if dialect.framing == "xlsx":
        _workbook(path, names, table)
        return path
    rows = [[written(cell, dialect) for cell in row] for row in zip(*table.values(), strict=True)]
    text = _list(name, names, rows) if dialect.framing == "list" else _divided(names, rows, dialect.framing)
    path.write_bytes(text.encode(dialect.encoding))
    return path


def _list(name: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """As SE16N saves a list unconverted."""
    widths = [max([len(head), *(len(row[place]) for row in rows)]) for place, head in enumerate(names)]
    rule = "-" * (sum(widths) + len(widths) + 1)

    def line(cells: Sequence[str]) -> str:
        return "|" + "|".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + "|"

    top = [f"Tabelle: {name.split(maxsplit=1)[0]}", f"Angezeigte Einträge: {len(rows)}", "", rule, line(names), rule]
    return "\r\n".join([*top, *map(line, rows), rule]) + "\r\n"


def _divided(names: Sequence[str], rows: Sequence[Sequence[str]], framing: str) -> str:
    if framing == "tab":
        return "\r\n".join("\t".join(row) for row in [names, *rows]) + "\r\n"
    out = io.StringIO()
    csv.writer(out, delimiter=";" if framing == "semicolon" else ",", lineterminator="\r\n").writerows([names, *rows])
    return out.getvalue()


def _workbook(path: Path, names: Sequence[str], table: Table) -> None:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False}) as book:
        sheet, day = book.add_worksheet("Sheet1"), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, names)
        for number_, row in enumerate(zip(*table.values(), strict=True), 1):
            for place, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    sheet.write_number(number_, place, float(cell))
                elif isinstance(cell, date):
                    sheet.write_datetime(number_, place, cell, day)
                elif cell is not None:
                    sheet.write_string(number_, place, cell)
