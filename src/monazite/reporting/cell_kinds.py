"""What the cells of a column are in a workbook: days and quantities as such, so that they sort, filter and add up.

Everything else stays as it is: numbers are numbers, and text from outside is text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from monazite.reporting.columns import Cell


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with its unit, shown behind it by the format of the cell."""

    value: float
    unit: str


Typed = Cell | date | Measured

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: A number that a float holds as it is written, and a unit that can stand in the format of a cell.
_QUANTITY = re.compile(r"(\d{1,15}|\d{1,9}\.\d{1,6})(?: ([^\W\d][\w²³/.%-]{0,15}))?")
#: Before 1900-03-01 Excel counts a day that there was not.
_FIRST = date(1900, 3, 1)


def as_day(cell: Cell) -> Typed:
    """A day of the calendar; a moment with its zone stays text, since a workbook knows no zones."""
    if not isinstance(cell, str) or not _DAY.fullmatch(cell):
        return cell
    try:
        found = date.fromisoformat(cell)
    except ValueError:
        return cell
    return found if found >= _FIRST else cell


def as_quantity(cell: Cell) -> Typed:
    """``12.5 kg`` as a number; text where digits would be lost."""
    found = _QUANTITY.fullmatch(cell) if isinstance(cell, str) else None
    return cell if found is None else Measured(float(found[1]), found[2] or "")


KINDS: Mapping[str, Callable[[Cell], Typed]] = {
    "day": as_day, "as_of": as_day, "known_at": as_day, "holds_until": as_day, "quantity": as_quantity,
    "from": as_day, "until": as_day, "known on": as_day,
    "Run on": as_day, "Exports as of": as_day, "Law as known on": as_day,
}  # fmt: skip
"""How the cells of a column (or of a row of the summary) are to be taken, by its name; not named: as they are."""
