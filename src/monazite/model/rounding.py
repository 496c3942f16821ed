"""Rounding for people: outwards, so that a printed interval never is narrower than the exact one."""

from __future__ import annotations

from math import ceil, floor

from monazite.model.exact import Fraction

DIGITS = 12
_LARGEST = Fraction(10) ** 250


def finite(value: Fraction | None) -> Fraction | None:
    """``value``, or None (no upper bound) where it is beyond every number that is shown: a bound in name only."""
    return None if value is None or value > _LARGEST else value


def outward(low: Fraction | int, high: Fraction | int | None, digits: int = DIGITS) -> tuple[float, float | None]:
    """``low`` rounded down and ``high`` rounded up to ``digits`` decimals; None stays None."""
    scale = 10**digits
    down = floor(Fraction(low) * scale) / scale
    return down, None if high is None else ceil(Fraction(high) * scale) / scale
