"""Material masters as `parts`: names in every language, units, masses, groups, tariff numbers."""

from __future__ import annotations

from decimal import Decimal, localcontext

import polars as pl

from monazite.exchange.erp.company import Company
from monazite.exchange.erp.desk import UNKNOWN, Question
from monazite.model.exact import Fraction

EXACT = 60
_LANGUAGES = {"E": 0, "EN": 0, "D": 1, "DE": 1}
"""Which language gives the name; any other after these, none last."""
_KINDS = {"FERT": "product", "HALB": "assembly", "ROH": "part"}
_SAP = "sap"


def times(text: str, factor: Fraction) -> str:
    """The exact product as a decimal; the factor must have one."""
    with localcontext() as context:
        context.prec = EXACT
        product = Decimal(text) * Decimal(factor.numerator) / Decimal(factor.denominator)
    return format(product.normalize(), "f")


def parts(company: Company) -> pl.DataFrame:
    """The table `parts`, without prices."""
    rows = company.rows("MARA").with_columns(unit=company.unit_column("MEINS"))
    _report_units(company, rows, "unit", "MEINS")
    rows = rows.join(_names(company), "MATNR", how="left").join(_by_plant(company), "MATNR", how="left")
    groups = _texts(company.rows("T023T"), "MATKL", "WGBEZ").select("MATKL", group=pl.col("texts").list.join(" / "))
    rows = rows.join(groups, "MATKL", how="left")
    company.remark(
        rows.filter("LVORM"),
        "marked_for_deletion",
        "marked for deletion; still a part, since what was built may hold it",
        "nothing",
        "LVORM",
        info=True,
    )
    return rows.select(
        part_id="MATNR", name="name", kind=_kind(company, rows), unit="unit", material_group="MATKL",
        hs_code="hs_code", description=pl.concat_str(["others", "group"], separator="; ", ignore_nulls=True),
        mass_kg=_mass(company, rows), origin="origin",
    ).with_columns(pl.when(pl.col("description") != "").then(pl.col("description")).alias("description"))  # fmt: skip


def _report_units(company: Company, rows: pl.DataFrame, unit: str, column: str) -> None:
    strange = pl.col(unit).map_elements(lambda u: company.units.named(u) is None, return_dtype=pl.Boolean)
    company.remark(rows.filter(strange), "unknown_unit", "a unit that is not known is kept as it stands",
                   "export T006 (with ISOCODE) and T006A too", column)  # fmt: skip


def _texts(rows: pl.DataFrame, key: str, text: str) -> pl.DataFrame:
    """For each key its different texts, the preferred language first."""
    rank = pl.col("SPRAS").str.to_uppercase().replace_strict(_LANGUAGES, default=2, return_dtype=pl.Int8).fill_null(3)
    ordered = rows.filter(pl.col(text).is_not_null()).with_columns(rank=rank).sort("rank", "SPRAS", maintain_order=True)
    return ordered.group_by(key, maintain_order=True).agg(texts=pl.col(text).unique(maintain_order=True))


def _names(company: Company) -> pl.DataFrame:
    texts = _texts(company.rows("MAKT"), "MATNR", "MAKTX")
    others = pl.col("texts").list.slice(1).list.join(" / ")
    return texts.select("MATNR", name=pl.col("texts").list.first(), others=pl.when(others != "").then(others))


def _by_plant(company: Company) -> pl.DataFrame:
    """Tariff number and origin where every chosen plant says the same."""
    rows = company.of_plants(company.rows("MARC"), "WERKS")
    country = pl.col("HERKL").str.contains(r"^[A-Z]{2}$")
    company.remark(rows.filter(pl.col("HERKL").is_not_null() & ~country), "not_a_country",
                   "no ISO country of two letters; the origin is taken as unknown",
                   "write DE, CN, ...", "HERKL")  # fmt: skip
    rows = rows.with_columns(HERKL=pl.when(country).then(pl.col("HERKL")))
    same = {name: pl.col(name).first() for name in ("STAWN", "HERKL")}
    found = rows.group_by("MATNR", maintain_order=True).agg(
        *(pl.when(pl.col(n).n_unique() == 1).then(first).otherwise(None).alias(n) for n, first in same.items()),
        *(pl.col(n).drop_nulls().n_unique().alias(f"{n}_count") for n in same),
        pl.col("_row").first(), pl.col("_file").first(),
    )  # fmt: skip
    for name, what in (("STAWN", "tariff number"), ("HERKL", "origin")):
        differ = found.filter(pl.col(f"{name}_count") > 1)
        company.remark(differ, "plants_differ", f"the {what} differs between the plants; taken as unknown",
                       "choose one plant, or mend it", name)  # fmt: skip
    return found.select("MATNR", hs_code="STAWN", origin="HERKL")


def _mass(company: Company, rows: pl.DataFrame) -> pl.Series:
    """Net weight in kg of one base unit; of what counts in a unit of mass, that unit."""
    masses: list[str | None] = []
    zero = []
    for base, weight, unit in rows.select("MEINS", "NTGEW", "GEWEI").iter_rows():
        own = company.units.factor(base, "kg") if base else None
        factor = company.units.factor(unit, "kg") if unit else None
        negative_or_none = weight is None or weight == "0" or weight.startswith("-")
        zero.append(weight is not None and negative_or_none and own is None)
        if own is not None:
            masses.append(times("1", own))
        else:
            masses.append(None if factor is None or negative_or_none else times(str(weight), factor))
    nothing = rows.filter(pl.Series(zero, dtype=pl.Boolean))
    company.remark(nothing, "zero_weight", "a net weight of 0 is taken as unknown, not as nothing",
                   "maintain it where the mass matters", "NTGEW")  # fmt: skip
    return pl.Series(masses, dtype=pl.String)


def _kind(company: Company, rows: pl.DataFrame) -> pl.Expr:
    """How far a thing is made up, by its material type, if people say that the standard types are used as meant."""
    counts = dict(rows["MTART"].drop_nulls().value_counts(sort=True).iter_rows())
    if not set(counts) & set(_KINDS):
        return pl.lit(None, pl.String)
    evidence = ", ".join(f"{name} {count:,}" for name, count in list(counts.items())[:8])
    meaning = "FERT: product, HALB: assembly, ROH: part, or material where it counts in kg, m, m2 or l; others unknown"
    question = Question("material_types", "Do the material types FERT, HALB and ROH mean what SAP means by them?",
                        evidence, {_SAP: meaning}, _SAP)  # fmt: skip
    if company.desk.ask(question) == UNKNOWN:
        return pl.lit(None, pl.String)
    bulk = [u for u in rows["unit"].unique().drop_nulls() if (m := company.units.named(u)) and m.dimension != "count"]
    kind = pl.col("MTART").replace_strict(_KINDS, default=None, return_dtype=pl.String)
    return pl.when((pl.col("MTART") == "ROH") & pl.col("unit").is_in(bulk)).then(pl.lit("material")).otherwise(kind)
