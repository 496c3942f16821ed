"""Amounts of counted value under way from a content to the item that holds it, with the caps of rule N4."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from monazite.model.truth import Truth

ANY = "*"
"""Stands for "any counted entry": content that nobody has described."""

ZERO_F = Fraction(0)


@dataclass(slots=True)
class Amounts:
    """Counted value beneath one node: sums, and the same per entry for the reading `each_entry`.

    ``low`` and ``high`` bound the sum; ``stated`` is the part of ``high`` that somebody has stated, which no cap
    touches (rule N4). ``lows``, ``highs`` and ``stateds`` bound each entry's own value; in ``highs`` the key `ANY`
    bounds every entry that is not named. The per-entry bounds need not add up to the sums. ``contains``: whether
    anything counted of home origin is present at all.
    """

    low: Fraction = ZERO_F
    stated: Fraction = ZERO_F
    high: Fraction = ZERO_F
    lows: dict[str, Fraction] = field(default_factory=dict)
    stateds: dict[str, Fraction] = field(default_factory=dict)
    highs: dict[str, Fraction] = field(default_factory=dict)
    contains: Truth = Truth.FALSE

    @classmethod
    def hidden(cls, low: Fraction, high: Fraction, contains: Truth) -> Amounts:
        """Value of any counted entry, of which nothing is stated: a cap may lower both ends."""
        return cls(low, ZERO_F, high, {ANY: low}, {}, {ANY: high}, contains)

    def high_of(self, entry: str) -> Fraction:
        """The most that one entry can be worth here."""
        return self.highs.get(entry, self.highs.get(ANY, ZERO_F))

    @property
    def largest_low(self) -> Fraction:
        """A lower bound of the largest single entry. Hidden content has a low end only where a pin has raised it; the
        pin then makes it one entry with the largest.
        """
        named = max((low for entry, low in self.lows.items() if entry != ANY), default=ZERO_F)
        return named + self.lows.get(ANY, ZERO_F)

    @property
    def largest_high(self) -> Fraction:
        """An upper bound of the largest single entry."""
        return max(self.highs.values(), default=ZERO_F)

    def capped(self, cap: Fraction) -> Amounts:
        """The same amounts inside a thing worth ``cap``: what is unstated gives way, what is stated stays (N4)."""
        highs = {entry: max(self.stateds.get(entry, ZERO_F), min(cap, high)) for entry, high in self.highs.items()}
        lows = {entry: min(low, highs.get(entry, low)) for entry, low in self.lows.items()}
        high = max(self.stated, min(cap, self.high))
        return Amounts(min(self.low, high), self.stated, high, lows, self.stateds, highs, self.contains)


def total(parts: Iterable[Amounts]) -> Amounts:
    """The sum of the amounts of several things side by side."""
    members = list(parts)
    entries = {entry for member in members for entry in member.highs}
    return Amounts(
        low=sum((member.low for member in members), ZERO_F),
        stated=sum((member.stated for member in members), ZERO_F),
        high=sum((member.high for member in members), ZERO_F),
        lows=_added(member.lows for member in members),
        stateds=_added(member.stateds for member in members),
        highs={entry: sum((member.high_of(entry) for member in members), ZERO_F) for entry in entries},
        contains=Truth.any(member.contains for member in members),
    )


def _added(maps: Iterable[dict[str, Fraction]]) -> dict[str, Fraction]:
    """Sum of mappings, key by key."""
    sums: dict[str, Fraction] = {}
    for mapping in maps:
        for key, value in mapping.items():
            sums[key] = sums.get(key, ZERO_F) + value
    return sums


def whole_or_within(
    entry: str, value: tuple[Fraction, Fraction], certain: Fraction, share: tuple[Fraction, Fraction], within: Amounts
) -> Amounts:
    """A counted thing of which the fraction ``share`` counts whole and the rest through what is ``within`` it.

    With value v and fraction s the sum lies between ``max(s*v, within)`` (all that is within belongs to the fraction
    that counts whole) and ``min(v, s*v + within)`` (none of it does): rule N6, nothing is counted twice. A share of
    [0, 1] is the thing of unknown origin: whole or through its contents. ``certain`` is the part of the value that
    somebody has stated; a value that is not stated is at least that of the contents.
    """
    low_v, high_v = value
    least, most = share
    if certain < high_v:
        low_v = max(low_v, min(within.low, high_v))
    if least == 1:
        contains = Truth.TRUE
        return Amounts(low_v, certain, high_v, {entry: low_v}, {entry: certain}, {entry: high_v}, contains)
    low = max(least * low_v, within.low)
    low = min(low, low_v) if most == 1 else low
    high = max(within.high, min(high_v, most * high_v + within.high))
    stated = max(within.stated, min(high_v, most * certain + within.stated))
    lows = {e: max(ZERO_F, v - most * high_v) for e, v in within.lows.items()}
    lows[entry] = lows.get(entry, ZERO_F) + least * low_v
    highs = {e: v + (most * high_v if entry == ANY else 0) for e, v in within.highs.items()}
    highs[entry] = within.high_of(entry) + most * high_v
    stateds = dict(within.stateds)
    stateds[entry] = stateds.get(entry, ZERO_F) + most * certain
    contains = Truth.TRUE if least > 0 else Truth.any((Truth.UNKNOWN if most > 0 else Truth.FALSE, within.contains))
    return Amounts(low, stated, high, lows, stateds, highs, contains)
