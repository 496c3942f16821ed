"""Units of measure: which of SAP's, and people's, spellings mean the same unit, and what one is worth in another.

The data are in `units.csv`. The tables T006 and T006A of an export add the company's own codes, as far as their ISO
code is one of those known.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from monazite.model.exact import Fraction


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its name in a portfolio, what it measures, and its worth in the first unit of that dimension."""

    name: str
    dimension: str
    factor: Fraction


@cache
def _shipped() -> tuple[Mapping[str, Unit], Mapping[str, Unit]]:
    """Units by folded spelling, and by ISO code."""
    text = files(__package__).joinpath("units.csv").read_text("utf-8")
    by_spelling: dict[str, Unit] = {}
    by_iso: dict[str, Unit] = {}
    for row in csv.DictReader(text.splitlines()):
        unit = Unit(row["unit"], row["dimension"], Fraction(row["factor"]))
        spellings = [row["unit"], *(n for key in ("sap", "en", "de", "zh") for n in row[key].split("|"))]
        by_spelling |= {n.strip().casefold(): unit for n in spellings}
        by_iso |= dict.fromkeys(row["iso"].split("|"), unit)
    return by_spelling, by_iso


class Units:
    """Reads units. ``own``: the company's codes with their ISO code, where an export of T006 says it."""

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        by_spelling, by_iso = _shipped()
        stated = {code.strip().casefold(): by_iso[iso.strip().upper()] for code, iso in (own or {}).items()
                  if iso.strip().upper() in by_iso}  # fmt: skip
        self._units = {**by_spelling, **stated}

    def named(self, text: str) -> Unit | None:
        """The unit; None where its spelling is not known."""
        return self._units.get(text.strip().casefold())

    def name(self, text: str) -> str:
        """The unit as a portfolio names it; an unknown one keeps its spelling."""
        unit = self.named(text)
        return unit.name if unit is not None else text.strip()

    def factor(self, text: str, base: str) -> Fraction | None:
        """How many ``base`` one ``text`` is; None where they do not measure the same, or nobody knows."""
        one, other = self.named(text), self.named(base)
        if one is None or other is None:
            return Fraction(1) if text.strip().casefold() == base.strip().casefold() else None
        return one.factor / other.factor if one.dimension == other.dimension else None
