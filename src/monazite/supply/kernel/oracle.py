"""The same roll-up with SciPy, level by level: the plainest form, to compare with."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from monazite.supply.kernel.masses import Floats
from monazite.supply.kernel.prepared import PreparedGraph


def products(graph: PreparedGraph, quantity: Floats) -> list[tuple[int, int, sparse.csr_array]]:
    """Of every level but the lowest its first and last place and its quantities as a matrix over lower places."""
    found = []
    for first, last in zip(graph.level[1:-1].tolist(), graph.level[2:].tolist(), strict=True):
        lines = slice(int(graph.start[first]), int(graph.start[last]))
        start = graph.start[first : last + 1] - graph.start[first]
        rows = (quantity[lines], graph.child[lines].astype(np.int64), start)
        found.append((first, last, sparse.csr_array(rows, shape=(last - first, first))))
    return found


def roll_up(graph: PreparedGraph, low: Floats, high: Floats, amounts: Floats) -> None:
    """Roll ``amounts`` up in place, as `monazite.supply.kernel.masses.roll_up`. Raises `ValueError` for loops."""
    if len(graph.loops):
        raise ValueError("products by level know no loops")
    half = amounts.shape[1] // 2
    for ends, quantity in ((slice(None, half), low), (slice(half, None), high)):
        for first, last, matrix in products(graph, quantity):
            amounts[first:last, ends] += matrix @ np.ascontiguousarray(amounts[:first, ends])
