"""What counts: the entries of the law that a value share is about, handed in by whoever knows the law."""

from __future__ import annotations

from dataclasses import dataclass

from monazite.model.exact import Fraction

NO_ENTRY = "none"
"""The entry of a thing that is on no list and free of listed items."""


def full_entry(entry: str) -> str:
    """The full id of an entry: ``mofcom-2025-61/part1.2`` becomes ``cn/mofcom-2025-61/part1.2``.

    `none` and ids that already have their jurisdiction stay as they are.
    """
    if entry == NO_ENTRY or entry.startswith(("cn/", "us/", "eu/", "jp/")) or not entry.startswith("mofcom-"):
        return entry
    return f"cn/{entry}"


def under(entry: str, prefixes: tuple[str, ...]) -> bool:
    """Whether ``entry`` is one of ``prefixes`` or lies in the subtree of one; subtrees divide at dots only."""
    return any(entry == prefix or entry.startswith(prefix + ".") for prefix in prefixes)


def is_home(country: str | None, home: str) -> bool | None:
    """Whether a country or ``not_<home>`` is the home country; None (unknown) when nothing is stated."""
    return None if country is None else country == home


def home_share(
    country: str | None,
    low: Fraction | None,
    high: Fraction | None,
    home: str,
) -> tuple[Fraction, Fraction]:
    """Least and most of a thing's value that is of home origin, from its stated origin and its stated home share.

    1 and 1 of a thing of home origin, 0 and 0 of any other, 0 and 1 when nothing is stated; a missing bound of a stated
    share is 0 or 1. An origin outside the stated share is a contradiction: the hull of both (rule T4).
    """
    known = is_home(country, home)
    if known is None:
        return Fraction(0) if low is None else low, Fraction(1) if high is None else high
    stated = Fraction(int(known))
    if low is None and high is None:
        return stated, stated
    least = Fraction(0) if low is None else low
    most = Fraction(1) if high is None else high
    return (stated, stated) if least <= stated <= most else (min(least, stated), max(most, stated))


@dataclass(frozen=True, slots=True)
class EntryForm:
    """What a counted entry is: the substance of ``elements`` (symbols) in ``form`` (`metal`, `alloy`, `oxide`)."""

    entry: str
    elements: tuple[str, ...]
    form: str


@dataclass(frozen=True, slots=True)
class ShareScope:
    """The part of a control list that a value share counts, as entry id prefixes (full ids).

    ``counted``: the items whose value makes the numerator (for No. 61 ``cn/mofcom-2025-61/part1``). ``carriers``: the
    items that count whole, when they are of ``home`` origin, under the reading `part1_and_part2` (for No. 61
    ``cn/mofcom-2025-61/part2``). ``home``: the country whose origin matters. ``forms``: what the counted entries are,
    needed by the roll-up only.
    """

    counted: tuple[str, ...]
    carriers: tuple[str, ...]
    home: str = "CN"
    forms: tuple[EntryForm, ...] = ()

    def form_of(self, entry: str) -> EntryForm | None:
        """What an entry is; None when it is not told."""
        return next((form for form in self.forms if form.entry == entry), None)

    def counts(self, entry: str) -> bool:
        """Whether the entry is one of the counted items."""
        return under(entry, self.counted)

    def carries(self, entry: str) -> bool:
        """Whether the entry is one of the carriers."""
        return under(entry, self.carriers)
