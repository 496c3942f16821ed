"""Bounds of numerator and denominator that belong together, for every value the item may have (rules N1 to N3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.model.share import Pin, ShareView
from monazite.model.truth import Truth

ONE = Fraction(1)

Numerator = Callable[[Fraction], tuple[Fraction, Fraction]]
"""Least and most counted value of an item worth the argument.

It must be piecewise linear and grow no faster than the item's value (``N(k*V) <= k*N(V)`` for k >= 1), as sums, minima
and maxima of stated amounts and of V are. Then the share N / V falls with V: its highest value belongs to the lowest V
and its lowest to the highest.
"""


@dataclass(frozen=True, slots=True)
class Slope:
    """A numerator beyond all its bends: ``constant + slope * V``."""

    constant: Fraction
    slope: Fraction


def _line(evaluate: Callable[[Fraction], Fraction], at: Fraction, step: Fraction) -> Slope:
    first, second = evaluate(at), evaluate(at + step)
    slope = (second - first) / step
    return Slope(first - slope * at, slope)


def share_view(
    numerator: Numerator,
    contains: Truth,
    value: Bounds | None,
    pin: Pin | None,
    scale: Callable[[], Fraction],
) -> ShareView:
    """The view of a share whose numerator may depend on the item's value.

    ``value``: V, positive; None or an upper end of 0 = unknown (rule N2), that is, anything above 0. ``pin`` answers
    `item.unit_value`. ``scale`` gives a number larger than every ratio of two amounts in the tree, so that 1 / scale
    and scale stand beyond all bends of the numerator.

    In the view ``low_n`` belongs to ``high_v`` and ``high_n`` to ``low_v``: the ends that decide, taken in the same
    world. Where N is proportional to an unknown V the pair is given per unit of V (``N / V`` and 1).
    """
    unknown = value is None or value.high == 0
    low_v: Fraction | None = Fraction(0) if unknown or value is None else value.low
    high_v: Fraction | None = None if unknown or value is None else value.high
    if pin is Pin.HIGH:
        low_v = high_v
    elif pin is not None:
        high_v = low_v
    high_n, shown_low_v = _high_pair(numerator, low_v, high_v, scale)
    low_n, shown_high_v = _low_pair(numerator, high_v, scale)
    if low_v is None and shown_low_v is None:
        return ShareView(low_n, high_n, None, None, contains)
    return ShareView(low_n, high_n, shown_low_v, shown_high_v, contains)


def _high_pair(
    numerator: Numerator, low_v: Fraction | None, high_v: Fraction | None, scale: Callable[[], Fraction]
) -> tuple[Fraction | None, Fraction | None]:
    """The largest N / V, as N and V: V = ``low_v``, where 0 means "as small as one likes", None "as large"."""
    if low_v is None:
        line = _line(lambda v: numerator(v)[1], scale(), scale())
        return (line.slope, ONE) if line.slope > 0 else (line.constant, None)
    if low_v > 0:
        return numerator(low_v)[1], low_v
    tiny = ONE / scale()
    line = _line(lambda v: numerator(v)[1], tiny, tiny)
    if line.constant == 0:
        return line.slope, ONE
    return (None if high_v is None else numerator(high_v or tiny)[1]), Fraction(0)


def _low_pair(
    numerator: Numerator, high_v: Fraction | None, scale: Callable[[], Fraction]
) -> tuple[Fraction, Fraction | None]:
    """The smallest N / V, as N and V: V = ``high_v``, where 0 means "as small as one likes", None "as large"."""
    if high_v is None:
        line = _line(lambda v: numerator(v)[0], scale(), scale())
        return (line.slope, ONE) if line.slope > 0 else (line.constant, None)
    if high_v > 0:
        return numerator(high_v)[0], high_v
    tiny = ONE / scale()
    line = _line(lambda v: numerator(v)[0], tiny, tiny)
    return (line.slope, ONE) if line.constant == 0 else (line.constant, Fraction(0))
