"""Rounding for people: outwards, so that a printed interval never is narrower than the exact one."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

DIGITS = 12


def outward(low: Fraction | int, high: Fraction | int | None, digits: int = DIGITS) -> tuple[float, float | None]:
    """``low`` rounded down and ``high`` rounded up to ``digits`` decimals; None stays None."""
    scale = 10**digits
    down = floor(Fraction(low) * scale) / scale
    return down, None if high is None else ceil(Fraction(high) * scale) / scale
