"""The facts of the peers: one row of small numbers per shipment line, made from the tables with Polars.

None of the peers reads tables, adds up contents, follows a notice through its days or knows what is unknown. All that
is done for them here, is not counted in their time, and favours them. It is plainer than monazite's: price bounds are
the least and the greatest of the table `prices`, value bounds the invoice and the part's own value, what has a bill of
materials contains anything up to its whole value, and the days of the five notices that the generator names are written
out below.

Countries and kinds are codes (0: unknown), days are 20251201, shares hundred-millionths of the value, capped at the
whole; truths are 0, 1 (unknown) and 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

KINDS = {"material": 1001, "part": 1002, "assembly": 1003, "product": 1004}
NOT_CHINESE = 1
"""`not_CN`: a known origin that is none of the countries."""
WHOLE = 100_000_000
NO_USE, ANY_USE = (9999, 9999, 0, 0), (0, 9999, 0, 9999)
"""Node in nm from and to, layers from and to: of a use that is no chip's, and of an unknown one."""
COUNTRY_COLUMNS = ("ship_from", "ship_to", "exporter_country", "user_country", "importer_country", "made_in", "origin")
LISTS = ("control_listed", "control_listed_abroad", "watch_listed", "unreliable_listed", "named_for_no61")
NOTICES = {
    "cl-2025-01": ("control_listed named_for_no61", 20250102),
    "cl-2026-23": ("control_listed control_listed_abroad named_for_no61", 20260622),
    "wl-2026-12": ("watch_listed named_for_no61", 20260224),
    "uel-2025-3": ("unreliable_listed", 20250115),
}
"""Notice -> which lists it counts for, from which day. `cl-2025-21` is suspended until 2026-11-09 and open after it."""


def code(text: str) -> int:
    """The number of a country or of a kind."""
    if text in KINDS:
        return KINDS[text]
    return NOT_CHINESE if text == "not_CN" else 2 + 26 * (ord(text[0]) - 65) + ord(text[1]) - 65


def _code(name: str) -> pl.Expr:
    letters = [*map(chr, range(65, 91))]
    numbers = {a + b: code(a + b) for a in letters for b in letters} | KINDS | {"not_CN": NOT_CHINESE}
    return pl.col(name).replace_strict(numbers, default=0, return_dtype=pl.Int32).fill_null(0).alias(name)


def _truth(yes: pl.Expr, open_: pl.Expr) -> pl.Expr:
    """2 where ``yes``, else 1 where ``open_``, else 0."""
    return pl.when(yes).then(2).when(open_).then(1).otherwise(0).cast(pl.Int8)


def facts(folder: Path) -> pl.DataFrame:
    """The facts of every line of a portfolio."""
    tables = {path.stem: pl.read_parquet(path) for path in folder.glob("*.parquet")}
    lines = tables["shipments"].join(_parts(tables), "part_id", "left", maintain_order="left")
    named = _parties(tables)
    for role, key in (("user", "end_user_ids"), ("importer", "importer"), ("exporter", "exporter_id")):
        lines = lines.with_columns(importer=pl.coalesce("importer_id", "end_user_ids")).join(
            named.rename({name: f"{role}_{name}" for name in named.columns if name != "party_id"}),
            left_on=key, right_on="party_id", how="left", maintain_order="left",
        )  # fmt: skip
    lines = lines.with_columns(
        day=pl.col("date").dt.strftime("%Y%m%d").cast(pl.Int32), goods=_truth(pl.col("kind") == "goods", pl.lit(False)),
        kind=pl.col("part_kind"), ship_from="from_country", ship_to="to_country", knows_use=pl.lit(1, pl.Int8),
    ).with_columns(_code(name) for name in (*COUNTRY_COLUMNS, "kind"))  # fmt: skip
    lines = lines.with_columns(*_shares(), *_uses(), *_chips(), *_named(), affiliated=_either("affiliated"))
    return lines.select(NAMES)


def _parts(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Per part: entries, technology, and between which values its Part 1 items of Chinese origin lie."""
    priced = tables["prices"].with_columns(
        entry=pl.struct("entry", "form").replace_strict(
            [{"entry": e, "form": f} for e, f in MATERIALS.values()], list(MATERIALS), return_dtype=pl.String
        )
    )
    bounds = priced.group_by("entry").agg(low=pl.min("price_per_kg"), high=pl.max("price_per_kg"))
    chinese, open_ = pl.col("origin") == "CN", pl.col("origin").is_null()
    inside = tables["contents"].join(bounds, "entry", "left").group_by("part_id").agg(
        worth_low=pl.when(chinese).then(pl.col("mass_kg") * pl.col("low")).otherwise(0).sum(),
        worth_high=pl.when(chinese | open_).then(pl.col("mass_kg") * pl.col("high")).otherwise(0).sum(),
        contains_chinese=_truth(chinese, open_).max(),
    )  # fmt: skip
    technology = tables["technologies"].group_by("part_id").agg(
        chinese_technology=_truth((pl.col("activity") != "none") & (pl.col("origin") == "CN"),
                                  (pl.col("activity") != "none") & pl.col("origin").is_null()).max()
    )  # fmt: skip
    built = tables["bom"].select(pl.col("parent_id").unique()).with_columns(built=True) if "bom" in tables else None
    parts = tables["parts"].join(inside, "part_id", "left").join(technology, "part_id", "left")
    parts = parts.with_columns(built=False) if built is None else parts.join(
        built, left_on="part_id", right_on="parent_id", how="left"
    )  # fmt: skip
    inside_open = pl.col("composition").is_null()
    unclear = inside_open | pl.col("built").fill_null(False)
    stated = pl.col("control_entries")
    part2 = stated.str.contains(r"mofcom-2025-61/part2\.(I\.[123]|II)")
    entries = {"part1": stated.str.contains("mofcom-2025-61/part1", literal=True), "part2": part2,
               "parts": stated.str.contains("part2.I.parts", literal=True)}  # fmt: skip
    entries |= {f"no{n}": stated.str.contains(f"mofcom-2025-{n}/", literal=True) for n in (18, 56, 57)}
    return parts.select(
        "part_id", "made_in", "origin", part_kind="kind", part_value="unit_value", unclear=unclear,
        worth_low=pl.col("worth_low").fill_null(0), worth_high=pl.col("worth_high").fill_null(0),
        contains_chinese=pl.max_horizontal(pl.col("contains_chinese").fill_null(0), unclear.cast(pl.Int8)),
        chinese_technology=pl.col("chinese_technology").fill_null(1),
        **{name: _truth(yes, stated.is_null() | inside_open if name == "parts" else stated.is_null())
           for name, yes in entries.items()},
    )  # fmt: skip


def _shares() -> tuple[pl.Expr, ...]:
    most, least = (extreme("unit_value", "part_value") for extreme in (pl.max_horizontal, pl.min_horizontal))
    low = (pl.col("worth_low") / most).fill_null(0)
    high = pl.when("unclear").then(1).otherwise((pl.col("worth_high") / least).fill_null(pl.col("worth_high").sign()))
    return tuple(
        (share.clip(0, 1) * WHOLE).round().cast(pl.Int32).alias(name)
        for share, name in ((low, "share_low"), (high, "share_high"))
    )


def _uses() -> tuple[pl.Expr, ...]:
    codes = pl.col("end_use").str.split(";")
    sorts: dict[str, Sequence[str]] = {
        "use_military": ["military"], "use_potential": ["military_potential"], "use_wmd": ["wmd"],
        "use_terrorism": ["terrorism"], "use_relief": ["medical_emergency", "public_health_emergency",
                                                       "disaster_relief"],
    }  # fmt: skip
    truths = [
        _truth(pl.any_horizontal(codes.list.contains(one) for one in names), codes.is_null()).alias(name)
        for name, names in sorts.items()
    ]
    ai = _truth(codes.list.contains("ai:military_potential"), codes.is_null() | codes.list.contains("ai"))
    return (*truths, ai.alias("use_ai_potential"))


def _chips() -> tuple[pl.Expr, ...]:
    """Of several chips of one sort the first counts; the generator states one at most."""
    stated, found = pl.col("end_use"), []
    for place, name in enumerate(CHIPS):
        sort = "logic_chip" if place < 2 else "memory_chip"
        number = stated.str.extract(rf"\b{sort}:(\d+)").cast(pl.Int32)
        open_ = stated.is_null() | (stated.str.contains(rf"\b{sort}\b") & number.is_null())
        bound = pl.when(open_).then(ANY_USE[place]).otherwise(pl.coalesce(number, pl.lit(NO_USE[place])))
        found.append(bound.cast(pl.Int32).alias(name))
    return tuple(found)


def _parties(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    people = tables["parties"]
    if "listings" in tables:
        people = people.join(tables["listings"], "party_id", "left")
    else:
        people = people.with_columns(designation=pl.lit(None, pl.String))
    return people.select(
        "party_id", "country", "designation",
        military=_truth(pl.col("military") == "yes", pl.col("military").is_null()),
        searched=pl.col("screened_on").str.replace_all("-", "").cast(pl.Int32).fill_null(0),
        affiliated=_truth(pl.lit(False), pl.col("no_listed_owner").is_null()),
    )  # fmt: skip


def _named() -> list[pl.Expr]:
    """Whether a notice in force on the day names the end user or the importer; a suspended one is open for No. 61. A
    search says nothing of the days after it.
    """
    found = []
    for name in LISTS:
        sides = []
        for role in ("user", "importer"):
            notice, searched = pl.col(f"{role}_designation"), pl.col(f"{role}_searched") >= pl.col("day")
            counted = [(one, start) for one, (lists, start) in NOTICES.items() if name in lists.split()]
            yes = pl.any_horizontal((notice == one) & (pl.col("day") >= start) for one, start in counted)
            ended = notice.eq("cl-2025-21") & (pl.lit(name == "named_for_no61") | (pl.col("day") >= 20261110))
            asleep = ended if name in ("control_listed", "named_for_no61") else pl.lit(False)
            sides.append(_truth(yes.fill_null(False), asleep.fill_null(False) | ~searched.fill_null(False)))
        found.append(pl.max_horizontal(sides).alias(name))
    return found


def _either(name: str) -> pl.Expr:
    return pl.max_horizontal(pl.col(f"user_{name}").fill_null(1), pl.col(f"importer_{name}").fill_null(1))


MATERIALS = {
    "cn/mofcom-2025-61/part1.1": ("samarium", "metal"), "cn/mofcom-2025-61/part1.2": ("dysprosium", "metal"),
    "cn/mofcom-2025-61/part1.4": ("terbium", "metal"), "cn/mofcom-2025-61/part1.12": ("dysprosium", "oxide"),
    "cn/mofcom-2025-61/part1.13": ("terbium", "oxide"),
}  # fmt: skip
CHIPS = ("nm_low", "nm_high", "layers_low", "layers_high")
NAMES = (
    *COUNTRY_COLUMNS, "kind", "day", "goods", "part1", "part2", "parts", "no18", "no56", "no57", "chinese_technology",
    "contains_chinese", "share_low", "share_high", "user_military", "importer_military", *LISTS, "affiliated",
    "use_military", "use_potential", "use_wmd", "use_terrorism", "use_relief", "use_ai_potential", *CHIPS, "knows_use",
)  # fmt: skip
"""Every fact."""
