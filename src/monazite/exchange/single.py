"""One cell outside any file: the value of an option on the command line, read as its column wants it."""

from __future__ import annotations

from monazite.exchange.native import Bad
from monazite.exchange.typed import read_value
from monazite.model.bounds import Bounds, parse_number
from monazite.services.ports import EntryResolver
from monazite.services.schema import SCHEMA
from monazite.services.tables import Kind, Value


def read_cell(table: str, column: str, text: str, entries: EntryResolver) -> Value:
    """The typed value of ``text`` in a column. Raises ValueError with what would be right."""
    schema = SCHEMA[table].by_name[column]
    if schema.kind is Kind.NUMBER:
        return Bounds.exactly(parse_number(text))
    try:
        return read_value(text, schema, entries).value
    except Bad as bad:
        raise ValueError(f"{bad}") from bad
