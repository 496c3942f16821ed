"""A seeded portfolio of any size as Parquet: an importer-exporter of rare-earth parts outside and inside China.

    python benchmarks/portfolio_generator.py DIR --lines 1000000 --parts 100000 --parties 20000 --seed 1

What is drawn, and how much of it is unknown (all shares are of the rows, all draws independent):

- parts: 33 % on no list and free of rare earths; 35 % motors and other assemblies that contain a listed magnet; 15 %
  magnets and targets of Annex 1 Part 2 (also under No. 18); 5 % Part 1 materials (also under No. 18); 9 % classified
  under No. 57; 3 % that nobody has classified. `--assemblies` of the parts have a bill of materials of 2 to 5 lines.
- of the parts that contain something: mass of dysprosium or terbium log-normal around the 0.1 % line, a second entry
  in 30 %; country of origin of a content unknown in `--unknown`; `composition` blank in half of `--unknown`; no value
  in a quarter of `--unknown`; technologies stated for 80 %.
- parties: 70 % civil and searched; military unknown in `--unknown`; owners unknown in `--unknown`; 1 % named in a
  notice; 2 % military.
- shipments: 40 countries, 12 % from China, 4 % to the United States or Japan with a military or unknown user; days from
  2025-10-01 to 2027-02-28; end use unknown in `--unknown`; 25 % with an invoice value of their own.
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


def draw(rng: np.random.Generator, choices: list[object], weights: list[float], size: int) -> np.ndarray:
    """Independent draws of ``choices`` in proportion to ``weights``."""
    picked = rng.choice(len(choices), size, p=np.array(weights) / sum(weights))
    return np.array(choices, dtype=object)[picked]


def table(columns: dict[str, Any], schema: dict[str, Any]) -> pl.DataFrame:
    """A table from arrays of numbers or objects; a plain value fills its column."""
    height = max(len(column) for column in columns.values() if np.ndim(column))
    plain = {name: column if np.ndim(column) else [column] * height for name, column in columns.items()}
    plain = {name: list(c) if isinstance(c, np.ndarray) and c.dtype.kind == "O" else c for name, c in plain.items()}
    return pl.DataFrame(plain, schema=schema)


def parts_and_contents(
    rng: np.random.Generator, count: int, unknown: float, assemblies: float
) -> dict[str, pl.DataFrame]:
    """Parts, contents, bill-of-material lines and technologies."""
    ids = np.array([f"P{i:07d}" for i in range(count)], dtype=object)
    kinds = draw(rng, ["free", "assembly", "magnet", "material", "listed57", "unclassified"],
                 [33, 35, 15, 5, 9, 3], count)  # fmt: skip
    entry_of = {
        "free": ["none"],
        "assembly": [f"{PART2}I.parts"],
        "magnet": [f"{PART2}I.3;cn/mofcom-2025-18/1C905.a.4", f"{PART2}I.2", f"{PART2}I.1", f"{PART2}II.dy"],
        "material": [f"{PART1}2;cn/mofcom-2025-18/1C905.a.1", f"{PART1}12", f"{PART1}4"],
        "listed57": ["cn/mofcom-2025-57/1C909", "cn/mofcom-2025-57/1C910"],
        "unclassified": [None],
    }
    entries = np.empty(count, dtype=object)
    for kind, options in entry_of.items():
        where = np.flatnonzero(kinds == kind)
        entries[where] = draw(rng, list(options), [1.0] * len(options), len(where))
    made = draw(rng, ["DE", "JP", "KR", "CN", "VN", None], [30, 22, 18, 15, 10, 100 * unknown / 3], count)
    same = rng.random(count) < 0.8
    origin = np.where(same, made, draw(rng, ["CN", "DE", "JP", None], [2, 4, 3, 2], count))
    value = np.round(np.exp(rng.normal(3.2, 1.4, count)), 2).clip(0.05)
    composition = np.where(rng.random(count) < unknown / 2, None, "complete")
    composition = np.where(kinds == "unclassified", None, composition)
    no_value = rng.random(count) < unknown / 4
    made_of = (kinds == "assembly") | (kinds == "magnet")
    ratio = np.exp(rng.normal(np.log(0.001), 1.6, count))
    has_bom = made_of & (rng.random(count) < assemblies / 0.5)
    holders = np.flatnonzero(made_of & ~has_bom)
    first = _contents(rng, ids, holders, value, ratio, unknown, [("2", "metal"), ("4", "metal"), ("12", "oxide")])
    more = holders[rng.random(len(holders)) < 0.3]
    second = _contents(rng, ids, more, value, ratio * 0.4, unknown, [("1", "metal"), ("13", "oxide")])
    unit_value = np.where(no_value, np.nan, value)
    parts = table(
        {
            "part_id": ids, "name": [f"part {i}" for i in range(count)],
            "kind": np.where(kinds == "material", "material", np.where(kinds == "magnet", "part",
                             draw(rng, ["assembly", "part", "product"], [5, 3, 2], count))),
            "unit": np.where(kinds == "material", "kg", "pc"), "composition": composition, "control_entries": entries,
            "unit_value": unit_value, "currency": np.where(no_value, None, "USD"),
            "price_per": np.where(no_value, None, 1), "made_in": made, "origin": origin,
        },
        schema={"part_id": pl.String, "name": pl.String, "kind": pl.String, "unit": pl.String, "composition": pl.String,
                "control_entries": pl.String, "unit_value": pl.Float64, "currency": pl.String, "price_per": pl.Int64,
                "made_in": pl.String, "origin": pl.String},
    ).with_columns(pl.col("unit_value").fill_nan(None))  # fmt: skip
    return {
        "parts": parts,
        "contents": pl.concat([first, second]),
        "bom": _bom(rng, ids, np.flatnonzero(has_bom), holders),
        "technologies": _technologies(rng, ids),
    }


def _contents(
    rng: np.random.Generator, ids: np.ndarray, holders: np.ndarray, value: np.ndarray, ratio: np.ndarray,
    unknown: float, entries: list[tuple[str, str]],
) -> pl.DataFrame:  # fmt: skip
    picked = rng.integers(0, len(entries), len(holders))
    price = np.array([450.0 if form == "metal" else 400.0 for _, form in entries])[picked]
    mass = np.maximum(value[holders] * ratio[holders] / price, 1e-9)
    return table(
        {
            "part_id": ids[holders],
            "entry": [f"{PART1}{entries[i][0]}" for i in picked],
            "form": [entries[i][1] for i in picked],
            "mass_kg": np.array([float(f"{m:.6g}") for m in mass]),
            "origin": draw(rng, ["CN", "JP", "VN", None], [55, 15, 10, 100 * unknown], len(holders)),
            "quantity_basis": "contained",
        },
        schema={"part_id": pl.String, "entry": pl.String, "form": pl.String, "mass_kg": pl.Float64,
                "origin": pl.String, "quantity_basis": pl.String},
    )  # fmt: skip


def _bom(rng: np.random.Generator, ids: np.ndarray, parents: np.ndarray, children: np.ndarray) -> pl.DataFrame:
    counts = rng.integers(2, 6, len(parents))
    up = np.repeat(parents, counts)
    down = children[rng.integers(0, len(children), len(up))]
    frame = table({"parent_id": ids[up], "child_id": ids[down], "quantity": rng.integers(1, 5, len(up))},
                         schema={"parent_id": pl.String, "child_id": pl.String, "quantity": pl.Int64})  # fmt: skip
    return frame.unique(["parent_id", "child_id"], keep="first", maintain_order=True)


def _technologies(rng: np.random.Generator, ids: np.ndarray) -> pl.DataFrame:
    kind = draw(rng, ["none", "magnet_making:CN", "magnet_making:not_CN", ""], [62, 6, 12, 20], len(ids)).astype(str)
    stated = kind != ""
    split = [k.partition(":") for k in kind[stated]]
    return table(
        {"part_id": ids[stated], "activity": [s[0] for s in split], "origin": [s[2] or None for s in split]},
        schema={"part_id": pl.String, "activity": pl.String, "origin": pl.String},
    )


def parties(rng: np.random.Generator, count: int, unknown: float) -> dict[str, pl.DataFrame]:
    """Parties and the notices that name some of them."""
    ids = np.array([f"C{i:06d}" for i in range(count)], dtype=object)
    frame = table(
        {
            "party_id": ids, "name": [f"Customer {i}" for i in range(count)],
            "country": draw(rng, [*COUNTRIES, "CN"], [1.0] * len(COUNTRIES) + [6.0], count),
            "military": draw(rng, ["no", "yes", None], [98 - 100 * unknown, 2, 100 * unknown], count),
            "screened_on": draw(rng, ["2026-11-20", None], [1 - unknown / 2, unknown / 2], count),
            "no_listed_owner": draw(rng, ["yes", None], [1 - unknown, unknown], count),
        },
        schema=dict.fromkeys(("party_id", "name", "country", "military", "screened_on", "no_listed_owner"), pl.String),
    )  # fmt: skip
    named = ids[rng.random(count) < 0.01]
    listings = table(
        {"party_id": named, "designation": draw(rng, list(NOTICES), [1.0] * len(NOTICES), len(named))},
        schema={"party_id": pl.String, "designation": pl.String},
    )
    return {"parties": frame, "listings": listings}


def shipments(
    rng: np.random.Generator, lines: int, parts: pl.DataFrame, customers: pl.DataFrame, unknown: float
) -> pl.DataFrame:
    """Shipment lines, about three to a shipment."""
    numbers = np.arange(lines)
    part = rng.integers(0, parts.height, lines)
    user = np.minimum((rng.pareto(1.1, lines) * 40).astype(np.int64), customers.height - 1)
    days = [date(2025, 10, 1) + timedelta(days=int(d)) for d in range(515)]
    from_country = draw(rng, ["CN", *COUNTRIES], [len(COUNTRIES) * 12 / 88] + [1.0] * len(COUNTRIES), lines)
    to_country = customers["country"].to_numpy()[user]
    value = parts["unit_value"].to_numpy()[part] * np.round(rng.uniform(0.9, 1.6, lines), 2)
    invoiced = (rng.random(lines) < 0.25) & ~np.isnan(value)
    uses = ["civil", "civil;medical_routine", "logic_chip:7", "military", "medical_emergency", "ai:none", None]
    frame = table(
        {
            "shipment_id": [f"S{i:07d}" for i in numbers // 3], "line": (numbers % 3 + 1).astype(str),
            "date": np.array(days)[rng.integers(0, len(days), lines)], "kind": "goods",
            "part_id": parts["part_id"].to_numpy()[part], "quantity": rng.integers(1, 500, lines),
            "unit_value": np.where(invoiced, np.round(value, 2), np.nan),
            "currency": np.where(invoiced, "USD", None), "price_per": np.where(invoiced, 1, None),
            "from_country": from_country, "to_country": to_country, "movement": "export",
            "exporter_id": "C000000", "importer_id": np.where(rng.random(lines) < 0.3, None, "C000001"),
            "end_user_ids": customers["party_id"].to_numpy()[user],
            "end_use": draw(rng, uses, [70, 6, 2, 2, 2, 2, 100 * unknown], lines),
        },
        schema={"shipment_id": pl.String, "line": pl.String, "date": pl.Date, "kind": pl.String, "part_id": pl.String,
                "quantity": pl.Int64, "unit_value": pl.Float64, "currency": pl.String, "price_per": pl.Int64,
                "from_country": pl.String, "to_country": pl.String, "movement": pl.String, "exporter_id": pl.String,
                "importer_id": pl.String, "end_user_ids": pl.String, "end_use": pl.String},
    )  # fmt: skip
    return frame.with_columns(pl.col("unit_value").fill_nan(None))


def prices() -> pl.DataFrame:
    """Two bases of prices, of the order of those in docs/numbers.md; drawn up for the benchmark."""
    points = [("dysprosium", "oxide", 239, 960), ("terbium", "oxide", 1010, 4000), ("samarium", "metal", 15, 60)]
    rows = [(e, f, basis, p, "USD", day) for e, f, low, high in points
            for basis, p, day in (("usgs_average", low, "2025"), ("europe_spot", high, "2026-02"))]  # fmt: skip
    return pl.DataFrame(rows, schema=["entry", "form", "basis", "price_per_kg", "currency", "date"], orient="row")


def generate(
    folder: Path, lines: int, part_count: int, party_count: int, unknown: float, assemblies: float, seed: int
) -> None:
    """Write all tables into ``folder``."""
    rng = np.random.default_rng(seed)
    tables = parts_and_contents(rng, part_count, unknown, assemblies)
    tables |= parties(rng, party_count, unknown)
    tables["shipments"] = shipments(rng, lines, tables["parts"], tables["parties"], unknown)
    tables["prices"] = prices()
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.write_parquet(folder / f"{name}.parquet")
        sys.stdout.write(f"{name}: {frame.height:,} rows\n")


def main() -> None:
    """Read the command line."""
    ask = argparse.ArgumentParser(description="Write a seeded portfolio as Parquet.")
    ask.add_argument("folder", type=Path)
    ask.add_argument("--lines", type=int, default=1_000_000)
    ask.add_argument("--parts", type=int, default=100_000)
    ask.add_argument("--parties", type=int, default=20_000)
    ask.add_argument("--unknown", type=float, default=0.12, help="share of cells left blank, as the text above says")
    ask.add_argument("--assemblies", type=float, default=0.01, help="share of parts with a bill of materials")
    ask.add_argument("--seed", type=int, default=1)
    given = ask.parse_args()
    generate(given.folder, given.lines, given.parts, given.parties, given.unknown, given.assemblies, given.seed)


if __name__ == "__main__":
    main()
