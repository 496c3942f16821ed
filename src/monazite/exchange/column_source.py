"""A large Parquet table in memory by columns, and the raw rows of it when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from monazite.exchange.cells import RawRow, is_blank
from monazite.exchange.findings import Refused
from monazite.exchange.guard import guarded
from monazite.exchange.limits import Limits
from monazite.exchange.parquet import NO_SCALAR, REMEDY, cells_of, check_unpacked

FIRST_ROW = 2
"""The number of the first row of data: the header is row 1."""
_SLICE = 20_000
_SHORTEST_LIMIT = 1_000
_TEXT = (pl.Categorical, pl.Enum, pl.Float32, pl.Null)


@dataclass(frozen=True, slots=True)
class ColumnSource:
    """``names`` as the file spells them; ``cells``: their columns, named by their place (`"0"`, `"1"`, ...)."""

    names: tuple[str, ...]
    cells: pl.DataFrame

    @property
    def header(self) -> RawRow:
        """The names as row 1."""
        return RawRow(1, self.names)

    def rows(self, numbers: Sequence[int]) -> Iterator[RawRow]:
        """The rows with these numbers, in this order, exactly as `read_parquet` gives them."""
        for start in range(0, len(numbers), _SLICE):
            chosen = numbers[start : start + _SLICE]
            part = self.cells[pl.Series([number - FIRST_ROW for number in chosen], dtype=pl.UInt32)]
            cells = zip(*(cells_of(series) for series in part.get_columns()), strict=True)
            for number, row in zip(chosen, cells, strict=True):
                yield RawRow(number, row)


def load_columns(path: Path, limits: Limits) -> ColumnSource | None:
    """The table at ``path``; None where it is to be read row by row: small, odd in form, or not readable (which the
    reading by rows reports).
    """
    try:
        check_unpacked(path, replace(limits, inflated_bytes=limits.columnar_bytes))
        with guarded(path.name, REMEDY):
            scan = pl.scan_parquet(path, glob=False)
            names = tuple(scan.collect_schema().names())
            height = int(scan.select(pl.len()).collect().item())
            fits = height > 0 and limits.columnar_rows <= height <= limits.columnar_most
            if not fits or not _plain_form(scan, names, limits):
                return None
            frame = scan.collect()
    except Refused:
        return None
    columns = [_text(series).alias(str(place)) for place, series in enumerate(frame.get_columns())]
    source = ColumnSource(names, pl.DataFrame(columns))
    return source if _in_calendar(source.cells) and _begins(source) else None


def _plain_form(scan: pl.LazyFrame, names: tuple[str, ...], limits: Limits) -> bool:
    """Whether every column has a name and holds text, numbers, dates or truth values."""
    kinds = scan.collect_schema().dtypes()
    odd = any(isinstance(kind, NO_SCALAR) and kind != pl.List(pl.String) for kind in kinds)
    named = bool(names) and bool(names[-1].replace("\ufeff", "").strip())
    return named and not odd and limits.cell_chars >= _SHORTEST_LIMIT


def _text(series: pl.Series) -> pl.Series:
    """Columns that `cells_of` turns into text, as text from the start."""
    if series.dtype == pl.List(pl.String):
        return series.list.join("; ", ignore_nulls=True)
    return series.cast(pl.String) if isinstance(series.dtype, _TEXT) else series


def _in_calendar(cells: pl.DataFrame) -> bool:
    """Whether Python can hold every day of the table."""
    for series in cells.get_columns():
        if isinstance(series.dtype, (pl.Date, pl.Datetime)):
            days = series.cast(pl.Date)
            outside = (days < date.min) | (days >= date.max)
            if outside.any():
                return False
    return True


def _begins(source: ColumnSource) -> bool:
    """Whether something stands in the first rows: an empty table is reported by the reading by rows."""
    first = range(FIRST_ROW, FIRST_ROW + min(source.cells.height, 100))
    return any(not is_blank(cell) for row in source.rows(first) for cell in row.cells)
