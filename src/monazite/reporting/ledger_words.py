"""The rows of a ledger in words, for the page, the workbook and `explain`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.model.ledger import FlipPrice, LedgerRow, Side
from monazite.reporting.numbers import money, outwards, percent_range, plain
from monazite.reporting.words import Lang, Pair, range_words, say

SIDES: dict[Side, Pair] = {
    Side.BELOW: ("below the line", "低于门槛"),
    Side.ACROSS: ("may reach the line", "可能达到门槛"),
    Side.REACHED: ("reaches the line", "达到门槛"),
}
_DIGITS = 5


class Shown(Protocol):
    """Writes a quantity with its unit; ``up``: rounded up."""

    def __call__(self, value: Fraction, /, *, up: bool) -> str:
        """The quantity as text."""
        ...


def pair_name(row: LedgerRow) -> str:
    """``usgs average (2025) / standard cost``: the price basis, the day of its newest price, the value basis."""
    prices = row.price_basis.replace("_", " ") or "no prices"
    dated = f" ({row.price_date})" if row.price_date else ""
    value = row.value_basis.replace("_", " ") or "value unknown"
    return f"{prices}{dated} / {value}" + (f" ({row.value_date})" if row.value_date else "")


def share_words(row: LedgerRow) -> str:
    """Both bounds of the share in per cent."""
    return percent_range(row.low, row.high, row.threshold)


def side_words(row: LedgerRow, lang: Lang = Lang.EN) -> str:
    """On which side of the threshold the row lies."""
    return say(SIDES[row.side], lang)


def verdict_words(row: LedgerRow, lang: Lang = Lang.EN) -> str:
    """The answer under this row alone; empty where it was not worked out."""
    return range_words(row.possible, lang) if row.possible else ""


def range_of(low: Fraction, high: Fraction | None, unit: str = "") -> str:
    """``0 to 0.4801 USD``, rounded outwards to five digits; one number, in full, where both are equal."""
    if low == high:
        return f"{money(low, up=True)} {unit}".strip()
    bottom = number(low, up=False)
    if high is None:
        return f"{bottom} {unit} or more, no upper bound".replace("  ", " ")
    return f"{bottom} to {number(high, up=True)} {unit}".strip()


def value_words(row: LedgerRow) -> str:
    """V in words, with the day on which it was stated in another currency where a rate was needed."""
    if row.high_v is None and row.low_v == 0:
        return "unknown"
    return range_of(row.low_v, row.high_v, row.currency)


def headroom_words(row: LedgerRow) -> str:
    """How much more fits in, or by how much the upper bound is over; empty where V or N is unknown."""
    if row.headroom is None:
        return ""
    over = row.headroom <= 0
    size = abs(row.headroom)
    points = abs(row.headroom_points or Fraction(0)) * 100
    inside = [f"{number(points, up=over)} points"]
    if row.headroom_kg is not None:
        inside.append(f"{mass(abs(row.headroom_kg), up=over)} of {row.headroom_name}")
    head = "over by up to" if over else "room for"
    return f"{head} {number(size, up=over)} {row.currency} per unit ({', '.join(inside)})"


def content_lines(row: LedgerRow) -> list[str]:
    """What each entry contributes: ``dysprosium metal: 0 to 1.412 g × 1101.8 USD/kg = 0 to 1.5567 USD``."""
    lines = []
    for piece in row.pieces:
        made = range_of(piece.low, piece.high, row.currency)
        if piece.mass_kg is not None and piece.price is not None and piece.mass_kg.high is not None:
            top = mass(piece.mass_kg.high, up=True)
            weighed = top if piece.mass_kg.known else f"{mass(piece.mass_kg.low, up=False)} to {top}"
            made = f"{weighed} × {range_of(piece.price.low, piece.price.high)} {row.currency}/kg = {made}"
        lines.append(f"{piece.name}: {made}")
    for price in row.prices:
        factor = f", {plain_number(price.factor)} kg of it for each" if price.factor != 1 else ""
        per_kg = range_of(price.price_per_kg.low, price.price_per_kg.high)
        told = (
            f"{price.substance} at {per_kg} {price.currency}/kg ({price.basis.replace('_', ' ')}, {price.date}{factor})"
        )
        lines.append(f"price: {told}")
    return list(dict.fromkeys(lines))


def flip_lines(row: LedgerRow) -> list[str]:
    """Every price, and the value, at which the side changes, each as a sentence."""
    lines = [line for flip in row.flips if (line := flip_words(flip))]
    if row.value_may_reach is not None:
        lines.append(f"value of a unit: surely below if worth more than {_money(row, row.value_may_reach)}")
    if row.value_surely_reaches is not None:
        worth = number(row.value_surely_reaches, up=False)
        lines.append(f"value of a unit: surely reached if worth {worth} {row.currency} or less")
    return lines


def flip_words(flip: FlipPrice) -> str:
    """Where the price of one substance turns the row; empty where no price of it alone does."""
    said = turn_words(flip.may_reach, flip.surely_reaches, number, of="price", below="while it costs")
    return f"{flip.substance}: {said} (now {_bounds(flip.price)} {flip.currency}/kg)" if said else ""


def turn_words(
    may_reach: Fraction | None,
    surely_reaches: Fraction | None,
    shown: Shown,
    *,
    of: str = "amount",
    below: str = "with",
) -> str:
    """Below what a quantity keeps the share surely below, from where it surely reaches; empty: it does neither.

    ``shown`` writes the quantity, rounded to the side that claims less; ``of``: what it is called.
    """
    said = []
    if may_reach:
        said.append(f"surely below {below} less than {shown(may_reach, up=False)}")
    if surely_reaches:
        said.append(f"surely reached from {shown(surely_reaches, up=True)}")
    if may_reach == 0 and not surely_reaches:
        said.append(f"no {of} of it alone brings the share surely below")
    return ", ".join(said)


def number(value: Fraction, *, up: bool) -> str:
    """A number of at most five significant digits, rounded to the side that claims less."""
    return plain(outwards(value, up=up, digits=_DIGITS))


def plain_number(value: Fraction) -> str:
    """A rate or factor as its decimal, to twelve digits."""
    return plain(outwards(value, up=True))


def mass(kg: Fraction, *, up: bool) -> str:
    """A mass in kg, g or mg, whichever reads best."""
    if not kg:
        return "0"
    for factor, unit in ((1, "kg"), (1_000, "g"), (1_000_000, "mg")):
        if kg * factor >= 1 or unit == "mg":
            return f"{number(kg * factor, up=up)} {unit}"
    raise AssertionError(kg)


def _money(row: LedgerRow, value: Fraction) -> str:
    return f"{number(value, up=True)} {row.currency}"


def _bounds(price: Bounds) -> str:
    return range_of(price.low, price.high)


def paragraphs(row: LedgerRow, lang: Lang = Lang.EN) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The row for `explain`: an indent with the texts that stand behind it, to be joined."""
    alone = verdict_words(row, lang)
    yield "  · ", (f"{pair_name(row)}: {share_words(row)}", side_words(row, lang), f"→ {alone}" if alone else "")
    counted = range_of(row.low_n, row.high_n, row.currency)
    yield "    ", (f"N {counted}", f"V {value_words(row)}", headroom_words(row))
    for text in (*content_lines(row), *flip_lines(row), *row.notes):
        yield "      - ", (text,)
