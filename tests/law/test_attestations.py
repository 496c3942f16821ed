"""Z4, Z5: what a named person attests enters the law, is never surer than that, and cannot be changed unseen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.law.desk import DY_MAGNET, law, shipment, situation

from monazite.law.attest import clear_through, fault_of, with_attestations
from monazite.law.attestation import (
    AttestationLine,
    digest_of,
    on_or_before,
    read_attestations,
    signed_after,
)
from monazite.law.determine import Determiner
from monazite.law.pack import Law
from monazite.law.rulebook import compile_law
from monazite.model.citation import Confidence
from monazite.model.dates import Moment
from monazite.model.determination import Determination, ForceState, ProofNode, Verdict
from monazite.services.law_status import status_of

RUN_ON = date(2026, 11, 23)
EVENT: dict[str, Any] = {
    "id": "a-1", "what": "event", "by": "Li Wei", "on": "2026-11-20", "instrument": "cn/mofcom-2025-61",
    "kind": "resumed", "start": "2026-11-11", "citation": "No. 99 of 2026",
}  # fmt: skip
NOTHING_NEW: dict[str, Any] = {
    "id": "a-2",
    "what": "nothing_new",
    "by": "Li Wei",
    "on": "2026-11-20",
    "through": "2026-11-20",
}


def signed(*said: dict[str, Any]) -> tuple[AttestationLine, ...]:
    lines: tuple[AttestationLine, ...] = ()
    for one in said:
        lines = (*lines, signed_after(AttestationLine.model_validate(one), lines))
    return lines


def known(*said: dict[str, Any], known_at: date | None = None, run_on: date = RUN_ON) -> Law:
    return with_attestations(law(), signed(*said), run_on, known_at, "attestations.yaml")


def judged(under: Law, as_of: str, known_at: str | None = None) -> Determination:
    facts = shipment(DY_MAGNET)
    return Determiner(compile_law(under)).determine(situation(facts, as_of, known_at, under=under))


def state(under: Law, provision: str, as_of: str) -> ForceState:
    return status_of(under, provision, Moment.parse(as_of), None)[0].state


def steps(node: ProofNode | None) -> Iterator[ProofNode]:
    if node is not None:
        yield node
        for child in node.children:
            yield from steps(child)


# -- events


@pytest.mark.parametrize(
    ("kind", "after", "verdict"),
    [
        ("resumed", ForceState.IN_FORCE, Verdict.LICENCE_REQUIRED),
        ("suspended", ForceState.SUSPENDED, Verdict.NO_LICENCE_REQUIRED),
        ("stopped", ForceState.STOPPED, Verdict.NO_LICENCE_REQUIRED),
        ("repealed", ForceState.REPEALED, Verdict.NO_LICENCE_REQUIRED),
        ("issued", ForceState.UNKNOWN, Verdict.UNDETERMINED),
    ],
)
def test_an_attested_event_settles_what_came_after_the_suspension(
    kind: str, after: ForceState, verdict: Verdict
) -> None:
    under = known({**EVENT, "kind": kind})
    assert state(under, "mofcom-2025-61#1.1", "2026-11-22") is after
    assert state(under, "mofcom-2025-62#1", "2026-11-22") is ForceState.UNKNOWN
    assert judged(under, "2026-11-22").verdict is verdict


def test_before_its_first_day_an_attested_event_changes_nothing() -> None:
    under = known({**EVENT, "start": "2026-11-15"})
    assert state(under, "mofcom-2025-61#1.1", "2026-11-14") is ForceState.UNKNOWN
    assert state(under, "mofcom-2025-61#1.1", "2026-11-15") is ForceState.IN_FORCE


def test_an_attested_event_of_one_article_leaves_the_others() -> None:
    under = known({**EVENT, "provisions": ["1"]})
    assert state(under, "mofcom-2025-61#1.2", "2026-11-22") is ForceState.IN_FORCE
    assert state(under, "mofcom-2025-61#3", "2026-11-22") is ForceState.UNKNOWN


def test_what_was_attested_later_was_not_known_earlier() -> None:
    """Z1: an attestation is known from the day of its signing on."""
    assert not known(EVENT, known_at=date(2026, 11, 19)).attestations
    assert known(EVENT, known_at=date(2026, 11, 20)).attestations


def test_an_attestation_of_tomorrow_is_not_used_and_said() -> None:
    under = known(EVENT, run_on=date(2026, 11, 19))
    assert not under.attestations
    assert [issue.code for issue in under.issues] == ["attestation_unusable"]


def test_an_answer_that_rests_on_an_attestation_is_no_surer_than_that_and_the_proof_names_who_signed() -> None:
    answer = judged(known(EVENT, NOTHING_NEW), "2026-11-22")
    assert answer.verdict is Verdict.LICENCE_REQUIRED
    assert answer.confidence is Confidence.USER_ATTESTED
    finding = next(f for f in answer.findings if f.provision == "cn/mofcom-2025-61#1.1")
    assert finding.confidence is Confidence.USER_ATTESTED
    assert any("a-1, Li Wei, 2026-11-20" in step.source for step in steps(finding.proof))


def test_attested_suspension_is_the_confidence_of_the_answer_that_rests_on_it() -> None:
    answer = judged(known({**EVENT, "kind": "suspended", "until": "2027-11-10"}, NOTHING_NEW), "2026-11-22")
    assert answer.grounds == "suspended"
    assert answer.confidence.rank >= Confidence.USER_ATTESTED.rank


@given(
    kind=st.sampled_from(["issued", "suspended", "resumed", "stopped", "repealed"]),
    start=st.dates(date(2025, 10, 1), date(2027, 3, 1)),
    checked=st.booleans(),
    as_of=st.dates(date(2025, 10, 1), date(2027, 3, 1)),
)
def test_no_attestation_makes_an_answer_surer_than_user_attested(
    kind: str, start: date, checked: bool, as_of: date
) -> None:
    """An answer that differs from that of the packs alone, or rests on a check of the user's, is at best attested."""
    said = [{**EVENT, "kind": kind, "start": str(start)}] + ([NOTHING_NEW] if checked else [])
    with_it, alone = judged(known(*said), str(as_of)), judged(law(), str(as_of))
    if with_it.verdict is not alone.verdict:
        assert with_it.confidence.rank >= Confidence.USER_ATTESTED.rank
    assert with_it.confidence.rank >= min(alone.confidence.rank, Confidence.USER_ATTESTED.rank)


def test_two_attestations_that_exclude_each_other_leave_the_state_open_and_are_named() -> None:
    """T4: neither is believed, also where the packs alone would be sure."""
    under = known(
        {**EVENT, "instrument": "cn/mofcom-2025-18", "kind": "suspended"},
        {**EVENT, "instrument": "cn/mofcom-2025-18", "kind": "repealed", "id": "a-2"},
    )
    assert state(law(), "mofcom-2025-18", "2026-11-22") is ForceState.IN_FORCE
    assert state(under, "mofcom-2025-18", "2026-11-22") is ForceState.UNKNOWN
    (issue,) = under.issues
    assert issue.code == "attestations_conflict"
    assert "a-1" in issue.message
    assert "a-2" in issue.message


def test_an_event_that_the_packs_have_themselves_rests_on_them_and_not_on_the_attestation() -> None:
    under = known({**EVENT, "kind": "suspended", "start": "2025-11-07", "until": "2026-11-10"})
    assert [line.id for line in under.attestations] == ["a-1"]
    assert judged(under, "2026-06-01") == judged(law(), "2026-06-01")


def test_a_withdrawn_attestation_is_gone_from_the_day_of_its_withdrawal() -> None:
    lines = signed(EVENT, {"id": "a-2", "what": "withdrawn", "by": "Li Wei", "on": "2026-11-22", "withdraws": "a-1"})
    assert on_or_before(lines, None) == ()
    assert [line.id for line in on_or_before(lines, date(2026, 11, 21))] == ["a-1"]


def test_an_attested_stop_of_a_listing_is_an_event_of_its_notice() -> None:
    under = known({**EVENT, "instrument": "cl-2025-01", "kind": "stopped"})
    assert state(under, "cl-2025-01", "2026-11-22") is ForceState.STOPPED
    assert state(law(), "cl-2025-01", "2026-11-22") is not ForceState.STOPPED


# -- nothing new


def test_a_check_of_the_law_moves_its_age_and_caps_at_attested() -> None:
    """Z4: stale without it, user_attested with it, never better."""
    day = "2026-11-10"
    assert judged(law(), day).confidence is Confidence.STALE
    under = known(NOTHING_NEW)
    assert {pack.instrument.last_checked_on for pack in under.packs.values()} == {date(2026, 11, 20)}
    assert Confidence.USER_ATTESTED.rank <= judged(under, day).confidence.rank < Confidence.STALE.rank


def test_a_check_of_one_instrument_leaves_the_age_of_the_others() -> None:
    under = known({**NOTHING_NEW, "instrument": "cn/mofcom-2025-61"})
    assert under.packs["cn/mofcom-2025-61"].checked_by == "a-2"
    assert under.packs["cn/mofcom-2025-62"].instrument == law().packs["cn/mofcom-2025-62"].instrument
    assert judged(under, "2026-11-10").confidence is Confidence.STALE


def test_a_check_does_not_settle_what_an_official_statement_left_open() -> None:
    """Z2: MOFCOM's statement stands against the text, whether or not anything newer was found."""
    assert state(known(NOTHING_NEW), "mofcom-2025-61#1.1", "2026-11-22") is ForceState.UNKNOWN


def test_an_older_check_than_the_packs_own_moves_nothing() -> None:
    under = known({**NOTHING_NEW, "through": "2026-01-01"})
    assert all(pack.checked_by == "" for pack in under.packs.values())


# -- lists

COMPLETE: dict[str, Any] = {
    "id": "a-3", "what": "list_complete", "by": "Li Wei", "on": "2026-11-20", "through": "2026-11-18",
    "lists": ["control_list"],
}  # fmt: skip


def test_a_search_holds_as_far_as_the_list_is_attested_complete_and_no_notice_came() -> None:
    """Z5: the newest Control List notice of the packs is of 2026-07-24."""
    under = known(COMPLETE)
    after, before = date(2026, 8, 1), date(2026, 7, 1)
    assert clear_through(under, "control_list", after).day == date(2026, 11, 18)
    assert clear_through(under, "control_list", before).day == before
    assert clear_through(under, "watch_list", after).day == after
    assert clear_through(law(), "control_list", after).day == after


def test_an_attested_search_counts_for_the_parties_that_it_names() -> None:
    under = known({**COMPLETE, "what": "list_searched", "parties": ["CU"]})
    assert clear_through(under, "control_list", date.min, "CU").day == date(2026, 11, 18)
    assert clear_through(under, "control_list", date.min, "EX").day == date.min


# -- form, place, digests


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({**EVENT, "by": ""}, "at least 1 character"),
        ({**EVENT, "by": "  "}, "a person must be named"),
        ({**EVENT, "citation": ""}, "where does it stand"),
        ({**EVENT, "start": "11.11.2026"}, "is not a date"),
        ({**EVENT, "until": "2027-01-10"}, "until belongs to a suspension"),
        ({**EVENT, "kind": "suspended", "until": "2026-01-10"}, "lies before the first day"),
        ({**EVENT, "kind": "forgotten"}, "Input should be"),
        ({**EVENT, "through": "2026-11-20"}, "event has no through"),
        ({**NOTHING_NEW, "through": "2026-11-21"}, "nobody knows it yet"),
        ({**NOTHING_NEW, "through": None}, "nothing_new needs through"),
        ({**COMPLETE, "lists": ["white_list"]}, "Input should be"),
        ({**COMPLETE, "colour": "red"}, "Extra inputs"),
    ],
)
def test_a_faulty_attestation_is_refused(said: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        AttestationLine.model_validate(said)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({**EVENT, "instrument": "cn/mofcom-2031-1"}, "no pack has"),
        ({**EVENT, "provisions": ["9"]}, "has no provision '9'"),
        ({**EVENT, "kind": "effective"}, "takes effect on 2025-10-09 by its own text"),
        (
            {**EVENT, "kind": "suspended", "start": "2025-11-07", "until": "2027-11-10"},
            "suspended from 2025-11-07 until 2026-11-10 by the text in the packs",
        ),
        ({**EVENT, "instrument": "cl-2025-01", "provisions": ["1"]}, "is one whole"),
        ({**COMPLETE, "what": "list_searched", "parties": ["XX"]}, "has no XX"),
    ],
)
def test_what_the_packs_cannot_take_up_is_refused(said: dict[str, Any], message: str) -> None:
    assert message in fault_of(AttestationLine.model_validate(said), law(), frozenset({"CU"}))


def _file(lines: tuple[AttestationLine, ...]) -> str:
    rows = []
    for line in lines:
        said = line.model_dump(mode="json", exclude_defaults=True)
        rows.append("- " + "\n  ".join(f"{key}: {value!r}" for key, value in said.items()))
    return "# head\n" + "\n".join(rows) + "\n"


def test_a_file_as_signed_reads_back_whole() -> None:
    lines = signed(EVENT, NOTHING_NEW, COMPLETE)
    assert read_attestations(_file(lines), "attestations.yaml") == (lines, [])
    assert read_attestations("# nothing yet\n\n", "attestations.yaml") == ((), [])


def test_a_changed_entry_is_not_used_and_named_with_its_line() -> None:
    text = _file(signed(EVENT, NOTHING_NEW)).replace("2026-11-11", "2026-12-11")
    lines, issues = read_attestations(text, "attestations.yaml")
    assert [line.id for line in lines] == ["a-2"]
    assert [(i.code, i.table, i.row) for i in issues] == [("attestation_changed", "attestations.yaml", 2)]


def test_an_entry_taken_out_leaves_a_gap_that_shows() -> None:
    first, second, third = signed(EVENT, NOTHING_NEW, COMPLETE)
    lines, issues = read_attestations(_file((first, third)), "attestations.yaml")
    assert [line.id for line in lines] == ["a-1", "a-3"]
    assert [issue.code for issue in issues] == ["attestation_missing"]
    assert read_attestations(_file((second, third)), "a")[1][0].code == "attestation_missing"


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("- id: a-1\n  what: event\n  by: Li Wei\n  on: 2026-02-30\n", 4),
        ("events: []\n", 1),
        ("- id: [\n", 2),
        ("- 17\n", 1),
    ],
)
def test_a_file_that_is_none_is_refused_with_its_place(text: str, row: int) -> None:
    lines, issues = read_attestations(text, "attestations.yaml")
    assert lines == ()
    assert row in {issue.row for issue in issues}


@given(field=st.sampled_from(["by", "citation", "start", "note", "issued_by"]), text=st.text(min_size=1, max_size=12))
def test_whatever_is_changed_breaks_the_digest(field: str, text: str) -> None:
    (line,) = signed(EVENT)
    changed = line.model_copy(update={field: text})
    assert (digest_of(changed) == line.digest) == (getattr(line, field) == text)
