"""Declared columns of the tables that say what things are worth, and on which papers all of it rests."""

from __future__ import annotations

from monazite.services.schema_columns import CURRENCY, FORMS, PRICE_PER, day, money, part
from monazite.services.tables import Column, Kind, Range, TableSchema

VALUES = TableSchema(
    "values",
    "One row per stated value of a part or of a shipment line; several bases may stand side by side.",
    (
        part("the part; or shipment_id and line", required=False),
        Column("shipment_id", Kind.ID, "the shipment, in place of part_id", refers="shipments"),
        Column("line", Kind.LINE, "its line", blank="1", default="1"),
        Column("basis", Kind.ENUM, "what kind of value it is", required=True, values=(
            "invoice", "transfer_price", "standard_cost", "list", "customs_value", "pro_forma"),
            example="standard_cost"),
        money("value", "the amount, per price_per units", required=True, example="560.50"),
        Column("currency", Kind.CURRENCY, CURRENCY, required=True, example="USD"),
        PRICE_PER,
        day("date", "when it was stated", example="2026-01-31"),
    ),
    key=("part_id", "shipment_id", "line", "basis", "date"),
    any_of=(("part_id",), ("shipment_id",)),
    subject="part:{part_id}|shipment:{shipment_id}/{line}",
)  # fmt: skip

PRICES = TableSchema(
    "prices",
    "One row per price of a controlled material.",
    (
        Column("entry", Kind.ENTRY, "list entry or element; or element and form", example="part1.2"),
        Column("element", Kind.ENTRY, "element, in place of entry"),
        Column("form", Kind.ENUM, "chemical form that is priced", values=FORMS, example="metal"),
        Column("basis", Kind.TEXT, "which market: contract, china_domestic, europe_spot, ...", required=True,
               example="europe_spot"),
        money("price_per_kg", "price of one kg", required=True, example="900"),
        Column("currency", Kind.CURRENCY, CURRENCY, required=True, example="USD"),
        Column("date", Kind.PERIOD, "day of the price; a year (2025) or month (2025-08) for an average",
               example="2025"),
        Column("source", Kind.TEXT, "where it is published", example="USGS MCS 2026"),
    ),
    key=("entry", "element", "form", "basis", "currency", "date", "source"),
    any_of=(("entry",), ("element",)),
    subject="price:{entry}|price:{element}",
)  # fmt: skip

RATES = TableSchema(
    "rates",
    "One row per exchange rate: one unit of base is so many of quote.",
    (
        Column("base", Kind.CURRENCY, "currency that is converted", required=True, example="EUR"),
        Column("quote", Kind.CURRENCY, "currency that it is expressed in", required=True, example="USD"),
        Column("rate", Kind.NUMBER, "units of quote for one unit of base", required=True, range=Range.POSITIVE,
               example="1.08"),
        Column("date", Kind.PERIOD, "day of the rate; a year or month for an average", required=True,
               example="2026-01-30"),
        Column("source", Kind.TEXT, "who published it", example="ECB"),
    ),
    key=("base", "quote", "date", "source"),
    subject="rate:{base}/{quote}",
)  # fmt: skip

EVIDENCE_TABLE = TableSchema(
    "evidence",
    "One row per paper on which rows of other tables rest.",
    (
        Column("evidence_id", Kind.ID, "name of the paper", required=True, example="EV-1"),
        Column("kind", Kind.ENUM, "what it is", values=(
            "supplier_declaration", "lab_report", "full_material_disclosure", "price_list", "compliance_notice",
            "engineering_assertion"), example="supplier_declaration"),
        Column("issuer", Kind.TEXT, "who issued it", example="Magnet Works K.K."),
        Column("signer", Kind.TEXT, "who signed it"),
        Column("function", Kind.TEXT, "the signer's function"),
        day("issued", "date of the paper", example="2026-02-10"),
        day("received_on", "when you received it"),
        day("valid_until", "last day on which it serves", blank="12 months from issue"),
        Column("covers", Kind.TEXT, "what it covers", example="MAG-1"),
        Column("revision", Kind.TEXT, "revision it speaks of"),
        Column("lots", Kind.TEXT, "lots it speaks of", blank="every lot"),
        Column("method", Kind.TEXT, "how it was measured or found"),
        Column("uncertainty", Kind.TEXT, "stated uncertainty"),
        Column("document", Kind.TEXT, "where the file is"),
        Column("sha256", Kind.TEXT, "digest of the file"),
        Column("original_held", Kind.YES_NO, "yes: you hold the original"),
        Column("supersedes", Kind.ID, "the paper it replaces", refers="evidence"),
        day("withdrawn_on", "when it was withdrawn", blank="not withdrawn"),
        Column("accepted_by", Kind.TEXT, "who accepted it"),
        Column("note", Kind.TEXT, "anything else"),
    ),
    key=("evidence_id",),
    subject="evidence:{evidence_id}",
)  # fmt: skip

WORTH_TABLES = (VALUES, PRICES, RATES, EVIDENCE_TABLE)
