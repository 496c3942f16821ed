"""``docs/portfolio.md``: the tables and columns that `monazite.services.schema` declares."""

from __future__ import annotations

from monazite.services.assess import _NOT_USED as NOT_USED
from monazite.services.schema import SCHEMA
from monazite.services.schema_trade import END_USES
from monazite.services.tables import Column, Kind, Range, TableSchema
from tools.reference.markdown import table

KINDS = {
    Kind.TEXT: "text", Kind.ID: "id", Kind.LINE: "id", Kind.NUMBER: "number", Kind.VALUE: "text or number",
    Kind.INTEGER: "whole number", Kind.DATE: "date", Kind.PERIOD: "date, month or year", Kind.TIME: "time with offset",
    Kind.ENUM: "word", Kind.COUNTRY: "country", Kind.ORIGIN: "country or `not_CN`", Kind.CURRENCY: "currency",
    Kind.ENTRY: "list entry or element", Kind.ENTRIES: "list entries", Kind.CODES: "codes", Kind.IDS: "ids",
    Kind.YES_NO: "yes or no",
}  # fmt: skip
RANGES = {
    Range.SHARE: "0 to 1", Range.LOSS: "0 to below 1", Range.POSITIVE: "above 0", Range.MASS: "0 counts as unknown",
    Range.MONEY: "0 counts as unknown", Range.BY_PRODUCT: "below 0: a by-product",
}  # fmt: skip


def portfolio() -> str:
    """All tables, in the order of the declaration."""
    return "\n\n".join(_table(schema) for schema in SCHEMA.values())


def _table(schema: TableSchema) -> str:
    marks = []
    if schema.core:
        marks.append("One of the three that make a start.")
    if schema.name in NOT_USED:
        marks.append("**Read and checked, and not used in answers yet** (issue `table_not_used`).")
    if schema.key:
        marks.append(f"Key: {', '.join(f'`{name}`' for name in schema.key)}.")
    rows = [(_name(c), _kind(c), _meaning(c)) for c in schema.columns]
    return f"### {schema.name}\n\n{' '.join((schema.purpose, *marks))}\n\n{table(('column', 'holds', 'meaning'), rows)}"


def _name(column: Column) -> str:
    return f"**`{column.name}`**" if column.required else f"`{column.name}`"


def _kind(column: Column) -> str:
    extra = RANGES.get(column.range, "") if column.kind in (Kind.NUMBER, Kind.VALUE, Kind.INTEGER) else ""
    if column.refers:
        extra = f"of `{column.refers}`"
    return f"{KINDS[column.kind]}, {extra}" if extra else KINDS[column.kind]


def _meaning(column: Column) -> str:
    text = column.meaning
    if column.values == END_USES:
        text += ": see [cases](cases.md#end-use-and-knowledge)"
    elif column.values:
        text += ": " + ", ".join(f"`{value}`" for value in column.values)
    return f"{text}. Blank: {column.blank}" if column.blank else text
