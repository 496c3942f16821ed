"""Every amount that the share of a plain part can turn on, over columns.

The share of a plain part compares sums of its contents, each at one end of its price on one basis, with the threshold
times its value. Which contents a sum takes in is a matter of readings and of unknown origins, so all subsets are
taken. Lines whose sums stand on the same sides are alike to every rule.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from math import inf

import numpy as np
import numpy.typing as npt
import polars as pl

from monazite.engines.columnar.part_classes import MOST_CONTENTS
from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.services.facts import COUNTED
from monazite.services.shares import ShareDesk
from monazite.supply.graph import Content
from monazite.supply.measure import UNBOUNDED, Setting
from monazite.supply.rollup import RollUp
from monazite.supply.scope import full_entry

Floats = npt.NDArray[np.float64]
MOST_WHOLES = 1
"""Entries of Annex 1 Part 1 under which a plain part may fall itself."""
_SLOTS = MOST_CONTENTS + MOST_WHOLES
SUBSETS = tuple(s for size in range(1, _SLOTS + 1) for s in combinations(range(_SLOTS), size))


@dataclass(frozen=True, slots=True)
class Worth:
    """What one kilogram of a content counts with on each price basis: low and high end, infinite without a price."""

    ends: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Amounts:
    """Sums of every part: ``low[b][s]`` and ``high[b][s]`` for each price basis and each of `SUBSETS`, one per part.

    ``plain``: parts of which everything could be told so; ``currency`` of the amounts.
    """

    low: tuple[tuple[Floats, ...], ...]
    high: tuple[tuple[Floats, ...], ...]
    plain: npt.NDArray[np.bool_]


class ContentWorths:
    """Worths of the classes of contents (`part_classes`), as the roll-up values them on a day."""

    def __init__(self, desk: ShareDesk, rows: dict[int, int], currency: str) -> None:
        """``rows``: a row of `contents` for each class, by number."""
        self._desk, self.currency = desk, currency
        by_row = {content.row: content for content in desk.supply.contents}
        self._contents = {kind: by_row[row] for kind, row in rows.items() if row in by_row}

    def of(self, kind: int, day: date) -> Worth | None:
        """The worth of a class; None where it does not count in one way, for sure and by its mass."""
        content = self._contents.get(kind)
        return None if content is None else self._worth(content, day)

    def of_entry(self, entry: str, part_id: str, day: date) -> Worth | None:
        """The worth of a kilogram of a part that falls under an entry itself."""
        return self._worth(Content(part_id, full_entry(entry)), day)

    def _worth(self, content: Content, day: date) -> Worth | None:
        roll = self._desk.roll(day)
        if not roll.knows(content.part_id):
            return None
        node = roll.network.nodes[roll.network.ids[content.part_id]]
        kilo = replace(content, mass_kg=Bounds.exactly(1), charged=False)
        ends: list[tuple[float, float]] = []
        for basis in roll.bases:
            ways = roll.measure.counted(kilo, node, Setting(self.currency, basis))
            if ways is None or len(ways) > 1 or any(not way.sure for way in ways):
                return None
            ends.append(_ends(ways[0].span.low, ways[0].span.high) if ways else (0.0, 0.0))
        return Worth(tuple(ends))


def _ends(low: Fraction, high: Fraction) -> tuple[float, float]:
    return float(low), inf if high >= UNBOUNDED else float(high)


def amounts_of(parts: pl.DataFrame, worths: ContentWorths, roll: RollUp, day: date) -> Amounts:
    """The sums of every plain part of `part_classes` on a day."""
    plain = parts["plain"].to_numpy().copy()
    bases = len(roll.bases)
    slots = [[[np.zeros(parts.height), np.zeros(parts.height)] for _ in range(_SLOTS)] for _ in range(bases)]
    for place in range(MOST_CONTENTS):
        kinds, masses = parts[f"content_{place}"], parts[f"mass_{place}"].fill_null(0.0).to_numpy()
        for kind in kinds.drop_nulls().unique().to_list():
            mine = (kinds == kind).fill_null(False).to_numpy()
            _place(slots, place, mine, masses, worths.of(kind, day), plain)
    ones = np.ones(parts.height)
    entries = parts["control_entries"]
    for text in entries.drop_nulls().unique().to_list():
        counted = [entry for entry in text.split(";") if entry.startswith(f"{COUNTED}.")]
        if counted:
            mine = (entries == text).fill_null(False).to_numpy()
            if len(counted) > MOST_WHOLES:
                plain[mine] = False
                continue
            part_id = parts["part_id"][int(np.flatnonzero(mine)[0])]
            _place(slots, MOST_CONTENTS, mine, ones, worths.of_entry(counted[0], part_id, day), plain)
    low, high = (
        tuple(tuple(_sum([slots[basis][slot][end] for slot in subset]) for subset in SUBSETS) for basis in range(bases))
        for end in (0, 1)
    )
    return Amounts(low, high, plain)


def _sum(amounts: list[Floats]) -> Floats:
    return amounts[0] if len(amounts) == 1 else np.asarray(np.add.reduce(amounts))


def _place(
    slots: list[list[list[Floats]]], place: int, mine: npt.NDArray[np.bool_], masses: Floats, worth: Worth | None,
    plain: npt.NDArray[np.bool_],
) -> None:  # fmt: skip
    """Put what some parts hold of one content into its slot on every basis."""
    if worth is None:
        plain[mine] = False
        return
    for basis, ends in enumerate(worth.ends):
        for end in (0, 1):
            slots[basis][place][end][mine] = masses[mine] * ends[end]
