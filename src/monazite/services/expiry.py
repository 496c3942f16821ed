"""What runs out: declarations and other evidence, undertakings, licences, positions due for review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from monazite.services.tables import Portfolio, Row


@dataclass(frozen=True, slots=True)
class Expiry:
    """Something with a last day. ``assumed``: no last day is stated, so twelve months from issue count."""

    kind: str
    id: str
    until: date
    assumed: bool = False


def expiries(portfolio: Portfolio) -> list[Expiry]:
    """Everything of a portfolio that has a last day, earliest first."""
    papers = {row.text("evidence_id"): row for row in portfolio.rows("evidence")}
    found = [*_papers(papers.values()), *_undertakings(portfolio, papers)]
    for row in portfolio.rows("licences"):
        found += _dated("licence", row.text("licence_no"), row.day("until"))
    for row in portfolio.rows("positions"):
        found += _dated("position to be reviewed", row.text("reading"), row.day("review_on"))
    return sorted(found, key=lambda one: (one.until, one.kind, one.id))


def _dated(kind: str, ident: str, until: date | None) -> list[Expiry]:
    return [] if until is None else [Expiry(kind, ident, until)]


def _papers(rows: Iterable[Row]) -> Iterator[Expiry]:
    for row in rows:
        found = _last_day(row)
        if found is not None:
            kind = row.text("kind", "evidence").replace("_", " ")
            yield Expiry(kind, row.text("evidence_id"), *found)


def _undertakings(portfolio: Portfolio, papers: dict[str, Row]) -> Iterator[Expiry]:
    """An undertaking has no last day of its own; the paper behind it may have one."""
    for row in portfolio.rows("undertakings"):
        paper = papers.get(row.text("evidence_id"))
        found = _last_day(paper) if paper is not None else None
        if found is not None:
            yield Expiry("undertaking", row.text("undertaking_id"), *found)


def _last_day(row: Row) -> tuple[date, bool] | None:
    until, issued = row.day("valid_until"), row.day("issued")
    if until is not None:
        return until, False
    if issued is None:
        return None
    try:
        return issued.replace(year=issued.year + 1), True
    except ValueError:  # 29 February
        return issued.replace(year=issued.year + 1, day=28), True
