"""Closed intervals of exact numbers: what is known of a quantity that nobody has stated exactly."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monazite.model.exact import Fraction

_DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?")


class NumberFault(ValueError):
    """A text is not a decimal number in the form that monazite reads; the message says what would be."""


def parse_number(text: str) -> Fraction:
    """Read a decimal exactly as written (``0.1`` is one tenth). Raises `NumberFault`.

    Decimal commas, thousands separators, units, ``nan`` and ``inf`` are refused with a remedy, never guessed at.
    """
    stripped = text.strip()
    if _DECIMAL.fullmatch(stripped):
        return Fraction(stripped)
    if "," in stripped:
        raise NumberFault(f"{text!r} has a comma; write decimals with a point and no thousands separator, 1234.5")
    raise NumberFault(f"{text!r} is not a number; write digits with a decimal point, without unit or currency")


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval ``low <= x <= high`` of exact fractions; ``high`` None means that nothing bounds x above.

    Masses, values and prices are never negative; a known number has ``low == high``.
    """

    low: Fraction
    high: Fraction | None

    def __post_init__(self) -> None:
        if self.high is not None and self.low > self.high:
            raise ValueError(f"the lower bound {self.low} exceeds the upper bound {self.high}")

    @classmethod
    def exactly(cls, value: Fraction | int) -> Bounds:
        """The interval of one point."""
        return cls(Fraction(value), Fraction(value))

    @property
    def known(self) -> bool:
        """Whether the interval is a single point."""
        return self.low == self.high

    def hull(self, other: Bounds) -> Bounds:
        """The smallest interval that holds both (rule T4)."""
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Bounds(min(self.low, other.low), high)

    def times(self, other: Bounds) -> Bounds:
        """Product of two intervals of numbers that are not negative."""
        high = None if self.high is None or other.high is None else self.high * other.high
        return Bounds(self.low * other.low, high)


ZERO = Bounds.exactly(0)
