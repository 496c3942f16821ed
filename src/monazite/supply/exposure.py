"""What each part beneath a product contributes to N, and what would be left of it if an answer came back low.

The same leaves as in `monazite.supply.leaves`, all of them, those included that are known exactly. What they amount to
together is never less than N can be: caps, alternatives and outermost counting (rules N4, N6, N7) only take away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.supply.content_walk import CONTENTS, ORIGIN, VALUE
from monazite.supply.graph import Content
from monazite.supply.leaves import leaves_residual, origin_shares, own_entry, reach, row_width, why_hidden
from monazite.supply.measure import BEYOND, Setting
from monazite.supply.network import Node
from monazite.supply.scope import full_entry, home_share

if TYPE_CHECKING:
    from monazite.supply.rollup import RollUp


@dataclass(frozen=True, slots=True)
class Contribution:
    """One leaf of a product, per unit of the product, in its currency, of home origin.

    It adds between ``low`` and ``high`` (`BEYOND`: nothing bounds it). Once its part has come back at its low end
    (least mass and value, not of home origin where that is open, nothing else inside) it adds ``at_best`` at the most:
    more than ``low`` where prices, rates, readings or quantities keep a width that no answer about the part takes away.
    ``question``: what is open about it; blank where an answer would change nothing. ``part_id``: the part that states
    it, or of which nobody has stated it.
    """

    part_id: str
    label: str
    entry: str
    low: Fraction
    high: Fraction
    at_best: Fraction
    question: str
    why: str

    @property
    def open(self) -> bool:
        """Whether an answer could lower what it adds at the most."""
        return self.at_best < self.high


def contributions(roll: RollUp, root: int, currency: str, value: Bounds | None) -> Iterator[Contribution]:
    """Everything beneath a product that may count, over all price bases. ``value``: the product's own V."""
    settings = [Setting(currency, basis) for basis in roll.bases]
    for index, inside in reach(roll, root).items():
        if not inside[1]:
            continue
        node = roll.network.nodes[index]
        if leaves_residual(roll, node):
            cap = roll.measure.cap(node, settings[0])
            if index == root:
                cap = BEYOND if value is None or value.high is None else value.high
            best = cap if node.refused_loop else Fraction(0)  # only its quantities, corrected, would end the loop
            yield _between(node, "", (Fraction(0), cap, best), inside, CONTENTS, why_hidden(node))
        low_node = _lowest_node(node)
        for row in node.contents:
            low, high, question, why = row_width(roll, node, row, currency)
            best = min(high, _best_row(roll, low_node, row, settings))
            yield _between(node, full_entry(row.entry), (low, high, best), inside, question, why)
        entry = own_entry(roll, node)
        if entry is not None and node.part is not None:
            ends = [roll.measure.whole(node, entry, setting) for setting in settings]
            share = home_share(node.part.origin, None, None, roll.scope.home)
            low, high = min(end.low for end in ends) * share[0], max(end.high for end in ends) * share[1]
            best = max(roll.measure.whole(low_node, entry, setting).high for setting in settings) * share[0]
            question = ORIGIN if share[0] < share[1] else VALUE
            why = "the part is itself a counted item"
            yield _between(node, entry, (low, high, min(high, best)), inside, question, why)


def _best_row(roll: RollUp, low_node: Node, row: Content, settings: list[Setting]) -> Fraction:
    """What a row adds at the most, once it states the least that it now leaves possible."""
    ways = roll.measure.counted(row, low_node, settings[0])
    if row.charged or ways is None or any(not way.sure for way in ways):
        return Fraction(0)
    most = max(roll.span_of(_lowest_row(row), low_node, setting)[1] for setting in settings)
    return most * max(share[0] for share in origin_shares(row, roll.scope.home))


def _lowest_row(row: Content) -> Content:
    """The row with its least amount; a row without any amount has none."""
    amounts = (row.mass_kg, row.mass_fraction, row.value)
    if amounts == (None, None, None):
        return replace(row, mass_kg=Bounds.exactly(0))
    mass, fraction, value = (None if one is None else Bounds.exactly(one.low) for one in amounts)
    return replace(row, mass_kg=mass, mass_fraction=fraction, value=value)


def _lowest_node(node: Node) -> Node:
    """The part with its least mass and its least values."""
    part = node.part
    if part is not None and part.mass_kg is not None:
        part = replace(part, mass_kg=Bounds.exactly(part.mass_kg.low))
    values = [replace(claim, value=Bounds.exactly(claim.value.low)) for claim in node.values]
    return replace(node, part=part, values=values)


def _between(
    node: Node,
    entry: str,
    ends: tuple[Fraction, Fraction, Fraction],
    inside: tuple[Fraction, Fraction],
    question: str,
    why: str,
) -> Contribution:
    """A leaf that adds so much (at least, at most, at best) in one unit of its part, which is inside so often."""
    (low, high, best), (least, most) = ends, inside
    top, best = _times(high, most), _times(best, most)
    known = best == top
    return Contribution(
        node.part_id, node.label, entry, low * least, top, best, "" if known else question, "" if known else why
    )


def _times(amount: Fraction, quantity: Fraction) -> Fraction:
    return min(BEYOND, amount * quantity)
