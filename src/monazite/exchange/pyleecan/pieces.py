"""What a machine is made of: pieces with their role, material and mass, and what was noticed on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from monazite.exchange.pyleecan.nodes import Node, malformed
from monazite.model.issue import Issue, Severity


class Role(StrEnum):
    """What a piece does in the machine; the value ends the id of its part."""

    STATOR_CORE = "STATOR-CORE"
    STATOR_WINDING = "STATOR-WINDING"
    STATOR_COATING = "STATOR-COATING"
    ROTOR_CORE = "ROTOR-CORE"
    ROTOR_WINDING = "ROTOR-WINDING"
    ROTOR_COATING = "ROTOR-COATING"
    CAGE_BARS = "CAGE-BARS"
    CAGE_RINGS = "CAGE-RINGS"
    MAGNETS = "MAGNETS"
    SHAFT = "SHAFT"
    FRAME = "FRAME"


TAKEN_DENSITY: Mapping[Role, float] = {
    Role.STATOR_CORE: 7650.0, Role.ROTOR_CORE: 7650.0, Role.SHAFT: 7650.0, Role.FRAME: 7650.0,
    Role.STATOR_WINDING: 8900.0, Role.ROTOR_WINDING: 8900.0, Role.CAGE_BARS: 8900.0, Role.CAGE_RINGS: 8900.0,
    Role.STATOR_COATING: 1200.0, Role.ROTOR_COATING: 1200.0, Role.MAGNETS: 7500.0,
}  # fmt: skip
"""Density in kg/m³ taken where a file states none: that of pyleecan's own materials M400-50A, Copper1, Insulator1 and
MagnetPrius. It is said each time (`density_taken`)."""

AIR_BELOW = 10.0
"""A material lighter than this (kg/m³) is air: nothing is there. The lightest solid of pyleecan has 1,200."""


@dataclass(frozen=True, slots=True)
class Piece:
    """So much of one material in one role."""

    role: Role
    material: str
    mass_kg: float


@dataclass(slots=True)
class Notes:
    """Collects issues about one file and counts the descriptions of magnets read; ``file`` and ``machine`` name it."""

    file: str
    machine: str = ""
    magnets: int = 0
    issues: list[Issue] = field(default_factory=list)

    def warn(self, code: str, message: str, remedy: str, place: str) -> None:
        """Used, and to be looked at."""
        subject = f"part:{self.machine}" if self.machine else ""
        self.issues.append(Issue(Severity.WARNING, code, message, remedy, self.file, 0, place, subject))


def piece(role: Role, material: Node | None, place: str, volume_m3: float, notes: Notes) -> list[Piece]:
    """The piece of a volume of a material; none where nothing is there (air, or no volume).

    A magnet of air is refused: to leave it out would make a machine look free of magnets.
    """
    if volume_m3 <= 0:
        return []
    if material is None:
        raise malformed(place, "no material is stated")
    name = material.text("name", "unnamed")
    struct = material.maybe("struct")
    density = struct.number("rho", otherwise=0.0) if struct is not None else 0.0
    if not density:
        density = TAKEN_DENSITY[role]
        notes.warn(
            "density_taken", f"{name} has no density; {density:g} kg/m³ is taken",
            "state the density in the description", place,
        )  # fmt: skip
    if density < AIR_BELOW and role is Role.MAGNETS:
        raise malformed(place, f"a magnet of {name} ({density:g} kg/m³) is no magnet")
    if density < AIR_BELOW:
        notes.warn(
            "material_is_air", f"the material is {name} ({density:g} kg/m³): no piece is written",
            "where something solid is there, state it in parts and bom", place,
        )  # fmt: skip
        return []
    return [Piece(role, name, volume_m3 * density)]
