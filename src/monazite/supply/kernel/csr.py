"""A table of lines as rows: all lines of a part side by side. Lines come in any order; their order within a part stays.

Writing each line at once to where it belongs misses the cache ten million times. So lines go first to one of some 256
ranges of parts, a range at a time fits the cache, and ranges are put in order by all threads.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from monazite.supply.kernel.jit import each, on_threads, threads

Ids = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]

_RANGES = 256
_LOW = np.uint64(0xFFFFFFFF)
_HIGH = np.uint64(32)


def rows_of(owner: Ids, other: Ids, parts: int) -> tuple[Places, Ids, Ids]:
    """``start``, ``other`` and line numbers, by owner: row p is ``start[p]:start[p+1]``."""
    start, words = packed_rows(owner, other, parts)
    return start, (words & _LOW).astype(np.uint32), (words >> _HIGH).astype(np.uint32)


def packed_rows(owner: Ids, other: Ids, parts: int) -> tuple[Places, npt.NDArray[np.uint64]]:
    """As `rows_of`, with ``other`` in the lower and the line number in the upper half of one word."""
    shift = max(parts - 1, 0).bit_length() - _RANGES.bit_length() + 1
    return _packed(owner, other, max(parts, 1), max(shift, 0), threads())


@on_threads
def _packed(owner: Ids, other: Ids, parts: int, shift: int, crew: int) -> tuple[Places, npt.NDArray[np.uint64]]:
    lines = len(owner)
    ranges = ((parts - 1) >> shift) + 1
    counts = np.zeros((crew, ranges), np.int64)
    for one in each(crew):
        for j in range(one * lines // crew, (one + 1) * lines // crew):
            counts[one, owner[j] >> shift] += 1
    first = np.zeros(ranges + 1, np.int64)
    placed = 0
    for r in range(ranges):
        first[r] = placed
        for one in range(crew):
            count = counts[one, r]
            counts[one, r] = placed
            placed += count
    first[ranges] = placed
    owners = np.empty(lines, np.uint32)
    words = np.empty(lines, np.uint64)
    for one in each(crew):
        at = counts[one].copy()
        for j in range(one * lines // crew, (one + 1) * lines // crew):
            r = owner[j] >> shift
            owners[at[r]] = owner[j]
            words[at[r]] = np.uint64(other[j]) | (np.uint64(j) << _HIGH)
            at[r] += 1
    start = np.zeros(parts + 1, np.int64)
    found = np.empty(lines, np.uint64)
    for r in each(ranges):
        lowest = r << shift
        size = min(parts, (r + 1) << shift) - lowest
        at = np.zeros(size + 1, np.int64)
        for a in range(first[r], first[r + 1]):
            at[owners[a] - lowest + 1] += 1
        at[0] = first[r]
        for i in range(size):
            at[i + 1] += at[i]
            start[lowest + i + 1] = at[i + 1]
        for a in range(first[r], first[r + 1]):
            i = owners[a] - lowest
            found[at[i]] = words[a]
            at[i] += 1
    return start, found
