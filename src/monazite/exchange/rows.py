"""From raw rows to a typed table: a faulty cell is unknown, or its row is set aside where the row would say something
else without it; everything odd is remarked upon, the rest used.
"""

from __future__ import annotations

from monazite.exchange.cells import Fault, RawRow, Rows, is_blank
from monazite.exchange.columns import column_readers
from monazite.exchange.findings import Refused, TableFindings
from monazite.exchange.header import Header, match_header
from monazite.exchange.limits import Limits
from monazite.exchange.rules import BadIn, apply_rules
from monazite.exchange.subjects import subject_of
from monazite.services.ports import EntryResolver
from monazite.services.tables import Row, Table, TableSchema, Value


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
    if not reader.rows and not reader.aside and schema is not None and schema.core:
        findings.warning("empty_table", "the table has a header and no rows", "nothing, if there is nothing to say")
    columns = reader.header.columns
    return Table(name, columns, tuple(reader.rows), tuple(reader.aside), reader.header.unknown)


def _skipped(row: RawRow) -> bool:
    """Above the header: empty rows and comment rows (a sheet's cell that begins with ``#``)."""
    if row.empty:
        return True
    first = row.cells[0] if row.cells else None
    return isinstance(first, str) and first.startswith("#")


class _RowReader:
    """Reads the rows of one table; ``rows`` and ``aside`` collect them."""

    def __init__(
        self,
        name: str,
        schema: TableSchema | None,
        header: Header,
        entries: EntryResolver,
        findings: TableFindings,
        limits: Limits,
    ) -> None:
        self.name, self.schema, self.header = name, schema, header
        self.findings, self.limits = findings, limits
        self.columns = column_readers(schema, header, entries, limits)
        self.rows: list[Row] = []
        self.aside: list[Row] = []

    def read(self, raw: RawRow) -> None:
        """Read one row and put it where it belongs."""
        if len(self.rows) + len(self.aside) >= self.limits.rows:
            raise Refused("too_many_rows", f"more than {self.limits.rows:,} rows", "split the portfolio", raw.number)
        typing = _Typing(self, raw)
        row = typing.row()
        (self.aside if typing.set_aside else self.rows).append(row)
        if typing.faults or typing.remarks:
            typing.report(row)


class _Typing:
    """One row being typed: remarks and faults are collected, and reported once its subject is known."""

    def __init__(self, reader: _RowReader, raw: RawRow) -> None:
        self._reader, self._raw = reader, raw
        self.remarks: list[tuple[str, Fault]] = []
        self.faults: list[tuple[str, Fault]] = []
        self.set_aside = False

    def row(self) -> Row:
        """The typed row, as far as it can be read."""
        if self._raw.fault is not None:
            self._grave("", self._raw.fault)
        self._check_length()
        values: dict[str, Value] = {}
        texts: dict[str, str] = {}
        pairs = set()
        for reader in self._reader.columns:
            outcome = reader.read(self._raw.cells)
            texts.update(outcome.raw)
            self.remarks.extend(outcome.remarks)
            self.faults.extend(outcome.faults)
            if outcome.value is not None and reader.column is not None:
                values[reader.column.name] = outcome.value
                if outcome.paired:
                    pairs.add(reader.column.name)
        faulty: frozenset[str] = frozenset()
        if self._reader.schema is not None:
            faulty = self._check_row(self._reader.schema, values, frozenset(pairs))
        return Row(self._reader.name, self._raw.number, values, texts, faulty)

    def report(self, row: Row) -> None:
        """Make issues of what was found."""
        schema, findings = self._reader.schema, self._reader.findings
        subject = subject_of(row, schema) if schema is not None else ""
        for column, fault in self.faults:
            message = f"{fault.message}; {self._effect(column)}"
            findings.error(fault.code, message, fault.remedy, row.number, column, subject)
        for column, fault in self.remarks:
            findings.warning(fault.code, fault.message, fault.remedy, row.number, column, subject)

    def _check_length(self) -> None:
        """More cells than the header has names: most often a delimiter or a decimal comma inside a cell."""
        cells, width = self._raw.cells, len(self._reader.header.names)
        if len(cells) > width and any(not is_blank(cell) for cell in cells[width:]):
            remedy = "quote cells that hold the delimiter, and write decimals with a point"
            self._grave("", Fault("long_row", f"{len(cells)} cells under {width} columns", remedy))

    def _grave(self, column: str, fault: Fault) -> None:
        """A fault for which the row is set aside."""
        self.faults.append((column, fault))
        self.set_aside = True

    def _effect(self, column: str) -> str:
        """What a fault does, in words."""
        schema = self._reader.schema
        if self.set_aside:
            return "the row is set aside"
        known = schema is not None and column in schema.by_spelling
        return "the cell is taken as unknown, the rest of the row is used" if known else "the cell is not kept whole"

    def _check_row(self, schema: TableSchema, values: dict[str, Value], pairs: frozenset[str]) -> frozenset[str]:
        """Required cells that are blank, then the rules about cells together. Returns the columns that are unknown
        although something stands in them.
        """
        wrong = {schema.by_spelling[name].name for name, _ in self.faults if name in schema.by_spelling}
        self.set_aside = self.set_aside or bool(wrong & schema.decisive)
        for name in schema.required:
            if name not in values and name not in wrong:
                self._missing(name)
        if schema.any_of and all(any(n not in values and n not in wrong for n in group) for group in schema.any_of):
            self._missing(" or ".join("+".join(group) for group in schema.any_of))
        faulty = frozenset(wrong)
        if self.set_aside:
            return faulty
        for name in faulty:
            values.pop(name, None)
        try:
            return faulty | apply_rules(
                schema, values, pairs, faulty, lambda column, fault: self.remarks.append((column.name, fault))
            )
        except BadIn as bad:
            self._grave(bad.column, bad.fault)
            return faulty

    def _missing(self, name: str) -> None:
        if self._raw.fault is None:
            fault = Fault("missing_value", f"{name} is blank and required", "fill it, or delete the row")
            self._grave(name, fault)
