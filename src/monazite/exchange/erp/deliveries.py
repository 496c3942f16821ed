"""Deliveries (LIKP, LIPS) with their orders (VBAP) as `shipments` and `roles`.

The sold-to party is a buyer. What the ship-to party is to the goods, SAP does not say: it is asked. End users, end
uses and the exporter are in none of these tables and stay unknown.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from monazite.exchange.erp.company import Company
from monazite.exchange.erp.desk import UNKNOWN, Question
from monazite.exchange.erp.parties import CUSTOMER, party
from monazite.services.schema_trade import ROLES

_COUNTRY = r"^[A-Z]{2}$"
_MOVEMENTS = {"LR": "return", "LRN": "return", "NLCC": "intercompany", "LB": "tolling"}
"""Delivery types of the standard that are no sale."""
_RECEIVERS = ("end_user", "importer", "ultimate_consignee", "intermediate_consignee", "distributor")
_WHOLE = r"^[1-9]\d*$"


@dataclass(frozen=True, slots=True)
class Trade:
    """The two tables."""

    shipments: pl.DataFrame
    roles: pl.DataFrame


def trade(company: Company) -> Trade:
    """One row for each delivery item with a material; items of plants that were not chosen are left out."""
    items = company.rows("LIPS").filter(pl.col("MATNR").is_not_null())
    kept = company.of_plants(items, "WERKS")
    other = items.join(kept, ["VBELN", "POSNR"], how="anti")
    company.remark(other, "other_plant", "a delivery item of a plant that was not chosen is left out",
                   "choose its plant too", "WERKS", info=True)  # fmt: skip
    heads = company.rows("LIKP").select("VBELN", "LFART", "WADAT", "WADAT_IST", "KUNNR", "KUNAG", head_unread="_unread",
                                        there=pl.lit(True))  # fmt: skip
    rows = kept.join(heads, "VBELN", how="left", maintain_order="left").join(
        _orders(company), ["VGBEL", "VGPOS"], how="left", maintain_order="left"
    )
    company.remark(rows.filter(pl.col("there").is_null()), "head_missing", "a delivery item without its head: day and "
                   "customer are unknown", "export LIKP for the same deliveries", "VBELN")  # fmt: skip
    rows = _countries(company, rows)
    rows = _priced(company, rows)
    actual = pl.col("WADAT_IST").is_not_null()
    unread = pl.col("head_unread").fill_null(False)
    day = pl.when(unread & ~actual).then(None).otherwise(pl.coalesce("WADAT_IST", "WADAT"))
    company.remark(rows.filter(pl.col("there") & day.is_null()), "no_day", "a delivery without a day of goods issue",
                   "export WADAT_IST and WADAT", "VBELN")  # fmt: skip
    domestic = pl.col("from_country") == pl.col("to_country")
    shipments = rows.select(
        shipment_id="VBELN", line="POSNR", date=day.str.to_date(),
        date_kind=pl.when(day.is_null()).then(None).when(actual).then(pl.lit("departed")).otherwise(pl.lit("planned")),
        kind=pl.lit("goods"), part_id="MATNR",
        quantity=pl.when(~pl.col("LFIMG").str.starts_with("-")).then("LFIMG"), unit="unit",
        unit_value="unit_value", currency="currency", price_per="price_per",
        from_country="from_country", to_country="to_country",
        movement=pl.coalesce(pl.col("LFART").replace_strict(_MOVEMENTS, default=None, return_dtype=pl.String),
                             pl.when(domestic).then(pl.lit("domestic_transfer"))),
        order_no="VGBEL",
    )  # fmt: skip
    return Trade(shipments, _roles(company, rows))


def _orders(company: Company) -> pl.DataFrame:
    """Prices of order items, per so many of their condition unit."""
    return company.rows("VBAP").select(
        VGBEL="VBELN",
        VGPOS="POSNR",
        ordered="MATNR",
        net="NETPR",
        per="KPEIN",
        price_unit=company.unit_column("KMEIN"),
        WAERK="WAERK",
    )


def _countries(company: Company, rows: pl.DataFrame) -> pl.DataFrame:
    """From the plant's country (T001W) to that of the ship-to party (KNA1)."""
    plants = company.rows("T001W").select(WERKS="WERKS", from_country=pl.when(
        pl.col("LAND1").str.contains(_COUNTRY)).then("LAND1"))  # fmt: skip
    customers = company.rows("KNA1").select(KUNNR="KUNNR", to_country=pl.when(
        pl.col("LAND1").str.contains(_COUNTRY)).then("LAND1"))  # fmt: skip
    if rows.height and not company.has("T001W"):
        company.findings.of("T001W").warning(
            "table_missing", "nobody says in which country the plants are: the country of departure is unknown",
            "export T001W (WERKS, LAND1)")  # fmt: skip
    return rows.join(plants, "WERKS", how="left", maintain_order="left").join(
        customers, "KUNNR", how="left", maintain_order="left"
    )


def _priced(company: Company, rows: pl.DataFrame) -> pl.DataFrame:
    """The order's net price where it is per base unit of the material; else unknown."""
    base = company.rows("MARA").select("MATNR", base=company.unit_column("MEINS"))
    rows = rows.join(base, "MATNR", how="left", maintain_order="left")
    rows = rows.with_columns(unit=pl.coalesce(company.unit_column("VRKME"), company.unit_column("MEINS")))
    per_base = pl.col("price_unit").is_null() | (pl.col("price_unit") == pl.col("base"))
    same = pl.col("ordered").is_null() | (pl.col("ordered") == pl.col("MATNR"))
    stated = pl.col("net").is_not_null() & same  # a transfer order may bear the number of a sales order
    zero = stated & ((pl.col("net") == "0") | pl.col("net").str.starts_with("-"))
    company.remark(rows.filter(zero), "zero_price", "an order price of 0 or below is taken as unknown",
                   "state the value", "VGBEL", info=True)  # fmt: skip
    company.remark(rows.filter(stated & ~zero & ~per_base), "price_in_other_unit",
                   "the order's price is for another unit than the base unit; taken as unknown",
                   "state the value in the base unit", "VGBEL")  # fmt: skip
    good = stated & ~zero & per_base.fill_null(False) & pl.col("WAERK").str.contains(r"^[A-Z]{3}$")
    return rows.with_columns(
        unit_value=pl.when(good).then("net"),
        currency=pl.when(good).then("WAERK"),
        price_per=pl.when(good & pl.col("per").str.contains(_WHOLE)).then("per"),
    )


def _roles(company: Company, rows: pl.DataFrame) -> pl.DataFrame:
    """Sold-to parties are buyers; ship-to parties what people say they are."""

    def named(column: str, role: str) -> pl.DataFrame:
        there = rows.filter(pl.col(column).is_not_null())
        return there.select(shipment_id="VBELN", line="POSNR", party_id=party(CUSTOMER, column), role=pl.lit(role))

    buyers = named("KUNAG", "buyer")
    receivers = rows.filter(pl.col("KUNNR").is_not_null())
    if not receivers.height:
        return buyers
    same = receivers.filter(pl.col("KUNNR") == pl.col("KUNAG")).height
    count = receivers["KUNNR"].n_unique()
    evidence = f"{count:,} ship-to parties; on {same:,} of {receivers.height:,} items the sold-to party"
    options = {role: f"every ship-to party is entered as {role}" for role in _RECEIVERS if role in ROLES}
    role = company.desk.ask(
        Question("ship_to", "What are the ship-to parties of deliveries to the goods?", evidence, options)
    )
    if role == UNKNOWN:
        notes = company.findings.of(str(receivers["_file"][0]))
        notes.info("ship_to_open", "ship-to parties give the country only; what they are to the goods is unknown",
                   "answer the question `ship_to`, or fill end_user_ids", column="KUNNR")  # fmt: skip
        return buyers
    return pl.concat([buyers, named("KUNNR", role)])
