"""Seeded bill-of-material graphs: parts, lines, quantities, in the shapes that make roll-ups easy or hard.

``wide``: 7 tiers, heavy reuse of common parts; ``deep``: 200 tiers; ``flat``: 2 tiers. Ids are random. Of the parts
that are made of nothing a share holds something.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

TIERS = {"wide": 7, "deep": 200, "flat": 2}
LINES_PER_PART = 5.2


@dataclass(frozen=True)
class Graph:
    """``parent[j]`` holds ``quantity[j]`` of ``child[j]``; ``own[p]``: columns of amounts of the part itself."""

    parts: int
    parent: npt.NDArray[np.uint32]
    child: npt.NDArray[np.uint32]
    quantity: npt.NDArray[np.float64]
    leaf: npt.NDArray[np.bool_]

    def own(self, columns: int, share: float, seed: int) -> npt.NDArray[np.float64]:
        """Amounts of the leaves; ``share`` of them hold something."""
        rng = np.random.default_rng(seed)
        found = np.zeros((self.parts, columns))
        some = self.leaf & (rng.random(self.parts) < share)
        found[some] = rng.random((int(some.sum()), columns))
        return found


def graph(lines: int, shape: str, seed: int) -> Graph:
    """A graph of so many lines. A part holds only parts of lower tiers, most often the common ones."""
    rng = np.random.default_rng(seed)
    parts = max(int(lines / LINES_PER_PART), TIERS[shape])
    tier = np.sort(rng.integers(0, TIERS[shape], parts))
    first = np.searchsorted(tier, np.arange(TIERS[shape] + 1))
    parent = rng.integers(max(int(first[1]), 1), parts, lines)
    beneath = np.maximum(first[tier[parent]], 1)
    child = (rng.random(lines) ** 3 * beneath).astype(np.int64)
    name = rng.permutation(parts).astype(np.uint32)
    leaf = np.ones(parts, np.bool_)
    leaf[name[parent]] = False
    quantity = rng.random(lines) * 2 * np.exp(-tier[parent] / 20)
    return Graph(parts, name[parent], name[child], quantity, leaf)
