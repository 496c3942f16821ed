"""S3, design section 3, `law.load`: strict and kind. One faulty file at a time in a sound folder of two packs.

Every fault is reported with its file and line, and everything else is loaded.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from monazite.law.load import load_law
from monazite.law.pack import Law
from monazite.storage.pack_files import packs_in

HERE = Path(__file__).parent / "broken"
RULES, STATUS, INSTRUMENT = "cn/first/rules.yaml", "cn/first/status.yaml", "cn/first/instrument.yaml"
PROVISIONS, READINGS, PARAMETERS = "cn/first/provisions.yaml", "cn/first/readings.yaml", "cn/first/parameters.yaml"

#: faulty file -> (where it lies in the packs, line, code, words of the message)
FAULTS: dict[str, tuple[str, int, str, str]] = {
    "unknown_key": (RULES, 10, "pack_format", "rules.0.severity"),
    "misspelt_key": (PROVISIONS, 5, "pack_format", "confidense"),
    "key_given_twice": (INSTRUMENT, 7, "duplicate_key", "'version' is given twice"),
    "source_not_cited": (PROVISIONS, 2, "pack_format", "provisions.0.cite is missing"),
    "source_unknown": (PARAMETERS, 6, "unknown_source", "'gazete' is cited and not in sources.yaml"),
    "condition_unbalanced": (RULES, 6, "condition_syntax", "line 1, column 35: expected ')'"),
    "condition_asks_for_ignorance": (RULES, 6, "condition_syntax", "'is' is left over"),
    "definition_broken": (RULES, 2, "condition_syntax", "definition made_abroad"),
    "reading_unknown": (RULES, 6, "condition_syntax", "no pack has the reading 'range'"),
    "alternative_unknown": (RULES, 6, "unknown_id", "no alternative of reach is 'farther'"),
    "parameter_unknown": (RULES, 6, "condition_syntax", "no pack has the parameter 'threshold'"),
    "fact_unknown": (RULES, 6, "unknown_fact", "'shipment.destination'"),
    "entry_unknown": (RULES, 6, "unknown_id", "no list entry is 'cn/first/b'"),
    "provision_unknown": (RULES, 6, "unknown_provision", "'9' is not in provisions.yaml"),
    "force_of_unknown_provision": (RULES, 6, "unknown_id", "no provision is 'cn/first#1.1'"),
    "day_of_no_calendar": (STATUS, 2, "pack_format", "of the calendar (month must be in 1..12)"),
    "day_with_dots": (STATUS, 5, "pack_format", "9.10.2025"),
    "time_without_offset": (STATUS, 2, "pack_format", "needs its offset"),
    "event_reading_unknown": (STATUS, 2, "unknown_reading", "no reading 'last_day'"),
    "no_instrument": (INSTRUMENT, 1, "pack_without_instrument", "the pack is left out"),
    "wrong_folder": (INSTRUMENT, 1, "pack_folder", "cn/third does not match the folder"),
    "entry_given_twice": ("cn/first/lists/a.yaml", 13, "duplicate_id", "cn/first/a.1 is given twice"),
    "rule_given_twice": (RULES, 14, "duplicate_id", "the rule licence is given twice"),
    "default_not_an_alternative": (READINGS, 2, "pack_format", "no alternative of this reading: farther"),
    "strict_not_an_alternative": (READINGS, 2, "pack_format", "no alternative of this reading: strictest"),
    "default_missing": (READINGS, 2, "pack_format", "default is missing"),
    "tab": (PROVISIONS, 3, "yaml_syntax", "this is no YAML"),
    "empty": (RULES, 1, "yaml_empty", "empty"),
    "only_a_remark": (RULES, 1, "yaml_empty", "empty"),
    "not_a_mapping": (RULES, 1, "pack_format", "must have fields of its own"),
    "number_as_text": (INSTRUMENT, 8, "pack_format", "found 'a month'"),
    "wrong_word": (RULES, 9, "pack_format", "found 'permit'"),
    "parameter_not_a_number": (PARAMETERS, 6, "pack_format", "found '0.1 %'"),
    "nested_without_end": (PROVISIONS, 1, "yaml_syntax", "nested too deeply"),
    "aliases_without_end": (PROVISIONS, 1, "yaml_syntax", "too many"),
    "misnamed_file": ("cn/first/rule.yaml", 1, "unknown_pack_file", "no file of this name"),
}


def _sound() -> dict[str, str]:
    return packs_in(HERE / "sound")


def _with(*names: str) -> Law:
    files = _sound()
    for name in names:
        files[FAULTS[name][0]] = (HERE / f"{name}.yaml").read_text("utf-8")
    return load_law(files)


def test_the_sound_packs_have_no_issue() -> None:
    law = load_law(_sound())
    assert [str(issue) for issue in law.issues] == []
    assert set(law.packs) == {"cn/first", "cn/second"}


def test_every_faulty_file_is_tested() -> None:
    assert {path.stem for path in HERE.glob("*.yaml")} == set(FAULTS)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_reported_with_file_and_line_and_the_rest_is_loaded(name: str) -> None:
    file, line, code, words = FAULTS[name]
    law = _with(name)
    told = [(issue.table, issue.row, issue.code) for issue in law.issues if words in issue.message]
    assert (file, line, code) in told, [str(issue) for issue in law.issues]
    assert all(issue.row and issue.message for issue in law.issues)
    assert {line.id for line in law.packs["cn/second"].provisions} == {"1"}
    assert set(law.sources) == {"gazette"}
    if file != INSTRUMENT or name == "key_given_twice":
        first = law.packs["cn/first"]
        kept = (first.events, first.provisions, first.parameters, first.readings, first.lists)
        assert sum(bool(part) for part in kept) >= 4


def test_faults_of_several_files_are_reported_at_once() -> None:
    law = _with("unknown_key", "day_with_dots", "default_missing", "parameter_not_a_number", "entry_given_twice")
    assert {issue.table for issue in law.issues} >= {RULES, STATUS, READINGS, PARAMETERS, "cn/first/lists/a.yaml"}


def test_scalars_are_what_yaml_1_2_says() -> None:
    """`NO` is Norway, `yes` a word of ours, `1E902` an entry and no number, a day is text."""
    law = load_law(_sound())
    assert "cn/first/a.1E902" in law.entries
    assert law.packs["cn/first"].instrument.underlying is True
    rule = law.packs["cn/first"].rules.rules[0]
    assert "'NO'" in rule.when
