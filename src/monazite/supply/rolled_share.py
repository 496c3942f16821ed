"""The value share of a part whose content comes from the roll-up, per base unit of the part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from monazite.model.bounds import Bounds
from monazite.model.citation import Confidence
from monazite.model.exact import Fraction
from monazite.model.share import BasisView, Lens, Pin, ShareLeaf, ShareView
from monazite.model.truth import Truth
from monazite.supply.amounts import Amounts
from monazite.supply.answered import asked_of, settled, settled_truth
from monazite.supply.content_walk import CONTENTS, ORIGIN, UNIT_VALUE, VALUE
from monazite.supply.ends import share_view
from monazite.supply.flips import flip_sentence
from monazite.supply.graph import PartValue
from monazite.supply.leaves import leaves_of
from monazite.supply.measure import UNBOUNDED, Setting
from monazite.supply.together.truths import Truths

if TYPE_CHECKING:
    from monazite.supply.rollup import RollUp


@dataclass(frozen=True)
class RolledShare:
    """`ValueShare` of one part. Made by `RollUp.share`.

    ``values``: the stated values of what is exported (None = those of the part); V is their hull, in ``currency``, or
    unknown. ``threshold`` is used for the flip points only. Price bases are alternatives (rule N3): the bounds are the
    hull over them, ``by_basis`` shows each. ``only``: the price bases that count; None = all.
    """

    roll: RollUp
    index: int
    currency: str
    values: tuple[PartValue, ...] | None
    threshold: Fraction | None
    only: tuple[str, ...] | None = None
    _capped: dict[tuple[Setting, Fraction], Amounts] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def bases(self) -> tuple[str, ...]:
        """The price bases that the bounds run over."""
        return self.roll.bases if self.only is None else self.only

    @cached_property
    def value(self) -> Bounds | None:
        """V: the hull over the stated bases; None when unknown."""
        return self.roll.measure.worth(self.roll.network.nodes[self.index], self.currency, self.values)

    @cached_property
    def readings(self) -> frozenset[str]:
        """The readings under which the view can differ at all."""
        return self._facts[1]

    @cached_property
    def questions(self) -> tuple[str, ...]:
        """The names whose answers are open."""
        found = set(self._facts[0])
        if self.value is None or not self.value.known:
            found.add(UNIT_VALUE)
        return tuple(name for name in (CONTENTS, ORIGIN, VALUE, UNIT_VALUE) if name in found)

    @cached_property
    def _asked(self) -> tuple[str, ...]:
        return asked_of(self.questions)

    @cached_property
    def _facts(self) -> tuple[frozenset[str], frozenset[str]]:
        return self.roll.open_questions(self.currency).of(self.index)

    @cached_property
    def confidence(self) -> Confidence:
        """The weakest of what the share rests on: contents, compositions, prices (derived prices are inferred)."""
        return self.roll.confidence_beneath(self.index)

    @cached_property
    def tight(self) -> bool:
        """Whether both ends are attained by consistent worlds, however N is read (rule N9): no alternates,
        no sources side by side, no loops, no cap at work, bounds of the value. False is the mark `not_tight`.
        """
        if self.value is None or self.value.high is None or self.value.low <= 0:
            return False
        settings = (Setting(self.currency, basis, any_origin=every) for basis in self.bases for every in (True, False))
        for done in map(self.roll.run, settings):  # content of other origin takes room under a cap too
            if done.of(self.index).high >= self.value.low or done.loosened(self.index):
                return False
        return True

    def view(self, lens: Lens, pins: Mapping[str, Pin]) -> ShareView:
        """The bounds under ``lens`` and ``pins``, hull over all price bases."""
        return self._view(lens, pins, self.bases, self.value)

    def reaches(self, lens: Lens, pins: Mapping[str, Pin], threshold: Fraction) -> Truth:
        """Whether N reaches ``threshold`` times V: told from floats, exactly where they are too near."""
        told = self._truths.reaches(lens, pins, float(threshold))
        return self.view(lens, pins).reaches(threshold) if told is None else told

    def contains(self, lens: Lens, pins: Mapping[str, Pin]) -> Truth:
        """Whether anything counted of home origin is inside."""
        told = self._truths.contains(lens, pins)
        return self.view(lens, pins).contains if told is None else told

    @cached_property
    def _truths(self) -> Truths:
        return Truths(self.roll.together, self.index, self.currency, self.bases, self.value, self._asked)

    def _view(self, lens: Lens, pins: Mapping[str, Pin], bases: tuple[str, ...], value: Bounds | None) -> ShareView:
        settings = [self._setting(lens, pins, basis) for basis in bases]
        found = [self.roll.run(setting).of(self.index) for setting in settings]
        contains = settled_truth(self._asked, pins, found[0].contains)

        def numerator(worth: Fraction) -> tuple[Fraction, Fraction]:
            ends = [self._ends(setting, lens, worth, contains) for setting in settings]
            low_end = max if pins.get(VALUE) is Pin.HIGH else min
            high_end = min if pins.get(VALUE) in (Pin.LOW, Pin.TRACE) else max
            low, high = low_end(end[0] for end in ends), high_end(end[1] for end in ends)
            return settled(self._asked, pins, low, max(low, high))

        return share_view(numerator, contains, value, pins.get(UNIT_VALUE), lambda: _scale(found))

    def _setting(self, lens: Lens, pins: Mapping[str, Pin], basis: str) -> Setting:
        return Setting(
            self.currency,
            basis,
            carriers=lens.numerator_items == "part1_and_part2",
            metal_origin=lens.metal_origin,
            contents=pins.get(CONTENTS),
            origin=pins.get(ORIGIN),
            value=pins.get(VALUE),
        )

    def _ends(self, setting: Setting, lens: Lens, worth: Fraction, contains: Truth) -> tuple[Fraction, Fraction]:
        """Numerator of one basis when one unit is worth ``worth``."""
        every = lens.numerator_origin == "all_part1"
        return numerator_of(self._under_cap(replace(setting, any_origin=every), worth), lens, contains)

    def _under_cap(self, setting: Setting, worth: Fraction) -> Amounts:
        """Amounts when one unit is worth ``worth``; several views ask for the same."""
        key = setting, worth
        if key not in self._capped:
            self._capped[key] = self.roll.run(setting).under_cap(self.index, worth)
        return self._capped[key]

    @cached_property
    def leaves(self) -> tuple[ShareLeaf, ...]:
        """The parts and contents that widen the bounds most, widest first, at most twelve."""
        return leaves_of(self.roll, self.index, self.currency, self.value)

    @cached_property
    def by_basis(self) -> tuple[BasisView, ...]:
        """The share under every pair of price and value basis by itself; empty where there is one pair only."""
        node = self.roll.network.nodes[self.index]
        values = node.values if self.values is None else list(self.values)
        by_name = {claim.basis: [v for v in values if v.basis == claim.basis] for claim in values} or {"": []}
        if len(by_name) * len(self.bases) < 2 and self.threshold is None:
            return ()
        views = []
        for price_basis in self.bases:
            for value_basis, claims in sorted(by_name.items()):
                worth = self.roll.measure.worth(node, self.currency, claims)
                view = self._view(Lens(), {}, (price_basis,), worth)
                flip = ""
                if self.threshold is not None and worth is not None and worth.known:
                    flip = flip_sentence(
                        self.roll, self.index, Setting(self.currency, price_basis), worth, self.threshold
                    )
                low_v = Fraction(0) if worth is None else worth.low
                views.append(
                    BasisView(
                        price_basis,
                        value_basis,
                        view.low_n,
                        view.high_n,
                        low_v,
                        None if worth is None else worth.high,
                        self.currency,
                        flip,
                        *self.roll.price_notes(self.index, price_basis),
                    )
                )
        return tuple(views)


def numerator_of(amounts: Amounts, lens: Lens, contains: Truth) -> tuple[Fraction, Fraction]:
    """N, at least and at most, of what a pass found, under the readings that say what of it counts.

    ``contains``: whether any of it is of home origin, which the reading `all_part1` asks for first.
    """
    if lens.numerator == "each_entry":
        low, high = amounts.largest_low, amounts.largest_high
    else:
        low, high = amounts.low, amounts.high
    if lens.numerator_origin == "all_part1" and contains is not Truth.TRUE:
        return Fraction(0), high if contains is Truth.UNKNOWN else Fraction(0)
    return low, high


def _scale(found: list[Amounts]) -> Fraction:
    """A number beyond every ratio of amounts (see `share_view`)."""
    values = [value for amounts in found for value in _amounts(amounts) if 0 < value < UNBOUNDED]
    if not values:
        return Fraction(2) ** 4 * 10**12
    return (max(Fraction(1), *values, 1 / min(values)) + 1) ** 4 * 10**12


def _amounts(amounts: Amounts) -> Iterator[Fraction]:
    yield from (amounts.low, amounts.stated, amounts.high)
    yield from amounts.lows.values()
    yield from amounts.highs.values()
    yield from amounts.stateds.values()
