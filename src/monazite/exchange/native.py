"""What spreadsheets and Parquet do to cells before anybody reads them: ids turned into numbers, Norway into false.

Each cell becomes text here. Where its type does not fit its column, that is a fault, or a remark on a cell still used.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from monazite.exchange.cells import Cell, Fault, cell_text
from monazite.services.tables import Column, Kind

TEXTS = frozenset((Kind.TEXT, Kind.ID, Kind.ENTRY, Kind.ENTRIES, Kind.CODES, Kind.IDS, Kind.ENUM, Kind.CURRENCY))
DAYS = frozenset((Kind.DATE, Kind.PERIOD))
NUMBERS = frozenset((Kind.NUMBER, Kind.INTEGER))
COUNTRIES = frozenset((Kind.COUNTRY, Kind.ORIGIN))
KEYS = frozenset((Kind.ID, Kind.ENTRY, Kind.IDS, Kind.ENTRIES, Kind.LINE))

_SCIENTIFIC = re.compile(r"\d([.,]\d+)?E\+\d+")
_SERIAL = re.compile(r"\d{5}([.,]\d+)?")
EXACT_DIGITS = 10**15
"""A spreadsheet keeps fifteen digits of a number; what an id had behind them is lost."""

TEXT_REMEDY = "format the column as text and enter the cell again"


class Bad(Exception):
    """A cell cannot be used; carries its `Fault`."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.fault = Fault(code, message, remedy)


def text_for(cell: Cell, column: Column) -> tuple[str, Fault | None]:
    """The stripped text of ``cell`` for ``column``, and a remark on it. Raises `Bad`."""
    if isinstance(cell, Fault):
        raise Bad(cell.code, cell.message, cell.remedy)
    text = cell_text(cell).strip()
    if isinstance(cell, bool):
        return _from_bool(text, column)
    if isinstance(cell, (int, float, Decimal)):
        return _from_number(cell, text, column)
    if isinstance(cell, (date, datetime)):
        return _from_date(text, column)
    return _from_text(text, column)


def _from_bool(text: str, column: Column) -> tuple[str, Fault | None]:
    if column.kind is Kind.YES_NO:
        return text, None
    if column.kind in COUNTRIES:
        raise boolean_country(text)
    remark = Fault("boolean_in_text", f"the cell is the truth value {text}, not text", TEXT_REMEDY)
    return text, remark if column.kind in TEXTS or column.kind is Kind.VALUE else None


def boolean_country(text: str) -> Bad:
    """A truth value where a country should stand: most often Norway."""
    return Bad("boolean_country", f"{text} is no country (Norway's NO turned into a truth value?)",
               "write the code NO as text; leave the cell blank where the country is unknown")  # fmt: skip


def _from_number(cell: int | float | Decimal, text: str, column: Column) -> tuple[str, Fault | None]:
    if column.kind in DAYS and _SERIAL.fullmatch(text):
        raise serial_date(text)
    if column.kind in TEXTS:
        odd = isinstance(cell, float) and (abs(cell) >= EXACT_DIGITS or not cell.is_integer())
        if odd and column.kind in KEYS:
            message = f"the cell is the number {cell!r}, not text; what was entered cannot be told from it"
            raise Bad("number_in_text", message, TEXT_REMEDY)
        message = f"the cell is a number, not text; used as {text!r} (leading zeros are lost)"
        return text, Fault("number_in_text", message, TEXT_REMEDY)
    return text, None


def _from_date(text: str, column: Column) -> tuple[str, Fault | None]:
    if column.kind in KEYS:
        message = f"the cell is the date {text}, not an id (a spreadsheet turns MAR1 and 1-2 into dates)"
        raise Bad("date_in_text", message, TEXT_REMEDY)
    if column.kind in NUMBERS:
        message = f"the cell is the date {text}, not a number (a spreadsheet turns 1.5 and 3/4 into dates)"
        raise Bad("date_in_number", message, "format the column as number and enter the cell again")
    if column.kind in TEXTS:
        return text, Fault("date_in_text", f"the cell is a date, not text; used as {text!r}", TEXT_REMEDY)
    return text, None


def _from_text(text: str, column: Column) -> tuple[str, Fault | None]:
    if column.kind in DAYS and _SERIAL.fullmatch(text):
        raise serial_date(text)
    if column.kind in COUNTRIES and text.lower() in ("true", "false", "yes"):
        raise boolean_country(text)
    if column.kind in TEXTS and _SCIENTIFIC.fullmatch(text):
        message = f"{text!r} looks like a long number that a spreadsheet has shortened; kept as text"
        return text, Fault("number_in_text", message, TEXT_REMEDY)
    return text, None


def serial_date(text: str) -> Bad:
    """The number by which a spreadsheet counts days, where a date should stand."""
    days = int(float(text.replace(",", ".")))
    meant = (datetime(1899, 12, 30) + timedelta(days=days)).date().isoformat()
    message = f"{text} is a spreadsheet's serial number of a day, not a date; it would be {meant}"
    return Bad("excel_serial_date", message, f"write {meant} if that is meant, or format the column as date")
