"""What each part beneath a product contributes to N, and what would be left of it if an answer came back low.

The same leaves as in `monazite.supply.leaves`, all of them, those included that are known exactly. What they amount to
together is never less than N can be: caps, alternatives and outermost counting (rules N4, N6, N7) only take away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from monazite.model.bounds import Bounds
from monazite.supply.content_walk import CONTENTS, ORIGIN, VALUE
from monazite.supply.leaves import hides, own_entry, reach, row_width, why_hidden
from monazite.supply.measure import BEYOND, Setting
from monazite.supply.network import Node
from monazite.supply.scope import full_entry, home_share

if TYPE_CHECKING:
    from monazite.supply.rollup import RollUp


@dataclass(frozen=True, slots=True)
class Contribution:
    """One leaf of a product, per unit of the product, in its currency, of home origin.

    It adds between ``low`` and ``high`` (`BEYOND`: nothing bounds it); answered at its low end it adds ``at_best`` at
    the most, which is more than ``low`` where it is open how often the part is inside. ``question``: what is open
    about it; blank where it is known. ``part_id``: the part that states it, or of which nobody has stated it.
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
    for index, (least, most) in reach(roll, root).items():
        if not most:
            continue
        node = roll.network.nodes[index]
        if hides(node) and own_entry(roll, node) is None:
            cap = roll.measure.cap(node, settings[0])
            if index == root:
                cap = BEYOND if value is None or value.high is None else value.high
            yield Contribution(
                node.part_id, node.label, "", Fraction(0), _times(cap, most), Fraction(0), CONTENTS, why_hidden(node)
            )
        for row in node.contents:
            low, high, question, why = row_width(roll, node, row, currency)
            entry = full_entry(row.entry)
            yield _between(node, entry, (low, high), (least, most), question, why)
        entry = own_entry(roll, node) or ""
        if entry and node.part is not None:
            ends = [roll.measure.whole(node, entry, setting) for setting in settings]
            share = home_share(node.part.origin, None, None, roll.scope.home)
            low, high = min(end.low for end in ends) * share[0], _times(max(end.high for end in ends), share[1])
            question = ORIGIN if share[0] < share[1] else VALUE
            yield _between(node, entry, (low, high), (least, most), question, "the part is itself a counted item")


def _between(
    node: Node, entry: str, ends: tuple[Fraction, Fraction], inside: tuple[Fraction, Fraction], question: str, why: str
) -> Contribution:
    (low, high), (least, most) = ends, inside
    top, best = _times(high, most), _times(low, most)
    known = best == top
    return Contribution(
        node.part_id, node.label, entry, low * least, top, best, "" if known else question, "" if known else why
    )


def _times(amount: Fraction, quantity: Fraction) -> Fraction:
    return min(BEYOND, amount * quantity)
