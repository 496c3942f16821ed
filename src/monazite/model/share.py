"""The value share of controlled content, as the law room sees it: bounds under a lens, never a computation.

Supply makes it (from a contents tree of a law case, or from the roll-up of a bill of materials); the logic room asks
it. Neither knows how the other works.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from monazite.model.citation import Confidence
from monazite.model.exact import Fraction
from monazite.model.rounding import finite
from monazite.model.truth import Truth


class Pin(StrEnum):
    """A hypothetical answer to an open question about content or value.

    LOW and HIGH are the ends of what is possible; TRACE is an amount above nothing and below every threshold.
    Between them they represent every completion, since a share is monotone in each of its quantities.
    """

    LOW = "low"
    TRACE = "trace"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Lens:
    """How the share is to be read: the alternative taken for each reading that concerns it (README section 5).

    ``numerator``: `sum`, `each_entry`. ``numerator_origin``: `chinese_origin`, `all_part1`. ``numerator_items``:
    `part1`, `part1_and_part2`. ``valuation``: `purchase_cost`, `market`. ``metal_origin``: `smelter`, `feed`.
    """

    numerator: str = "sum"
    numerator_origin: str = "chinese_origin"
    numerator_items: str = "part1"
    valuation: str = "purchase_cost"
    metal_origin: str = "smelter"


@dataclass(frozen=True, slots=True)
class ShareView:
    """What is known of numerator and denominator under one lens and some pins.

    ``low_n <= N <= high_n`` (``high_n`` None: unbounded) and ``low_v <= V <= high_v`` (``high_v`` None: unbounded),
    all in one currency, per unit of the item; ``low_v == high_v == 0`` stands for a value as small as one likes and
    ``low_v is None`` for one as large as one likes (pins of an unknown value). With ``numerator = each_entry`` N is
    the largest of the entries' values. ``contains`` says whether any counted content of Chinese origin is present at
    all (TRUE also for a mere trace).
    """

    low_n: Fraction
    high_n: Fraction | None
    low_v: Fraction | None
    high_v: Fraction | None
    contains: Truth

    def ends(self) -> tuple[Fraction, Fraction | None]:
        """N / V at least and at most, exact, to be shown; None: nothing bounds it. `reaches` decides, undivided."""
        low = self.low_n / self.high_v if self.high_v else Fraction(0)
        if self.high_n == 0:
            return low, Fraction(0)
        return low, finite(self.high_n / self.low_v) if self.high_n is not None and self.low_v else None

    def reaches(self, threshold: Fraction) -> Truth:
        """Whether ``N >= threshold * V``, without dividing (rule N1); V is positive in every completion."""
        if self.high_n == 0:
            return Truth.FALSE
        if self.low_n > 0 and self.high_v is not None and self.low_n >= threshold * self.high_v:
            return Truth.TRUE
        if self.low_v is None:
            return Truth.FALSE
        if self.high_n is not None and self.high_n < threshold * self.low_v:
            return Truth.FALSE
        if self.high_v == 0 and self.low_n > 0:
            return Truth.TRUE
        return Truth.UNKNOWN


class ValueShare(Protocol):
    """The value of Part 1 items in an item, and the item's own value, both per unit of the item.

    Names of open questions are those of the cases' README section 6: `item.contents`, `item.contents.value`,
    `item.contents.origin`, `item.unit_value`.
    """

    @property
    def readings(self) -> frozenset[str]:
        """The readings (fields of `Lens`) under which the view can differ at all; the others need not be asked."""
        ...

    @property
    def questions(self) -> tuple[str, ...]:
        """The names whose answers are open, in the order of `item.contents`, `.origin`, `.value`, `item.unit_value`."""
        ...

    def view(self, lens: Lens, pins: Mapping[str, Pin]) -> ShareView:
        """The bounds under ``lens`` when each pinned question is answered by its pin and the others stay open."""
        ...

    def reaches(self, lens: Lens, pins: Mapping[str, Pin], threshold: Fraction) -> Truth:
        """`ShareView.reaches` of that view, which need not be made for it."""
        ...

    def contains(self, lens: Lens, pins: Mapping[str, Pin]) -> Truth:
        """`ShareView.contains` of that view, which need not be made for it."""
        ...

    @property
    def tight(self) -> bool:
        """Whether consistent worlds attain both ends, however N is read; False: they may not (rule N9)."""
        ...

    @property
    def leaves(self) -> tuple[ShareLeaf, ...]:
        """What widens the bounds most, widest first (for people; at most a dozen)."""
        ...

    @property
    def by_basis(self) -> tuple[BasisView, ...]:
        """The share under each price and value basis by itself; empty where there is one basis only."""
        ...

    @property
    def confidence(self) -> Confidence:
        """The weakest of what the share rests on."""
        ...


@dataclass(frozen=True, slots=True)
class ShareLeaf:
    """One part or content that contributes to the numerator's bounds, per unit of the item."""

    label: str
    entry: str
    low_n: Fraction
    high_n: Fraction
    question: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class BasisView:
    """Numerator and denominator under one pair of bases (`prices.basis`, `values.basis`), and the flip point if any.

    ``flip`` is a sentence such as "crosses 0.1 % when dysprosium oxide costs 289.41 USD/kg or more (now 239)".
    """

    price_basis: str
    value_basis: str
    low_n: Fraction
    high_n: Fraction | None
    low_v: Fraction
    high_v: Fraction | None
    currency: str
    flip: str = ""
    price_date: str = ""
    notes: tuple[str, ...] = field(default=())


class RememberedShare:
    """A `ValueShare` that keeps every view it has given: an exploration asks for the same few again and again."""

    __hash__ = None  # type: ignore[assignment]  # as dataclasses that compare by value and may hold mappings

    def __init__(self, share: ValueShare) -> None:
        self.share = share
        self._views: dict[_Look, ShareView] = {}
        self._reaches: dict[tuple[Fraction, _Look], Truth] = {}
        self._contains: dict[_Look, Truth] = {}

    def __eq__(self, other: object) -> bool:
        """Equal where the shares are: what has been asked so far makes no difference."""
        return isinstance(other, RememberedShare) and self.share == other.share

    @cached_property
    def readings(self) -> frozenset[str]:
        """See `ValueShare.readings`."""
        return self.share.readings

    @cached_property
    def questions(self) -> tuple[str, ...]:
        """See `ValueShare.questions`."""
        return self.share.questions

    @cached_property
    def tight(self) -> bool:
        """See `ValueShare.tight`."""
        return self.share.tight

    @cached_property
    def leaves(self) -> tuple[ShareLeaf, ...]:
        """See `ValueShare.leaves`."""
        return self.share.leaves

    @cached_property
    def by_basis(self) -> tuple[BasisView, ...]:
        """See `ValueShare.by_basis`."""
        return self.share.by_basis

    @cached_property
    def confidence(self) -> Confidence:
        """See `ValueShare.confidence`."""
        return self.share.confidence

    def view(self, lens: Lens, pins: Mapping[str, Pin]) -> ShareView:
        """See `ValueShare.view`."""
        key = _look(lens, pins)
        found = self._views.get(key)
        if found is None:
            found = self._views[key] = self.share.view(lens, pins)
        return found

    def reaches(self, lens: Lens, pins: Mapping[str, Pin], threshold: Fraction) -> Truth:
        """See `ValueShare.reaches`."""
        key = threshold, _look(lens, pins)
        found = self._reaches.get(key)
        if found is None:
            found = self._reaches[key] = self.share.reaches(lens, pins, threshold)
        return found

    def contains(self, lens: Lens, pins: Mapping[str, Pin]) -> Truth:
        """See `ValueShare.contains`."""
        key = _look(lens, pins)
        found = self._contains.get(key)
        if found is None:
            found = self._contains[key] = self.share.contains(lens, pins)
        return found


_Look = tuple[Lens, tuple[tuple[str, Pin], ...]]


def _look(lens: Lens, pins: Mapping[str, Pin]) -> _Look:
    return lens, tuple(sorted(pins.items()))
