"""Checks of rows against each other: duplicates, and ids that no table holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from monazite.exchange.findings import Findings, shown
from monazite.exchange.subjects import cell_of, subject_of
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
    rows_by_key: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in (*table.rows, *table.set_aside):
        key = tuple(_key_cell(row, schema, column) for column in schema.key)
        if subject_of(row, schema):
            rows_by_key[key].append(row)
    twice = {row.number for rows in rows_by_key.values() if len(rows) > 1 for row in rows}
    for key, rows in rows_by_key.items():
        if len(rows) > 1:
            _report(schema, key, rows, findings)
    aside = [row for row in table.rows if row.number in twice]
    kept = tuple(row for row in table.rows if row.number not in twice)
    return replace(table, rows=kept, set_aside=_in_order(*table.set_aside, *aside))


def _key_cell(row: Row, schema: TableSchema, column: str) -> str:
    """The cell as part of a key; dates and periods by their spelling."""
    value = row.values.get(column)
    return cell_of(row, schema, column) if value is None or isinstance(value, str) else str(value)


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


def check_references(tables: Mapping[str, Table], refused: frozenset[str], findings: Findings) -> None:
    """Report ids that the table they refer to does not hold. The rows stay: what is dangling is an unknown thing."""
    known = {name: _ids(name, tables) for name in UNKNOWN_CODES}
    for name, table in tables.items():
        for column in SCHEMA[name].columns:
            if not column.refers or column.name not in table.columns:
                continue
            if column.refers in tables:
                _check_column(table, column.name, column.refers, known[column.refers], findings)
            elif any(column.name in row for row in table.rows):
                _report_absent(table, column.name, column.refers, column.refers in refused, findings)


def _ids(name: str, tables: Mapping[str, Table]) -> frozenset[str]:
    """Ids that a table holds, those of rows that were set aside included: they are named there."""
    table, first = tables.get(name), SCHEMA[name].columns[0].name
    if table is None:
        return frozenset()
    return frozenset(cell_of(row, SCHEMA[name], first) for row in (*table.rows, *table.set_aside))


def _report_absent(table: Table, column: str, other: str, refused: bool, findings: Findings) -> None:
    why = "could not be read" if refused else "is not there"
    message = f"{column} names rows of {other}, which {why}: nothing more is known of them"
    findings.of(table.name).warning(UNKNOWN_CODES[other], message, f"add the table {other}", 0, column)


def _check_column(table: Table, column: str, other: str, known: frozenset[str], findings: Findings) -> None:
    schema = SCHEMA[table.name]
    many = schema.by_name[column].kind is Kind.IDS
    remedies: dict[str, str] = {}
    for row in table.rows:
        for wanted in row.many(column) or () if many else (row.text(column),):
            if not wanted or wanted in known or (many and wanted == OPEN_SET):
                continue
            if wanted not in remedies:
                remedies[wanted] = _remedy(wanted, other, known)
            message = f"{column} {shown(wanted)} is not in {other}; nothing is known of it"
            findings.of(table.name).warning(
                UNKNOWN_CODES[other], message, remedies[wanted], row.number, column, subject_of(row, schema)
            )


def _remedy(wanted: str, other: str, known: frozenset[str]) -> str:
    close = nearest(wanted, known, 1, 0.8) if len(known) <= SUGGEST_AMONG else []
    return f"did you mean {close[0]!r}? Otherwise add it to {other}" if close else f"add it to {other}"
