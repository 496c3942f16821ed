"""Where counted content comes from: the data of ``monazite trace PART``, a tree from a part to its leaves."""

from __future__ import annotations

from dataclasses import dataclass, replace

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.supply.amounts import Amounts
from monazite.supply.graph import Content
from monazite.supply.leaves import why_hidden
from monazite.supply.measure import UNBOUNDED, Setting
from monazite.supply.network import Node
from monazite.supply.rollup import RollUp
from monazite.supply.scope import full_entry, home_share

_DEEPEST = 60
_MOST_NODES = 20_000


@dataclass(frozen=True, slots=True)
class TraceNode:
    """One step on the way down.

    ``kind``: `part`, `content`, `residual` (nobody has said what else it contains), `loop` (seen
    further up) or `cut` (the tree has become too large; trace that part by itself).
    ``quantity``: base units in one unit of the part above; ``in_root``: in one unit of the traced part. ``masses``
    and ``value``: per entry and in ``currency``, of home origin, in the amount of ``in_root``; ``masses_any`` and
    ``value_any`` of any origin. ``origin``: `CN`, `not_CN`, `part`, `unknown`, or empty where it means nothing.
    ``evidence``: where it is stated.
    """

    kind: str
    part_id: str
    label: str
    quantity: Bounds
    in_root: Bounds
    masses: tuple[tuple[str, Bounds], ...]
    masses_any: tuple[tuple[str, Bounds], ...]
    value: Bounds
    value_any: Bounds
    currency: str
    origin: str
    evidence: str
    note: str = ""
    children: tuple[TraceNode, ...] = ()


def trace(roll: RollUp, part_id: str, currency: str = "") -> TraceNode:
    """The tree of a part, values as the hull over all price bases. Raises KeyError for a part that no table names."""
    index = roll.network.ids[part_id]
    one = Bounds.exactly(1)
    return _Tracer(roll, currency or roll.currency_of(part_id)).part(index, one, one, (), "")


class _Tracer:
    def __init__(self, roll: RollUp, currency: str) -> None:
        self.roll = roll
        self.currency = currency
        masses = Setting("", "")
        self.weigh = roll.run(masses), roll.run(replace(masses, any_origin=True))
        self.opened = 0
        self.settings = [Setting(currency, basis) for basis in roll.bases]

    def part(self, index: int, quantity: Bounds, in_root: Bounds, above: tuple[int, ...], note: str) -> TraceNode:
        """A part with everything beneath it; parts already above are not opened again."""
        node = self.roll.network.nodes[index]
        self.opened += 1
        again = index in above
        cut = len(above) > _DEEPEST or self.opened > _MOST_NODES
        children: list[TraceNode] = []
        if not again and not cut:
            path = (*above, index)
            for choice in node.choices:
                children.append(self.part(choice, Bounds.exactly(1), in_root, path, "one of several revisions"))
            for line in node.lines:
                remark = "by-product" if line.by_product else f"one of {line.alt_group}" if line.alt_group else ""
                children.append(self.part(line.child, line.quantity, in_root.times(line.quantity), path, remark))
            children += [self._content(row, node, in_root) for row in node.contents]
            if node.refused_loop or (not node.choices and (node.part is None or node.composition != "complete")):
                children.append(self._residual(node, in_root))
        weights = [done.of(index) for done in self.weigh]
        worth = [self.roll.run(setting).of(index) for setting in self.settings]
        worth_any = [self.roll.run(replace(setting, any_origin=True)).of(index) for setting in self.settings]
        part = node.part
        origin = "" if part is None or part.origin is None else part.origin
        return TraceNode(
            "loop" if again else "cut" if cut else "part",
            node.part_id,
            node.label,
            quantity,
            in_root,
            _masses(weights[0], in_root),
            _masses(weights[1], in_root),
            _hull([_bounds(a.low, a.high) for a in worth]).times(in_root),
            _hull([_bounds(a.low, a.high) for a in worth_any]).times(in_root),
            self.currency,
            origin,
            "" if part is None else part.place,
            "seen above" if again else note,
            tuple(children),
        )

    def _content(self, row: Content, node: Node, in_root: Bounds) -> TraceNode:
        """A stated content."""
        low, high = (None, None) if row.cn_share is None else (row.cn_share.low, row.cn_share.high)
        countries = {row.origin} if row.origin or row.cn_share else {row.smelted_in, row.feed_origin}
        shares = [home_share(country, low, high, self.roll.scope.home) for country in countries]
        share = Bounds(min(s[0] for s in shares), max(s[1] for s in shares))
        masses = self.roll.measure.counted(row, node, Setting("", "")) or ()
        value = _hull([_bounds(*self.roll.span_of(row, node, setting)) for setting in self.settings])
        every = tuple(
            (way.entry, _bounds(way.span.low if way.sure else Fraction(0), way.span.high).times(in_root))
            for way in masses
        )
        evidence = row.evidence or row.place
        return TraceNode(
            "content",
            node.part_id,
            full_entry(row.entry),
            Bounds.exactly(1),
            in_root,
            tuple((entry, bounds.times(share)) for entry, bounds in every),
            every,
            value.times(share).times(in_root),
            value.times(in_root),
            self.currency,
            _origin_word(share, self.roll.scope.home),
            evidence,
            "" if all(way.sure for way in masses) else "which compound was charged?",
        )

    def _residual(self, node: Node, in_root: Bounds) -> TraceNode:
        """What nobody has described: from nothing up to the part's own value and mass."""
        cap = max(self.roll.measure.cap(node, setting) for setting in self.settings)
        weight = self.roll.measure.cap(node, Setting("", ""))
        masses = (("*", _bounds(Fraction(0), weight).times(in_root)),)
        value = _bounds(Fraction(0), cap).times(in_root)
        why = why_hidden(node)
        return TraceNode(
            "residual", node.part_id, "not described", Bounds.exactly(1), in_root,
            masses, masses, value, value, self.currency, "unknown", "", why,
        )  # fmt: skip


def _origin_word(share: Bounds, home: str) -> str:
    if share.known:
        return home if share.low == 1 else f"not_{home}" if share.low == 0 else "part"
    return "unknown" if share.low == 0 and share.high == 1 else "part"


def _bounds(low: Fraction, high: Fraction) -> Bounds:
    return Bounds(low, None if high >= UNBOUNDED else high)


def _hull(bounds: list[Bounds]) -> Bounds:
    found = bounds[0]
    for other in bounds[1:]:
        found = found.hull(other)
    return found


def _masses(amounts: Amounts, in_root: Bounds) -> tuple[tuple[str, Bounds], ...]:
    return tuple(
        (entry, _bounds(amounts.lows.get(entry, Fraction(0)), high).times(in_root))
        for entry, high in sorted(amounts.highs.items())
    )
