"""Parties that a notice names and whose role no rule tests: told beside the answer, never silence, never a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monazite.law.determine import Determiner
from monazite.law.effects import EffectLine
from monazite.law.views import MomentView, settled_readings
from monazite.logic.world import Probe
from monazite.model.determination import ForceState
from monazite.model.fact import Situation
from monazite.model.issue import Issue, Severity
from monazite.services.parties import PartyBook
from monazite.services.roles import PartyInRole, RoleBook
from monazite.services.tables import Row

_LIST_OF = {"cl": "control_list", "wl": "watch_list", "uel": "unreliable_entity_list"}
_WORDS = {
    ForceState.IN_FORCE: "in force", ForceState.SUSPENDED: "suspended", ForceState.STOPPED: "stopped",
    ForceState.REPEALED: "repealed", ForceState.UNKNOWN: "whose state is not known",
}  # fmt: skip
#: States in which the naming is only for completeness.
_ASLEEP = (ForceState.SUSPENDED, ForceState.STOPPED, ForceState.REPEALED)


class ListedRoles:
    """Looks at the parties of a line in roles that the lists do not bind (``effects.yaml``)."""

    def __init__(self, determiner: Determiner, roles: RoleBook, parties: PartyBook) -> None:
        self._determiner = determiner
        self._roles = roles
        self._parties = parties
        packs = determiner.rulebook.law.packs.values()
        self._counts_as: Mapping[str, str] = {line.role: line.counts_as for p in packs for line in p.effects.roles}
        self._effects: dict[str, list[EffectLine]] = {}
        for pack in packs:
            for line in pack.effects.effects:
                for name in line.lists:
                    self._effects.setdefault(name, []).append(line)

    def issues(self, row: Row, situation: Situation) -> tuple[Issue, ...]:
        """One `listed_party_in_role` per named party, role and notice; `role_not_searched` for who was not looked up.

        A notice that begins only after the day is not told.
        """
        cast = self._roles.cast(row)
        beside = [one for one in (*cast.exporters, *cast.possible_importers, *cast.others)
                  if one.party_id not in cast.tested]  # fmt: skip
        found: list[Issue] = []
        for one in beside:
            may_import = one in cast.possible_importers
            found.extend(self._of_party(one, may_import, situation))
        return tuple(dict.fromkeys(found))

    def _of_party(self, one: PartyInRole, may_import: bool, situation: Situation) -> Iterator[Issue]:
        listings = self._parties.facts(one.party_id, situation.as_of).get("listings")
        who = f"{self._parties.name(one.party_id)} ({one.role.replace('_', ' ')})"
        subject = f"shipment:{situation.subject}"
        place = one.row.table, one.row.number, "party_id" if one.row.table == "roles" else "exporter_id", subject
        if listings is None:
            if one.row.table == "roles":
                message = f"{who} was not searched in the lists as of the day"
                yield Issue(Severity.INFO, "role_not_searched", message, "search its name, fill screened_on", *place)
            return
        assert isinstance(listings.value, tuple)
        for notice in listings.value:
            state = self._state(notice, situation)
            if state is ForceState.NOT_YET_EFFECTIVE:
                continue
            reach = self._reach(notice, one) + ("; it may be the importer" if may_import else "")
            message = f"{who} is named in {notice}, {_WORDS[state]} on {situation.as_of.day}; {reach}"
            remedy = "state who imports; ask counsel" if may_import else "ask counsel before the goods go"
            severity = Severity.INFO if state in _ASLEEP else Severity.WARNING
            yield Issue(severity, "listed_party_in_role", message, remedy, *place)

    def _state(self, notice: str, situation: Situation) -> ForceState:
        """The state of a notice on the day; unknown for one that no pack has."""
        rulebook = self._determiner.rulebook
        if notice not in rulebook.law.notices:
            return ForceState.UNKNOWN
        readings = settled_readings(rulebook, {**self._determiner.positions, **situation.readings})
        view = MomentView(self._determiner.law_at(situation), situation.as_of, readings)
        return view.state(notice, Probe({})).state

    def _reach(self, notice: str, one: PartyInRole) -> str:
        """What the packs say of the role under the list of the notice."""
        effects = self._effects.get(_LIST_OF.get(notice.partition("-")[0], ""), [])
        bound = sorted({role for line in effects for role in line.binds})
        silent = any(self._counts_as.get(one.role) in line.silent_on for line in effects)
        words = " and ".join(role.replace("_", " ") for role in bound) or "no role that the packs know"
        reach = f"the list binds {words}"
        return f"{reach}, and does not say whether this role too" if silent else f"{reach}, not this role"
