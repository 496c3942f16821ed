"""The amounts at which a row of the ledger turns: of each content, and of all that a part states, exactly (N9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.model.ledger import LedgerRow
from monazite.model.rounding import finite
from monazite.model.sensitivity import AtTimes, FlipMass, FlipTimes, RowFlips
from monazite.model.share import Lens, ShareView
from monazite.model.truth import Truth
from monazite.supply.graph import Content
from monazite.supply.leaves import leaves_residual, own_entry, reach, row_width
from monazite.supply.ledger import SIDES, ledger, on_pair, pairs
from monazite.supply.measure import Setting
from monazite.supply.network import Node
from monazite.supply.prices import substance_name, substance_of
from monazite.supply.rolled_share import RolledShare
from monazite.supply.row_ends import RowEnds, Supposed
from monazite.supply.scope import full_entry

MOST = 12
"""Contents, and parts, whose flip points are sought: those that may add most."""

SHOWN_TIMES = (Fraction(1, 2), Fraction(1), Fraction(2))


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A content or a part beneath, and the most that it may add; ``row`` None: the part itself counts. ``inside``: how
    much of the part is in one unit, at least and at most.
    """

    node: Node
    row: Content | None
    most: Fraction
    inside: tuple[Fraction, Fraction]


def row_flips(share: RolledShare, lenses: Sequence[Lens], threshold: Fraction) -> tuple[tuple[RowFlips, ...], int]:
    """Every row of the ledger of a share with its flip amounts; how many more contents may count and were not asked."""
    every = sorted(_leaves(share), key=lambda leaf: (-leaf.most, leaf.node.part_id))
    contents = [(leaf.node, leaf.row) for leaf in every if leaf.row is not None]
    parts: dict[str, list[_Leaf]] = {}
    for leaf in every:
        parts.setdefault(leaf.node.part_id, []).append(leaf)
    found = []
    for row, (price_basis, _, claims) in zip(ledger(share, lenses, threshold), pairs(share), strict=True):
        alone = on_pair(share, price_basis, claims)
        look = _Look(alone, RowEnds(share, tuple(lenses), threshold, price_basis), row)
        try:
            times = tuple(look.times(leaves) for leaves in list(parts.values())[:MOST])
            found.append(RowFlips(row, times, tuple(look.mass(*one) for one in contents[:MOST])))
        finally:
            share.roll.forget_overrides()
    return tuple(found), max(0, len(contents) - MOST) + max(0, len(parts) - MOST)


def _leaves(share: RolledShare) -> Iterator[_Leaf]:
    """What counts by its mass, anywhere beneath."""
    roll = share.roll
    for index, inside in reach(roll, share.index).items():
        node = roll.network.nodes[index]
        for row in node.contents if inside[1] else ():
            high = row_width(roll, node, row, share.currency)[1]
            if row.value is None and high and roll.measure.counted(row, node, Setting(share.currency, roll.bases[0])):
                yield _Leaf(node, row, high * inside[1], inside)
        entry = own_entry(roll, node)
        if entry is not None and inside[1] and index != share.index:
            settings = [Setting(share.currency, basis) for basis in roll.bases]
            most = max(roll.measure.whole(node, entry, setting).high for setting in settings)
            yield _Leaf(node, None, most * inside[1], inside)


@dataclass(frozen=True, slots=True)
class _Look:
    """One row, looked at with other amounts."""

    share: RolledShare
    ends: RowEnds
    row: LedgerRow

    def times(self, leaves: Sequence[_Leaf]) -> FlipTimes:
        """Where so many times what a part states turns the row; ``leaves``: all of one part."""
        node, inside = leaves[0].node, leaves[0].inside
        by_weight = node.part is not None and node.part.unit == "kg" and not leaves_residual(self.share.roll, node)
        alone = all(leaf.node is node for leaf in leaves)  # else it has several revisions
        inside_kg = Bounds(inside[0], finite(inside[1])) if by_weight and alone else None
        suppose = partial(_scaled, node.part_id)
        may, sure = self._turns(suppose, Fraction(1))
        at = tuple(one for times in SHOWN_TIMES for one in self._at(times, suppose(times)))
        return FlipTimes(node.part_id, node.label, inside_kg, may, sure, at)

    def mass(self, node: Node, row: Content) -> FlipMass:
        """Where so many kg of a content turn the row."""
        roll = self.share.roll
        stated = roll.measure.mass_of(row, node, Setting("", ""))
        kg = None if stated is None or finite(stated.high) is None else Bounds(stated.low, stated.high)
        now = Fraction(0) if kg is None or kg.high is None else kg.high
        may, sure = self._turns(partial(_weighed, row), now)
        form = roll.scope.form_of(full_entry(row.entry))
        name = row.entry if form is None else substance_name(substance_of(form))
        return FlipMass(node.part_id, node.label, full_entry(row.entry), name, kg, may, sure)

    def _turns(self, suppose: Callable[[Fraction], Supposed], now: Fraction) -> tuple[Fraction | None, Fraction | None]:
        """Nowhere, where V is not known."""
        return (None, None) if self.share.value is None else self.ends.turns(self.share.value, suppose, now)

    def _at(self, times: Fraction, supposed: Supposed) -> Iterator[AtTimes]:
        """The share under a supposition; nothing where V is not known."""
        worth = self.share.value
        if worth is None or worth.high is None or worth.low <= 0:
            return
        low, high = self.ends.of(worth.high, supposed).low, self.ends.of(worth.low, supposed).high
        most = None if high is None else finite(high)
        view = ShareView(low, most, worth.low, worth.high, Truth.UNKNOWN)
        yield AtTimes(times, *view.ends(), SIDES[view.reaches(self.row.threshold)])


def _scaled(part_id: str, times: Fraction) -> Supposed:
    return {"scaled": (part_id, times)}


def _weighed(row: Content, kg: Fraction) -> Supposed:
    return {"weighed": (row, kg)}
