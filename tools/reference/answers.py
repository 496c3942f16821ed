"""``docs/answer.md``: the columns of the Parquet file."""

from __future__ import annotations

from monazite.reporting.columns import COLUMNS
from tools.reference.markdown import table

TYPES = {"String": "text", "Float64": "number", "Boolean": "true or false"}


def columns() -> str:
    """Name and type of every fixed column of ``determinations.parquet``."""
    return table(("column", "type"), [(f"`{name}`", TYPES[str(kind)]) for name, kind in COLUMNS.items()])
