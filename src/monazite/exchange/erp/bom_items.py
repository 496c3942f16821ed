"""Items of bills (STPO) with the alternative they belong to and the days on which they hold."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from monazite.exchange.erp.company import Company

_NO_MATERIAL = ("T", "D")
"""Item categories that are no material: text and document."""
_KEY = ["STLNR", "STLAL"]


@dataclass(frozen=True, slots=True)
class Items:
    """``lines``: one row for each item and alternative, with `valid_from`, `valid_to` and `perhaps` (nobody says
    whether the alternative has it). ``lost``: the alternatives of which an item could not be used.
    """

    lines: pl.DataFrame
    lost: pl.DataFrame


def items(company: Company) -> Items:
    """All items that are materials and not deleted."""
    rows = company.rows("STPO").filter(pl.col("STLTY").is_null() | (pl.col("STLTY") == "M"))
    company.remark(rows.filter("LKENZ"), "deleted_item", "an item marked as deleted is left out", "nothing", "LKENZ",
                   info=True)  # fmt: skip
    rows = rows.filter(~pl.col("LKENZ"))
    other = pl.col("POSTP").is_in(_NO_MATERIAL).fill_null(False)
    company.remark(rows.filter(other), "no_material_item", "a text or document item holds no material; left out",
                   "nothing", "POSTP", info=True)  # fmt: skip
    rows = _with_validity(rows.filter(~other))
    placed = _placed(company, rows)
    blank = placed.filter(pl.col("IDNRK").is_null())
    company.remark(blank, "component_missing", "an item without material number: the bill is not fully known",
                   "maintain the component, or add the line by hand", "IDNRK")  # fmt: skip
    return Items(placed.filter(pl.col("IDNRK").is_not_null()), blank.select(_KEY).unique())


def _with_validity(rows: pl.DataFrame) -> pl.DataFrame:
    """An item holds to its own end, or to the day before the item that names it as predecessor begins."""
    followed = (
        rows.filter(pl.col("VGKNT").is_not_null() & (pl.col("VGKNT") != "0"))
        .group_by("STLNR", STLKN="VGKNT").agg(next=pl.col("DATUV").min(), undated=pl.col("DATUV").is_null().any())
    )  # fmt: skip
    rows = rows.join(followed, ["STLNR", "STLKN"], how="left")
    before = pl.col("next").str.to_date().dt.offset_by("-1d").dt.to_string()
    return rows.with_columns(
        valid_from="DATUV",
        valid_to=pl.min_horizontal("DATUB", before),
        perhaps=pl.col("undated").fill_null(False),
    )


def _placed(company: Company, rows: pl.DataFrame) -> pl.DataFrame:
    """Each item in its alternative: by the nodes of STAS, by its own column, or as the only one of its bill."""
    nodes = company.rows("STAS").filter(pl.col("STLTY").is_null() | (pl.col("STLTY") == "M"))
    if nodes.height and company.has("STPO", "STLKN"):
        ended = nodes.filter("LKENZ").group_by(*_KEY, "STLKN").agg(ended=pl.col("DATUV").min())
        nodes = nodes.filter(~pl.col("LKENZ")).select(*_KEY, "STLKN").unique(maintain_order=True)
        nodes = nodes.join(ended, [*_KEY, "STLKN"], how="left")
        before = pl.col("ended").str.to_date().dt.offset_by("-1d").dt.to_string()
        found = rows.drop("STLAL").join(nodes, ["STLNR", "STLKN"], how="inner", maintain_order="left")
        found = found.with_columns(valid_to=pl.min_horizontal("valid_to", before)).drop("ended")
        rest = rows.join(nodes, ["STLNR", "STLKN"], how="anti")
    else:
        found = rows.filter(pl.col("STLAL").is_not_null())
        rest = rows.filter(pl.col("STLAL").is_null())
    return pl.concat([found, _spread(company, rest)], how="diagonal")


def _spread(company: Company, rows: pl.DataFrame) -> pl.DataFrame:
    """Items of which nothing says the alternative: sure where their bill has one only, else perhaps in each."""
    known = [company.rows(table).select(_KEY) for table in ("MAST", "STKO")]
    alternatives = pl.concat(known).unique(maintain_order=True)
    alternatives = alternatives.with_columns(several=pl.len().over("STLNR") > 1)
    found = rows.drop("STLAL").join(alternatives, "STLNR", how="inner", maintain_order="left")
    company.remark(found.filter("several"), "alternative_unknown", "nothing says to which alternative an item belongs: "
                   "it may be in each or not, so its quantity is from 0 to what is written",
                   "export STAS too", "STLNR")  # fmt: skip
    return found.with_columns(perhaps=pl.col("perhaps") | pl.col("several")).drop("several")
