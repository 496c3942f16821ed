"""Patterns: what the rules can tell apart in a situation. Situations of one pattern have one answer.

A million shipments come down to a few thousand patterns; each is judged once, and its answer joined back. Nothing is
approximated: two situations share a pattern only when every atom of every rule, under every reading and every answer
to every open question, has the same truth in both, and the confidence of what was read is the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Mapping
from dataclasses import fields, replace
from datetime import datetime, time, timedelta
from fractions import Fraction
from itertools import product

from monazite.law.rulebook import Rulebook
from monazite.law.schema import EventLine
from monazite.model.dates import BEIJING
from monazite.model.fact import Fact, PartyFacts, Situation
from monazite.model.share import Lens, Pin, ValueShare
from monazite.model.truth import Truth

#: Facts that no rule reads and that are only shown.
_SHOWN_ONLY = frozenset({"item.name", "name", "shipment.reported_on"})


class Patterns:
    """Signatures of situations under one rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._literals = rulebook.literals
        self._threshold = rulebook.parameter("value_share_threshold")
        self._alternatives = {
            line.id: tuple(alternative.id for alternative in line.alternatives)
            for line in rulebook.law.readings.values()
        }
        events = [event for pack in rulebook.law.packs.values() for event in pack.events]
        events += [event for notice in rulebook.law.notices.values() for event in notice.events]
        checked = {pack.instrument.last_checked_on for pack in rulebook.law.packs.values()}
        stale = {
            p.instrument.last_checked_on + timedelta(days=p.instrument.stale_after_days)
            for p in rulebook.law.packs.values()
        }
        stale |= {
            p.own_checked_on + timedelta(days=p.instrument.stale_after_days)
            for p in rulebook.law.packs.values()
            if p.own_checked_on is not None
        }
        ends = {datetime.combine(day + timedelta(days=1), time.min, BEIJING) for day in checked | stale}
        values = [v for p in rulebook.law.packs.values() for line in p.parameters for v in line.values]
        begins = {datetime.combine(value.start, time.min, BEIJING) for value in values}
        self._boundaries = sorted({edge for event in events for edge in _edges(event)} | ends | begins)

    def of(self, situation: Situation) -> Hashable:
        """The signature: equal signatures, equal answers (the subject, names and due dates aside)."""
        return (
            bisect_right(self._boundaries, situation.as_of.instant),
            situation.known_at.day if situation.known_at else None,
            tuple(sorted(situation.readings.items())),
            tuple(sorted(self._fact(a, f) for a, f in situation.facts.items() if a not in _SHOWN_ONLY)),
            self._pair(situation),
            tuple(
                (name, tuple(self._party(p) for p in members)) for name, members in sorted(situation.parties.items())
            ),
        )

    def _fact(self, attribute: str, fact: Fact) -> tuple[str, str, Hashable]:
        return attribute, fact.confidence.value, repr(self._value(attribute, fact.value))

    def _value(self, attribute: str, value: object) -> object:
        if attribute == "item.share":
            return self._share(value)  # type: ignore[arg-type]
        if isinstance(value, str) and attribute in self._literals:
            return value if value in self._literals[attribute] else "other"
        return value

    def _pair(self, situation: Situation) -> bool | None:
        """Whether the shipment stays in one country: the only comparison of two facts."""
        ends = [situation.facts.get(f"shipment.{end}") for end in ("from", "to")]
        return None if None in ends else ends[0].value == ends[1].value  # type: ignore[union-attr]

    def _party(self, party: PartyFacts) -> Hashable:
        shown = sorted(self._fact(a, f) for a, f in party.facts.items() if a not in _SHOWN_ONLY)
        return party.key, party.default_question, tuple(sorted(party.question.items())), tuple(shown)

    def _share(self, share: ValueShare) -> tuple[object, ...]:
        names = [field.name for field in fields(Lens) if field.name in share.readings]
        found: list[object] = [tuple(names), share.questions]
        for picked in product(*(self._alternatives[name] for name in names)):
            lens = replace(Lens(), **dict(zip(names, picked, strict=True)))
            found.append(_under_pins(share, lens, self._threshold, {}, share.questions))
        return tuple(found)


def _under_pins(
    share: ValueShare, lens: Lens, threshold: Fraction, pins: Mapping[str, Pin], left: tuple[str, ...]
) -> object:
    """The truths of both share atoms, split by the answers to the open questions where they are not settled."""
    view = share.view(lens, pins)
    truths = (view.reaches(threshold), view.contains)
    if Truth.UNKNOWN not in truths or not left:
        return truths[0].value, truths[1].value
    asked, rest = left[0], left[1:]
    return tuple(_under_pins(share, lens, threshold, {**pins, asked: pin}, rest) for pin in Pin)


def _edges(event: EventLine) -> set[datetime]:
    """The instants at which an event can change a state or what lies ahead: its first day and minute, and both ends
    of its last day.
    """
    edges = {event.moment.instant, datetime.combine(event.moment.day, time.min, BEIJING)}
    if event.until is not None:
        start = datetime.combine(event.until, time.min, BEIJING)
        edges |= {start, start + timedelta(days=1)}
    return edges
