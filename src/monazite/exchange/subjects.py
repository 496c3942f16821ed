"""Which subject a row speaks of: ``part:P1``, ``shipment:S1/1``."""

from __future__ import annotations

import re
from functools import cache

from monazite.services.tables import Row, TableSchema

_FIELD = re.compile(r"\{(\w+)\}")


def cell_of(row: Row, schema: TableSchema, column: str) -> str:
    """The cell that identifies a row: its typed text, else the text as written, else the column's default."""
    value = row.values.get(column)
    if isinstance(value, str):
        return value
    return row.raw.get(column, "").strip() or schema.by_name[column].default


def key_cell(row: Row, schema: TableSchema, column: str) -> str:
    """The cell as part of a key; dates and periods by their spelling."""
    value = row.values.get(column)
    return cell_of(row, schema, column) if value is None or isinstance(value, str) else str(value)


def subject_of(row: Row, schema: TableSchema) -> str:
    """The subject by the table's pattern; empty where the row does not name it."""
    for pattern, names in _patterns(schema.subject):
        cells = {name: cell_of(row, schema, name) for name in names}
        if all(cells.values()):
            return pattern.format(**cells)
    return ""


@cache
def _patterns(subject: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The alternatives of a pattern, each with its fields."""
    return tuple((pattern, tuple(_FIELD.findall(pattern))) for pattern in subject.split("|"))
