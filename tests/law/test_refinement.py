"""T2, T3: what is learnt later may narrow an answer and never leave it."""

from __future__ import annotations

from hypothesis import given, note, settings
from tests.law import other_worlds, worlds
from tests.law.desk import Facts, determiner, situation

from monazite.law.ranges import Range
from monazite.model.determination import Verdict


def _answer(facts: Facts, as_of: str, known_at: str | None, readings: dict[str, str]) -> tuple[Range, Range]:
    """The range on the day with its reviews, and the range under `underlying`."""
    this = situation(facts, as_of, known_at, readings)
    return determiner().range_under(this, {}), Range.of(determiner().judge(this, underlying=True).outcomes())


def _narrows(pair: tuple[Facts, Facts, dict[str, str], dict[str, str]], moment: tuple[str, str | None]) -> None:
    """T3 for verdicts, for the underlying verdict, and for the review of a licence wherever one may be needed."""
    facts, refined, readings, settled = pair
    before, below_before = _answer(facts, *moment, readings)
    after, below_after = _answer(refined, *moment, settled)
    note(f"{facts}\n{refined}\n{readings} {settled}")
    assert set(after.verdicts) <= set(before.verdicts)
    assert set(below_after.verdicts) <= set(below_before.verdicts)
    assert set(below_after.reviews) <= set(below_before.reviews)
    if Verdict.LICENCE_REQUIRED in after.verdicts or Verdict.LICENCE_REQUIRED not in before.verdicts:
        assert set(after.reviews) <= set(before.reviews)


@settings(max_examples=150)
@given(worlds.refinements(), worlds.moments)
def test_refined_facts_and_settled_readings_never_leave_the_answer(
    pair: tuple[Facts, Facts, dict[str, str], dict[str, str]], moment: tuple[str, str | None]
) -> None:
    """Goods with contents, owners and technologies."""
    _narrows(pair, moment)


@settings(max_examples=300)
@given(other_worlds.refinements(), worlds.moments)
def test_what_is_learnt_of_technology_services_and_equipment_never_leaves_the_answer(
    pair: tuple[Facts, Facts, dict[str, str], dict[str, str]], moment: tuple[str, str | None]
) -> None:
    """No. 62 and its exclusions, parameters of No. 56, articles of the official answers, branches, end-use numbers."""
    _narrows(pair, moment)
