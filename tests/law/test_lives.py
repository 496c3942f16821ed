"""Design, section 4, Scale: what is told of a moment is all that its law can show, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from tests.law.desk import DY_MAGNET, determiner, law, rulebook, shipment, situation

from monazite.law.lives import AGES
from monazite.law.terms import ahead
from monazite.law.views import LawView, life_of, settled_readings
from monazite.logic.world import Probe
from monazite.model.dates import Moment


def _days(first: str, last: str) -> Iterator[Moment]:
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        yield Moment.parse(day.isoformat())
        day += timedelta(days=1)


def test_days_that_tell_the_same_of_an_instrument_have_the_same_law() -> None:
    """Every provision and notice, under every single reading, day by day over the whole regime (Z2, Z3)."""
    lives, view = determiner().patterns.lives, LawView(rulebook(), None)
    readings = [settled_readings(rulebook(), {})]
    for line in law().readings.values():
        readings += [settled_readings(rulebook(), {line.id: a.id}) for a in line.alternatives]
    notices = [n.id for p in law().packs.values() for n in (p.designations.notices if p.designations else ())]
    provisions = [*sorted({rule.provision for rule in rulebook().rules}), *notices]
    moments = list(_days("2026-10-15", "2027-01-14"))
    told = [lives.told_at(view, moment) for moment in moments]
    moved = 0
    for (one, before), (other, after) in pairwise(zip(moments, told, strict=True)):
        for provision in provisions:
            slot = life_of(provision)
            if before[slot] != after[slot]:
                moved += 1
                continue
            chronicle = view.chronicle(provision)
            states = [[chronicle.on(at, Probe({}), reading) for reading in readings] for at in (one, other)]
            assert states[0] == states[1], (provision, one, other)
            coming = [[ahead(event, "", at.day) for event in chronicle.events] for at in (one, other)]
            assert coming[0] == coming[1], (provision, one, other)
    assert moved, "the suspension of No. 61 runs out within these days"


def test_nothing_told_changes_within_a_stretch() -> None:
    """A stretch is what its name says: what was told of its first day holds to its last minute."""
    lives, view = determiner().patterns.lives, LawView(rulebook(), None)
    for one, other in pairwise(_days("2025-09-01", "2027-06-30")):
        if lives.stretch(one) == lives.stretch(other):
            assert lives.told_at(view, one) == lives.told_at(view, other), (one, other)


def test_the_age_of_the_packs_lowers_the_confidence_and_makes_no_other_answer() -> None:
    """Rule Z4: on a day for which the packs are too old everything but the confidence is as on the day before."""
    lives = determiner().patterns.lives
    view = LawView(rulebook(), None)
    days = _days("2026-01-01", "2027-12-31")
    one, other = next(
        (one, other)
        for one, other in pairwise(days)
        if lives.told_at(view, one)[AGES] != lives.told_at(view, other)[AGES]
    )
    answers = [determiner().determine(situation(shipment(DY_MAGNET), str(at))) for at in (one, other)]
    assert answers[0].possible == answers[1].possible
    assert not lives.ages(one.day).stale
    assert lives.ages(other.day).stale


def test_the_names_of_holders_make_no_pattern() -> None:
    """Two buyers of whose holders the same is known are one to every rule."""
    owned = [
        shipment(DY_MAGNET, end_users=[{"name": name, "country": "DE", "military": False, "owners": [
            {"name": f"{name} Holding", "share": 0.6, "listings": [], "owners": []},
        ]}])
        for name in ("Anton", "Berta")
    ]  # fmt: skip
    one, other = (determiner().patterns.of(situation(facts, "2026-11-12")) for facts in owned)
    assert one == other
