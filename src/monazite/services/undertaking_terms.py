"""Where shipments depart from what their exporter promised China, with the article that each term rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from monazite.law.pack import Law
from monazite.model.dates import Moment
from monazite.model.exact import Fraction
from monazite.model.issue import Issue, Severity
from monazite.model.truth import Truth
from monazite.services.countries import COUNTRY_NAMES
from monazite.services.parties import UNKNOWN_PARTY, PartyBook
from monazite.services.roles import RoleBook
from monazite.services.schema_trade import END_USES
from monazite.services.tables import Portfolio, Row
from monazite.services.undertakings import UndertakingBook

#: What a line does, in words, and the names by which an undertaking may call it.
Done = tuple[str, frozenset[str]]
_BY_NAME = {name.casefold(): code for code, name in COUNTRY_NAMES.items()}


class TermsBook:
    """Compares the lines of one portfolio with the undertakings that name their parts."""

    def __init__(
        self, portfolio: Portfolio, law: Law, undertakings: UndertakingBook, roles: RoleBook, parties: PartyBook
    ) -> None:
        self._undertakings = undertakings
        self._roles = roles
        self._parties = parties
        self._units = {part: unit for _, (part, unit) in portfolio.texts("parts", "part_id", "unit")}
        self._articles: dict[str, str] = {
            term.term: f"{pack.instrument.short.en} art. {', '.join(term.provisions)}: {term.text.en}"
            for pack in law.packs.values()
            for term in pack.effects.terms
        }

    def issues(self, row: Row, as_of: Moment) -> tuple[Issue, ...]:
        """`undertaking_mismatch` for each term that a line departs from; `undertaking_not_compared` for free text."""
        return tuple(
            issue
            for one in self._undertakings.on(row.text("part_id"))
            if self._undertakings.given(one, row, as_of) is not Truth.FALSE
            for issue in self._departures(one, row)
        )

    def _departures(self, undertaking: Row, row: Row) -> Iterator[Issue]:
        key = undertaking.text("undertaking_id")
        subject = f"shipment:{row.text('shipment_id')}/{row.text('line', '1')}"
        for term, column, promised, done in (
            ("territory", "territory", _countries(undertaking.text("territory")), _destination(row)),
            ("end_user", "end_user_stated", _names(undertaking.text("end_user_stated")), self._end_users(row)),
            ("end_use", "use_stated", _codes(undertaking.text("use_stated")), _uses(row)),
        ):
            said = undertaking.text(column)
            if said and promised is None:
                yield Issue(Severity.INFO, "undertaking_not_compared", f"{column} of {key} is free text: {said}",
                            "compare it with the shipments by hand, or write codes", "undertakings",
                            undertaking.number, column, f"undertaking:{key}")  # fmt: skip
            elif said and promised is not None:
                other = [shown for shown, names in done if not names & promised]
                if other:
                    message = f"{key} names the {term.replace('_', ' ')} {said}; here it is {', '.join(other)}"
                    yield self._departure("undertaking_mismatch", message, term, undertaking, column, subject)

    def _end_users(self, row: Row) -> list[Done]:
        ids = [one.party_id for one in self._roles.cast(row).end_users if one.party_id != UNKNOWN_PARTY]
        return [(one, frozenset({one.casefold(), self._parties.name(one).casefold()})) for one in ids]

    def exceeded(self, rows: Iterable[Row]) -> list[Issue]:
        """Undertakings whose quantity the lines of ``rows`` certainly exceed together: `undertaking_exceeded`.

        Lines of the giver from the day of the undertaking on count, in the part's base unit; others prove nothing.
        """
        shipped: dict[str, Fraction] = {}
        for row in rows:
            day, amount, part = row.day("date"), row.number_of("quantity"), row.text("part_id")
            unit = self._units.get(part, "")
            if day is None or amount is None or row.text("unit", unit) != unit:
                continue
            for one in self._undertakings.on(part):
                if self._undertakings.given(one, row, Moment.end_of(day)) is Truth.TRUE:
                    key = one.text("undertaking_id")
                    shipped[key] = shipped.get(key, Fraction(0)) + amount.low
        found = []
        for one in self._undertakings.rows:
            key, bound = one.text("undertaking_id"), one.number_of("quantity")
            total = shipped.get(key, Fraction(0))
            if bound is not None and bound.high is not None and total > bound.high:
                message = f"{key} was given for {float(bound.high):g}; {float(total):g} or more are shipped"
                subject = f"undertaking:{key}"
                found.append(self._departure("undertaking_exceeded", message, "quantity", one, "quantity", subject))
        return found

    def _departure(self, code: str, message: str, term: str, undertaking: Row, column: str, subject: str) -> Issue:
        article = self._articles.get(term)
        text = f"{message} ({article})" if article else message
        remedy = "ask MOFCOM before it goes, or correct the table"
        return Issue(Severity.WARNING, code, text, remedy, "undertakings", undertaking.number, column, subject)


def _destination(row: Row) -> list[Done]:
    to = row.text("to_country")
    return [(to, frozenset({to}))] if to else []


def _uses(row: Row) -> list[Done]:
    return [(code, frozenset({code, code.partition(":")[0]})) for code in row.many("end_use") or ()]


def _listed(text: str) -> list[str]:
    return [word.strip() for word in re.split("[;,]", text) if word.strip()]


def _countries(text: str) -> frozenset[str] | None:
    """The countries of a text; None when it holds anything else."""
    found = [word if word in COUNTRY_NAMES else _BY_NAME.get(word.casefold()) for word in _listed(text)]
    return None if None in found else frozenset(code for code in found if code is not None)


def _names(text: str) -> frozenset[str]:
    """Ids or names divided by semicolons; a company's name may hold a comma."""
    return frozenset(word.strip().casefold() for word in text.split(";") if word.strip())


def _codes(text: str) -> frozenset[str] | None:
    """The end-use codes of a text; None when it holds anything else."""
    found = _listed(text)
    return frozenset(found) if all(word.partition(":")[0] in END_USES for word in found) else None
