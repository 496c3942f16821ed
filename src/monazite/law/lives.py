"""What a moment tells of the law: the states of its provisions and notices, and what lies ahead, by slot.

A slot of time holds values, not dates: two moments between which a suspension was only prolonged in words tell the
same, and so do all days on which an instrument neither moves nor is about to.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from monazite.law.in_force import Chronicle, ReadingOf
from monazite.law.pack import Law, Pack
from monazite.law.rulebook import Rulebook
from monazite.law.schema_text import EventLine
from monazite.law.terms import ahead
from monazite.law.views import PARAMETERS, LawView, life_of
from monazite.logic.world import Probe
from monazite.model.citation import Confidence, weakest
from monazite.model.dates import BEIJING, Moment

AGES = "@ages"
"""The slot of whether some pack is too old for the day, or would be but for an attestation."""


class Ages(NamedTuple):
    """``stale``: some pack is too old for the day (rule Z4). ``attested``: one would be without an attestation."""

    stale: bool
    attested: bool

    def capped(self, reached: Confidence) -> Confidence:
        """The confidence of an answer, no better than the age of what it rests on allows."""
        if self.stale:
            return weakest([reached, Confidence.STALE])
        return weakest([reached, Confidence.USER_ATTESTED]) if self.attested else reached


class Lives:
    """When something about the law changes, and what a moment tells of it."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._ages: dict[date, Ages] = {}
        self._unsettled = ReadingOf({}, _alternatives(rulebook.law))
        self._edges = sorted(set().union(*(_edges_of(pack) for pack in rulebook.law.packs.values())))

    def stretch(self, moment: Moment) -> int:
        """The stretch of time without a change of the law in which a moment lies, counted from the first."""
        return bisect_right(self._edges, moment.instant)

    def ages(self, day: date) -> Ages:
        """See `ages_on`."""
        if day not in self._ages:
            self._ages[day] = ages_on(self._rulebook.law, day)
        return self._ages[day]

    def told_at(self, law: LawView, moment: Moment) -> dict[str, Hashable]:
        """What the rules can tell of a moment, by slot (`law.views.life_of`); the same throughout a stretch."""
        packs = self._rulebook.law.packs.values()
        found: dict[str, Hashable] = {AGES: self.ages(moment.day)}
        for pack in packs:
            found[life_of(pack.id)] = self._of(law, moment, [f"{pack.id}#{local}" for local in _locals(pack.events)])
            for notice in pack.designations.notices if pack.designations else ():
                found[life_of(notice.id)] = self._of(law, moment, [notice.id])
        names = [line.id for pack in packs for line in pack.parameters]
        found[PARAMETERS] = tuple(self._rulebook.parameter(name, moment.day) for name in names)
        return found

    def _of(self, law: LawView, moment: Moment, provisions: Iterable[str]) -> Hashable:
        """Of provisions that stand for all with the same events: the state under every reading, and what is ahead."""
        chronicles = [law.chronicle(provision) for provision in provisions]
        return tuple(
            (self._states(c, moment, {}), tuple(tuple(ahead(event, "", moment.day)) for event in c.events))
            for c in chronicles
        )

    def _states(self, chronicle: Chronicle, moment: Moment, choices: dict[str, str]) -> Hashable:
        """The state, or for each answer to what is open about it the state that it brings."""
        probe = Probe(choices)
        answer = chronicle.on(moment, probe, self._unsettled)
        state = answer.state, answer.event and answer.event.id, answer.checked_by
        if not probe.missed:
            return state
        asked = min(probe.missed, key=lambda variable: variable.key)
        ways = [{**choices, asked.key: option} for option in asked.options]
        return state, asked.key, tuple(self._states(chronicle, moment, way) for way in ways)


def ages_on(law: Law, day: date) -> Ages:
    """How old the packs with rules are on a day."""
    packs = [pack for pack in law.packs.values() if pack.rules.rules]
    return Ages(any(pack.stale_on(day) for pack in packs), any(pack.fresh_by_attestation_on(day) for pack in packs))


def _alternatives(law: Law) -> dict[str, tuple[str, ...]]:
    return {line.id: tuple(alternative.id for alternative in line.alternatives) for line in law.readings.values()}


def _locals(events: Iterable[EventLine]) -> list[str]:
    """Local ids that stand for every provision: whatever no event names, and each that one does, with its subtree."""
    return ["", *sorted({named for event in events for named in event.provisions})]


def _edges_of(pack: Pack) -> set[datetime]:
    """The instants at which what `Lives.told_at` says of a pack can change."""
    checked = {pack.instrument.last_checked_on, pack.own_checked_on or pack.instrument.last_checked_on}
    days = {day + timedelta(days=pack.instrument.stale_after_days + 1) for day in checked}
    days |= {value.start for line in pack.parameters for value in line.values}
    events = [*pack.events]
    for notice in pack.designations.notices if pack.designations else ():
        events += notice.events
    return {_start(day) for day in days}.union(*map(_edges, events))


def _edges(event: EventLine) -> set[datetime]:
    """The instants at which an event can change a state or what lies ahead: its first day and minute, and both ends
    of its last day.
    """
    edges = {event.moment.instant, _start(event.moment.day)}
    if event.until is not None:
        edges |= {_start(event.until), _start(event.until + timedelta(days=1))}
    return edges


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, BEIJING)
