"""What a pass under all answers at once tells of one share: whether it reaches a threshold, unless it is too near.

The same steps as `monazite.supply.ends` and `RolledShare.view`, in floats: the numerator is looked at where the item is
worth the least and the most that it may be, and where nothing bounds its value, far beyond every amount.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan

import numpy as np

from monazite.model.bounds import Bounds
from monazite.model.share import Lens, Pin
from monazite.model.truth import Truth
from monazite.supply.content_walk import UNIT_VALUE
from monazite.supply.measure import Setting
from monazite.supply.together.amounts import NEAR
from monazite.supply.together.answers import BY_NAME, COMBINATIONS, VALUE, Flags, Floats, column
from monazite.supply.together.columns import Columns, Levels
from monazite.supply.together.passes import PassTogether, as_float

PassOf = Callable[[Setting], PassTogether]

_HUGE, _TINY = 1e60, 1e-60
"""Values of an item beyond all amounts that are told here."""
_FAR = 1e30
"""An amount between this and 1 divided by this is one of the item's, not a part of a huge or tiny value."""


@dataclass(frozen=True, slots=True)
class FloatView:
    """`ShareView` in floats."""

    low_n: float
    high_n: float | None
    low_v: float | None
    high_v: float | None

    def reaches(self, threshold: float) -> Truth | None:
        """See `ShareView.reaches`; None where rounding could move the answer."""
        if self.high_n == 0:
            return Truth.FALSE
        if self.low_n > 0 and self.high_v is not None:
            limit = threshold * self.high_v
            if limit and abs(self.low_n - limit) <= NEAR * limit:
                return None
            if self.low_n >= limit:
                return Truth.TRUE
        if self.low_v is None:
            return Truth.FALSE
        if self.high_n is not None and self.low_v > 0:
            limit = threshold * self.low_v
            if abs(self.high_n - limit) <= NEAR * limit:
                return None
            if self.high_n < limit:
                return Truth.FALSE
        return Truth.UNKNOWN


class _Unsure(Exception):
    """Floats do not tell."""


@dataclass(frozen=True, slots=True)
class _Told:
    """By combination of answers: whether anything is there, and N at least and at most by worth of one unit."""

    contains: list[Truth]
    at: dict[float, tuple[list[float], list[float]]] = field(default_factory=dict)


class Truths:
    """One part on some price ``bases`` in a ``currency``; ``value``: of what is exported, None = unknown.

    ``pass_of``: the passes. ``asked``: what is open of its content, see `asked_of`.
    """

    def __init__(
        self,
        pass_of: PassOf,
        root: int,
        currency: str,
        bases: Sequence[str],
        value: Bounds | None,
        asked: Sequence[str],
    ) -> None:
        self._pass_of, self._root, self._currency, self._bases = pass_of, root, currency, bases
        answers = [BY_NAME[name] for name in asked]
        nothing = np.zeros(COMBINATIONS, np.bool_)
        self._answered: Flags = np.logical_and.reduce([a.pinned for a in answers]) if answers else nothing
        self._highest: Flags = np.logical_or.reduce([nothing, *(a.high for a in answers)])
        self._traced: Flags = np.logical_or.reduce([nothing, *(a.high | a.trace for a in answers)])
        unknown = value is None or value.high == 0
        self._low_v: float | None = 0.0 if unknown or value is None else as_float(value.low)
        self._high_v: float | None = None if unknown or value is None or value.high is None else as_float(value.high)
        self._told: dict[Lens, _Told] = {}
        self._columns: dict[tuple[Setting, float], Columns] = {}

    def reaches(self, lens: Lens, pins: Mapping[str, Pin], threshold: float) -> Truth | None:
        """See `ValueShare.reaches`; None where floats do not tell."""
        if isnan(self._low_v or 0.0) or isnan(self._high_v or 0.0):
            return None
        try:
            return self._view(lens, pins).reaches(threshold)
        except _Unsure:
            return None

    def contains(self, lens: Lens, pins: Mapping[str, Pin]) -> Truth | None:
        """See `ValueShare.contains`; None where floats do not tell."""
        try:
            return self._of(lens).contains[column(pins)]
        except _Unsure:
            return None

    def _view(self, lens: Lens, pins: Mapping[str, Pin]) -> FloatView:
        """See `ends.share_view`."""
        low_v, high_v = self._low_v, self._high_v
        pin, place = pins.get(UNIT_VALUE), column(pins)
        if pin is Pin.HIGH:
            low_v = high_v
        elif pin is not None:
            high_v = low_v
        high_n, shown_low_v = _high_pair(lambda worth: self._at(lens, worth)[1][place], low_v, high_v)
        low_n, shown_high_v = _low_pair(lambda worth: self._at(lens, worth)[0][place], high_v)
        if low_v is None and shown_low_v is None:
            return FloatView(low_n, high_n, None, None)
        return FloatView(low_n, high_n, shown_low_v, shown_high_v)

    def _at(self, lens: Lens, worth: float) -> tuple[list[float], list[float]]:
        """N at least and at most, hull over the price bases, when one unit is worth ``worth``."""
        told = self._of(lens)
        if worth not in told.at:
            told.at[worth] = self._numerators(lens, worth, np.array(told.contains))
        return told.at[worth]

    def _numerators(self, lens: Lens, worth: float, contains: Levels) -> tuple[list[float], list[float]]:
        every = lens.numerator_origin == "all_part1"
        ends = [self._ends(lens, self._setting(lens, basis, every), worth) for basis in self._bases]
        lows, highs = np.stack([low for low, _ in ends]), np.stack([high for _, high in ends])
        if every:
            lows, highs = lows * (contains == Truth.TRUE), highs * (contains != Truth.FALSE)
        low = np.where(VALUE.high, lows.max(axis=0), lows.min(axis=0))
        high = np.maximum(low, np.where(VALUE.lowest, highs.min(axis=0), highs.max(axis=0)))
        settled = self._answered
        low, high = np.where(settled & self._highest, high, low), np.where(settled & ~self._highest, low, high)
        return low.tolist(), high.tolist()

    def _ends(self, lens: Lens, setting: Setting, worth: float) -> tuple[Floats, Floats]:
        found = self._found(setting, worth)
        if lens.numerator == "each_entry":
            named = found.lows[1:].max(axis=0, initial=0.0) + found.lows[0]
            return named, found.highs.max(axis=0, initial=0.0)
        return found.low, found.high

    def _found(self, setting: Setting, worth: float) -> Columns:
        key = setting, worth
        if key not in self._columns:
            found = self._pass_of(setting).under_cap(self._root, worth)
            if found.unsure:
                raise _Unsure
            self._columns[key] = found
        return self._columns[key]

    def _of(self, lens: Lens) -> _Told:
        if lens not in self._told:
            found = self._pass_of(self._setting(lens, self._bases[0], any_origin=False)).of(self._root)
            if found.unsure:
                raise _Unsure
            open_yet = self._answered & (found.contains == Truth.UNKNOWN)
            settled = np.where(self._traced, Truth.TRUE, Truth.FALSE)
            self._told[lens] = _Told([Truth(level) for level in np.where(open_yet, settled, found.contains).tolist()])
        return self._told[lens]

    def _setting(self, lens: Lens, basis: str, any_origin: bool) -> Setting:
        carriers = lens.numerator_items == "part1_and_part2"
        return Setting(self._currency, basis, carriers, any_origin, lens.metal_origin)


def _high_pair(
    most: Callable[[float], float], low_v: float | None, high_v: float | None
) -> tuple[float | None, float | None]:
    """See `ends._high_pair`."""
    if low_v is None:
        return _beyond(most(_HUGE))
    if low_v > 0:
        return most(low_v), low_v
    amount, per = _within(most(_TINY))
    if per:
        return amount, per
    return (None if high_v is None else most(high_v or _TINY)), per


def _low_pair(least: Callable[[float], float], high_v: float | None) -> tuple[float, float | None]:
    """See `ends._low_pair`."""
    if high_v is None:
        return _beyond(least(_HUGE))
    return (least(high_v), high_v) if high_v > 0 else _within(least(_TINY))


def _beyond(amount: float) -> tuple[float, float | None]:
    """What N comes to where the item is worth as much as one likes: per unit of its value, or a constant."""
    if amount <= _FAR:
        return amount, None
    if not 1 / _FAR <= amount / _HUGE <= _FAR:
        raise _Unsure
    return amount / _HUGE, 1.0


def _within(amount: float) -> tuple[float, float]:
    """The same where the item is worth as little as one likes."""
    if amount >= 1 / _FAR:
        return amount, 0.0
    if amount / _TINY > _FAR:
        raise _Unsure
    return amount / _TINY, 1.0
