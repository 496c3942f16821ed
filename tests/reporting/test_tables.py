"""The flat table and the workbook: text stays text, every line has its row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from tests.reporting import factory

from monazite.model.determination import Verdict
from monazite.reporting import workbook
from monazite.reporting.cell_kinds import Measured, Typed, as_day, as_quantity
from monazite.reporting.columns import COLUMNS, Cell, frame, write_parquet
from monazite.reporting.workbook import LONGEST, contents, write_workbook
from monazite.services.assessment import Assessment

DANGEROUS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x.example","y")', "http://x.example"]


def _dangerous() -> Assessment:
    licensed = factory.determination(Verdict.LICENCE_REQUIRED)
    lines = tuple(
        factory.line(text, (text, text), "2026-11-22", "KR>DE", licensed, users=(text,))
        for text in DANGEROUS
    )  # fmt: skip
    issues = tuple(replace(factory.ISSUES[0], message=text, remedy=text) for text in DANGEROUS)
    return factory.assessment(lines, issues=issues)


def _workbook(assessment: Assessment, folder: Path) -> openpyxl.Workbook:
    path = folder / "determinations.xlsx"
    write_workbook(contents(assessment), path)
    return openpyxl.load_workbook(path)


def test_the_table_has_a_row_per_line_and_a_column_per_branch(tmp_path: Path) -> None:
    write_parquet(factory.assessment(), tmp_path / "d.parquet")
    table = pl.read_parquet(tmp_path / "d.parquet")
    assert table.height == 30
    assert table.columns == [*COLUMNS, "if_revived", "if_extended"]
    row = table.row(by_predicate=pl.col("shipment_id") == "S-0103", named=True)
    assert row["if_revived"] == "licence_required"
    assert row["best"] == "no_licence_required"
    assert row["share_low"] == row["share_high"] == 0.005
    assert row["questions"] == "law:after_suspension"


def test_the_table_of_nothing_has_its_columns() -> None:
    assert frame(()).columns == list(COLUMNS)


def test_unknown_is_null_in_the_table() -> None:
    row = frame(factory.thirty_lines()).row(by_predicate=pl.col("shipment_id") == "S-0107", named=True)
    assert row["end_use"] is None
    assert row["known_at"] is None


def test_the_workbook_has_its_sheets_headers_and_filters(tmp_path: Path) -> None:
    book = _workbook(factory.assessment(), tmp_path)
    assert book.sheetnames == ["Summary", "Determinations", "Deciding facts", "Parts", "Worksheet", "Issues", "Law"]
    sheet = book["Determinations"]
    assert sheet.max_row == 31
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref is not None
    assert sheet["A2"].value == "■ Prohibited"
    assert sheet["A2"].fill.fgColor.rgb == "FFFBDCD9"
    day = next(cell.value for cell, head in zip(sheet[2], sheet[1], strict=True) if head.value == "day")
    assert day == datetime(2026, 9, 1)
    law = book["Law"]
    starts = [row[3].value for row in law.iter_rows(min_row=2) if row[3].value is not None]
    assert starts
    assert {type(start) for start in starts} == {datetime}


def test_quantities_are_numbers_with_their_unit_and_add_up(tmp_path: Path) -> None:
    given = ("12.5 kg", "7 pc", "3")
    lines = [replace(line, quantity=text) for line, text in zip(factory.thirty_lines()[:3], given, strict=True)]
    sheet = _workbook(factory.assessment(tuple(lines)), tmp_path)["Determinations"]
    (column,) = [cell.column for cell in sheet[1] if cell.value == "quantity"]
    found = {sheet.cell(row, column).value: sheet.cell(row, column).number_format for row in (2, 3, 4)}
    assert found == {12.5: 'General "kg"', 7: 'General "pc"', 3: "General"}


@pytest.mark.parametrize(
    ("convert", "cell", "typed"),
    [
        (as_day, "2026-09-01", date(2026, 9, 1)),
        (as_day, "2026-09-01T11:30+08:00", "2026-09-01T11:30+08:00"),
        (as_day, "2026-02-30", "2026-02-30"),
        (as_day, "1899-12-31", "1899-12-31"),
        (as_day, None, None),
        (as_quantity, "12345678901234567 pc", "12345678901234567 pc"),
        (as_quantity, '5 "x"', '5 "x"'),
        (as_quantity, "1e+06 pc", "1e+06 pc"),
        (as_quantity, "0.25 t", Measured(0.25, "t")),
        (as_quantity, "many", "many"),
    ],
)
def test_what_is_no_day_or_would_lose_digits_stays_text(
    convert: Callable[[Cell], Typed], cell: Cell, typed: Typed
) -> None:
    assert convert(cell) == typed


def test_what_looks_like_a_formula_or_a_link_stays_text(tmp_path: Path) -> None:
    book = _workbook(_dangerous(), tmp_path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value in DANGEROUS]
    assert len(cells) >= 5 * len(DANGEROUS)
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)


def test_very_long_and_unprintable_text_is_cut_and_kept_apart(tmp_path: Path) -> None:
    line = factory.line("S", ("P", "x" * 40_000), "2026-11-22", "KR>DE", factory.determination(Verdict.PROHIBITED))
    odd = replace(line, shipment_id="T\x07\ud800")
    sheet = _workbook(factory.assessment((line, odd)), tmp_path)["Determinations"]
    assert len(sheet["E2"].value) == LONGEST


def test_above_the_cap_the_strictest_lines_are_kept_and_the_summary_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("workbook", "workbook_sheets"):
        monkeypatch.setattr(f"monazite.reporting.{module}.SHOWN_LINES", 4)
    book = _workbook(factory.assessment(), tmp_path)
    head = book["Determinations"]["A1"].value
    assert head.startswith("4 of 30 lines are shown")
    assert "26 are left out here and are in determinations.parquet" in head
    assert book["Determinations"]["A2"].value == "answer"
    assert [row[0].value for row in book["Determinations"].iter_rows(min_row=3)][:3] == [
        "■ Prohibited", "● Licence required", "● Licence required",
    ]  # fmt: skip
    assert book["Determinations"].max_row == 6
    assert "4 of 30 lines are shown" in str([c.value for c in book["Summary"]["B"]])


def test_the_same_assessment_gives_the_same_workbook(tmp_path: Path) -> None:
    paths = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for path in paths:
        workbook.write_workbook(workbook.contents(factory.assessment()), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
