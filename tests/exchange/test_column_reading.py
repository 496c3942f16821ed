"""A large Parquet table is read by columns: nothing may tell it from the reading row by row but the time it takes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exchange.support import ENTRIES, read

from monazite.exchange.limits import Limits
from monazite.exchange.single import read_cell
from monazite.services.assumptions import AssumptionFault, parse_assumption, with_assumptions
from monazite.services.column_frame import frame_of
from monazite.services.column_rows import ColumnRows
from monazite.services.schema import SCHEMA
from monazite.services.tables import Column, Kind, Portfolio

BY_ROWS = Limits(columnar_rows=10**9)
BY_COLUMNS = Limits(columnar_rows=0)
IDS = ("P1", "P2", "P3", "S1")
BLANK = (None, None, "", " ")
ODD = (" P1", "=1+1", "-", "+5", "1E+21", "a\u200bb", "a\ufffd", "\t", "P2 ", "1.5E+3", "Straße", "x" * 40_000, "\x1c")
TEXTS: Mapping[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("pc", "2026", "a;b"),
    Kind.ID: IDS,
    Kind.VALUE: ("7.5", "motor", "1e3"),
    Kind.LINE: ("1", "2", "1.0", "01"),
    Kind.ENUM: ("Metal", "nonsense"),
    Kind.COUNTRY: ("DE", "CN", "de", "NO", "no", "Germany", "false"),
    Kind.ORIGIN: ("CN", "not_CN", "NOT_cn", "JP", "china"),
    Kind.CURRENCY: ("USD", "EUR", "usd"),
    Kind.ENTRY: ("part1.2", "Dy", "none", "dysprosium oxide", "1E902", "gibberish"),
    Kind.ENTRIES: ("part1.2; Dy", "none", "none; Dy", ";", "Dy;Dy"),
    Kind.CODES: ("civil", "civil; AI", "military: 50 ", "odd"),
    Kind.IDS: ("P1", "P1;P2", "P1, P2", "unknown", ";", "P3;unknown;P9"),
    Kind.YES_NO: ("yes", "No", "TRUE", "perhaps"),
    Kind.DATE: ("2026-01-02", "2026-03-01", "2.1.2026", "45000", "2026-02-30", "0000-01-01"),
    Kind.TIME: ("11:30+08:00", "11:30Z", "11:30", "25:00Z"),
    Kind.PERIOD: ("2025", "2025-08", "2025-08-01", "2025-13"),
    Kind.NUMBER: ("0.25", "1", "1.5", "0", "-1", "1,5", "1e-3", "1e999", "5 %", "nan", "1000", "1.000000000000001"),
    Kind.INTEGER: ("1", "1000", "0", "1.0", "1.5", "-3", "1" * 30),
}
"""The first two of each are sound wherever they stand."""
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


def _series(column: Column | None, rows: int, calm: bool) -> st.SearchStrategy[pl.Series]:
    """Cells of one column: such as belong there, and where it is not ``calm`` faulty ones and those of other types."""
    good = IDS if column is None else (*column.values[:2], *TEXTS[column.kind])
    if calm:
        return _texts(st.sampled_from(good[:2]), rows)
    some = st.sampled_from(good) | st.sampled_from(good) | st.sampled_from((*good, *BLANK, *ODD))
    typed = st.sampled_from(tuple(NATIVE)).flatmap(
        lambda kind: st.lists(st.sampled_from(NATIVE[kind]), min_size=rows, max_size=rows).map(
            lambda cells: pl.Series(cells, dtype=kind)
        )
    )
    return st.one_of(_texts(some, rows), _texts(some, rows), typed)


def _texts(cells: st.SearchStrategy[str | None], rows: int) -> st.SearchStrategy[pl.Series]:
    each = st.lists(cells, min_size=rows, max_size=rows)
    return each.map(lambda column: pl.Series(column, dtype=pl.String))


@st.composite
def tables(draw: st.DrawFn) -> dict[str, pl.DataFrame]:
    """Some tables of a portfolio, sound and faulty cells of every kind among them."""
    chosen = draw(st.lists(st.sampled_from(tuple(SCHEMA)), min_size=1, max_size=3, unique=True))
    return {name: draw(_table(name)) for name in chosen}


@st.composite
def _table(draw: st.DrawFn, name: str) -> pl.DataFrame:
    schema = SCHEMA[name]
    rows = draw(st.integers(1, 12))
    needed = [*schema.required, *(column for group in schema.any_of for column in group)]
    others = draw(st.lists(st.sampled_from([*schema.by_spelling, "my_own"]), unique=True, max_size=8))
    spellings = [*dict.fromkeys((*needed, *others))]
    wild = draw(st.sets(st.sampled_from(spellings)))
    cells = {
        spelling: draw(_series(schema.by_spelling.get(spelling), rows, spelling not in wild)) for spelling in spellings
    }
    for key in schema.key[:1] if draw(st.booleans()) else ():
        if schema.by_name[key].kind is Kind.ID:
            cells[key] = pl.Series([f"P{number}" for number in range(rows)])
    return pl.DataFrame(cells)


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


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])
@given(tables())
def test_reading_by_columns_gives_the_rows_issues_and_frame_of_reading_by_rows(frames: dict[str, pl.DataFrame]) -> None:
    with TemporaryDirectory() as name:
        folder = _written(Path(name), frames)
        _assert_alike(read(folder, BY_ROWS), read(folder, BY_COLUMNS))


def _shipments(rows: int) -> dict[str, pl.DataFrame]:
    """Sound tables that refer to one another, with a few slips of every check that looks beyond one row."""
    ids = [f"S{number}" for number in range(rows)]
    parts = [f"P{number % 40}" for number in range(rows)]
    shipments = pl.DataFrame({
        "shipment_id": ids, "line": [None] * rows, "date": pl.Series([date(2026, 1, 2)] * rows), "part_id": parts,
        "quantity": list(range(1, rows + 1)), "unit_value_low": [10.5 + number % 7 for number in range(rows)],
        "unit_value_high": [20.0 if number % 3 else None for number in range(rows)], "currency": ["USD"] * rows,
        "price_per": [1000 if number % 5 else None for number in range(rows)], "to_country": ["DE"] * rows,
        "end_user_ids": [f"C{number % 9};unknown" for number in range(rows)], "end_use": ["civil; AI"] * rows,
    }, schema_overrides={"line": pl.String})  # fmt: skip
    value = pl.Series([Decimal(2 + number % 5) / 8 for number in range(min(rows, 60))], dtype=pl.Decimal(12, 3))
    return {
        "shipments": shipments,
        "parts": pl.DataFrame({"part_id": [f"P{n}" for n in range(38)], "mass_kg": [0.1 * n for n in range(38)],
                               "unit_value": [5.0] * 38, "currency": ["USD"] * 38}),
        "parties": pl.DataFrame({"party_id": [f"C{number}" for number in range(8)], "name": ["Grün 磁石 GmbH"] * 8}),
        "values": pl.DataFrame({"part_id": parts[:60], "shipment_id": ids[:60], "basis": ["invoice"] * len(value),
                                "value": value, "currency": ["USD"] * len(value),
                                "date": [f"2026-01-0{2 + number % 2}" for number in range(len(value))]}),
    }  # fmt: skip


def test_clean_rows_are_not_typed_one_by_one_and_are_the_same_rows(tmp_path: Path) -> None:
    folder = _written(tmp_path, _shipments(200))
    by_columns = read(folder, BY_COLUMNS)
    rows = by_columns.rows("shipments")
    assert isinstance(rows, ColumnRows)
    assert rows.irregular.is_empty()
    assert {issue.code for issue in by_columns.issues} >= {"unknown_part", "unknown_party", "price_outlier"}
    _assert_alike(read(folder, BY_ROWS), by_columns)


SLIPS: Mapping[str, tuple[str, object]] = {
    "the same shipment twice": ("shipment_id", "S7"), "a number with blanks around it": ("shipment_id", " S7 "),
    "a line that is the default": ("line", "1"), "a country in small letters": ("to_country", "de"),
    "no currency": ("currency", None), "no number": ("quantity", math.nan), "an unknown part": ("part_id", "P999"),
    "a price of nothing": ("unit_value_high", 0.0), "low above high": ("unit_value_low", 1e6),
    "a price per million": ("price_per", 1_000_000), "a blank row": ("", None), "a missing key": ("shipment_id", None),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("most", [1, 1_000])
def test_a_slip_in_one_row_is_told_as_by_the_reading_by_rows(slip: str, most: int, tmp_path: Path) -> None:
    column, cell = SLIPS[slip]
    frames = _shipments(80)
    fifth = pl.int_range(pl.len()) == 4
    changed = [name for name in frames["shipments"].columns if column in ("", name)]
    frames["shipments"] = frames["shipments"].with_columns(
        pl.when(fifth).then(pl.lit(cell)).otherwise(pl.col(name)).alias(name) for name in changed
    )
    folder = _written(tmp_path, frames)
    by_rows = read(folder, Limits(columnar_rows=10**9, issues_per_code=most))
    by_columns = read(folder, Limits(columnar_rows=0, issues_per_code=most))
    assert isinstance(by_columns.rows("shipments"), ColumnRows)
    _assert_alike(by_rows, by_columns)


@pytest.mark.parametrize(("low", "high"), [(1.0, None), (None, 0.0), (0.5, 0.5), (0.5, None), (None, 0.5), (0.2, 0.5)])
@pytest.mark.parametrize("column", ["mass_fraction", "mass_kg"])
def test_a_range_that_leaves_one_number_is_that_number(
    column: str, low: float | None, high: float | None, tmp_path: Path
) -> None:
    ends = pl.DataFrame(
        {"part_id": ["P1"], "entry": ["Dy"], f"{column}_low": [low], f"{column}_high": [high]},
        schema_overrides={f"{column}_low": pl.Float64, f"{column}_high": pl.Float64},
    )
    folder = _written(tmp_path, {"contents": ends})
    _assert_alike(read(folder, BY_ROWS), read(folder, BY_COLUMNS))


def test_rows_are_reached_by_place_slice_and_choice(tmp_path: Path) -> None:
    folder = _written(tmp_path, _shipments(30))
    whole = tuple(read(folder, BY_ROWS).rows("shipments"))
    rows = read(folder, BY_COLUMNS).rows("shipments")
    assert isinstance(rows, ColumnRows)
    assert (rows[0], rows[-1], rows[3:9:2], rows.take([5, 1])) == (
        whole[0],
        whole[-1],
        whole[3:9:2],
        (whole[5], whole[1]),
    )
    with pytest.raises(IndexError):
        rows[len(whole)]


def test_small_tables_and_texts_have_no_frame(tmp_path: Path) -> None:
    portfolio = read(_written(tmp_path, _shipments(30)))
    assert portfolio.frame("shipments") is None
    assert portfolio.frame("bom") is None


@pytest.mark.parametrize("text", [
    "shipment:S3.part_id=P1", "shipment:S3/1.quantity=7", "shipment:*.time=11:30+08:00", "part:P1.mass_kg=2",
    "part:*.composition=complete", "party:C1.screened_on=2026-01-01",
])  # fmt: skip
def test_assumptions_fill_columns_as_they_fill_rows(text: str, tmp_path: Path) -> None:
    folder = _written(tmp_path, _shipments(30))
    assumption = parse_assumption(text, lambda table, column, cell: read_cell(table, column, cell, ENTRIES))
    filled = with_assumptions(read(folder, BY_COLUMNS), (assumption,))
    rows = filled.rows(assumption.table)
    assert isinstance(rows, ColumnRows)
    assert tuple(rows) == tuple(with_assumptions(read(folder, BY_ROWS), (assumption,)).rows(assumption.table))
    columns = list(SCHEMA[assumption.table].columns)
    assert rows.frame.rows() == frame_of(columns, rows).select(rows.frame.columns).rows()


def test_an_assumption_about_no_row_is_refused(tmp_path: Path) -> None:
    assumption = parse_assumption("party:C99.military=no", lambda *cell: read_cell(*cell, ENTRIES))
    with pytest.raises(AssumptionFault, match="C99"):
        with_assumptions(read(_written(tmp_path, _shipments(30)), BY_COLUMNS), (assumption,))
