"""Parties of a portfolio as facts: country, military use, listings and holders (rule Z5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from monazite.law.pack import Law
from monazite.model.citation import Source, weakest
from monazite.model.dates import Moment
from monazite.model.fact import Fact, PartyFacts
from monazite.model.issue import Issue, Severity
from monazite.services.attestations import search_holds
from monazite.services.evidence import EvidenceBook
from monazite.services.holdings import HoldingsBook
from monazite.services.lost import LostFacts, places_of_lost
from monazite.services.ownerless import ownerless
from monazite.services.tables import Portfolio, Row

END_USER_QUESTIONS: Mapping[str, str] = {
    "country": "end_users",
    "military": "end_users.military",
    "listings": "end_users.listings",
    "owners": "end_users.owners",
}
UNKNOWN_PARTY = "unknown"


class PartyBook:
    """The parties of a portfolio by id. ``extra`` are rows of the table `facts` about parties, by subject.

    ``today``: the day of the run; a search dated later has not happened. ``law``: attested searches, and lists attested
    complete, carry a search further.
    """

    def __init__(
        self,
        portfolio: Portfolio,
        evidence: EvidenceBook,
        extra: Mapping[str, Mapping[str, Fact]],
        today: date,
        law: Law,
    ) -> None:
        self._law = law
        self._rows = {row.text("party_id"): row for row in portfolio.rows("parties")}
        self._listed: dict[str, list[str]] = {}
        for row in portfolio.rows("listings"):
            self._listed.setdefault(row.text("party_id"), []).append(row.text("designation").lower())
        self._portfolio = portfolio
        self._today = today
        self._books: dict[date, HoldingsBook] = {}
        self._evidence = evidence
        self._extra = extra
        self._lost_rows = places_of_lost(portfolio, "parties")
        self._lost = LostFacts(portfolio)
        self._in_doubt = portfolio.touched_by_faults("listings")
        self._no_listings = "listings" in portfolio.refused or bool(ownerless(portfolio, "listings"))

    def premature(self) -> list[Issue]:
        """Searches dated after the day of the run: not believed."""
        return [
            Issue(Severity.ERROR, "screened_in_future", f"{party} was screened on {day}, which has not come yet",
                  "correct the date; the party counts as not searched", "parties", row.number, "screened_on",
                  f"party:{party}")
            for party, row in self._rows.items()
            if (day := row.day("screened_on")) is not None and day > self._today
        ]  # fmt: skip

    def name(self, party_id: str) -> str:
        """The name of a party, or its id where it is not in the table."""
        row = self._rows.get(party_id)
        return row.text("name", party_id) if row else party_id

    def end_users(self, ids: tuple[str, ...] | None, as_of: Moment) -> tuple[PartyFacts, ...]:
        """The end users; `unknown` among the ids, or no ids at all, is a party of whom nothing is known."""
        if ids is None:
            return (PartyFacts("end_users.0", "the unknown end user", {}, {}, "end_users"),)
        return tuple(self._end_user(index, party_id, as_of) for index, party_id in enumerate(ids))

    def _end_user(self, index: int, party_id: str, as_of: Moment) -> PartyFacts:
        key = f"end_users.{index}"
        if party_id == UNKNOWN_PARTY or party_id not in self._rows:
            lost = self._lost_rows.get(party_id)
            why = "not in parties" if lost is None else f"its row was set aside: {lost}"
            label = "an unknown end user" if party_id == UNKNOWN_PARTY else f"{party_id} ({why})"
            return PartyFacts(key, label, {}, {}, "end_users")
        return PartyFacts(key, self.name(party_id), self.facts(party_id, as_of), END_USER_QUESTIONS, "end_users")

    def importer(self, party_id: str, as_of: Moment) -> tuple[PartyFacts, ...]:
        """The importer; none where the end users import themselves."""
        if not party_id:
            return ()
        return (PartyFacts("importer", self.name(party_id), self.facts(party_id, as_of), {}, "importer"),)

    def facts(self, party_id: str, as_of: Moment) -> dict[str, Fact]:
        """What is known of a party on the day. A name searched on or after it, with no listing, is named in none."""
        row = self._rows.get(party_id)
        subject = f"party:{party_id}"
        if row is None:
            return dict(self._extra.get(subject, {}))
        found: dict[str, tuple[object, str]] = {
            "name": (row.text("name") or None, "name"),
            "country": (row.text("country") or None, "country"),
            "nationality": (row.text("nationality") or None, "nationality"),
            "military": (row.flag("military"), "military"),
            "listings": (self._listings(party_id, row, as_of), "screened_on"),
            "affiliation": (self._holdings(as_of).of(party_id), "no_listed_owner"),
        }
        facts = {
            name: Fact(subject, name, value, self._evidence.source(row, column, party_id))
            for name, (value, column) in found.items()
            if value is not None
        }
        if "listings" in facts:
            facts["listings"] = self._searched(party_id, row, facts["listings"], as_of)
        return self._lost.unsettle({**facts, **self._extra.get(subject, {})}, subject)

    def _searched(self, party_id: str, row: Row, fact: Fact, as_of: Moment) -> Fact:
        """The listings with the attestations by which an earlier search still holds, where it does by them."""
        _, attested = search_holds(self._law, self._search_day(row), party_id, as_of.day)
        if attested is None:
            return fact
        known = weakest([fact.confidence, attested.confidence])
        place = f"{attested.place}; {fact.source.place}" if row.day("screened_on") else attested.place
        return replace(fact, source=Source(attested.kind, place, known))

    def owners_contradicted(self, party_id: str, as_of: Moment) -> bool:
        """Whether what is said of the owners of a party contradicts itself (`HoldingsBook.contradicted`)."""
        return self._holdings(as_of).contradicted(party_id)

    def _holdings(self, as_of: Moment) -> HoldingsBook:
        """The holders as of a day, made once."""
        if as_of.day not in self._books:
            self._books[as_of.day] = HoldingsBook(
                self._portfolio, as_of.day, lambda party: self._named(party, as_of), self.name
            )
        return self._books[as_of.day]

    def _named(self, party_id: str, as_of: Moment) -> tuple[str, ...] | None:
        """The listings of any party by id; None when it was not searched or is not in the table."""
        row = self._rows.get(party_id)
        return None if row is None else self._listings(party_id, row, as_of)

    def _listings(self, party_id: str, row: Row, as_of: Moment) -> tuple[str, ...] | None:
        if self._no_listings or f"party:{party_id}" in self._in_doubt:
            return None  # a row about its listings was set aside: what it said is not known
        listed = tuple(self._listed.get(party_id, ()))
        holds, _ = search_holds(self._law, self._search_day(row), party_id, as_of.day)
        return listed if holds else listed or None

    def _search_day(self, row: Row) -> date | None:
        """The day of the search in the table; a search that has not happened yet has found nothing."""
        searched = row.day("screened_on")
        return None if searched is not None and searched > self._today else searched

    def exporter(self, party_id: str, as_of: Moment) -> dict[str, Fact]:
        """Facts of the exporter under their names in a situation."""
        if not party_id:
            return {}
        facts = self.facts(party_id, as_of)
        return {f"exporter.{name}": facts[name] for name in ("country", "nationality") if name in facts}
