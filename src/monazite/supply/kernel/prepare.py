"""From a table of lines to a `PreparedGraph`: rows, levels, loops, order."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from monazite.supply.kernel.csr import Ids, Places, packed_rows
from monazite.supply.kernel.jit import compiled, crew, each, fetch, on_threads, threads
from monazite.supply.kernel.loops import LOOP_SWEEPS, components
from monazite.supply.kernel.prepared import PreparedGraph

Levels = npt.NDArray[np.int32]
_LOW = np.uint64(0xFFFFFFFF)
_HIGH = np.uint64(32)
_SWEEPS = 40
"""Sweeps after which levels are looked for by a walk instead: the graph is deep, or has a loop."""
_USES = 33
"""Classes of use within a level: by powers of two."""


def prepare(parent: Ids, child: Ids, parts: int) -> PreparedGraph:
    """The graph of lines ``parent[j]`` -> ``child[j]`` over parts 0 .. parts-1, loops and parallel lines included.

    Raises `ValueError` where a number lies outside.
    """
    if len(parent) != len(child):
        raise ValueError("a parent and a child are needed for every line")
    if len(parent) and max(int(parent.max()), int(child.max())) >= parts:
        raise ValueError(f"a line names a part beyond the {parts} there are")
    with crew(len(parent)):
        return _prepared(parent, child, parts)


def _prepared(parent: Ids, child: Ids, parts: int) -> PreparedGraph:
    start, words = packed_rows(parent, child, parts)
    level, settled = _levels_by_sweeps(start, words, _SWEEPS, threads())
    loop_of = np.zeros(0, np.int32)
    if not settled:
        level, loop_of = _levels_of_components(start, words, *components(start, words))
    order, place, levels = _order(level, loop_of, _uses(child, parts))
    start, child, line = _relabelled(start, words, order, place)
    loops = _bounds_of(loop_of, order)
    return PreparedGraph(start, child, line, order, place, levels, loops, _roundings(start, child, loops))


@on_threads
def _levels_by_sweeps(start: Places, words: npt.NDArray[np.uint64], most: int, crew: int) -> tuple[Levels, bool]:
    """Level 0: made of nothing; else one above the highest level beneath. False when sweeps did not settle them."""
    parts = len(start) - 1
    level = np.zeros(parts, np.int32)
    lines = len(words)
    cuts = np.empty(crew + 1, np.int64)
    for one in range(crew):
        cuts[one] = np.searchsorted(start, one * lines // crew)
    cuts[0], cuts[crew] = 0, parts
    for sweep in range(most):
        moved = np.zeros(crew * 64, np.uint8)  # 64: each thread's own line of the cache
        for one in each(crew):
            for p in range(cuts[one], cuts[one + 1]):
                here = level[p]
                if here < sweep:  # the sweep before has not moved it, nor anything beneath it since
                    continue
                for a in range(start[p], start[p + 1]):
                    above = level[words[a] & _LOW] + np.int32(1)
                    here = max(here, above)
                if here > level[p]:
                    level[p] = here
                    moved[one * 64] = 1
        if not moved.any():
            return level, True
    return level, False


@compiled
def _levels_of_components(
    start: Places, words: npt.NDArray[np.uint64], component: Levels, members: Ids
) -> tuple[Levels, Levels]:
    """Levels, the same within a component; and of every part the number of its loop, from 1, or 0.

    ``members``: parts, component by component, each after all that it leads to.
    """
    parts = len(start) - 1
    level = np.zeros(parts, np.int32)
    loop = np.zeros(parts, np.int32)
    loops = 0
    first = 0
    while first < parts:
        last = first + 1
        while last < parts and component[members[last]] == component[members[first]]:
            last += 1
        highest = np.int32(0)
        inside = last - first > 1
        for i in range(first, last):
            p = members[i]
            for a in range(start[p], start[p + 1]):
                c = np.int64(words[a] & _LOW)
                if component[c] == component[p]:
                    inside = True
                else:
                    highest = max(highest, level[c] + np.int32(1))
        if inside:
            loops += 1
        for i in range(first, last):
            level[members[i]] = highest
            loop[members[i]] = loops if inside else 0
        first = last
    return level, loop


@compiled
def _uses(child: Ids, parts: int) -> Levels:
    uses = np.zeros(parts, np.int32)
    for j in range(len(child)):
        uses[child[j]] += 1
    return uses


@compiled
def _sorted_by(key: Places, classes: int) -> tuple[Ids, Ids, Places]:
    parts = len(key)
    at = np.zeros(classes + 1, np.int64)
    for p in range(parts):
        at[key[p] + 1] += 1
    for c in range(classes):
        at[c + 1] += at[c]
    first = at.copy()
    order = np.empty(parts, np.uint32)
    place = np.empty(parts, np.uint32)
    for p in range(parts):
        order[at[key[p]]] = p
        place[p] = at[key[p]]
        at[key[p]] += 1
    return order, place, first


def _order(level: Levels, loop_of: Levels, uses: Levels) -> tuple[Ids, Ids, Places]:
    """Parts by level, within it by how much they are used, most first; loops last, each together."""
    levels = int(level.max()) + 1 if len(level) else 0
    often = _USES - 1 - np.frexp(uses)[1].astype(np.int64)  # what is used most stays in the cache together
    if not len(loop_of) or not loop_of.any():
        order, place, first = _sorted_by(level * np.int64(_USES) + often, levels * _USES)
        return order, place, np.append(first[: levels * _USES : _USES], len(level))
    order = np.lexsort((np.where(loop_of == 0, often, 0), loop_of, level)).astype(np.uint32)
    place = np.empty_like(order)
    place[order] = np.arange(len(order), dtype=np.uint32)
    return order, place, np.searchsorted(level[order], np.arange(levels + 1))


@on_threads
def _relabelled(start: Places, words: npt.NDArray[np.uint64], order: Ids, place: Ids) -> tuple[Places, Ids, Ids]:
    parts, lines = len(order), len(words)
    moved = np.zeros(parts + 1, np.int64)
    for p in range(parts):
        moved[p + 1] = moved[p] + start[order[p] + 1] - start[order[p]]
    child = np.empty(lines, np.uint32)
    line = np.empty(lines, np.uint32)
    for p in each(parts):
        if p + 8 < parts:
            fetch(words, start[order[p + 8]])
        first = start[order[p]]
        for j in range(moved[p + 1] - moved[p]):
            word = words[first + j]
            child[moved[p] + j] = place[word & _LOW]
            line[moved[p] + j] = word >> _HIGH
    return moved, child, line


def _bounds_of(loop_of: Levels, order: Ids) -> Places:
    if not len(loop_of) or not loop_of.any():
        return np.zeros((0, 2), np.int64)
    inside = loop_of[order]
    edges = np.flatnonzero(np.diff(inside, prepend=0, append=0))
    pairs = [(a, b) for a, b in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True) if inside[a]]
    return np.array(pairs, np.int64).reshape(-1, 2)


@compiled
def _roundings(start: Places, child: Ids, loops: Places) -> npt.NDArray[np.float64]:
    """Roundings on the longest way down: one per product, one per sum, two for a bound and for what was stated."""
    parts = len(start) - 1
    most = np.zeros(parts, np.float64)
    loop = 0
    p = 0
    while p < parts:
        last = p + 1
        sweeps = 1
        if loop < len(loops) and loops[loop, 0] == p:
            last = loops[loop, 1]
            sweeps = LOOP_SWEEPS
            loop += 1
        deepest = 0.0
        longest = 0
        for i in range(p, last):
            longest = max(longest, start[i + 1] - start[i])
            for a in range(start[i], start[i + 1]):
                if child[a] < p:
                    deepest = max(deepest, most[child[a]])
        for i in range(p, last):
            most[i] = deepest + sweeps * (longest + 4)
        p = last
    return most
