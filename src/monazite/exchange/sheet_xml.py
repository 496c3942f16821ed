"""A first look into the XML of a workbook, for what the parser of cells does not tell: error values, formulas without
a stored result, how far a sheet reaches, which sheet is which member.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from monazite.exchange.cells import Fault
from monazite.exchange.findings import Refused
from monazite.exchange.zip_guard import REMEDY, Workbook

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
MOST_FAULTS = 100_000


def error_value(text: str) -> Fault:
    """The fault of a cell that shows ``#N/A`` and the like."""
    return Fault("error_cell", f"the cell shows {text}", "mend the formula, or leave the cell blank")


NO_RESULT = Fault(
    "formula_without_value",
    "the cell holds a formula whose result is not stored in the file",
    "open and save the workbook in a spreadsheet program, or enter the value",
)


@dataclass(slots=True)
class SheetScan:
    """What a sheet holds beside its cells: faults by (row, column) from 0, and how many rows and columns are filled."""

    faults: dict[tuple[int, int], Fault] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0


class _CellScanner:
    """Follows the cells of one sheet through expat's events."""

    def __init__(self) -> None:
        self.scan = SheetScan()
        self._row, self._column = -1, -1
        self._type, self._formula, self._value = "", False, ""
        self._inside = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            self._row = _number(attributes.get("r"), self._row + 2) - 1
            self._column = -1
        elif tag == "c":
            self._row, self._column = _place(attributes.get("r"), self._row, self._column + 1)
            self._type, self._formula, self._value = attributes.get("t", "n"), False, ""
        elif tag == "f":
            self._formula = True
        self._inside = tag

    def data(self, text: str) -> None:
        if self._inside in ("v", "t") and len(self._value) < 64:
            self._value += text

    def end(self, name: str) -> None:
        self._inside = ""
        if name.rpartition(":")[2] != "c":
            return
        place = (self._row, self._column)
        if self._value or self._formula:
            self.scan.rows = max(self.scan.rows, self._row + 1)
            self.scan.columns = max(self.scan.columns, self._column + 1)
        if len(self.scan.faults) >= MOST_FAULTS:
            raise Refused("error_cell", "the sheet is full of error values", "mend its formulas", self._row + 1)
        if self._type == "e":
            self.scan.faults[place] = error_value(self._value)
        elif self._formula and not self._value and self._type != "str":
            self.scan.faults[place] = NO_RESULT


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 9 else default


def _place(reference: str | None, row: int, column: int) -> tuple[int, int]:
    """Row and column from 0 of a reference such as ``B7``; the given ones where there is none."""
    match = _REFERENCE.fullmatch(reference or "")
    if match is None:
        return row, column
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    return int(match[2]) - 1, number - 1


def _no_doctype(*_: object) -> None:
    raise Refused("unreadable_file", "the workbook's XML declares a document type, which none needs", REMEDY)


def _parse(pieces: Iterable[bytes], start: Callable[[str, dict[str, str]], None],
           data: Callable[[str], None] | None = None, end: Callable[[str], None] | None = None) -> None:  # fmt: skip
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.CharacterDataHandler = data
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refused("unreadable_file", f"the workbook's XML is damaged: {error}", REMEDY) from error


def scan_sheet(pieces: Iterable[bytes]) -> SheetScan:
    """Look through the XML of one sheet."""
    scanner = _CellScanner()
    _parse(pieces, scanner.start, scanner.data, scanner.end)
    return scanner.scan


def sheet_members(workbook: Workbook) -> dict[str, str]:
    """Member of the zip by name of the sheet, from the workbook's own lists; those that cannot be told are left out."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            target = attributes.get("Target", "")
            full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            targets[attributes.get("Id", "")] = full

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            identity = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            sheets[attributes.get("name", "")] = identity

    for member, handler in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        if member in workbook.members:
            _parse(workbook.pieces(member), handler)
    return {name: targets[i] for name, i in sheets.items() if targets.get(i) in workbook.members}
