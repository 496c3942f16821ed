"""A seeded portfolio of a large trader as Parquet: any number of lines under contracts, with stated shares of unknowns.

    python benchmarks/portfolio_generator.py DIR --lines 1000000 --parts 100000 --parties 20000 --seed 1

Real shipments repeat: a trader ships the parts of a few hundred product families to the customers of a few dozen
segments under standing contracts, day after day. So that is what is drawn:

- **families** (``--families``) fix what is said of their parts: list entries, country of making, origin, technologies,
  composition, which contents there are and from where, whether a value is known. 33 % are on no list and free of rare
  earths; 35 % motors and other assemblies with a listed magnet; 15 % magnets and targets of Annex 1 Part 2 (also under
  No. 18); 5 % Part 1 materials; 9 % classified under No. 57; 3 % unclassified. Parts of a family differ in mass of
  content (log-normal around the 0.1 % line, so that every family has parts on both sides of it) and in value.
- **segments** (``--segments``) fix what is said of their customers: country, military, searched or not, owners. 1 % of
  all customers are named in a notice and 2 % are military, whatever their segment says.
- **contracts** (``--contracts``) fix family, segment, country of departure, importer, end use. 12 % leave China.
- a **line** takes any part of the family, any customer of the segment, any of the ``--days`` days from 2026-10-15
  (the default 92 see a suspension run out, and its stated extension); a quarter have an invoice value of their own.
- ``--unknown`` is the share of families, segments and contracts in which each single attribute is unknown: country of
  content (this share), composition (half), value (a quarter), making (a third), military (this), owners (this), search
  (half), end use (this). Technologies are stated for 80 % of the families.
- ``--odd`` of the lines keep to no contract: part, customer, departure, end use drawn independently.
- ``--assemblies`` of the parts have a bill of materials of 2 to 5 lines.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

PART1 = "cn/mofcom-2025-61/part1."
PART2 = "cn/mofcom-2025-61/part2."
COUNTRIES = (
    "DE", "JP", "US", "KR", "FR", "IT", "GB", "NL", "SE", "PL", "CZ", "AT", "CH", "ES", "BE", "DK", "FI", "NO", "HU",
    "RO", "SK", "SI", "PT", "IE", "MX", "CA", "BR", "IN", "VN", "TH", "MY", "SG", "ID", "PH", "AU", "NZ", "TR", "IL",
    "HK", "TW",
)  # fmt: skip
NOTICES = ("cl-2025-01", "cl-2025-21", "cl-2026-23", "wl-2026-12", "uel-2025-3")
ENTRIES: dict[str, list[str | None]] = {
    "free": ["none"],
    "assembly": [f"{PART2}I.parts"],
    "magnet": [f"{PART2}I.3;cn/mofcom-2025-18/1C905.a.4", f"{PART2}I.2", f"{PART2}I.1", f"{PART2}II.dy"],
    "material": [f"{PART1}2;cn/mofcom-2025-18/1C905.a.1", f"{PART1}12", f"{PART1}4"],
    "listed57": ["cn/mofcom-2025-57/1C909", "cn/mofcom-2025-57/1C910"],
    "unclassified": [None],
}
SHARES = {"free": 33, "assembly": 35, "magnet": 15, "material": 5, "listed57": 9, "unclassified": 3}
CONTENTS = (("2", "metal", 450.0), ("4", "metal", 450.0), ("12", "oxide", 400.0), ("1", "metal", 60.0))
USES = ("civil", "civil;medical_routine", "logic_chip:7", "military", "medical_emergency", "ai:none")
FIRST_DAY = date(2026, 10, 15)


def pick(rng: np.random.Generator, choices: list[Any], weights: list[float], size: int) -> np.ndarray:
    """Independent draws of ``choices`` in proportion to ``weights``."""
    return np.array(choices, dtype=object)[rng.choice(len(choices), size, p=np.array(weights) / sum(weights))]


def blank(rng: np.random.Generator, values: np.ndarray, share: float) -> np.ndarray:
    """The values with ``share`` of them unknown."""
    return np.where(rng.random(len(values)) < share, None, values)


def families(rng: np.random.Generator, count: int, unknown: float) -> pl.DataFrame:
    """What is said of the parts of each family."""
    sort = pick(rng, list(SHARES), list(SHARES.values()), count)
    made = blank(rng, pick(rng, ["DE", "JP", "KR", "CN", "VN"], [30, 22, 18, 15, 10], count), unknown / 3)
    elsewhere = pick(rng, ["CN", "DE", "JP", None], [2, 4, 3, 2], count)
    holds = np.isin(sort, ["assembly", "magnet"])
    return pl.DataFrame({
        "sort": list(sort),
        "entries": [ENTRIES[s][int(rng.integers(len(ENTRIES[s])))] for s in sort],
        "kind": [{"material": "material", "magnet": "part"}.get(s, str(rng.choice(["assembly", "product"]))) for s in sort],
        "made_in": list(made),
        "origin": list(np.where(rng.random(count) < 0.8, made, elsewhere)),
        "composition": [None if s == "unclassified" else c for s, c in
                        zip(sort, blank(rng, np.full(count, "complete", dtype=object), unknown / 2), strict=True)],
        "valued": rng.random(count) >= unknown / 4,
        "technology": list(pick(rng, ["none", "magnet_making:CN", "magnet_making:not_CN", None], [62, 6, 12, 20], count)),
        "first": np.where(holds, rng.integers(0, 3, count), -1),
        "first_origin": list(pick(rng, ["CN", "JP", "VN", None], [55, 15, 10, 100 * unknown], count)),
        "second": np.where(holds & (rng.random(count) < 0.3), 3, -1),
        "second_origin": list(pick(rng, ["CN", "JP", "VN", None], [55, 15, 10, 100 * unknown], count)),
    }, schema_overrides={"made_in": pl.String, "origin": pl.String, "composition": pl.String, "technology": pl.String})  # fmt: skip


def part_tables(rng: np.random.Generator, told: pl.DataFrame, count: int, assemblies: float) -> dict[str, pl.DataFrame]:
    """Parts with their contents, technologies and bills of materials; ``family`` of each in `parts`."""
    family = rng.integers(0, told.height, count)
    mine = told[family].with_columns(
        part_id=pl.Series([f"P{i:07d}" for i in range(count)]),
        value=pl.Series(np.round(np.exp(rng.normal(3.2, 1.4, count)), 2).clip(0.05)),
        ratio=pl.Series(np.exp(rng.normal(np.log(0.001), 1.6, count))),
        lead=pl.Series(rng.random(count)),
        family=pl.Series(family),
    )
    held = mine.filter(pl.col("first") >= 0)
    built = held.filter(pl.col("lead") < assemblies * count / max(held.height, 1))
    held = held.filter(pl.col("lead") >= assemblies * count / max(held.height, 1))
    valued = pl.col("valued")
    parts = mine.select(
        "part_id", pl.concat_str(pl.lit("part "), "part_id").alias("name"), "kind",
        pl.when(pl.col("sort") == "material").then(pl.lit("kg")).otherwise(pl.lit("pc")).alias("unit"),
        "composition", pl.col("entries").alias("control_entries"), pl.when(valued).then("value").alias("unit_value"),
        pl.when(valued).then(pl.lit("USD")).alias("currency"), pl.when(valued).then(pl.lit(1)).alias("price_per"),
        "made_in", "origin", "family",
    )  # fmt: skip
    technology = mine.filter(pl.col("technology").is_not_null())
    return {
        "parts": parts,
        "contents": pl.concat([_contents(held, "first", 1.0), _contents(held, "second", 0.4)]),
        "bom": _bom(rng, built["part_id"], held["part_id"]),
        "technologies": technology.select(
            "part_id", activity=pl.col("technology").str.split(":").list.get(0),
            origin=pl.col("technology").str.split(":").list.get(1, null_on_oob=True),
        ),
    }  # fmt: skip


def _contents(held: pl.DataFrame, which: str, part: float) -> pl.DataFrame:
    rows = held.filter(pl.col(which) >= 0)
    price = np.array([price for _, _, price in CONTENTS])[rows[which].to_numpy()]
    mass = np.maximum(rows["value"].to_numpy() * rows["ratio"].to_numpy() * part / price, 1e-9)
    return rows.select(
        "part_id", entry=pl.Series([f"{PART1}{CONTENTS[i][0]}" for i in rows[which]], dtype=pl.String),
        form=pl.Series([CONTENTS[i][1] for i in rows[which]], dtype=pl.String),
        mass_kg=pl.Series([float(f"{m:.6g}") for m in mass], dtype=pl.Float64), origin=f"{which}_origin",
        quantity_basis=pl.lit("contained"),
    )  # fmt: skip


def _bom(rng: np.random.Generator, parents: pl.Series, children: pl.Series) -> pl.DataFrame:
    lines = rng.integers(2, 6, len(parents))
    up = np.repeat(parents.to_numpy(), lines)
    down = children.to_numpy()[rng.integers(0, max(len(children), 1), len(up))]
    frame = pl.DataFrame({"parent_id": up, "child_id": down, "quantity": rng.integers(1, 5, len(up))},
                         schema={"parent_id": pl.String, "child_id": pl.String, "quantity": pl.Int64})  # fmt: skip
    return frame.unique(["parent_id", "child_id"], keep="first", maintain_order=True)


def party_tables(rng: np.random.Generator, segments: int, count: int, unknown: float) -> dict[str, pl.DataFrame]:
    """Customers by segment (``segment`` in `parties`), and the notices that name some of them."""
    told = pl.DataFrame({
        "country": list(pick(rng, [*COUNTRIES, "CN"], [1.0] * len(COUNTRIES) + [6.0], segments)),
        "military": list(blank(rng, np.full(segments, "no", dtype=object), unknown)),
        "screened_on": list(blank(rng, np.full(segments, "2026-11-20", dtype=object), unknown / 2)),
        "no_listed_owner": list(blank(rng, np.full(segments, "yes", dtype=object), unknown)),
    }, schema=dict.fromkeys(("country", "military", "screened_on", "no_listed_owner"), pl.String))  # fmt: skip
    segment = rng.integers(0, segments, count)
    frame = told[segment].with_columns(
        party_id=pl.Series([f"C{i:06d}" for i in range(count)]),
        name=pl.Series([f"Customer {i}" for i in range(count)]),
        military=pl.Series(
            np.where(rng.random(count) < 0.02, "yes", told["military"].to_numpy()[segment]), dtype=pl.String
        ),
        segment=pl.Series(segment),
    )
    named = frame["party_id"].filter(pl.Series(rng.random(count) < 0.01))
    listings = pl.DataFrame(
        {"party_id": named, "designation": list(pick(rng, list(NOTICES), [1.0] * len(NOTICES), len(named)))},
        schema={"party_id": pl.String, "designation": pl.String},
    )
    return {"parties": frame, "listings": listings}


def shipments(
    rng: np.random.Generator, lines: int, parts: pl.DataFrame, parties: pl.DataFrame, contracts: int, unknown: float,
    odd: float, days: int,
) -> pl.DataFrame:  # fmt: skip
    """Shipment lines under contracts, about three to a shipment."""
    family = parts["family"].to_numpy()[rng.integers(0, parts.height, contracts)]
    segment = parties["segment"].to_numpy()[rng.integers(0, parties.height, contracts)]
    origin = pick(rng, ["CN", *COUNTRIES], [len(COUNTRIES) * 12 / 88] + [1.0] * len(COUNTRIES), contracts)
    use = blank(rng, pick(rng, list(USES), [70, 6, 2, 2, 2, 2], contracts), unknown)
    agent = rng.random(contracts) < 0.7
    weight = rng.pareto(1.3, contracts) + 0.2
    contract = rng.choice(contracts, lines, p=weight / weight.sum())
    part = _any_of(rng, parts["family"].to_numpy(), family[contract])
    user = _any_of(rng, parties["segment"].to_numpy(), segment[contract])
    departs, uses, agents = origin[contract], use[contract], agent[contract]
    free = np.flatnonzero(rng.random(lines) < odd)
    part[free], user[free] = rng.integers(0, parts.height, len(free)), rng.integers(0, parties.height, len(free))
    departs[free], uses[free] = (
        origin[rng.integers(0, contracts, len(free))],
        use[rng.integers(0, contracts, len(free))],
    )
    number = np.arange(lines)
    value = parts["unit_value"].to_numpy()[part] * np.round(rng.uniform(0.9, 1.6, lines), 2)
    invoiced = (rng.random(lines) < 0.25) & ~np.isnan(value)
    calendar = pl.Series([FIRST_DAY + timedelta(days=d) for d in range(days)])
    frame = pl.DataFrame({
        "part": part, "user": user, "n": number, "day": rng.integers(0, days, lines),
        "quantity": rng.integers(1, 500, lines), "unit_value": np.where(invoiced, np.round(value, 2), np.nan),
        "invoiced": invoiced, "agent": agents,
    })  # fmt: skip
    return frame.select(
        pl.concat_str(pl.lit("S"), (pl.col("n") // 3).cast(pl.String).str.zfill(7)).alias("shipment_id"),
        (pl.col("n") % 3 + 1).cast(pl.String).alias("line"),
        date=calendar.gather(frame["day"]), kind=pl.lit("goods"),
        part_id=parts["part_id"].gather(part), quantity="quantity",
        unit_value=pl.col("unit_value").fill_nan(None), currency=pl.when("invoiced").then(pl.lit("USD")),
        price_per=pl.when("invoiced").then(pl.lit(1)), from_country=pl.Series(list(departs), dtype=pl.String),
        to_country=parties["country"].gather(user), movement=pl.lit("export"), exporter_id=pl.lit("C000000"),
        importer_id=pl.when("agent").then(pl.lit("C000001")), end_user_ids=parties["party_id"].gather(user),
        end_use=pl.Series(list(uses), dtype=pl.String),
    )  # fmt: skip


def _any_of(rng: np.random.Generator, groups: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """For each wanted group any of its members."""
    order = np.argsort(groups, kind="stable")
    starts = np.searchsorted(groups[order], wanted)
    ends = np.searchsorted(groups[order], wanted, side="right")
    return order[starts + (rng.random(len(wanted)) * (ends - starts)).astype(np.int64)]


def prices() -> pl.DataFrame:
    """Two bases of prices, of the order of those in docs/numbers.md; drawn up for the benchmark."""
    points = [("dysprosium", "oxide", 239, 960), ("terbium", "oxide", 1010, 4000), ("samarium", "metal", 15, 60)]
    rows = [(e, f, basis, p, "USD", day) for e, f, low, high in points
            for basis, p, day in (("usgs_average", low, "2025"), ("europe_spot", high, "2026-02"))]  # fmt: skip
    return pl.DataFrame(rows, schema=["entry", "form", "basis", "price_per_kg", "currency", "date"], orient="row")


def generate(folder: Path, given: argparse.Namespace) -> None:
    """Write all tables into ``folder``."""
    rng = np.random.default_rng(given.seed)
    tables = part_tables(rng, families(rng, given.families, given.unknown), given.parts, given.assemblies)
    tables |= party_tables(rng, given.segments, given.parties, given.unknown)
    tables["shipments"] = shipments(
        rng, given.lines, tables["parts"], tables["parties"], given.contracts, given.unknown, given.odd, given.days
    )
    tables["prices"] = prices()
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.drop("family", "segment", strict=False).write_parquet(folder / f"{name}.parquet")
        sys.stdout.write(f"{name}: {frame.height:,} rows\n")


def main() -> None:
    """Read the command line."""
    ask = argparse.ArgumentParser(description="Write a seeded portfolio as Parquet.")
    ask.add_argument("folder", type=Path)
    ask.add_argument("--lines", type=int, default=1_000_000)
    ask.add_argument("--parts", type=int, default=100_000)
    ask.add_argument("--parties", type=int, default=20_000)
    ask.add_argument("--families", type=int, default=120)
    ask.add_argument("--segments", type=int, default=40)
    ask.add_argument("--contracts", type=int, default=300)
    ask.add_argument("--unknown", type=float, default=0.12, help="share of unknown attributes, as the text above says")
    ask.add_argument("--days", type=int, default=92)
    ask.add_argument("--odd", type=float, default=0.0002, help="share of lines that keep to no contract")
    ask.add_argument("--assemblies", type=float, default=0.002, help="share of parts with a bill of materials")
    ask.add_argument("--seed", type=int, default=1)
    given = ask.parse_args()
    generate(given.folder, given)


if __name__ == "__main__":
    main()
