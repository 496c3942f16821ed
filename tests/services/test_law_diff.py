"""What differs between two days, by which events, and whose answers flip: `monazite law diff`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.law.desk import law
from tests.services.small import assessor, write

from monazite.model.dates import Moment
from monazite.model.determination import ForceState, Verdict
from monazite.reporting.law_diff_words import by_cause, moved_words, provisions_words, step_day
from monazite.services.flips import PortfolioDiff, portfolio_diff
from monazite.services.law_diff import law_diff


def days(first: str, second: str) -> tuple[Moment, Moment]:
    return Moment.parse(first), Moment.parse(second)


def compared(folder: Path, first: str, second: str, known_at: str | None = None) -> PortfolioDiff:
    known = Moment.parse(known_at) if known_at else None
    runs = [assessor(folder, as_of=Moment.parse(day), known_at=known) for day in (first, second)]
    return portfolio_diff(runs[0], runs[1], days(first, second))


def test_a_day_differs_in_nothing_from_itself_nor_from_one_with_the_same_law() -> None:
    assert law_diff(law(), *days("2026-06-01", "2026-06-01"), None).changes == ()
    assert law_diff(law(), *days("2026-06-01", "2026-06-02"), None).changes == ()


def test_the_end_of_the_suspension_is_one_cause_for_six_instruments_with_its_branches() -> None:
    changes = law_diff(law(), *days("2026-11-10", "2026-11-11"), None).changes
    causes = by_cause(changes)
    (cause,) = causes
    assert "the suspension by No. 70 runs out on 2026-11-10" in cause
    assert "2027-01-10, without an instrument" in cause
    assert {change.instrument[-2:] for change in changes} == {"55", "56", "57", "58", "61", "62"}
    one = next(change for change in changes if change.instrument.endswith("61"))
    assert provisions_words(one) == "No. 61"
    assert moved_words(one) == "suspended → open (if revived: in force; if extended: suspended)"
    assert {step.id for step in one.steps} == {"suspended", "extension-stated"}
    assert all(step.citations for step in one.steps)


def test_as_known_before_the_statement_the_same_days_bring_it_back_into_force() -> None:
    changes = law_diff(law(), *days("2026-11-10", "2026-11-11"), Moment.parse("2026-06-01")).changes
    assert {change.after.state for change in changes} == {ForceState.IN_FORCE}
    assert "extension" not in "".join(by_cause(changes))


def test_articles_that_begin_on_different_days_stand_apart() -> None:
    changes = law_diff(law(), *days("2025-11-30", "2025-12-01"), Moment.parse("2025-10-15")).changes
    assert [provisions_words(change) for change in changes] == ["No. 61 arts. 1(1), 1(2)"]
    assert [step.kind for step in changes[0].steps] == ["effective"]


def test_a_listing_that_is_stopped_is_a_change_of_its_notice() -> None:
    changes = law_diff(law(), *days("2025-11-09", "2025-11-10"), None).changes
    assert "uel-2025-5" in {change.instrument for change in changes}


def test_a_flip_by_law_names_the_provisions_that_reach_the_line(tmp_path: Path) -> None:
    diff = compared(write(tmp_path / "p"), "2026-11-10", "2026-11-11")
    (flip,) = diff.flips
    assert (flip.before.verdict, flip.after.verdict) == (Verdict.NO_LICENCE_REQUIRED, Verdict.UNDETERMINED)
    assert {change.instrument for change in flip.by_law} == {"cn/mofcom-2025-61"}
    assert flip.facts == ()
    branches = {branch.id: branch.verdict for branch in flip.after.branches}
    assert branches == {"revived": Verdict.LICENCE_REQUIRED, "extended": Verdict.NO_LICENCE_REQUIRED}


def test_a_line_that_the_change_does_not_reach_keeps_its_answer(tmp_path: Path) -> None:
    parts = "part_id,name,kind,composition,control_entries,made_in,origin\nM,cover,part,complete,none,JP,JP\n"
    contents = "part_id,entry,value,currency,origin\n"
    diff = compared(write(tmp_path / "p", parts=parts, contents=contents), "2026-11-10", "2026-11-11")
    assert (diff.flips, diff.judged) == ((), 1)
    assert diff.law.changes != ()


def test_a_flip_by_a_dated_price_is_put_down_to_the_price_and_not_to_the_law(tmp_path: Path) -> None:
    """In force on both days as then known; the price of dysprosium metal rises in between."""
    contents = "part_id,entry,mass_kg,origin\nM,part1.2,0.001,CN\n"
    prices = (
        "entry,basis,price_per_kg,currency,date,source\n"
        "part1.2,contract,50,USD,2025-12-01,list\npart1.2,contract,500,USD,2025-12-10,list\n"
    )
    folder = write(tmp_path / "p", contents=contents, prices=prices)
    diff = compared(folder, "2025-12-05", "2025-12-15", known_at="2025-10-15")
    (flip,) = diff.flips
    assert (flip.before.verdict, flip.after.verdict) == (Verdict.NO_LICENCE_REQUIRED, Verdict.LICENCE_REQUIRED)
    assert flip.by_law == ()
    assert "item.share" in flip.facts


def test_a_search_that_ends_between_the_days_is_a_fact_and_not_the_law(tmp_path: Path) -> None:
    folder = write(tmp_path / "p", screened="2025-12-10")
    diff = compared(folder, "2025-12-05", "2025-12-15", known_at="2025-10-15")
    (flip,) = diff.flips
    assert len(flip.after.review) > len(flip.before.review)
    assert flip.by_law == ()
    assert "end_users.listings" in flip.facts


def test_days_are_days_in_beijing() -> None:
    assert Moment.parse("2026-11-11").day == date(2026, 11, 11)
    early = Moment.parse("2026-11-10T15:59+00:00"), Moment.parse("2026-11-10T16:00+00:00")
    assert law_diff(law(), *early, None).changes != ()


def test_causes_stand_in_the_order_of_their_days() -> None:
    found = law_diff(law(), Moment.parse("2025-10-01"), Moment.parse("2026-12-01"), None)
    days = [min(map(step_day, change.steps)) for changes in by_cause(found.changes).values() for change in changes[:1]]
    assert days == sorted(days)
    assert len(set(days)) > 5
