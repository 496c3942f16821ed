"""How typed rows stand in a data frame: one column per declared column, unknown is null.

=========================  ============================================================================================
kind of column             columns of the frame
=========================  ============================================================================================
text, id, line, enum,      ``<name>`` String, as typed
country, origin,
currency, time, entry
ids, codes, entries        ``<name>`` String, the items with ``;`` between; the empty text is the empty list, known to
                           be none
number                     ``<name>`` Float64 where it is a point; ``<name>_low``, ``<name>_high`` Float64 where known;
                           ``<name>_high`` null beside a low: nothing bounds it above
value                      ``<name>`` String for a plain cell; ``<name>_low``, ``<name>_high`` for a low/high pair
integer                    ``<name>`` Int64
date                       ``<name>`` Date
period                     ``<name>`` Date, its first day; ``<name>_text`` as it was given
yes_no                     ``<name>`` Boolean
=========================  ============================================================================================

Floats are the nearest to the exact numbers of `Row.values`, neither above nor below on purpose: what lies close to a
limit is decided on the rows. A number too large for its column counts as open above, an integer as unknown.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import polars as pl

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.services.tables import Column, Kind, Period, Row, Value

NUMBER = "number"
"""The column with the number of the row in its file."""
_LARGEST = 2**63 - 1
_ONE: dict[Kind, type[pl.DataType]] = {
    Kind.NUMBER: pl.Float64, Kind.INTEGER: pl.Int64, Kind.DATE: pl.Date, Kind.PERIOD: pl.Date, Kind.YES_NO: pl.Boolean,
}  # fmt: skip


def frame_types(column: Column) -> dict[str, type[pl.DataType]]:
    """Names and types of the columns that ``column`` has in a frame."""
    types: dict[str, type[pl.DataType]] = {column.name: _ONE.get(column.kind, pl.String)}
    if column.pair:
        types |= {f"{column.name}_low": pl.Float64, f"{column.name}_high": pl.Float64}
    if column.kind is Kind.PERIOD:
        types[f"{column.name}_text"] = pl.String
    return types


def frame_cells(column: Column, value: Value | None) -> tuple[object, ...]:
    """The cells that ``value`` has in the columns of `frame_types`."""
    if column.pair:
        return _amount(column, value)
    if column.kind is Kind.PERIOD:
        first = value.first if isinstance(value, Period) else value
        return first, None if value is None else str(value)
    if isinstance(value, tuple):
        return (";".join(value),)
    if column.kind is Kind.INTEGER and isinstance(value, int) and abs(value) > _LARGEST:
        return (None,)
    return (value,)


def frame_of(columns: Sequence[Column], rows: Iterable[Row]) -> pl.DataFrame:
    """The frame of ``rows`` with their `NUMBER`."""
    rows = list(rows)
    data = {NUMBER: pl.Series(NUMBER, [row.number for row in rows], dtype=pl.Int64)}
    for column in columns:
        data |= {s.name: s for s in column_series(column, [row.values.get(column.name) for row in rows])}
    return pl.DataFrame(data)


def column_series(column: Column, values: Sequence[Value | None]) -> list[pl.Series]:
    """The columns of `frame_types` for these values."""
    cells = [frame_cells(column, value) for value in values]
    types = frame_types(column)
    return [
        pl.Series(name, [row[place] for row in cells], dtype=kind)
        for place, (name, kind) in enumerate(types.items())
    ]  # fmt: skip


def _amount(column: Column, value: Value | None) -> tuple[object, float | None, float | None]:
    if not isinstance(value, Bounds):
        return value, None, None
    low, high = _float(value.low), None if value.high is None else _float(value.high)
    point = low if value.known and column.kind is Kind.NUMBER else None
    return point, sys.float_info.max if low is None else low, high


def _float(number: Fraction) -> float | None:
    try:
        return float(number)
    except OverflowError:
        return None
