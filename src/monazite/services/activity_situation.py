"""A row of the table `activities` as a situation: transfers of technology, work and services that ship no goods.

The facts are those that a law case states about the same thing (cases' README section 2):

=====================  =============================================================================================
kind                   what it says
=====================  =============================================================================================
technology_transfer    technology; leaves from ``place``, goes to the country of the recipient
deemed_export          technology that stays in ``place``; given in China it goes to a foreign person
publication            technology disclosed to unspecified persons; leaves from ``place``, nobody says where to
training,              technology; given at ``place`` or from the provider's country, received at ``place`` or in the
joint_research,        recipient's country: one country where both are the same, else open between the two
investment
service, employment    work, likewise; work with technology where ``ree_activity`` names one of the five
intermediary           a plain service such as brokerage, freight or payment (No. 62 art. 5), likewise
=====================  =============================================================================================

The recipient stands as the only end user; further ones, or `unknown`, are added by the fact `end_users`. What a column
does not say stays unknown; a row of `facts` about ``activity:ID`` wins over columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from monazite.model.citation import Source
from monazite.model.dates import Moment
from monazite.model.determination import Determination
from monazite.model.fact import Fact, OneOf, Situation
from monazite.model.issue import Issue, Severity
from monazite.services.assessment import LineAnswer
from monazite.services.evidence import EvidenceBook
from monazite.services.facts import FactBook
from monazite.services.parties import PartyBook
from monazite.services.tables import Row
from monazite.supply.scope import full_entry

TABLE = "activities"
_SERVICES = ("service", "employment", "intermediary")
_ENTRIES: Mapping[str, str] = {
    "cn/mofcom-2025-62/1E902.a": "process",
    "cn/mofcom-2025-62/1E902.b": "line_services",
}
#: Magnets whose technology No. 62 art. 1 means: a technology under one of its entries makes one of these.
_MAGNETS = OneOf(("smco", "ndfeb", "cerium"))
_FLAGS: Mapping[str, str] = {
    "public_domain": "technology.public_domain",
    "basic_research": "technology.basic_research",
    "patent_filing": "technology.patent_application",
    "knows_use": "exporter_knows_end_use",
}

StatedOf = Callable[[str], Mapping[str, Fact]]


def subject_of(row: Row) -> str:
    """`activity:A1` of a row."""
    return f"activity:{row.text('activity_id')}"


class ActivityMaker:
    """Makes the situations of the activities of one portfolio. ``stated``: rows of the table `facts` about a subject,
    under their names in a situation. ``issues`` grows with what rows say against themselves.
    """

    def __init__(self, evidence: EvidenceBook, parties: PartyBook, stated: StatedOf) -> None:
        self._evidence = evidence
        self._parties = parties
        self._stated = stated
        self.issues: list[Issue] = []

    def situation(self, row: Row, as_of: Moment, known_at: Moment | None) -> Situation:
        """The situation of one activity on one day."""
        subject = subject_of(row)
        book = FactBook(subject, Source("table", TABLE))
        self._kind(book, row)
        self._route(book, row, as_of)
        self._technology(book, row, as_of)
        self._provider(book, row, as_of)
        for column, attribute in _FLAGS.items():
            book.put(attribute, row.flag(column), self._evidence.source(row, column))
        stated = self._stated(subject)
        book.facts.update(stated)
        if any(attribute.startswith("service.") for attribute in stated):
            book.put_default("service.stated", True)
        book.put_default("technology.disclosure", "named_recipients")
        book.put_default("item.equipment_missed", False)
        book.put_report(None, as_of)
        users = self._parties.end_users(end_users_of(row, stated), as_of)
        parties = {"end_users": users, "importers": (), "recipients": users, "intermediaries": ()}
        return Situation(subject, as_of, known_at, book.facts, parties, {})

    def _kind(self, book: FactBook, row: Row) -> None:
        kind, source = row.text("kind"), self._evidence.source(row, "kind")
        if not kind:
            book.put("shipment.kind", OneOf(("technology", "service")), Source("table", "activities ship no goods"))
            return
        book.put("shipment.kind", "service" if kind in _SERVICES else "technology", source)
        if kind == "intermediary":
            book.put("service.stated", True, source)
        elif kind not in _SERVICES or row.text("ree_activity", "none") != "none":
            book.put("service.stated", False, source)
        if kind == "publication":
            book.put("technology.disclosure", "unspecified_persons", source)

    def _route(self, book: FactBook, row: Row, as_of: Moment) -> None:
        place, kind = row.text("place") or None, row.text("kind")
        giver = self._country(row.text("provider_id"), as_of)
        taker = self._country(row.text("recipient_id"), as_of)
        start: object = place
        end: object = place
        if kind == "technology_transfer":
            end = taker
        elif kind == "publication":
            end = None
        elif kind != "deemed_export":
            start, end = _either(place, giver), _either(place, taker)
        source = self._evidence.source(row, "place")
        book.put("shipment.from", start, source)
        book.put("shipment.to", end, source)

    def _country(self, party_id: str, as_of: Moment) -> str | None:
        fact = self._parties.facts(party_id, as_of).get("country")
        return None if fact is None else str(fact.value)

    def _technology(self, book: FactBook, row: Row, as_of: Moment) -> None:
        activity, entry = row.text("ree_activity"), row.text("entry")
        source = self._evidence.source(row, "ree_activity")
        book.put("technology.activity", {"": None, "none": "other"}.get(activity, activity), source)
        source = self._evidence.source(row, "entry")
        if entry == "none":
            # Under no entry: neither process know-how nor work on lines as listed; support is what remains.
            book.put("technology.subject", "support", source)
        elif (subject := _subject_of_entry(entry)) is not None:
            book.put("technology.subject", subject, source)
            if activity == "magnet_making":
                book.put("technology.magnet_type", _MAGNETS, source)
        foreign = self._foreign(row, as_of)
        book.put("technology.recipient_foreign", foreign, self._evidence.source(row, "recipient_id"))

    def _foreign(self, row: Row, as_of: Moment) -> bool | None:
        """Whether the recipient is a foreign person or organisation, wherever it is; None: not said.

        A person of Chinese nationality abroad may be either, and so may one of unstated nationality in China. What is
        called a deemed export in China is given to a foreign person.
        """
        facts = self._parties.facts(row.text("recipient_id"), as_of)
        nationality, country = (facts[name].value if name in facts else None for name in ("nationality", "country"))
        if nationality is not None:
            return (False if country == "CN" else None) if nationality == "CN" else True
        if country is not None and country != "CN":
            return True
        return True if row.text("kind") == "deemed_export" and row.text("place") == "CN" else None

    def _provider(self, book: FactBook, row: Row, as_of: Moment) -> None:
        """Who exports. Two statements of nationality that clash leave it unknown (rule T4)."""
        book.facts.update(self._parties.exporter(row.text("provider_id"), as_of))
        chinese, known = row.flag("chinese_person"), book.facts.get("exporter.nationality")
        if chinese is None:
            return
        if known is None:
            source = self._evidence.source(row, "chinese_person")
            book.put("exporter.nationality", "CN" if chinese else "not_CN", source)
        elif (known.value == "CN") is not chinese:
            del book.facts["exporter.nationality"]
            self.issues.append(
                Issue(Severity.ERROR, "conflicting_statements",
                      f"{book.subject}: chinese_person is {'yes' if chinese else 'no'}, and the nationality of "
                      f"{row.text('provider_id')} is {known.value}; the nationality counts as unknown",
                      "correct one of the two", TABLE, row.number, "chinese_person", book.subject)
            )  # fmt: skip


def end_users_of(row: Row, stated: Mapping[str, Fact]) -> tuple[str, ...] | None:
    """The recipient and who else the fact `end_users` names; None where nobody is named."""
    ids = [row.text("recipient_id")] if row.text("recipient_id") else []
    more = stated.get("end_users")
    if more is not None:
        ids += [part.strip() for part in str(more.value).split(";") if part.strip()]
    return tuple(dict.fromkeys(ids)) or None


def line_of(row: Row, situation: Situation, answer: Determination) -> LineAnswer:
    """The answer of an activity: ``activity:A1`` stands where a shipment has its number, and there are no lines."""
    codes = situation.facts.get("end_use")
    return LineAnswer(
        shipment_id=subject_of(row),
        line="",
        part_id="",
        part_name=title_of(row),
        day=str(situation.as_of),
        from_country=_shown(situation, "shipment.from"),
        to_country=_shown(situation, "shipment.to"),
        end_users=tuple(party.label for party in situation.parties["end_users"] if party.facts),
        end_use=";".join(_code(*pair) for pair in codes.value.codes) if codes is not None else "",  # type: ignore[attr-defined]
        quantity="",
        determination=answer,
        activity_id=row.text("activity_id"),
    )


def _shown(situation: Situation, attribute: str) -> str:
    fact = situation.facts.get(attribute)
    return "" if fact is None else str(fact.value)


def _code(code: str, number: str | None) -> str:
    return code if number is None else f"{code}:{number}"


def title_of(row: Row) -> str:
    """The activity in a few words: `training (magnet_making)`."""
    kind, activity = row.text("kind", "activity").replace("_", " "), row.text("ree_activity")
    return f"{kind} ({activity.replace('_', ' ')})" if activity else kind


def _subject_of_entry(entry: str) -> str | None:
    full = full_entry(entry)
    return next((found for known, found in _ENTRIES.items() if full == known or full.startswith(f"{known}.")), None)


def _either(first: str | None, second: str | None) -> str | OneOf | None:
    """One of two countries: the one that both name, else open between them; unknown where one is not stated."""
    if first is None or second is None:
        return None
    return first if first == second else OneOf(tuple(sorted((first, second))))
