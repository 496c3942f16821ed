"""A large Parquet table is read by columns: nothing may tell it from the reading row by row but the time it takes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monazite.exchange.limits import Limits
from monazite.services.column_frame import frame_of
from monazite.services.column_rows import ColumnRows
from monazite.services.schema import SCHEMA
from monazite.services.tables import Column, Kind, Portfolio
from tests.exchange.support import read

BY_ROWS = Limits(columnar_rows=10**9)
BY_COLUMNS = Limits(columnar_rows=0)
IDS = ("P1", "P2", "P3", "S1")
BLANK = (None, None, "", " ")
ODD = (" P1", "=1+1", "-", "+5", "1E+21", "a\u200bb", "a\ufffd", "\t", "P2 ", "1.5E+3", "Straße", "x" * 40_000, "\x1c")
TEXTS: Mapping[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("pc", "2026", "a;b"), Kind.ID: IDS, Kind.VALUE: ("7.5", "motor", "1e3"), Kind.LINE: ("1", "2", "1.0", "01"),
    Kind.ENUM: ("Metal", "nonsense"), Kind.COUNTRY: ("DE", "CN", "de", "NO", "no", "Germany", "false"),
    Kind.ORIGIN: ("CN", "not_CN", "NOT_cn", "JP", "china"), Kind.CURRENCY: ("USD", "EUR", "usd"),
    Kind.ENTRY: ("part1.2", "Dy", "none", "dysprosium oxide", "1E902", "gibberish"),
    Kind.ENTRIES: ("part1.2; Dy", "none", "none; Dy", ";", "Dy;Dy"), Kind.CODES: ("civil", "civil; AI", "military: 50 ", "odd"),
    Kind.IDS: ("P1", "P1;P2", "P1, P2", "unknown", ";", "P3;unknown;P9"), Kind.YES_NO: ("yes", "No", "TRUE", "perhaps"),
    Kind.DATE: ("2026-01-02", "2.1.2026", "45000", "2026-02-30", "0000-01-01"), Kind.TIME: ("11:30+08:00", "11:30", "25:00Z"),
    Kind.PERIOD: ("2025", "2025-08", "2025-08-01", "2025-13"),
    Kind.NUMBER: ("0", "1", "1.5", "0.25", "-1", "1,5", "1e-3", "1e999", "5 %", "nan", "1000", "0.000", "1.000000000000001"),
    Kind.INTEGER: ("1", "1000", "0", "1.0", "1.5", "-3", "1" * 30),
}  # fmt: skip
NATIVE: Mapping[pl.DataType, tuple[object, ...]] = {
    pl.Int64(): (None, 0, 1, 2, 1000, -1, 10**16),
    pl.Float64(): (None, 0.0, -0.0, 0.5, 1.0, 1.5, 800.0, -2.0, math.nan, math.inf, 1e17, 1e-20),
    pl.Boolean(): (None, True, False),
    pl.Date(): (None, date(2026, 1, 2), date(2025, 8, 1)),
    pl.Datetime(): (None, datetime(2026, 1, 2), datetime(2026, 1, 2, 11, 30)),
    pl.Decimal(20, 2): (None, Decimal("0.00"), Decimal("12.50"), Decimal("-1.00"), Decimal("1.00")),
    pl.List(pl.String()): (None, ["P1", "P2"], ["P9"], []),
    pl.Categorical(): (None, "P1", "CN", "metal", "1"),
    pl.Float32(): (None, 0.1, 1.0, 0.0),
}


def _series(column: Column | None, rows: int) -> st.SearchStrategy[pl.Series]:
    """Cells of one column: mostly such as belong there, as text or in a type of their own."""
    good = IDS if column is None else (*TEXTS[column.kind], *column.values[:3])
    text = st.sampled_from(good) | st.sampled_from(good) | st.sampled_from((*good, *BLANK, *ODD))
    constant = st.sampled_from(good).map(lambda cell: [cell] * rows)
    texts = (st.lists(text, min_size=rows, max_size=rows) | constant).map(lambda cells: pl.Series(cells, dtype=pl.String))
    typed = st.sampled_from(tuple(NATIVE)).flatmap(
        lambda kind: st.lists(st.sampled_from(NATIVE[kind]), min_size=rows, max_size=rows).map(
            lambda cells: pl.Series(cells, dtype=kind)
        )
    )
    return st.one_of(texts, texts, texts, typed)


@st.composite
def tables(draw: st.DrawFn, names: Sequence[str] = tuple(SCHEMA)) -> dict[str, pl.DataFrame]:
    """Some tables of a portfolio, sound and faulty cells of every kind among them."""
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    return {name: draw(_table(name)) for name in chosen}


@st.composite
def _table(draw: st.DrawFn, name: str) -> pl.DataFrame:
    schema = SCHEMA[name]
    rows = draw(st.integers(1, 12))
    needed = [*schema.required, *(column for group in schema.any_of for column in group)]
    spellings = [*dict.fromkeys(needed), *draw(st.lists(st.sampled_from([*schema.by_spelling]), unique=True, max_size=8))]
    if draw(st.booleans()):
        spellings.append("my_own")
    return pl.DataFrame(
        {spelling: draw(_series(schema.by_spelling.get(spelling), rows)) for spelling in dict.fromkeys(spellings)}
    )


def _written(folder: Path, frames: Mapping[str, pl.DataFrame]) -> Path:
    for name, frame in frames.items():
        frame.write_parquet(folder / f"{name}.parquet")
    return folder


def _assert_alike(by_rows: Portfolio, by_columns: Portfolio) -> None:
    assert by_columns.issues == by_rows.issues
    assert by_columns.set_aside == by_rows.set_aside
    assert by_columns.refused == by_rows.refused
    assert list(by_columns.tables) == list(by_rows.tables)
    for name, table in by_rows.tables.items():
        other = by_columns.tables[name]
        assert (other.columns, other.unknown_columns) == (table.columns, table.unknown_columns)
        assert other.set_aside == table.set_aside
        assert tuple(other.rows) == tuple(table.rows)
        if isinstance(other.rows, ColumnRows):
            columns = [SCHEMA[name].by_name[column] for column in table.columns]
            order = [*other.rows.frame.columns]
            assert other.rows.frame.rows() == frame_of(columns, table.rows).select(order).rows()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])
@given(tables())
def test_reading_by_columns_gives_the_rows_issues_and_frame_of_reading_by_rows(frames: dict[str, pl.DataFrame]) -> None:
    with TemporaryDirectory() as name:
        folder = _written(Path(name), frames)
        _assert_alike(read(folder, BY_ROWS), read(folder, BY_COLUMNS))
