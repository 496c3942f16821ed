"""Where numbers stand in a list of numbers: a hash table in one piece, asked by all threads."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from monazite.supply.kernel.csr import Ids
from monazite.supply.kernel.jit import compiled, crew, each, fetch, on_threads

Words = npt.NDArray[np.uint64]
NOWHERE = np.uint32(0xFFFFFFFF)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_AHEAD = 16


def places(known: Words, asked: Words) -> Ids:
    """The last place in ``known`` of each word of ``asked``; `NOWHERE` where it is not among them."""
    bits = max(int(2 * len(known)).bit_length(), 4)
    with crew(len(asked)):
        return _asked(*_table(known, bits), known, asked, np.uint64(64 - bits))


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
def _asked(table: Ids, known: Words, asked: Words, shift: np.uint64) -> Ids:
    found = np.empty(len(asked), np.uint32)
    mask = np.uint64(len(table) - 1)
    for j in each(len(asked)):
        if j + _AHEAD < len(asked):
            fetch(table, (asked[j + _AHEAD] * _SPREAD) >> shift)
        at = (asked[j] * _SPREAD) >> shift
        while table[at] != NOWHERE and known[table[at]] != asked[j]:
            at = (at + np.uint64(1)) & mask
        found[j] = table[at]
    return found
