"""A cell that cannot be read never narrows an answer, and a row whose part was set aside says so."""

from __future__ import annotations

import csv
import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from monazite import wiring
from monazite.model.dates import Moment
from monazite.services.assess import Options
from monazite.services.assessment import Assessment
from monazite.services.schema import SCHEMA

UNREADABLE = "x" * 40_000
"""Too long for a cell of any kind."""
TABLES: dict[str, str] = {
    "parts": "part_id,kind,unit,composition,control_entries,unit_value,currency,price_per,mass_kg,made_in,origin,"
    "supplier_id\nM,material,kg,complete,part2.I.3,100,USD,1,1,JP,JP,V\nA,assembly,pc,complete,none,500,USD,1,9,JP,JP,V\n",
    "bom": "parent_id,child_id,quantity,unit,per_quantity,scrap\nA,M,2,g,1,0.1\n",
    "contents": "part_id,entry,form,mass_kg,value,currency,origin,reduced_in,separated_in,mined_in,quantity_basis\n"
    "M,part1.2,metal,0.02,,,CN,JP,AU,AU,contained\n",
    "values": "part_id,basis,value,currency,price_per,date\nM,list,90,USD,1,2025-01-01\n",
    "prices": "entry,form,basis,price_per_kg,currency,date\npart1.2,metal,list,900,USD,2025-06\n"
    "part1.2,metal,list,1,USD,2020\n",
    "technologies": "part_id,activity,origin,basis\nM,magnet_making,CN,own\nA,none,,\n",
    "parties": "party_id,name,country,military,screened_on,no_listed_owner\nEX,Maker,JP,no,2026-01-01,yes\n"
    "CU,Buyer,DE,no,2026-01-01,yes\n",
    "shipments": "shipment_id,date,kind,part_id,unit_value,currency,price_per,from_country,to_country,exporter_id,"
    "importer_id,end_user_ids,end_use\nS1,2025-12-05,goods,M,95,USD,1,JP,DE,EX,CU,CU,civil\n"
    "S2,2025-12-05,goods,A,,,,JP,DE,EX,CU,CU,civil\n",
}
ROWS = {name: list(csv.DictReader(text.splitlines())) for name, text in TABLES.items()}
CELLS = [
    (table, number, column)
    for table, rows in ROWS.items()
    for number, row in enumerate(rows)
    for column, text in row.items()
    if text and not SCHEMA[table].by_name[column].required
]


def run(spoilt: tuple[str, int, str] | None = None) -> Assessment:
    """Assess the portfolio, one of its cells made unreadable."""
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in ROWS.items():
            with (Path(folder) / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                for number, row in enumerate(rows):
                    spoil = spoilt is not None and spoilt[:2] == (name, number)
                    writer.writerow({**row, spoilt[2]: UNREADABLE} if spoil and spoilt is not None else row)
        chosen = Options(date(2026, 11, 22), known_at=Moment.parse("2025-10-15"))
        return wiring.assessor(Path(folder), chosen).run()


@settings(deadline=None, max_examples=15)
@given(st.sampled_from(CELLS))
def test_t3_an_unreadable_cell_never_narrows_the_verdicts(cell: tuple[str, int, str]) -> None:
    sound = {line.shipment_id: set(line.determination.possible) for line in run().lines}
    spoilt = run(cell)
    for line in spoilt.lines:
        assert set(line.determination.possible) >= sound[line.shipment_id], (cell, line.shipment_id)
    assert [i for i in spoilt.issues if i.code == "cell_too_long" and i.row == cell[1] + 2 and i.column == cell[2]]


def test_a_supplier_that_cannot_be_read_costs_nothing() -> None:
    assert [line.determination.possible for line in run(("parts", 0, "supplier_id")).lines] == [
        line.determination.possible for line in run().lines
    ]


def test_a_part_that_was_set_aside_is_not_called_undescribed() -> None:
    [issue] = [i for i in run(("parts", 0, "control_entries")).issues if i.code == "unknown_part"]
    assert "its own row was set aside (parts row 2)" in issue.message
