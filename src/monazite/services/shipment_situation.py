"""A shipment line of a portfolio as a situation: the same facts as a law case has, each from its cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from monazite.law.pack import Law
from monazite.model.citation import Confidence, Source
from monazite.model.dates import DateFault, Moment
from monazite.model.fact import EntrySet, Fact, Situation, TechnologyUse
from monazite.model.share import RememberedShare, ValueShare
from monazite.model.truth import Truth
from monazite.services.evidence import EvidenceBook
from monazite.services.fact_names import situation_name
from monazite.services.facts import CARRIERS, FactBook, code_set, entry_set, metal_origin, share_scope
from monazite.services.lost import LostFacts, whole_parts
from monazite.services.movements import put_movement
from monazite.services.ownerless import ownerless
from monazite.services.parties import PartyBook
from monazite.services.roles import RoleBook
from monazite.services.share_source import share_source
from monazite.services.tables import Portfolio, Row, Value
from monazite.services.undertakings import UndertakingBook
from monazite.supply.contents import ContentsShare
from monazite.supply.scope import full_entry

_PLAIN_SOURCE = Source("table", "shipments")


@dataclass(frozen=True, slots=True)
class PartView:
    """What the roll-up says of a part, beyond its share (N8): whether it contains an item of Part 2, and the
    technologies that are stated of what it contains.
    """

    contains: Truth
    content_technologies: tuple[TechnologyUse, ...]


#: The share of a shipped part on a day, with the values that its shipment line states.
ShareOf = Callable[[str, Moment, Row], ValueShare]
PartViewOf = Callable[[str], PartView]


def subject_of(row: Row) -> str:
    """`S1/1` of a shipment line."""
    return f"{row.text('shipment_id')}/{row.text('line', '1')}"


def moment_of(row: Row, chosen: Moment | None = None) -> Moment | None:
    """When the export happens: ``chosen`` for all lines, else the line's own date and time; None when it has none."""
    if chosen is not None:
        return chosen
    day = row.day("date")
    if day is None:
        return None
    time = row.text("time")
    if not time:
        return Moment.end_of(day)
    try:
        return Moment.parse(f"{day.isoformat()}T{time}")
    except DateFault:
        return Moment.end_of(day)


class SituationMaker:
    """Makes the situations of one portfolio. Facts of the table `facts` win over columns where both speak."""

    def __init__(
        self,
        portfolio: Portfolio,
        law: Law,
        evidence: EvidenceBook,
        share_of: ShareOf,
        view_of: PartViewOf,
        today: date,
    ) -> None:
        self._portfolio = portfolio
        self._law = law
        self._evidence = evidence
        self._share_of = share_of
        self._view_of = view_of
        self._stated = _stated_facts(portfolio, evidence)
        self._lost = LostFacts(portfolio)
        self._parts = {row.text("part_id"): row for row in whole_parts(portfolio)}
        self._technologies: dict[str, list[Row]] = {}
        for row in portfolio.rows("technologies"):
            self._technologies.setdefault(row.text("part_id"), []).append(row)
        self.parties = PartyBook(portfolio, evidence, self._stated, today, law)
        self.roles = RoleBook(portfolio, law, self.parties)
        self.undertakings = UndertakingBook(portfolio, evidence, self.roles)
        self._items: dict[str, dict[str, Fact]] = {}
        self._in_doubt = portfolio.touched_by_faults("technologies")
        self._no_technologies = "technologies" in portfolio.refused or bool(ownerless(portfolio, "technologies"))

    def situation(
        self, row: Row, as_of: Moment, known_at: Moment | None, readings: Mapping[str, str] | None = None
    ) -> Situation:
        """The situation of one line on one day."""
        book = FactBook(subject_of(row), _PLAIN_SOURCE)
        self._shipment(book, row, as_of)
        part_id = row.text("part_id")
        if part_id:
            book.facts.update(self.item(part_id))
            share = self._share_of(part_id, as_of, row)
            book.put("item.share", share, share_source(part_id, share))
        elif book.facts.get("shipment.kind") is None or book.facts["shipment.kind"].value == "goods":
            book.put("item.content_technologies", ())
            nothing_known = RememberedShare(ContentsShare(share_scope(self._law), None, None, subject=book.subject))
            book.put("item.share", nothing_known, Source("default", "no part is stated", Confidence.UNKNOWN))
        book.facts.update(self.roles.exporter(row, as_of))
        book.facts.update(_named(self._stated.get(f"shipment:{book.subject}", {})))
        self.undertakings.put(book, row, as_of)
        book.put_default("item.equipment_missed", False)
        kind = book.facts.get("shipment.kind")
        if any(attribute.startswith("service.") for attribute in book.facts):
            book.put_default("service.stated", True)
        elif (kind is not None and kind.value != "service") or _has_technology(book):
            book.put_default("service.stated", False)
        book.facts = self._lost.unsettle(book.facts, f"shipment:{book.subject}", "shipment.")
        return Situation(book.subject, as_of, known_at, book.facts, self.roles.collections(row, as_of), readings or {})

    def fact_of(self, row: Row, attribute: str) -> Fact | None:
        """What the table `facts` says of a line or of its part, under the name of the attribute in a situation."""
        subjects = (f"shipment:{subject_of(row)}", f"part:{row.text('part_id')}")
        found = [_named(self._stated.get(subject, {})).get(attribute) for subject in subjects]
        return next((fact for fact in found if fact is not None), None)

    def _shipment(self, book: FactBook, row: Row, as_of: Moment) -> None:
        def put(attribute: str, column: str, value: object) -> None:
            book.put(attribute, value, self._evidence.source(row, column))

        kind = row.text("kind") or None
        put("shipment.kind", "kind", kind)
        if kind is None and row.text("part_id"):
            book.put("shipment.kind", "goods", Source("default", "a part is shipped", Confidence.INFERRED))
        put("shipment.from", "from_country", row.text("from_country") or None)
        put("shipment.to", "to_country", row.text("to_country") or None)
        put_movement(book, row, self._evidence.source(row, "movement"))
        codes = row.many("end_use")
        put("end_use", "end_use", None if codes is None else code_set(codes))
        stated = _named(self._stated.get(f"shipment:{book.subject}", {})).get("shipment.reported_on")
        book.put_report(str(stated.value) if stated else None, as_of)

    def stated(self, subject: str) -> dict[str, Fact]:
        """Rows of the table `facts` about ``subject``, under their names in a situation."""
        return _named(self._stated.get(subject, {}))

    # -- the item

    def item(self, part_id: str) -> dict[str, Fact]:
        """Facts of a shipped part, made once; they do not depend on the day."""
        if part_id not in self._items:
            self._items[part_id] = self._lost.unsettle(self._item_facts(part_id), f"part:{part_id}", "item.")
        return self._items[part_id]

    def _item_facts(self, part_id: str) -> dict[str, Fact]:
        row = self._parts.get(part_id)
        subject = f"part:{part_id}"
        book = FactBook(subject, Source("table", f"parts {part_id}"))
        stated = self._stated.get(subject, {})
        if row is None:
            book.put("item.name", part_id)
            book.put("item.content_technologies", self._view_of(part_id).content_technologies)
            return {**book.facts, **_named(stated)}
        book.put("item.name", row.text("name") or part_id)
        for attribute, column in (("item.kind", "kind"), ("item.made_in", "made_in")):
            book.put(attribute, row.text(column) or None, self._evidence.source(row, column, part_id))
        origin = metal_origin(row.text("origin") or None, _text(stated, "smelted_in"), _text(stated, "feed_origin"))
        in_doubt = "origin" in row.faulty or self._lost.of(subject) & {"smelted_in", "feed_origin"}
        book.put(
            "item.origin",
            None if in_doubt and "origin" not in row else origin,
            self._evidence.source(row, "origin", part_id),
        )
        entries = self._entries(row, stated)
        book.put("item.entries", entries, self._evidence.source(row, "control_entries", part_id))
        used = self._technologies.get(part_id)
        if used is not None and not self._no_technologies and subject not in self._in_doubt:
            source = self._evidence.source(used[0], "technologies", part_id)
            book.put("item.technologies", _uses(used), source)
        book.put("item.content_technologies", self._view_of(part_id).content_technologies)
        named = _named(stated)
        return {**book.facts, **{a: f for a, f in named.items() if a not in ("item.article", "item.possible_entries")}}

    def _entries(self, row: Row, stated: Mapping[str, Fact]) -> EntrySet | None:
        """Stated entries and, where the roll-up finds listed material inside, the entry of things containing it (N8).

        A part that nobody has classified may be on any list, whatever it contains.
        """
        item: dict[str, Value] = {}
        control = row.many("control_entries")
        if control is not None:
            item["entries"] = control
        for name in ("article", "possible_entries"):
            value = stated.get(name)
            if value is not None:
                item[name] = _many(value.value) if name == "possible_entries" else str(value.value)
        found = entry_set(item, self._law)
        return None if found is None else self._with_containment(found, row.text("part_id"))

    def _with_containment(self, found: EntrySet, part_id: str) -> EntrySet:
        view = self._view_of(part_id)
        if any(entry.startswith(f"{CARRIERS}.") or entry == CARRIERS for entry in found.stated):
            return found
        if view.contains is Truth.TRUE:
            return EntrySet((*found.stated, CONTAINING), found.possible, found.excluded, found.complete)
        if view.contains is Truth.UNKNOWN and CONTAINING not in found.possible:
            possible = {**found.possible, CONTAINING: "item.entries"}
            return EntrySet(found.stated, possible, found.excluded, found.complete)
        return found


#: The entry of things that contain an item of the list whose containment travels up (rule N8).
CONTAINING = f"{CARRIERS}.I.parts"


def _has_technology(book: FactBook) -> bool:
    return any(attribute.startswith("technology.") for attribute in book.facts)


def _uses(rows: list[Row]) -> tuple[TechnologyUse, ...]:
    """Technologies of a part; a row `none` says that it uses none of the listed ones."""
    return tuple(
        TechnologyUse(row.text("activity"), row.text("origin") or None)
        for row in rows
        if row.text("activity") not in ("none", "")
    )


def _stated_facts(portfolio: Portfolio, evidence: EvidenceBook) -> dict[str, dict[str, Fact]]:
    """The table `facts` by subject (a shipment without a line is its line 1) and attribute."""
    found: dict[str, dict[str, Fact]] = {}
    for row in portfolio.rows("facts"):
        subject, attribute, value = row.text("subject"), row.text("attribute"), row.values.get("value")
        if subject.startswith("shipment:") and "/" not in subject:
            subject = f"{subject}/1"
        if value is None:
            continue
        fact = Fact(
            subject, attribute, _typed(attribute, value), evidence.source(row, "value", subject), row.day("as_of")
        )
        found.setdefault(subject, {})[attribute] = fact
    return found


def _typed(attribute: str, value: Value) -> object:
    """Facts come as text; yes and no, and lists of entries, are told by the attribute."""
    if value in ("yes", "no"):
        return value == "yes"
    if attribute == "end_use":
        return code_set(code.strip() for code in str(value).split(";") if code.strip())
    return _many(value) if attribute == "possible_entries" else value


def _many(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, tuple) else str(value).split(";")
    return tuple(full_entry(str(part).strip()) for part in parts if str(part).strip())


def _text(stated: Mapping[str, Fact], name: str) -> str | None:
    found = stated.get(name)
    return None if found is None else str(found.value)


def _named(stated: Mapping[str, Fact]) -> dict[str, Fact]:
    """Facts under their names in a situation: `article` of a part is `item.article`."""
    return {situation_name(fact.subject, attribute): fact for attribute, fact in stated.items()}
