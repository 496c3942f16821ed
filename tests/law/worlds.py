"""Random shipments with everything known, and ways to forget some of it: the ground for T2, T3 and the patterns.

`forgettings` lists everything that can be forgotten of a world. Forgetting a superset of what is forgotten elsewhere
leaves fewer facts, so the world that forgets less refines the other (rule T3).
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

Facts = dict[str, Any]
Forget = Callable[[Facts], None]

COUNTRIES = ("CN", "HK", "KR", "JP", "DE", "US")
#: Days on both sides of every boundary of the packs.
DAYS = (
    "2025-04-03", "2025-04-04", "2025-10-08", "2025-10-09", "2025-10-20", "2025-11-06", "2025-11-07", "2025-11-30",
    "2025-12-01", "2026-06-01", "2026-11-09", "2026-11-10", "2026-11-11", "2026-11-22", "2027-01-10", "2027-01-11",
)  # fmt: skip
IN_FORCE = (("2025-12-05", "2025-10-15"), ("2026-12-01", "2026-08-01"), ("2025-10-20", None), ("2026-11-22", None))
KNOWN = (None, "2025-04-04", "2025-10-15", "2025-11-06", "2025-11-07", "2026-08-01", "2026-09-28", "2026-11-22")
ENTRIES = (
    "mofcom-2025-61/part1.2", "mofcom-2025-61/part1.12", "mofcom-2025-61/part2.I.1", "mofcom-2025-61/part2.I.3",
    "mofcom-2025-61/part2.I.parts", "mofcom-2025-61/part2.II.dy", "mofcom-2025-18/1C905.a.1",
    "mofcom-2025-18/1C905.a.4", "mofcom-2025-18/1C905.a.2", "mofcom-2025-61/part2.II.alloys",
)  # fmt: skip
PART_1 = ("mofcom-2025-61/part1.2", "mofcom-2025-61/part1.4", "mofcom-2025-61/part1.12")
PART_2 = ("mofcom-2025-61/part2.I.3", "mofcom-2025-61/part2.I.parts")
USES = (
    "civil", "medical_routine", "military", "military_potential", "wmd", "logic_chip:14", "logic_chip:16",
    "memory_chip:256", "semiconductor_equipment:7nm", "ai:none", "ai:military_potential", "medical_emergency",
    "disaster_relief",
)  # fmt: skip
NOTICES = ("cl-2025-01", "wl-2026-12", "uel-2025-7")
#: Readings with the alternatives over which `open` ranges.
OPEN_RANGES = {
    "numerator": ("sum", "each_entry"),
    "numerator_origin": ("chinese_origin", "all_part1"),
    "numerator_items": ("part1", "part1_and_part2"),
    "valuation": ("purchase_cost", "market"),
    "assembly_scope": ("parts_and_assemblies", "any_product"),
    "technology_limb": ("chinese_text", "also_chinese_material"),
    "embedded_technology": ("item_only", "also_contents"),
    "metal_origin": ("smelter", "feed"),
    "special_regions": ("outside", "inside"),
    "affiliation": ("direct", "summed", "cascade", "multiplied"),
    "listed": ("in_force_only", "any_listing"),
    "article_5_rank": ("exempt", "licence"),
    "suspension_end": ("inside", "outside"),
    "after_suspension": ("revived", "extended"),
}

_country = st.sampled_from(COUNTRIES)
#: A day and what was known: half of them days on which all or some of No. 61 binds or may bind.
moments = st.one_of(st.sampled_from(IN_FORCE), st.tuples(st.sampled_from(DAYS), st.sampled_from(KNOWN)))
#: Where exporters sit and things are made, mostly abroad; where things originate, mostly in China: so that rules hold.
_abroad = st.sampled_from(("KR", "KR", "KR", "JP", "DE", "HK", "KR", "CN"))
_origin = st.sampled_from(("CN", "KR", "CN", "JP", "HK"))
_ends = st.sampled_from((("KR", "DE"),) * 6 + (("JP", "HK"), ("CN", "US"), ("DE", "DE")))
_technology = st.fixed_dictionaries(
    {"activity": st.sampled_from(("magnet_making", "separation", "other")), "origin": st.sampled_from(("CN", "JP"))}
)


@st.composite
def owner_trees(draw: st.DrawFn, depth: int = 2) -> list[Facts]:
    """Owners whose shares make up the whole, each named or not, with owners of their own."""
    shares = draw(st.sampled_from(([], [10], [5, 5], [3, 7], [3, 3, 4], [5, 3, 2])))
    found = []
    for index, share in enumerate(shares):
        listings = draw(st.sampled_from(([], [], ["cl-2025-01"], ["wl-2026-12"], ["uel-2025-7"])))
        owners = [] if depth == 0 or listings else draw(owner_trees(depth=depth - 1))
        name = f"{'/'.join(listings) or 'holder'} {draw(st.integers(1, 2))}{'' if listings else f'.{depth}.{index}'}"
        found.append({"name": name, "share": share / 10, "listings": listings, "owners": owners})
    return found


@st.composite
def _parties(draw: st.DrawFn, name: str) -> Facts:
    listings = draw(st.sampled_from(([], [], ["cl-2025-01"], ["uel-2025-7"])))
    return {
        "name": name,
        "country": draw(_country),
        "military": draw(st.sampled_from(("no", "no", "yes"))),
        "listings": listings,
        "owners": draw(owner_trees(depth=1)),
    }


@st.composite
def _contents(draw: st.DrawFn, worth: int, depth: int = 1) -> list[Facts]:
    """Contents that together are worth at most ``worth``."""
    found: list[Facts] = []
    left = worth
    for _ in range(draw(st.sampled_from((1, 2, 0)))):
        value = draw(st.sampled_from((500, 100, 101, 99, 50, 30, 0, left)))
        if value > left:
            break
        left -= value
        entry = draw(st.sampled_from((*PART_1, *PART_2, "none")))
        content: Facts = {"entry": entry, "value": value}
        if entry in PART_1 and draw(st.booleans()):
            content |= {"smelted_in": draw(_origin), "feed_origin": draw(_origin)}
        else:
            content["origin"] = draw(_origin)
        content["contents"] = draw(_contents(worth=value, depth=depth - 1)) if depth else []
        if draw(st.integers(0, 4)) == 0:
            content["technologies"] = [draw(_technology)]
        found.append(content)
    return found


@st.composite
def worlds(draw: st.DrawFn) -> Facts:
    """The facts of one shipment of goods about which everything is known."""
    value = draw(st.sampled_from((100_000, 100_000, 30_000, 500)))
    start, end = draw(_ends)
    item: Facts = {
        "name": "thing",
        "kind": draw(st.sampled_from(("material", "part", "assembly", "product"))),
        "entries": draw(st.lists(st.sampled_from(ENTRIES), min_size=draw(st.sampled_from((2, 1, 0))), max_size=2)),
        "made_in": draw(_abroad),
        "unit_value": value,
        "contents": draw(_contents(worth=value)),
        "technologies": draw(st.lists(_technology, max_size=1)),
    }
    if draw(st.booleans()):
        item["origin"] = draw(_origin)
    else:
        item |= {"smelted_in": draw(_origin), "feed_origin": draw(_origin)}
    item["entries"] = list(dict.fromkeys(item["entries"]))
    facts: Facts = {
        "shipment": {"kind": "goods", "from": start, "to": end},
        "exporter": {"country": draw(_abroad)},
        "item": item,
        "end_users": [draw(_parties(f"user {n}")) for n in range(draw(st.integers(1, 2)))],
        "end_use": draw(st.lists(st.sampled_from(USES), min_size=1, max_size=2, unique=True)),
    }
    if draw(st.integers(0, 3)) == 0:
        facts["importer"] = draw(_parties("importer"))
    if draw(st.integers(0, 3)) == 0:
        facts["shipment"]["reported_on"] = draw(st.sampled_from(("2025-10-10", "2027-12-31")))
    return facts


# -- forgetting


def at(facts: Facts, path: tuple[Any, ...]) -> Any:
    """What stands at a path, or None when something above it has been forgotten."""
    found: Any = facts
    for key in path:
        if isinstance(found, dict):
            found = found.get(key)
        elif isinstance(found, list) and isinstance(key, int) and key < len(found):
            found = found[key]
        else:
            return None
    return found


def _without(path: tuple[Any, ...], key: str) -> Forget:
    def forget(facts: Facts) -> None:
        holder = at(facts, path)
        if isinstance(holder, dict):
            holder.pop(key, None)

    return forget


def bounded(path: tuple[Any, ...], key: str, ceiling: Fraction | None = None) -> Forget:
    """A number becomes a range from half of it to twice as much, not above the ceiling."""

    def forget(facts: Facts) -> None:
        holder = at(facts, path)
        if isinstance(holder, dict) and key in holder:
            value = holder.pop(key)
            high = value * 2 if ceiling is None else min(value * 2, ceiling)
            holder[f"{key}_low"], holder[f"{key}_high"] = value * 0.5, float(high) if ceiling else high

    return forget


def _only_possible(entry: str) -> Forget:
    def forget(facts: Facts) -> None:
        item = facts["item"]
        if entry in item.get("entries", ()):
            item["entries"] = [e for e in item["entries"] if e != entry]
        if "entries" in item or "possible_entries" in item:
            item["possible_entries"] = [*item.get("possible_entries", []), entry]

    return forget


def _any_list(facts: Facts) -> None:
    facts["item"].pop("entries", None)
    facts["item"].pop("possible_entries", None)


def _more_inside(facts: Facts) -> None:
    item = facts["item"]
    if item.get("contents"):
        item["contents"] = item["contents"][1:]
        item["contents_complete"] = "no"


def _without_numbers(facts: Facts) -> None:
    if "end_use" in facts:
        facts["end_use"] = list(dict.fromkeys(code.partition(":")[0] for code in facts["end_use"]))


def _of_owners(path: tuple[Any, ...], owners: list[Facts]) -> list[Forget]:
    found: list[Forget] = []
    for index, owner in enumerate(owners):
        here = (*path, "owners", index)
        found += [bounded(here, "share", Fraction(1)), _without(here, "listings"), _without(here, "owners")]
        found += _of_owners(here, owner["owners"])
    return found


def _of_contents(path: tuple[Any, ...], contents: list[Facts]) -> list[Forget]:
    found: list[Forget] = []
    for index, content in enumerate(contents):
        here = (*path, "contents", index)
        found += _of_contents(here, content["contents"])
        found += [bounded(here, "value"), _without(here, "value")]
        found += [_without(here, key) for key in ("origin", "smelted_in", "feed_origin", "entry") if key in content]
        if content["entry"] not in (*PART_1, "none"):
            found.append(_without(here, "contents"))
    return found


def forgettings(world: Facts) -> list[Forget]:
    """Everything that can be forgotten of a world, each in itself; apply a choice of them in this order."""
    found: list[Forget] = [_without(("exporter",), "country")]
    found += [_only_possible(entry) for entry in ENTRIES[:8]]
    found += [_any_list, _without_numbers, _more_inside]
    item = world["item"]
    found += _of_contents(("item",), item["contents"])
    found += [bounded(("item",), "unit_value"), _without(("item",), "unit_value")]
    keys = ("kind", "made_in", "origin", "smelted_in", "feed_origin", "contents", "technologies")
    found += [_without(("item",), key) for key in keys if key in item]
    for index, user in enumerate(world["end_users"]):
        found += _of_owners(("end_users", index), user["owners"])
        found += [_without(("end_users", index), key) for key in ("country", "military", "listings", "owners")]
    if "importer" in world:
        found += [_without(("importer",), key) for key in ("country", "military", "listings", "owners")]
    found += [_without((), "end_users"), _without((), "end_use")]
    return found


def forgotten(world: Facts, ways: list[Forget], chosen: set[int]) -> Facts:
    """The world without what the chosen ways forget."""
    facts = deepcopy(world)
    for index, forget in enumerate(ways):
        if index in chosen:
            forget(facts)
    return facts


@st.composite
def refinements(draw: st.DrawFn) -> tuple[Facts, Facts, dict[str, str], dict[str, str]]:
    """(facts, facts that refine them, readings, readings that settle some of the open ones)."""
    world = draw(worlds())
    ways = forgettings(world)
    less = draw(st.sets(st.integers(0, len(ways) - 1), max_size=5))
    more = less | draw(st.sets(st.integers(0, len(ways) - 1), min_size=1, max_size=3))
    opened = draw(st.sets(st.sampled_from(sorted(OPEN_RANGES)), max_size=3))
    settled = {reading: draw(st.sampled_from(OPEN_RANGES[reading])) for reading in sorted(OPEN_RANGES)}
    kept = {reading: settled[reading] for reading in settled if draw(st.booleans()) and reading not in opened}
    wide = {**kept, **dict.fromkeys(opened, "open")}
    narrow = {**wide, **{reading: settled[reading] for reading in opened if draw(st.booleans())}}
    return forgotten(world, ways, more), forgotten(world, ways, less), wide, narrow
