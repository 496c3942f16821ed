"""Checks of rows against each other where a table was read by columns: only the rows in question are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from monazite.exchange.subjects import cell_of, key_cell
from monazite.services.column_frame import NUMBER
from monazite.services.column_ids import MANY, NOWHERE, Ids, places_in
from monazite.services.column_rows import SLICE, ColumnRows
from monazite.services.schema import SCHEMA
from monazite.services.tables import Kind, Row, Table, TableSchema


def same_keys(table: Table, rows: ColumnRows) -> tuple[Row, ...]:
    """The sound rows that may share their key with another row, sound or set aside; in the order of the file."""
    schema = SCHEMA[table.name]
    sound = _keys(rows, schema)
    aside = _key_frame(table.set_aside, schema)
    every = pl.concat([sound, aside])
    telling = [name for name in schema.key if every[name].ne_missing(every[name].first()).any()] or schema.key[:1]
    same = every.select(pl.struct(telling) if len(telling) > 1 else pl.col(telling)).to_series().is_duplicated()
    twice = sound.filter(same.head(sound.height))[NUMBER]
    return rows.numbered(twice.to_list())


def _keys(rows: ColumnRows, schema: TableSchema) -> pl.DataFrame:
    """Number and key of every row: its frame says it, except where the cells were not taken as they stand."""
    regular = rows.frame.select(NUMBER, *(_key_column(rows.frame, schema, name) for name in schema.key))
    irregular = rows.irregular.filter(rows.irregular.is_in(rows.frame[NUMBER].implode()))
    if irregular.is_empty():
        return regular
    parts = [regular.filter(~pl.col(NUMBER).is_in(irregular.implode()))]
    for start in range(0, len(irregular), SLICE):
        parts.append(_key_frame(rows.numbered(irregular.slice(start, SLICE).to_list()), schema))
    return pl.concat(parts).sort(NUMBER)


def _key_frame(rows: Iterable[Row], schema: TableSchema) -> pl.DataFrame:
    cells = [(row.number, *(key_cell(row, schema, name) for name in schema.key)) for row in rows]
    return pl.DataFrame(cells, schema={NUMBER: pl.Int64} | dict.fromkeys(schema.key, pl.String), orient="row")


def _key_column(frame: pl.DataFrame, schema: TableSchema, name: str) -> pl.Expr:
    """One column of the key as text, as `key_cell` of the rows gives it."""
    column = schema.by_name[name]
    if name not in frame.columns:
        return pl.lit(column.default).alias(name)
    spelt = pl.col(f"{name}_text") if column.kind is Kind.PERIOD else pl.col(name).cast(pl.String)
    return spelt.fill_null(column.default).alias(name)


@dataclass(frozen=True)
class KnownIds:
    """The ids that a table holds, those of rows that were set aside included: they are named there; and ``shipped``,
    which need no row.
    """

    table: Table | None
    schema: TableSchema
    shipped: frozenset[str] = frozenset()

    @cached_property
    def column(self) -> pl.Series:
        """All of them, some perhaps more than once."""
        brought = pl.Series(sorted(self.shipped), dtype=pl.String)
        if self.table is None:
            return brought
        first = self.schema.columns[0].name
        rows = self.table.rows
        aside = pl.Series([cell_of(row, self.schema, first) for row in self.table.set_aside], dtype=pl.String)
        if isinstance(rows, ColumnRows):
            return pl.concat([rows.frame[first].alias(""), aside, brought])
        here = pl.Series([cell_of(row, self.schema, first) for row in rows], dtype=pl.String)
        return pl.concat([here, aside, brought])

    @cached_property
    def ids(self) -> frozenset[str]:
        """Each once."""
        return frozenset(self.column.to_list())

    def keep(self, rows: ColumnRows, column: str, place: Ids) -> None:
        """Keep in ``rows`` where each of its ids stands in the table, for those who look for the same later; unless a
        row names none, or one that is set aside.
        """
        if self.table is None or not isinstance(self.table.rows, ColumnRows) or len(place) < len(rows):
            return
        sound = self.table.rows
        if (
            not sound.frame[self.schema.columns[0].name].null_count()
            and ((place < len(sound)) | (place == NOWHERE)).all()
        ):
            rows.keep_places(column, sound, place)


@dataclass(frozen=True, slots=True)
class Dangling:
    """One id that its table does not hold, and the number of the row that names it."""

    number: int
    wanted: str


def dangling(
    rows: ColumnRows, column: str, many: bool, known: KnownIds, but: Sequence[str], most: int
) -> tuple[list[Dangling], int]:
    """The first ``most`` ids of a column that are not known, in the order of the file, and how many more there are.

    ``but`` are words that stand in a list (``many``) without being ids.
    """
    cells = rows.frame.select(NUMBER, pl.col(column).alias("wanted")).drop_nulls()
    if not many and cells.height >= MANY:
        place = places_in(known.column.drop_nulls(), cells["wanted"])
        known.keep(rows, column, place)
        absent = cells.filter(pl.Series(place == NOWHERE))
        return [Dangling(*found) for found in absent.head(most).iter_rows()], max(absent.height - most, 0)
    each = _each(cells.select(pl.col("wanted").unique()), many).unique()
    absent = each.join(known.column.to_frame("wanted"), on="wanted", how="anti")
    absent = absent.filter(~pl.col("wanted").is_in(but)) if many else absent
    if absent.is_empty():
        return [], 0
    found = _each(cells, many).join(absent, on="wanted", how="semi", maintain_order="left")
    first = found.head(most)
    return [Dangling(*cells) for cells in first.iter_rows()], found.height - first.height


def _each(cells: pl.DataFrame, many: bool) -> pl.DataFrame:
    """Lists of ids taken apart; an empty list names none."""
    if not many:
        return cells
    return cells.with_columns(pl.col("wanted").str.split(";")).explode("wanted").filter(pl.col("wanted") != "")


def numbered(rows: ColumnRows, found: Iterable[Dangling]) -> Mapping[int, Row]:
    """The rows that name what is dangling, by number."""
    numbers = list(dict.fromkeys(one.number for one in found))
    return dict(zip(numbers, rows.numbered(numbers), strict=True))
