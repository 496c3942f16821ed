"""A seeded portfolio of any size as Parquet: a large trader of rare-earth parts with companies in eight countries.

    python benchmarks/portfolio_generator.py DIR --lines 1000000 --parts 100000 --parties 20000 --seed 1

A trader's data repeat themselves: parts come in families, customers in segments, shipments under contracts. What is
said of a family, segment or contract is said of all its members, unknowns included; so a million lines say far fewer
different things. `U` below is `--unknown`; "in U" means: of so many families (segments, contracts), drawn one by one.

- **Families** of parts (`--families`, 150) fix kind, list entries, composition, place of manufacture, origin,
  technology, which contents are inside and of what origin. Their parts differ in id, name, mass, value and share. Of
  the families, 30 % are free of rare earths and on no list; 28 % are assemblies with a listed magnet; 16 % magnets and
  3 % targets of Annex 1 Part 2, nearly all under No. 18 too; 6 % materials of Part 1; 4 % under No. 18 only; 9 % under
  No. 57; 4 % unclassified. Unknown: place of manufacture in U, origin besides in U/2, origin of a content in U,
  composition in U/2 (and always of unclassified ones), technology in U, value in U/4, mass in U/2. The share of
  dysprosium, terbium or samarium in the value is log-normal around 0.1 % between families (sigma 1.8, at most 2 %) and
  within one (0.8); prices on two bases a factor of four apart put a part of the shares on both sides of the line at
  once. 30 % of the families with contents have two. `--assemblies` (0.002) of the parts have a bill of materials of 2
  to 5 lines instead (at most half of those with contents).
- **Segments** of customers (`--segments`, 60) fix country, military, screened or not, owners, listing. Their parties
  differ in id and name. One in 20 is named in one of five notices and one in 30 are American or Japanese forces (all
  these a tenth as large as others); of the rest military unknown in U; owners unknown in U, not screened in U/2, all
  others on 2026-11-20.
- **Contracts** (`--contracts`, 20) fix family, segment, country of departure (12 % China), exporter (the trader's
  company there, in 10 % the German one), importer (65 % the end user, 25 % one party of the segment, 10 % none
  stated), end use (blank in U) and movement. Sizes of families, segments and contracts fall as Zipf's do.
- **Lines**: three to a shipment; a shipment has one contract, one customer of its segment and one day from
  `--first-day` to `--last-day` (one quarter: 2026-10-15 to 2027-01-14, in which a suspension runs out), and each line
  any part of the family; 25 % of those with a value have an invoice value of their own, 0.9 to 1.6 times that of the
  part. `--odd` (0.00002) of the lines are exceptions: part, customer, departure and exporter, importer, end use and
  movement each drawn by itself.

It closes with the number of contract x stretch combinations that occur, a stretch being a time within which no law of
the packs changes.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from trader.draws import Members
from trader.products import prices, products
from trader.trade import Shipments, contracts, parties, shipments


def stretches(days: pl.Series) -> pl.Series:
    """For each day the number of the stretch of unchanged law in which it lies."""
    from monazite.law.lives import Lives  # noqa: PLC0415 only the last line of the output needs the packs
    from monazite.law.rulebook import compile_law  # noqa: PLC0415
    from monazite.model.dates import Moment  # noqa: PLC0415
    from monazite.wiring import law  # noqa: PLC0415

    lives = Lives(compile_law(law()))

    def number(day: date) -> int:
        return lives.stretch(Moment.end_of(day))

    different = days.unique()
    return days.replace_strict(different, pl.Series([number(day) for day in different]))


def combinations(drawn: Shipments) -> int:
    """Distinct pairs of contract and stretch, the odd lines aside."""
    pairs = pl.DataFrame({"contract": drawn.contract_of, "stretch": stretches(drawn.table["date"])})
    return pairs.filter(pl.col("contract") >= 0).n_unique()


def generate(folder: Path, given: argparse.Namespace) -> Shipments:
    """Write all tables into ``folder``."""
    rng = np.random.default_rng(given.seed)
    made = products(rng, given.parts, given.families, given.unknown, given.assemblies)
    people = parties(rng, given.parties, given.segments, given.unknown)
    members = Members(made.family_of, given.families), Members(people.segment_of, given.segments)
    signed = contracts(rng, given.contracts, *members, given.unknown)
    customers = people.tables["parties"].head(given.parties)
    lines = shipments(
        rng, given.lines, made.tables["parts"], customers, signed, members, given.odd, (given.first_day, given.last_day)
    )
    folder.mkdir(parents=True, exist_ok=True)
    tables = made.tables | people.tables | {"shipments": lines.table, "prices": prices()}
    for name, frame in tables.items():
        if frame.height:
            frame.write_parquet(folder / f"{name}.parquet")
        sys.stdout.write(f"{name}: {frame.height:,} rows\n")
    return lines


def main() -> None:
    """Read the command line."""
    ask = argparse.ArgumentParser(description="Write a seeded portfolio as Parquet.")
    ask.add_argument("folder", type=Path)
    ask.add_argument("--lines", type=int, default=1_000_000)
    ask.add_argument("--parts", type=int, default=100_000)
    ask.add_argument("--parties", type=int, default=20_000, help="customers; the trader's own companies come on top")
    ask.add_argument("--families", type=int, default=150, help="of parts")
    ask.add_argument("--segments", type=int, default=60, help="of customers")
    ask.add_argument("--contracts", type=int, default=20)
    ask.add_argument("--first-day", type=date.fromisoformat, default=date(2026, 10, 15))
    ask.add_argument("--last-day", type=date.fromisoformat, default=date(2027, 1, 14))
    ask.add_argument("--unknown", type=float, default=0.12, help="share of attributes unknown, as the text above says")
    ask.add_argument("--odd", type=float, default=0.00002, help="share of lines that are exceptions")
    ask.add_argument("--assemblies", type=float, default=0.002, help="share of parts with a bill of materials")
    ask.add_argument("--seed", type=int, default=1)
    given = ask.parse_args()
    if not 0 <= given.unknown < 1:
        ask.error("--unknown is a share below 1")
    drawn = generate(given.folder, given)
    sys.stdout.write(f"contract x stretch combinations: {combinations(drawn):,}\n")


if __name__ == "__main__":
    main()
