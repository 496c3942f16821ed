"""monazite's passes and the same with SciPy's sparse products, on rows of amounts by place, many columns at once.

Which pass it is depends on the shape. Alternatives are no sums, and the pass of masses knows none; the pass of counted
values (`monazite.supply.kernel.values`) takes of each group the least and the most while it rolls up, so that one is
measured there, nothing capped: a third of the columns are least amounts, a third certain, a third most.
"""

from __future__ import annotations

import time
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graphs.shapes import SPREAD, Floats, Graph
from monazite.supply.kernel import masses, oracle, values
from monazite.supply.kernel.prepared import PreparedGraph

Timed = tuple[float, Floats]
Held = tuple[npt.NDArray[np.integer[Any]], Floats]
"""Places that hold something, and their rows of amounts."""


class Rolled(Protocol):
    """Something that rolls up. Of one amount's least (0) and most (1) it ``takes`` these, side by side; of what comes
    out these columns are the ``ends`` that others find, too.
    """

    name: str
    takes: list[int]
    ends: list[int]

    def run(self, held: Held) -> Timed:
        """Seconds, and the amounts of all parts by place."""
        ...


class Masses:
    """The pass of masses: one quantity a line; loops are summed until nothing moves."""

    name = "pass of masses"
    takes, ends = [0, 1], [0]

    def __init__(self, ready: PreparedGraph, given: Graph) -> None:
        self.ready, self.quantity = ready, ready.by_line(given.quantity)

    def run(self, held: Held) -> Timed:
        """Making the rows of amounts is not in the time."""
        amounts = spread(self.ready.parts, held)
        begun = time.perf_counter()
        refused = masses.roll_up(self.ready, self.quantity, self.quantity, amounts)
        spent = time.perf_counter() - begun
        if len(refused):
            raise SystemExit(f"{len(refused)} loops were refused, and all were to come to an end")
        return spent, amounts


class Values:
    """The pass of counted values: alternatives by their least and most."""

    name = "pass of values"
    takes, ends = [0, 1, 1], [0, 2]

    def __init__(self, ready: PreparedGraph, given: Graph) -> None:
        assert given.position is not None
        several = np.bincount(given.position)[given.position] > 1
        group = np.where(several, given.position + np.uint32(1), np.uint32(0))[ready.line]
        special = np.zeros(ready.parts, np.bool_)
        special[np.repeat(np.arange(ready.parts), np.diff(ready.start))[group > 0]] = True
        low, high = ready.by_line(given.quantity), ready.by_line(given.most)
        self.ready = ready
        self.inside = values.Inside(low, high, group, np.zeros(ready.lines, np.bool_), special)

    def run(self, held: Held) -> Timed:
        """As `Masses.run`."""
        places, rows = held
        parts, width = self.ready.parts, rows.shape[1]
        bits, no = np.zeros(parts, np.uint8), np.zeros(parts, np.bool_)
        bits[places] = values.SURE | values.POSSIBLE
        amounts, uncapped = spread(parts, held), np.full(parts, np.inf)
        nothing = np.zeros((1, width)), np.zeros((1, 2))
        own = values.Own(amounts, bits, uncapped, no, no, np.full(parts, -1, np.int32), *nothing)
        begun = time.perf_counter()
        values.roll_up(self.ready, self.inside, own)
        return time.perf_counter() - begun, amounts


class Products:
    """SciPy: a sparse product per level; the matrices are made before, which favours it."""

    name = "product by level"
    takes, ends = [0, 1], [0]

    def __init__(self, kernel: Masses) -> None:
        self.matrices = oracle.products(kernel.ready, kernel.quantity)
        self.parts = kernel.ready.parts

    def run(self, held: Held) -> Timed:
        """As `Masses.run`."""
        amounts = spread(self.parts, held)
        begun = time.perf_counter()
        for first, last, matrix in self.matrices:
            amounts[first:last] += matrix @ amounts[:first]
        return time.perf_counter() - begun, amounts


class Repeated:
    """SciPy: one product of all lines, again and again, until no amount moves: what a graph with loops takes."""

    name = "repeated product"
    takes, ends = [0, 1], [0]

    def __init__(self, kernel: Masses) -> None:
        parts = kernel.ready.parts
        rows = (kernel.quantity, kernel.ready.child.astype(np.int32), kernel.ready.start.astype(np.int32))
        self.matrix = sparse.csr_array(rows, shape=(parts, parts))

    def run(self, held: Held) -> Timed:
        """As `Masses.run`."""
        own = spread(self.matrix.shape[0], held)
        begun = time.perf_counter()
        amounts = own
        while True:
            found = own + self.matrix @ amounts
            if np.allclose(found, amounts, rtol=1e-12, atol=0):
                return time.perf_counter() - begun, found
            amounts = found


class LeastAndMost:
    """SciPy and NumPy: a sparse product per level for what is no alternative; `reduceat` over the others."""

    name = "product by level, least and most of a group"
    takes, ends = [0, 1], [0, 1]

    def __init__(self, kernel: Values) -> None:
        self.parts = kernel.ready.parts
        self.levels = [self._level(kernel, *ends) for ends in _levels(kernel.ready)]

    @staticmethod
    def _level(kernel: Values, first: int, last: int) -> tuple[Any, ...]:
        ready, inside = kernel.ready, kernel.inside
        lines = slice(int(ready.start[first]), int(ready.start[last]))
        owner = np.repeat(np.arange(last - first), np.diff(ready.start[first : last + 1]))
        child, group = ready.child[lines].astype(np.int64), inside.group[lines]
        low, high, shape = inside.low[lines], inside.high[lines], (last - first, first)
        one, of = group == 0, group > 0
        plain = [sparse.csr_array((ends[one], (owner[one], child[one])), shape=shape) for ends in (low, high)]
        starts = np.flatnonzero(np.diff(group[of], prepend=0))
        groups = (np.ones(len(starts)), (owner[of][starts], np.arange(len(starts))))
        summed = sparse.csr_array(groups, shape=(last - first, len(starts)))
        return first, last, *plain, child[of], low[of, None], high[of, None], starts, summed

    def run(self, held: Held) -> Timed:
        """As `Masses.run`."""
        amounts = spread(self.parts, held)
        lower = amounts.shape[1] // (3 if amounts.shape[1] % 3 == 0 else 2)
        least, most = (np.ascontiguousarray(half) for half in np.hsplit(amounts, [lower]))
        begun = time.perf_counter()
        for first, last, plain_least, plain_most, child, low, high, starts, summed in self.levels:
            least[first:last] += plain_least @ least[:first]
            most[first:last] += plain_most @ most[:first]
            if len(starts):
                least[first:last] += summed @ np.minimum.reduceat(low * least[child], starts)
                most[first:last] += summed @ np.maximum.reduceat(high * most[child], starts)
        return time.perf_counter() - begun, np.hstack([least, most])


def kernel_of(ready: PreparedGraph, given: Graph) -> Masses | Values:
    """The pass that knows what the graph has."""
    return Masses(ready, given) if given.position is None else Values(ready, given)


def scipy_of(kernel: Masses | Values) -> Rolled:
    """What SciPy can do on the same graph."""
    if isinstance(kernel, Values):
        return LeastAndMost(kernel)
    return Repeated(kernel) if len(kernel.ready.loops) else Products(kernel)


def spread(parts: int, held: Held) -> Floats:
    """Rows of all parts, those that hold nothing 0. All are written once: rows of a portfolio have been, too, and what
    the system takes to hand out memory, more than half of a pass over 1e8 lines, is no part of one.
    """
    places, rows = held
    amounts = masses.blank_rows(parts, rows.shape[1])
    amounts.fill(0.0)
    amounts[places] = rows
    return amounts


def held_by(given: Graph, ready: PreparedGraph, columns: int, share: float, seed: int) -> Held:
    """Own amounts of the leaves, by place; where there are alternatives, thirds: least, twice most."""
    leaves, rows = given.own(columns, share, seed)
    if given.position is not None:
        third = columns // 3
        rows[:, third:] = np.tile(rows[:, :third] * SPREAD, 2)
    return ready.place[leaves], rows


def _levels(ready: PreparedGraph) -> list[tuple[int, int]]:
    return list(zip(ready.level[1:-1].tolist(), ready.level[2:].tolist(), strict=True))
