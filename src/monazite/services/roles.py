"""The table `roles`: further parties of a shipment, in the collections that the rules test.

What a role counts as is data of the packs (``effects.yaml``). A party in a role that no list binds is in no collection
that a rule tests; that a notice names it is told by `monazite.services.listed_roles`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from monazite.law.effects import RoleLine
from monazite.law.pack import Law
from monazite.model.citation import Confidence, weakest
from monazite.model.dates import Moment
from monazite.model.fact import Fact, PartyFacts
from monazite.model.issue import Issue, Severity
from monazite.services.ownerless import ownerless
from monazite.services.parties import UNKNOWN_PARTY, PartyBook
from monazite.services.tables import Portfolio, Row

#: The cap of what a column of `shipments` says: none.
_UNCAPPED = Confidence.OFFICIAL_TEXT


@dataclass(frozen=True, slots=True)
class PartyInRole:
    """A party in one role of a line. ``confidence`` caps what is said of it; ``row`` is where the role is stated."""

    party_id: str
    role: str
    confidence: Confidence
    row: Row


@dataclass(slots=True)
class Cast:
    """Who takes part in a line. ``open_end_users``: there may be end users that nobody has named.

    ``possible_importers``: may import, as long as nobody is stated to. ``exporters``: several contradict one another
    (rule T4). ``unplaced``: in a role of which no pack says what it counts as. ``others``: in no role that is tested.
    """

    end_users: list[PartyInRole] = field(default_factory=list)
    open_end_users: bool = False
    importers: list[PartyInRole] = field(default_factory=list)
    possible_importers: list[PartyInRole] = field(default_factory=list)
    exporters: list[PartyInRole] = field(default_factory=list)
    others: list[PartyInRole] = field(default_factory=list)
    unplaced: list[PartyInRole] = field(default_factory=list)

    @property
    def tested(self) -> frozenset[str]:
        """The parties whose listings the rules test, for certain."""
        return frozenset(one.party_id for one in (*self.end_users, *self.importers))


class RoleBook:
    """Who takes part in the lines of one portfolio: columns of `shipments` and rows of `roles` together.

    A row of `roles` adds a party and never removes one. `end_user_ids` is closed unless it holds `unknown`; blank, or
    where a row of `roles` about the line could not be read, there may be further end users.
    """

    def __init__(self, portfolio: Portfolio, law: Law, parties: PartyBook) -> None:
        self._lines: Mapping[str, RoleLine] = {
            line.role: line for pack in law.packs.values() for line in pack.effects.roles
        }
        self._parties = parties
        self._rows: dict[str, list[Row]] = {}
        for row in portfolio.rows("roles"):
            key = "/".join(filter(None, (row.text("shipment_id"), row.text("line"))))
            self._rows.setdefault(key, []).append(row)
        self._in_doubt = portfolio.touched_by_faults("roles")
        self._refused = "roles" in portfolio.refused or bool(ownerless(portfolio, "roles"))
        self._casts: dict[tuple[str, int, str], Cast] = {}

    def cast(self, row: Row) -> Cast:
        """Who takes part in a line, and as what."""
        key = row.table, row.number, row.text("line")
        if key not in self._casts:
            self._casts[key] = self._made(row)
        return self._casts[key]

    def _made(self, row: Row) -> Cast:
        shipment, line = row.text("shipment_id"), f"{row.text('shipment_id')}/{row.text('line', '1')}"
        lost = self._refused or bool({f"shipment:{shipment}", f"shipment:{line}"} & self._in_doubt)
        ids = row.many("end_user_ids")
        cast = Cast(open_end_users=ids is None or lost)
        cast.end_users = [PartyInRole(one, "end_user", _UNCAPPED, row) for one in ids or ()]
        for column, role, places in (
            ("importer_id", "importer", cast.importers), ("exporter_id", "exporter_of_record", cast.exporters),
        ):  # fmt: skip
            if row.text(column):
                places.append(PartyInRole(row.text(column), role, _UNCAPPED, row))
        left = [one for one in self._stated(shipment, line) if not self._placed(cast, one)]
        importer_stated, exporter_stated = bool(cast.importers), bool(cast.exporters)
        for one in left:
            line_of_role = self._lines[one.role]
            if line_of_role.stands_in_for == "exporter" and not exporter_stated:
                _add(cast.exporters, one)
            elif line_of_role.may_be == "importer" and not importer_stated and one.party_id not in cast.tested:
                _add(cast.possible_importers, one)
            else:
                cast.others.append(one)
        return cast

    def _stated(self, shipment: str, line: str) -> Iterable[PartyInRole]:
        """The rows of the line and of the whole shipment."""
        for row in (*self._rows.get(shipment, ()), *self._rows.get(line, ())):
            role = self._lines.get(row.text("role"))
            confidence = Confidence.UNKNOWN if role is None else role.confidence
            yield PartyInRole(row.text("party_id"), row.text("role"), confidence, row)

    def _placed(self, cast: Cast, one: PartyInRole) -> bool:
        """Whether what the role counts as gives it its place at once."""
        role = self._lines.get(one.role)
        places = {"end_user": cast.end_users, "importer": cast.importers, "exporter": cast.exporters}
        place = cast.unplaced if role is None else places.get(role.counts_as)
        if place is None:
            return False
        _add(place, one)
        return True

    # -- the parties as the rules test them

    def collections(self, row: Row, as_of: Moment) -> dict[str, tuple[PartyFacts, ...]]:
        """The party collections of a line."""
        cast = self.cast(row)
        users = self._end_users(cast, as_of)
        using = {one.party_id for one in cast.end_users}
        # An end user who imports himself is left out: the same facts twice would be the same question twice.
        importing = [one for one in cast.importers if one.party_id not in using]
        importers = tuple(
            replace(self._importer(one, as_of), key=f"importer.{n}" if n else "importer")
            for n, one in enumerate(importing)
        ) + tuple(
            replace(self._importer(one, as_of), key=f"importer.possible.{n}", doubt="importer")
            for n, one in enumerate(cast.possible_importers)
        )
        others = {one.party_id: one for one in reversed(cast.others) if one.party_id not in cast.tested}
        beside = tuple(
            PartyFacts(
                f"intermediaries.{n}", self._parties.name(one.party_id), self._facts(one, as_of), {}, "intermediaries"
            )
            for n, one in enumerate(reversed(others.values()))
        )
        return {"end_users": users, "importers": importers, "recipients": users + importers, "intermediaries": beside}

    def _end_users(self, cast: Cast, as_of: Moment) -> tuple[PartyFacts, ...]:
        ids = tuple(one.party_id for one in cast.end_users)
        if cast.open_end_users and not ids:
            users = self._parties.end_users(None, as_of)
        else:
            more = (UNKNOWN_PARTY,) if cast.open_end_users and UNKNOWN_PARTY not in ids else ()
            users = self._parties.end_users(ids + more, as_of)
        caps = [one.confidence for one in cast.end_users]
        users = (
            tuple(replace(u, facts=_capped(u.facts, c)) for u, c in zip(users, caps, strict=False)) + users[len(caps) :]
        )
        unplaced = self._parties.end_users(tuple(one.party_id for one in cast.unplaced), as_of)
        return users + tuple(
            replace(user, key=f"end_users.possible.{n}", doubt="end_users") for n, user in enumerate(unplaced)
        )

    def _importer(self, one: PartyInRole, as_of: Moment) -> PartyFacts:
        (found,) = self._parties.importer(one.party_id, as_of)
        return replace(found, facts=_capped(found.facts, one.confidence))

    def _facts(self, one: PartyInRole, as_of: Moment) -> Mapping[str, Fact]:
        return _capped(self._parties.facts(one.party_id, as_of), one.confidence)

    def exporter(self, row: Row, as_of: Moment) -> dict[str, Fact]:
        """Facts of the exporter under their names in a situation; of several only what holds of all (rule T4)."""
        found = [
            _capped(self._parties.exporter(one.party_id, as_of), one.confidence) for one in self.cast(row).exporters
        ]
        if not found:
            return {}
        agreed = {name: [facts[name] for facts in found] for name in found[0] if all(name in facts for facts in found)}
        return {
            name: max(facts, key=lambda fact: fact.confidence.rank)
            for name, facts in agreed.items()
            if len({fact.value for fact in facts}) == 1
        }

    def issues(self, rows: Iterable[Row]) -> list[Issue]:
        """Lines whose exporter is stated in two ways, and roles of which no pack says what they count as."""
        found = []
        for row in rows:
            cast = self.cast(row)
            subject = f"shipment:{row.text('shipment_id')}/{row.text('line', '1')}"
            if len(cast.exporters) > 1:
                said = "; ".join(f"{one.party_id} ({one.row.place})" for one in cast.exporters)
                found.append(
                    Issue(Severity.WARNING, "conflicting_statements", f"the exporter is stated as {said}",
                          "keep one; what they do not have in common counts as unknown", "roles",
                          cast.exporters[-1].row.number, "role", subject)
                )  # fmt: skip
            for one in cast.unplaced:
                found.append(
                    Issue(Severity.WARNING, "role_without_effect", f"no pack says what the role {one.role} counts as",
                          "the party may be an end user; add the role to effects.yaml of a pack", "roles",
                          one.row.number, "role", subject)
                )  # fmt: skip
        return found


def _add(places: list[PartyInRole], one: PartyInRole) -> None:
    """Add a party, unless it is there already."""
    if all(other.party_id != one.party_id for other in places):
        places.append(one)


def _capped(facts: Mapping[str, Fact], cap: Confidence) -> dict[str, Fact]:
    """The facts, none better supported than the statement that the party has the role."""
    if cap is _UNCAPPED:
        return dict(facts)
    return {
        name: replace(fact, source=replace(fact.source, confidence=weakest([fact.confidence, cap])))
        for name, fact in facts.items()
    }
