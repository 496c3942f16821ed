"""The value share of a law case: a stated contents tree beside a stated value of the item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from monazite.model.bounds import Bounds
from monazite.model.citation import Confidence
from monazite.model.exact import Fraction
from monazite.model.issue import Issue
from monazite.model.share import BasisView, Lens, Pin, ShareLeaf, ShareView
from monazite.model.truth import Truth
from monazite.supply.amounts import Amounts
from monazite.supply.case_content import CaseContent, depth, statement_issues, walk
from monazite.supply.content_walk import CONTENTS, ORIGIN, UNIT_VALUE, VALUE, ContentWalk
from monazite.supply.ends import share_view
from monazite.supply.scope import ShareScope, full_entry

_READINGS = ("numerator", "numerator_origin", "numerator_items", "valuation", "metal_origin")
_ALTERNATIVES = {"valuation": "market", "metal_origin": "feed", "numerator_items": "part1_and_part2"}
_NAMES = (CONTENTS, ORIGIN, VALUE, UNIT_VALUE)


@dataclass(frozen=True)
class ContentsShare:
    """`ValueShare` of an item whose contents are stated as a tree (cases' README, sections 2, 5 and 6).

    ``scope``: what counts. ``contents``: None = unknown, up to the whole value; () = nothing counted. ``complete``
    false: more may be inside, up to the value of the item. ``unit_value``: value of the item as exported, in the
    currency of the contents; None or 0 = unknown (rule N2). ``subject`` and ``currency`` are for messages.
    """

    scope: ShareScope
    contents: tuple[CaseContent, ...] | None
    unit_value: Bounds | None
    complete: bool = True
    currency: str = ""
    subject: str = ""

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """What is wrong with the statements: `conflicting_statements`."""
        return statement_issues(self.contents, self.subject)

    @cached_property
    def tight(self) -> bool:
        """See `ValueShare.tight`: known to be so only where both ends are one number."""
        low, high = self.view(Lens(), {}).ends()
        return low == high

    @property
    def confidence(self) -> Confidence:
        """A case states its facts: they are taken as attested."""
        return Confidence.USER_ATTESTED

    @cached_property
    def readings(self) -> frozenset[str]:
        """The readings under which the view can differ at all."""
        every = list(walk(self.contents))
        counted = {c.entry and full_entry(c.entry) for c in every if c.entry is None or self._counts(c)}
        carriers = {
            c.entry for c in every if c.entry and self.scope.carries(full_entry(c.entry)) and self._may_be_home(c)
        }
        found = set()
        if any(content.differs_by_metal_origin(self.scope.home) for content in every):
            found.add("metal_origin")
        if any(content.differs_by_valuation() for content in every):
            found.add("valuation")
        if carriers:
            found.add("numerator_items")
        if any(min(self._home_shares(c)) < 1 for c in every if c.entry is None or self._counts(c)):
            found.add("numerator_origin")
        if len(counted | carriers) > 1:
            found.add("numerator")
        return frozenset(found)

    def _counts(self, content: CaseContent) -> bool:
        """Whether a content is stated to be a counted item."""
        return content.entry is not None and self.scope.counts(full_entry(content.entry))

    def _may_be_home(self, content: CaseContent) -> bool:
        """Whether some of a content may be of home origin."""
        return max(self._home_shares(content)) > 0

    def _home_shares(self, content: CaseContent) -> tuple[Fraction, ...]:
        """Every bound that the home-origin share of a content takes under the readings of `metal_origin`."""
        readings = ("smelter", "feed")
        return tuple(end for r in readings for end in content.home_share(Lens(metal_origin=r), self.scope.home))

    @cached_property
    def questions(self) -> tuple[str, ...]:
        """The names whose answers are open under at least one lens."""
        found = set() if self.unit_value is not None and self.unit_value.known and self.unit_value.low else {UNIT_VALUE}
        lenses = [Lens()]
        for reading, other in _ALTERNATIVES.items():
            if reading in self.readings:
                lenses += [replace(lens, **{reading: other}) for lens in lenses]
        for lens in lenses:
            for any_origin in {False, "numerator_origin" in self.readings}:
                seen = ContentWalk(self.scope, lens, {}, any_origin)
                seen.item(self.contents, self.complete, self._typical_value)
                found |= seen.open_names
        return tuple(name for name in _NAMES if name in found)

    def reaches(self, lens: Lens, pins: Mapping[str, Pin], threshold: Fraction) -> Truth:
        """See `ValueShare.reaches`."""
        return self.view(lens, pins).reaches(threshold)

    def contains(self, lens: Lens, pins: Mapping[str, Pin]) -> Truth:
        """See `ValueShare.contains`."""
        return self.view(lens, pins).contains

    def view(self, lens: Lens, pins: Mapping[str, Pin]) -> ShareView:
        """The bounds under ``lens`` and ``pins``; see `monazite.supply.ends.share_view` for which ends are paired."""
        contains = self._walk(lens, pins, self._typical_value).contains

        def numerator(value: Fraction) -> tuple[Fraction, Fraction]:
            return self._numerator(lens, pins, value, contains)

        return share_view(numerator, contains, self.unit_value, pins.get(UNIT_VALUE), lambda: self._scale)

    def _walk(self, lens: Lens, pins: Mapping[str, Pin], value: Fraction, any_origin: bool = False) -> Amounts:
        """The amounts under the readings that a walk knows, remembered: a view asks for the same at both its ends."""
        walked = Lens(numerator_items=lens.numerator_items, valuation=lens.valuation, metal_origin=lens.metal_origin)
        key = (walked, tuple(sorted(pins.items())), value, any_origin)
        found = self._walked.get(key)
        if found is None:
            found = ContentWalk(self.scope, walked, pins, any_origin).item(self.contents, self.complete, value)
            self._walked[key] = found
        return found

    @cached_property
    def _walked(self) -> dict[object, Amounts]:
        return {}

    def _numerator(
        self, lens: Lens, pins: Mapping[str, Pin], value: Fraction, contains: Truth
    ) -> tuple[Fraction, Fraction]:
        """Least and most counted value in an item worth ``value``, under the readings of numerator and its origin."""
        if lens.numerator_origin == "all_part1":
            amounts = self._walk(lens, pins, value, any_origin=True)
        else:
            amounts = self._walk(lens, pins, value)
        if lens.numerator == "each_entry":
            low, high = amounts.largest_low, amounts.largest_high
        else:
            low, high = amounts.low, amounts.high
        if lens.numerator_origin == "all_part1" and contains is not Truth.TRUE:
            low, high = Fraction(0), high if contains is Truth.UNKNOWN else Fraction(0)
        if low < high and all(name in pins for name in self.questions if name != UNIT_VALUE):
            raised = any(pins[name] is Pin.HIGH for name in self.questions if name != UNIT_VALUE)
            return (high, high) if raised else (low, low)
        return low, high

    @cached_property
    def _typical_value(self) -> Fraction:
        """Some value that the item may have, for questions that do not depend on it."""
        value = self.unit_value
        return (value.high or value.low or Fraction(1)) if value is not None else Fraction(1)

    @cached_property
    def _scale(self) -> Fraction:
        """A number beyond every ratio of amounts in the tree (see `share_view`)."""
        largest = Fraction(1)
        for content in walk(self.contents):
            shares = (content.cn_share_low, content.cn_share_high)
            for valuation in ("purchase_cost", "market"):
                for amount in (*(content.worth(Lens(valuation=valuation)) or ()), *shares):
                    if amount:
                        largest = max(largest, amount, 1 / amount)
        return (largest + 1) ** (depth(self.contents) + 3) * 10**12

    @cached_property
    def leaves(self) -> tuple[ShareLeaf, ...]:
        """The contents that widen the bounds most under the default lens, widest first, at most twelve."""
        seen = ContentWalk(self.scope, Lens(), {})
        seen.item(self.contents, self.complete, self._typical_value)
        return tuple(sorted(seen.leaves, key=lambda leaf: leaf.low_n - leaf.high_n)[:12])

    @cached_property
    def by_basis(self) -> tuple[BasisView, ...]:
        """The share under each valuation by itself; empty where the reading `valuation` makes no difference."""
        if "valuation" not in self.readings:
            return ()
        views = []
        for valuation in ("purchase_cost", "market"):
            view = self.view(Lens(valuation=valuation), {})
            low_v = view.low_v or Fraction(0)
            views.append(BasisView(valuation, "", view.low_n, view.high_n, low_v, view.high_v, self.currency))
        return tuple(views)
