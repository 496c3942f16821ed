"""Parts in families, with what they contain, how they were made and what they are built of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from trader.draws import chance, falling, pick, spread

PART1 = "cn/mofcom-2025-61/part1."
PART2 = "cn/mofcom-2025-61/part2."
NO18, NO57 = "cn/mofcom-2025-18/", "cn/mofcom-2025-57/"

PRICES = {
    ("dysprosium", "oxide"): (239.0, 960.0), ("dysprosium", "metal"): (310.0, 1250.0),
    ("terbium", "oxide"): (1010.0, 4000.0), ("terbium", "metal"): (1310.0, 5200.0),
    ("samarium", "metal"): (15.0, 60.0),
}  # fmt: skip
"""USD/kg on two bases, of the order of those in docs/numbers.md; drawn up for the benchmark."""
MATERIALS = {
    "2": ("dysprosium", "metal"), "12": ("dysprosium", "oxide"), "4": ("terbium", "metal"), "13": ("terbium", "oxide"),
    "1": ("samarium", "metal"),
}  # fmt: skip
"""Number in Part 1 of Annex 1 -> element and form."""
MEDIAN_SHARE, FAMILY_SPREAD, PART_SPREAD = 0.001, 1.8, 0.8


@dataclass(frozen=True)
class Sort:
    """A sort of family: what parts of it are and may contain."""

    share: float
    """Of all families, in per cent."""
    kinds: dict[str, float]
    entries: dict[str | None, float]
    holds: tuple[str, ...] = ()
    """Numbers in Part 1 of what may be inside; none: it contains nothing listed."""
    value: float = 25.0
    """Median unit value, USD."""


SORTS = {
    "free part": Sort(30, {"part": 6, "assembly": 3, "product": 1}, {"none": 1}),
    "assembly with a listed magnet": Sort(
        28, {"assembly": 5, "part": 2, "product": 3}, {f"{PART2}I.parts": 1}, ("2", "4", "1"), 120.0
    ),
    "magnet": Sort(
        16, {"part": 6, "material": 4},
        {f"{PART2}I.3;{NO18}1C905.a.4": 6, f"{PART2}I.2;{NO18}1C904.a.4": 3, f"{PART2}I.3": 1}, ("2", "4", "12", "13"),
    ),
    "target": Sort(3, {"part": 1}, {f"{PART2}II.dy;{NO18}1C905.a.3.a": 1, f"{PART2}II.tb;{NO18}1C904.a.3.a": 1},
                   ("2", "4"), 900.0),
    "material of Part 1": Sort(
        6, {"material": 1}, {f"{PART1}2;{NO18}1C905.a.1": 2, f"{PART1}12": 1, f"{PART1}4": 1}, (), 400.0
    ),
    "listed under No. 18 only": Sort(4, {"material": 1}, {f"{NO18}1C906.a.1": 1, f"{NO18}1C908.a.1": 2}, (), 60.0),
    "listed under No. 57": Sort(
        9, {"material": 2, "part": 1}, {f"{NO57}1C909.a.1": 1, f"{NO57}1C910.a.1": 1}, (), 80.0
    ),
    "unclassified": Sort(4, {"part": 2, "assembly": 1}, {None: 1}),
}  # fmt: skip


@dataclass(frozen=True)
class Family:
    """What all parts of a family have in common; None is unknown."""

    name: str
    kind: str
    entries: str | None
    composition: str | None
    made_in: str | None
    origin: str | None
    technology: tuple[str, str | None] | None
    contents: tuple[tuple[str, str | None, float], ...]
    """Number in Part 1, origin and median share of the value."""
    value: float
    priced: bool
    kg_per_usd: float | None


def draw_family(rng: np.random.Generator, unknown: float) -> Family:
    """One family; each attribute is left unknown as `portfolio_generator` says."""
    name = pick(rng, {name: sort.share for name, sort in SORTS.items()})
    sort = SORTS[name]
    blank = 100 * unknown
    made = pick(rng, {"DE": 30, "JP": 22, "KR": 18, "CN": 15, "VN": 10, None: 95 / (100 / blank - 1) if blank else 0})
    origin = made if chance(rng, 0.8) else pick(rng, {"CN": 3, "DE": 4, "JP": 3})
    contents: list[tuple[str, str | None, float]] = []
    if sort.holds:
        rows = 2 if chance(rng, 0.3) else 1
        for number in rng.permutation(np.array(sort.holds))[:rows]:
            where = pick(rng, {"CN": 0.7 * (100 - blank), "JP": 0.2 * (100 - blank), "VN": 0.1 * (100 - blank),
                               None: blank})  # fmt: skip
            median = MEDIAN_SHARE * float(np.exp(rng.normal(0, FAMILY_SPREAD))) * (0.4 if contents else 1.0)
            contents.append((str(number), where, min(median, 0.02)))
    unclear = name == "unclassified" or chance(rng, unknown / 2)
    return Family(
        name=name, kind=pick(rng, sort.kinds), entries=pick(rng, sort.entries),
        composition=None if unclear else "complete", made_in=made, origin=None if chance(rng, unknown / 2) else origin,
        technology=_technology(rng, unknown, bool(sort.holds) or name == "material of Part 1"),
        contents=tuple(contents), value=sort.value * float(np.exp(rng.normal(0, 0.8))),
        priced=not chance(rng, unknown / 4),
        kg_per_usd=None if chance(rng, unknown / 2) else float(np.exp(rng.normal(np.log(0.02), 0.4))),
    )  # fmt: skip


def _technology(rng: np.random.Generator, unknown: float, uses: bool) -> tuple[str, str | None] | None:
    if chance(rng, unknown):
        return None
    if not uses:
        return "none", None
    return pick(rng, {("none", None): 75, ("magnet_making", "CN"): 8, ("magnet_making", "not_CN"): 17})


@dataclass(frozen=True)
class Products:
    """The tables of the products, and of which family each part is."""

    tables: dict[str, pl.DataFrame]
    family_of: np.ndarray
    families: tuple[Family, ...]


def products(rng: np.random.Generator, count: int, families: int, unknown: float, assemblies: float) -> Products:
    """``count`` parts of ``families`` families."""
    drawn = tuple(draw_family(rng, unknown) for _ in range(families))
    of = rng.choice(families, count, p=falling(rng, families, 0.6))
    value = np.round(np.array([f.value for f in drawn])[of] * np.exp(rng.normal(0, 0.7, count)), 2).clip(0.05)
    share = np.exp(rng.normal(0, PART_SPREAD, count))
    ids = pl.select("P" + pl.int_range(count).cast(pl.String).str.zfill(7)).to_series()
    holds = np.array([bool(f.contents) for f in drawn])[of]
    wanted = min(round(count * assemblies), int(holds.sum()) // 2)
    parents = rng.permutation(np.flatnonzero(holds))[:wanted]
    is_parent = np.zeros(count, dtype=bool)
    is_parent[parents] = True
    tables = {
        "parts": _parts(drawn, of, ids, value),
        "contents": _contents(drawn, of, ids, value * share, holds & ~is_parent),
        "bom": _bom(rng, ids, value, np.sort(parents), np.flatnonzero(holds & ~is_parent)),
        "technologies": _technologies(drawn, of, ids),
    }
    return Products(tables, of, drawn)


def _parts(drawn: tuple[Family, ...], of: np.ndarray, ids: pl.Series, value: np.ndarray) -> pl.DataFrame:
    def each(values: list[object]) -> pl.Series:
        return spread(values, pl.String(), of)

    priced = spread([f.priced for f in drawn], pl.Boolean(), of)
    kilos = spread([1.0 if f.kind == "material" else f.kg_per_usd for f in drawn], pl.Float64(), of)
    material = each([f.kind for f in drawn]) == "material"
    return pl.select(
        part_id=ids, name=each([f.name for f in drawn]) + " " + ids, kind=each([f.kind for f in drawn]),
        unit=pl.when(material).then(pl.lit("kg")).otherwise(pl.lit("pc")),
        composition=each([f.composition for f in drawn]), control_entries=each([f.entries for f in drawn]),
        mass_kg=pl.when(material).then(1.0).otherwise(kilos * pl.Series(value)).round_sig_figs(4),
        unit_value=pl.when(priced).then(pl.Series(value)),
        currency=pl.when(priced).then(pl.lit("USD")), price_per=pl.when(priced).then(1),
        made_in=each([f.made_in for f in drawn]), origin=each([f.origin for f in drawn]),
    )  # fmt: skip


def _contents(
    drawn: tuple[Family, ...], of: np.ndarray, ids: pl.Series, worth: np.ndarray, has: np.ndarray
) -> pl.DataFrame:
    """``worth``: value of the part times how far its share departs from that of its family."""
    frames = []
    for place in (0, 1):
        rows = [f.contents[place] if len(f.contents) > place else None for f in drawn]
        where = np.flatnonzero(has & np.array([row is not None for row in rows])[of])
        kilos = [row and row[2] / float(np.sqrt(np.prod(PRICES[MATERIALS[row[0]]]))) for row in rows]
        frames.append(pl.select(
            part_id=ids.gather(pl.Series(where)),
            entry=spread([row and PART1 + row[0] for row in rows], pl.String(), of[where]),
            form=spread([row and MATERIALS[row[0]][1] for row in rows], pl.String(), of[where]),
            mass_kg=(spread(kilos, pl.Float64(), of[where]) * pl.Series(worth[where])).clip(1e-9).round_sig_figs(6),
            origin=spread([row and row[1] for row in rows], pl.String(), of[where]),
            quantity_basis=pl.repeat("contained", len(where)),
        ))  # fmt: skip
    return pl.concat(frames)


def _bom(
    rng: np.random.Generator, ids: pl.Series, value: np.ndarray, parents: np.ndarray, children: np.ndarray
) -> pl.DataFrame:
    """Two to five components each, of at most a twentieth of the assembly's value where such are to be had."""
    cheap = children[np.argsort(value[children], kind="stable")]
    counts = rng.integers(2, 6, len(parents))
    up = np.repeat(parents, counts)
    within = np.maximum(np.searchsorted(value[cheap], value[up] / 20), min(10, len(cheap)))
    down = cheap[(rng.random(len(up)) * within).astype(np.int64)]
    frame = pl.select(parent_id=ids.gather(pl.Series(up)), child_id=ids.gather(pl.Series(down)),
                      quantity=pl.Series(rng.integers(1, 3, len(up))))  # fmt: skip
    return frame.unique(["parent_id", "child_id"], keep="first", maintain_order=True)


def _technologies(drawn: tuple[Family, ...], of: np.ndarray, ids: pl.Series) -> pl.DataFrame:
    activity = spread([f.technology and f.technology[0] for f in drawn], pl.String(), of)
    origin = spread([f.technology and f.technology[1] for f in drawn], pl.String(), of)
    return pl.select(part_id=ids, activity=activity, origin=origin).filter(pl.col("activity").is_not_null())


def prices() -> pl.DataFrame:
    """Two bases of prices for everything that a part can contain."""
    rows = [
        (element, form, basis, price, "USD", day)
        for (element, form), pair in PRICES.items()
        for (basis, day), price in zip((("usgs_average", "2025"), ("europe_spot", "2026-02")), pair, strict=True)
    ]
    return pl.DataFrame(rows, schema=["entry", "form", "basis", "price_per_kg", "currency", "date"], orient="row")
