"""Issue 2: the order of files, rules, entries, parties and contents changes nothing in an answer."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.law import worlds
from tests.law.desk import DY_MAGNET, DY_METAL, Facts, determiner, law, shipment, situation

from monazite.law.determine import Determiner
from monazite.law.load import load_law
from monazite.law.pack import Law, Pack
from monazite.law.rulebook import compile_law
from monazite.model.determination import Determination
from monazite.storage.pack_files import shipped_packs


def _told(answer: Determination) -> dict[str, Any]:
    """The answer without the order in which its parts are given."""
    return {
        "verdict": answer.possible,
        "review": answer.review,
        "grounds": answer.grounds,
        "underlying": answer.underlying_possible,
        "confidence": answer.confidence,
        "duties": {(d.id, d.provision, d.certain) for d in answer.duties},
        "deciding": {frozenset(q.fact for q in found.questions) for found in answer.deciding},
        "findings": {(f.rule, f.provision, f.truth, f.force, f.state, f.confidence) for f in answer.tried},
        "branches": {(b.id, b.possible, b.review) for b in answer.branches},
        "other": {(o.reading, o.alternative, o.possible, o.review) for o in answer.other_readings},
        "holds_until": answer.holds_until,
        "ends_if": set(answer.ends_if),
    }


SITUATIONS = {
    "a magnet in force": (shipment(DY_MAGNET), "2025-12-05", "2025-10-15"),
    "a magnet on an open day": (shipment(DY_MAGNET), "2026-11-22", None),
    "metal for relief, party unknown": (
        shipment(DY_METAL, ("NL", "US"), "NL", end_use=["disaster_relief"], end_users=[{"name": "somebody"}]),
        "2025-10-20",
        None,
    ),
    "metal from China": (shipment(DY_METAL, ("CN", "US"), "CN"), "2026-06-01", None),
    "an assembly of unknown kind": (
        shipment({**DY_MAGNET, "kind": None, "entries": ["mofcom-2025-61/part2.I.parts"]}), "2025-12-05", "2025-10-15",
    ),
}  # fmt: skip


def _shuffled(law: Law, draw: Random) -> Law:
    """The same law with its packs, events, rules, requirements and entries in another order.

    Definitions keep theirs: a later one may use an earlier one.
    """

    def mixed(items: Any) -> Any:
        found = list(items)
        draw.shuffle(found)
        return dict(found) if items and isinstance(found[0], tuple) and len(found[0]) == 2 else tuple(found)

    def pack(of: Pack) -> Pack:
        rules = of.rules.model_copy(update={"rules": mixed(of.rules.rules), "grounds": mixed(of.rules.grounds)})
        lists = tuple(one.model_copy(update={"entries": mixed(one.entries)}) for one in mixed(of.lists))
        return replace(
            of, rules=rules, lists=lists, events=mixed(of.events), requirements=mixed(of.requirements),
            readings=mixed(of.readings), provisions=mixed(of.provisions),
        )  # fmt: skip

    packs = {key: pack(of) for key, of in mixed(law.packs.items()).items()}
    return replace(
        law, packs=packs, entries=mixed(law.entries.items()), readings=mixed(law.readings.items()),
        notices=mixed(law.notices.items()) if law.notices else law.notices,
    )  # fmt: skip


@cache
def _other_order(seed: int) -> Determiner:
    return Determiner(compile_law(_shuffled(law(), Random(seed))))


@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_packs_rules_and_entries_changes_nothing(name: str, seed: int) -> None:
    facts, as_of, known_at = SITUATIONS[name]
    facts = deepcopy(facts)
    facts["item"] = {key: value for key, value in facts["item"].items() if value is not None}
    this = situation(facts, as_of, known_at)
    assert _told(_other_order(seed).determine(this)) == _told(determiner().determine(this))


def test_the_order_in_which_files_are_read_changes_nothing() -> None:
    files = list(shipped_packs().items())
    Random(1).shuffle(files)
    assert load_law(dict(files)) == law()


def _mixed(facts: Any, draw: Random) -> Any:
    """The same facts with every list in another order; nothing in a case has a first and a second."""
    if isinstance(facts, dict):
        return {key: _mixed(value, draw) for key, value in facts.items()}
    if isinstance(facts, list):
        found = [_mixed(item, draw) for item in facts]
        draw.shuffle(found)
        return found
    return facts


@settings(max_examples=20)
@given(worlds.refinements(), worlds.moments, st.integers(0, 2**32))
def test_the_order_of_parties_entries_contents_and_technologies_changes_nothing(
    pair: tuple[Facts, Facts, dict[str, str], dict[str, str]], moment: tuple[str, str | None], seed: int
) -> None:
    facts, _, readings, _ = pair
    one = determiner().determine(situation(facts, *moment, readings))
    two = determiner().determine(situation(_mixed(facts, Random(seed)), *moment, readings))
    assert _told(one) == _told(two)
