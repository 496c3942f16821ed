"""Counted value of all parts in one pass, with the caps of rule N4: what `monazite.supply.passes` does, on floats.

For every price basis three sums are carried: ``low`` and ``high`` bound the counted value in a unit of a part,
``stated`` is the part of ``high`` that somebody has stated and that no cap touches. Beside them whether anything
counted is inside at all: sure, possible, neither.

What this pass does not do is left to the exact roll-up: totals stated on top of children, and bounds of single entries
(reading `each_entry`). Parts where such things occur are *given*: their bounds come from there and are not touched.

Rounding: at most `PreparedGraph.rounding` units of the last place, as in `monazite.supply.kernel.masses`; an amount
that leaves as a by-product is taken off with both amounts moved apart by as much.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from monazite.supply.kernel.jit import compiled, crew, each, on_threads
from monazite.supply.kernel.loops import LOOP_SWEEPS
from monazite.supply.kernel.masses import Floats
from monazite.supply.kernel.prepared import Ids, Places, PreparedGraph, Rows

Bits = npt.NDArray[np.uint8]
SURE, POSSIBLE = 1, 2
"""Bits: something counted is certainly, is possibly inside. Sure is always possible too."""
_UNIT = 2.0**-53
_MOVED = 1 + 8e-16


class Inside(NamedTuple):
    """What is said of the lines, in the order of `PreparedGraph.child`.

    ``low`` and ``high``: quantity per unit of the parent (infinite: unbounded). ``group``: lines of a part with the
    same number above 0 are alternatives, one of which is inside; they stand side by side. ``gone``: the line leaves as
    a by-product, and is no alternative. ``special``: parts (places) that have lines of either sort; where there are
    none, ``group`` and ``gone`` may be empty.
    """

    low: Floats
    high: Floats
    group: Ids
    gone: npt.NDArray[np.bool_]
    special: npt.NDArray[np.bool_]


class Own(NamedTuple):
    """What is said of the parts themselves, by place.

    ``amounts``: low, stated and high of their stated contents, all bases of one after the other, 3 x bases columns.
    ``bits``: of these contents. ``cap``: the most a unit is worth in money, infinite when nobody knows. ``open``:
    something may be inside that nobody has described. ``given``: rows of ``amounts`` and ``bits`` are final.
    ``whole``: the row of ``worth`` of a part that is itself a counted item, else -1; ``worth``: low, certain and high
    value of such a part on every basis as in ``amounts``; ``home``: least and most of it that is of home origin.
    """

    amounts: Floats
    bits: Bits
    cap: Floats
    open: npt.NDArray[np.bool_]
    given: npt.NDArray[np.bool_]
    whole: npt.NDArray[np.int32]
    worth: Floats
    home: Floats


def roll_up(graph: PreparedGraph, inside: Inside, own: Own) -> Places:
    """Roll ``own.amounts`` and ``own.bits`` up in place, from the parts' own to all that is inside; the loops refused,
    by number, whose members are open.
    """
    refused = np.zeros(len(graph.loops), np.uint8)
    with crew(graph.lines):
        _roll(graph.rows, inside, own, own.amounts, own.bits, refused)
    return np.flatnonzero(refused).astype(np.int64)


def widened(graph: PreparedGraph, amounts: Floats) -> Floats:
    """The amounts with both ends moved outwards by their rounding, in place; ``stated`` as an upper end."""
    error = ((graph.rounding + 3) * _UNIT * 1.01)[:, None]
    third = amounts.shape[1] // 3
    amounts[:, :third] *= 1 - error
    amounts[:, third:] *= 1 + error
    return amounts


@on_threads
def _roll(rows: Rows, inside: Inside, own: Own, amounts: Floats, bits: Bits, refused: Bits) -> None:
    level, loops = rows.level, rows.loops
    loop = 0
    for step in range(len(level) - 1):
        past = loop
        while past < len(loops) and loops[past, 0] < level[step + 1]:
            past += 1
        end = level[step + 1] if past == loop else loops[loop, 0]
        for p in each(level[step], end):
            _roll_one(p, rows, inside, own, amounts, bits)
        while loop < past:
            refused[loop] = _settle(loops[loop, 0], loops[loop, 1], rows, inside, own, amounts, bits)
            loop += 1


@compiled
def _roll_one(p: int, rows: Rows, inside: Inside, own: Own, amounts: Floats, bits: Bits) -> None:
    """From what is a part's own to what is inside it; everything beneath is done."""
    if own.given[p]:
        return
    if inside.special[p]:
        _gather_special(p, rows, inside, amounts, bits)
    else:
        _gather(p, rows, inside, amounts, bits)
    _close(p, own, amounts, bits)


@compiled
def _gather(p: int, rows: Rows, inside: Inside, amounts: Floats, bits: Bits) -> None:
    """Add what the children hold to what is the part's own."""
    start, child, low, high = rows.start, rows.child, inside.low, inside.high
    third = amounts.shape[1] // 3
    found = bits[p]
    for j in range(start[p], start[p + 1]):
        c = child[j]
        if bits[c] == 0 or high[j] == 0.0:
            continue
        found |= bits[c] if low[j] > 0.0 else bits[c] & POSSIBLE
        for x in range(third):
            amounts[p, x] += low[j] * amounts[c, x]
            amounts[p, third + x] += _times(high[j], amounts[c, third + x])
            amounts[p, 2 * third + x] += _times(high[j], amounts[c, 2 * third + x])
    bits[p] = found


@compiled
def _times(quantity: float, amount: float) -> float:
    """Nothing of however much, and however much of nothing, is nothing."""
    return 0.0 if amount == 0.0 or quantity == 0.0 else quantity * amount


@compiled
def _gather_special(p: int, rows: Rows, inside: Inside, amounts: Floats, bits: Bits) -> None:
    """As `_gather`, of alternatives one (rule N7); what leaves is taken off the lower ends of what comes."""
    start, child = rows.start, rows.child
    low, high, group = inside.low, inside.high, inside.group
    width = amounts.shape[1]
    third = width // 3
    one = np.zeros(width)
    coming, leaving = np.zeros(third), np.zeros(third)
    found = np.uint8(0)
    j = start[p]
    while j < start[p + 1]:
        last = j + 1
        while group[j] > 0 and last < start[p + 1] and group[last] == group[j]:
            last += 1
        sure, possible = np.uint8(SURE), np.uint8(0)
        for i in range(j, last):
            c = child[i]
            here = np.uint8(0) if high[i] == 0.0 else bits[c] if low[i] > 0.0 else bits[c] & np.uint8(POSSIBLE)
            for x in range(third):
                least = low[i] * amounts[c, x]
                one[x] = least if i == j else min(one[x], least)
            for x in range(third, width):
                most = _times(high[i], amounts[c, x])
                one[x] = most if i == j else max(one[x], most)
            sure &= here
            possible |= here & np.uint8(POSSIBLE)
        if inside.gone[j]:
            for x in range(third):
                leaving[x] += one[2 * third + x]
        else:
            found |= sure | possible
            for x in range(third):
                coming[x] += one[x]
            for x in range(third, width):
                amounts[p, x] += one[x]
        j = last
    error = (rows.rounding[p] + 3) * _UNIT
    sure_stays = True
    for x in range(third):
        if leaving[x] > 0.0:
            coming[x] = max(0.0, coming[x] * (1 - error) - leaving[x] * (1 + error))
            sure_stays &= coming[x] > 0.0
        amounts[p, x] += coming[x]
    bits[p] |= found if sure_stays else found & np.uint8(POSSIBLE)


@compiled
def _close(p: int, own: Own, amounts: Floats, bits: Bits) -> None:
    """What nobody has described, the cap, and the part itself where it is a counted item (rules N4 to N6)."""
    cap, open_, whole = own.cap[p], own.open[p], own.whole[p]
    third = amounts.shape[1] // 3
    if open_:
        bits[p] |= np.uint8(POSSIBLE)
    for x in range(third):
        stated, most = amounts[p, third + x], amounts[p, 2 * third + x]
        if open_:
            most += cap
        most = max(stated, min(cap, most))
        amounts[p, x] = min(amounts[p, x], most)
        amounts[p, 2 * third + x] = most
    if whole >= 0:
        _count_whole(p, own.worth[whole], own.home[whole], amounts)
        if own.home[whole, 0] > 0.0:
            bits[p] = np.uint8(SURE | POSSIBLE)
        elif own.home[whole, 1] > 0.0:
            bits[p] |= np.uint8(POSSIBLE)


@compiled
def _count_whole(p: int, worth: Floats, home: Floats, amounts: Floats) -> None:
    """The part as a counted item, of which a fraction counts whole and the rest through what is within it (rule N6)."""
    third = amounts.shape[1] // 3
    least, most = home[0], home[1]
    for x in range(third):
        low, certain, high = worth[x], worth[third + x], worth[2 * third + x]
        within_low, within_stated, within_high = amounts[p, x], amounts[p, third + x], amounts[p, 2 * third + x]
        if certain < high:
            low = max(low, min(within_low, high))
        if least == 1.0:
            amounts[p, x], amounts[p, third + x], amounts[p, 2 * third + x] = low, certain, high
            continue
        found = max(least * low, within_low)
        amounts[p, x] = min(found, low) if most == 1.0 else found
        top = _times(most, high)
        amounts[p, 2 * third + x] = max(within_high, min(high, top + within_high))
        amounts[p, third + x] = max(within_stated, min(high, _times(most, certain) + within_stated))


@compiled
def _feeds_itself(first: int, last: int, rows: Rows, inside: Inside) -> bool:
    """Whether the members of a loop hold as much of one another as they are, or more (gain 1 or above).

    Below 1 and only then ``x = 1 + A x`` grows to an end.
    """
    held = np.ones(last - first)
    for _ in range(LOOP_SWEEPS):
        moved = False
        for p in range(last - 1, first - 1, -1):
            total = 1.0
            for j in range(rows.start[p], rows.start[p + 1]):
                c = rows.child[j]
                stays = not inside.special[p] or not inside.gone[j]
                if first <= c and c < last and stays and inside.high[j] > 0.0:
                    total += inside.high[j] * held[c - first]
            if total > held[p - first] * _MOVED:
                moved = True
                held[p - first] = total
        if not moved:
            return False
        if held.max() > 1e300:
            return True
    return True


@compiled
def _settle(first: int, last: int, rows: Rows, inside: Inside, own: Own, amounts: Floats, bits: Bits) -> bool:
    """Sum a loop until nothing moves. True when it does not settle: then each member may hold up to its own value.

    Quantities that feed themselves by less than they take have one solution, caps only lower it, and sums from
    nothing upwards reach it.
    """
    width = amounts.shape[1]
    third = width // 3
    outset, outset_bits = amounts[first:last].copy(), bits[first:last].copy()
    mixed = inside.special[first:last].any()
    for p in range(first, last):
        if not own.given[p]:
            amounts[p] = 0.0
            bits[p] = 0
    before = np.empty(width)
    settled = False
    for _ in range(0 if _feeds_itself(first, last, rows, inside) else LOOP_SWEEPS):
        settled = True
        for p in range(last - 1, first - 1, -1):
            if own.given[p]:
                continue
            before[:] = amounts[p]
            told = bits[p]
            amounts[p] = outset[p - first]
            bits[p] = outset_bits[p - first]
            _roll_one(p, rows, inside, own, amounts, bits)
            settled &= bits[p] == told
            for x in range(width):
                settled &= amounts[p, x] <= before[x] * _MOVED
        if settled:
            break
    for p in range(first, last):
        if own.given[p]:
            continue
        for x in range(third):
            if not settled or mixed:  # what leaves a loop, or may not be in it, is not sure to stay
                amounts[p, x] = 0.0
            if not settled:
                amounts[p, third + x] = 0.0
                amounts[p, 2 * third + x] = own.cap[p]
        if not settled or mixed:
            bits[p] = bits[p] & np.uint8(POSSIBLE) if settled else np.uint8(POSSIBLE)
    return not settled
