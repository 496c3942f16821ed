"""Reading Parquet into rows, a slice at a time."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from monazite.exchange.cells import Cell, Fault, RawRow, Rows
from monazite.exchange.findings import Refused
from monazite.exchange.guard import guarded
from monazite.exchange.limits import Limits
from monazite.exchange.parquet_footer import read_footer

SLICE = 50_000
REMEDY = "write it again, or give the table as CSV"
NO_SCALAR = (pl.List, pl.Array, pl.Struct, pl.Binary, pl.Object, pl.Duration)


def read_parquet(path: Path, limits: Limits) -> Rows:
    """Rows of the file at ``path``: the names of its columns as row 1, the first row of data as row 2."""
    check_unpacked(path, limits)
    with guarded(path.name, REMEDY):
        frame = pl.scan_parquet(path, glob=False)
        names = frame.collect_schema().names()
        height = int(frame.select(pl.len()).collect().item())
    yield RawRow(1, tuple(names))
    for start in range(0, height, SLICE):
        with guarded(path.name, REMEDY):
            columns = [cells_of(series) for series in frame.slice(start, SLICE).collect().get_columns()]
        for number, cells in enumerate(zip(*columns, strict=True), start + 2):
            yield RawRow(number, cells)


def check_unpacked(path: Path, limits: Limits) -> None:
    """Refuse what would unpack to more than is read, before unpacking it."""
    footer = read_footer(path)
    if footer.unpacked_bytes > limits.inflated_bytes:
        message = f"{path.name} unpacks to {footer.unpacked_bytes:,} bytes; at most {limits.inflated_bytes:,} are read"
        raise Refused("file_too_large", message, "split the portfolio, or look for a cell far too long")


def cells_of(series: pl.Series) -> list[Cell]:
    """The cells of a column: a 32-bit float by its own shortest decimal, lists of text joined, others as they are."""
    if series.dtype == pl.Float32:
        return list(series.cast(pl.String))
    if series.dtype == pl.List(pl.String):
        return list(series.list.join("; ", ignore_nulls=True))
    if isinstance(series.dtype, NO_SCALAR):
        fault = Fault(
            "bad_type", f"the column holds {series.dtype}, which is no text, number or date", "write it as text"
        )
        return [None if missing else fault for missing in series.is_null()]
    return series.to_list()
