"""Declared columns of the tables that say what is in the product, from `parts` to `classes`."""

from __future__ import annotations

from monazite.services.schema_columns import (
    COMPOSITION,
    CURRENCY,
    EVIDENCE,
    FORMS,
    PRICE_PER,
    day,
    mass,
    money,
    part,
    share,
)
from monazite.services.tables import Column, Kind, Range, TableSchema

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
        mass("mass_kg", "mass of one base unit in kg", example="0.052"),
        money("unit_value", "value of the item, per price_per base units", example="22"),
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
        part("the assembly", "parent_id", example="MOTOR-1"),
        part("the component", "child_id", example="MAG-1"),
        Column("quantity", Kind.NUMBER, "how many units of the child go into per_quantity parents", required=True,
               range=Range.BY_PRODUCT, example="14"),
        Column("unit", Kind.TEXT, "unit of the quantity (table units converts)", blank="the child's base unit"),
        Column("per_quantity", Kind.NUMBER, "base quantity of the header: the quantity is for this many parents",
               range=Range.POSITIVE, blank="1"),
        Column("plant", Kind.TEXT, "plant for which the line holds", blank="every plant"),
        Column("revision", Kind.TEXT, "revision of the parent", blank="every revision"),
        day("valid_from", "first day on which the line is built", blank="always was"),
        day("valid_to", "last day on which the line is built", blank="still is"),
        Column("alt_group", Kind.TEXT, "lines of one group are alternates: one of them is built in, not their sum",
               blank="no alternate"),
        share("alt_share", "share of this alternate, for planning only; never averages bounds"),
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
        part("the part that contains it"),
        Column("entry", Kind.ENTRY, "list entry (part1.2) or element (dysprosium, Dy); none = on no list",
               required=True, example="part1.2"),
        Column("source_id", Kind.ID, "which source of the part (table sources)", blank="every source"),
        Column("form", Kind.ENUM, "chemical form", values=FORMS, example="metal"),
        mass("mass_kg", "mass of it in one base unit of the part, kg; or mass_fraction, or value", example="0.0002"),
        share("mass_fraction", "fraction of the part's mass, 0 to 1"),
        money("value", "value of it in one base unit of the part"),
        Column("currency", Kind.CURRENCY, CURRENCY),
        Column("origin", Kind.ORIGIN, "CN, another country, or not_CN", example="CN"),
        share("cn_share", "fraction of it that is of Chinese origin, in place of origin"),
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
        part("the part"),
        Column("source_id", Kind.ID, "name of the source", required=True, example="SRC-1"),
        Column("supplier_id", Kind.ID, "who sells it"),
        Column("manufacturer_id", Kind.ID, "who makes it"),
        Column("manufacturer_part_no", Kind.TEXT, "the maker's part number"),
        Column("plant", Kind.TEXT, "plant that buys from it", blank="every plant"),
        Column("made_in", Kind.COUNTRY, "country of manufacture", example="VN"),
        share("share", "share of purchases, for simulation and letters only", example="0.6"),
        day("from", "first day of deliveries", blank="always was"),
        day("until", "last day of deliveries", blank="still is"),
    ),
    key=("part_id", "source_id", "plant", "from"),
    subject="part:{part_id}",
)

TECHNOLOGIES = TableSchema(
    "technologies",
    "One row per rare-earth technology used to make a part; a row with activity none: it uses none.",
    (
        part("the part made with it"),
        Column("activity", Kind.ENUM, "which of the five activities of No. 61 art. 1(2), or none", required=True,
               values=("mining", "separation", "metal_smelting", "magnet_making", "recycling", "none"),
               example="magnet_making"),
        Column("source_id", Kind.ID, "which source of the part", blank="every source"),
        Column("origin", Kind.ORIGIN, "origin of the technology, CN or not_CN", example="not_CN"),
        Column("basis", Kind.ENUM, "how it came", values=("licence", "drawings", "staff", "line_commissioned", "own")),
        day("acquired_on", "when it was acquired"),
        EVIDENCE,
    ),
    subject="part:{part_id}",
)  # fmt: skip

PARAMETERS = TableSchema(
    "parameters",
    "One row per technical parameter that a list entry tests.",
    (
        part("the part"),
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
        part("the part"),
        Column("unit", Kind.TEXT, "the other unit", required=True, example="box"),
        Column("factor", Kind.NUMBER, "base units per unit", required=True, range=Range.POSITIVE, example="100"),
        mass("mass_kg", "mass of one such unit in kg"),
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
        share("mass_fraction", "fraction of the part's mass; or mass_kg", example="0.04"),
        mass("mass_kg", "mass in one base unit, kg"),
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
        day("approved_on", "when", example="2026-03-01"),
        Column("reason", Kind.TEXT, "why it is sound", example="no metal in it"),
    ),
    key=("class", "match"),
    subject="class:{class}",
)

PRODUCT_TABLES = (PARTS, BOM, CONTENTS, SOURCES, TECHNOLOGIES, PARAMETERS, UNITS, PROFILES, CLASSES)
