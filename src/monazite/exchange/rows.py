"""From raw rows to a typed table: faulty rows set aside, everything odd remarked upon, the rest used."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from monazite.exchange.cells import Cell, Fault, RawRow, Rows, cell_text, is_blank
from monazite.exchange.findings import Refused, TableFindings, shown
from monazite.exchange.header import Header, match_header
from monazite.exchange.limits import Limits
from monazite.exchange.native import TEXTS, Bad, text_for
from monazite.exchange.numbers import read_pair
from monazite.exchange.rules import BadIn, apply_rules
from monazite.exchange.subjects import subject_of
from monazite.exchange.typed import read_value
from monazite.model.bounds import Bounds
from monazite.services.ports import EntryResolver
from monazite.services.tables import Column, Kind, Row, Table, TableSchema, Value

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


def read_table(
    name: str, schema: TableSchema | None, rows: Rows, entries: EntryResolver, findings: TableFindings, limits: Limits
) -> Table:
    """Read all of one table; ``schema`` None keeps a table that is none of ours as text. Raises `Refused`."""
    first = next((row for row in rows if not _skipped(row)), None)
    if first is None:
        findings.warning("empty_table", "the table has no header and no rows", "fill it, or delete it")
        return Table(name)
    reader = _RowReader(name, schema, match_header(first, schema, findings, limits), entries, findings, limits)
    for raw in rows:
        if not raw.empty:
            reader.read(raw)
    if not reader.rows and not reader.aside:
        add = findings.warning if schema is not None and schema.core else findings.info
        add("empty_table", "the table has a header and no rows", "nothing, if there is nothing to say")
    columns = reader.header.columns
    return Table(name, columns, tuple(reader.rows), tuple(reader.aside), reader.header.unknown)


def _skipped(row: RawRow) -> bool:
    """Above the header: empty rows and comment rows (a sheet's cell that begins with ``#``)."""
    return row.empty or (bool(row.cells) and isinstance(row.cells[0], str) and row.cells[0].startswith("#"))


@dataclass
class _RowReader:
    """Reads the rows of one table; ``rows`` and ``aside`` collect them."""

    name: str
    schema: TableSchema | None
    header: Header
    entries: EntryResolver
    findings: TableFindings
    limits: Limits
    rows: list[Row] = field(default_factory=list)
    aside: list[Row] = field(default_factory=list)

    def read(self, raw: RawRow) -> None:
        """Read one row and put it where it belongs."""
        if len(self.rows) + len(self.aside) >= self.limits.rows:
            raise Refused("too_many_rows", f"more than {self.limits.rows:,} rows", "split the portfolio", raw.number)
        typing = _Typing(self, raw)
        row = typing.row()
        (self.aside if typing.faulty else self.rows).append(row)
        typing.report(row)


class _Typing:
    """One row being typed: remarks and faults are collected, and reported once its subject is known."""

    def __init__(self, reader: _RowReader, raw: RawRow) -> None:
        self._reader, self._raw = reader, raw
        self._remarks: list[tuple[str, Fault]] = []
        self._faults: list[tuple[str, Fault]] = []

    @property
    def faulty(self) -> bool:
        """Whether the row has to be set aside."""
        return bool(self._faults)

    def row(self) -> Row:
        """The typed row, as far as it can be read."""
        raw, header = self._raw, self._reader.header
        if raw.fault is not None:
            self._faults.append(("", raw.fault))
        self._check_length()
        texts = self._texts()
        values = self._values() if self._reader.schema is not None else {}
        return Row(self._reader.name, raw.number, values, {header.names[i]: text for i, text in texts})

    def report(self, row: Row) -> None:
        """Make issues of what was found."""
        schema, findings = self._reader.schema, self._reader.findings
        subject = subject_of(row, schema) if schema is not None else ""
        for column, fault in self._faults:
            findings.error(
                fault.code, f"{fault.message}; the row is set aside", fault.remedy, row.number, column, subject
            )
        for column, fault in self._remarks:
            findings.warning(fault.code, fault.message, fault.remedy, row.number, column, subject)

    def _check_length(self) -> None:
        """More cells than the header has names: most often a delimiter or a decimal comma inside a cell."""
        cells, width = self._raw.cells, len(self._reader.header.names)
        if any(not is_blank(cell) for cell in cells[width:]):
            remedy = "quote cells that hold the delimiter, and write decimals with a point"
            self._faults.append(("", Fault("long_row", f"{len(cells)} cells under {width} columns", remedy)))

    def _texts(self) -> list[tuple[int, str]]:
        """The cells that are not blank as text by place, each looked over."""
        found = []
        for index, cell in enumerate(self._raw.cells[: len(self._reader.header.names)]):
            if is_blank(cell):
                continue
            text = cell_text(cell)
            name = self._reader.header.names[index]
            if len(text) > self._reader.limits.cell_chars:
                message = f"a cell of {len(text):,} characters; at most {self._reader.limits.cell_chars:,} are read"
                self._faults.append((name, Fault("cell_too_long", message, "shorten it, or keep the text elsewhere")))
                text = text[:100]
            if isinstance(cell, Fault) and name in self._reader.header.unknown:
                self._remarks.append((name, cell))
            if isinstance(cell, str):
                self._look_over(name, text.strip())
            if text:
                found.append((index, text))
        return found

    def _look_over(self, name: str, text: str) -> None:
        """Remarks on text that could harm or mislead later."""
        column = self._reader.schema.by_spelling.get(name) if self._reader.schema is not None else None
        free = column is None or column.kind in TEXTS or column.kind in (Kind.VALUE, Kind.LINE)
        if free and text.startswith(_FORMULA) and not _is_number(text):
            message = f"{shown(text)} begins like a formula; it is kept as text and never run"
            self._remarks.append((name, Fault("formula_text", message, "check who wrote it; begin it otherwise")))
        if "\ufffd" in text:
            message = f"{shown(text)} has a character that was lost in an earlier conversion"
            self._remarks.append(
                (name, Fault("lost_character", message, "take the text from its origin again, as UTF-8"))
            )
        if _INVISIBLE.search(text):
            message = f"{text[:60].encode('unicode_escape').decode()} has characters that do not show"
            self._remarks.append((name, Fault("invisible_character", message, "type the text again")))

    def _values(self) -> dict[str, Value]:
        schema = self._reader.schema
        assert schema is not None
        values: dict[str, Value] = {}
        pairs = set()
        for column in schema.columns:
            if column.name not in self._reader.header.columns:
                continue
            try:
                value, paired = self._value(column)
            except Bad as bad:
                self._faults.append((column.name, bad.fault))
                continue
            if value is not None:
                values[column.name] = value
            if paired:
                pairs.add(column.name)
        self._check_filled(schema, values)
        if not self._faults:
            self._apply(schema, values, frozenset(pairs))
        return values

    def _apply(self, schema: TableSchema, values: dict[str, Value], pairs: frozenset[str]) -> None:
        try:
            apply_rules(schema, values, pairs, lambda column, fault: self._remarks.append((column.name, fault)))
        except BadIn as bad:
            self._faults.append((bad.column, bad.fault))

    def _value(self, column: Column) -> tuple[Value | None, bool]:
        """The typed value of a column, and whether it came as a pair."""
        if not column.pair:
            text = self._text(column.name, column)
            return (self._read(text, column), False) if text else (None, False)
        plain, low, high = (self._text(spelling, column) for spelling in column.spellings)
        if column.kind is Kind.VALUE and plain and not low and not high:
            return self._read(plain, column), False
        bounds: Bounds | None = read_pair(plain, low, high, column)
        return bounds, bool(low or high)

    def _read(self, text: str, column: Column) -> Value:
        read = read_value(text, column, self._reader.entries)
        if read.remark is not None:
            self._remarks.append((column.name, read.remark))
        return read.value

    def _text(self, spelling: str, column: Column) -> str:
        """The text of the cell under a header name, empty where blank or absent."""
        place = self._reader.header.places.get(spelling)
        cell: Cell = self._raw.cells[place] if place is not None and place < len(self._raw.cells) else None
        if is_blank(cell):
            return ""
        text, remark = text_for(cell, column)
        if remark is not None:
            self._remarks.append((spelling, remark))
        return text if len(text) <= self._reader.limits.cell_chars else ""

    def _check_filled(self, schema: TableSchema, values: dict[str, Value]) -> None:
        """Required cells that are blank."""
        wrong = {column for column, _ in self._faults}
        for name in schema.required:
            if name not in values and name not in wrong:
                self._missing(name)
        unfilled = all(any(n not in values and n not in wrong for n in group) for group in schema.any_of)
        if schema.any_of and unfilled:
            self._missing(" or ".join("+".join(group) for group in schema.any_of))

    def _missing(self, name: str) -> None:
        if self._raw.fault is None:
            self._faults.append(
                (name, Fault("missing_value", f"{name} is blank and required", "fill it, or delete the row"))
            )


def _is_number(text: str) -> bool:
    """`-5` and `+5` are numbers, and a lone dash is a dash."""
    return text.lstrip("+-").replace(".", "", 1).isdigit() or text == "-"
