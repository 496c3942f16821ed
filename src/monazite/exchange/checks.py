"""Checks of rows against each other: duplicates, and ids that no table holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from monazite.exchange.column_checks import KnownIds, dangling, numbered, same_keys
from monazite.exchange.findings import Findings, shown
from monazite.exchange.subjects import key_cell, subject_of
from monazite.services.column_rows import ColumnRows
from monazite.services.nearest import nearest
from monazite.services.schema import SCHEMA
from monazite.services.tables import Kind, Row, Table, TableSchema

UNKNOWN_CODES = {
    "parts": "unknown_part",
    "parties": "unknown_party",
    "evidence": "unknown_evidence",
    "profiles": "unknown_profile",
    "classes": "unknown_class",
    "shipments": "unknown_shipment",
    "licences": "unknown_licence",
}
"""Code of the issue when an id is in no row of the table it refers to."""

OPEN_SET = "unknown"
"""In a list of end users: there may be others. No id of a party."""

SUGGEST_AMONG = 5_000
"""Among more ids than this no nearest one is looked for."""


def set_duplicates_aside(table: Table, findings: Findings) -> Table:
    """Set aside all rows that share their key: which of them holds is not guessed."""
    schema = SCHEMA[table.name]
    if not schema.key:
        return table
    rows = same_keys(table, table.rows) if isinstance(table.rows, ColumnRows) else table.rows
    rows_by_key: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in (*rows, *table.set_aside):
        key = tuple(key_cell(row, schema, column) for column in schema.key)
        if subject_of(row, schema):
            rows_by_key[key].append(row)
    twice = {row.number for alike in rows_by_key.values() if len(alike) > 1 for row in alike}
    for key, alike in rows_by_key.items():
        if len(alike) > 1:
            _report(schema, key, alike, findings)
    aside = [row for row in rows if row.number in twice]
    kept: Sequence[Row]
    if isinstance(table.rows, ColumnRows):
        kept = table.rows.without(twice) if twice else table.rows
    else:
        kept = tuple(row for row in table.rows if row.number not in twice)
    return replace(table, rows=kept, set_aside=_in_order(*table.set_aside, *aside))


def _in_order(*rows: Row) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: row.number))


def _report(schema: TableSchema, key: tuple[str, ...], rows: list[Row], findings: Findings) -> None:
    named = ", ".join(f"{name} {shown(cell)}" for name, cell in zip(schema.key, key, strict=True) if cell)
    numbers = ", ".join(str(row.number) for row in sorted(rows, key=lambda r: r.number)[:10])
    same = all(row.raw == rows[0].raw for row in rows)
    alike = ", alike in all" if same else ""
    message = f"{named} is there {len(rows)} times (rows {numbers}{alike}); all are set aside"
    for row in sorted(rows, key=lambda r: r.number):
        findings.of(schema.name).error(
            "duplicate_row", message, "keep the row that holds and delete the others", row.number, schema.key[0],
            subject_of(row, schema),
        )  # fmt: skip


def check_references(
    tables: Mapping[str, Table], refused: frozenset[str], findings: Findings, shipped: Mapping[str, frozenset[str]]
) -> None:
    """Report ids that the table they refer to does not hold. The rows stay: what is dangling is an unknown thing.

    ``shipped``: ids by table that need no row, since monazite brings what they name.
    """
    none: frozenset[str] = frozenset()
    known = {name: KnownIds(tables.get(name), SCHEMA[name], shipped.get(name, none)) for name in UNKNOWN_CODES}
    for name, table in tables.items():
        for column in SCHEMA[name].columns:
            if not column.refers or column.name not in table.columns:
                continue
            if column.refers in tables:
                _check_column(table, column.name, column.refers, known[column.refers], findings)
            elif _names_any(table, column.name, known[column.refers].shipped):
                _report_absent(table, column.name, column.refers, column.refers in refused, findings)


def _names_any(table: Table, column: str, shipped: frozenset[str]) -> bool:
    if isinstance(table.rows, ColumnRows):
        return not set(table.rows.frame[column].drop_nulls().unique()) <= shipped
    return any(column in row and row.text(column) not in shipped for row in table.rows)


def _report_absent(table: Table, column: str, other: str, refused: bool, findings: Findings) -> None:
    why = "could not be read" if refused else "is not there"
    message = f"{column} names rows of {other}, which {why}: nothing more is known of them"
    findings.of(table.name).warning(UNKNOWN_CODES[other], message, f"add the table {other}", 0, column)


def _check_column(table: Table, column: str, other: str, known: KnownIds, findings: Findings) -> None:
    many = SCHEMA[table.name].by_name[column].kind is Kind.IDS
    report = _Dangling(table, column, other, known, findings)
    if isinstance(table.rows, ColumnRows):
        code = UNKNOWN_CODES[other]
        found, more = dangling(table.rows, column, many, known, (OPEN_SET,), findings.room(table.name, code))
        rows = numbered(table.rows, found)
        for one in found:
            report.add(rows[one.number], one.wanted)
        findings.count(table.name, code, more)
        return
    for row in table.rows:
        for wanted in row.many(column) or () if many else (row.text(column),):
            if wanted and wanted not in known.ids and not (many and wanted == OPEN_SET):
                report.add(row, wanted)


class _Dangling:
    """Reports the ids of one column that are in no row of the table they refer to."""

    def __init__(self, table: Table, column: str, other: str, known: KnownIds, findings: Findings) -> None:
        self._schema, self._column, self._other, self._known = SCHEMA[table.name], column, other, known
        self._findings = findings.of(table.name)
        self._remedies: dict[str, str] = {}
        self._by_number: dict[str, str] | None = None

    def add(self, row: Row, wanted: str) -> None:
        if wanted not in self._remedies:
            same = self._but_for_zeros(wanted)
            self._remedies[wanted] = (
                _remedy(wanted, self._other, self._known.ids)
                if not same
                else (f"did you mean {same!r}? Ids are text, so leading zeros count; write both alike")
            )
        message = f"{self._column} {shown(wanted)} is not in {self._other}; nothing is known of it"
        subject = subject_of(row, self._schema)
        code = UNKNOWN_CODES[self._other]
        self._findings.warning(code, message, self._remedies[wanted], row.number, self._column, subject)

    def _but_for_zeros(self, wanted: str) -> str:
        """The id that is the same number with other leading zeros, as spreadsheets drop them; empty: there is none."""
        if not wanted.isdecimal():
            return ""
        if self._by_number is None:
            self._by_number = {known.lstrip("0"): known for known in self._known.ids if known.isdecimal()}
        return self._by_number.get(wanted.lstrip("0"), "")


def _remedy(wanted: str, other: str, known: frozenset[str]) -> str:
    close = nearest(wanted, known, 1, 0.8) if len(known) <= SUGGEST_AMONG else []
    return f"did you mean {close[0]!r}? Otherwise add it to {other}" if close else f"add it to {other}"
