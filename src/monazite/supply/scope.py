"""What counts: the entries of the law that a value share is about, handed in by whoever knows the law."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class ShareScope:
    """The part of a control list that a value share counts, as entry id prefixes (full ids).

    ``counted``: the items whose value makes the numerator (for No. 61 ``cn/mofcom-2025-61/part1``). ``carriers``: the
    items that count whole, when they are of ``home`` origin, under the reading `part1_and_part2` (for No. 61
    ``cn/mofcom-2025-61/part2``). ``home``: the country whose origin matters.
    """

    counted: tuple[str, ...]
    carriers: tuple[str, ...]
    home: str = "CN"

    def counts(self, entry: str) -> bool:
        """Whether the entry is one of the counted items."""
        return under(entry, self.counted)

    def carries(self, entry: str) -> bool:
        """Whether the entry is one of the carriers."""
        return under(entry, self.carriers)
