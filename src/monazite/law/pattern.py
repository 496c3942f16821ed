"""Patterns: what the rules can tell apart in a situation. Situations of one pattern have one answer.

A million shipments come down to a few thousand patterns; each is judged once, and its answer joined back. Nothing is
approximated: two situations share a pattern only when every atom of every rule, under every reading and every answer
to every open question, has the same truth in both, and the confidence of what was read is the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import fields, replace
from itertools import product

from monazite.law.lives import Lives
from monazite.law.rulebook import Rulebook
from monazite.law.share_atoms import Test
from monazite.law.traced import SHARE, SHARE_READINGS, share_slots
from monazite.law.views import PAIR
from monazite.model.fact import Fact, Situation
from monazite.model.share import Lens, Pin, ValueShare
from monazite.model.truth import Truth

#: Facts that no rule reads and that are only shown.
_SHOWN_ONLY = frozenset({"item.name", "name", "shipment.reported_on"})


WHEN, ALWAYS = "when", "always"
"""Slots beside those of facts, see `Patterns.slots`."""


class Patterns:
    """Signatures of situations under one rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._literals = rulebook.literals
        self._threshold = rulebook.parameter("value_share_threshold")
        self._alternatives = {
            line.id: tuple(alternative.id for alternative in line.alternatives)
            for line in rulebook.law.readings.values()
        }
        self._told: dict[int, tuple[ValueShare, dict[str, Hashable]]] = {}
        self.lives = Lives(rulebook)

    def of(self, situation: Situation) -> Hashable:
        """The signature: equal signatures, equal answers (the subject, names and due dates aside)."""
        return tuple(sorted(self.slots(situation).items()))

    def slots(self, situation: Situation) -> dict[str, Hashable]:
        """What the rules can tell of each fact, by the slots of `law.traced`; `WHEN`, the stretch of time
        without any change of the law; and `ALWAYS`, what every piece of an answer rests on.
        """
        known_at = situation.known_at.day if situation.known_at else None
        found: dict[str, Hashable] = {
            WHEN: str(self.lives.stretch(situation.as_of)),
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

    def told(self, facts: Mapping[str, Fact]) -> dict[str, Hashable]:
        """What the rules can tell of some facts, by slot."""
        found: dict[str, Hashable] = {}
        for attribute, fact in facts.items():
            if attribute == SHARE:
                found |= self._share(fact)
            elif attribute not in _SHOWN_ONLY:
                found[attribute] = self._fact(attribute, fact)
        return found

    def _fact(self, attribute: str, fact: Fact) -> str:
        return f"{fact.confidence.value} {self._value(attribute, fact.value)!r}"

    def _value(self, attribute: str, value: object) -> object:
        if attribute == "affiliation":
            return value.told  # type: ignore[attr-defined]
        if isinstance(value, str) and attribute in self._literals:
            return value if value in self._literals[attribute] else "other"
        return value

    def _pair(self, situation: Situation) -> bool | None:
        """See `PAIR`."""
        ends = [situation.facts.get(f"shipment.{end}") for end in ("from", "to")]
        return None if None in ends else ends[0].value == ends[1].value  # type: ignore[union-attr]

    def _share(self, fact: Fact) -> dict[str, Hashable]:
        """What the rules can tell of a share, told once of each."""
        share: ValueShare = fact.value  # type: ignore[assignment]
        known = self._told.get(id(share))
        if known is None:
            known = self._told[id(share)] = share, self.tell(share)
        return {SHARE: fact.confidence.value, **known[1]}

    def tell(self, share: ValueShare) -> dict[str, Hashable]:
        """What the rules can tell of a share, by slot: truths under every lens and every answer, no amounts."""
        names = [field.name for field in fields(Lens) if field.name in share.readings]
        found: dict[str, Hashable] = {SHARE_READINGS: tuple(names)}
        for picked in product(*(self._alternatives[name] for name in names)):
            lens = replace(Lens(), **dict(zip(names, picked, strict=True)))
            for slot, test in zip(share_slots(lens), (self._reaches, _contains), strict=True):
                split = _under_pins(share, lens, test, {}, share.questions)
                found[slot] = (share.questions, split) if isinstance(split, tuple) else split
        return found

    def _reaches(self, share: ValueShare, lens: Lens, pins: Mapping[str, Pin]) -> Truth:
        return share.reaches(lens, pins, self._threshold)


def _contains(share: ValueShare, lens: Lens, pins: Mapping[str, Pin]) -> Truth:
    return share.contains(lens, pins)


def _under_pins(
    share: ValueShare,
    lens: Lens,
    test: Test,
    pins: Mapping[str, Pin],
    left: tuple[str, ...],
) -> Hashable:
    """A truth about a share, split by the answers to the open questions where they are not settled."""
    truth = test(share, lens, pins)
    if truth is not Truth.UNKNOWN or not left:
        return truth.value
    asked, rest = left[0], left[1:]
    return tuple(_under_pins(share, lens, test, {**pins, asked: pin}, rest) for pin in Pin)
