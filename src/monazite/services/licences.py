"""The licence side of an answer: kinds open and barred, the time limit, and whether a licence held covers the line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from monazite.law.determine import Determiner
from monazite.licensing.requirement import SENT_BACK, LicenceHeld, covers, kinds, time_limit
from monazite.logic.world import Probe
from monazite.model.dates import parse_day
from monazite.model.determination import Determination, ForceState, Verdict
from monazite.model.fact import Situation
from monazite.model.truth import Truth


def with_licences(
    answer: Determination, situation: Situation, facts: Mapping[str, Any], determiner: Determiner
) -> Determination:
    """The determination with `licence_kinds`, `time_limit` and `licence_held` among its extras, where one is asked for.

    ``facts`` are the case's: ``licence`` (absent = none held), ``exporter`` with its owners.
    """
    if Verdict.LICENCE_REQUIRED not in answer.possible:
        return answer
    watched = any(f.provision.startswith("wl-") and _binds(f.truth, f.state) for f in answer.findings)
    purpose = facts.get("shipment", {}).get("purpose")
    found = kinds(watched, _owned_by_listed(facts, notices_in_force(determiner, situation)), purpose == SENT_BACK)
    extras: dict[str, object] = {
        **answer.extras,
        "licence_kinds": {"open": found.open, "barred": found.barred},
        "time_limit": time_limit(watched),
    }
    if "licence" in facts:
        extras["licence_held"] = covers(_held(facts["licence"]), answer.as_of.day, found.barred, purpose)
    return replace(answer, extras=extras)


def _binds(truth: Truth, state: ForceState) -> bool:
    return truth is Truth.TRUE and state is ForceState.IN_FORCE


def _held(licence: Mapping[str, Any]) -> LicenceHeld:
    def day(key: str) -> Any:
        return parse_day(licence[key]) if key in licence else None

    def flag(key: str) -> bool | None:
        return licence[key] == "yes" if key in licence else None

    return LicenceHeld(
        licence["kind"], day("issued"), day("valid_until"), flag("used"), flag("end_user_matches"), flag("item_matches")
    )


def _owned_by_listed(facts: Mapping[str, Any], in_force: frozenset[str]) -> bool:
    """Art. 20: the exporter in China is wholly owned by a control-listed party whose listing is in force."""
    exporter = facts.get("exporter", {})
    if exporter.get("country") != "CN":
        return False
    return bool(_listings_of_whole_owners(exporter) & in_force)


def _listings_of_whole_owners(party: Mapping[str, Any]) -> frozenset[str]:
    """Control List notices that name whoever wholly owns the party, directly or through wholly owned holdings."""
    owners = [owner for owner in party.get("owners", ()) if owner.get("share") == 1]
    named = {notice for owner in owners for notice in owner.get("listings", ()) if notice.startswith("cl-")}
    return frozenset(named).union(*(_listings_of_whole_owners(owner) for owner in owners))


def notices_in_force(determiner: Determiner, situation: Situation) -> frozenset[str]:
    """The notices of the packs that are in force on the day, as known on the day."""
    view = determiner.judge(situation).view
    notices = determiner.rulebook.law.notices
    return frozenset(n for n in notices if view.state(n, Probe({})).state is ForceState.IN_FORCE)
