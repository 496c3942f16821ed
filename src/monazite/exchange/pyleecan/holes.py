"""Holes of a rotor, with magnets or without, and ventilation ducts."""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterator
from dataclasses import dataclass

from monazite.exchange.pyleecan.curves import Edge, arc, closed, enclosed, lines, read_edges
from monazite.exchange.pyleecan.nodes import Node, malformed, unsupported


@dataclass(frozen=True, slots=True)
class Magnet:
    """Magnets of one kind in a hole: cross-section of one (m²), how many in the machine, its description."""

    area: float
    count: int
    node: Node


@dataclass(frozen=True, slots=True)
class Hole:
    """What a hole takes out of the lamination, all copies together (m²), and the magnets in it."""

    area: float
    magnets: tuple[Magnet, ...] = ()


def read_hole(hole: Node, bore: float) -> Hole:
    """A hole or duct of the lamination. Raises `Fault` for a class whose area is not worked out here."""
    count = hole.count("Zh")
    if hole.kind == "HoleM50":
        return _m50(hole, bore, count)
    if hole.kind == "HoleUD":
        return _drawn(hole, count)
    if hole.kind == "VentilationCirc":
        return Hole(count * math.pi * hole.size("D0") ** 2 / 4)
    if hole.kind == "VentilationPolar":
        low = hole.number("H0")
        return Hole(count * ((low + hole.size("D0")) ** 2 - low**2) * hole.size("W1") / 2)
    raise unsupported(hole.place, f"a hole of class {hole.kind or 'unknown'}")


def _m50(hole: Node, bore: float, count: int) -> Hole:
    """Two magnets of H3 x W4 in a V of width W0, from the depth H1 below the bore down to the depth H0."""
    try:
        half = enclosed(_m50_half(hole, bore, count))
    except (ValueError, ZeroDivisionError) as error:
        raise malformed(hole.place, "the sizes of the hole do not fit one another") from error
    magnet = hole.size("H3") * hole.size("W4")
    recess = hole.number("H2") * hole.number("W4")
    held = [node for key in ("magnet_0", "magnet_1") if (node := hole.maybe(key)) is not None]
    if half + recess < magnet:
        raise malformed(hole.place, "the magnet is larger than the hole that holds it")
    return Hole(2 * count * (half + recess), tuple(Magnet(magnet, count, node) for node in held))


def _m50_half(hole: Node, bore: float, count: int) -> list[Edge]:
    """One leg of the V below the pole's axis, without the recess H2 x W4 in which the magnet sits.

    Its upper side runs from the foot of the V to the outer corner at W0 / 2; its lower side is parallel to it,
    H3 - H2 away; towards the next pole it ends W3 / 2 before the border, parallel to that.
    """
    outer = bore - hole.number("H1")
    corner = outer * cmath.exp(-1j * math.asin(hole.size("W0") / (2 * outer)))
    foot = complex(bore - hole.size("H0"), -hole.number("W1", otherwise=0.0) / 2)
    side = (corner - foot) / abs(corner - foot)
    thick = hole.size("H3") - hole.number("H2")
    low = foot - thick / -side.imag  # straight below the foot, on the lower side
    border = cmath.exp(-1j * math.pi / count)
    far = border * complex(math.sqrt(outer**2 - (hole.number("W3") / 2) ** 2), hole.number("W3") / 2)
    # the point of the lower side that lies straight inwards of `far`, along the border
    turned_low, turned_side = low / border, side / border
    reach = ((far / border).imag - turned_low.imag) / turned_side.imag
    end = low + reach * side
    raised = hole.number("H4", otherwise=0.0) * border
    return [*lines(corner, foot, low, end, far, far + raised),
            arc(far + raised, corner + raised, 0j, left=True), *lines(corner + raised, corner)]  # fmt: skip


def _drawn(hole: Node, count: int) -> Hole:
    """A hole drawn surface by surface; the n-th surface labelled `HoleMag` is that of `magnet_n`."""
    areas: list[float] = []
    magnetic: list[float] = []
    for surface in hole.children("surf_list"):
        if surface.kind != "SurfLine":
            raise unsupported(surface.place, f"a surface of class {surface.kind or 'unknown'}")
        areas.append(enclosed(closed(read_edges(surface, "line_list"), surface, "line_list")))
        if "HoleMag" in surface.text("label") or "Magnet" in surface.text("label"):
            magnetic.append(areas[-1])
    if not areas:
        raise malformed(hole.at("surf_list"), "a hole without a surface")
    return Hole(count * sum(areas), tuple(_drawn_magnets(hole, magnetic, count)))


def _drawn_magnets(hole: Node, areas: list[float], count: int) -> Iterator[Magnet]:
    held = hole.maybe("magnet_dict") or Node({}, hole.at("magnet_dict"))
    named = {key for key in held.values if key.startswith("magnet_")}
    if named != {f"magnet_{position}" for position in range(len(areas))}:
        message = f"{len(areas)} surfaces are magnets, and magnet_dict speaks of {len(named)}"
        raise malformed(hole.at("magnet_dict"), message)
    for position, area in enumerate(areas):
        node = held.maybe(f"magnet_{position}")  # null: the magnet was taken out
        if node is not None:
            yield Magnet(area, count, node)
