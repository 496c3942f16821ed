"""What the rows of `parts` say for the bounds, as a frame: which say all by themselves, how complete, value, weight."""

from __future__ import annotations

import numpy as np
import polars as pl

from monazite.engines.columnar.bounds.nodes import Nodes
from monazite.engines.columnar.frames import Frames
from monazite.engines.columnar.part_classes import content_classes
from monazite.engines.columnar.special import special_subjects
from monazite.services.facts import CARRIERS, COUNTED
from monazite.supply.kernel.masses import Floats
from monazite.supply.kernel.prepared import Ids
from monazite.supply.rollup import RollUp

OUT = 1e-15
"""Widening of what was stated, more than all rounding on the way from its decimals."""


def part_table(frames: Frames, nodes: Nodes) -> pl.DataFrame:
    """Per row of `parts`: ``plain`` where columns say all that counts of the part itself; ``open`` where something may
    be inside that nobody has described; ``value`` of a base unit in ``currency``; ``weight`` of one at most, kg.
    """
    portfolio = frames.portfolio
    special = special_subjects(frames).parts
    parts = frames.of("parts")
    rows = content_classes(frames).group_by("part_id").agg(sound=pl.col("sound").all(), many=pl.len())
    scopes = frames.of("contents").select("part_id", scope=pl.col("scope").eq_missing("added"))
    rows = rows.join(scopes.group_by("part_id").agg(added=pl.col("scope").all()), on="part_id", how="left")
    table = parts.join(rows, on="part_id", how="left", maintain_order="left")
    table = table.with_columns(bill=pl.Series(nodes.billed[_meant(nodes)]))
    bill, entries = pl.col("bill"), pl.col("control_entries").fill_null("")
    carrying = entries.str.contains(f"{CARRIERS}.", literal=True)
    point = pl.col("unit_value").is_not_null() & pl.col("price_per").is_not_null()
    silent = pl.all_horizontal(pl.col(c).is_null() for c in ("unit_value", "unit_value_low", "unit_value_high"))
    apart = pl.Series(sorted({*special, *nodes.choices}), dtype=pl.String)
    doubted = bool(portfolio.refused) or any(not found.subject for found in portfolio.set_aside)
    return table.select(
        "part_id", "currency",
        plain=~pl.col("part_id").is_in(apart.implode()) & pl.col("class").is_null() & pl.col("profile").is_null()
        & (point | silent) & pl.col("sound").fill_null(True) & ~entries.str.contains(COUNTED, literal=True)
        & (~bill | pl.col("added").fill_null(True)),
        open=pl.lit(doubted) | (pl.col("composition").fill_null("") != "complete")
        | (carrying & ~bill & pl.col("many").is_null()),
        value=pl.col("unit_value") / pl.col("price_per"),
        weight=pl.when(_in_kilograms()).then(1.0).otherwise(pl.coalesce("mass_kg", "mass_kg_high")),
    )  # fmt: skip


def _in_kilograms() -> pl.Expr:
    """Whether a part counts in kg, see `monazite.services.supply_units.base_unit`."""
    unit = pl.col("unit").fill_null("")
    return (unit == "kg") | ((unit == "") & (pl.col("kind") == "material").fill_null(False))


def _meant(nodes: Nodes) -> Ids:
    """The node that lines mean by the part of every row: the row's own, but of one of several revisions."""
    if not len(nodes.choices):
        return np.arange(nodes.rows, dtype=np.uint32)
    rows = nodes.members.select("part_id").join(nodes.of_id, on="part_id", how="left", maintain_order="left")
    return rows["node"].to_numpy()


def values_of(table: pl.DataFrame, roll: RollUp, currency: str) -> tuple[Floats, Floats]:
    """Least and most value of a plain part, NaN where unknown: 0 is unknown too (rule N2)."""
    named = table["currency"].drop_nulls().unique().to_list()
    factors = {name: roll.rates.factor(name, currency) for name in named if name}
    known = {name: float(factor) for name, factor in factors.items() if factor is not None}
    factor = table["currency"].replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.Float64)
    value = (table["value"] * factor).fill_null(np.nan).to_numpy()
    value = np.where(value > 0, value, np.nan)
    return value * (1 - OUT), value * (1 + OUT)


def padded(column: Floats, nodes: Nodes) -> Floats:
    """A column by rows of `parts` as one by nodes; NaN, unknown, for the nodes that have no row."""
    return np.concatenate([column, np.full(nodes.count - nodes.rows, np.nan)])
