"""Where numbers stand in a list of numbers: a hash table in one piece, asked by all threads."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from monazite.supply.kernel.csr import Ids
from monazite.supply.kernel.jit import compiled, crew, each, fetch, fetch_row, on_threads

Words = npt.NDArray[np.uint64]
NOWHERE = np.uint32(0xFFFFFFFF)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_AHEAD, _NEXT = 16, 8
"""Words between asking for a place of the table, then for the word that stands there, and looking at it."""


def places(known: Words, asked: Words, known_again: Words, asked_again: Words) -> tuple[Ids, bool]:
    """The last place in ``known`` of each word of ``asked``; `NOWHERE` where it is not among them. And whether the
    second words of all that were found agree too: then no two things were taken for one.
    """
    bits = max(int(2 * len(known)).bit_length(), 4)
    both = np.stack([known, known_again], axis=1)  # side by side: in one line of the cache
    with crew(len(asked)):
        found, differ = _asked(*_table(known, bits), both, asked, asked_again, np.uint64(64 - bits))
    return found, differ == 0


@compiled
def _table(known: Words, bits: int) -> tuple[Ids]:
    table = np.full(1 << bits, NOWHERE, np.uint32)
    mask = np.uint64((1 << bits) - 1)
    shift = np.uint64(64 - bits)
    for place in range(len(known)):
        at = (known[place] * _SPREAD) >> shift
        while table[at] != NOWHERE and known[table[at]] != known[place]:
            at = (at + np.uint64(1)) & mask
        table[at] = place
    return (table,)


@on_threads
def _asked(
    table: Ids, known: npt.NDArray[np.uint64], asked: Words, again: Words, shift: np.uint64
) -> tuple[Ids, int]:  # fmt: skip
    """The places, and how many second words differ."""
    found = np.empty(len(asked), np.uint32)
    mask = np.uint64(len(table) - 1)
    differ = 0
    for j in each(len(asked)):
        if j + _AHEAD < len(asked):
            fetch(table, (asked[j + _AHEAD] * _SPREAD) >> shift)
        if j + _NEXT < len(asked):
            soon = table[(asked[j + _NEXT] * _SPREAD) >> shift]
            if soon != NOWHERE:
                fetch_row(known, soon, 0)
        at = (asked[j] * _SPREAD) >> shift
        while table[at] != NOWHERE and known[table[at], 0] != asked[j]:
            at = (at + np.uint64(1)) & mask
        found[j] = table[at]
        if table[at] != NOWHERE and known[table[at], 1] != again[j]:
            differ += 1
    return found, differ
