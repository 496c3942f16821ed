"""What is said beside the answer of a line: parties whose names and holders matter, departures from undertakings."""

from __future__ import annotations

from collections.abc import Iterable

from monazite.law.determine import Determiner
from monazite.law.pack import Law
from monazite.model.fact import Situation
from monazite.model.issue import Issue
from monazite.services.line_parties import LineParties
from monazite.services.listed_roles import ListedRoles
from monazite.services.notice_names import names_in_notices, unknown_notices
from monazite.services.row_issues import issues_by_row
from monazite.services.shipment_situation import SituationMaker
from monazite.services.tables import Portfolio, Row
from monazite.services.undertaking_terms import TermsBook
from monazite.services.undertakings import BOUND


class LineIssues:
    """The issues of the lines of one portfolio; none of them changes a verdict."""

    def __init__(self, portfolio: Portfolio, law: Law, maker: SituationMaker, determiner: Determiner) -> None:
        self._maker = maker
        self._listed = ListedRoles(determiner, maker.roles, maker.parties)
        self._names = (*names_in_notices(portfolio, law), *unknown_notices(portfolio, law))
        self._parties = LineParties(maker.parties, self._names)
        self._terms = TermsBook(portfolio, law, maker.undertakings, maker.roles, maker.parties)
        self._read = issues_by_row(portfolio.issues, "shipments")

    def read(self, row: Row) -> tuple[Issue, ...]:
        """What was found about the row of a shipment line while it was read."""
        return self._read.get(row.number, ()) if row.table == "shipments" else ()

    def of(self, row: Row, situation: Situation) -> tuple[Issue, ...]:
        """Those of one line."""
        denied = self._maker.undertakings.contradiction(row, situation.as_of, self._maker.fact_of(row, BOUND))
        parties = self._parties.issues(row, situation.as_of)
        found = (*parties, *self._listed.issues(row, situation), *self._terms.issues(row, situation.as_of))
        return found if denied is None else (*found, denied)

    def of_all(self, rows: Iterable[Row]) -> list[Issue]:
        """Those that the lines raise together."""
        lines = list(rows)
        return [*self._names, *self._maker.roles.issues(lines), *self._terms.exceeded(lines)]
