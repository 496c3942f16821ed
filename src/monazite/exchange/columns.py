"""Reading the cells of one column, row after row: what was read once is remembered, for columns repeat themselves."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from monazite.exchange.cells import Cell, Fault, cell_text, is_blank
from monazite.exchange.findings import shown
from monazite.exchange.header import Header
from monazite.exchange.limits import Limits
from monazite.exchange.native import TEXTS, Bad, text_for
from monazite.exchange.numbers import read_pair
from monazite.exchange.typed import read_value
from monazite.services.ports import EntryResolver
from monazite.services.tables import Column, Kind, TableSchema, Value

REMEMBERED = 10_000
"""So many different cells of one column are remembered."""
_SHORT = 60
_FREE = TEXTS | {Kind.VALUE, Kind.LINE}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")

Marks = tuple[tuple[str, Fault], ...]
"""Faults or remarks, each with the header name it belongs to."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the cells of one column yield in one row: the typed value (None: unknown), whether it came as a low/high
    pair, the text of each cell that is not blank, and what is to be said of them.
    """

    value: Value | None
    paired: bool
    raw: tuple[tuple[str, str], ...]
    remarks: Marks
    faults: Marks


_BLANK = Outcome(None, False, (), (), ())


@dataclass(slots=True)
class ColumnReader:
    """Reads one declared column (up to three cells: plain, low, high) or, with ``column`` None, one that is not.

    ``spots`` are header names with their places in a row.
    """

    column: Column | None
    spots: tuple[tuple[str, int], ...]
    entries: EntryResolver
    limits: Limits
    _memory: dict[Hashable, Outcome] = field(default_factory=dict)

    def read(self, cells: tuple[Cell, ...]) -> Outcome:
        """The outcome of one row."""
        if len(self.spots) == 1:
            place = self.spots[0][1]
            cell = cells[place] if place < len(cells) else None
            return _BLANK if cell is None else self.read_own((cell,))
        return self.read_own(tuple(cells[place] if place < len(cells) else None for _, place in self.spots))

    def read_own(self, own: tuple[Cell, ...]) -> Outcome:
        """The outcome of the column's own cells in one row, one for each of its ``spots``."""
        key: Hashable
        if len(own) == 1:
            key = _key(own[0])
        else:
            keys = [_key(cell) for cell in own]
            key = None if None in keys else tuple(keys)
        if key is None:
            return self.outcome(own)
        known = self._memory.get(key)
        if known is None:
            known = self.outcome(own)
            if len(self._memory) < REMEMBERED:
                self._memory[key] = known
        return known

    def outcome(self, own: tuple[Cell, ...]) -> Outcome:
        """What the column's own cells yield, one for each of its ``spots``; nothing is remembered."""
        return _Reading(self).outcome(own)


def _key(cell: Cell) -> Hashable:
    """By what a cell is remembered: with its type, for 1, 1.0, True and "1" differ; None: it is not remembered.

    A zero has a sign that equality does not see, a moment a zone, and long text would fill the memory.
    """
    kind = type(cell)
    if kind is str:
        return cell if len(cell) <= _SHORT else None  # type: ignore[arg-type]
    if cell is None or kind is int or kind is bool or kind is date or (kind in (float, Decimal) and cell):
        return (kind, cell)
    return None


def column_readers(
    schema: TableSchema | None, header: Header, entries: EntryResolver, limits: Limits
) -> list[ColumnReader]:
    """A reader for every column of the file, known or not, in the order of the header."""
    places = {name: place for place, name in enumerate(header.names)}
    readers = [ColumnReader(None, ((name, places[name]),), entries, limits) for name in header.unknown]
    for name in header.columns:
        column = schema.by_name[name] if schema is not None else None
        spellings = column.spellings if column is not None else ()
        spots = tuple((spelling, places[spelling]) for spelling in spellings if spelling in places)
        readers.append(ColumnReader(column, spots, entries, limits))
    return sorted(readers, key=lambda reader: reader.spots[0][1])


class _Reading:
    """One reading of one column's cells in one row."""

    def __init__(self, reader: ColumnReader) -> None:
        self._reader = reader
        self._remarks: list[tuple[str, Fault]] = []
        self._faults: list[tuple[str, Fault]] = []
        self._raw: list[tuple[str, str]] = []

    def outcome(self, own: tuple[Cell, ...]) -> Outcome:
        filled = {}
        for (name, _), cell in zip(self._reader.spots, own, strict=True):
            if not is_blank(cell) and self._keep(name, cell):
                filled[name] = cell
        value, paired = None, False
        column = self._reader.column
        if column is not None and filled:
            try:
                value, paired = self._value(column, filled)
            except Bad as bad:
                self._faults.append((column.name, bad.fault))
        return Outcome(value, paired, tuple(self._raw), tuple(self._remarks), tuple(self._faults))

    def _keep(self, name: str, cell: Cell) -> bool:
        """Look the cell over and keep its text; whether it can be read further."""
        if isinstance(cell, Fault):
            if self._reader.column is None:
                self._remarks.append((name, cell))
            return True
        text = cell_text(cell)
        if len(text) > self._reader.limits.cell_chars:
            message = f"a cell of {len(text):,} characters; at most {self._reader.limits.cell_chars:,} are read"
            self._faults.append((name, Fault("cell_too_long", message, "shorten it, or keep the text elsewhere")))
            self._raw.append((name, text[:100]))
            return False
        self._raw.append((name, text))
        if isinstance(cell, str):
            self._remarks.extend((name, fault) for fault in _oddities(text.strip(), self._reader.column))
        return True

    def _value(self, column: Column, filled: dict[str, Cell]) -> tuple[Value | None, bool]:
        """The typed value, and whether it came as a pair. Raises `Bad`."""
        plain = self._text(column.name, column, filled)
        low, high = (self._text(name, column, filled) for name in _ends(column)) if column.pair else ("", "")
        if column.kind is Kind.NUMBER or (column.kind is Kind.VALUE and (low or high)):
            return read_pair(plain, low, high, column), bool(low or high)
        if not plain:
            return None, False
        read = read_value(plain, column, self._reader.entries)
        if read.remark is not None:
            self._remarks.append((column.name, read.remark))
        return read.value, False

    def _text(self, name: str, column: Column, filled: dict[str, Cell]) -> str:
        if name not in filled:
            return ""
        text, remark = text_for(filled[name], column)
        if remark is not None:
            self._remarks.append((name, remark))
        return text


def _ends(column: Column) -> tuple[str, str]:
    return f"{column.name}_low", f"{column.name}_high"


def _oddities(text: str, column: Column | None) -> Iterator[Fault]:
    """Remarks on text that could harm or mislead later."""
    if (column is None or column.kind in _FREE) and text.startswith(_FORMULA) and not _is_number(text):
        message = f"{shown(text)} begins like a formula; it is kept as text and never run"
        yield Fault("formula_text", message, "check who wrote it; begin it otherwise")
    if "\ufffd" in text:
        message = f"{shown(text)} has a character that was lost in an earlier conversion"
        yield Fault("lost_character", message, "take the text from its origin again, as UTF-8")
    if _INVISIBLE.search(text):
        message = f"{text[:60].encode('unicode_escape').decode()} has characters that do not show"
        yield Fault("invisible_character", message, "type the text again")


def _is_number(text: str) -> bool:
    """`-5` and `+5` are numbers, and a lone dash is a dash."""
    return text.lstrip("+-").replace(".", "", 1).isdigit() or text == "-"
