"""Lines whose shares no rule can tell apart, and the bounds of each share, over columns.

A *cell* is a set of lines with parts of one shape, values of one kind and all sums of `functionals` on the same sides
of the threshold. One line of each cell is rolled up exactly and stands for all. A line so near to the threshold that
rounding could move it, or whose share cannot be told so, is rolled up for itself.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from math import inf

import numpy as np
import numpy.typing as npt
import polars as pl

from monazite.engines.columnar.frames import classes
from monazite.engines.columnar.functionals import SUBSETS, Amounts, ContentWorths, Floats, amounts_of
from monazite.model.share import ShareView
from monazite.services.shares import ShareDesk

Ints = npt.NDArray[np.int64]
#: Relative distance from the threshold below which floats do not decide.
NEAR = 1e-9
#: Relative widening of a bound, more than all rounding of its sum.
ROUNDING = 1e-14
#: Bits of a word that are used; its sign is not.
_WORD = 62
#: Questions to each sum: is it at least the threshold of the value, or the value, at its lower and its upper end.
_ASKED = 4
#: Lines looked at together: few enough for the cache.
_AT_ONCE = 16_384
_EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class ShareCells:
    """``key`` of every line: its cell, or a number of its own. ``alone``: which keys are not cells.

    ``low_v`` and ``high_v``: the hull of its values per unit, NaN when unknown.
    """

    key: Ints
    alone: npt.NDArray[np.bool_]
    low_v: Floats
    high_v: Floats
    period: Ints
    part: Ints
    amounts: dict[int, Amounts]


def share_cells(
    lines: pl.DataFrame, parts: pl.DataFrame, desk: ShareDesk, worths: ContentWorths, currency: str
) -> ShareCells:
    """The cells of ``lines``: ``part`` (row of ``parts``, -1: none), ``law_day``, ``invoice`` per unit in ``currency``,
    ``invoiced`` (something is stated) and ``unread`` (to be looked at for itself). ``currency``: that of the prices.
    """
    part = lines["part"].to_numpy()
    here = np.maximum(part, 0)
    edges = [edge for edge in desk.edges if edge > _EARLIEST]
    period = _periods(lines["law_day"], edges)
    invoice = lines["invoice"].fill_null(np.nan).to_numpy()
    own = parts["value"].fill_null(np.nan).to_numpy()[here]
    low_v, high_v = np.fmin(own, invoice), np.fmax(own, invoice)
    same = (lines["currency"].fill_null("") == currency).to_numpy()
    own_same = (parts["currency"].fill_null("") == currency).to_numpy()[here] | np.isnan(own)
    told = (part >= 0) & (~lines["invoiced"].to_numpy() | (same & (invoice > 0))) & own_same
    told &= ~lines["unread"].to_numpy()
    words = [parts["shape"].to_numpy()[here].astype(np.int64), period, _kind(own, invoice)]
    amounts: dict[int, Amounts] = {}
    bits = _Bits(len(part))
    for number in np.unique(period).tolist():
        day = edges[number - 1] if number else _EARLIEST
        amounts[number] = amounts_of(parts, worths, desk.roll(day), day)
        mine = np.flatnonzero((period == number) & told)
        told[mine] &= amounts[number].plain[here[mine]]
        bits.add(mine, here, amounts[number], low_v, high_v, float(desk.threshold))
    told &= ~bits.near
    key = np.empty(len(part), dtype=np.int64)
    columns = {f"w{n}": word for n, word in enumerate([*words, *bits.words])}
    plain = np.flatnonzero(told)
    key[plain] = classes(pl.DataFrame({n: w[plain] for n, w in columns.items()}), list(columns)).to_numpy()
    alone = np.flatnonzero(~told)
    first = int(key[plain].max()) + 1 if len(plain) else 0
    stated = ("part_id", "unit_value_low", "unit_value_high", "currency", "price_per", "unread", "row")
    own_rows = lines[alone].select(stated).with_columns(
        period=pl.Series(period[alone]),
        row=pl.when(pl.col("unread")).then(pl.col("row")).otherwise(-1),
    )  # fmt: skip
    key[alone] = first + classes(own_rows, own_rows.columns).to_numpy().astype(np.int64)
    return ShareCells(key, ~told, low_v, high_v, period, part, amounts)


class _Bits:
    """On which side of the threshold, and of the value itself, every sum of every line lies."""

    def __init__(self, lines: int) -> None:
        self.words: list[Ints] = []
        self.near = np.zeros(lines, dtype=np.bool_)
        self._lines = lines

    def add(self, mine: Ints, part: Ints, amounts: Amounts, low_v: Floats, high_v: Floats, threshold: float) -> None:
        """Those of the lines ``mine``, which all lie in one stretch of prices."""
        ends = [end for basis in zip(amounts.low, amounts.high, strict=True) for both in basis for end in both]
        told = [numbers for numbers in ends if numbers.any()]
        # Against the value itself too: a cap (rule N4) bends a bound there.
        while len(self.words) < -(-_ASKED * len(told) // _WORD):
            self.words.append(np.zeros(self._lines, dtype=np.int64))

        def some(start: int) -> None:
            rows = mine[start : start + _AT_ONCE]
            here = part[rows]
            limits = [factor * value[rows] for factor in (threshold, 1.0) for value in (low_v, high_v)]
            bands = [NEAR * limit for limit in limits]
            near = np.zeros(len(rows), dtype=np.bool_)
            words = np.zeros((len(self.words), len(rows)), dtype=np.int64)
            for index, numbers in enumerate(told):
                worth = numbers[here]
                for place, (limit, band) in enumerate(zip(limits, bands, strict=True), start=index * _ASKED):
                    over = worth - limit
                    words[place // _WORD] |= (over >= 0).astype(np.int64) << place % _WORD
                    near |= np.abs(over, out=over) <= band
            for kept, word in zip(self.words, words, strict=False):
                kept[rows] |= word
            self.near[rows] |= near

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(some, range(0, len(mine), _AT_ONCE)))


def _kind(own: Floats, invoice: Floats) -> Ints:
    """Which values are stated, and which is the lower; a comparison with nothing is false."""
    stated = ~np.isnan(own) + 2 * ~np.isnan(invoice)
    kinds: Ints = (stated + 4 * (own == invoice) + 8 * (own < invoice)).astype(np.int64)
    return kinds


def _periods(days: pl.Series, edges: list[date]) -> Ints:
    distinct = days.unique()
    numbers = [0 if day is None else bisect_right(edges, day) for day in distinct.to_list()]
    return days.replace_strict(distinct, numbers, return_dtype=pl.Int64).to_numpy()


class Bounding:
    """Bounds of the shares of all lines of a cell, from the exact view of one of them."""

    def __init__(self, cells: ShareCells) -> None:
        self._cells = cells

    def of(self, lines: Ints, one: int, view: ShareView) -> tuple[Floats, Floats]:
        """Low and high of ``lines``, all of one cell, of which ``one`` has ``view``; infinite: no upper bound. Where
        several sums are what the view says they hold of all of them, where none is they are 0 and infinite.
        """
        low, high = self._sums(one, view, lines)
        cells = self._cells
        low_v, high_v = cells.low_v[lines], cells.high_v[lines]
        least = np.where(low == high_v, 1.0, np.where(low > 0, low / high_v * (1 - ROUNDING), 0.0))
        most = np.where(high == low_v, 1.0, np.where(high > 0, high / low_v * (1 + ROUNDING), 0.0))
        return np.nan_to_num(least, nan=0.0), np.where(np.isnan(most), inf, most)

    def _sums(self, one: int, view: ShareView, lines: Ints) -> tuple[Floats, Floats]:
        amounts = self._cells.amounts[int(self._cells.period[one])]
        part = np.maximum(self._cells.part, 0)
        nothing, unbounded = np.zeros(len(lines)), np.full(len(lines), inf)
        lows = self._matching(amounts.low, np.minimum.reduce, float(view.low_n), part[one], part[lines])
        lows += self._values(float(view.low_n), one, lines)
        low = np.minimum.reduce(lows) if lows else nothing
        if view.high_n is None:
            return low, unbounded
        highs = self._matching(amounts.high, np.maximum.reduce, float(view.high_n), part[one], part[lines])
        highs += self._values(float(view.high_n), one, lines)
        return low, np.maximum.reduce(highs) if highs else unbounded

    def _values(self, told: float, one: int, lines: Ints) -> list[Floats]:
        """The ends of the value that are ``told`` at ``one``: content that nobody has described is worth as much."""
        ends = (self._cells.low_v, self._cells.high_v)
        return [end[lines] for end in ends if _close(told, end[one])]

    def _matching(
        self, sums: tuple[tuple[Floats, ...], ...], hull: Callable[..., Floats], told: float, one: int, parts: Ints
    ) -> list[Floats]:
        """The sums that are ``told`` at ``one``, each once; contents that are not there make no difference."""
        if told == 0:
            return [np.zeros(len(parts))]
        there = {s[0] for number, s in enumerate(SUBSETS) if len(s) == 1 and any(b[number][one] for b in sums)}
        found: dict[frozenset[int], Floats] = {}
        for number, subset in enumerate(SUBSETS):
            if _close(float(hull([basis[number][one] for basis in sums])), told):
                held = hull([basis[number][parts] for basis in sums])
                found.setdefault(frozenset(there.intersection(subset)), held)
        return list(found.values())


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-12 * abs(other)
