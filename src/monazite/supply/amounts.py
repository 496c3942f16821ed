"""Amounts of counted value under way from a content to the item that holds it, with the caps of rule N4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from monazite.model.exact import Fraction
from monazite.model.share import Pin
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
    if len(members) == 1:
        return members[0]
    found = Amounts()
    for member in members:
        found.low += member.low
        found.stated += member.stated
        found.high += member.high
        found.contains = max(found.contains, member.contains)
        _add(found.lows, member.lows)
        _add(found.stateds, member.stateds)
        _add(found.highs, member.highs)
    if ANY in found.highs:
        _add_unnamed(found.highs, members)
    return found


def _add_unnamed(sums: dict[str, Fraction], members: list[Amounts]) -> None:
    """Of an entry that a member does not name it may hold as much as of any."""
    every = sums[ANY]
    named: dict[str, Fraction] = {}
    for member in members:
        if (of_any := member.highs.get(ANY)) is not None:
            _add(named, dict.fromkeys(member.highs, of_any))
    for entry in sums:
        if entry != ANY:
            sums[entry] += every - named.get(entry, ZERO_F)


def _add(sums: dict[str, Fraction], more: dict[str, Fraction]) -> None:
    for key, value in more.items():
        sums[key] = sums[key] + value if key in sums else value


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


def by_origin(
    entry: str,
    value: tuple[Fraction, Fraction],
    certain: Fraction,
    share: tuple[Fraction, Fraction],
    within: Amounts,
    pin: Pin | None,
) -> Amounts:
    """`whole_or_within` with the question of the origin answered by ``pin``; open when that is None."""
    least, most = share
    amounts = whole_or_within(entry, value, certain, share, within)
    if pin is None or (least == most and (least in (0, 1) or not within.high)):
        return amounts
    if pin is Pin.HIGH:
        most_only = whole_or_within(entry, value, certain, (most, most), within)
        return replace(most_only, low=max(most_only.low, amounts.low), contains=Truth.TRUE)
    least_only = whole_or_within(entry, value, certain, (least, least), within)
    return least_only if pin is Pin.LOW else replace(least_only, contains=Truth.TRUE)


def hidden_content(value: tuple[Fraction, Fraction], pin: Pin | None) -> Amounts:
    """Content that nobody has described: from nothing up to the whole value, of any entry and any origin."""
    if pin is Pin.LOW:
        return Amounts()
    if pin is Pin.TRACE:
        return Amounts.hidden(ZERO_F, ZERO_F, Truth.TRUE)
    if pin is Pin.HIGH:
        return Amounts.hidden(value[0], value[1], Truth.TRUE)
    return Amounts.hidden(ZERO_F, value[1], Truth.UNKNOWN)


def either(options: Sequence[Amounts], pin: Pin | None) -> Amounts:
    """One of several, nobody says which: the hull, or the lowest or highest when ``pin`` says so (rule N7)."""
    if len(options) == 1:
        return options[0]
    low_end = max if pin is Pin.HIGH else min
    high_end = min if pin in (Pin.LOW, Pin.TRACE) else max
    keys = {key for option in options for key in (*option.highs, *option.lows)}
    contains = Truth.hull(option.contains for option in options)
    if pin is not None:
        contains = low_end(o.contains for o in options) if pin is not Pin.TRACE else max(o.contains for o in options)
    return Amounts(
        low=low_end(option.low for option in options),
        stated=high_end(option.stated for option in options),
        high=high_end(option.high for option in options),
        lows={key: low_end(option.lows.get(key, ZERO_F) for option in options) for key in keys},
        stateds={key: high_end(option.stateds.get(key, ZERO_F) for option in options) for key in keys},
        highs={key: high_end(option.high_of(key) for option in options) for key in keys},
        contains=contains,
    )


def times(amounts: Amounts, low: Fraction, high: Fraction) -> Amounts:
    """The amounts in a quantity between ``low`` and ``high`` of a thing."""
    if low == 1 == high:
        return amounts
    contains = amounts.contains if low > 0 else min(amounts.contains, Truth.UNKNOWN if high > 0 else Truth.FALSE)
    return Amounts(
        amounts.low * low,
        amounts.stated * high,
        amounts.high * high,
        {entry: value * low for entry, value in amounts.lows.items()},
        {entry: value * high for entry, value in amounts.stateds.items()},
        {entry: value * high for entry, value in amounts.highs.items()},
        contains,
    )


def without(amounts: Amounts, gone: Amounts) -> Amounts:
    """What surely stays when ``gone`` leaves (a by-product): the lower ends fall, the upper ends stay."""
    lows = {entry: max(ZERO_F, value - gone.high_of(entry)) for entry, value in amounts.lows.items()}
    named = sum((value for entry, value in lows.items() if entry != ANY), ZERO_F)
    low = max(named, amounts.low - gone.high)
    contains = amounts.contains if low > 0 or not gone.high else min(amounts.contains, Truth.UNKNOWN)
    return replace(amounts, low=low, lows=lows, contains=contains)


def agreed(children: Amounts, rows: Amounts) -> tuple[Amounts, tuple[str, ...]]:
    """What both the children and a statement of totals allow, entry by entry, and the entries on which they disagree.

    ``rows`` bounds the total of each entry that it names and says nothing of the others. Where the two exclude one
    another the hull of both is taken (rule T4).
    """
    conflicts = []
    lows, stateds, highs = dict(children.lows), dict(children.stateds), dict(children.highs)
    low, stated, high = ZERO_F, ZERO_F, ZERO_F
    for entry in sorted(rows.highs):
        one = children.lows.get(entry, ZERO_F), children.high_of(entry)
        two = rows.lows.get(entry, ZERO_F), rows.highs[entry]
        ends = max(one[0], two[0]), min(one[1], two[1])
        if ends[0] > ends[1]:
            conflicts.append(entry)
            ends = min(one[0], two[0]), max(one[1], two[1])
        lows[entry], highs[entry] = ends
        stateds[entry] = min(ends[1], max(rows.stateds.get(entry, ZERO_F), children.stateds.get(entry, ZERO_F)))
        low, stated, high = low + ends[0], stated + stateds[entry], high + ends[1]
    others = [entry for entry in children.highs if entry not in rows.highs]
    low += sum((children.lows.get(entry, ZERO_F) for entry in others), ZERO_F)
    # A row of which nobody says as what it was charged stands in several entries, and once in the sum.
    stated += min(children.stated, sum((children.stateds.get(entry, ZERO_F) for entry in others), ZERO_F))
    rest = children.high
    if ANY not in children.highs:
        rest = min(rest, sum((children.highs[entry] for entry in others), ZERO_F))
    high += rest
    if not conflicts:
        low, high = max(low, children.low), min(high, children.high)
    contains = min(children.contains, Truth.TRUE if rest else rows.contains)
    if Truth.TRUE in (children.contains, rows.contains):
        contains = Truth.TRUE
    return Amounts(min(low, high), min(stated, high), high, lows, stateds, highs, contains), tuple(conflicts)
