"""Loops of a graph: strongly connected components (Tarjan 1972), over arrays and without recursion."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from monazite.supply.kernel.csr import Ids, Places
from monazite.supply.kernel.jit import compiled

LOOP_SWEEPS = 2_000
"""Sweeps after which a loop whose amounts still grow is refused: its gain is 1 or more, or as good as that."""

_LOW = np.uint64(0xFFFFFFFF)


@compiled
def components(start: Places, words: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.int32], Ids]:
    """Of every part the number of its component, and the parts component by component, children first."""
    parts = len(start) - 1
    index = np.full(parts, -1, np.int32)
    low = np.zeros(parts, np.int32)
    component = np.full(parts, -1, np.int32)
    at = np.zeros(parts, np.int64)
    work = np.empty(parts, np.uint32)
    stack = np.empty(parts, np.uint32)
    members = np.empty(parts, np.uint32)
    clock = found = held = done = 0
    for root in range(parts):
        if index[root] != -1:
            continue
        depth = 0
        work[0] = root
        index[root] = low[root] = clock
        clock += 1
        at[root] = start[root]
        stack[held] = root
        held += 1
        while depth >= 0:
            p = work[depth]
            below = np.int64(-1)
            while at[p] < start[p + 1]:
                c = np.int64(words[at[p]] & _LOW)
                at[p] += 1
                if index[c] == -1:
                    below = c
                    break
                if component[c] == -1:
                    low[p] = min(low[p], index[c])
            if below >= 0:
                index[below] = low[below] = clock
                clock += 1
                at[below] = start[below]
                stack[held] = below
                held += 1
                depth += 1
                work[depth] = below
                continue
            if low[p] == index[p]:
                while True:
                    held -= 1
                    one = stack[held]
                    component[one] = found
                    members[done] = one
                    done += 1
                    if one == p:
                        break
                found += 1
            depth -= 1
            if depth >= 0:
                low[work[depth]] = min(low[work[depth]], low[p])
    return component, members
