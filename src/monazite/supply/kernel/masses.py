"""Masses of all parts in one pass: sure and possible kilograms of every counted entry per unit of every part.

For a part p with lines (child c, quantity between ``low`` and ``high``) and amounts of its own:

    least[p] = own least[p] + sum of low  * least[c]
    most[p]  = own most[p]  + sum of high * most[c]

Everything is at least 0, so the float sums are off by at most `PreparedGraph.rounding` units of the last place;
`widened` moves both ends outwards by that much (rule N1). A loop is summed until nothing moves any more; one that grows
without end is refused: its members may hold any amount (rule N4 caps them where values are counted).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from monazite.supply.kernel.jit import compiled, crew, each, fetch_row, on_threads
from monazite.supply.kernel.loops import LOOP_SWEEPS
from monazite.supply.kernel.prepared import Places, PreparedGraph, Rows

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.uint8]
WIDTHS = (2, 4, 8, 16, 24, 32, 48, 64)
"""Columns that a pass may carry: rows of few sizes keep lines of the cache whole. Half are lower, half upper ends."""
_AHEAD = 12
"""Lines between asking for a row and adding it: about as long as memory takes to answer."""
_LINE = 8
"""Columns in a line of the cache."""
_UNIT = 2.0**-53


def width_for(columns: int) -> int:
    """The least of `WIDTHS` that holds ``columns``. Raises `ValueError` beyond the widest."""
    for width in WIDTHS:
        if columns <= width:
            return width
    raise ValueError(f"a pass carries at most {WIDTHS[-1]} columns; {columns} take several passes")


def roll_up(graph: PreparedGraph, low: Floats, high: Floats, amounts: Floats) -> Places:
    """Roll ``amounts`` up in place; the loops refused, by number.

    ``amounts``: rows by place, `WIDTHS` columns; the first half least amounts of the parts' own, the second half most.
    ``low`` and ``high``: quantities in the order of ``graph.child``; the same array where they are equal.
    Upper ends of a refused loop are infinite.
    """
    if amounts.shape[1] not in WIDTHS or amounts.shape[0] != graph.parts:
        raise ValueError(f"amounts need {graph.parts} rows of {WIDTHS} columns, not {amounts.shape}")
    held = np.zeros(graph.parts, np.uint8)
    refused = np.zeros(len(graph.loops), np.uint8)
    with crew(graph.lines):
        _roll(graph.rows, Quantities(low, high), amounts, held, refused, low is high)
    return np.flatnonzero(refused).astype(np.int64)


def blank_rows(parts: int, width: int) -> Floats:
    """Rows of nothing that begin where a line of the cache does: a row of 24 columns lies in three lines, not in four.

    A pass over such rows takes a fifth less; `roll_up` takes any.
    """
    room = np.zeros(parts * width + _LINE, np.float64)
    first = -room.ctypes.data % (_LINE * room.itemsize) // room.itemsize
    return room[first : first + parts * width].reshape(parts, width)


def widened(graph: PreparedGraph, amounts: Floats, rows: npt.NDArray[np.intp] | slice = slice(None)) -> Floats:
    """The amounts with both ends moved outwards by their rounding."""
    error = ((graph.rounding[rows] + 2) * _UNIT * 1.01)[:, None]
    half = amounts.shape[1] // 2
    found = amounts[rows].copy()
    found[:, :half] *= 1 - error
    found[:, half:] *= 1 + error
    return found


class Quantities(NamedTuple):
    """Quantities of all lines in the order of ``child``."""

    low: Floats
    high: Floats


@on_threads
def _roll(rows: Rows, quantities: Quantities, amounts: Floats, held: Flags, refused: Flags, one_quantity: bool) -> None:
    """``held``: whether a part holds anything at all; a row of nothing is neither fetched nor added."""
    start, child, level, loops = rows.start, rows.child, rows.level, rows.loops
    low, high = quantities
    width = amounts.shape[1]
    half = width // 2
    last = len(child) - 1
    loop = 0
    for step in range(len(level) - 1):
        past = loop
        while past < len(loops) and loops[past, 0] < level[step + 1]:
            past += 1
        end = level[step + 1] if past == loop else loops[loop, 0]
        for p in each(level[step], end):
            some = False
            for x in range(width):
                some |= amounts[p, x] != 0.0
            for j in range(start[p], start[p + 1]):
                soon = child[min(j + _AHEAD, last)]
                if held[soon]:
                    for x in range(0, width, _LINE):
                        fetch_row(amounts, soon, x)
                c = child[j]
                if held[c]:
                    some = True
                    if one_quantity:
                        for x in range(width):
                            amounts[p, x] += high[j] * amounts[c, x]
                    else:
                        for x in range(half):
                            amounts[p, x] += low[j] * amounts[c, x]
                            amounts[p, x + half] += high[j] * amounts[c, x + half]
            held[p] = some
        while loop < past:
            refused[loop] = _settle(rows, quantities, amounts, held, loops[loop, 0], loops[loop, 1])
            loop += 1


@compiled
def _settle(rows: Rows, quantities: Quantities, amounts: Floats, held: Flags, first: int, last: int) -> bool:
    """Sum a loop until nothing moves; true when it grows without end. What comes from below it is added once."""
    start, child = rows.start, rows.child
    low, high = quantities
    width = amounts.shape[1]
    half = width // 2
    for p in range(first, last):
        for j in range(start[p], start[p + 1]):
            c = child[j]
            if c < first and held[c]:
                for x in range(width):
                    amounts[p, x] += (low[j] if x < half else high[j]) * amounts[c, x]
        held[p] = 1
    own = amounts[first:last].copy()
    sums = np.empty(width, np.float64)
    for _ in range(LOOP_SWEEPS):
        moved = False
        for p in range(last - 1, first - 1, -1):
            sums[:] = own[p - first]
            for j in range(start[p], start[p + 1]):
                c = child[j]
                if c >= first and c < last:
                    for x in range(width):
                        sums[x] += (low[j] if x < half else high[j]) * amounts[c, x]
            for x in range(width):
                if sums[x] > amounts[p, x] * (1 + 4e-16):
                    moved = True
                amounts[p, x] = max(amounts[p, x], sums[x])
        if not moved:
            return False
    for p in range(first, last):
        for x in range(half, width):
            amounts[p, x] = np.inf
    return True


def columns_of(ends: Sequence[tuple[Floats, Floats]], parts: int) -> Floats:
    """Amounts for `roll_up` from pairs of columns by place, the rest of the width nothing."""
    width = width_for(2 * len(ends))
    amounts = blank_rows(parts, width)
    for number, (least, most) in enumerate(ends):
        amounts[:, number] = least
        amounts[:, width // 2 + number] = most
    return amounts
