"""Conductors in slots: wound wires and cages.

What is wound counts as every conductor of every slot over the length of the stack, and beyond it by `Lewout` on either
side. The curved ends of coils are in few descriptions; where they are not, the mass of conductor is too low, and that
is said (`coil_ends_not_described`).
"""

from __future__ import annotations

import math

from monazite.exchange.pyleecan.nodes import Node, unsupported
from monazite.exchange.pyleecan.pieces import Notes, Piece, Role, piece
from monazite.exchange.pyleecan.slots import SlotShape

FILL = (0.15, 0.85)
"""Conductor over slot area. Outside, a description is hardly that of a real winding."""


def wound(winding: Node, slots: SlotShape, length: float, roles: tuple[Role, Role], notes: Notes) -> list[Piece]:
    """Conductor and coating of a wound lamination; ``length`` is that of the stack with its ducts."""
    conductor = winding.child("conductor")
    bare, coated = _wire(conductor)
    in_slot = winding.count("Ntcoil") * winding.count("Nlayer", otherwise=1)
    beyond = winding.number("Lewout", otherwise=0.0)
    ends = winding.maybe("end_winding")
    if ends is not None and ends.kind != "EndWinding":
        raise unsupported(ends.place, f"a coil end of class {ends.kind or 'unknown'}")
    if beyond == 0:
        notes.warn(
            "coil_ends_not_described", "the ends of the coils are not described: conductor counts in the stack only",
            "state the mass of conductor in bom where it matters", winding.at("Lewout"),
        )  # fmt: skip
    fill = in_slot * bare / slots.area
    if not FILL[0] <= fill <= FILL[1]:
        notes.warn(
            "winding_implausible", f"the conductor as described fills {fill:.0%} of the slot",
            "state the mass of conductor in bom where it matters", winding.place,
        )  # fmt: skip
    total = in_slot * slots.count * (length + 2 * beyond)
    metal = piece(roles[0], conductor.maybe("cond_mat"), conductor.at("cond_mat"), total * bare, notes)
    if coated <= bare:
        return metal
    coating = conductor.maybe("ins_mat")
    return metal + piece(roles[1], coating, conductor.at("ins_mat"), total * (coated - bare), notes)


def _wire(conductor: Node) -> tuple[float, float]:
    """Cross-section of one conductor without and with the coating of its wires, m²."""
    coat = conductor.number("Wins_wire", otherwise=0.0)
    if conductor.kind == "CondType12":
        wires, width = conductor.count("Nwppc", otherwise=1), conductor.size("Wwire")
        return wires * math.pi * width**2 / 4, wires * math.pi * (width + 2 * coat) ** 2 / 4
    if conductor.kind == "CondType11":
        wires = conductor.count("Nwppc_rad", otherwise=1) * conductor.count("Nwppc_tan", otherwise=1)
        width, height = conductor.size("Wwire"), conductor.size("Hwire")
        return wires * width * height, wires * (width + 2 * coat) * (height + 2 * coat)
    raise unsupported(conductor.place, f"a conductor of class {conductor.kind or 'unknown'}")


def cage(lamination: Node, slots: SlotShape, length: float, notes: Notes) -> list[Piece]:
    """Bars and the two short-circuit rings (Hscr high, Lscr long, centred on the bars) of a squirrel cage."""
    winding = lamination.child("winding")
    conductor = winding.child("conductor")
    if conductor.kind != "CondType22":
        raise unsupported(conductor.place, f"a cage conductor of class {conductor.kind or 'unknown'}")
    bars = slots.count * conductor.size("Sbar") * (length + 2 * winding.number("Lewout", otherwise=0.0))
    rings = 2 * lamination.number("Hscr") * lamination.number("Lscr") * 2 * math.pi * slots.middle
    return [
        *piece(Role.CAGE_BARS, conductor.maybe("cond_mat"), conductor.at("cond_mat"), bars, notes),
        *piece(Role.CAGE_RINGS, lamination.maybe("ring_mat"), lamination.at("ring_mat"), rings, notes),
    ]
