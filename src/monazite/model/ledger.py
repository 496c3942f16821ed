"""The ledger of a share: one row for each pair of value and price basis, with all that a recomputation needs.

All amounts are exact and per one unit of the item as exported, in the currency of the row. Upper ends that are None are
unbounded. Sources: rules N1 to N4 and N9.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from monazite.model.bounds import Bounds
from monazite.model.determination import Verdict
from monazite.model.exact import Fraction


class Side(StrEnum):
    """On which side of the threshold a share lies, whatever is still unknown: at the threshold counts as reached."""

    BELOW = "below"
    ACROSS = "across"
    REACHED = "reached"


@dataclass(frozen=True, slots=True)
class StatedValue:
    """A stated value of one unit: of which amount and currency, of which day (blank: not dated), and where."""

    value: Bounds
    currency: str
    date: str
    place: str


@dataclass(frozen=True, slots=True)
class RateUsed:
    """One unit of ``base`` counts as ``rate`` units of ``quote``, by the rate of ``date``."""

    base: str
    quote: str
    rate: Fraction
    date: str


@dataclass(frozen=True, slots=True)
class PriceUsed:
    """The price of an entry: ``factor`` kg of the priced substance (in words) for one kg of the entry."""

    entry: str
    substance: str
    price_per_kg: Bounds
    currency: str
    basis: str
    date: str
    source: str
    factor: Fraction


@dataclass(frozen=True, slots=True)
class Piece:
    """What one counted entry, ``name`` in words, contributes, certain to possible. ``entry`` ``*``: content that nobody
    has described.

    ``mass_kg`` and ``price`` (per kg of the entry, in the currency of the row) are there where the contribution is
    exactly mass times price at both ends; otherwise it was stated in money, or limited by what holds it.
    """

    entry: str
    name: str
    low: Fraction
    high: Fraction | None
    mass_kg: Bounds | None = None
    price: Bounds | None = None


@dataclass(frozen=True, slots=True)
class FlipPrice:
    """The prices of one substance at which a row changes its side, every other price as it is (rule N9).

    From ``may_reach`` on the share may reach the threshold, below it surely does not; from ``surely_reaches`` on it
    reaches it whatever is unknown. 0: at any price; None: no price up to a million times the present one does.
    ``price``: the present one, per kg in ``currency``.
    """

    substance: str
    price: Bounds
    currency: str
    may_reach: Fraction | None
    surely_reaches: Fraction | None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """N, V and their ratio under one value basis and one price basis.

    ``low`` and ``high`` bound the share; they belong to the pairs ``low_n / high_v`` and ``high_n / low_v`` wherever V
    is known. ``joint``: how the pieces make N: `sum`, or `largest` under the reading `each_entry`.

    ``headroom``: how much more counted value fits into one unit before the threshold may be reached, in money; above 0
    exactly where the row lies below, 0 or less where it may be reached; None where V or N is unknown.
    ``headroom_kg``: the same in kg of ``headroom_of`` (in words ``headroom_name``), the entry that weighs most in N, at
    its highest price.
    ``value_may_reach``: a value of the unit at or below which the threshold may be reached, above it surely is not;
    ``value_surely_reaches``: at or below it is reached whatever is unknown. None: no value does, or (``may``) any does.
    ``possible``: the verdicts possible under this row alone, mildest first; empty where they were not worked out.
    """

    price_basis: str
    price_date: str
    value_basis: str
    value_date: str
    values: tuple[StatedValue, ...]
    currency: str
    rates: tuple[RateUsed, ...]
    prices: tuple[PriceUsed, ...]
    pieces: tuple[Piece, ...]
    joint: str
    low_n: Fraction
    high_n: Fraction | None
    low_v: Fraction
    high_v: Fraction | None
    low: Fraction
    high: Fraction | None
    threshold: Fraction
    side: Side
    headroom: Fraction | None
    headroom_kg: Fraction | None
    headroom_of: str
    headroom_name: str
    flips: tuple[FlipPrice, ...]
    value_may_reach: Fraction | None
    value_surely_reaches: Fraction | None
    notes: tuple[str, ...] = ()
    possible: tuple[Verdict, ...] = ()

    @property
    def headroom_points(self) -> Fraction | None:
        """Threshold minus the upper bound of the share; None where nothing bounds it."""
        return None if self.high is None else self.threshold - self.high
