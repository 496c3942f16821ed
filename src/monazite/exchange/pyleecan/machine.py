"""A machine description as the complete list of its pieces."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from monazite.exchange.pyleecan.holes import read_hole
from monazite.exchange.pyleecan.nodes import Fault, Node, malformed, read_machine, unsupported
from monazite.exchange.pyleecan.pieces import Notes, Piece, Role, piece
from monazite.exchange.pyleecan.slots import SlotShape, slot_shape
from monazite.exchange.pyleecan.windings import cage, wound
from monazite.model.issue import Issue, Severity

_WITH_MAGNETS = ("MachineIPMSM", "MachineSIPMSM", "MachineLSPM")
"""Classes of machines that have magnets by their kind."""

_LAMINATIONS = ("LamSlotWind", "LamSquirrelCage", "LamHole", "LamSlot", "Lamination")


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine: id, name and description from the file, day on which the file was saved (or empty), its pieces."""

    id: str
    name: str
    description: str
    saved_on: str
    pieces: tuple[Piece, ...]

    @property
    def magnet_mass_kg(self) -> float:
        """Mass of all its magnets; 0: it has none."""
        return sum(piece.mass_kg for piece in self.pieces if piece.role is Role.MAGNETS)


def machine_of(data: bytes, file: str) -> tuple[Machine | None, tuple[Issue, ...]]:
    """The machine that a file describes, or None with the reason as an issue; ``file`` is its name."""
    notes = Notes(file)
    try:
        root = read_machine(data)
        notes.machine = _id(root, file)
        pieces = tuple(_merged(_pieces(root, notes)))
        _check_magnets(root, notes)
        found = Machine(
            notes.machine, root.text("name") or notes.machine, root.text("desc"), _saved_on(root), pieces
        )  # fmt: skip
    except Fault as fault:
        subject = f"part:{notes.machine}" if notes.machine else ""
        error = Issue(Severity.ERROR, fault.code, fault.message, fault.remedy, file, 0, fault.place, subject)
        return None, (error,)
    return found, tuple(notes.issues)


def _check_magnets(root: Node, notes: Notes) -> None:
    """Refuse a machine of which magnets were overlooked: its list of materials would look complete and not be it.

    Every object of class Magnet in the description must have been read, and a machine that has magnets by its kind must
    have some.
    """
    spoken_of = _magnets_in(root.values)
    if spoken_of != notes.magnets or (not spoken_of and root.kind in _WITH_MAGNETS):
        raise malformed("rotor", f"a {root.kind} with {spoken_of} magnets described and {notes.magnets} read")


def _magnets_in(value: Any) -> int:
    """How many objects of class Magnet stand anywhere in the description."""
    if isinstance(value, dict):
        return (value.get("__class__") == "Magnet") + sum(_magnets_in(item) for item in value.values())
    return sum(_magnets_in(item) for item in value) if isinstance(value, list) else 0


def _id(root: Node, file: str) -> str:
    """The name of the machine as an id: letters, digits, `_` and `-`."""
    wanted = root.text("name") or file.rpartition(".")[0] or file
    return re.sub(r"[^A-Za-z0-9_-]+", "_", wanted).strip("_-")[:60] or "MACHINE"


def _saved_on(root: Node) -> str:
    found = re.match(r"(\d{4})_(\d\d)_(\d\d)", root.text("__save_date__"))
    return "-".join(found.groups()) if found else ""


def _merged(pieces: Iterable[Piece]) -> list[Piece]:
    """One piece per role and material, in the order in which they came."""
    found: dict[tuple[Role, str], Piece] = {}
    for one in pieces:
        before = found.get((one.role, one.material))
        mass = one.mass_kg + (before.mass_kg if before else 0.0)
        found[one.role, one.material] = replace(one, mass_kg=mass)
    return list(found.values())


def _pieces(root: Node, notes: Notes) -> list[Piece]:
    if root.maybe("stator") is None or root.maybe("rotor") is None:
        raise unsupported("stator", "a machine that is not one stator and one rotor")
    stator, rotor = root.child("stator"), root.child("rotor")
    return [
        *_lamination(stator, (Role.STATOR_CORE, Role.STATOR_WINDING, Role.STATOR_COATING), notes),
        *_lamination(rotor, (Role.ROTOR_CORE, Role.ROTOR_WINDING, Role.ROTOR_COATING), notes),
        *_shaft(root, rotor, notes),
        *_frame(root, notes),
    ]


def _lamination(node: Node, roles: tuple[Role, Role, Role], notes: Notes) -> list[Piece]:
    """Core, conductors and magnets of stator or rotor.

    The core is the ring less slots, notches, holes and ducts, times the length of the stack times `Kf1`, the share of
    it that is metal.
    """
    if node.kind not in _LAMINATIONS:
        raise unsupported(node.place, f"a lamination of class {node.kind or 'unknown'}")
    for key in ("bore", "yoke"):
        if node.maybe(key) is not None:
            raise unsupported(node.at(key), f"a {key} of its own shape")
    inner, outer, length = node.number("Rint"), node.size("Rext"), node.size("L1")
    stacked = node.number("Kf1", otherwise=1.0)
    if not inner < outer or not 0 < stacked <= 1:
        raise malformed(node.place, "Rint should be below Rext, and Kf1 a share above 0 up to 1")
    internal = node.flag("is_internal", otherwise=node.place == "rotor")
    bore, back = (outer, inner) if internal else (inner, outer)
    slots = _slots(node, bore, internal)
    holes = [read_hole(hole, bore) for key in ("hole", "axial_vent") for hole in node.children(key)]
    taken = sum(hole.area for hole in holes) + (slots.count * slots.area if slots else 0.0)
    taken += sum(_notch(notch, bore, internal) for notch in node.children("notch"))
    taken += sum(_notch(notch, back, internal) for notch in node.children("yoke_notch"))
    area = math.pi * (outer**2 - inner**2) - taken
    if area <= 0:
        raise malformed(node.place, "slots and holes take more than the whole lamination")
    found = piece(roles[0], node.maybe("mat_type"), node.at("mat_type"), area * length * stacked, notes)
    with_ducts = length + node.number("Nrvd", otherwise=0.0) * node.number("Wrvd", otherwise=0.0)
    if slots and node.kind == "LamSquirrelCage":
        found += cage(node, slots, with_ducts, notes)
    elif slots and node.kind == "LamSlotWind":
        found += wound(node.child("winding"), slots, with_ducts, roles[1:], notes)
    for magnet in (magnet for hole in holes for magnet in hole.magnets):
        notes.magnets += 1
        depth = magnet.node.number("Lmag", otherwise=length) or length
        volume = magnet.area * depth * magnet.count
        found += piece(Role.MAGNETS, magnet.node.maybe("mat_type"), magnet.node.at("mat_type"), volume, notes)
    return found


def _slots(node: Node, bore: float, internal: bool) -> SlotShape | None:
    if node.kind in ("LamHole", "Lamination"):
        return None
    return slot_shape(node.child("slot"), bore, internal)


def _notch(notch: Node, bore: float, internal: bool) -> float:
    if notch.kind != "NotchEvenDist" or notch.maybe("key_mat") is not None:
        raise unsupported(notch.place, f"a notch of class {notch.kind or 'unknown'}, or with a key,")
    shape = slot_shape(notch.child("notch_shape"), bore, internal)
    return shape.count * shape.area


def _shaft(root: Node, rotor: Node, notes: Notes) -> list[Piece]:
    """A solid cylinder; as long as the rotor's stack where its length is not stated."""
    shaft = root.maybe("shaft")
    if shaft is None:
        return []
    length = shaft.number("Lshaft", otherwise=0.0)
    if not length:
        length = rotor.size("L1")
        notes.warn(
            "shaft_length_taken", f"the shaft has no length; that of the rotor's stack is taken, {length:g} m",
            "state Lshaft in the description", shaft.at("Lshaft"),
        )  # fmt: skip
    volume = math.pi * shaft.number("Drsh") ** 2 / 4 * length
    return piece(Role.SHAFT, shaft.maybe("mat_type"), shaft.at("mat_type"), volume, notes)


def _frame(root: Node, notes: Notes) -> list[Piece]:
    """A tube around the machine, where the description has one."""
    frame = root.maybe("frame")
    if frame is None:
        return []
    if frame.kind != "Frame":
        raise unsupported(frame.place, f"a frame of class {frame.kind or 'unknown'}")
    volume = math.pi * (frame.number("Rext") ** 2 - frame.number("Rint") ** 2) * frame.number("Lfra")
    return piece(Role.FRAME, frame.maybe("mat_type"), frame.at("mat_type"), volume, notes)
