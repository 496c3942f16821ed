"""What keeps a rolled-up share open: the questions, the readings that matter, and the widest leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.model.share import ShareLeaf
from monazite.supply.content_walk import CONTENTS, ORIGIN, VALUE
from monazite.supply.gathered import Gathered
from monazite.supply.graph import Content
from monazite.supply.measure import BEYOND, UNBOUNDED, Setting
from monazite.supply.network import Node
from monazite.supply.scope import full_entry, home_share

if TYPE_CHECKING:
    from monazite.supply.rollup import RollUp

_MOST = 12


def reach(roll: RollUp, root: int) -> dict[int, tuple[Fraction, Fraction]]:
    """How many base units of each part beneath are in one unit of the root, at least and at most (loops: unbounded)."""
    network = roll.network
    wanted = sorted(network.beneath(root), key=lambda index: (-network.rank[index], index))
    found = {index: (Fraction(0), Fraction(0)) for index in wanted}
    found[root] = Fraction(1), Fraction(1)
    for index in wanted:
        node = network.nodes[index]
        members = network.order[network.rank[index]]
        if network.is_loop(members) and any(found[member][1] for member in members if member in found):
            found[index] = found[index][0], BEYOND  # whoever of a loop is reached first, all of it is reached
        low, high = found[index]
        for choice in node.choices:
            found[choice] = found[choice][0], found[choice][1] + high
        for line in node.lines:
            if line.by_product:
                continue
            most = BEYOND if line.quantity.high is None else line.quantity.high
            least = Fraction(0) if line.alt_group else line.quantity.low
            one = found[line.child]
            found[line.child] = one[0] + low * least, min(BEYOND, one[1] + high * most)
    return found


def hides(node: Node) -> bool:
    """Whether a part leaves a residual: nobody has said that its contents are complete (rule N5)."""
    return node.undescribed or node.residual


def leaves_residual(roll: RollUp, node: Node) -> bool:
    """As `hides`, but for a counted item of which nothing more is said: there is no more in it than itself."""
    return hides(node) and not (node.bare and own_entry(roll, node) is not None)


def why_hidden(node: Node) -> str:
    """Why a part leaves a residual, in words."""
    if node.refused_loop:
        return "it holds itself more often than once: it may contain anything"
    return "nobody has described it" if node.part is None else "nobody has said that its contents are complete"


class OpenQuestions:
    """The open names and the readings that can change the share of a part: of every part of ``roll`` in a currency.

    They hang on what is beneath the part and on nothing else (not on its value), so what each node leaves open is found
    once and gathered upwards along the lines that bring anything in.
    """

    def __init__(self, roll: RollUp, currency: str) -> None:
        self._roll, self._currency = roll, currency
        self._gathered = Gathered([_brought_in(node) for node in roll.network.nodes], self._own)

    def of(self, root: int) -> tuple[frozenset[str], frozenset[str]]:
        """The names and the readings of the part at ``root``."""
        told = self._gathered.of(root)
        names, readings, entries = (
            frozenset(text for kind, text in told if kind is wanted) for wanted in (_NAME, _READING, _ENTRY)
        )
        return names, readings | {"numerator"} if len(entries) > 1 else readings

    def _own(self, index: int) -> frozenset[tuple[str, str]]:
        """What one node leaves open by itself: names, readings and the entries that it may hold."""
        names: set[str] = set()
        readings: set[str] = set()
        entries: set[str] = set()
        roll, node = self._roll, self._roll.network.nodes[index]
        own = own_entry(roll, node)
        if node.choices or leaves_residual(roll, node):
            names.add(CONTENTS)
        if any(line.alt_group for line in node.lines) or len({c.source_id for c in node.contents if c.source_id}) > 1:
            names.add(CONTENTS)
        if any(not row.scope for row in node.contents) and node.lines:
            names.add(CONTENTS)
        if any(line.quantity.low != line.quantity.high or line.by_product for line in node.lines):
            names.add(VALUE)
        if roll.network.is_loop(roll.network.order[roll.network.rank[index]]):
            names.add(CONTENTS)
        if own is not None:
            entries.add(own)
            share = home_share(None if node.part is None else node.part.origin, None, None, roll.scope.home)
            _origin(share, names, readings)
            if _wide(roll, node, own, self._currency):
                names.add(VALUE)
        _carrier(roll, node, names, readings, entries)
        for row in node.contents:
            _row(roll, node, row, self._currency, names, readings, entries)
        kinds = ((_NAME, names), (_READING, readings), (_ENTRY, entries))
        return frozenset((kind, text) for kind, texts in kinds for text in texts)


_NAME, _READING, _ENTRY = "name", "reading", "entry"


def _brought_in(node: Node) -> list[int]:
    """The nodes of which more than nothing is in a node: no by-products, no lines with a quantity of 0."""
    lines = [line.child for line in node.lines if not line.by_product and line.quantity.high != 0]
    return [*lines, *node.choices]


def own_entry(roll: RollUp, node: Node) -> str | None:
    """The counted entry that a part itself falls under; None where it is no counted item."""
    return node.entry(roll.scope.counts)


def _wide(roll: RollUp, node: Node, entry: str, currency: str) -> bool:
    """Whether the value of a part that is itself a counted item is not known exactly."""
    ends = {roll.measure.whole(node, entry, Setting(currency, basis)) for basis in roll.bases}
    return len(ends) > 1 or any(end.low != end.high for end in ends)


def _carrier(roll: RollUp, node: Node, names: set[str], readings: set[str], entries: set[str]) -> None:
    """A part that is itself a carrier counts whole under `part1_and_part2`, if it is of home origin."""
    for entry in () if node.part is None or node.part.control_entries is None else node.part.control_entries:
        share = home_share(None if node.part is None else node.part.origin, None, None, roll.scope.home)
        if roll.scope.carries(full_entry(entry)) and share[1]:
            readings.add("numerator_items")
            entries.add(full_entry(entry))
            names.update({ORIGIN, VALUE} if share[0] != share[1] else {VALUE})


def _origin(share: tuple[Fraction, Fraction], names: set[str], readings: set[str]) -> None:
    if share[0] != share[1]:
        names.add(ORIGIN)
    if share[0] < 1:
        readings.add("numerator_origin")


def origin_shares(row: Content, home: str) -> set[tuple[Fraction, Fraction]]:
    """The home share of a row under each alternative of the reading `metal_origin`."""
    low, high = (None, None) if row.cn_share is None else (row.cn_share.low, row.cn_share.high)
    countries = [row.origin] if row.origin or row.cn_share else [row.smelted_in, row.feed_origin]
    return {home_share(country, low, high, home) for country in countries}


def _row(
    roll: RollUp, node: Node, row: Content, currency: str, names: set[str], readings: set[str], entries: set[str]
) -> None:
    """What one content row leaves open."""
    setting = Setting(currency, roll.bases[0])
    ways = roll.measure.counted(row, node, setting)
    if ways is None:
        names.add(VALUE)
        share = next(iter(origin_shares(row, roll.scope.home)))
        if roll.scope.carries(full_entry(row.entry)) and share[1]:
            readings.add("numerator_items")
            entries.add(full_entry(row.entry))
            names.update({ORIGIN} if share[0] < share[1] else ())
        return
    for way in ways:
        entries.add(way.entry)
    if not ways:
        return
    shares = origin_shares(row, roll.scope.home)
    for share in shares:
        _origin(share, names, readings)
    if len(shares) > 1:
        readings.add("metal_origin")
    spans = [roll.span_of(row, node, Setting(currency, basis)) for basis in roll.bases]
    if any(not way.sure for way in ways) or len(set(spans)) > 1 or any(low != high for low, high in spans):
        names.add(VALUE)


def leaves_of(roll: RollUp, root: int, currency: str, value: Bounds | None) -> tuple[ShareLeaf, ...]:
    """Parts and contents by the width that they give to the numerator under the default lens, widest first."""
    top = BEYOND if value is None or value.high is None else value.high
    found: list[ShareLeaf] = []
    for index, (least, most) in reach(roll, root).items():
        node = roll.network.nodes[index]
        if not most:
            continue
        own = roll.measure.cap(node, Setting(currency, roll.bases[0]))
        room = top if index == root else min(top, most * own, BEYOND)
        if leaves_residual(roll, node):
            why = why_hidden(node)
            found.append(ShareLeaf(node.label, "", Fraction(0), room, CONTENTS, why))
        for row in node.contents:
            low, high, question, why = row_width(roll, node, row, currency)
            if low * least < high * most:
                high = min(high * most, BEYOND)
                found.append(ShareLeaf(node.label, full_entry(row.entry), low * least, min(high, top), question, why))
        entry = own_entry(roll, node)
        if entry is not None and node.part is not None:
            ends = [roll.measure.whole(node, entry, Setting(currency, basis)) for basis in roll.bases]
            share = home_share(node.part.origin, None, None, roll.scope.home)
            low = min(end.low for end in ends) * share[0] * least
            high = min(max(end.high for end in ends) * share[1] * most, top)
            if low < high:
                question = ORIGIN if share[0] < share[1] else VALUE
                found.append(ShareLeaf(node.label, entry, low, high, question, "the part is itself a counted item"))
    found.sort(key=lambda leaf: (leaf.low_n - leaf.high_n, leaf.label, leaf.entry))
    return tuple(_shown(leaf) for leaf in found[:_MOST])


def _shown(leaf: ShareLeaf) -> ShareLeaf:
    """An unbounded leaf shows its lower end twice and says so."""
    if leaf.high_n < UNBOUNDED:
        return leaf
    return replace(leaf, high_n=leaf.low_n, why=f"{leaf.why}; nothing bounds it")


def row_width(roll: RollUp, node: Node, row: Content, currency: str) -> tuple[Fraction, Fraction, str, str]:
    """Bounds of one row of home origin, per unit of its part, and the question that would narrow them most."""
    spans = [roll.span_of(row, node, Setting(currency, basis)) for basis in roll.bases]
    low, high = min(span[0] for span in spans), max(span[1] for span in spans)
    shares = origin_shares(row, roll.scope.home)
    least, most = min(share[0] for share in shares), max(share[1] for share in shares)
    ways = roll.measure.counted(row, node, Setting(currency, roll.bases[0]))
    if ways is None:
        return Fraction(0), high, VALUE, "it is not said what of it is a counted item"
    if any(not way.sure for way in ways):
        return Fraction(0), high * most, VALUE, "which compound was charged?"
    if least < most:
        return low * least, high * most, ORIGIN, "its origin is not stated"
    return low * least, high * most, VALUE, "its mass or price is not stated exactly"
