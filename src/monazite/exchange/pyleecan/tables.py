"""Machines as rows of a portfolio.

Each machine is a part (`composition` complete) and each of its pieces a material, counted in kg. What is no magnet
holds no rare earth by its role (profile `no_rare_earth_by_role`). Magnets stay unknown: nobody says what is in them;
their class is proposed and has to be approved by a person. No place of manufacture, origin, value or content is made
up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from monazite.exchange.imports import Cells, Imported
from monazite.exchange.pyleecan.machine import Machine, machine_of
from monazite.exchange.pyleecan.nodes import FILE_BYTES
from monazite.exchange.pyleecan.pieces import Piece, Role
from monazite.model.issue import Issue, Severity

PROFILE = "no_rare_earth_by_role"

WORDS: Mapping[Role, str] = {
    Role.STATOR_CORE: "laminated core of the stator",
    Role.STATOR_WINDING: "conductor of the stator winding",
    Role.STATOR_COATING: "coating of the stator wires",
    Role.ROTOR_CORE: "laminated core of the rotor",
    Role.ROTOR_WINDING: "conductor of the rotor winding",
    Role.ROTOR_COATING: "coating of the rotor wires",
    Role.CAGE_BARS: "bars of the cage",
    Role.CAGE_RINGS: "short-circuit rings of the cage",
    Role.MAGNETS: "magnets",
    Role.SHAFT: "shaft",
    Role.FRAME: "frame",
}
"""What a role is called in the name of a part."""

_COVERS = "composition, control_entries, mass_kg"
_METHOD = (
    "assumption: the description names every material of the machine, and steel, conductor, coating, shaft and frame "
    "hold no rare earth by their role; masses are volume from geometry times the density stated in the file"
)
_NOTE = "housing, bearings, sensors, cables and impregnation are in no description of this kind"


def read_machines(files: Sequence[Path]) -> Imported:
    """The tables of all machines in ``files``; a file that cannot be used, or repeats an id, is an issue."""
    tables: dict[str, list[Cells]] = {name: [] for name in ("parts", "bom", "profiles", "classes", "evidence")}
    issues: list[Issue] = []
    seen: dict[str, str] = {}
    for file in files:
        with file.open("rb") as opened:
            data = opened.read(FILE_BYTES + 1)
        machine, found = machine_of(data, file.name)
        issues.extend(found)
        if machine is None:
            continue
        if machine.id in seen:
            issues.append(_twice(machine, file.name, seen[machine.id]))
            continue
        seen[machine.id] = file.name
        _add(tables, machine, file.name, hashlib.sha256(data).hexdigest())
    if seen:
        tables["profiles"].append(
            {"profile": PROFILE, "entry": "none", "composition": "complete", "confidence": "assumption",
             "source": "role of the piece in the machine description; nothing was analysed"}
        )  # fmt: skip
    return Imported({name: tuple(rows) for name, rows in tables.items() if rows}, tuple(issues))


def _twice(machine: Machine, file: str, other: str) -> Issue:
    message = f"the machine {machine.id} is described in {other} too; this file is not used"
    return Issue(Severity.ERROR, "machine_twice", message, "import one of them, or rename the machine", file, 0, "name")


def _add(tables: dict[str, list[Cells]], machine: Machine, file: str, digest: str) -> None:
    masses = {_part_id(machine, piece): round(piece.mass_kg, 6) for piece in machine.pieces}
    tables["parts"].append(
        {"part_id": machine.id, "name": _plain(machine.name), "kind": "assembly", "unit": "pc",
         "composition": "complete", "control_entries": "none", "description": _plain(machine.description),
         "mass_kg": _number(sum(masses.values()))}
    )  # fmt: skip
    for piece in machine.pieces:
        part_id = _part_id(machine, piece)
        tables["parts"].append(_material(machine, piece, part_id))
        tables["bom"].append(
            {"parent_id": machine.id, "child_id": part_id, "quantity": _number(masses[part_id]), "unit": "kg"}
        )
        if piece.role is Role.MAGNETS:
            tables["classes"].append({"class": part_id, "composition": "complete"})
    covered = "; ".join(f"{part}: {_COVERS}" for part in (machine.id, *masses))
    tables["evidence"].append(
        {"evidence_id": f"EV-{machine.id}", "kind": "engineering_assertion", "issuer": "machine description, pyleecan",
         "covers": covered, "method": _METHOD, "document": _plain(file),
         "sha256": digest, "note": f"file saved {machine.saved_on or 'on an unknown day'}; {_NOTE}"}
    )  # fmt: skip


def _material(machine: Machine, piece: Piece, part_id: str) -> Cells:
    name = _plain(f"{machine.name}: {WORDS[piece.role]}, {piece.material}")
    cells = {"part_id": part_id, "name": name, "kind": "material", "unit": "kg", "mass_kg": "1"}
    if piece.role is Role.MAGNETS:
        return {**cells, "class": part_id}
    return {**cells, "composition": "complete", "control_entries": "none", "profile": PROFILE}


def _part_id(machine: Machine, piece: Piece) -> str:
    """`BMW_i3-MAGNETS`; where a role has several materials, each but the first with its number."""
    alike = [other for other in machine.pieces if other.role is piece.role]
    number = alike.index(piece) + 1
    return f"{machine.id}-{piece.role}" + (f"-{number}" if number > 1 else "")


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _plain(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return text.lstrip("=+-@\t ")
