"""`monazite.supply.amounts` in every combination of answers at once: the same sums, caps and alternatives, as floats.

Sums, products, minima and maxima of numbers of one sign lose a few units of the last place; a difference may lose
everything. `Columns.unsure` is set where one does, and where a choice of two ways hangs on a difference that small.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from monazite.model.truth import Truth
from monazite.supply.together.answers import COMBINATIONS, CONTENTS, ORIGIN, Answered, Flags, Floats
from monazite.supply.together.columns import Columns, Entries, Levels

_CANCELLED = 1e-4
"""A difference less than this part of what it is taken from may be rounding for a good part."""
NEAR = 1e-9
"""Two numbers nearer than this part of them may be equal."""

_FALSE, _UNKNOWN, _TRUE = (np.int8(truth) for truth in (Truth.FALSE, Truth.UNKNOWN, Truth.TRUE))


def hidden(entries: Entries, low: Floats, high: Floats, contains: Levels, there: Flags) -> Columns:
    """See `Amounts.hidden`; ``there``: where anything is hidden at all."""
    found = entries.nothing()
    found.lows[0] = low
    found.low[:] = low
    found.highs[:] = high
    found.high[:] = high
    found.named[0] = there
    found.contains[:] = contains
    return found


def hidden_content(entries: Entries, low: Floats | float, high: Floats | float, asked: Answered) -> Columns:
    """See `amounts.hidden_content`; ``asked``: the question that is about it."""
    least = np.where(asked.high, low, 0.0)
    most = np.where(asked.lowest, 0.0, high)
    return hidden(entries, least, most, np.where(asked.open, _UNKNOWN, _TRUE) * ~asked.low, ~asked.low)


def total(entries: Entries, parts: Iterable[Columns]) -> Columns:
    """See `amounts.total`."""
    members = list(parts)
    if len(members) == 1:
        return members[0]
    found = entries.nothing()
    for member in members:
        found.rows += member.rows
        np.maximum(found.contains, member.contains, out=found.contains)
        found.unsure |= member.unsure
    return found


def times(amounts: Columns, low: Floats | float, high: Floats | float) -> Columns:
    """See `amounts.times`."""
    found = amounts.copy()
    found.lower[:] *= low
    found.upper[:] *= high
    found.contains[:] = _times_contains(amounts.contains, low, high)
    return found


def _times_contains(contains: Levels, low: Floats | float, high: Floats | float) -> Levels:
    perhaps = np.minimum(contains, np.where(np.greater(high, 0), _UNKNOWN, _FALSE))
    return np.where(np.greater(low, 0), contains, perhaps).astype(np.int8)


@dataclass(frozen=True, slots=True)
class Worth:
    """What a counted thing is worth: ``low`` and ``high`` under the answers, and what of it is ``certain``."""

    low: Floats
    high: Floats
    certain: Floats


def _split(place: int, worth: Worth, least: Floats, most: Floats, within: Columns) -> Columns:
    """See `amounts.whole_or_within`: the entry at ``place``, the share of home origin between two numbers by column."""
    high_v, certain = worth.high, worth.certain
    low_v = _least_value(worth, within)
    found = within.copy()
    whole = least == 1
    found.low[:] = _lowest(low_v, least, most, within)
    found.high[:] = np.maximum(within.high, np.minimum(high_v, most * high_v + within.high))
    found.stated[:] = np.maximum(within.stated, np.minimum(high_v, most * certain + within.stated))
    taken = most * high_v
    np.maximum(0.0, within.lows - taken, out=found.lows)
    found.unsure |= _cancels(within.lows, np.where(whole, 0.0, taken))
    found.lows[place] += least * low_v
    found.highs[place] += taken
    found.stateds[place] += most * certain
    found.named[place] = 1.0
    other = np.where(least > 0, _TRUE, np.maximum(np.where(most > 0, _UNKNOWN, _FALSE), within.contains))
    found.contains[:] = np.where(whole, _TRUE, other)
    if whole.any():
        _only(found, place, worth, whole, low_v)
    return found


def _least_value(worth: Worth, within: Columns) -> Floats:
    """The lower end of a value; one that is not stated is at least that of the contents."""
    return np.where(worth.certain < worth.high, np.maximum(worth.low, np.minimum(within.low, worth.high)), worth.low)


def _lowest(low_v: Floats, least: Floats | float, most: Floats | float, within: Columns) -> Floats:
    """The lower end of the sum of a thing worth ``low_v`` at least and of what is within it."""
    low = np.maximum(least * low_v, within.low)
    low = np.where(np.equal(most, 1), np.minimum(low, low_v), low)
    return np.where(np.equal(least, 1), low_v, low)


def _only(found: Columns, place: int, worth: Worth, whole: Flags, low_v: Floats) -> None:
    """Nothing but the thing itself where it counts whole for sure."""
    found.rows[:, whole] = 0.0
    for row, value in (
        (found.lows[place], low_v),
        (found.stateds[place], worth.certain),
        (found.highs[place], worth.high),
        (found.named[place], np.ones(COMBINATIONS)),
        (found.low, low_v),
        (found.stated, worth.certain),
        (found.high, worth.high),
    ):
        np.copyto(row, value, where=whole)


def by_origin(place: int, worth: Worth, share: tuple[float, float], within: Columns) -> Columns:
    """See `amounts.by_origin`, under every answer to the question of the origin."""
    least, most = share
    settled: Flags = np.full(COMBINATIONS, least == most and least in (0, 1)) | (
        (within.high == 0) if least == most else np.zeros(COMBINATIONS, np.bool_)
    )
    asked = ORIGIN.pinned & ~settled
    high, low = asked & ORIGIN.high, asked & ORIGIN.lowest
    found = _split(place, worth, np.where(high, most, least), np.where(low, least, most), within)
    if high.any():
        floor = _lowest(_least_value(worth, within), least, most, within)
        np.copyto(found.low, np.maximum(found.low, floor), where=high)
    found.contains[high | (asked & ORIGIN.trace)] = _TRUE
    return found


def either(options: Sequence[Columns]) -> Columns:
    """See `amounts.either`, under every answer to the question of the contents."""
    if len(options) == 1:
        return options[0]
    found = options[0].copy()
    every = np.stack([option.rows for option in options])
    count = found.count
    lower, upper = every[:, : count + 1], every[:, count + 1 : 3 * count + 3]
    found.lower[:] = np.where(CONTENTS.high, lower.max(axis=0), lower.min(axis=0))
    found.upper[:] = np.where(CONTENTS.lowest, upper.min(axis=0), upper.max(axis=0))
    found.named[:] = every[:, 3 * count + 3 :].max(axis=0)
    contains = np.stack([option.contains for option in options])
    least, most = contains.min(axis=0), contains.max(axis=0)
    found.contains[:] = np.where(least == most, least, _UNKNOWN)
    np.copyto(found.contains, most, where=CONTENTS.high | CONTENTS.trace)
    np.copyto(found.contains, least, where=CONTENTS.low)
    found.unsure = any(option.unsure for option in options)
    return found


def without(amounts: Columns, gone: Columns) -> Columns:
    """See `amounts.without`."""
    found = amounts.copy()
    np.maximum(0.0, amounts.lows - gone.highs, out=found.lows)
    named = found.lows[1:].sum(axis=0)
    found.low[:] = np.maximum(named, amounts.low - gone.high)
    found.unsure |= gone.unsure or _cancels(amounts.lows, gone.highs) or _cancels(amounts.low, gone.high)
    perhaps = np.minimum(amounts.contains, _UNKNOWN)
    found.contains[:] = np.where((found.low > 0) | (gone.high == 0), amounts.contains, perhaps)
    return found


def agreed(children: Columns, rows: Columns) -> tuple[Columns, Flags]:
    """See `amounts.agreed`; where the two exclude one another instead of the entries on which they do."""
    found = children.copy()
    stated_of = rows.named > 0
    least, most = np.maximum(children.lows, rows.lows), np.minimum(children.highs, rows.highs)
    apart = (least > most) & stated_of
    touching = np.abs(least - most) <= NEAR * np.maximum(least, most)
    found.unsure |= rows.unsure or bool((touching & stated_of & (least > 0)).any())
    least = np.where(apart, np.minimum(children.lows, rows.lows), least)
    most = np.where(apart, np.maximum(children.highs, rows.highs), most)
    certain = np.minimum(most, np.maximum(rows.stateds, children.stateds))
    any_named = children.named[0] > 0
    np.copyto(found.lows, least, where=stated_of)
    np.copyto(found.stateds, certain, where=stated_of)
    np.copyto(found.highs, most, where=stated_of)
    # An entry that neither names has the upper end of any, which a statement of ANY has changed.
    unnamed = ~stated_of & ~(children.named > 0)
    np.copyto(found.highs, np.broadcast_to(found.highs[0], found.highs.shape), where=unnamed)
    found.named[:] = np.maximum(children.named, rows.named)
    conflict: Flags = np.asarray(apart.any(axis=0))
    others = ~stated_of & (children.named > 0)
    low = np.where(stated_of, least, 0.0).sum(axis=0) + np.where(others, children.lows, 0.0).sum(axis=0)
    spare = np.minimum(children.stated, np.where(others, children.stateds, 0.0).sum(axis=0))
    stated = np.where(stated_of, certain, 0.0).sum(axis=0) + spare
    rest = np.where(
        any_named, children.high, np.minimum(children.high, np.where(others, children.highs, 0.0).sum(axis=0))
    )
    high = np.where(stated_of, most, 0.0).sum(axis=0) + rest
    low = np.where(conflict, low, np.maximum(low, children.low))
    high = np.where(conflict, high, np.minimum(high, children.high))
    contains = np.minimum(children.contains, np.where(rest > 0, _TRUE, rows.contains))
    sure = (children.contains == _TRUE) | (rows.contains == _TRUE)
    found.contains[:] = np.where(sure, _TRUE, contains)
    found.low[:], found.stated[:], found.high[:] = np.minimum(low, high), np.minimum(stated, high), high
    return found, conflict


def _cancels(from_what: Floats, taken: Floats) -> bool:
    """Whether a difference is mostly rounding anywhere."""
    close = np.abs(from_what - taken) <= _CANCELLED * from_what
    return bool((close & (from_what > 0) & (taken > 0)).any())


def where(mask: Flags, one: Columns, other: Columns) -> Columns:
    """Column by column one of two."""
    found = replace(other.copy(), unsure=one.unsure or other.unsure)
    np.copyto(found.rows, one.rows, where=mask[None, :])
    np.copyto(found.contains, one.contains, where=mask)
    return found
