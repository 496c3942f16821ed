"""Patterns: what the rules can tell apart in a situation. Situations of one pattern have one answer.

A million shipments come down to a few thousand patterns; each is judged once, and its answer joined back. Nothing is
approximated: two situations share a pattern only when every atom of every rule, under every reading and every answer
to every open question, has the same truth in both, and the confidence of what was read is the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import product

from monazite.law.pack import Pack
from monazite.law.rulebook import Rulebook
from monazite.law.schema import EventLine
from monazite.law.views import PAIR, PARAMETERS, life_of
from monazite.model.dates import BEIJING, Moment
from monazite.model.fact import Fact, Situation
from monazite.model.share import Lens, Pin, ValueShare
from monazite.model.truth import Truth

#: Facts that no rule reads and that are only shown.
_SHOWN_ONLY = frozenset({"item.name", "name", "shipment.reported_on"})


WHEN, ALWAYS, AGES = "when", "always", "@ages"
"""Slots beside those of facts, see `Patterns.slots`. `AGES`: which packs are stale."""


class Patterns:
    """Signatures of situations under one rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._literals = rulebook.literals
        self._threshold = rulebook.parameter("value_share_threshold")
        self._alternatives = {
            line.id: tuple(alternative.id for alternative in line.alternatives)
            for line in rulebook.law.readings.values()
        }
        self._told: dict[int, tuple[ValueShare, tuple[object, ...]]] = {}
        self.lives = _lives(rulebook)
        """When something changes, by slot of the law (`law.views.life_of`): sorted instants."""
        self._boundaries = sorted(set().union(*self.lives.values()))

    def of(self, situation: Situation) -> Hashable:
        """The signature: equal signatures, equal answers (the subject, names and due dates aside)."""
        return tuple(sorted(self.slots(situation).items()))

    def slots(self, situation: Situation) -> dict[str, Hashable]:
        """What the rules can tell of each fact, by the slots of `law.memory.traced`; `WHEN`, the stretch of time
        without any change of the law; and `ALWAYS`, what every piece of an answer rests on.
        """
        known_at = situation.known_at.day if situation.known_at else None
        found: dict[str, Hashable] = {
            WHEN: str(self.stretch(situation.as_of)),
            ALWAYS: repr((known_at, sorted(situation.readings.items()))),
            PAIR: self._pair(situation),
        }
        found |= self.told(situation.facts)
        for name, members in situation.parties.items():
            found[f"{name}#"] = repr(
                [(p.key, p.doubt, p.default_question, sorted(p.question.items())) for p in members]
            )
            for attribute in {a for p in members for a in p.facts} - _SHOWN_ONLY:
                facts = [p.facts.get(attribute) for p in members]
                found[f"{name}.{attribute}"] = repr([f and self._fact(attribute, f) for f in facts])
        return found

    def told(self, facts: Mapping[str, Fact]) -> dict[str, str]:
        """What the rules can tell of some facts, by attribute."""
        return {a: self._fact(a, fact) for a, fact in facts.items() if a not in _SHOWN_ONLY}

    def lives_at(self, moment: Moment) -> dict[str, Hashable]:
        """For every slot of the law the stretch in which a moment lies, as `stretch` counts."""
        return {slot: bisect_right(edges, moment.instant) for slot, edges in self.lives.items()}

    def stretch(self, moment: Moment) -> int:
        """The stretch of time without a change of the law in which a moment lies, counted from the first."""
        return bisect_right(self._boundaries, moment.instant)

    def _fact(self, attribute: str, fact: Fact) -> str:
        return f"{fact.confidence.value} {self._value(attribute, fact.value)!r}"

    def _value(self, attribute: str, value: object) -> object:
        if attribute == "item.share":
            return self._share(value)  # type: ignore[arg-type]
        if isinstance(value, str) and attribute in self._literals:
            return value if value in self._literals[attribute] else "other"
        return value

    def _pair(self, situation: Situation) -> bool | None:
        """See `PAIR`."""
        ends = [situation.facts.get(f"shipment.{end}") for end in ("from", "to")]
        return None if None in ends else ends[0].value == ends[1].value  # type: ignore[union-attr]

    def _share(self, share: ValueShare) -> tuple[object, ...]:
        """What the rules can tell of a share, told once of each."""
        known = self._told.get(id(share))
        if known is None:
            known = self._told[id(share)] = share, self._tell(share)
        return known[1]

    def _tell(self, share: ValueShare) -> tuple[object, ...]:
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


def _lives(rulebook: Rulebook) -> dict[str, list[datetime]]:
    """The instants at which the answer about an instrument, a notice or a parameter can change, by slot."""
    found: dict[str, list[datetime]] = {}
    for pack in rulebook.law.packs.values():
        checked = datetime.combine(pack.instrument.last_checked_on + timedelta(days=1), time.min, BEIJING)
        found[life_of(pack.id)] = sorted({checked}.union(*map(_edges, pack.events)))
        for notice in pack.designations.notices if pack.designations else ():
            found[life_of(notice.id)] = sorted({checked}.union(*map(_edges, notice.events)))
    values = [v for p in rulebook.law.packs.values() for line in p.parameters for v in line.values]
    ages = {_stale_from(pack, day) for pack in rulebook.law.packs.values() for day in _checked(pack)}
    found[AGES] = sorted(datetime.combine(day, time.min, BEIJING) for day in ages)
    found[PARAMETERS] = sorted({datetime.combine(value.start, time.min, BEIJING) for value in values})
    return found


def _checked(pack: Pack) -> list[date]:
    """The days on which a pack was last checked, by itself and as attested."""
    return [day for day in (pack.instrument.last_checked_on, pack.own_checked_on) if day is not None]


def _stale_from(pack: Pack, checked: date) -> date:
    return checked + timedelta(days=pack.instrument.stale_after_days + 1)


def _edges(event: EventLine) -> set[datetime]:
    """The instants at which an event can change a state or what lies ahead: its first day and minute, and both ends
    of its last day.
    """
    edges = {event.moment.instant, datetime.combine(event.moment.day, time.min, BEIJING)}
    if event.until is not None:
        start = datetime.combine(event.until, time.min, BEIJING)
        edges |= {start, start + timedelta(days=1)}
    return edges
