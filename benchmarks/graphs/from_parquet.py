"""From Parquet files to the bounds of all parts: a graph written as a portfolio, then read, checked and rolled up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from graphs.measured import timed
from graphs.shapes import Graph
from monazite.engines.columnar.bounds.part_bounds import part_bounds
from monazite.exchange.portfolio import read_portfolio
from monazite.law.rulebook import compile_law
from monazite.wiring import known_entries, law


def from_parquet(given: Graph, folder: Path, seed: int) -> dict[str, float]:
    """Seconds from Parquet files to the bounds of all parts, written as Parquet."""
    _write(given, folder, seed)
    rulebook = compile_law(law())
    read, portfolio = timed(lambda: read_portfolio(folder, known_entries()))
    bounds, found = timed(lambda: part_bounds(portfolio, law(), rulebook, date(2026, 11, 23)))
    written, _ = timed(lambda: found.table.write_parquet(folder / "out.parquet"))
    return {"read_and_check": read, "bounds": bounds, "write": written, "all": read + bounds + written}


def _write(given: Graph, folder: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    number = pl.int_range(given.parts, eager=True).cast(pl.String).str.zfill(8)
    ids = pl.select(pl.concat_str(pl.lit("P"), number)).to_series()
    value = np.round(np.exp(rng.normal(2, 1, given.parts)), 2)
    kind = np.where(given.leaf, "part", "assembly")
    pl.DataFrame({"part_id": ids, "kind": kind, "unit_value": value}).with_columns(
        composition=pl.lit("complete"), control_entries=pl.lit("none"), currency=pl.lit("USD"), price_per=pl.lit(1)
    ).write_parquet(folder / "parts.parquet")
    lines = {"parent_id": ids.gather(given.parent), "child_id": ids.gather(given.child)}
    pl.DataFrame({**lines, "quantity": np.ceil(given.quantity * 4)}).write_parquet(folder / "bom.parquet")
    some = np.flatnonzero(given.leaf & (rng.random(given.parts) < 0.05))
    mass = np.round(np.exp(rng.normal(-8, 1, len(some))), 6) + 1e-6
    origin = rng.choice(np.array(["CN", "JP", ""]), len(some))
    pl.DataFrame({"part_id": ids.gather(some), "mass_kg": mass, "origin": origin}).with_columns(
        entry=pl.lit("part1.2"), form=pl.lit("metal"), origin=pl.col("origin").replace("", None)
    ).write_parquet(folder / "contents.parquet")
    prices = {"basis": ["a", "b"], "price_per_kg": [300.0, 900.0], "date": ["2025", "2026-02"]}
    pl.DataFrame(prices).with_columns(entry=pl.lit("part1.2"), currency=pl.lit("USD")).write_parquet(
        folder / "prices.parquet"
    )
