"""From the tables of a portfolio to the typed input of the roll-up."""

from __future__ import annotations

from dataclasses import dataclass, field

from monazite.model.issue import Issue
from monazite.services.evidence import EvidenceBook
from monazite.services.lost import content_as_read, lost_technologies, places_of_lost, whole_parts
from monazite.services.supply_lines import bom_line, content, profile_line
from monazite.services.supply_money import every_price, every_rate, every_value
from monazite.services.supply_parts import PartReader
from monazite.services.supply_units import UnitBook
from monazite.services.tables import Portfolio
from monazite.supply.graph import SupplyInput, Technology


@dataclass(slots=True)
class SupplyReading:
    """The input of the roll-up and what was odd on the way."""

    portfolio: Portfolio
    evidence: EvidenceBook
    issues: list[Issue] = field(default_factory=list)

    def read(self) -> SupplyInput:
        """Every table that the roll-up knows."""
        rows = self.portfolio.rows
        reader = PartReader(self.portfolio, self.evidence, self.issues)
        lost_parts = places_of_lost(self.portfolio, "parts")
        parts = tuple(reader.part(row) for row in whole_parts(self.portfolio))
        base = {part.part_id: part.unit for part in parts}
        faulty = {row.text("part_id") for row in rows("parts") if "kind" in row.faulty}
        silent = {part_id for part_id, unit in base.items() if not unit} - faulty
        units = UnitBook({**base, **dict.fromkeys(lost_parts, "")}, silent, self.issues)
        return SupplyInput(
            parts=parts,
            bom=tuple(bom_line(row, units) for row in rows("bom")),
            contents=tuple(content(content_as_read(row), self.evidence) for row in rows("contents")),
            profiles=tuple(profile_line(content_as_read(row)) for row in rows("profiles")),
            prices=tuple(every_price(self.portfolio)),
            rates=every_rate(self.portfolio),
            values=every_value(self.portfolio),
            technologies=tuple(
                Technology(row.text("part_id"), row.text("activity"), row.text("origin") or None, row.place)
                for row in (*rows("technologies"), *lost_technologies(self.portfolio))
            ),
            lost_parts=lost_parts,
            lost_profiles=places_of_lost(self.portfolio, "profiles"),
        )
