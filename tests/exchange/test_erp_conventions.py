"""How numbers and days are written: what a cell proves, what is asked, and what each cell then means."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.exchange.erp_support import codes, dump, read, texts

from monazite.exchange.erp.values import day, number


def _number(text: str, mark: str) -> str | None:
    value: str | None = pl.select(number(pl.lit(text), mark)).item()
    return value


@pytest.mark.parametrize(("text", "mark", "meant"), [
    ("1.234,56", "comma", "1234.56"), ("1,234.56", "point", "1234.56"), ("0,500", "comma", "0.5"),
    ("12", "comma", "12"),
    ("1.234", "comma", "1234"), ("1.234", "point", "1.234"), ("12,50-", "comma", "-12.5"), ("-12.50", "point", "-12.5"),
    ("1 234,5", "comma", "1234.5"), ("1'234.50", "point", "1234.5"), ("0,00", "comma", "0"), ("0,00-", "comma", "0"),
    ("007", "comma", "7"), (",5", "comma", "0.5"), ("1.234.567", "comma", "1234567"), ("\x1f0.1", "comma", "0.1"),
    ("\x1f-3", "point", "-3"), ("", "comma", None),
    ("1.234,56", "unknown", "1234.56"), ("1,234.56", "unknown", "1234.56"), ("1,5", "unknown", "1.5"),
])  # fmt: skip
def test_numbers_as_sap_writes_them(text: str, mark: str, meant: str | None) -> None:
    assert _number(text, mark) == meant


@pytest.mark.parametrize(("text", "mark"), [
    ("12,3x", "comma"), ("-", "comma"), (",", "comma"), ("1.23.4", "comma"), ("1,234.56", "comma"), ("12.5", "comma"),
    ("1.234", "unknown"), ("12,500", "unknown"), ("5 EUR", "point"), ("\x1f1E+20", "point"), ("*", "point"),
])  # fmt: skip
def test_what_is_no_number_or_may_be_two_is_unknown(text: str, mark: str) -> None:
    assert _number(text, mark) == "?"


@pytest.mark.parametrize(("text", "order", "meant"), [
    ("31.12.2026", "unknown", "2026-12-31"), ("20261231", "unknown", "2026-12-31"),
    ("2026-12-31", "unknown", "2026-12-31"),
    ("2026/12/31", "unknown", "2026-12-31"), ("2026.12.31", "unknown", "2026-12-31"),
    ("03/04/2026", "dmy", "2026-04-03"),
    ("03/04/2026", "mdy", "2026-03-04"), ("03-04-2026", "mdy", "2026-03-04"), ("\x1f2026-12-31", "dmy", "2026-12-31"),
    ("2026-12-31 00:00:00", "unknown", "2026-12-31"), ("00.00.0000", "unknown", None), ("00000000", "unknown", None),
    ("31.12.9999", "unknown", None), ("99991231", "unknown", None), ("", "unknown", None),
    ("03/04/2026", "unknown", "?"), ("31.02.2026", "unknown", "?"), ("31.12.26", "unknown", "?"), ("soon", "dmy", "?"),
])  # fmt: skip
def test_days_as_sap_writes_them(text: str, order: str, meant: str | None) -> None:
    assert pl.select(day(pl.lit(text), order)).item() == meant


def _marm(*factors: str) -> dict[str, list[str]]:
    return texts("MATNR MEINH UMREZ UMREN", *(f"A{n} KAR {factor} 1" for n, factor in enumerate(factors)))


def test_a_mark_that_the_file_proves_is_taken_and_said(tmp_path: Path) -> None:
    dump(tmp_path, {"MARM": _marm("1.234", "12,5")})
    frames, issues, desk = read(tmp_path)
    assert frames["MARM"]["UMREZ"].to_list() == ["1234", "12.5"]
    assert [i.column for i in issues if i.code == "decimal_mark_read"] == ["UMREZ"]
    assert desk.open == []


def test_a_mark_that_nothing_proves_is_asked_once_for_all_files(tmp_path: Path) -> None:
    dump(tmp_path, {"MARM": _marm("1.234"), "STKO": texts("STLNR STLAL BMENG", "1 01 1.000")})
    frames, issues, desk = read(tmp_path)
    assert [question.id for question in desk.open] == ["decimal_mark"]
    assert "1.234 (UMREZ, row 2)" in desk.open[0].evidence
    assert frames["MARM"]["UMREZ"].to_list() == [None]
    assert "unreadable_number" in codes(issues)
    answered, _, _ = read(tmp_path, {"decimal_mark": "comma"})
    assert answered["MARM"]["UMREZ"].to_list() == ["1234"]
    assert answered["STKO"]["BMENG"].to_list() == ["1000"]


def test_what_other_files_prove_is_offered_and_not_taken(tmp_path: Path) -> None:
    dump(tmp_path, {"MARM": _marm("1.234"), "STKO": texts("STLNR STLAL BMENG", "1 01 0,500")})
    _, _, desk = read(tmp_path)
    assert [(question.id, question.default) for question in desk.open] == [("decimal_mark", "comma")]


def test_a_file_that_contradicts_itself_is_asked_about(tmp_path: Path) -> None:
    dump(tmp_path, {"MARM": _marm("1.234,5", "1,234.5")})
    frames, _, desk = read(tmp_path)
    assert [question.id for question in desk.open] == ["decimal_mark"]
    assert frames["MARM"]["UMREZ"].to_list() == ["1234.5", "1234.5"]  # each proves itself
    answered, issues, _ = read(tmp_path, {"decimal_mark": "comma"})
    assert answered["MARM"]["UMREZ"].to_list() == ["1234.5", None]
    assert [i.row for i in issues if i.code == "unreadable_number"] == [3]


def test_whole_numbers_need_no_mark(tmp_path: Path) -> None:
    dump(tmp_path, {"MARM": _marm("5", "1000")})
    _, issues, desk = read(tmp_path)
    assert desk.open == []
    assert codes(issues) == set()


@pytest.mark.parametrize(("second", "asked"), [("25/04/2026", []), ("04/25/2026", []), ("05/06/2026", ["date_order"])])
def test_the_order_of_a_date_is_proven_or_asked(tmp_path: Path, second: str, asked: list[str]) -> None:
    dump(tmp_path, {"LIKP": texts("VBELN WADAT", "1 03/04/2026", f"2 {second}")})
    frames, _, desk = read(tmp_path)
    assert [question.id for question in desk.open] == asked
    expected = {"25/04/2026": "2026-04-03", "04/25/2026": "2026-03-04"}.get(second)
    assert frames["LIKP"]["WADAT"][0] == expected
