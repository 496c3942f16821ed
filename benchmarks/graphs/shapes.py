"""Seeded bill-of-material graphs: parts, lines, quantities, in the shapes that make roll-ups easy or hard.

``wide``: 7 tiers, common parts in much use. ``deep``: 200 tiers, and what a part holds lies at most three beneath.
``flat``: 2 tiers. ``reuse``: 12 tiers, a few assemblies on each used nearly everywhere, so that there are many times
more ways down than lines. ``cycles``: ``wide`` and one line in a thousand more, from a part back to one that holds it,
as scrap comes back. ``alternates``: ``wide``, of whose lines one in ten names another part for the position of the line
before it, and quantities have a least and a most. Ids are random. Of the parts made of nothing a share holds something.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float64]
LINES_PER_PART = 5.2
BACK, OTHERS, SPREAD = 0.001, 0.1, 1.25
"""Lines back per line; the share of lines that are another choice for the line before; most per least quantity."""
RETURNED = 0.1
"""Of the parts in a unit, at most so much comes back by lines back: what feeds itself by less than it takes ends."""
_CHUNK = 5_000_000
"""Lines drawn at once: the generator needs some 25 bytes a line, not ten columns of 8."""


class Shape(NamedTuple):
    """``tiers``; ``common``: 1 draws parts evenly, more the first ones more often; ``reach``: a line draws one of so
    many tiers beneath, and a part on it; 0: a part on any.
    """

    tiers: int
    common: int = 3
    reach: int = 0


SHAPES = {
    "wide": Shape(7), "deep": Shape(200, 3, 3), "flat": Shape(2), "reuse": Shape(12, 6, 2), "cycles": Shape(7),
    "alternates": Shape(7),
}  # fmt: skip


@dataclass(frozen=True)
class Graph:
    """``parent[j]`` holds ``quantity[j]`` of ``child[j]``, at most ``most[j]`` (the same array where both are equal).

    ``position``: lines with the same number are alternatives, one of which is inside; they stand side by side. None:
    there are none. ``leaf``: parts made of nothing.
    """

    parts: int
    parent: Ids
    child: Ids
    quantity: Floats
    most: Floats
    position: Ids | None
    leaf: npt.NDArray[np.bool_]

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return len(self.child)

    def own(self, columns: int, share: float, seed: int) -> tuple[npt.NDArray[np.intp], Floats]:
        """The leaves that hold something, a ``share`` of all, and their rows of amounts."""
        rng = np.random.default_rng(seed)
        leaves = np.flatnonzero(self.leaf)
        some = leaves[rng.random(len(leaves)) < share]
        return some, rng.random((len(some), columns))


def graph(lines: int, shape: str, seed: int) -> Graph:
    """A graph of so many lines. A part holds only parts of lower tiers, but for the lines back of ``cycles``."""
    rng = np.random.default_rng(seed)
    drawn = SHAPES[shape]
    parts = max(int(lines / LINES_PER_PART), drawn.tiers)
    tier = np.sort(rng.integers(0, drawn.tiers, parts, np.uint8))
    first = np.searchsorted(tier, np.arange(drawn.tiers + 1)).astype(np.int64)
    first[1:] = np.maximum(first[1:], 1)
    parent, child = np.empty(lines, np.uint32), np.empty(lines, np.uint32)
    quantity = np.empty(lines)
    other = rng.random(lines) < OTHERS if shape == "alternates" else None
    for begin in range(0, lines, _CHUNK):
        here = slice(begin, min(begin + _CHUNK, lines))
        parent[here] = rng.integers(first[1], parts, here.stop - begin)
        if other is not None:
            other[begin] = False
            parent[here] = parent[here][np.maximum.accumulate(np.where(other[here], 0, np.arange(here.stop - begin)))]
        child[here], scale = _beneath(rng, tier[parent[here]].astype(np.int64), first, drawn)
        quantity[here] = rng.random(len(scale)) * scale
    if shape == "cycles":
        parent, child, quantity = _with_lines_back(rng, parts, parent, child, quantity, tier)
    name = rng.permutation(parts).astype(np.uint32)
    leaf = np.ones(parts, np.bool_)
    leaf[name[parent]] = False
    if shape == "cycles":
        leaf[name[: first[1]]] = True  # what comes back is inside it, too, but it is bought
    most = quantity if other is None else quantity * SPREAD
    position = None if other is None else (np.cumsum(~other) - 1).astype(np.uint32)
    return Graph(parts, name[parent], name[child], quantity, most, position, leaf)


def _beneath(
    rng: np.random.Generator, tier: npt.NDArray[np.int64], first: npt.NDArray[np.int64], drawn: Shape
) -> tuple[npt.NDArray[np.int64], Floats]:
    """For parents on such tiers a child each, and the most that its quantity may be, so that sums stay in reach."""
    where = rng.random(len(tier)) ** drawn.common
    if not drawn.reach:
        return (where * first[tier]).astype(np.int64), 2 * np.exp(-tier / 20)
    on = np.maximum(tier - 1 - (rng.random(len(tier)) * drawn.reach).astype(np.int64), 0)
    found = first[on] + (where * (first[on + 1] - first[on])).astype(np.int64)
    return np.minimum(found, first[tier] - 1), np.full(len(tier), 2 / LINES_PER_PART)


def _with_lines_back(
    rng: np.random.Generator, parts: int, parent: Ids, child: Ids, quantity: Floats, tier: npt.NDArray[np.uint8]
) -> tuple[Ids, Ids, Floats]:
    """Some lines doubled the other way round, so small that all sums end.

    ``within`` counts all parts in a unit: within = 1 + A within. Lines back B with B within < 1 make (A + B) within <
    within, so the gain of A + B is below 1.
    """
    within = np.ones(parts)
    lines = np.argsort(tier[parent], kind="stable")
    bounds = np.searchsorted(tier[parent][lines], np.arange(int(tier.max()) + 2))
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        here = lines[begin:end]
        within += np.bincount(parent[here], quantity[here] * within[child[here]], parts)
    back = rng.choice(len(parent), max(int(len(parent) * BACK), 1), replace=False)
    share = RETURNED / np.bincount(child[back], minlength=parts)[child[back]]
    return (
        np.append(parent, child[back]), np.append(child, parent[back]),
        np.append(quantity, share / within[parent[back]]),
    )  # fmt: skip
