"""Areas within closed curves of straight lines and arcs of circles, exact up to rounding (Green's theorem).

A point is a complex number, the axis of the machine is 0, the middle of a slot or pole lies on the positive real axis.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from monazite.exchange.pyleecan.nodes import LARGEST, Node, malformed, unsupported

SAME = 1e-9
"""Points nearer than this (a nanometre) are one point."""

GAP = 1e-5
"""So far (ten micrometres) may lines of a file miss one another: they are written with as many digits as they need."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight line from ``begin`` to ``end``, or an arc about ``centre`` that turns left by ``sweep``."""

    begin: complex
    end: complex
    centre: complex | None = None
    sweep: float = 0.0

    @property
    def area(self) -> float:
        """What the edge adds to the area on the left of a closed curve."""
        triangle = (self.begin.conjugate() * self.end).imag / 2
        if self.centre is None:
            return triangle
        radius = abs(self.begin - self.centre)
        return triangle + radius**2 * (self.sweep - math.sin(self.sweep)) / 2

    def mirrored(self) -> Edge:
        """Its image across the real axis, passed the other way round."""
        centre = None if self.centre is None else self.centre.conjugate()
        return Edge(self.end.conjugate(), self.begin.conjugate(), centre, self.sweep)


def arc(begin: complex, end: complex, centre: complex, left: bool) -> Edge:
    """The arc about ``centre`` from ``begin`` to ``end`` that turns left (against the clock) or right."""
    if abs(begin - end) < SAME:
        return Edge(begin, end)
    sweep = cmath.phase((end - centre) / (begin - centre))
    if left and sweep < 0:
        sweep += 2 * math.pi
    if not left and sweep > 0:
        sweep -= 2 * math.pi
    return Edge(begin, end, centre, sweep)


def lines(*points: complex) -> list[Edge]:
    """Straight lines through the points in their order."""
    return [Edge(a, b) for a, b in pairwise(points)]


def enclosed(edges: Sequence[Edge]) -> float:
    """The area within a closed curve, whichever way round it runs."""
    return abs(sum(edge.area for edge in edges))


def symmetric(half: Sequence[Edge]) -> list[Edge]:
    """A half below the real axis, then its mirror image: both meet on the axis or are joined by a straight line."""
    joint = half[-1].end
    across = [] if abs(joint.imag) < SAME else lines(joint, joint.conjugate())
    return [*half, *across, *(edge.mirrored() for edge in reversed(half))]


def read_edges(node: Node, key: str) -> list[Edge]:
    """The lines of a file, `Segment` and `Arc1`, in the order in which they follow one another.

    An `Arc1` has begin, end, radius and turn; with a radius above 0 its centre lies to the left of the way from begin
    to end. Raises `Fault` where lines do not meet, an arc cannot reach its end, or a line is of another class.
    """
    found = [_edge(line) for line in node.children(key)]
    if len(found) < 2:
        raise malformed(node.at(key), f"{key} should hold the lines around a surface")
    for before, after in pairwise(found):
        if abs(before.end - after.begin) > GAP:
            raise malformed(node.at(key), f"the lines of {key} do not meet at {after.begin:.6f}")
    return found


def closed(edges: Sequence[Edge], node: Node, key: str) -> list[Edge]:
    """The edges, which must end where they begin."""
    if abs(edges[-1].end - edges[0].begin) > GAP:
        raise malformed(node.at(key), f"the lines of {key} do not close")
    return list(edges)


def _edge(line: Node) -> Edge:
    begin, end = line.point("begin"), line.point("end")
    if line.kind == "Segment":
        return Edge(begin, end)
    if line.kind != "Arc1":
        raise unsupported(line.place, f"a line of class {line.kind or 'unknown'}")
    signed = line.values.get("radius")
    if isinstance(signed, bool) or not isinstance(signed, int | float) or not abs(signed) <= LARGEST:
        raise malformed(line.at("radius"), "radius should be a number")
    chord = abs(end - begin)
    if 2 * abs(signed) < chord - GAP or chord < SAME:
        raise malformed(line.place, f"an arc of radius {signed} cannot reach from begin to end, {chord:.6f} apart")
    height = math.sqrt(max(signed**2 - (chord / 2) ** 2, 0.0)) * (1 if signed > 0 else -1)
    centre = (begin + end) / 2 + 1j * height * (end - begin) / chord
    return arc(begin, end, centre, line.flag("is_trigo_direction", otherwise=True))
