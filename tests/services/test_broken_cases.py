"""Cases' README, opening: a file that breaks the format is reported with file, case and place; the others still run."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.law.desk import determiner

from monazite import wiring
from monazite.services.case_files import read_case_file
from monazite.services.cases import run_case

HERE = Path(__file__).parent / "broken_cases"

#: faulty file -> (line, what the message says); the case is bad-01 wherever the file can be told into cases
FAULTS = {
    "unknown_key": (6, "bad-01: facts.exporter: Additional properties are not allowed ('county'"),
    "unknown_key_of_case": (1, "bad-01: the case: Additional properties are not allowed ('reason'"),
    "key_given_twice": (7, "bad-01: facts.exporter: the key is given twice"),
    "wrong_word": (10, "bad-01: expect.verdict: 'free' is not one of"),
    "wrong_entry": (7, "bad-01: facts.item.entries.0: 'mofcom-2025-61/part3.1'"),
    "wrong_reading": (10, "bad-01: readings.affiliation: 'votes' is not one of"),
    "country_name": (5, "bad-01: facts.shipment.to: 'Norway'"),
    "day_of_no_calendar": (3, "bad-01: as_of: '2026-06-31' is not a day of the calendar"),
    "day_with_dots": (3, "bad-01: as_of: '1.6.2026' is not a date; write it as year-month-day"),
    "time_without_offset": (3, "bad-01: as_of: '2026-06-01T10:00' needs its offset"),
    "report_on_no_day": (5, "bad-01: facts.shipment.reported_on: '2026-02-30' is not a day"),
    "number_as_text": (7, "bad-01: facts.item.unit_value: 'ten' is not of type 'number'"),
    "decimal_comma": (7, "bad-01: facts.item.unit_value: '10,5' is not of type 'number'"),
    "number_below_zero": (7, "bad-01: facts.item.unit_value: -10 is less than the minimum"),
    "share_above_one": (8, "bad-01: facts.end_users.0.owners.0.share"),
    "bounds_the_wrong_way_round": (7, "bad-01: facts.item.unit_value_low: the lower bound 10 exceeds"),
    "value_and_bounds": (7, "bad-01: facts.item.contents.0: a value is given exactly or by its bounds, not both"),
    "one_moment_in_at": (9, "is too short"),
    "at_and_as_of": (1, "bad-01: the case"),
    "no_expect": (1, "bad-01: the case: 'expect' is a required property"),
    "no_shipment": (4, "bad-01: facts: 'shipment' is a required property"),
    "between_without_undetermined": (10, "bad-01: expect: ['licence_required'] does not go with this verdict"),
    "id_without_number": (1, "bad: id: 'bad' does not match"),
    "id_taken": (14, "the id bad-01 is taken by an earlier case"),
    "yes_as_boolean": (8, "bad-01: facts.end_users.0.military: False is not one of ['yes', 'no']"),
}
#: files of which no case can be told
WHOLE = {
    "not_a_list": (1, "case_format", "must hold a list of cases"),
    "empty": (1, "yaml_empty", "the file is empty"),
    "no_yaml": (15, "yaml_syntax", "this is no YAML"),
}
UNREADABLE = "not_utf_8"


def _text(name: str) -> str:
    return (HERE / f"{name}.yaml").read_text("utf-8")


@pytest.mark.parametrize("name", FAULTS)
def test_the_fault_is_named_and_the_sound_case_still_runs(name: str) -> None:
    line, words = FAULTS[name]
    runs, issues = read_case_file(_text(name), f"{name}.yaml")
    assert any((i.table, i.row) == (f"{name}.yaml", line) and words in i.message for i in issues), [*map(str, issues)]
    assert [run.id for run in runs if run.id == "snd-01"] == ["snd-01"]
    assert name == "id_taken" or len(runs) == 1
    assert all(run_case(run, determiner()).passed for run in runs)


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_without_cases_is_reported_as_a_whole(name: str) -> None:
    line, code, words = WHOLE[name]
    runs, issues = read_case_file(_text(name), f"{name}.yaml")
    assert runs == []
    assert [(i.table, i.row, i.code) for i in issues] == [(f"{name}.yaml", line, code)]
    assert words in issues[0].message


def test_a_file_that_is_no_text_is_named_and_the_others_are_read() -> None:
    texts, unreadable = wiring.case_texts((HERE,))
    assert [(Path(name).stem, "utf-8" in reason) for name, reason in unreadable] == [(UNREADABLE, True)]
    assert {Path(name).stem for name in texts} == {*FAULTS, *WHOLE}


def test_ids_are_unique_across_files() -> None:
    taken: set[str] = set()
    first, none = read_case_file(_text("country_name"), "first.yaml", taken)
    second, issues = read_case_file(_text("number_as_text"), "second.yaml", taken)
    assert [run.id for run in first] == ["snd-01"]
    assert second == []
    assert any("the id snd-01 is taken" in issue.message for issue in issues)
    assert not any("taken" in issue.message for issue in none)


def test_numbers_are_decimals_as_written_and_no_is_norway() -> None:
    """Section 1: YAML 1.2, only true and false are booleans, dates are text, numbers are exact."""
    text = (
        _text("country_name")
        .replace("to: Norway", "to: NO")
        .replace("unit_value: 10", "unit_value: 0.1000000000000001")
    )
    runs, issues = read_case_file(text, "n.yaml")
    assert not issues
    facts = runs[0].facts
    assert facts["shipment"]["to"] == "NO"
    assert str(facts["item"]["unit_value"]) == "0.1000000000000001"
    assert facts["end_users"][0]["military"] == "no"
    assert runs[0].as_of == "2026-06-01"
