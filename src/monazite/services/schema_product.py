"""Declared columns of the tables that say what is in the product, from `parts` to `evidence`."""

from __future__ import annotations

from monazite.services.tables import Column, Kind, Range, TableSchema

COMPOSITION = ("complete", "partial")
FORMS = ("metal", "alloy", "oxide", "fluoride", "hydride", "chloride", "prealloy", "unknown")
CURRENCY = "currency of the amount, ISO 4217; an amount without currency is unknown"
EVIDENCE = Column("evidence_id", Kind.ID, "the paper behind the row (table evidence)", refers="evidence")


def _part(meaning: str, name: str = "part_id", required: bool = True, example: str = "MAG-1") -> Column:
    return Column(name, Kind.ID, meaning, required=required, refers="parts", example=example)


def _money(name: str, meaning: str, required: bool = False, example: str = "") -> Column:
    return Column(name, Kind.NUMBER, meaning, required=required, range=Range.MONEY, example=example)


def _mass(name: str, meaning: str, example: str = "") -> Column:
    return Column(name, Kind.NUMBER, meaning, range=Range.MASS, example=example)


def _share(name: str, meaning: str, blank: str = "", example: str = "") -> Column:
    return Column(name, Kind.NUMBER, meaning, range=Range.SHARE, blank=blank, example=example)


def _date(name: str, meaning: str, blank: str = "", example: str = "") -> Column:
    return Column(name, Kind.DATE, meaning, blank=blank, example=example)


PRICE_PER = Column(
    "price_per", Kind.INTEGER, "number of units that the amount pays for: 1, 100, 1000",
    range=Range.POSITIVE, blank="asked once per import", example="1",
)  # fmt: skip

PARTS = TableSchema(
    "parts",
    "One row per material, part, assembly or product, and per revision of it.",
    (
        Column("part_id", Kind.ID, "your part number, kept as text", required=True, example="MAG-1"),
        Column("revision", Kind.TEXT, "drawing revision, where values differ by it", example="A"),
        Column("plant", Kind.TEXT, "plant for which the row holds", blank="every plant"),
        Column("name", Kind.TEXT, "what people call it", example="Magnet block N38EH"),
        Column("kind", Kind.ENUM, "how far it is made up", values=("material", "part", "assembly", "product"),
               example="part"),
        Column("unit", Kind.TEXT, "base unit in which quantities count", example="pc",
               blank="pc, for materials kg; unknown where kind is blank too"),
        Column("composition", Kind.ENUM, "complete: its children and contents are all controlled content there is",
               values=COMPOSITION, blank="not known to be complete", example="partial"),
        Column("control_entries", Kind.ENTRIES, "list entries under which the thing itself falls, ;-separated; "
               "none = on no list", blank="not classified: it may be on any list", example="part2.I.3; 1C905.a.4"),
        Column("class", Kind.ID, "material class (table classes)", blank="no class", refers="classes"),
        Column("profile", Kind.ID, "typical composition (table profiles, or the library)",
               blank="that of its class, if any", refers="profiles"),
        Column("material_group", Kind.TEXT, "your material group, on which classes match"),
        Column("hs_code", Kind.TEXT, "customs tariff number, kept as text", example="850511"),
        Column("description", Kind.TEXT, "longer text, on which classes match"),
        _mass("mass_kg", "mass of one base unit in kg", example="0.052"),
        _money("unit_value", "value of the item, per price_per base units", example="22"),
        Column("currency", Kind.CURRENCY, CURRENCY, example="USD"),
        PRICE_PER,
        Column("free_issue", Kind.YES_NO, "yes: supplied by the customer free of charge, so a price of 0 is meant",
               blank="no"),
        Column("made_in", Kind.COUNTRY, "country where it was manufactured", example="JP"),
        Column("origin", Kind.ORIGIN, "non-preferential origin of the item itself; says nothing of what it contains",
               example="JP"),
        Column("supplier_id", Kind.ID, "who supplies it"),
    ),
    key=("part_id", "revision"),
    subject="part:{part_id}",
    core=True,
)  # fmt: skip

BOM = TableSchema(
    "bom",
    "One row per component line: the parent contains this much of the child.",
    (
        _part("the assembly", "parent_id", example="MOTOR-1"),
        _part("the component", "child_id", example="MAG-1"),
        Column("quantity", Kind.NUMBER, "how many units of the child go into per_quantity parents", required=True,
               range=Range.BY_PRODUCT, example="14"),
        Column("unit", Kind.TEXT, "unit of the quantity (table units converts)", blank="the child's base unit"),
        Column("per_quantity", Kind.NUMBER, "base quantity of the header: the quantity is for this many parents",
               range=Range.POSITIVE, blank="1"),
        Column("plant", Kind.TEXT, "plant for which the line holds", blank="every plant"),
        Column("revision", Kind.TEXT, "revision of the parent", blank="every revision"),
        _date("valid_from", "first day on which the line is built", blank="always was"),
        _date("valid_to", "last day on which the line is built", blank="still is"),
        Column("alt_group", Kind.TEXT, "lines of one group are alternates: one of them is built in, not their sum",
               blank="no alternate"),
        _share("alt_share", "share of this alternate, for planning only; never averages bounds"),
        Column("scrap", Kind.NUMBER, "fraction of the child lost in making the parent, 0 <= scrap < 1",
               range=Range.LOSS, blank="0"),
        Column("usage", Kind.TEXT, "which bill of materials it is (production, engineering, spare)"),
        Column("by_product", Kind.YES_NO, "yes: comes out instead of going in (negative quantities mean this)",
               blank="no"),
    ),
    subject="part:{parent_id}",
    core=True,
)  # fmt: skip

CONTENTS = TableSchema(
    "contents",
    "One row per controlled content of a part: which entry or element, how much, of what origin.",
    (
        _part("the part that contains it"),
        Column("entry", Kind.ENTRY, "list entry (part1.2) or element (dysprosium, Dy); none = on no list",
               required=True, example="part1.2"),
        Column("source_id", Kind.ID, "which source of the part (table sources)", blank="every source"),
        Column("form", Kind.ENUM, "chemical form", values=FORMS, example="metal"),
        _mass("mass_kg", "mass of it in one base unit of the part, kg; or mass_fraction, or value", example="0.0002"),
        _share("mass_fraction", "fraction of the part's mass, 0 to 1"),
        _money("value", "value of it in one base unit of the part"),
        Column("currency", Kind.CURRENCY, CURRENCY),
        Column("origin", Kind.ORIGIN, "CN, another country, or not_CN", example="CN"),
        _share("cn_share", "fraction of it that is of Chinese origin, in place of origin"),
        Column("mined_in", Kind.COUNTRY, "where the ore was mined"),
        Column("separated_in", Kind.COUNTRY, "where it was separated"),
        Column("reduced_in", Kind.COUNTRY, "where it was reduced to metal"),
        Column("quantity_basis", Kind.ENUM, "contained in the part, or charged into its making",
               values=("contained", "charged"), blank="contained", example="contained"),
        Column("scope", Kind.ENUM, "total: with what the children hold; added: beyond it", values=("total", "added")),
        EVIDENCE,
    ),
    subject="part:{part_id}",
    core=True,
)  # fmt: skip

SOURCES = TableSchema(
    "sources",
    "One row per source from which a part can come.",
    (
        _part("the part"),
        Column("source_id", Kind.ID, "name of the source", required=True, example="SRC-1"),
        Column("supplier_id", Kind.ID, "who sells it"),
        Column("manufacturer_id", Kind.ID, "who makes it"),
        Column("manufacturer_part_no", Kind.TEXT, "the maker's part number"),
        Column("plant", Kind.TEXT, "plant that buys from it", blank="every plant"),
        Column("made_in", Kind.COUNTRY, "country of manufacture", example="VN"),
        _share("share", "share of purchases, for simulation and letters only", example="0.6"),
        _date("from", "first day of deliveries", blank="always was"),
        _date("until", "last day of deliveries", blank="still is"),
    ),
    key=("part_id", "source_id", "plant", "from"),
    subject="part:{part_id}",
)

TECHNOLOGIES = TableSchema(
    "technologies",
    "One row per rare-earth technology used to make a part; a row with activity none: it uses none.",
    (
        _part("the part made with it"),
        Column("activity", Kind.ENUM, "which of the five activities of No. 61 art. 1(2), or none", required=True,
               values=("mining", "separation", "metal_smelting", "magnet_making", "recycling", "none"),
               example="magnet_making"),
        Column("source_id", Kind.ID, "which source of the part", blank="every source"),
        Column("origin", Kind.ORIGIN, "origin of the technology, CN or not_CN", example="not_CN"),
        Column("basis", Kind.ENUM, "how it came", values=("licence", "drawings", "staff", "line_commissioned", "own")),
        _date("acquired_on", "when it was acquired"),
        EVIDENCE,
    ),
    subject="part:{part_id}",
)  # fmt: skip

PARAMETERS = TableSchema(
    "parameters",
    "One row per technical parameter that a list entry tests.",
    (
        _part("the part"),
        Column("parameter", Kind.ID, "name of the parameter", required=True, example="output_power_kw"),
        Column("value", Kind.VALUE, "its value; a range as value_low, value_high", example="7.5"),
        Column("unit", Kind.TEXT, "unit of the value", example="kW"),
    ),
    key=("part_id", "parameter"),
    subject="part:{part_id}",
)

UNITS = TableSchema(
    "units",
    "One row per other unit of a part: so many base units make one of it.",
    (
        _part("the part"),
        Column("unit", Kind.TEXT, "the other unit", required=True, example="box"),
        Column("factor", Kind.NUMBER, "base units per unit", required=True, range=Range.POSITIVE, example="100"),
        _mass("mass_kg", "mass of one such unit in kg"),
    ),
    key=("part_id", "unit"),
    subject="part:{part_id}",
)

PROFILES = TableSchema(
    "profiles",
    "One row per entry or element in a typical composition that parts and classes refer to.",
    (
        Column("profile", Kind.ID, "name of the profile", required=True, example="ndfeb_eh"),
        Column("entry", Kind.ENTRY, "list entry or element; none = free of controlled content", example="Dy"),
        Column("element", Kind.ENTRY, "element, in place of entry"),
        Column("form", Kind.ENUM, "chemical form", values=FORMS, example="alloy"),
        _share("mass_fraction", "fraction of the part's mass; or mass_kg", example="0.04"),
        _mass("mass_kg", "mass in one base unit, kg"),
        Column("origin", Kind.ORIGIN, "origin, where the profile states one"),
        Column(
            "composition",
            Kind.ENUM,
            "complete: the rows of the profile are all there is",
            values=COMPOSITION,
            blank="as its other rows say",
        ),
        Column("source", Kind.TEXT, "where the profile comes from", example="supplier data sheet 2025"),
        Column("confidence", Kind.TEXT, "how well it is supported (docs/sources.md)", example="assumption"),
    ),
    any_of=(("entry",), ("element",)),
    subject="profile:{profile}",
)

CLASSES = TableSchema(
    "classes",
    "One row per material class: which parts it takes, and what it says of them.",
    (
        Column("class", Kind.ID, "name of the class", required=True, example="plastics"),
        Column(
            "match",
            Kind.TEXT,
            "part_id:ID puts one part into the class; other patterns are kept",
            example="part_id:4711",
        ),
        Column("profile", Kind.ID, "profile that its members take", blank="none", refers="profiles"),
        Column(
            "composition",
            Kind.ENUM,
            "complete: members hold no other controlled content",
            values=COMPOSITION,
            blank="as the part or the profile says",
        ),
        Column("approved_by", Kind.TEXT, "who approved it", blank="nobody: the class is not used", example="J. Doe"),
        _date("approved_on", "when", example="2026-03-01"),
        Column("reason", Kind.TEXT, "why it is sound", example="no metal in it"),
    ),
    key=("class", "match"),
    subject="class:{class}",
)

VALUES = TableSchema(
    "values",
    "One row per stated value of a part or of a shipment line; several bases may stand side by side.",
    (
        _part("the part; or shipment_id and line", required=False),
        Column("shipment_id", Kind.ID, "the shipment, in place of part_id", refers="shipments"),
        Column("line", Kind.LINE, "its line", blank="1", default="1"),
        Column("basis", Kind.ENUM, "what kind of value it is", required=True, values=(
            "invoice", "transfer_price", "standard_cost", "list", "customs_value", "pro_forma"),
            example="standard_cost"),
        _money("value", "the amount, per price_per units", required=True, example="560.50"),
        Column("currency", Kind.CURRENCY, CURRENCY, required=True, example="USD"),
        PRICE_PER,
        _date("date", "when it was stated", example="2026-01-31"),
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
        _money("price_per_kg", "price of one kg", required=True, example="900"),
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
        _date("issued", "date of the paper", example="2026-02-10"),
        _date("received_on", "when you received it"),
        _date("valid_until", "last day on which it serves", blank="12 months from issue"),
        Column("covers", Kind.TEXT, "what it covers", example="MAG-1"),
        Column("revision", Kind.TEXT, "revision it speaks of"),
        Column("lots", Kind.TEXT, "lots it speaks of", blank="every lot"),
        Column("method", Kind.TEXT, "how it was measured or found"),
        Column("uncertainty", Kind.TEXT, "stated uncertainty"),
        Column("document", Kind.TEXT, "where the file is"),
        Column("sha256", Kind.TEXT, "digest of the file"),
        Column("original_held", Kind.YES_NO, "yes: you hold the original"),
        Column("supersedes", Kind.ID, "the paper it replaces", refers="evidence"),
        _date("withdrawn_on", "when it was withdrawn", blank="not withdrawn"),
        Column("accepted_by", Kind.TEXT, "who accepted it"),
        Column("note", Kind.TEXT, "anything else"),
    ),
    key=("evidence_id",),
    subject="evidence:{evidence_id}",
)  # fmt: skip

PRODUCT_TABLES = (
    PARTS, BOM, CONTENTS, SOURCES, TECHNOLOGIES, PARAMETERS, UNITS, PROFILES, CLASSES, VALUES, PRICES, RATES,
    EVIDENCE_TABLE,
)  # fmt: skip
