"""Which cells of a whole column mean just what they hold: what the cell by cell reading would take without a word.

Cautious on purpose: a cell that is not found plain here is read like any other, by its `ColumnReader`.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl

from monazite.services.tables import Column, Kind, Range

_ODD = (
    r"[\x00-\x1f\x7f\u{ad}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}\u{feff}\u{fffd}]|^[\s=+\-@]|\s$|^$"
)  # fmt: skip
_SHORTENED = r"|E\+[0-9]"
_DIVIDED = r"|[,;]"
_DECIMAL = r"^[0-9]{1,15}(?:\.[0-9]{1,20})?$"
_WHOLE = r"^[0-9]{1,15}$"
_LARGE, _SMALL = 1e15, 1e-15
_AT_ONCE = 500_000
_AS_WRITTEN = frozenset((Kind.TEXT, Kind.ID, Kind.VALUE, Kind.LINE, Kind.IDS))


@dataclass(frozen=True, slots=True)
class Plain:
    """``sure``: which rows are plain (blank ones are); ``columns``: those of the frame, right wherever it is sure."""

    sure: pl.Series
    columns: list[pl.Series]


def plain_unknown(cells: pl.Series, longest: int) -> pl.Series:
    """Which cells of a column that is not declared are kept without a remark."""
    if cells.dtype != pl.String:
        return pl.repeat(True, len(cells), eager=True)
    return cells.is_null() | ~_odd(cells, _ODD, longest)


def plain_cells(column: Column, cells: pl.DataFrame, longest: int) -> Plain | None:
    """What is plain in the cells of ``column`` (its plain one, low and high, as far as the file has them); None where
    every value is to be looked at: columns with few of them.
    """
    if column.kind is Kind.NUMBER:
        return _amounts(column, cells)
    if len(cells.columns) > 1:
        return None
    series = cells.to_series()
    if series.name != column.name:
        return None
    if column.kind is Kind.DATE and series.dtype == pl.Date:
        return Plain(pl.repeat(True, len(series), eager=True), [series])
    if column.kind is Kind.INTEGER:
        return _whole(column, series)
    if column.kind is Kind.LINE and series.dtype.is_integer():
        return Plain(series.is_null() | (series >= 0), [series.cast(pl.String)])
    if column.kind in _AS_WRITTEN and series.dtype == pl.String:
        return _as_written(column, series, longest)
    return None


def _as_written(column: Column, series: pl.Series, longest: int) -> Plain:
    if column.kind is Kind.LINE:
        sure = series.is_null() | series.str.contains(_WHOLE)
    else:
        odd = _ODD + (_SHORTENED if column.kind is not Kind.VALUE else "")
        sure = series.is_null() | ~_odd(series, odd + _DIVIDED if column.kind is Kind.IDS else odd, longest)
    columns = [series]
    if column.pair:
        columns += [pl.Series(f"{column.name}_{end}", [None], dtype=pl.Float64).new_from_index(0, len(series))
                    for end in ("low", "high")]  # fmt: skip
    return Plain(sure, columns)


def _odd(series: pl.Series, pattern: str, longest: int) -> pl.Series:
    """Which texts are not just themselves; null where the cell is."""

    def some(start: int) -> pl.Series:
        texts = series.slice(start, _AT_ONCE)
        return texts.str.contains(pattern) | (texts.str.len_bytes() > longest)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return pl.concat(pool.map(some, range(0, max(len(series), 1), _AT_ONCE)))


def _whole(column: Column, series: pl.Series) -> Plain | None:
    if series.dtype.is_integer():
        number = series.cast(pl.Int64, strict=False)
    elif series.dtype == pl.String:
        number = pl.select(pl.when(series.str.contains(_WHOLE)).then(series)).to_series().cast(pl.Int64)
    else:
        return None
    sure = series.is_null() | ((number < int(_LARGE)) & _within(column, number)).fill_null(False)
    return Plain(sure, [number.alias(column.name)])


def _amounts(column: Column, cells: pl.DataFrame) -> Plain | None:
    """Points and low/high pairs: each end plain by itself, one or the other given, the low one below the high one."""
    ends = {}
    sure = pl.repeat(True, cells.height, eager=True)
    for series in cells.get_columns():
        number = _decimal(series)
        if number is None:
            return None
        within = number.is_finite() & (number < _LARGE) & ((number == 0) | (number > _SMALL)) & _within(column, number)
        sure &= series.is_null() | within.fill_null(False)
        ends[series.name] = number
    if list(ends) == [column.name]:  # points alone: both ends are the point, and no column is held twice
        point = ends[column.name]
        return Plain(sure, [point.alias(f"{column.name}{end}") for end in ("", "_low", "_high")])
    nothing = pl.Series([None], dtype=pl.Float64).new_from_index(0, cells.height)
    point, low, high = (ends.get(name, nothing) for name in column.spellings)
    if len(ends) > 1:
        paired = low.is_not_null() | high.is_not_null()
        ordered = (low < high) | high.is_null() | (low.is_null() & (high > 0))  # else perhaps a point
        sure &= ~(paired & point.is_not_null()) & ordered.fill_null(False)
    bounded = column.range in (Range.SHARE, Range.LOSS)
    given = pl.DataFrame({"point": point, "low": low, "high": high})
    paired_ = pl.col("low").is_not_null() | pl.col("high").is_not_null()
    value = pl.col("point")
    columns = given.select(
        value.alias(column.name),
        value.fill_null(pl.when(paired_).then(pl.col("low").fill_null(0.0))).alias(f"{column.name}_low"),
        value.fill_null(pl.when(paired_).then(pl.col("high").fill_null(1.0) if bounded else pl.col("high")))
        .alias(f"{column.name}_high"),
    )  # fmt: skip
    return Plain(sure, columns.get_columns())


def _decimal(series: pl.Series) -> pl.Series | None:
    """The numbers of a column; null where a cell is blank or not plainly a number."""
    if series.dtype.is_integer():
        return series.cast(pl.Float64)
    if series.dtype == pl.Float64:
        return series + 0.0 if (series == 0).any() else series  # no minus before a zero
    if series.dtype.is_decimal():
        series = series.cast(pl.String)
    if series.dtype != pl.String:
        return None
    plain = pl.select(pl.when(series.str.contains(_DECIMAL)).then(series)).to_series()
    return plain.cast(pl.Float64).alias(series.name)


def _within(column: Column, number: pl.Series) -> pl.Series:
    """Whether the numbers lie in the range that the column admits; a share of 1 may be more in its last decimals."""
    if column.range in (Range.SHARE, Range.LOSS):
        return (number >= 0) & (number < 1)
    return number > 0 if column.range is Range.POSITIVE else number >= 0
