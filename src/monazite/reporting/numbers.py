"""Numbers as people and machines read them: shares rounded outwards, money as exact text (rules N1, N2).

A lower bound is rounded down and an upper bound up, so that what is printed never claims more than what is known.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from monazite.model.exact import Fraction

DIGITS = 12
"""Significant digits of a share in documents (design, section 6)."""

SHOWN_DIGITS = 3
"""Significant digits of a share shown to people, unless more are needed to stay on its side of the threshold."""

Number = Fraction | float | int


def exact(value: Number) -> Fraction:
    """``value`` as a fraction; a float stands for the decimal that it prints as (``0.001`` is one thousandth)."""
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def outwards(value: Number, *, up: bool, digits: int = DIGITS) -> Decimal:
    """``value`` as a decimal of ``digits`` significant digits, not less than it if ``up``, otherwise not more."""
    fraction = exact(value)
    context = Context(prec=digits, rounding=ROUND_CEILING if up else ROUND_FLOOR)
    return context.divide(Decimal(fraction.numerator), Decimal(fraction.denominator))


def share_number(value: Number | None, *, up: bool) -> float | None:
    """A share for a document, rounded outwards to 12 digits; None stays None."""
    return None if value is None else float(outwards(value, up=up))


def plain(number: Decimal) -> str:
    """A decimal without exponent and without trailing zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: Fraction, *, up: bool) -> str:
    """An amount as text: exact where its decimal ends within 15 digits, otherwise rounded outwards to 12."""
    context = Context(prec=15)
    quotient = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    if Fraction(quotient) == value:
        return plain(quotient)
    return plain(outwards(value, up=up))


def percent(value: Number | None, *, up: bool, threshold: Number | None = None, unbounded: str = "no limit") -> str:
    """A share in per cent, rounded outwards; more digits where rounding would carry it across ``threshold``.

    >>> percent(0.00086, up=True)
    '0.086 %'
    >>> percent(0.0009999999999, up=True, threshold=0.001)
    '0.09999999999 %'
    """
    if value is None:
        return unbounded
    fraction = exact(value)
    shown = outwards(fraction, up=up, digits=SHOWN_DIGITS)
    if threshold is not None:
        limit = exact(threshold)
        digits = SHOWN_DIGITS
        while digits < DIGITS and (Fraction(shown) >= limit) != (fraction >= limit):
            digits += 1
            shown = outwards(fraction, up=up, digits=digits)
    return f"{plain(shown * 100)} %"


def percent_range(low: Number, high: Number | None, threshold: Number | None = None) -> str:
    """Both bounds in per cent: ``0.0002 to 0.086 %``; one number where they are equal."""
    if high is not None and exact(low) == exact(high):
        return percent(low, up=True, threshold=threshold)
    bottom = percent(low, up=False, threshold=threshold)
    if high is None:
        return f"{bottom} or more, no upper bound"
    return f"{bottom.removesuffix(' %')} to {percent(high, up=True, threshold=threshold)}"
