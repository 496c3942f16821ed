"""In what a part counts, and quantities in another unit as quantities in that one."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.model.issue import Issue, Severity
from monazite.services.tables import Row

#: Units of mass, in kilograms; every other unit must be the child's own base unit.
_KILOGRAMS: Mapping[str, Fraction] = {
    "kg": Fraction(1), "g": Fraction(1, 1000), "mg": Fraction(1, 10**6), "t": Fraction(1000),
}  # fmt: skip
ANYTHING = Bounds(Fraction(0), None)
"""An amount of which nothing is known."""


def base_unit(row: Row) -> str:
    """In what a part counts; empty where that hangs on a kind that is not known.

    A blank unit is kg for materials and pc for all else. Where the kind is blank too, a stated mass of anything but
    1 kg says that the part does not count in kg.
    """
    if row.text("unit"):
        return row.text("unit")
    if "kind" in row:
        return "kg" if row.text("kind") == "material" else "pc"
    mass = row.number_of("mass_kg")
    heavier_or_lighter = mass is not None and (mass.low > 1 or (mass.high is not None and mass.high < 1))
    return "pc" if heavier_or_lighter and "kind" not in row.faulty else ""


def positive_point(bounds: Bounds | None) -> Fraction | None:
    """The number where it is one, and above 0."""
    return bounds.low if bounds is not None and bounds.known and bounds.low > 0 else None


class UnitBook:
    """The base unit of every part by id; empty where nobody can say. ``silent``: parts of which nothing says it, while
    those of which it could not be read are reported there. ``issues``: where what is odd is noted.
    """

    def __init__(self, units: Mapping[str, str], silent: Collection[str], issues: list[Issue]) -> None:
        self._units = units
        self._silent = silent
        self._issues = issues

    def in_base_unit(self, quantity: Bounds, row: Row, child: str) -> Bounds:
        """The quantity of a line of `bom` in the base unit of the child; any amount where the units do not meet."""
        unit, base = row.text("unit"), self._units.get(child)
        if not unit or base is None or unit.lower() == base.lower():
            return quantity
        if not base:
            if child in self._silent:
                self._warn(f"in what {child} counts is not stated, and a line counts it in {unit}; the quantity is "
                           "unknown", f"fill unit or kind of {child}", row, "unit_open")  # fmt: skip
            return ANYTHING  # its row, or the cell that says in what it counts, could not be read: reported there
        here, there = _KILOGRAMS.get(unit.lower()), _KILOGRAMS.get(base.lower())
        if here is not None and there is not None:
            return quantity.times(Bounds.exactly(here / there))
        self._warn(f"{child} is counted in {base} and used here in {unit}; the quantity is unknown",
                   f"give the quantity in {base}", row, "unit_mismatch")  # fmt: skip
        return ANYTHING

    def _warn(self, message: str, remedy: str, row: Row, code: str) -> None:
        subject = f"part:{row.text('parent_id')}"
        self._issues.append(Issue(Severity.WARNING, code, message, remedy, row.table, row.number, "unit", subject))
