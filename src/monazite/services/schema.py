"""All tables of a portfolio, in the order of `portfolio.md`: declared once for readers, `init`, docs."""

from __future__ import annotations

from collections.abc import Mapping

from monazite.services.schema_product import PRODUCT_TABLES
from monazite.services.schema_trade import TRADE_TABLES
from monazite.services.schema_worth import WORTH_TABLES
from monazite.services.tables import TableSchema

SCHEMA: Mapping[str, TableSchema] = {table.name: table for table in PRODUCT_TABLES + WORTH_TABLES + TRADE_TABLES}
"""The declared tables by name."""

CORE_TABLES = tuple(table.name for table in SCHEMA.values() if table.core)
"""The three that make a start: `parts`, `bom`, `contents`."""
