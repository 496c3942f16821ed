"""A small trader's portfolio with everything that is looked at one by one among what is told over columns."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl

LINES = 160
APART = frozenset(("S0003", "S0005", "S0007"))
"""Shipments of which some table says something of its own."""
_PARTS = (
    # id, kind, unit, composition, entries, value, currency, price_per, made_in, origin
    ("FREE", "part", "pc", "complete", "none", "10", "USD", "1", "DE", "DE"),
    ("BELOW", "part", "pc", "complete", "part2.I.3", "100", "USD", "1", "JP", "JP"),
    ("OVER", "part", "pc", "complete", "part2.I.3", "100", "USD", "1", "JP", "JP"),
    ("EXACT", "part", "pc", "complete", "part2.I.3", "100", "USD", "1", "JP", "JP"),
    ("OPEN", "part", "pc", "complete", "part2.I.3", "100", "USD", "1", "JP", "JP"),
    ("OPENMUCH", "part", "pc", "complete", "part2.I.3", "100", "USD", "1", "JP", "JP"),
    ("OPENFULL", "part", "pc", "complete", "part2.I.3", "100", "USD", "1", "JP", "JP"),
    ("TWO", "part", "pc", "complete", "part2.I.3", "100", "USD", "1", "JP", "JP"),
    ("PARTIAL", "part", "pc", "partial", "part2.I.parts", "100", "USD", "1", "JP", ""),
    ("NOVALUE", "part", "pc", "complete", "part2.I.3", "", "", "", "JP", "CN"),
    ("METAL", "material", "kg", "complete", "part1.2", "600", "USD", "1", "CN", "CN"),
    ("EURO", "part", "pc", "complete", "part2.I.3", "100", "EUR", "1", "JP", "JP"),
    ("MOTOR", "assembly", "pc", "complete", "part2.I.parts", "300", "USD", "1", "DE", "DE"),
    ("LISTED57", "part", "pc", "complete", "cn/mofcom-2025-57/1C909", "5", "USD", "1", "CN", "CN"),
    ("UNKNOWN", "part", "pc", "", "", "", "", "", "", ""),
    ("SPECIAL", "part", "pc", "complete", "part2.I.3", "100", "USD", "1", "JP", "JP"),
    ("PERHUNDRED", "part", "pc", "complete", "part2.I.3", "10000", "USD", "100", "JP", "JP"),
    ("UNPRICED", "part", "pc", "complete", "part2.I.3", "100", "USD", "1", "JP", "JP"),
)
_CONTENTS = (
    ("BELOW", "part1.2", "metal", "0.0001", "CN"), ("OVER", "part1.2", "metal", "0.01", "CN"),
    ("EXACT", "part1.4", "metal", "0.0001", "CN"), ("OPEN", "part1.2", "metal", "0.0004", ""),
    ("OPENMUCH", "part1.2", "metal", "0.1", ""), ("OPENFULL", "part1.2", "metal", "1.5", ""),
    ("TWO", "part1.2", "metal", "0.0001", "CN"), ("TWO", "part1.4", "metal", "0.0002", ""),
    ("PARTIAL", "part1.2", "metal", "0.0001", "VN"), ("NOVALUE", "part1.2", "metal", "0.0001", "CN"),
    ("EURO", "part1.2", "metal", "0.0001", "CN"), ("SPECIAL", "part1.2", "metal", "0.0001", "CN"),
    ("PERHUNDRED", "part1.2", "metal", "0.0003", "CN"), ("UNPRICED", "part1.12", "oxide", "0.0003", "CN"),
)  # fmt: skip
_PARTIES = (
    # id, name, country, military, screened_on, no_listed_owner
    ("CIVIL", "Civil GmbH", "DE", "no", "2026-12-31", "yes"),
    ("CIVIL2", "Civil too GmbH", "DE", "no", "2026-12-31", "yes"),
    ("EARLY", "Early searched SA", "FR", "no", "2026-06-01", "yes"),
    ("ARMY", "Army", "US", "yes", "2026-12-31", "yes"),
    ("OPEN", "Nobody knows Ltd", "GB", "", "", ""),
    ("NAMED", "Named Inc", "US", "no", "2026-12-31", "yes"),
    ("HELD", "Held Ltd", "GB", "no", "2026-12-31", ""),
    ("CHINA", "China Co", "CN", "no", "2026-12-31", "yes"),
    ("LIKE", "AeroVironment, Inc.", "US", "no", "2026-12-31", "yes"),
    ("FACT", "Fact KK", "JP", "", "2026-12-31", "yes"),
)
_DAYS = ("2025-10-20", "2025-11-20", "2026-05-15", "2026-10-01", "2026-11-09", "2026-11-10", "2026-11-11", "2027-01-12")


def write(folder: Path, seed: int, lines: int = LINES, times: int = 1) -> None:
    """Write the portfolio: `shipments` as Parquet, everything else as CSV. ``times``: how often every line is shipped,
    each time under another number.
    """
    draw = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)

    def table(name: str, header: str, rows: list[tuple[str, ...]]) -> None:
        text = "\n".join([header, *(",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in rows)])
        (folder / f"{name}.csv").write_text(text + "\n", encoding="utf-8")

    header = "part_id,kind,unit,composition,control_entries,unit_value,currency,price_per,made_in,origin"
    table("parts", header, list(_PARTS))
    table("contents", "part_id,entry,form,mass_kg,origin", list(_CONTENTS))
    table("bom", "parent_id,child_id,quantity", [("MOTOR", "BELOW", "2"), ("MOTOR", "FREE", "3")])
    table("technologies", "part_id,activity,origin", [
        ("BELOW", "none", ""), ("OVER", "magnet_making", "CN"), ("TWO", "magnet_making", "not_CN"),
    ])  # fmt: skip
    table("parties", "party_id,name,country,military,screened_on,no_listed_owner", list(_PARTIES))
    table("listings", "party_id,designation", [("NAMED", "cl-2025-01")])
    table("ownership", "owner_id,owned_id,share", [("NAMED", "HELD", "0.5"), ("CIVIL", "HELD", "0.5")])
    table("prices", "element,form,basis,price_per_kg,currency,date", [
        ("dysprosium", "metal", "usgs", "300", "USD", "2025"),
        ("dysprosium", "metal", "spot", "1200", "USD", "2026-03"),
        ("terbium", "metal", "usgs", "1000", "USD", "2025"),
        ("terbium", "metal", "spot", "1000", "USD", "2026-03"),
    ])  # fmt: skip
    table("rates", "base,quote,rate,date", [("EUR", "USD", "1.1", "2025-01-01")])
    table("facts", "subject,attribute,value", [
        ("part:SPECIAL", "smelted_in", "JP"), ("party:FACT", "military", "no"),
        ("shipment:S0003/1", "exporter_knows_end_use", "yes"),
    ])  # fmt: skip
    table("evidence", "evidence_id,kind,covers", [("E1", "engineering_assertion", "BELOW: made_in, composition")])
    table("roles", "shipment_id,party_id,role", [("S0005", "NAMED", "intermediary")])
    value = ("S0007", "1", "customs_value", "55", "USD", "1")
    table("values", "shipment_id,line,basis,value,currency,price_per", [value])
    shipments = _shipments(draw, lines)
    again = [
        shipments.with_columns(shipment_id=pl.lit(f"T{copy:03d}") + pl.col("shipment_id")) for copy in range(1, times)
    ]
    pl.concat([shipments, *again]).write_parquet(folder / "shipments.parquet")


def _shipments(draw: random.Random, lines: int) -> pl.DataFrame:
    parts = [*(part[0] for part in _PARTS), "NOBODY_HAS_IT", None]
    users = [*(party[0] for party in _PARTIES), "CIVIL;ARMY", "CIVIL2;CIVIL", "unknown", "NOT_IN_PARTIES", None, ""]
    rows = []
    for number in range(lines):
        invoice = draw.choice([None, None, "90", "120.5", "0.01"])
        between = draw.choice([None, ("0.5", "40"), ("80", "200")]) if invoice else None
        currency = draw.choice(["USD", "USD", "USD", "EUR"])
        rows.append({
            "shipment_id": f"S{number // 2:04d}", "line": str(number % 2 + 1), "kind": "goods",
            "date": draw.choice([*_DAYS, *_DAYS, None]), "time": draw.choice([None, None, None, "12:00", "12:01"]),
            "part_id": draw.choice(parts), "quantity": str(draw.choice([1, 5, 250])), "unit": "pc",
            "unit_value": invoice if between is None else None,
            "unit_value_low": between and between[0], "unit_value_high": between and between[1],
            "currency": currency if invoice else None, "price_per": "1" if invoice else None,
            "from_country": draw.choice(["JP", "DE", "CN", "CN", None]),
            "to_country": draw.choice(["DE", "US", "JP", "CN", None]),
            "movement": draw.choice(["export", "export", "transit", "return", "domestic_transfer", None]),
            "exporter_id": draw.choice(["CIVIL", "CHINA", None]), "importer_id": draw.choice(["CIVIL", "NAMED", None]),
            "end_user_ids": draw.choice(users),
            "end_use": draw.choice(["civil", "military", "logic_chip:7", "medical_emergency", "civil;ai:none", None]),
            "licence_no": draw.choice([None] * 30 + ["L1"]),
        })  # fmt: skip
    rows[4]["part_id"] = "BELOW, or so?\x07"  # cannot be used as it stands
    return pl.DataFrame(rows, infer_schema_length=None)
