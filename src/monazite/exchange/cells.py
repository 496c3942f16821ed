"""Cells and rows as a file holds them, before columns give them meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell or row: the code, message and remedy of its issue, which the place completes."""

    code: str
    message: str
    remedy: str


Cell = str | bool | int | float | Decimal | date | datetime | time | Fault | None
"""Text from a CSV; typed values from Excel and Parquet; a `Fault` where the file itself holds none."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: its number as the file shows it, its cells, and a fault of the row as a whole."""

    number: int
    cells: tuple[Cell, ...]
    fault: Fault | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return self.fault is None and all(is_blank(cell) for cell in self.cells)


Rows = Iterator[RawRow]
"""Rows of one table, its header first; reading on may raise `Refused`."""


def is_blank(cell: Cell) -> bool:
    """Whether the cell holds nothing; blanks between quotes are nothing too."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def plain(number: int | float | Decimal) -> str:
    """The decimal that a typed number stands for: the shortest that reads back as the same float, without exponent.

    `0.1` that a spreadsheet stores in binary is 0.1 again; 1e300 and what is not finite keep their own spelling.
    """
    if isinstance(number, int):
        return str(number)
    exact = number if isinstance(number, Decimal) else Decimal(repr(number))
    if not exact.is_finite() or abs(exact.adjusted()) > 40:
        return str(number)
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def cell_text(cell: Cell) -> str:
    """The cell as text, for `Row.raw` and for reading by kind; a fault is empty."""
    if cell is None or isinstance(cell, Fault):
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        midnight = cell.time() == time() and cell.tzinfo is None
        return cell.date().isoformat() if midnight else cell.isoformat()
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return plain(cell)
