"""N of one row of the ledger at both ends, as stated and as supposed, and where a supposition turns the row (N9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypedDict

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.model.share import Lens
from monazite.supply.flips import crossing
from monazite.supply.graph import Content
from monazite.supply.measure import BEYOND, Setting
from monazite.supply.prices import Substance
from monazite.supply.rolled_share import RolledShare, numerator_of

_FAR = 10**6


class Supposed(TypedDict, total=False):
    """What is taken otherwise than it is stated, as the fields of a `Setting`."""

    override: tuple[Substance, Fraction]
    weighed: tuple[Content, Fraction]
    scaled: tuple[str, Fraction]


@dataclass(frozen=True, slots=True)
class RowEnds:
    """N on one price basis, looked at through every lens still open."""

    share: RolledShare
    lenses: tuple[Lens, ...]
    threshold: Fraction
    price_basis: str

    def setting(self, lens: Lens, supposed: Supposed | None = None) -> Setting:
        """How a pass counts under a lens."""
        return Setting(
            self.share.currency,
            self.price_basis,
            carriers=lens.numerator_items == "part1_and_part2",
            any_origin=lens.numerator_origin == "all_part1",
            metal_origin=lens.metal_origin,
            **(supposed or {}),
        )

    def of(self, worth: Fraction, supposed: Supposed | None = None) -> Bounds:
        """N when one unit is worth ``worth``; with `BEYOND` for an end that nothing bounds."""
        roll, index = self.share.roll, self.share.index
        found = []
        for lens in self.lenses:
            setting = self.setting(lens, supposed)
            contains = roll.run(replace(setting, any_origin=False)).of(index).contains
            found.append(numerator_of(roll.run(setting).under_cap(index, worth), lens, contains))
        low, high = min(low for low, _ in found), max(high for _, high in found)
        return Bounds(low, max(low, high))

    def turns(
        self, worth: Bounds, suppose: Callable[[Fraction], Supposed], now: Fraction
    ) -> tuple[Fraction | None, Fraction | None]:
        """The least amounts at which the threshold may be reached, and surely is, of a quantity that N rises with.

        ``suppose`` says what a quantity of so much means; ``now``: about what it is. 0: at any; None: at none up to a
        million times ``now``, or 1. Below the first the row surely lies below the line. Leaves passes to be forgotten.
        """
        may = self._turn(worth.low, suppose, now, high=True)
        return may, None if worth.high is None else self._turn(worth.high, suppose, now, high=False)

    def _turn(
        self, worth: Fraction, suppose: Callable[[Fraction], Supposed], now: Fraction, *, high: bool
    ) -> Fraction | None:
        if worth <= 0:
            return None

        def excess(quantity: Fraction) -> Fraction:
            ends = self.of(worth, suppose(quantity))
            found = BEYOND if ends.high is None else ends.high
            return (found if high else ends.low) - self.threshold * worth

        if excess(Fraction(0)) >= 0:
            return Fraction(0)
        return crossing(excess, Fraction(0), max(now, Fraction(1)) * _FAR, under=high)
