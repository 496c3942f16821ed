"""The tables of a portfolio as columns, and parts of the portfolio cut out again as rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import polars as pl

from monazite.services.column_frame import NUMBER, frame_of, frame_types
from monazite.services.column_rows import ColumnRows
from monazite.services.schema import SCHEMA
from monazite.services.tables import Portfolio, Row


class Frames:
    """Every table of a portfolio as a frame (`monazite.services.column_frame`), made once."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self._made: dict[str, pl.DataFrame] = {}

    def of(self, table: str) -> pl.DataFrame:
        """The sound rows of a table; no rows where it is absent."""
        if table not in self._made:
            frame = self.portfolio.frame(table)
            columns = SCHEMA[table].columns
            made = frame_of(columns, self.portfolio.rows(table)) if frame is None else frame
            absent = {n: t for column in columns for n, t in frame_types(column).items() if n not in made.columns}
            self._made[table] = made.with_columns(pl.lit(None, dtype=t).alias(n) for n, t in absent.items())
        return self._made[table]

    def odd(self, table: str) -> pl.Series:
        """Numbers of the rows in which something could not be used as it stands."""
        rows = self.portfolio.rows(table)
        if isinstance(rows, ColumnRows):
            return rows.irregular
        return pl.Series("number", [row.number for row in rows if row.faulty], dtype=pl.Int64)

    def numbered(self, table: str, numbers: Sequence[int]) -> tuple[Row, ...]:
        """Some rows by their number, in the order of the file."""
        rows, wanted = self.portfolio.rows(table), set(numbers)
        if isinstance(rows, ColumnRows):
            here = rows.frame.filter(pl.col(NUMBER).is_in(list(wanted)))[NUMBER].to_list()
            return rows.numbered(here)
        return tuple(row for row in rows if row.number in wanted)

    def about(self, table: str, column: str, ids: Collection[str]) -> tuple[Row, ...]:
        """The rows of a table whose ``column`` is one of ``ids``."""
        wanted = pl.Series(sorted(ids), dtype=pl.String)
        frame = self.of(table)
        return self.numbered(table, frame.filter(pl.col(column).is_in(wanted.implode()))[NUMBER].to_list())

    def cut(self, rows: dict[str, Iterable[Row]]) -> Portfolio:
        """The portfolio with only these rows in some tables, and all rows in the others."""
        tables = {
            name: replace(table, rows=tuple(rows[name])) if name in rows else table
            for name, table in self.portfolio.tables.items()
        }
        return replace(self.portfolio, tables=tables)


def classes(frame: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """A number for every row; equal where all ``columns`` are (unknown equals unknown), from 0 without gaps."""
    if not columns:
        return pl.Series("@class", [0] * frame.height, dtype=pl.UInt32)
    keys = frame.select(columns).unique(maintain_order=True).with_row_index("@class")
    joined = frame.select(columns).join(keys, on=list(columns), how="left", nulls_equal=True, maintain_order="left")
    return joined["@class"]
