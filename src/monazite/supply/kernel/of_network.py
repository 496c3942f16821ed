"""The kernel's arrays from the network of the exact roll-up: the same parts, lines and statements, as floats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, nextafter

import numpy as np

from monazite.model.exact import Fraction
from monazite.model.truth import Truth
from monazite.supply.amounts import Amounts
from monazite.supply.kernel.prepare import prepare
from monazite.supply.kernel.prepared import PreparedGraph
from monazite.supply.kernel.values import POSSIBLE, SURE, Inside, Own, roll_up, widened
from monazite.supply.measure import UNBOUNDED, Setting
from monazite.supply.passes import Pass
from monazite.supply.rollup import RollUp

BITS = {Truth.TRUE: SURE | POSSIBLE, Truth.UNKNOWN: POSSIBLE, Truth.FALSE: 0}


def downwards(value: Fraction) -> float:
    """The nearest float that is not more; the largest there is for what is unbounded."""
    if value >= UNBOUNDED:
        return float(np.finfo(np.float64).max)
    found = float(value)
    return nextafter(found, -inf) if Fraction(found) > value else found


def upwards(value: Fraction) -> float:
    """The nearest float that is not less; infinite for what is unbounded."""
    if value >= UNBOUNDED:
        return inf
    found = float(value)
    return nextafter(found, inf) if Fraction(found) < value else found


@dataclass(frozen=True)
class Rolled:
    """Bounds of counted value by node of the network and price basis: ``low``, ``stated``, ``high``; ``bits``."""

    low: np.ndarray
    stated: np.ndarray
    high: np.ndarray
    bits: np.ndarray


def rolled(roll: RollUp, currency: str) -> Rolled:
    """The bounds of all parts of a roll-up under the plainest reading, in one currency, moved outwards by rounding."""
    passes = [roll.run(Setting(currency, basis)) for basis in roll.bases]
    graph, inside = _lines(roll)
    own = _own(roll, passes, graph)
    roll_up(graph, inside, own)
    found = widened(graph, own.amounts)[graph.place]
    third = len(passes)
    return Rolled(found[:, :third], found[:, third : 2 * third], found[:, 2 * third :], own.bits[graph.place])


def _lines(roll: RollUp) -> tuple[PreparedGraph, Inside]:
    parent: list[int] = []
    child: list[int] = []
    low: list[float] = []
    high: list[float] = []
    group: list[int] = []
    gone: list[bool] = []
    special = np.zeros(len(roll.network.nodes), np.bool_)
    for index, node in enumerate(roll.network.nodes):
        groups: dict[str, int] = {}
        for line in sorted(node.lines, key=lambda line: "" if line.by_product else line.alt_group):
            parent.append(index)
            child.append(line.child)
            low.append(downwards(line.quantity.low))
            high.append(inf if line.quantity.high is None else upwards(line.quantity.high))
            named = line.alt_group if not line.by_product else ""
            group.append(groups.setdefault(named, len(groups) + 1) if named else 0)
            gone.append(line.by_product)
            special[index] |= bool(named) or line.by_product
        for choice in node.choices:
            parent.append(index)
            child.append(choice)
            low.append(1.0)
            high.append(1.0)
            group.append(1)
            gone.append(False)
            special[index] = True
    graph = prepare(np.array(parent, np.uint32), np.array(child, np.uint32), len(roll.network.nodes))
    by = graph.line
    return graph, Inside(
        np.array(low)[by], np.array(high)[by], np.array(group, np.uint32)[by], np.array(gone, np.bool_)[by],
        special[graph.part],
    )  # fmt: skip


def _own(roll: RollUp, passes: Sequence[Pass], graph: PreparedGraph) -> Own:
    count, bases = graph.parts, len(passes)
    amounts, bits = np.zeros((count, 3 * bases)), np.zeros(count, np.uint8)
    cap, open_ = np.full(count, inf), np.zeros(count, np.bool_)
    given, whole = np.zeros(count, np.bool_), np.full(count, -1, np.int32)
    worth: list[list[float]] = []
    home: list[tuple[float, float]] = []
    for place, index in enumerate(graph.part.tolist()):
        node = roll.network.nodes[index]
        stated = [one.own(index) for one in passes]
        cap[place] = upwards(roll.measure.cap(node, passes[0].setting))
        if node.undescribed or any(one is None for one in stated):
            given[place] = True
            stated = [one.of(index) for one in passes]
        known = [one for one in stated if one is not None]
        amounts[place] = row_of(known)
        bits[place] = np.bitwise_or.reduce([BITS[one.contains] for one in known])
        open_[place] = node.residual and not passes[0].bare(index)
        counted = None if given[place] else [one.counted_whole(index) for one in passes]
        spans = [one for one in counted or () if one is not None]
        if spans:
            whole[place] = len(worth)
            worth.append([*(downwards(s[0][0]) for s in spans), *(upwards(s[0][1]) for s in spans),
                          *(upwards(s[0][2]) for s in spans)])  # fmt: skip
            home.append((downwards(spans[0][1][0]), upwards(spans[0][1][1])))
    return Own(
        amounts, bits, cap, open_, given, whole, np.array(worth).reshape(-1, 3 * bases), np.array(home).reshape(-1, 2)
    )


def row_of(amounts: Sequence[Amounts]) -> list[float]:
    """Low, stated and high of every pass, one after the other, rounded outwards."""
    return [*(downwards(one.low) for one in amounts), *(upwards(one.stated) for one in amounts),
            *(upwards(one.high) for one in amounts)]  # fmt: skip
