"""What a signer must hear of the importer and the end users of a line, though it moves no verdict.

A name that a notice bears too, and a head office or holder that a notice names: the lists bind whom they name, and
no text read says that they reach branches and subsidiaries (coverage of the designations; No. 61 art. 2 does, and is
judged by itself).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from monazite.model.dates import Moment
from monazite.model.issue import Issue, Severity
from monazite.screening.ownership import Holdings
from monazite.services.parties import UNKNOWN_PARTY, PartyBook
from monazite.services.tables import Row


class LineParties:
    """The issues of parties by line. ``named``: the issues `name_in_notice` of the portfolio."""

    def __init__(self, parties: PartyBook, named: Iterable[Issue]) -> None:
        self._parties = parties
        self._named = {issue.subject.removeprefix("party:"): issue for issue in named}

    def issues(self, row: Row, as_of: Moment) -> Iterator[Issue]:
        """Those of the importer and the end users that a line names."""
        ids = dict.fromkeys((row.text("importer_id"), *(row.many("end_user_ids") or ())))
        for party in (one for one in ids if one not in ("", UNKNOWN_PARTY)):
            if party in self._named:
                yield self._named[party]
            if self._parties.owners_contradicted(party, as_of):
                yield self._contradiction(party)
            notices = self._above(party, as_of)
            if notices:
                yield self._affiliate(party, notices)

    def _above(self, party: str, as_of: Moment) -> list[str]:
        """The notices that name the head office or a holder of a party, and not the party itself."""
        facts = self._parties.facts(party, as_of)
        affiliation, listings = facts.get("affiliation"), facts.get("listings")
        if affiliation is None or not isinstance(affiliation.value, Holdings):
            return []
        own = listings.value if listings is not None and isinstance(listings.value, tuple) else ()
        return sorted(affiliation.value.notices() - set(own))

    def _contradiction(self, party: str) -> Issue:
        return Issue(
            Severity.WARNING,
            "conflicting_statements",
            f"{self._parties.name(party)} is said to have no owner whom a notice names, and ownership puts one above "
            "it; its owners are taken as unknown",
            "correct no_listed_owner, ownership or listings",
            "parties",
            subject=f"party:{party}",
        )

    def _affiliate(self, party: str, notices: list[str]) -> Issue:
        return Issue(
            Severity.WARNING,
            "listed_affiliate",
            f"a head office or holder of {self._parties.name(party)} is named in {', '.join(notices)}; whether the "
            "lists reach branches and subsidiaries is in no text read (No. 61 art. 2 does, and is judged by itself)",
            "ask counsel before anything goes there",
            "parties",
            subject=f"party:{party}",
        )
