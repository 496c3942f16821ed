"""Design, section 4, Scale: situations of one pattern have one answer, so that many lines are judged as few."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.law import worlds
from tests.law.desk import DY_MAGNET, DY_METAL, Facts, determiner, shipment, situation

from monazite.model.determination import Determination
from monazite.model.fact import Situation


def _told(answer: Determination) -> dict[str, Any]:
    """What a pattern decides: everything but the subject, the day and the values of the line."""
    return {
        "verdict": answer.possible,
        "review": answer.review,
        "grounds": answer.grounds,
        "underlying": answer.underlying_possible,
        "confidence": answer.confidence,
        "holds_until": answer.holds_until,
        "ends_if": answer.ends_if,
        "duties": [(replace(duty, questions=()), [q.fact for q in duty.questions]) for duty in answer.duties],
        "branches": answer.branches,
        "other_readings": answer.other_readings,
        "deciding": [([q.fact for q in d.questions], d.settles, d.guaranteed, d.aspect) for d in answer.deciding],
        "findings": [replace(finding, proof=None) for finding in answer.tried],
        "extras": answer.extras,
    }


def _numbers_moved(facts: Any, factor: int) -> Any:
    """The same facts with every amount multiplied, which changes no share."""
    if isinstance(facts, dict):
        return {k: v * factor if _is_amount(k, v) else _numbers_moved(v, factor) for k, v in facts.items()}
    return [_numbers_moved(item, factor) for item in facts] if isinstance(facts, list) else facts


def _is_amount(key: str, value: object) -> bool:
    return key.removesuffix("_low").removesuffix("_high") in ("value", "unit_value") and isinstance(value, int | float)


@settings(max_examples=30)
@given(worlds.refinements(), worlds.moments, st.integers(0, 3), st.integers(2, 7))
def test_equal_patterns_have_equal_answers(
    pair: tuple[Facts, Facts, dict[str, str], dict[str, str]],
    moment: tuple[str, str | None],
    later: int,
    factor: int,
) -> None:
    """Two lines of one pattern differ in names, days and amounts only; every part of the answer agrees."""
    facts, _, readings, _ = pair
    other = _numbers_moved(facts, factor)
    other["item"]["name"] = "another thing"
    as_of = (date.fromisoformat(moment[0]) + timedelta(days=later)).isoformat()
    one = situation(facts, *moment, readings)
    two = situation(other, as_of, moment[1], readings, "tst-02")
    patterns = determiner().patterns
    if patterns.of(one) == patterns.of(two):
        assert _told(determiner().determine(one)) == _told(determiner().determine(two))
    else:
        assert later, "amounts in proportion and names make no new pattern"


@settings(max_examples=8)
@given(st.lists(st.tuples(worlds.refinements(), worlds.moments), min_size=2, max_size=4), st.integers(0, 2**32))
def test_many_lines_are_answered_as_each_alone(lines: list[tuple[Any, tuple[str, str | None]]], seed: int) -> None:
    """determine_all equals determine on every line, proofs included; without proofs it lacks those alone."""
    made = [
        situation(facts, moment[0], moment[1], readings, f"tst-{index}{copy}")
        for index, ((facts, _, readings, _), moment) in enumerate(lines)
        for copy in "ab"
    ]
    Random(seed).shuffle(made)
    alone = [determiner().determine(this) for this in made]
    assert list(determiner().determine_all(made)) == alone
    bare = list(determiner().determine_all(made, proofs=False))
    assert [_told(answer) for answer in bare] == [_told(answer) for answer in alone]
    assert all(finding.proof is None for answer in bare for finding in answer.tried)


def _days(start: str, end: str) -> Iterator[str]:
    day = date.fromisoformat(start)
    while day <= date.fromisoformat(end):
        yield day.isoformat()
        day += timedelta(days=1)


#: First and last day around every boundary: of the law, of the newest check, of the age at which a pack is stale.
SPANS = (
    ("2025-04-03", "2025-04-05"), ("2025-10-08", "2025-10-10"), ("2025-11-06", "2025-11-08"),
    ("2025-11-29", "2025-12-02"), ("2026-09-27", "2026-09-29"), ("2026-10-07", "2026-10-10"),
    ("2026-11-05", "2026-11-12"), ("2027-01-09", "2027-01-12"),
)  # fmt: skip


def test_no_day_of_the_law_is_lost_in_a_pattern() -> None:
    """The days around every boundary, in one run, as each alone (Z2, Z4, A3)."""
    made: list[Situation] = []
    for item, exporter in ((DY_MAGNET, "JP"), (DY_METAL, "JP")):
        made += [
            situation(shipment(item, exporter=exporter), day, ident=f"{item['name']} {day}")
            for span in SPANS
            for day in _days(*span)
        ]
    together = [_told(answer) for answer in determiner().determine_all(made, proofs=False)]
    assert together == [_told(determiner().determine(this)) for this in made]


def test_a_party_of_which_nothing_is_known_is_asked_about_as_it_was_stated() -> None:
    """README section 6: absent end users raise `end_users`, a named one without facts its own attributes."""
    nobody = shipment(DY_METAL, exporter="JP", end_users=None)
    named = shipment(DY_METAL, exporter="JP", end_users=[{"name": "somebody"}])
    made = [situation(nobody, "2025-10-20", ident="a"), situation(named, "2025-10-20", ident="b")]
    told = [_told(answer)["deciding"] for answer in determiner().determine_all(made)]
    assert told == [_told(determiner().determine(this))["deciding"] for this in made]
    assert told[0] != told[1]


def test_a_subject_shipped_twice_keeps_its_two_days() -> None:
    """Two lines of one subject on two days of one pattern are two answers."""
    made = [situation(shipment(DY_MAGNET), day) for day in ("2026-06-01", "2026-06-02")]
    answers = list(determiner().determine_all(made))
    assert [str(answer.as_of) for answer in answers] == ["2026-06-01", "2026-06-02"]
