"""Cross-sections of slots, from the parameters as pyleecan's documentation draws them.

Each shape is worked out as the half below the middle of the slot, from the bore to the bottom, and mirrored. ``bore``
is the radius of the lamination at the air gap; ``out`` is +1 where slots run outwards (a lamination outside the gap),
-1 where they run inwards.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from monazite.exchange.pyleecan.curves import Edge, arc, enclosed, lines, read_edges, symmetric
from monazite.exchange.pyleecan.nodes import Node, malformed, unsupported


@dataclass(frozen=True, slots=True)
class SlotShape:
    """A slot: how many of it there are, area of one (m²), radius at the middle of the space for conductors (m)."""

    count: int
    area: float
    middle: float


def slot_shape(slot: Node, bore: float, internal: bool) -> SlotShape:
    """The shape of a slot or notch. Raises `Fault` for a class that is not worked out, and for impossible sizes."""
    shape = _SHAPES.get(slot.kind)
    if shape is None:
        raise unsupported(slot.place, f"a slot of class {slot.kind or 'unknown'}")
    if slot.flag("is_cstt_tooth") or slot.maybe("wedge_mat") is not None:
        raise unsupported(slot.place, "a slot with a wedge, or sized by the width of its tooth (is_cstt_tooth),")
    out = -1 if internal == slot.flag("is_bore", otherwise=True) else 1
    try:
        edges, top = shape(slot, bore, out)
    except (ValueError, ZeroDivisionError) as error:
        raise malformed(slot.place, "the sizes of the slot do not fit one another") from error
    around = [*edges, arc(edges[-1].end, edges[0].begin, 0j, left=False)]
    area = enclosed(around)
    if not 0 < area < math.pi * bore**2 * 100:
        raise malformed(slot.place, "the sizes of the slot do not fit one another")
    bottom = (max if out > 0 else min)(abs(edge.end) for edge in edges)
    return SlotShape(slot.count("Zs"), area, (top + bottom) / 2)


_Drawn = tuple[list[Edge], float]
"""The line from bore to bottom and back, and the radius at which the space for conductors begins."""


def _mouth(slot: Node, bore: float) -> complex:
    """Where a mouth of width W0 meets the bore, below the middle."""
    return bore * cmath.exp(-1j * math.asin(slot.number("W0") / (2 * bore)))


def _shoulder(slot: Node) -> float:
    """H1 as a length: it is given as such, or as the angle of the shoulder between W0 and W1."""
    height = slot.number("H1", otherwise=0.0)
    return (slot.number("W1") - slot.number("W0")) * math.tan(height) / 2 if slot.flag("H1_is_rad") else height


def _w11(slot: Node, bore: float, out: int) -> _Drawn:
    """Straight flanks from W1 to W2, bottom corners rounded with R1, or one half circle where they leave no flat."""
    mouth = _mouth(slot, bore)
    neck = mouth + out * slot.number("H0")
    radius, width = slot.number("R1"), slot.size("W2")
    top = complex(neck.real + out * _shoulder(slot), -slot.number("W1") / 2)
    low = complex(top.real + out * (slot.number("H2") - radius), -width / 2)
    half = lines(mouth, neck, top, low)
    if 2 * radius < width:
        half.append(arc(low, low + radius * (out + 1j), low + 1j * radius, left=out > 0))
        return symmetric(half), abs(top.real)
    back = [edge.mirrored() for edge in reversed(half)]
    return [*half, arc(low, low.conjugate(), complex(low.real, 0), left=out > 0), *back], abs(top.real)


def _w21(slot: Node, bore: float, out: int) -> _Drawn:
    """Straight flanks from W1 to W2, flat bottom."""
    mouth = _mouth(slot, bore)
    neck = mouth + out * slot.number("H0")
    top = complex(neck.real + out * _shoulder(slot), -slot.number("W1") / 2)
    low = complex(top.real + out * slot.number("H2"), -slot.size("W2") / 2)
    return symmetric(lines(mouth, neck, top, low)), abs(top.real)


def _w23(slot: Node, bore: float, out: int) -> _Drawn:
    """As W21, with H2 along the flank and the bottom an arc about the axis."""
    mouth = _mouth(slot, bore)
    neck = mouth * (bore + out * slot.number("H0")) / bore
    width, wider = slot.number("W1"), slot.size("W2")
    depth = math.sqrt(slot.number("H2") ** 2 - ((wider - width) / 2) ** 2)
    top = complex(neck.real + out * _shoulder(slot), -width / 2)
    low = complex(top.real + out * depth, -wider / 2)
    half = lines(mouth, neck, top, low)
    back = [edge.mirrored() for edge in reversed(half)]
    return [*half, arc(low, low.conjugate(), 0j, left=True), *back], abs(top.real)


def _tooth(slot: Node) -> tuple[complex, complex, float]:
    """Direction of the tooth below the slot, the direction across it into the slot, half its width W3."""
    along = cmath.exp(-1j * math.pi / slot.count("Zs"))
    return along, 1j * along, slot.number("W3") / 2


def _w15(slot: Node, bore: float, out: int) -> _Drawn:
    """Parallel teeth of width W3, shoulder rounded with R1, corners at the bottom arc with R2; outwards only."""
    if out < 0:
        raise malformed(slot.place, "a slot W15 runs outwards only")
    along, across, half_tooth = _tooth(slot)
    upper, lower = slot.number("R1"), slot.number("R2")
    mouth = _mouth(slot, bore)
    neck = complex(bore + slot.number("H0"), mouth.imag)
    shoulder = bore + slot.number("H0") + slot.number("H1")
    bottom = shoulder + slot.size("H2")
    offset = (half_tooth + upper) * across
    first = offset + along * (shoulder - offset.real) / along.real
    way = first - neck
    touch = neck + math.sqrt(abs(way) ** 2 - upper**2) * way / abs(way) * cmath.exp(-1j * math.asin(upper / abs(way)))
    last = (half_tooth + lower) * across + along * math.sqrt((bottom - lower) ** 2 - (half_tooth + lower) ** 2)
    begin, end, deep = first - upper * across, last - lower * across, last * bottom / abs(last)
    half = [
        *lines(mouth, neck, touch),
        arc(touch, begin, first, left=True), *lines(begin, end), arc(end, deep, last, left=True),
    ]  # fmt: skip
    back = [edge.mirrored() for edge in reversed(half)]
    return [*half, arc(deep, deep.conjugate(), 0j, left=True), *back], shoulder


def _w16(slot: Node, bore: float, out: int) -> _Drawn:
    """Parallel teeth of width W3, mouth of the angle W0, shoulder rounded with R1; inwards only."""
    if out > 0:
        raise malformed(slot.place, "a slot W16 runs inwards only")
    along, across, half_tooth = _tooth(slot)
    top, radius = bore - slot.number("H0"), slot.number("R1")
    bottom = top - slot.size("H2")
    ray = cmath.exp(-0.5j * slot.number("W0"))
    centre = (half_tooth + radius) * across + along * math.sqrt((top - radius) ** 2 - (half_tooth + radius) ** 2)
    touch, begin = centre * top / abs(centre), centre - radius * across
    end = half_tooth * across + along * math.sqrt(bottom**2 - half_tooth**2)
    half = [
        *lines(bore * ray, top * ray),
        arc(top * ray, touch, 0j, left=False), arc(touch, begin, centre, left=False), *lines(begin, end),
    ]  # fmt: skip
    back = [edge.mirrored() for edge in reversed(half)]
    return [*half, arc(end, end.conjugate(), 0j, left=True), *back], top


def _w28(slot: Node, bore: float, out: int) -> _Drawn:
    """Parallel teeth of width W3 over the height H3, rounded to the mouth with R1, the bottom a half circle."""
    along, _, half_tooth = _tooth(slot)
    radius = slot.number("R1")
    mouth = _mouth(slot, bore)
    neck = mouth + out * slot.number("H0")
    seen = neck / along
    drop = seen.imag - half_tooth - radius
    x = seen.real + out * math.sqrt(radius**2 - drop**2)
    centre, begin = complex(x, half_tooth + radius) * along, complex(x, half_tooth) * along
    end = begin + out * slot.number("H3") * along
    half = [*lines(mouth, neck), arc(neck, begin, centre, left=out > 0), *lines(begin, end)]
    back = [edge.mirrored() for edge in reversed(half)]
    return [*half, arc(end, end.conjugate(), complex(end.real, 0), left=out > 0), *back], abs(neck)


def _w60(slot: Node, bore: float, out: int) -> _Drawn:
    """The space between salient poles: top W1 x H1 with an arc of radius R1, body W2 x H2; inwards only."""
    if out > 0:
        raise malformed(slot.place, "a slot W60 runs inwards only")
    along = cmath.exp(-1j * math.pi / slot.count("Zs"))
    radius, wide, narrow = slot.size("R1"), slot.size("W1") / 2, slot.size("W2") / 2
    shoulder = bore - radius + math.sqrt(radius**2 - wide**2)
    under = shoulder - slot.number("H1")
    foot = under - slot.number("H2")
    corner = complex(shoulder, wide) * along
    points = [complex(under, wide) * along, complex(under, narrow) * along, complex(foot, narrow) * along]
    half = [
        arc(bore * along, corner, (bore - radius) * along, left=True),
        *lines(corner, *points, complex(foot / along.real, 0)),
    ]
    return symmetric(half), under


def _circ(slot: Node, bore: float, out: int) -> _Drawn:
    """A round notch: opening W0, H0 from the bore circle (or from the chord) to its deepest point."""
    mouth = _mouth(slot, bore)
    from_bore = slot.flag("is_H0_bore", otherwise=True)
    deep = (bore if from_bore else mouth.real) + out * slot.size("H0")
    centre = (deep**2 - abs(mouth) ** 2) / (2 * (deep - mouth.real))
    return [arc(mouth, mouth.conjugate(), complex(centre, 0), left=out > 0)], bore


def _drawn(slot: Node, bore: float, out: int) -> _Drawn:
    """A slot drawn line by line, from the bore around to the bore."""
    edges = read_edges(slot, "line_list")
    if any(abs(abs(point) - bore) > 1e-3 for point in (edges[0].begin, edges[-1].end)):
        raise malformed(slot.at("line_list"), "the lines should begin and end at the bore")
    if sum(edge.area for edge in edges) * out < 0:
        edges = [_turned(edge) for edge in reversed(edges)]
    return edges, bore


def _turned(edge: Edge) -> Edge:
    return Edge(edge.end, edge.begin, edge.centre, -edge.sweep)


_SHAPES: Mapping[str, Callable[[Node, float, int], _Drawn]] = {
    "SlotW11": _w11, "SlotW15": _w15, "SlotW16": _w16, "SlotW21": _w21, "SlotW23": _w23, "SlotW28": _w28,
    "SlotW60": _w60, "SlotCirc": _circ, "SlotUD": _drawn,
}  # fmt: skip
