"""Flip points: the price of one substance at which a share crosses the threshold, found exactly (rule N9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.supply.measure import BEYOND, Setting
from monazite.supply.prices import Quote, substance_name

if TYPE_CHECKING:
    from monazite.supply.rollup import RollUp

_STEPS = 80
_CLOSE = 10**9
_FAR = 10**6


def crossing(
    excess: Callable[[Fraction], Fraction], low: Fraction, high: Fraction, *, under: bool = False
) -> Fraction | None:
    """The least p in (low, high] with ``excess(p) >= 0``, for a rising, piecewise linear function that is negative at
    ``low``; None when it stays negative. Exact once both ends lie on one piece, whose chord is the function; where the
    function jumps there is no such piece, and the answer is above the jump by a billionth at most, or as little
    ``under`` it: everything below the answer then lies surely below the line.
    """
    below, above = excess(low), excess(high)
    if above < 0:
        return None
    for _ in range(_STEPS):
        chord = low - below * (high - low) / (above - below)
        if excess(chord) == 0:
            return chord
        middle = (low + high) / 2
        value = excess(middle)
        if value < 0:
            low, below = middle, value
        else:
            high, above = middle, value
        if high - low <= high / _CLOSE:
            break
    return low if under else high


def flip_price(
    roll: RollUp, index: int, setting: Setting, worth: Bounds, threshold: Fraction, quote: Quote, upper: bool
) -> Fraction | None:
    """The price of ``quote``'s substance from which the upper (or lower) bound of the share reaches the threshold.

    Every other price stays as it is. None: no price up to a million times the present one does, or any price does.
    """
    limit = threshold * worth.low if upper else threshold * (worth.high or worth.low)

    def excess(price: Fraction) -> Fraction:
        amounts = roll.run(replace(setting, override=(quote.substance, price))).under_cap(index, worth.low)
        return (amounts.high if upper else amounts.low) - limit

    top = quote.price_per_kg.high or quote.price_per_kg.low
    try:
        if excess(Fraction(0)) >= 0:
            return None
        return crossing(excess, Fraction(0), max(top, Fraction(1)) * _FAR)
    finally:
        roll.forget_overrides()


def flip_sentence(roll: RollUp, index: int, setting: Setting, worth: Bounds, threshold: Fraction) -> str:
    """For instance ``crosses 0.1 % when dysprosium oxide costs 288.57 USD/kg or more (now 239)``.

    The substance whose price has to change least is named; the empty text where no single price decides.
    """
    best: tuple[Fraction, Quote, Fraction, bool] | None = None
    amounts = roll.run(setting).under_cap(index, worth.low)
    certain = amounts.low >= threshold * (worth.high or worth.low)
    for quote in roll.quotes_beneath(index, setting.basis):
        now = quote.price_per_kg.high
        if now is None or now <= 0 or now >= BEYOND:
            continue
        price = flip_price(roll, index, setting, worth, threshold, quote, upper=not certain)
        if price is None:
            continue
        change = max(price / now, now / price)
        if best is None or change < best[0]:
            best = change, quote, price, certain
    if best is None:
        return ""
    _, quote, price, _ = best
    name, unit = substance_name(quote.substance), f"{quote.currency}/kg"
    percent, present = _number(threshold * 100, 6), _number(quote.price_per_kg.high or Fraction(0), 6)
    if certain:
        return (
            f"surely reaches {percent} % while {name} costs {_number(price, 2, up=True)} {unit} or more (now {present})"
        )
    if amounts.high >= threshold * worth.low:
        return f"surely below {percent} % when {name} costs less than {_number(price, 2)} {unit} (now {present})"
    return f"crosses {percent} % when {name} costs {_number(price, 2, up=True)} {unit} or more (now {present})"


def _number(value: Fraction, digits: int, up: bool = False) -> str:
    """A decimal with at most ``digits`` places, rounded down (or up), without trailing zeros."""
    scaled = value * 10**digits
    whole = -((-scaled.numerator) // scaled.denominator) if up else scaled.numerator // scaled.denominator
    text = f"{whole // 10**digits}.{whole % 10**digits:0{digits}d}"
    return text.rstrip("0").rstrip(".")
