"""Rows of `parts` as parts of the roll-up: their classes, and how far a stated composition can stand."""

from __future__ import annotations

from collections.abc import Mapping

from monazite.model.citation import Confidence
from monazite.model.issue import Issue, Severity
from monazite.services.evidence import EvidenceBook
from monazite.services.facts import CARRIERS
from monazite.services.lost import places_of_lost
from monazite.services.ownerless import ownerless
from monazite.services.supply_units import base_unit
from monazite.services.tables import Portfolio, Row
from monazite.supply.graph import Part

#: Tables on which the composition of a part rests.
_COMPOSING = ("bom", "contents", "parts", "profiles")


class PartReader:
    """Reads rows of `parts`. ``issues``: where what is odd is noted."""

    def __init__(self, portfolio: Portfolio, evidence: EvidenceBook, issues: list[Issue]) -> None:
        self._portfolio = portfolio
        self._evidence = evidence
        self._issues = issues
        self._classes: Mapping[str, Row] = {row.text("class"): row for row in portfolio.rows("classes")}
        self._described = {
            *(part for _, (part, entry) in portfolio.texts("contents", "part_id", "entry") if entry != "none"),
            *(parent for _, (parent,) in portfolio.texts("bom", "parent_id")),
        }
        self._faulty = portfolio.touched_by_faults(*_COMPOSING)
        self._ownerless = ownerless(portfolio, "bom", "contents")
        self._ownerless_profile = ownerless(portfolio, "profiles")
        self._lost_classes = places_of_lost(portfolio, "classes")

    def part(self, row: Row) -> Part:
        """One row of `parts`, with what its approved class says and how far it can be complete."""
        part_id = row.text("part_id")
        composition, profile = row.text("composition") or None, row.text("profile")
        approved = self._approved_class(row)
        confidence = self._evidence.source(row, "composition", part_id).confidence
        if approved is not None:
            composition = composition or approved.text("composition") or None
            profile = profile or approved.text("profile")
            confidence = Confidence.ASSUMPTION
        lost = self._lost(part_id, profile) or self._lost_class(row)
        if composition == "complete" and lost:
            self._warn(
                "composition_in_doubt",
                f"{part_id} is said to be complete, and {lost}; its content is taken as partial",
                "mend what was set aside", row, "composition", f"part:{part_id}",
            )  # fmt: skip
            composition = "partial"
        if composition == "complete" and self._contradicted(row, part_id, profile):
            composition = "partial"
        return Part(
            part_id=part_id,
            revision=row.text("revision"),
            name=row.text("name"),
            kind=row.text("kind") or None,
            unit=base_unit(row),
            mass_kg=row.number_of("mass_kg") if "kind" not in row.faulty or base_unit(row) else None,
            composition=composition,
            control_entries=row.many("control_entries"),
            made_in=row.text("made_in") or None,
            origin=row.text("origin") or None,
            profile=profile,
            free_issue=row.flag("free_issue") or False,
            confidence=confidence,
            place=row.place,
            row=row.number,
        )

    def _contradicted(self, row: Row, part_id: str, profile: str) -> bool:
        """Whether a part is listed for what it contains, and said to contain nothing: then what it contains is open."""
        listed = [e for e in row.many("control_entries") or () if e.startswith(f"{CARRIERS}.")]
        if not listed or profile or part_id in self._described:
            return False
        self._warn(
            "entry_without_content",
            f"{part_id} falls under {', '.join(listed)}, which asks for listed content, and is said to be complete "
            "without any; its content is taken as unknown",
            "state the content in contents, or correct control_entries", row, "control_entries", f"part:{part_id}",
        )  # fmt: skip
        return True

    def _lost(self, part_id: str, profile: str) -> str:
        """What was set aside that the part's composition rests on; empty when nothing was."""
        refused = [table for table in _COMPOSING if table in self._portfolio.refused]
        if refused:
            return f"the table {refused[0]} could not be read"
        if f"part:{part_id}" in self._faulty:
            return "a row about it was set aside"
        if self._ownerless:
            return f"{self._ownerless}, which cannot be read, may be about it"
        if profile and self._ownerless_profile:
            return f"{self._ownerless_profile}, which cannot be read, may be of its profile"
        return f"a row of its profile {profile} was set aside" if f"profile:{profile}" in self._faulty else ""

    def _lost_class(self, row: Row) -> str:
        """The same of the part's class, which may have named a profile."""
        name = row.text("class")
        if name and "classes" in self._portfolio.refused:
            return "the table classes could not be read"
        return f"a row of its class {name} was set aside" if name in self._lost_classes else ""

    def _approved_class(self, row: Row) -> Row | None:
        name = row.text("class")
        if not name:
            return None
        found = self._classes.get(name)
        subject = f"part:{row.text('part_id')}"
        if name in self._lost_classes:
            self._warn("unknown_class", f"the row of the class {name!r} was set aside ({self._lost_classes[name]})",
                       "mend what was set aside", row, "class", subject)  # fmt: skip
            return None
        if found is None:
            self._warn("unknown_class", f"the class {name!r} is not in classes", "add it, or leave the cell blank",
                       row, "class", subject)  # fmt: skip
            return None
        if not found.text("approved_by"):
            self._warn("class_not_approved", f"nobody has approved the class {name!r}; it is not used",
                       "fill approved_by and approved_on in classes", row, "class", subject)  # fmt: skip
            return None
        return found

    def _warn(self, code: str, message: str, remedy: str, row: Row, column: str, subject: str) -> None:
        issue = Issue(Severity.WARNING, code, message, remedy, row.table, row.number, column, subject)
        self._issues.append(issue)
