"""What the tests of the law share: the shipped packs, and situations made from the facts of law cases."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from monazite.law.determine import Determiner
from monazite.law.load import load_law
from monazite.law.pack import Law
from monazite.law.rulebook import Rulebook, compile_law
from monazite.model.determination import Determination
from monazite.model.fact import Situation
from monazite.services.case_files import CaseRun
from monazite.services.case_situation import situation_of
from monazite.storage.pack_files import shipped_packs

Facts = dict[str, Any]

GERMAN_CIVIL = {"name": "German civil manufacturer", "country": "DE", "military": "no", "listings": [], "owners": []}
DY_MAGNET: Facts = {
    "name": "Dy-NdFeB magnet",
    "kind": "material",
    "entries": ["mofcom-2025-61/part2.I.3", "mofcom-2025-18/1C905.a.4"],
    "made_in": "JP",
    "origin": "JP",
    "unit_value": 100_000,
    "currency": "USD",
    "contents": [{"entry": "mofcom-2025-61/part1.2", "origin": "CN", "value": 500}],
    "technologies": [],
}
DY_METAL: Facts = {
    "name": "dysprosium metal",
    "kind": "material",
    "entries": ["mofcom-2025-61/part1.2", "mofcom-2025-18/1C905.a.1"],
    "made_in": "CN",
    "origin": "CN",
    "unit_value": 50_000,
    "currency": "USD",
}


@cache
def law() -> Law:
    """The packs that ship with monazite."""
    return load_law(shipped_packs())


@cache
def rulebook() -> Rulebook:
    """Their rules, compiled."""
    return compile_law(law())


@cache
def determiner() -> Determiner:
    """A determiner without positions."""
    return Determiner(rulebook())


def shipment(item: Facts, ends: tuple[str, str] = ("JP", "DE"), exporter: str = "JP", **more: Any) -> Facts:
    """The facts of one civil shipment of goods to Germany; ``more`` replaces or adds groups of facts, None removes."""
    facts: Facts = {
        "shipment": {"kind": "goods", "from": ends[0], "to": ends[1]},
        "exporter": {"country": exporter},
        "item": deepcopy(item),
        "end_users": [deepcopy(GERMAN_CIVIL)],
        "end_use": ["civil"],
        **more,
    }
    return {key: value for key, value in facts.items() if value is not None}


def situation(
    facts: Facts,
    as_of: str,
    known_at: str | None = None,
    readings: Mapping[str, str] | None = None,
    ident: str = "tst-01",
    under: Law | None = None,
) -> Situation:
    """The situation of a case with these facts on a day."""
    run = CaseRun(ident, "test", "test", 1, as_of, known_at, readings or {}, facts, {})
    return situation_of(run, under or law())[0]


def determine(
    facts: Facts, as_of: str, known_at: str | None = None, readings: Mapping[str, str] | None = None
) -> Determination:
    """The determination of such a situation."""
    return determiner().determine(situation(facts, as_of, known_at, readings))


def provisions(answer: Determination) -> set[str]:
    """The provisions of the findings that hold and are in force, without the country."""
    return {
        finding.provision.removeprefix("cn/")
        for finding in answer.findings
        if finding.truth.name == "TRUE" and finding.force.name == "TRUE"
    }
