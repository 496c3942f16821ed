"""How far a product is from the threshold, and what amounts would carry it across (rule N9): for whoever must sign."""

from __future__ import annotations

from dataclasses import dataclass

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.model.ledger import LedgerRow, Side


@dataclass(frozen=True, slots=True)
class AtTimes:
    """The share, and its side, with so many times the amount."""

    times: Fraction
    low: Fraction
    high: Fraction | None
    side: Side


@dataclass(frozen=True, slots=True)
class FlipTimes:
    """All that one part states of Part 1 content (or itself, where it is such an item), taken so many times.

    Below ``may_reach`` times what is stated the row surely lies below the threshold, everything else being as it is;
    from ``surely_reaches`` on it is reached whatever is unknown. 0: at any amount; None: at none up to a million times.
    ``inside_kg``: kg of the part in one unit of the product, where it is counted in kg and nothing else can be in it:
    the kg at which the row turns are then the times by these kg. ``at``: the share with half, once and twice as much.
    """

    part_id: str
    label: str
    inside_kg: Bounds | None
    may_reach: Fraction | None
    surely_reaches: Fraction | None
    at: tuple[AtTimes, ...]


@dataclass(frozen=True, slots=True)
class FlipMass:
    """The kg of one stated content, in one base unit of its part, at which a row turns; as in `FlipTimes`.

    ``kg``: what is stated; None where no mass is.
    """

    part_id: str
    label: str
    entry: str
    name: str
    kg: Bounds | None
    may_reach: Fraction | None
    surely_reaches: Fraction | None


@dataclass(frozen=True, slots=True)
class RowFlips:
    """A row of the ledger with what the amounts in it would have to be."""

    row: LedgerRow
    times: tuple[FlipTimes, ...]
    masses: tuple[FlipMass, ...]


@dataclass(frozen=True, slots=True)
class Headroom:
    """A product, or a shipment line with its own values (``subject``), under every pair of bases."""

    subject: str
    part_id: str
    name: str
    as_of: str
    threshold: Fraction
    rows: tuple[RowFlips, ...]
    more: int = 0
    """Contents and parts beneath that may count too, of which no flip points were sought."""
