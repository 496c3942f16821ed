"""Bills of material (MAST, STKO, STAS, STPO) as `bom`.

A material with several bills that may all be what is built (alternatives, plants, usages) gets one stand-in part for
each, `4711|1000/1/02`: the material holds one of them (an alternate group), and each holds its lines. What an export
leaves open about a line leaves its quantity open; no line is ever made up.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from monazite.exchange.erp.bom_items import items
from monazite.exchange.erp.bom_lines import written
from monazite.exchange.erp.company import Company
from monazite.model.issue import Severity

_INACTIVE = "2"
GROUP = "alternative bills of material"


@dataclass(frozen=True, slots=True)
class Boms:
    """``bom``: the table. ``stand_ins``: rows of `parts` for alternative bills."""

    bom: pl.DataFrame
    stand_ins: pl.DataFrame


def boms(company: Company) -> Boms:
    """Every bill of the chosen plants and usages."""
    heads = _heads(company)
    name = pl.concat_str(["MATNR", pl.lit("|"), "WERKS", pl.lit("/"), "STLAN", pl.lit("/"), "STLAL"], ignore_nulls=True)
    heads = heads.with_columns(parent=pl.when(pl.len().over("MATNR") > 1).then(name).otherwise("MATNR"))
    several = heads.filter(pl.col("parent") != pl.col("MATNR"))
    company.remark(several, "alternative_boms", "one of several bills of its material: any may be what is built",
                   "choose one plant and one usage, where one is", "STLAL", info=True)  # fmt: skip
    found = items(company)
    lines = heads.join(found.lines, ["STLNR", "STLAL"], how="inner", suffix="_item")
    choices = several.select(
        parent_id="MATNR", child_id="parent", quantity=pl.lit("1"), unit=pl.lit("pc"), per_quantity=pl.lit("1"),
        plant="WERKS", usage="STLAN", alt_group=pl.lit(GROUP),
    )  # fmt: skip
    return Boms(pl.concat([choices, written(company, lines)], how="diagonal"), _stand_ins(company, several, found.lost))


def _stand_ins(company: Company, several: pl.DataFrame, lost: pl.DataFrame) -> pl.DataFrame:
    """A stand-in is its lines and nothing else, so it is complete unless a line was lost; what the material may hold
    beside its bill stays with the material.
    """
    faulty = any(issue.severity is Severity.ERROR for issue in company.findings.all())
    gone = several.join(lost, ["STLNR", "STLAL"], how="semi")["parent"]
    partial = pl.lit(faulty) | pl.col("parent").is_in(gone.implode())
    return several.select(
        part_id="parent",
        name=pl.concat_str([pl.lit("bill of material "), "STLAL", pl.lit(" of "), "MATNR"]),
        kind=pl.lit("assembly"),
        unit=pl.lit("pc"),
        control_entries=pl.lit("none"),
        composition=pl.when(partial).then(pl.lit("partial")).otherwise(pl.lit("complete")),
        description=pl.lit("no thing of its own: stands for one bill of the part, made by the import"),
    )


def _heads(company: Company) -> pl.DataFrame:
    """Materials with their bills: one row for each material and bill, whatever plants share it."""
    mast = company.of_plants(company.rows("MAST"), "WERKS")
    if company.usages is not None:
        mast = mast.filter(pl.col("STLAN").is_in(sorted(company.usages)))
    stko = _of_materials(company.rows("STKO"))
    deleted = pl.col("LKENZ") | pl.col("LOEKZ")
    idle = pl.col("STLST").str.strip_chars_start("0") == _INACTIVE
    company.remark(stko.filter(deleted), "deleted_bom", "a bill marked as deleted is left out", "nothing", "LKENZ",
                   info=True)  # fmt: skip
    company.remark(stko.filter(~deleted & idle), "inactive_bom", "an inactive bill (status 2) is left out",
                   "give it another status if it is built", "STLST", info=True)  # fmt: skip
    out = stko.filter(deleted | idle.fill_null(False))
    mast = mast.join(out, ["STLNR", "STLAL"], how="anti")
    mast = mast.unique(["MATNR", "STLNR", "STLAL"], keep="first", maintain_order=True)
    heads = mast.join(
        stko.select("STLNR", "STLAL", "BMENG", "BMEIN", head_unread="_unread"), ["STLNR", "STLAL"], how="left"
    )
    company.remark(heads.filter(pl.col("BMENG").is_null() | (pl.col("BMENG") == "0")), "base_quantity_unknown",
                   "nobody says for how many parents the quantities of this bill are; they are taken as unknown",
                   "export STKO for all bills in MAST", "STLNR")  # fmt: skip
    return heads


def _of_materials(rows: pl.DataFrame) -> pl.DataFrame:
    """Without bills of equipment, documents and orders, where the export has the category."""
    return rows.filter(pl.col("STLTY").is_null() | (pl.col("STLTY") == "M"))
