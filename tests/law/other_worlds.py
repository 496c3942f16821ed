"""Random transfers of technology, services and equipment with everything known, and what can be forgotten of them.

Beside `tests.law.worlds`, which is about goods and their contents.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from tests.law import worlds
from tests.law.worlds import Facts, Forget, at, bounded

ACTIVITIES = ("separation", "magnet_making", "recycling", "other")
USES = (
    "civil", "military", "military_potential", "wmd", "terrorism", "logic_chip:14", "memory_chip:256", "ai:none",
    "ai:military_potential", "rare_earth:separation", "semiconductor_material:10nm", "disaster_relief",
)  # fmt: skip
#: (entry, parameter, values on both sides of its bounds)
EQUIPMENT = (
    ("mofcom-2025-56/2B902.b", "daily_throughput_m3", (4999, 5000, 9000)),
    ("mofcom-2025-56/2B902.d", "mixing_chamber_volume_m3", (0.4, 0.5, 14.2, 15)),
    ("mofcom-2025-56/2B902.f", "vessel_volume_m3", (9, 10, 50, 51)),
    ("mofcom-2025-56/2B902.g.3", "output_power_kw", (5, 5.5, 37, 38)),
    ("mofcom-2025-56/2B902.t", "magnetic_induction_t", (1.4, 1.5)),
    ("mofcom-2025-56/2B902.a", "anything", (1,)),
)
ARTICLES = ("rotor_or_stator_assembly", "electric_motor", "calcined_catalyst", "electronic_product")
POSSIBLE = ("mofcom-2025-18/1C905.a.4", "mofcom-2025-18/1C904.a.2", "mofcom-2025-57/1C909", "mofcom-2025-61/part2.I.3")
_yes_no = st.sampled_from(("no", "no", "yes"))
_ends = st.sampled_from(
    (("CN", "DE"), ("CN", "US"), ("CN", "JP"), ("CN", "CN"), ("DE", "DE"), ("KR", "DE"), ("CN", "HK"))
)
_listings = st.sampled_from(([], [], ["cl-2025-01"], ["wl-2026-12"], ["uel-2025-7"]))


@st.composite
def _parties(draw: st.DrawFn, name: str) -> Facts:
    party: Facts = {
        "name": name,
        "country": draw(st.sampled_from(("DE", "US", "JP", "KR"))),
        "military": draw(_yes_no),
        "listings": draw(_listings),
        "owners": draw(worlds.owner_trees(depth=1)),
    }
    if draw(st.integers(0, 2)) == 0:
        party["branch_of"] = {"name": "head office", "listings": draw(_listings)}
    return party


@st.composite
def _equipment(draw: st.DrawFn) -> Facts:
    kind, parameter, values = draw(st.sampled_from(EQUIPMENT))
    item: Facts = {"name": "equipment", "kind": "product", "unit_value": 1000, "contents": [], "technologies": []}
    item |= {"made_in": draw(st.sampled_from(("CN", "KR"))), "origin": draw(st.sampled_from(("CN", "KR", "not_CN")))}
    if draw(st.booleans()):
        return item | {
            "entries": [],
            "equipment": {"of_kind": kind, "parameters": {parameter: draw(st.sampled_from(values))}},
        }
    possible = draw(st.lists(st.sampled_from(POSSIBLE), min_size=1, max_size=2, unique=True))
    return item | {"entries": [], "possible_entries": possible, "article": draw(st.sampled_from(ARTICLES))}


@st.composite
def other_worlds(draw: st.DrawFn) -> Facts:
    """The facts of one transfer of technology, plain service or shipment of equipment."""
    kind = draw(st.sampled_from(("technology", "service", "plain", "goods")))
    start, end = draw(_ends)
    facts: Facts = {
        "shipment": {"kind": "service" if kind == "plain" else kind, "from": start, "to": end},
        "exporter": {
            "country": draw(st.sampled_from(("CN", "DE"))),
            "nationality": draw(st.sampled_from(("CN", "DE", "not_CN"))),
        },
        "end_users": [draw(_parties(f"user {n}")) for n in range(draw(st.integers(1, 2)))],
        "end_use": draw(st.lists(st.sampled_from(USES), min_size=1, max_size=2, unique=True)),
        "exporter_knows_end_use": draw(_yes_no),
    }
    if draw(st.integers(0, 3)) == 0:
        facts["importer"] = draw(_parties("importer"))
    if kind == "goods":
        facts["item"] = draw(_equipment())
    elif kind == "plain":
        facts["service"] = {"type": "freight", "for_unlicensed_transfer": draw(_yes_no)}
    else:
        facts["technology"] = {
            "activity": draw(st.sampled_from(ACTIVITIES)),
            "subject": draw(st.sampled_from(("process", "line_services", "support"))),
            "magnet_type": draw(st.sampled_from(("ndfeb", "cerium", "ferrite"))),
            "recipient_foreign": draw(st.sampled_from(("yes", "no"))),
            "disclosure": draw(st.sampled_from(("named_recipients", "unspecified_persons"))),
            **{key: draw(_yes_no) for key in ("public_domain", "basic_research", "patent_application")},
        }
    return facts


def _without(*path: Any) -> Forget:
    def forget(facts: Facts) -> None:
        holder = at(facts, path[:-1])
        if isinstance(holder, dict):
            holder.pop(path[-1], None)

    return forget


def _unknown_slice(path: tuple[Any, ...]) -> Forget:
    """One owner is forgotten; the stakes then leave a slice that may be anyone's."""

    def forget(facts: Facts) -> None:
        owners = at(facts, path)
        if isinstance(owners, list) and len(owners) > 1:
            owners.pop()

    return forget


def _without_numbers(facts: Facts) -> None:
    if "end_use" in facts:
        bare = (code if code.startswith("rare_earth") else code.partition(":")[0] for code in facts["end_use"])
        facts["end_use"] = list(dict.fromkeys(bare))


def _parties_forgotten(path: tuple[Any, ...], party: Facts) -> list[Forget]:
    found: list[Forget] = []
    for index in range(len(party["owners"])):
        here = (*path, "owners", index)
        found += [bounded(here, "share", Fraction(1)), _without(*here, "listings"), _without(*here, "owners")]
    found.append(_unknown_slice((*path, "owners")))
    found.append(_without(*path, "branch_of", "listings"))
    # Whose branch a party is has no mark for "of nobody"; it is kept, and only what is said of the head office goes.
    return found + [_without(*path, key) for key in ("country", "military", "listings", "owners")]


def forgettings(world: Facts) -> list[Forget]:
    """Everything that can be forgotten of a world. What absence means something (`disclosure`, marked (!) in the
    cases' README) stays.
    """
    found = [_without("exporter", key) for key in ("country", "nationality")]
    found += [_without_numbers, _without("exporter_knows_end_use")]
    if "technology" in world:
        found += [_without("technology", key) for key in world["technology"] if key != "disclosure"]
    if "service" in world:
        found.append(_without("service", "for_unlicensed_transfer"))
    if "item" in world:
        keys = ("kind", "made_in", "origin", "article", "contents", "technologies", "unit_value")
        found += [_without("item", key) for key in keys]
        if "equipment" in world["item"]:
            for name in world["item"]["equipment"]["parameters"]:
                where = ("item", "equipment", "parameters")
                found += [bounded(where, name), _without(*where, f"{name}_high"), _without(*where, name)]
    for index, user in enumerate(world["end_users"]):
        found += _parties_forgotten(("end_users", index), user)
    if "importer" in world:
        found += _parties_forgotten(("importer",), world["importer"])
    return [*found, _without("end_users"), _without("end_use")]


@st.composite
def refinements(draw: st.DrawFn) -> tuple[Facts, Facts, dict[str, str], dict[str, str]]:
    """(facts, facts that refine them, readings, readings that settle some of the open ones)."""
    world = draw(other_worlds())
    ways = forgettings(world)
    less = draw(st.sets(st.integers(0, len(ways) - 1), max_size=4))
    more = less | draw(st.sets(st.integers(0, len(ways) - 1), min_size=1, max_size=3))
    opened = draw(st.sets(st.sampled_from(sorted(worlds.OPEN_RANGES)), max_size=4))
    wide = dict.fromkeys(sorted(opened), "open")
    settled = {reading: draw(st.sampled_from(worlds.OPEN_RANGES[reading])) for reading in wide if draw(st.booleans())}
    return worlds.forgotten(world, ways, more), worlds.forgotten(world, ways, less), wide, {**wide, **settled}
