"""One change carried to the parts above it, instead of a pass over all.

Rolling up is linear where nothing is capped, so the change of a part's own amounts reaches a part above it multiplied
by the quantities on the way. Roundings add up with every change: `Pushed.changes` counts them, and a pass anew is due
after some thousands.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from monazite.supply.kernel.jit import compiled
from monazite.supply.kernel.masses import Floats
from monazite.supply.kernel.prepared import Ids, Places, PreparedGraph


class Pushed:
    """Rolled-up amounts that follow single changes. Refuses graphs with loops: `ValueError`."""

    def __init__(self, graph: PreparedGraph, low: Floats, high: Floats, amounts: Floats) -> None:
        """``amounts`` as `roll_up` left them; they are changed in place."""
        if len(graph.loops):
            raise ValueError("a graph with loops is rolled up anew")
        self.graph, self.amounts = graph, amounts
        self.changes = 0
        start, parent, at = graph.users
        self._users = start, parent, low[at], high[at]
        self._mark = np.full(graph.parts, -1, np.int32)

    def change(self, place: int, difference: Floats) -> Ids:
        """Add ``difference`` to the own amounts of the part at a place; the places whose amounts changed."""
        self.changes += 1
        touched = _above(self._users[0], self._users[1], self._mark, place)
        touched.sort()
        _carry(*self._users, self.amounts, self._mark, touched, np.ascontiguousarray(difference, np.float64))
        return touched


@compiled
def _above(start: Places, parent: Ids, mark: npt.NDArray[np.int32], place: int) -> Ids:
    """The part and all that hold it; these are marked."""
    found = np.empty(64, np.uint32)
    found[0] = place
    mark[place] = 0
    count = 1
    looked = 0
    while looked < count:
        p = found[looked]
        looked += 1
        for a in range(start[p], start[p + 1]):
            if mark[parent[a]] < 0:
                if count == len(found):
                    wider = np.empty(2 * count, np.uint32)
                    wider[:count] = found
                    found = wider
                mark[parent[a]] = 0
                found[count] = parent[a]
                count += 1
    return found[:count].copy()


@compiled
def _carry(
    start: Places, parent: Ids, low: Floats, high: Floats, amounts: Floats, mark: npt.NDArray[np.int32], touched: Ids,
    difference: Floats,
) -> None:  # fmt: skip
    """Every part passes its change on once it is whole: parts stand behind all that they are made of."""
    width = amounts.shape[1]
    half = width // 2
    change = np.zeros((len(touched), width))
    for i in range(len(touched)):
        mark[touched[i]] = i
    change[0] = difference
    for i in range(len(touched)):
        p = touched[i]
        for x in range(width):
            amounts[p, x] += change[i, x]
        for a in range(start[p], start[p + 1]):
            above = mark[parent[a]]
            for x in range(half):
                change[above, x] += low[a] * change[i, x]
            for x in range(half, width):
                change[above, x] += high[a] * change[i, x]
    for i in range(len(touched)):
        mark[touched[i]] = -1
