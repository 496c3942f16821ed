"""One folder per fault: it is reported with its place and remedy, and what is sound is read all the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from tests.exchange.support import BROKEN, SOUND, found, grave, read, sound_with

from monazite.model.issue import Issue, Severity
from monazite.services.tables import Portfolio

EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((BROKEN / "expected.yaml").read_text(encoding="utf-8"))
PLACE = ("code", "table", "row", "column", "subject")
SOUND_ROWS = {
    name: len(lines) - 1
    for name, lines in ((file.stem, file.read_text(encoding="utf-8").splitlines()) for file in SOUND.iterdir())
}


def test_the_sound_portfolio_is_sound() -> None:
    portfolio = read(SOUND)
    assert grave(portfolio) == []
    assert {name: len(table) for name, table in portfolio.tables.items()} == SOUND_ROWS


def test_every_folder_has_its_expectation() -> None:
    assert {folder.name for folder in BROKEN.iterdir() if folder.is_dir()} == set(EXPECTED)
    assert len(EXPECTED) >= 32


@pytest.mark.parametrize("name", EXPECTED)
def test_fault(name: str, tmp_path: Path) -> None:
    expected = EXPECTED[name]
    portfolio = read(sound_with(BROKEN / name, tmp_path))
    issue = _the_issue(portfolio, expected)
    assert issue.severity is Severity(expected["severity"])
    assert issue.message
    assert issue.remedy
    assert expected.get("remedy", "") in issue.remedy or expected.get("remedy", "") in issue.message
    if "aside" in expected:
        assert len(portfolio.tables[issue.table].set_aside) == expected["aside"]
    if "unknown" in expected:
        kept = next(row for row in portfolio.rows(issue.table) if row.number == issue.row)
        assert expected["unknown"] in kept.faulty
        assert expected["unknown"] not in kept
    assert portfolio.refused == ((expected["refused"],) if "refused" in expected else ())
    _others_are_read(portfolio, name)


def _the_issue(portfolio: Portfolio, expected: dict[str, Any]) -> Issue:
    wanted = {key: expected[key] for key in PLACE if key in expected}
    for issue in portfolio.issues:
        if all(getattr(issue, key) == value for key, value in wanted.items()):
            return issue
    pytest.fail(f"{wanted} is not among\n" + "\n".join(map(str, portfolio.issues)))


def _others_are_read(portfolio: Portfolio, name: str) -> None:
    """Tables without fault are whole, and a table with a fault lost no more rows than were set aside."""
    touched = {file.stem for file in (BROKEN / name).iterdir()}
    for table, rows in SOUND_ROWS.items():
        if table not in touched:
            assert len(portfolio.tables[table]) == rows, table
            assert portfolio.tables[table].set_aside == (), table


def test_a_lost_row_makes_its_subject_not_fully_known(tmp_path: Path) -> None:
    portfolio = read(sound_with(BROKEN / "scrap_of_one", tmp_path))
    assert portfolio.touched_by_faults() == {"part:MOTOR-1"}
    assert portfolio.touched_by_faults("bom") == {"part:MOTOR-1"}
    assert portfolio.touched_by_faults("contents") == frozenset()
    assert portfolio.set_aside[0].row.raw["scrap"] == "1"


def test_what_is_dangling_stays_in_its_row(tmp_path: Path) -> None:
    rows = read(sound_with(BROKEN / "dangling_child", tmp_path)).rows("bom")
    assert [row.text("child_id") for row in rows] == ["MOTOR-1", "MAG-01"]


def test_a_negative_quantity_is_a_by_product(tmp_path: Path) -> None:
    row = read(sound_with(BROKEN / "negative_quantity", tmp_path)).rows("bom")[2]
    assert row.flag("by_product") is True
    assert str(row.number_of("quantity")) == "Bounds(low=Fraction(1, 5), high=Fraction(1, 5))"
    assert row.raw["quantity"] == "-0.2"


@pytest.mark.parametrize(("fault", "column"), [("zero_price", "unit_value"), ("zero_mass", "mass_kg")])
def test_n2_an_erps_zero_is_unknown(fault: str, column: str, tmp_path: Path) -> None:
    magnet = read(sound_with(BROKEN / fault, tmp_path)).rows("parts")[2]
    assert column not in magnet
    assert column in magnet.raw


def test_norway_is_norway() -> None:
    assert read(SOUND).rows("shipments")[1].text("to_country") == "NO"
    assert read(SOUND).rows("parts")[2].text("hs_code") == "00850511"


def test_formulas_are_kept_as_text(tmp_path: Path) -> None:
    magnet = read(sound_with(BROKEN / "formula_injection", tmp_path)).rows("parts")[2]
    assert magnet.text("name").startswith("=HYPERLINK(")


def test_many_issues_of_one_kind_are_counted(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "bom.csv").write_text("parent_id,child_id,quantity\n" + "A,B,x\n" * 2500, encoding="utf-8")
    portfolio = read(folder)
    assert len(found(portfolio, "text_in_number")) == 1000
    assert "1500 more" in found(portfolio, "more_issues")[0].message
    assert len(portfolio.tables["bom"].set_aside) == 2500


def test_a_date_in_a_number_that_may_be_blank_is_unknown(tmp_path: Path) -> None:
    parts = pl.DataFrame({"part_id": ["P1"], "mass_kg": [date(2026, 5, 1)], "name": ["1.5 kg"]})
    parts.write_parquet(tmp_path / "parts.parquet")
    portfolio = read(tmp_path)
    [row] = portfolio.rows("parts")
    assert (row.faulty, "mass_kg" in row, row.text("name")) == ({"mass_kg"}, False, "1.5 kg")
    [issue] = found(portfolio, "date_in_number")
    assert (issue.row, issue.column, "2026-05-01" in issue.message) == (2, "mass_kg", True)
