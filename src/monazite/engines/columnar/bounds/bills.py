"""Bills of materials over columns: the lines in force on a day, resolved as `monazite.supply.network` resolves them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from monazite.engines.columnar.bounds.nodes import Ends, Nodes
from monazite.engines.columnar.frames import Frames
from monazite.supply.kernel.masses import Floats
from monazite.supply.kernel.prepared import Ids, PreparedGraph
from monazite.supply.kernel.values import Inside

_KILOGRAMS = {"kg": 1.0, "g": 1e-3, "mg": 1e-6, "t": 1e3}
_OUT = 1e-15
"""Widening of a quantity, more than all rounding on the way from its decimals."""


@dataclass(frozen=True, slots=True)
class Bills:
    """Lines by number of node; quantities per unit of the parent, widened; see `Inside` for the rest."""

    parent: Ids
    child: Ids
    low: Floats
    high: Floats
    group: Ids
    gone: np.ndarray

    def inside(self, graph: PreparedGraph) -> Inside:
        """The lines as the kernel takes them."""
        by = graph.line
        special = np.zeros(graph.parts, np.bool_)
        group, gone = self.group[:0], self.gone[:0]
        if self.group.any() or self.gone.any():
            group, gone = self.group[by], self.gone[by]
            owner = np.repeat(np.arange(graph.parts), np.diff(graph.start))
            special[owner[(group > 0) | gone]] = True
        low = self.low[by]
        return Inside(low, low if self.high is self.low else self.high[by], group, gone, special)


def bills(frames: Frames, nodes: Nodes, ends: Ends, day: date) -> Bills:
    """The lines in force on ``day``, and one line per revision of a part of which nobody says which is meant."""
    frame = frames.of("bom")
    lasting = (pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)) & (
        pl.col("valid_to").is_null() | (pl.col("valid_to") >= day)
    )
    lines = frame.with_columns(*_quantities(), parent=pl.Series(ends.parent), child=pl.Series(ends.child))
    if frame["valid_from"].null_count() + frame["valid_to"].null_count() < 2 * frame.height:
        lines = lines.filter(lasting)
    lines = _ends(lines, frames, nodes)
    lines = lines.sort("parent", "group", maintain_order=True) if lines["group"].max() else lines
    low, high = lines["low"].to_numpy(), lines["high"].to_numpy()
    points = bool((lines["low"] == lines["high"]).all())
    return Bills(
        lines["parent"].to_numpy(), lines["child"].to_numpy(), low if points else low * (1 - _OUT),
        low if points else high * (1 + _OUT), lines["group"].to_numpy(), lines["gone"].to_numpy(),
    )  # fmt: skip


def _quantities() -> tuple[pl.Expr, ...]:
    """Low and high per unit of the parent; anything where nothing is known. Negative ones leave as a by-product."""
    stated = pl.col("quantity").is_not_null() | pl.col("quantity_low").is_not_null()
    low = pl.coalesce("quantity", "quantity_low")
    high = pl.coalesce("quantity", "quantity_high").fill_null(float("inf"))
    leaves = (low < 0) | (high < 0)
    per = pl.when(pl.col("per_quantity") > 0).then("per_quantity").otherwise(1.0)
    kept = 1 - pl.coalesce("scrap", "scrap_high", pl.when(pl.col("scrap_low").is_not_null()).then(1.0)).fill_null(0.0)
    least, most = pl.when(leaves).then(-high).otherwise(low), pl.when(leaves).then(-low).otherwise(high)
    lost = pl.when(kept > 0).then(most / per / kept).otherwise(float("inf"))
    return (
        pl.when(stated).then(pl.max_horizontal(least / per, 0.0)).otherwise(0.0).alias("low"),
        pl.when(stated).then(lost).otherwise(float("inf")).alias("high"),
        (pl.col("by_product").fill_null(False) | leaves.fill_null(False)).alias("gone"),
    )


def _ends(lines: pl.DataFrame, frames: Frames, nodes: Nodes) -> pl.DataFrame:
    """Parents and children as nodes, quantities in the base unit of the child, groups as numbers within a parent."""
    if lines["unit"].null_count() < lines.height:
        lines = _in_base_unit(lines, frames)
    named = pl.when(~pl.col("gone")).then(pl.col("alt_group"))
    group = pl.when(named.is_null() | (named == "")).then(0).otherwise(named.rank("dense")).fill_null(0)
    lines = lines.with_columns(group=group.cast(pl.UInt32))
    kept = ("parent", "child", "low", "high", "group", "gone")
    if not len(nodes.choices) and lines["revision"].null_count() == lines.height:
        return lines.select(kept)
    meant = nodes.of_id.rename({"node": "parent"})
    known = nodes.members.join(meant, on="part_id").select("parent", mine="revision", one="node")
    unheard = meant.filter(pl.col("parent") >= nodes.rows + len(nodes.choices))
    known = pl.concat([known, unheard.select("parent", mine=pl.lit(None, pl.String), one="parent")])
    own = pl.col("revision").is_null() | pl.col("revision").eq_missing(pl.col("mine"))
    lines = lines.join(known, on="parent", how="left", maintain_order="left").filter(own)
    lines = lines.with_columns(parent="one").select(kept)
    chosen = nodes.members.join(nodes.of_id, on="part_id").filter(pl.col("node") != pl.col("node_right"))
    ways = chosen.select(
        parent="node_right", child="node", low=pl.lit(1.0), high=pl.lit(1.0), group=pl.lit(1, pl.UInt32),
        gone=pl.lit(False),
    )  # fmt: skip
    return pl.concat([lines, ways])


def _in_base_unit(lines: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """Quantities in another unit: kilograms and the like converted, any amount where the units do not meet."""
    mass = pl.coalesce("mass_kg", "mass_kg_low")
    heavy = mass.is_not_null() & ((mass != 1) | (pl.col("mass_kg_high").fill_null(1.0) != 1))
    base = (
        pl.when(pl.col("unit").fill_null("") != "").then("unit")
        .when(pl.col("kind") == "material").then(pl.lit("kg"))
        .when(pl.col("kind").is_not_null() | heavy).then(pl.lit("pc"))
        .otherwise(pl.lit(""))
    )  # fmt: skip
    units = frames.of("parts").select(child_id="part_id", base=base.str.to_lowercase())
    one = units.unique("child_id", keep="last", maintain_order=True)
    lines = lines.join(one, on="child_id", how="left", maintain_order="left")
    here = pl.col("unit").str.to_lowercase()
    same = here.is_null() | (here == "") | pl.col("base").is_null() | (here == pl.col("base"))
    kilos = [c.replace_strict(_KILOGRAMS, default=None, return_dtype=pl.Float64) for c in (here, pl.col("base"))]
    factor = pl.when(same).then(1.0).otherwise(kilos[0] / kilos[1])
    return lines.with_columns(
        low=pl.when(factor.is_null()).then(0.0).otherwise(pl.col("low") * factor),
        high=pl.when(factor.is_null()).then(float("inf")).otherwise(pl.col("high") * factor),
    )
