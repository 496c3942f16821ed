"""The typed values of one whole column: what is plain at once, every other distinct cell through its `ColumnReader`."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from monazite.exchange.column_plain import plain_cells, plain_unknown
from monazite.exchange.columns import ColumnReader
from monazite.exchange.parquet import cells_of
from monazite.services.column_frame import column_series
from monazite.services.tables import Column, Value


@dataclass(frozen=True, slots=True)
class TypedColumn:
    """``columns`` of the frame; ``clean``: the rows about whose cells there is nothing to say; only there are the
    columns right. ``present``: where, among those, something is known.
    """

    columns: list[pl.Series]
    clean: pl.Series
    present: pl.Series


def read_unknown(reader: ColumnReader, cells: pl.Series) -> pl.Series:
    """Where there is nothing to say about the cells of a column that is not declared."""
    sure = plain_unknown(cells, reader.limits.cell_chars)
    if sure.all():
        return sure
    distinct = _Distinct.of(reader, cells.to_frame().filter(~sure))
    return _spread(sure, pl.repeat(True, len(sure), eager=True), distinct.clean)


def read_column(reader: ColumnReader, column: Column, cells: pl.DataFrame) -> TypedColumn:
    """Read the cells of ``column``: a frame of those of its spellings that the file has, in their order."""
    plain = plain_cells(column, cells, reader.limits.cell_chars)
    if plain is None:
        distinct = _Distinct.of(reader, cells)
        columns, clean = distinct.columns(column), distinct.clean
    elif plain.sure.all():
        columns, clean = plain.columns, plain.sure
    else:
        distinct = _Distinct.of(reader, cells.filter(~plain.sure))
        columns = [
            _spread(plain.sure, sure, odd)
            for sure, odd in zip(plain.columns, distinct.columns(column), strict=True)
        ]  # fmt: skip
        clean = _spread(plain.sure, plain.sure, distinct.clean)
    present = columns[0].is_not_null()
    if column.pair:
        present = present | columns[1].is_not_null()
    return TypedColumn(columns, clean, present)


def _spread(sure: pl.Series, values: pl.Series, others: pl.Series) -> pl.Series:
    """``values`` where it is sure, elsewhere ``others``, one after the other."""
    places = (~sure).cast(pl.UInt32).cum_sum() - 1
    spread = others.gather(pl.select(pl.when(~sure).then(places)).to_series())
    return values.zip_with(sure, spread).alias(values.name)


@dataclass(frozen=True, slots=True)
class _Distinct:
    """The distinct cells of some rows, each read once; ``codes``: which of them a row has."""

    codes: pl.Series
    values: list[Value | None]
    said: list[bool]

    @classmethod
    def of(cls, reader: ColumnReader, cells: pl.DataFrame) -> _Distinct:
        names = [str(place) for place in range(cells.width)]
        cells = cells.rename(dict(zip(cells.columns, names, strict=True)))
        if all(series.eq_missing(series.head(1)).all() for series in cells.get_columns()):
            each, codes = cells.head(1), pl.repeat(0, cells.height, dtype=pl.UInt32, eager=True)
        else:
            each = cells.unique(maintain_order=True)
            coded = each.with_row_index("code")
            codes = cells.join(coded, on=names, how="left", nulls_equal=True, maintain_order="left")["code"]
        values: list[Value | None] = []
        said = []
        for own in zip(*(cells_of(series) for series in each.get_columns()), strict=True):
            outcome = reader.outcome(own)
            values.append(outcome.value)
            said.append(bool(outcome.remarks or outcome.faults))
        return cls(codes, values, said)

    @property
    def clean(self) -> pl.Series:
        return ~pl.Series(self.said, dtype=pl.Boolean).gather(self.codes)

    def columns(self, column: Column) -> list[pl.Series]:
        return [series.gather(self.codes) for series in column_series(column, self.values)]
