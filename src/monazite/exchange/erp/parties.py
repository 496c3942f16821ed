"""Customers and suppliers as `parties`, info records as `sources`.

Customers are `C-<number>`, suppliers `V-<number>`: SAP numbers both by themselves, so the same number may be two firms.
"""

from __future__ import annotations

import polars as pl

from monazite.exchange.erp.company import Company

CUSTOMER, SUPPLIER = "C-", "V-"
_COUNTRY = r"^[A-Z]{2}$"


def party(prefix: str, column: str) -> pl.Expr:
    """The id of a party."""
    return pl.concat_str([pl.lit(prefix), column])


def parties(company: Company) -> pl.DataFrame:
    """The table `parties`: names, addresses and the countries in which they are established."""
    found = [
        company.rows(table).select(
            "_row", "_file", "LAND1", party_id=party(prefix, number), name="NAME1",
            country=pl.when(pl.col("LAND1").str.contains(_COUNTRY)).then("LAND1"),
            address=pl.concat_str(["STRAS", "ORT01"], separator=", ", ignore_nulls=True),
        )
        for table, prefix, number in (("KNA1", CUSTOMER, "KUNNR"), ("LFA1", SUPPLIER, "LIFNR"))
    ]  # fmt: skip
    rows = pl.concat(found)
    company.remark(rows.filter(pl.col("LAND1").is_not_null() & pl.col("country").is_null()), "not_a_country",
                   "no ISO country of two letters; taken as unknown", "write DE, CN, ...", "LAND1")  # fmt: skip
    company.remark(rows.filter(pl.col("name").is_null()), "name_missing", "a party without a name is left out",
                   "export NAME1", "NAME1")  # fmt: skip
    named = rows.filter(pl.col("name").is_not_null())
    return named.select("party_id", "name", "country", address=pl.when(pl.col("address") != "").then("address"))


def sources(company: Company) -> pl.DataFrame:
    """The table `sources`: every supplier with an info record, those marked for deletion too, since parts may still
    come from its deliveries.
    """
    rows = company.rows("EINA").filter(pl.col("LIFNR").is_not_null() & pl.col("MATNR").is_not_null())
    company.remark(rows.filter("LOEKZ"), "deleted_source", "an info record marked as deleted stays a source: what it "
                   "delivered may be built in", "nothing", "LOEKZ", info=True)  # fmt: skip
    rows = rows.unique(["MATNR", "LIFNR"], keep="first", maintain_order=True)
    made = company.rows("MARA").select("MATNR", "MFRPN", "MFRNR")
    alone = pl.len().over("MATNR") == 1
    return rows.join(made, "MATNR", how="left", maintain_order="left").select(
        part_id="MATNR",
        source_id="LIFNR",
        supplier_id=party(SUPPLIER, "LIFNR"),
        manufacturer_id=pl.when(alone).then(party(SUPPLIER, "MFRNR")),
        manufacturer_part_no=pl.when(alone).then("MFRPN"),
    )
