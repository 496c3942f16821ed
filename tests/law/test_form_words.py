"""Faults of form are said in the words of the project, with the field and what would be right."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from monazite.law.attestation import AttestationLine, read_attestations
from monazite.law.form_words import fault_words

SOUND = {"id": "a-1", "what": "nothing_new", "by": "Li Wei", "on": "2026-11-20", "through": "2026-11-20"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"by": None}, "by must be text; put it into quotes"),
        ({"when": "today"}, "when is no field here; see the spelling, or leave it out"),
        ({"what": "hearsay"}, "what must be one of 'event', 'nothing_new'"),
        ({"read": "skimmed"}, "read must be one of 'full', 'copy'"),
        ({"lists": ["white_list"]}, "lists.0 must be one of 'control_list'"),
        ({"through": "yesterday"}, "yesterday"),
        ({"through": "2026-11-21"}, "lies after the day of signing"),
        ({"parties": 3}, "parties must be a list (found 3)"),
    ],
)
def test_a_fault_names_the_field_and_what_would_be_right(change: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        AttestationLine.model_validate({**SOUND, **change})
    (said,) = map(fault_words, caught.value.errors())
    assert words in said
    for foreign in ("Input", "input", "Field required", "valid ", "Value error", "pydantic"):
        assert foreign not in said


def test_a_missing_field_of_a_file_is_said_with_file_row_field_and_remedy() -> None:
    _, (issue,) = read_attestations("- id: a-1\n  what: nothing_new\n  on: '2026-11-20'\n", "attestations.yaml")
    assert str(issue) == (
        "attestations.yaml:1: error attestation_faulty: by is missing Remedy: it is not used; mend or delete it"
    )
