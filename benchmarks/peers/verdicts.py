"""Whether the peers' truths lead to monazite's verdicts: a check that both answer the same conditions."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from peers.conditions import TRUE, UNKNOWN

VERDICTS = ("no_licence_required", "exempt_with_report", "licence_required", "prohibited")
LICENCE = (
    "no61_value_limb", "no61_technology_limb", "no61_origin_limb", "no18_leaves_china", "no57_leaves_china",
    "catch_all",
)  # fmt: skip
BAN = (
    "no46_american_military", "no1_japanese_military", "control_list_from_china", "control_list_passed_on",
    "unreliable_entity_list",
)  # fmt: skip
RELIEF = "no61_relief_frees"


def stated(out: Path) -> pl.DataFrame:
    """What monazite answered: of each line the best and the worst verdict that is possible."""
    return pl.read_parquet(out / "determinations.parquet", columns=["shipment_id", "line", "best", "worst"])


def compared(folder: Path, truths: pl.DataFrame, answers: pl.DataFrame) -> dict[str, int]:
    """Lines on which the verdicts that follow from the truths are monazite's best and worst, and on which not.

    Lines that a relief use frees, or may free, are not compared: it depends on the force of what it displaces, which no
    condition of the peers says. Where a bill of materials bounds the share, monazite is the sharper (`sharper`): its
    verdicts lie within the peers'.
    """
    lines = pl.read_parquet(folder / "shipments.parquet", columns=["shipment_id", "line"])
    both = pl.concat([lines, truths.select(*LICENCE, *BAN, RELIEF)], how="horizontal").filter(pl.col(RELIEF) == 0)
    both = both.join(answers, ["shipment_id", "line"], "inner").select(
        best=_rank(TRUE), worst=_rank(UNKNOWN),
        best_stated=pl.col("best").replace_strict(VERDICTS, range(4)),
        worst_stated=pl.col("worst").replace_strict(VERDICTS, range(4)),
    )  # fmt: skip
    equal = (pl.col("best") == pl.col("best_stated")) & (pl.col("worst") == pl.col("worst_stated"))
    within = (pl.col("best") <= pl.col("best_stated")) & (pl.col("worst") >= pl.col("worst_stated"))
    counted = both.select(compared=pl.len(), equal=equal.sum(), sharper=(within & ~equal).sum(), other=(~within).sum())
    return counted.to_dicts()[0]


def _rank(told: int) -> pl.Expr:
    """The gravest verdict whose condition is at least so true."""
    ban, licence = (pl.any_horizontal(pl.col(name) >= told for name in names) for names in (BAN, LICENCE))
    return pl.when(ban).then(3).when(licence).then(2).otherwise(0)
