"""House positions: readings of the law that the user has settled (rule R1)."""

from __future__ import annotations

from monazite.law.pack import Law
from monazite.model.issue import Issue, Severity
from monazite.services.tables import Portfolio


def house_positions(portfolio: Portfolio, law: Law) -> tuple[dict[str, str], list[Issue]]:
    """The choice by reading. One that names no reading or no alternative is an issue `unknown_position`, not used."""
    found: dict[str, str] = {}
    issues = []
    for row in portfolio.rows("positions"):
        reading, choice = row.text("reading"), row.text("choice")
        line = law.readings.get(reading)
        if line is None or choice not in {a.id for a in line.alternatives} | {"open"}:
            there = ", ".join(sorted(law.readings) if line is None else (a.id for a in line.alternatives))
            issues.append(
                Issue(Severity.ERROR, "unknown_position", f"{reading} = {choice} is no reading of the packs",
                      f"one of: {there}", "positions", row.number, "choice")
            )  # fmt: skip
            continue
        found[reading] = choice
    return found, issues
