"""A portfolio of one magnet with Chinese dysprosium, made in Japan and shipped to Germany."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from monazite import wiring
from monazite.services.assess import Assessor, Options

RUN_ON = date(2026, 11, 23)
TABLES = {
    "parts": (
        "part_id,name,kind,composition,control_entries,unit_value,currency,price_per,made_in,origin\n"
        "M,magnet,material,complete,part2.I.3,100,USD,1,JP,JP\n"
    ),
    "contents": "part_id,entry,value,currency,origin\nM,part1.2,0.50,USD,CN\n",
    "technologies": "part_id,activity\nM,none\n",
    "parties": (
        "party_id,name,country,military,screened_on,no_listed_owner\n"
        "EX,Maker,JP,no,{day},yes\nCU,Buyer,DE,no,{day},yes\n"
    ),
    "shipments": (
        "shipment_id,date,kind,part_id,from_country,to_country,exporter_id,end_user_ids,end_use\n"
        "S1,{shipped},goods,M,JP,DE,EX,CU,civil\n"
    ),
}


def write(folder: Path, shipped: str = "2026-11-22", screened: str = "2026-11-22", **tables: str) -> Path:
    """Write the portfolio; ``tables`` replaces whole tables."""
    folder.mkdir(exist_ok=True)
    for name, text in {**TABLES, **tables}.items():
        filled = text.format(day=screened, shipped=shipped) if name in ("parties", "shipments") else text
        (folder / f"{name}.csv").write_text(filled, "utf-8")
    return folder


def assessor(folder: Path, run_on: date = RUN_ON, **options: object) -> Assessor:
    """A run over it."""
    return wiring.assessor(folder, Options(run_on, **options))  # type: ignore[arg-type]
