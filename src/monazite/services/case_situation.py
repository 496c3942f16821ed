"""The facts of a law case as a situation (cases' README section 2). Absent means unknown; the exceptions are here."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from monazite.law.pack import Law
from monazite.model.bounds import Bounds
from monazite.model.citation import Confidence, Source
from monazite.model.dates import Moment
from monazite.model.exact import Fraction
from monazite.model.fact import Fact, PartyFacts, Situation, TechnologyUse
from monazite.model.issue import Issue
from monazite.model.share import RememberedShare
from monazite.model.truth import Truth
from monazite.screening.ownership import holdings
from monazite.screening.stakes import Holder
from monazite.services.case_files import CaseRun
from monazite.services.facts import FactBook, code_set, entry_set, equipment_truth, metal_origin, share_scope
from monazite.supply.case_content import CaseContent
from monazite.supply.contents import ContentsShare

_SHIPMENT = {"kind": "shipment.kind", "from": "shipment.from", "to": "shipment.to", "purpose": "shipment.purpose"}


def situation_of(run: CaseRun, law: Law) -> tuple[Situation, tuple[Issue, ...]]:
    """The situation of a case and the issues that its facts raise (`conflicting_statements`)."""
    facts = run.facts
    book = FactBook(f"case:{run.id}", Source("case", f"{run.file}: {run.id}", Confidence.USER_ATTESTED))
    as_of = Moment.parse(run.as_of)
    _shipment(book, facts.get("shipment", {}), as_of)
    exporter = facts.get("exporter", {})
    book.put("exporter.country", exporter.get("country"))
    book.put("exporter.nationality", exporter.get("nationality"))
    issues: tuple[Issue, ...] = ()
    if "item" in facts:
        issues = _item(book, facts["item"], law)
    elif facts.get("shipment", {}).get("kind") == "goods":
        issues = _item(book, {"name": "the item"}, law)
    if "end_use" in facts:
        book.put("end_use", code_set(facts["end_use"]))
    book.put("exporter_knows_end_use", _yes_no(facts.get("exporter_knows_end_use")))
    for group in ("technology", "service"):
        for key, value in facts.get(group, {}).items():
            book.put(f"{group}.{key}", _yes_no(value) if value in ("yes", "no") else value)
    book.put("service.stated", _is_plain_service(facts))
    if "technology" in facts:
        book.put_default("technology.disclosure", "named_recipients")
    parties = _parties(book, facts, law)
    known_at = Moment.parse(run.known_at) if run.known_at else None
    return Situation(book.subject, as_of, known_at, book.facts, parties, run.readings), issues


def _is_plain_service(facts: Mapping[str, Any]) -> bool | None:
    """Whether a service such as freight or payment is stated, not work with technology; None: neither is."""
    if "technology" in facts or facts.get("shipment", {}).get("kind") != "service":
        return False
    return True if "service" in facts else None


def _shipment(book: FactBook, shipment: Mapping[str, Any], as_of: Moment) -> None:
    for key, attribute in _SHIPMENT.items():
        book.put(attribute, shipment.get(key))
    book.put("shipment.from_zone", shipment.get("from_zone", "ordinary"))
    book.put("shipment.to_zone", shipment.get("to_zone", "ordinary"))
    book.put_report(shipment.get("reported_on"), as_of)


def _item(book: FactBook, item: Mapping[str, Any], law: Law) -> tuple[Issue, ...]:
    book.put("item.name", item["name"])
    book.put("item.kind", item.get("kind"))
    book.put("item.made_in", item.get("made_in"))
    book.put("item.origin", metal_origin(item.get("origin"), item.get("smelted_in"), item.get("feed_origin")))
    book.put("item.entries", entry_set(item, law))
    if equipment_truth(item.get("equipment"), law) is Truth.FALSE:
        book.put("item.equipment_missed", True)
    else:
        book.put_default("item.equipment_missed", False)
    if "acquired" in item:
        undertaking = _yes_no(item["acquired"].get("end_user_undertaking"))
        book.put("item.acquired.end_user_undertaking", undertaking)
    book.put_default("item.acquired.undertaking_inside", False)
    technologies = item.get("technologies")
    if technologies is not None:
        book.put("item.technologies", tuple(_technology(t) for t in technologies))
    contents = item.get("contents")
    book.put("item.content_technologies", tuple(_nested_technologies(contents or [])))
    share = ContentsShare(
        share_scope(law),
        None if contents is None else tuple(_content(c) for c in contents),
        _value(item, "unit_value"),
        item.get("contents_complete", "yes") == "yes",
        item.get("currency", ""),
        book.subject,
    )
    book.put("item.share", RememberedShare(share))
    return share.issues


def _technology(data: Mapping[str, Any]) -> TechnologyUse:
    return TechnologyUse(data.get("activity"), data.get("origin"), data.get("name", ""))


def _nested_technologies(contents: list[Mapping[str, Any]]) -> list[TechnologyUse]:
    """Technologies stated of contents at any depth; an absent list is nothing to report (!)."""
    found: list[TechnologyUse] = []
    for content in contents:
        found.extend(_technology(t) for t in content.get("technologies", []))
        found.extend(_nested_technologies(content.get("contents", [])))
    return found


def _content(data: Mapping[str, Any]) -> CaseContent:
    contents = data.get("contents")
    return CaseContent(
        entry=data.get("entry"),
        name=data.get("name", ""),
        made_in=data.get("made_in"),
        origin=data.get("origin"),
        cn_share_low=_fraction(data.get("cn_share_low")),
        cn_share_high=_fraction(data.get("cn_share_high")),
        smelted_in=data.get("smelted_in"),
        feed_origin=data.get("feed_origin"),
        value=_value(data, "value"),
        value_by_basis={basis: Bounds.exactly(Fraction(v)) for basis, v in data.get("value_by_basis", {}).items()},
        statements=tuple((s["issuer"], Fraction(s["value"])) for s in data.get("statements", [])),
        contents=None if contents is None else tuple(_content(c) for c in contents),
    )


def _fraction(value: int | Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _value(data: Mapping[str, Any], key: str) -> Bounds | None:
    low, high = data.get(f"{key}_low"), data.get(f"{key}_high")
    if data.get(key) is not None:
        return Bounds.exactly(Fraction(data[key]))
    if low is None and high is None:
        return None
    return Bounds(Fraction(low or 0), _fraction(high))


def _yes_no(value: str | None) -> bool | None:
    return None if value is None else value == "yes"


# -- parties


def _parties(book: FactBook, facts: Mapping[str, Any], law: Law) -> dict[str, tuple[PartyFacts, ...]]:
    end_users = facts.get("end_users")
    if end_users is None:
        users: tuple[PartyFacts, ...] = (PartyFacts("end_users.0", "the unknown end user", {}, {}, "end_users"),)
    else:
        questions = {
            "country": "end_users",
            "military": "end_users.military",
            "listings": "end_users.listings",
            "owners": "end_users.owners",
        }
        users = tuple(
            PartyFacts(f"end_users.{i}", p["name"], _party(book, p), questions, "end_users")
            for i, p in enumerate(end_users)
        )
    importer = facts.get("importer")
    importers = (PartyFacts("importer", importer["name"], _party(book, importer), {}, "importer"),) if importer else ()
    others = tuple(
        PartyFacts(f"intermediaries.{i}", p["name"], _party(book, p), {}, "intermediaries")
        for i, p in enumerate(facts.get("intermediaries", []))
    )
    return {"end_users": users, "importers": importers, "recipients": users + importers, "intermediaries": others}


def _party(book: FactBook, party: Mapping[str, Any]) -> dict[str, Fact]:
    found = {
        "name": party["name"],
        "country": party.get("country"),
        "military": _yes_no(party.get("military")),
        "listings": tuple(party["listings"]) if "listings" in party else None,
    }
    owners = party.get("owners")
    branch = party.get("branch_of")
    if owners is not None or branch is not None:
        holders = None if owners is None else tuple(_holder(o) for o in owners)
        found["affiliation"] = holdings(holders, _legal_person(branch))
    return {key: book.fact(key, value) for key, value in found.items() if value is not None}


def _legal_person(branch: Mapping[str, Any] | None) -> Holder | None:
    if branch is None:
        return None
    listings = tuple(branch["listings"]) if "listings" in branch else None
    return Holder(branch["name"], Fraction(1), Fraction(1), listings, ())


def _holder(owner: Mapping[str, Any]) -> Holder:
    stated = _value(owner, "share")
    owners = owner.get("owners")
    return Holder(
        owner["name"],
        stated.low if stated else Fraction(0),
        Fraction(1) if stated is None or stated.high is None else stated.high,
        tuple(owner["listings"]) if "listings" in owner else None,
        None if owners is None else tuple(_holder(o) for o in owners),
    )
