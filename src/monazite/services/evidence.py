"""The paper behind the cells: which evidence covers a fact, and how far it can be trusted (rule S1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from monazite.model.citation import Confidence, Source
from monazite.model.issue import Issue, Severity
from monazite.services.tables import Portfolio, Row

#: How far a kind of evidence supports a fact. An engineering assertion is an assumption, and stands as one.
CONFIDENCE_OF: Mapping[str, Confidence] = {
    "supplier_declaration": Confidence.ONE_SOURCE,
    "lab_report": Confidence.ONE_SOURCE,
    "full_material_disclosure": Confidence.ONE_SOURCE,
    "price_list": Confidence.ONE_SOURCE,
    "compliance_notice": Confidence.ONE_SOURCE,
    "engineering_assertion": Confidence.ASSUMPTION,
}


#: Mark that an assumption leaves on the raw text of the cell that it fills.
ASSUMED = " (assumed)"


class EvidenceBook:
    """Finds the source of a cell: the evidence that its row names, else the one whose ``covers`` names it.

    ``covers`` is read as parts divided by ``;``, each ``WHAT: column, column``; WHAT is an id (`DRONE`) or a table.
    """

    def __init__(self, portfolio: Portfolio) -> None:
        self._rows = {row.text("evidence_id"): row for row in portfolio.rows("evidence")}
        self._lost = {s.row.text("evidence_id") for s in portfolio.set_aside if s.row.table == "evidence"}
        self._covering: dict[tuple[str, str], str] = {}
        for evidence_id, row in self._rows.items():
            for part in row.text("covers").split(";"):
                what, _, columns = part.partition(":")
                for column in columns.split(","):
                    self._covering[what.strip(), column.strip()] = evidence_id

    def source(self, row: Row, column: str, subject_id: str = "") -> Source:
        """Where the value in ``column`` of ``row`` comes from; a cell without evidence is the user's own word, one
        whose evidence could not be read no more than an assumption.
        """
        if row.raw.get(column, "").endswith(ASSUMED):
            return Source("assume", f"--assume, {row.place}, {column}", Confidence.ASSUMPTION)
        found = row.text("evidence_id") or self._covering.get((subject_id, column)) or self._covering.get(
            (row.table, subject_id), ""
        )  # fmt: skip
        evidence = self._rows.get(found)
        if "evidence_id" in row.faulty or (evidence is None and found in self._lost):
            return Source("table", f"{row.place}, {column}; its evidence could not be read", Confidence.ASSUMPTION)
        if evidence is None:
            return Source("table", f"{row.place}, {column}", Confidence.USER_ATTESTED)
        kind = evidence.text("kind", "evidence")
        place = f"{found} ({evidence.text('issuer')}), {row.place}"
        unread = Confidence.ASSUMPTION if "kind" in evidence.faulty else Confidence.ONE_SOURCE
        return Source(kind, place, CONFIDENCE_OF.get(kind, unread))

    def expired(self, day: date) -> list[Issue]:
        """Evidence whose validity ended before ``day``: used all the same, and said."""
        found = []
        for evidence_id, row in self._rows.items():
            until = row.day("valid_until")
            if until is not None and until < day:
                message = f"{evidence_id} was valid until {until}, and shipments are judged for {day}"
                found.append(
                    Issue(Severity.WARNING, "evidence_expired", message, "ask the issuer to renew it", "evidence",
                          row.number, "valid_until", f"evidence:{evidence_id}")
                )  # fmt: skip
        return found
