"""Reading numbers by column, and saying what is wrong with those that are none."""

from __future__ import annotations

import re

from monazite.exchange.findings import shown
from monazite.exchange.native import Bad
from monazite.model.bounds import Bounds, parse_number
from monazite.model.exact import Fraction
from monazite.services.tables import Column, Range

_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?|[+-]?\d{1,3}([.' \u00a0\u202f]\d{3})+(,\d+)?")
_COMMA = re.compile(r"[+-]?\d+,\d+")
_PERCENT = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*%")
_NOT_FINITE = frozenset(("nan", "inf", "infinity", "-inf", "+inf", "-infinity", "1.#inf", "-nan"))
LONGEST = 100
"""No amount has more characters than this."""


def read_number(text: str, column: Column) -> Fraction:
    """The exact number in ``text``, within the column's range. Raises `Bad`."""
    if len(text) > LONGEST:
        raise Bad("text_in_number", f"{shown(text)} is too long for a number", "write digits with a decimal point")
    try:
        number = parse_number(text)
    except ValueError as error:
        raise _no_number(text) from error
    _check(number, text, column.range)
    return number


def _no_number(text: str) -> Bad:
    if text.lower() in _NOT_FINITE:
        return Bad("not_finite", f"{text!r} is no number that can be used", "leave the cell blank where it is unknown")
    percent = _PERCENT.fullmatch(text)
    if percent:
        share = parse_number(percent[1].replace(",", ".")) / 100
        return Bad("percent_sign", f"{text!r} has a percent sign", f"write the fraction, {float(share):g}")
    if _GROUPED.fullmatch(text):
        return Bad("thousands_separator", f"{text!r} has a thousands separator or a decimal comma",
                   "write decimals with a point and no separator: 1234.5")  # fmt: skip
    if _COMMA.fullmatch(text):
        return Bad("decimal_comma", f"{text!r} has a decimal comma", f"write {text.replace(',', '.')}")
    return Bad("text_in_number", f"{shown(text)} is not a number",
               "write digits with a decimal point, without unit or currency; leave blank what is unknown")  # fmt: skip


def _check(number: Fraction, text: str, allowed: Range) -> None:
    if number < 0 and allowed not in (Range.BY_PRODUCT, Range.ANY):
        raise Bad("negative_number", f"{text} is below zero", "enter an amount of zero or more")
    if number == 0 and allowed is Range.POSITIVE:
        raise Bad(
            "zero_number", f"{text} is zero, which cannot be here", "enter what it is; leave blank what is unknown"
        )
    above = number > 1 if allowed is Range.SHARE else allowed is Range.LOSS and number >= 1
    if above:
        hint = f"; if percent is meant, write {float(number / 100):g}" if number <= 100 else ""
        limit = "1" if allowed is Range.SHARE else "what is possible (a scrap of 1 leaves nothing)"
        raise Bad("share_above_one", f"{text} is above {limit}", f"write a fraction of 1{hint}")


def read_pair(plain: str, low: str, high: str, column: Column) -> Bounds | None:
    """The bounds that a plain cell or its low/high pair states; None where all are blank. Raises `Bad`."""
    if plain and (low or high):
        message = f"{column.name} is given as {plain} and as a low/high pair too"
        raise Bad("both_given", message, "keep the one that is meant and leave the other blank")
    if plain:
        return Bounds.exactly(read_number(plain, column))
    if not low and not high:
        return None
    least = read_number(low, column) if low else Fraction(0)
    most = read_number(high, column) if high else _ceiling(column)
    if most is not None and least > most:
        raise Bad("low_above_high", f"{column.name}_low {low} is above {column.name}_high {high}", "swap or mend them")
    return Bounds(least, most)


def _ceiling(column: Column) -> Fraction | None:
    """What bounds the column above where nothing is stated."""
    return Fraction(1) if column.range in (Range.SHARE, Range.LOSS) else None
