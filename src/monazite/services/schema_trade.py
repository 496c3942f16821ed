"""Declared columns of the tables that say who gets it, what for and when, from `parties` to `facts`."""

from __future__ import annotations

from monazite.services.schema_columns import CURRENCY, EVIDENCE, PRICE_PER, day
from monazite.services.tables import Column, Kind, Range, TableSchema

END_USES = (
    "civil", "medical_routine", "military", "military_potential", "wmd", "terrorism", "logic_chip", "memory_chip",
    "dram", "semiconductor_equipment", "semiconductor_material", "ai", "rare_earth", "medical_emergency",
    "public_health_emergency", "disaster_relief",
)  # fmt: skip
"""End-use codes of the cases' README, without the number or assessment that may follow a colon."""

MOVEMENTS = (
    "export", "re_export", "domestic_transfer", "transit", "bonded", "sample", "repair", "return", "exhibition",
    "tolling", "intercompany",
)  # fmt: skip

ROLES = (
    "exporter_of_record", "seller", "manufacturer", "applicant_in_china", "importer", "buyer",
    "intermediate_consignee", "ultimate_consignee", "end_user", "broker", "forwarder", "distributor",
)  # fmt: skip


def _party(name: str, meaning: str, required: bool = False, example: str = "", blank: str = "") -> Column:
    return Column(name, Kind.ID, meaning, required=required, blank=blank, refers="parties", example=example)


def _end_users(meaning: str) -> Column:
    return Column("end_user_ids", Kind.IDS, meaning, refers="parties", example="CUST-1")


def _text(name: str, meaning: str, example: str = "") -> Column:
    return Column(name, Kind.TEXT, meaning, example=example)


def _yes_no(name: str, meaning: str) -> Column:
    return Column(name, Kind.YES_NO, meaning)


LINE = Column("line", Kind.LINE, "line of the shipment", blank="1", default="1", example="1")

PARTIES = TableSchema(
    "parties",
    "One row per company, office or person you deal with.",
    (
        Column("party_id", Kind.ID, "your number of the party", required=True, example="CUST-1"),
        Column("name", Kind.TEXT, "its legal name in Latin letters", required=True, example="Musterwerk GmbH"),
        _text("name_local", "its name in its own script"),
        Column("country", Kind.COUNTRY, "where it is established", example="DE"),
        Column("nationality", Kind.ORIGIN, "CN, another country, or not_CN: of the person or firm"),
        _text("identifiers", "register numbers, kind:number, ;-separated", "LEI:529900EXAMPLE0000000"),
        _text("address", "street and town"),
        _yes_no("military", "yes: a military user"),
        _text("military_scope", "which part of it, if not the whole"),
        day("screened_on", "its name was searched in all lists as of this day", example="2026-10-01"),
        _yes_no("no_listed_owner", "yes: known to have no owner, near or far, that any notice names"),
        _party("branch_of", "the legal person of which it is a branch or office", blank="it is none"),
        EVIDENCE,
    ),
    key=("party_id",),
    subject="party:{party_id}",
)

OWNERSHIP = TableSchema(
    "ownership",
    "One row per stake: the owner holds this share of the owned.",
    (
        _party("owner_id", "who holds", True, "HOLD-1"),
        _party("owned_id", "who is held", True, "CUST-1"),
        Column("share", Kind.NUMBER, "fraction held, 0 to 1", range=Range.SHARE, example="0.6"),
        Column("interest", Kind.ENUM, "what is held", values=("capital", "votes", "branch"), example="capital"),
        _yes_no("complete", "yes: the owned has no other holder than those listed"),
        day("from", "first day of the stake", blank="always was"),
        day("until", "last day of the stake", blank="still is"),
        EVIDENCE,
    ),
    key=("owner_id", "owned_id", "interest", "from", "until", "evidence_id"),
    subject="party:{owned_id}",
)

LISTINGS = TableSchema(
    "listings",
    "One row per notice that names a party, where screening is done elsewhere.",
    (
        _party("party_id", "the party", True, "CUST-1"),
        Column("designation", Kind.ID, "the notice, by its id", required=True, example="cl-2026-23"),
        _text("judged_by", "who judged that the notice means this party", "J. Doe"),
        day("judged_on", "when", example="2026-10-01"),
    ),
    key=("party_id", "designation"),
    subject="party:{party_id}",
)

SHIPMENTS = TableSchema(
    "shipments",
    "One row per shipment line; without this table every part is assessed by itself.",
    (
        Column("shipment_id", Kind.ID, "your number of the shipment", required=True, example="S1"),
        LINE,
        day("date", "the day of the export", example="2026-12-05"),
        Column("time", Kind.TIME, "time of day with its offset from UTC", blank="end of that day in Beijing"),
        Column("date_kind", Kind.ENUM, "what the date is", values=("planned", "released", "departed"),
               example="planned"),
        Column("kind", Kind.ENUM, "what goes", values=("goods", "technology", "service"),
               blank="goods, where part_id is given", example="goods"),
        Column("part_id", Kind.ID, "the part that goes (goods)", blank="no part of the table parts", refers="parts",
               example="MOTOR-1"),
        Column("quantity", Kind.NUMBER, "how many units", example="100"),
        Column("unit", Kind.TEXT, "unit of the quantity", blank="the part's base unit", example="pc"),
        Column("unit_value", Kind.NUMBER, "value as exported, per price_per units", range=Range.MONEY, example="24.50"),
        Column("currency", Kind.CURRENCY, CURRENCY, example="USD"),
        PRICE_PER,
        Column("from_country", Kind.COUNTRY, "country it leaves", example="KR"),
        Column("to_country", Kind.COUNTRY, "country it goes to", example="DE"),
        Column("movement", Kind.ENUM, "why it moves", values=MOVEMENTS, blank="export", example="export"),
        _party("exporter_id", "who exports"),
        _party("importer_id", "who imports", example="CUST-1", blank="the end users import themselves"),
        _end_users("all end users, ;-separated; add unknown when there may be others"),
        Column("end_use", Kind.CODES, "all end-use codes, ;-separated (docs/reference: end use)", values=END_USES,
               example="civil"),
        Column("end_use_evidence_id", Kind.ID, "the paper that states the end use", refers="evidence"),
        _text("order_no", "order"),
        _text("contract_no", "contract"),
        _text("freight_mode", "sea, air, road, rail, ..."),
        _text("hs_code", "tariff number declared for the line, kept as text"),
        day("built_on", "day on which it was built: chooses the bill of materials"),
        _text("lot_id", "lot"),
        Column("source_id", Kind.ID, "source it came from", blank="any source alive in the window"),
        Column("licence_no", Kind.ID, "licence under which it goes", refers="licences"),
        day("need_date", "when the customer needs it"),
    ),
    key=("shipment_id", "line"),
    subject="shipment:{shipment_id}/{line}",
)  # fmt: skip

ROLES_TABLE = TableSchema(
    "roles",
    "One row per further role of a party in a shipment.",
    (
        Column("shipment_id", Kind.ID, "the shipment", required=True, refers="shipments", example="S1"),
        Column("line", Kind.LINE, "its line", blank="every line"),
        _party("party_id", "the party", True, "CUST-1"),
        Column("role", Kind.ENUM, "what it does in it", required=True, values=ROLES, example="end_user"),
    ),
    key=("shipment_id", "line", "party_id", "role"),
    subject="shipment:{shipment_id}/{line}|shipment:{shipment_id}",
)

ACTIVITIES = TableSchema(
    "activities",
    "One row per transfer of technology or service that is no shipment of goods.",
    (
        Column("activity_id", Kind.ID, "your number of it", required=True, example="A1"),
        day("date", "when it happens", example="2026-12-05"),
        Column("kind", Kind.ENUM, "what it is", values=(
            "technology_transfer", "deemed_export", "service", "employment", "training", "joint_research",
            "publication", "investment", "intermediary"), example="training"),
        Column("ree_activity", Kind.ENUM, "which rare-earth activity it helps", values=(
            "mining", "separation", "metal_smelting", "magnet_making", "recycling", "none"), example="magnet_making"),
        Column("entry", Kind.ENTRY, "list entry of the technology", example="1E902.a"),
        _party("provider_id", "who provides it"),
        _yes_no("chinese_person", "yes: the provider is a Chinese person or organisation"),
        Column("place", Kind.COUNTRY, "where it happens; of a technology transfer, the country from which it is given"),
        _party("recipient_id", "who receives it, and uses it"),
        _yes_no("knows_use", "yes: the provider knows what it is used for"),
        _yes_no("public_domain", "yes: already public"),
        _yes_no("basic_research", "yes: basic scientific research"),
        _yes_no("patent_filing", "yes: needed for an ordinary patent application"),
    ),
    key=("activity_id",),
    subject="activity:{activity_id}",
)  # fmt: skip

UNDERTAKINGS = TableSchema(
    "undertakings",
    "One row per promise given towards China (Decree 792 arts. 18, 24, 25).",
    (
        Column("undertaking_id", Kind.ID, "your number of it", required=True, example="U1"),
        _party("giver_id", "who promised"),
        _party("supplier_id", "to which supplier"),
        Column("licence_no", Kind.ID, "licence for which it was given", refers="licences"),
        Column("part_ids", Kind.IDS, "parts it binds, ;-separated", refers="parts", example="MAG-1"),
        Column("quantity", Kind.NUMBER, "quantity it binds", example="5000"),
        _text("use_stated", "end use that was promised"),
        _text("end_user_stated", "end user that was named"),
        _text("territory", "territory that was named"),
        _yes_no("no_retransfer", "yes: no transfer without leave"),
        day("given_on", "when it was given", example="2025-06-01"),
        EVIDENCE,
    ),
    key=("undertaking_id",),
    subject="undertaking:{undertaking_id}",
)

LICENCES = TableSchema(
    "licences",
    "One row per Chinese licence or voucher held.",
    (
        Column("licence_no", Kind.ID, "its number", required=True, example="L-2026-1"),
        Column("kind", Kind.ENUM, "kind of licence", values=("single", "general", "registration_voucher"),
               example="single"),
        _text("instrument", "under which announcement", "mofcom-2025-18"),
        _party("holder_id", "who holds it"),
        Column("entries", Kind.ENTRIES, "list entries it covers, ;-separated"),
        _end_users("end users it names, ;-separated"),
        Column("end_use", Kind.CODES, "end uses it names, ;-separated", values=END_USES),
        Column("quantity", Kind.NUMBER, "quantity it covers", blank="it names none; it or a value is needed",
               example="1000"),
        _text("unit", "unit of the quantity", "kg"),
        Column("value", Kind.NUMBER, "value it covers", range=Range.MONEY, blank="it names none"),
        Column("currency", Kind.CURRENCY, CURRENCY),
        day("from", "first day of validity", example="2026-02-01"),
        day("until", "last day of validity", example="2027-01-31"),
        Column("freight_mode", Kind.TEXT, "freight mode it names", blank="it names none"),
        Column("order_no", Kind.TEXT, "order it was issued for", blank="it names none"),
    ),
    key=("licence_no",),
    subject="licence:{licence_no}",
)  # fmt: skip

POSITIONS = TableSchema(
    "positions",
    "One row per reading of the law that your house has settled.",
    (
        Column("reading", Kind.ID, "the reading", required=True, example="affiliation"),
        Column("choice", Kind.ID, "the alternative chosen", required=True, example="cascade"),
        _text("decided_by", "who decided", "General Counsel"),
        day("decided_on", "when", example="2026-10-15"),
        EVIDENCE,
        day("review_on", "when it is to be looked at again"),
    ),
    key=("reading",),
    subject="law:{reading}",
)

FACTS = TableSchema(
    "facts",
    "One row per anything that no other table holds.",
    (
        Column(
            "subject",
            Kind.ID,
            "shipment:S1/1, activity:A1, part:P1, party:X1 or law:ID",
            required=True,
            example="part:MOTOR-1",
        ),
        Column("attribute", Kind.ID, "name of the fact (docs/reference: facts)", required=True, example="article"),
        Column(
            "value",
            Kind.VALUE,
            "its value; a range as value_low, value_high",
            blank="nothing is said",
            example="electric_motor",
        ),
        _text("unit", "unit of the value"),
        EVIDENCE,
        day("as_of", "day for which it holds", blank="every day"),
    ),
    subject="{subject}",
)

TRADE_TABLES = (
    PARTIES, OWNERSHIP, LISTINGS, SHIPMENTS, ROLES_TABLE, ACTIVITIES, UNDERTAKINGS, LICENCES, POSITIONS, FACTS,
)  # fmt: skip
