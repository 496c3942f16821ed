"""What goes wrong in workbooks: each is made here, reported with sheet, row and remedy, and the rest is read."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet
from tests.exchange.support import found, grave, read, write_workbook

from monazite.model.bounds import Bounds
from monazite.model.issue import Issue
from monazite.services.tables import Portfolio

PARTS = ["part_id", "name", "mass_kg", "made_in", "control_entries"]
SHIPMENTS = ["shipment_id", "line", "date", "part_id", "to_country"]


def book(path: Path, fill: Callable[[openpyxl.Workbook], None]) -> Portfolio:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    fill(workbook)
    workbook.save(path)
    return read(path)


def sheet(workbook: openpyxl.Workbook, name: str, *rows: list[object]) -> Worksheet:
    made: Worksheet = workbook.create_sheet(name)
    for row in rows:
        made.append(row)
    return made


def only(issues: list[Issue]) -> Issue:
    [issue] = issues
    return issue


def test_numbers_and_dates_as_excel_keeps_them(tmp_path: Path) -> None:
    def fill(workbook: openpyxl.Workbook) -> None:
        sheet(workbook, "Parts", PARTS, ["P1", "x", 0.1, "NO", None], ["P2", "y", 3, None, None])
        dates = [date(2025, 12, 5), datetime(2025, 12, 5), "2025-12-05"]
        sheet(workbook, "shipments", SHIPMENTS, *([f"S{n}", 1, day, "P1", "NO"] for n, day in enumerate(dates)))

    portfolio = book(tmp_path / "book.xlsx", fill)
    assert [row.number_of("mass_kg") for row in portfolio.rows("parts")] == [
        Bounds.exactly(Fraction(1, 10)),
        Bounds.exactly(3),
    ]
    assert {row.values["date"] for row in portfolio.rows("shipments")} == {date(2025, 12, 5)}
    assert {row.text("line") for row in portfolio.rows("shipments")} == {"1"}
    assert [text for text in grave(portfolio) if "missing_table" not in text] == []


def test_a_serial_number_in_a_date_column(tmp_path: Path) -> None:
    portfolio = book(
        tmp_path / "b.xlsx",
        lambda w: sheet(
            w, "shipments", SHIPMENTS, ["S1", 1, 45996, "P1", "DE"], ["S2", 1, date(2026, 1, 1), "P1", "DE"]
        ),
    )
    issue = only(found(portfolio, "excel_serial_date"))
    assert (issue.table, issue.row, issue.column) == ("shipments", 2, "date")
    assert "2025-12-05" in issue.remedy
    assert [row.faulty for row in portfolio.rows("shipments")] == [{"date"}, frozenset()]


def test_norway_as_a_truth_value(tmp_path: Path) -> None:
    portfolio = book(
        tmp_path / "b.xlsx", lambda w: sheet(w, "parts", PARTS, ["P1", "x", 1, False], ["P2", "x", 1, "NO"])
    )
    issue = only(found(portfolio, "boolean_country"))
    assert (issue.row, issue.column) == (2, "made_in")
    assert "NO" in issue.remedy
    assert [row.text("made_in") for row in portfolio.rows("parts")] == ["", "NO"]


def test_ids_that_became_numbers_dates_and_truth_values(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [123, "used, leading zeros lost"], [1.5, "cannot be told"], [1.23456789012345e17, "digits lost"],
        [date(2025, 3, 1), "was MAR1"], [True, "was TRUE"], ["00123", "as it should be"],
    ]  # fmt: skip
    portfolio = book(tmp_path / "b.xlsx", lambda w: sheet(w, "parts", PARTS[:2], *rows))
    assert [row.text("part_id") for row in portfolio.rows("parts")] == ["123", "TRUE", "00123"]
    assert [(i.row, i.severity) for i in found(portfolio, "number_in_text")] == [
        (2, "warning"),
        (3, "error"),
        (4, "error"),
    ]
    assert only(found(portfolio, "date_in_text")).row == 5
    assert only(found(portfolio, "boolean_in_text")).row == 6


def test_an_entry_that_became_a_float(tmp_path: Path) -> None:
    rows: list[list[object]] = [["P1", "x", 1, "DE", 1e90], ["P2", "x", 1, "DE", "1E902"]]
    portfolio = book(tmp_path / "b.xlsx", lambda w: sheet(w, "parts", PARTS, *rows))
    issue = only(found(portfolio, "number_in_text"))
    assert (issue.row, issue.column) == (2, "control_entries")
    assert portfolio.rows("parts")[0].many("control_entries") == ("cn/mofcom-2025-62/1E902",)


def test_error_values_and_formulas_without_result(tmp_path: Path) -> None:
    def fill(workbook: openpyxl.Workbook) -> None:
        made = sheet(workbook, "parts", [*PARTS, "mine"], ["P1", "x", 1], ["P2", "x", 1], ["P3", "x", 1])
        made["C2"].value, made["C2"].data_type = "#N/A", "e"
        made["C3"] = "=1+1"
        made["F4"].value, made["F4"].data_type = "#REF!", "e"

    portfolio = book(tmp_path / "b.xlsx", fill)
    assert [row.faulty for row in portfolio.rows("parts")] == [{"mass_kg"}, {"mass_kg"}, frozenset()]
    error, unused = found(portfolio, "error_cell")
    assert (error.row, error.column, error.severity) == (2, "mass_kg", "error")
    assert (unused.row, unused.column, unused.severity) == (4, "mine", "warning")
    assert "#N/A" in error.message
    assert only(found(portfolio, "formula_without_value")).row == 3


def test_a_formula_with_its_result_is_its_result(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "b.xlsx")) as workbook:
        made = workbook.add_worksheet("parts")
        made.write_row(0, 0, ["part_id", "mass_kg"])
        made.write_row(1, 0, ["P1"])
        made.write_formula(1, 1, "=1/2", None, 0.5)
    assert read(tmp_path / "b.xlsx").rows("parts")[0].number_of("mass_kg") == Bounds.exactly(Fraction(1, 2))


def test_wrong_sheet_name(tmp_path: Path) -> None:
    portfolio = book(tmp_path / "b.xlsx", lambda w: (sheet(w, "Part", PARTS, ["P1"]), sheet(w, "Diary", ["a"], ["b"])))
    near, own = found(portfolio, "unknown_sheet")
    assert (near.severity, own.severity) == ("warning", "info")
    assert "'parts'" in near.remedy
    assert set(portfolio.unknown_tables) == {"part", "diary"}
    assert "no_tables" in {issue.code for issue in portfolio.issues}


def test_hidden_sheets_are_read_and_said(tmp_path: Path) -> None:
    def fill(workbook: openpyxl.Workbook) -> None:
        sheet(workbook, "bom", ["parent_id", "child_id", "quantity"])
        sheet(workbook, "parts", PARTS, ["P1"]).sheet_state = "hidden"

    portfolio = book(tmp_path / "b.xlsx", fill)
    assert only(found(portfolio, "hidden_sheet")).table == "parts"
    assert len(portfolio.rows("parts")) == 1


def test_merged_header_and_cells(tmp_path: Path) -> None:
    def fill(workbook: openpyxl.Workbook) -> None:
        made = sheet(workbook, "parts", ["part_id", "name", "", "mass_kg"], ["P1", "x", "y", 1], ["", "z", "", 2])
        made.merge_cells("B1:C1")
        made.merge_cells("A2:A3")

    portfolio = book(tmp_path / "b.xlsx", fill)
    assert "B1:C1" in only(found(portfolio, "merged_cells")).message
    assert only(found(portfolio, "blank_header")).row == 1
    assert only(found(portfolio, "missing_value")).row == 3
    assert portfolio.rows("parts")[0].raw["column_3"] == "y"


def test_rows_keep_their_numbers_below_empty_ones_and_comments(tmp_path: Path) -> None:
    def fill(workbook: openpyxl.Workbook) -> None:
        made = workbook.create_sheet("parts")
        made["A2"], made["A3"], made["A7"] = "# what we make", "part_id", "P1"

    [row] = book(tmp_path / "b.xlsx", fill).rows("parts")
    assert (row.number, row.text("part_id")) == (7, "P1")


def test_times_and_moments(tmp_path: Path) -> None:
    rows: list[list[object]] = [["S1", time(11, 30), date(2025, 1, 1)], ["S2", None, datetime(2025, 1, 1, 3, 4)]]
    portfolio = book(tmp_path / "b.xlsx", lambda w: sheet(w, "shipments", ["shipment_id", "time", "date"], *rows))
    assert only(found(portfolio, "bad_time")).row == 2
    assert only(found(portfolio, "bad_date")).row == 3


def test_one_table_on_two_sheets(tmp_path: Path) -> None:
    portfolio = book(
        tmp_path / "b.xlsx", lambda w: (sheet(w, "parts", PARTS, ["P1"]), sheet(w, "Parts ", PARTS, ["P2"]))
    )
    assert portfolio.refused == ("parts",)
    assert "'Parts '" in only(found(portfolio, "table_given_twice")).message


def test_files_that_are_no_workbooks(tmp_path: Path) -> None:
    for content in (b"", b"part_id\nP1\n", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"PK\x03\x04"):
        (tmp_path / "b.xlsx").write_bytes(content)
        portfolio = read(tmp_path / "b.xlsx")
        assert [issue.code for issue in portfolio.issues] == ["unreadable_file", "no_tables"]


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
@pytest.mark.parametrize("content", [b"<", b"", b"\0\xff", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_damaged_members_never_end_the_run(member: str, content: bytes, tmp_path: Path) -> None:
    sound = write_workbook(tmp_path / "sound.xlsx", {"parts": [{"part_id": "P1", "name": "x"}]})
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == member else old.read(name))
    portfolio = read(tmp_path / "b.xlsx")
    assert portfolio.rows("parts") == ()
    assert grave(portfolio)


def test_a_workbook_cut_off_anywhere(tmp_path: Path) -> None:
    sound = write_workbook(tmp_path / "sound.xlsx", {"parts": [{"part_id": "P1"}], "bom": [{"parent_id": "P1"}]})
    data = sound.read_bytes()
    for end in range(0, len(data), 97):
        (tmp_path / "b.xlsx").write_bytes(data[:end])
        assert "unreadable_file" in {issue.code for issue in read(tmp_path / "b.xlsx").issues}


def test_a_workbook_with_flipped_bytes_is_read_or_refused(tmp_path: Path) -> None:
    data = write_workbook(tmp_path / "sound.xlsx", {"parts": [{"part_id": "P1"}]}).read_bytes()
    for place in range(0, len(data), 53):
        broken = bytearray(data)
        broken[place] ^= 0x5A
        (tmp_path / "b.xlsx").write_bytes(broken)
        portfolio = read(tmp_path / "b.xlsx")
        assert portfolio.rows("parts") or grave(portfolio)


def test_macros_do_not_matter(tmp_path: Path) -> None:
    made = write_workbook(tmp_path / "b.xlsx", {"parts": [{"part_id": "P1"}]})
    shutil.move(made, tmp_path / "b.xlsm")
    assert len(read(tmp_path / "b.xlsm").rows("parts")) == 1


def test_numbers_and_dates_kept_as_text_and_numbers_turned_into_dates(tmp_path: Path) -> None:
    def fill(workbook: openpyxl.Workbook) -> None:
        sheet(workbook, "parts", PARTS, ["P1", "x", "0.1"], ["P2", "x", date(2025, 5, 1)])
        days = ["2025-12-05", "2025-12-05 00:00:00", 20251205]
        sheet(workbook, "shipments", [*SHIPMENTS, "quantity"], *(
            [f"S{n}", "1", day, "P1", "DE", "12"] for n, day in enumerate(days)
        ))  # fmt: skip

    portfolio = book(tmp_path / "b.xlsx", fill)
    assert portfolio.rows("parts")[0].number_of("mass_kg") == Bounds.exactly(Fraction(1, 10))
    assert only(found(portfolio, "date_in_number")).row == 3
    assert [row.number_of("quantity") for row in portfolio.rows("shipments")] == [Bounds.exactly(12)] * 3
    assert portfolio.rows("shipments")[0].values["date"] == date(2025, 12, 5)
    assert all("it may mean 2025-12-05" in issue.message for issue in found(portfolio, "bad_date"))
    assert len(found(portfolio, "bad_date")) == 2
