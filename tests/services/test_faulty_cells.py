"""A cell that cannot be read never narrows an answer, and a row whose part was set aside says so."""

from __future__ import annotations

import csv
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monazite import wiring
from monazite.model.dates import Moment
from monazite.model.determination import Verdict
from monazite.services.assess import Options
from monazite.services.assessment import Assessment
from monazite.services.schema import SCHEMA

UNREADABLE = "x" * 40_000
"""Too long for a cell of any kind."""
TABLES: dict[str, str] = {
    "parts": "part_id,revision,plant,name,kind,unit,composition,control_entries,class,profile,material_group,hs_code,"
    "description,mass_kg,unit_value,currency,price_per,free_issue,made_in,origin,supplier_id\n"
    "M,R,W1,Magnet,material,kg,complete,part2.I.3,,,,850511,block,1,100,USD,1,no,JP,JP,V\n"
    "A,R,W1,Motor,assembly,pc,complete,none,,,,850131,motor,9,500,USD,1,no,JP,JP,V\n"
    "P,R,W1,Plastic,part,pc,,none,plain,,PLAST,392690,cover,1,100,USD,1,no,JP,JP,V\n"
    "Q,R,W1,Sensor,part,pc,complete,part2.I.3,,N42,,902690,sensor,1,100,USD,1,no,JP,JP,V\n",
    "bom": "parent_id,child_id,quantity,unit,per_quantity,plant,revision,valid_from,valid_to,alt_group,alt_share,scrap,"
    "usage,by_product\nA,M,2,g,1,W1,R,2020-01-01,2030-01-01,,1,0.1,production,no\n"
    "A,P,2,pc,1,W1,R,2020-01-01,2030-01-01,G,1,0.1,production,no\n",
    "contents": "part_id,entry,source_id,form,mass_kg,mass_fraction,value,currency,origin,cn_share,mined_in,"
    "separated_in,reduced_in,quantity_basis,scope,evidence_id\n"
    "M,part1.2,SRC,metal,0.02,,,,CN,,AU,AU,JP,contained,total,E\n"
    "M,part1.3,SRC,metal,,0.00001,,,CN,,,,,contained,added,E\n"
    "M,part1.4,SRC,metal,,,0.01,USD,,1,,,,contained,added,E\n",
    "profiles": "profile,entry,element,form,mass_fraction,mass_kg,origin,composition,source,confidence\n"
    "N42,part1.2,,metal,0.00001,,CN,complete,sheet,one_source\nN42,,Dy,metal,,0.00001,CN,complete,sheet,one_source\n"
    "P0,none,,,,,,complete,sheet,one_source\n",
    "classes": "class,match,profile,composition,approved_by,approved_on,reason\n"
    "plain,material_group:PLAST*,P0,complete,J. Doe,2025-01-01,no metal\n",
    "values": "part_id,shipment_id,line,basis,value,currency,price_per,date\nM,,,list,90,USD,1,2025-01-01\n"
    ",S1,1,customs_value,95,USD,1,2025-01-01\n",
    "prices": "entry,element,form,basis,price_per_kg,currency,date,source\npart1.2,,metal,list,900,USD,2025-06,X\n"
    "part1.2,,metal,list,1,USD,2020,X\n,Tb,metal,list,3000,USD,2025,X\npart1.3,,metal,list,900,USD,2025,X\n",
    "rates": "base,quote,rate,date,source\nEUR,USD,1.1,2025-01-01,ECB\n",
    "technologies": "part_id,activity,source_id,origin,basis,acquired_on,evidence_id\n"
    "M,magnet_making,SRC,not_CN,own,2020-01-01,E\nA,none,,,,,\nP,none,,,,,\nQ,none,,,,,\n",
    "evidence": "evidence_id,kind,issuer,signer,function,issued,received_on,valid_until,covers,revision,lots,method,"
    "uncertainty,document,sha256,original_held,supersedes,withdrawn_on,accepted_by,note\n"
    "E,supplier_declaration,Works,K,QA,2025-10-01,2025-10-02,2026-12-31,M,R,L1,XRF,1 %,e.pdf,ab,yes,E0,,J. Doe,n\n"
    "E0,lab_report,Works,K,QA,2024-10-01,2024-10-02,2025-10-01,M,R,L1,XRF,1 %,e.pdf,ab,yes,,2025-10-01,J. Doe,n\n",
    "parties": "party_id,name,name_local,country,nationality,identifiers,address,military,military_scope,screened_on,"
    "no_listed_owner,branch_of,evidence_id\nEX,Maker,M,JP,JP,LEI1,Osaka,no,none,2026-01-01,yes,,E\n"
    "CU,Buyer,B,DE,DE,LEI2,Ulm,no,,2026-01-01,yes,,E\nBAD,Listed,L,DE,DE,LEI3,Ulm,no,,2026-01-01,,,E\n"
    "SUB,Branch,S,DE,DE,LEI4,Ulm,no,,2026-01-01,,CU,E\nOWN,Held,H,DE,DE,LEI5,Ulm,no,,2026-01-01,,,E\n",
    "listings": "party_id,designation,judged_by,judged_on\nBAD,cl-2025-01,J. Doe,2025-11-01\n",
    "ownership": "owner_id,owned_id,share,interest,complete,from,until,evidence_id\n"
    "CU,OWN,1,capital,yes,2020-01-01,2030-01-01,E\n",
    "shipments": "shipment_id,line,date,time,date_kind,kind,part_id,quantity,unit,unit_value,currency,price_per,"
    "from_country,to_country,movement,exporter_id,importer_id,end_user_ids,end_use,end_use_evidence_id,order_no,"
    "contract_no,freight_mode,hs_code,built_on,lot_id,source_id,licence_no,need_date\n"
    "S1,1,2025-12-05,11:30+08:00,planned,goods,M,1,kg,95,USD,1,JP,DE,export,EX,CU,CU,civil,E,O,K,sea,85,2025-06-01,L1,SRC,"
    "L-1,2025-12-31\n"
    "S2,1,2025-12-05,11:30+08:00,planned,goods,A,1,pc,500,USD,1,JP,DE,export,EX,CU,CU,civil,E,O,K,sea,85,2025-06-01,,,,"
    "2025-12-31\n"
    "S3,1,2025-12-05,11:30+08:00,planned,goods,P,1,pc,100,USD,1,JP,DE,export,EX,CU,CU,civil,E,O,K,sea,85,2025-06-01,,,,"
    "2025-12-31\n"
    "S4,1,2025-12-05,11:30+08:00,planned,goods,Q,1,pc,100,USD,1,JP,DE,export,EX,CU,OWN,civil,E,O,K,sea,85,2025-06-01,,"
    ",,2025-12-31\n"
    "S5,1,2025-12-05,11:30+08:00,planned,goods,M,1,kg,95,USD,1,JP,DE,export,EX,CU,BAD,civil,E,O,K,sea,85,2025-06-01,,,,"
    "2025-12-31\n",
    "roles": "shipment_id,line,party_id,role\nS1,1,CU,buyer\n",
    "undertakings": "undertaking_id,giver_id,supplier_id,licence_no,part_ids,quantity,use_stated,end_user_stated,"
    "territory,no_retransfer,given_on,evidence_id\nU1,EX,V,L-1,M,10,civil,CU,DE,no,2025-01-01,E\n",
    "licences": "licence_no,kind,instrument,holder_id,entries,end_user_ids,end_use,quantity,unit,value,currency,from,"
    "until,freight_mode,order_no\n"
    "L-1,single,mofcom-2025-61,EX,part2.I.3,CU,civil,10,kg,9000,USD,2025-01-01,2026-12-31,sea,O\n",
    "facts": "subject,attribute,value,unit,evidence_id,as_of\n"
    "shipment:S1/1,exporter_knows_end_use,yes,1,E,2025-12-01\n",
}
"""Every optional column of every table that enters the answers, filled somewhere."""
ELSEWHERE = frozenset(("sources", "parameters", "units", "activities", "positions"))
"""Tables that do not enter the answers about goods, or are choices: an unreadable house position is no position."""
ROWS = {name: list(csv.DictReader(text.splitlines())) for name, text in TABLES.items()}
Cell = tuple[str, int, str]


def optional_cells() -> list[Cell]:
    """Each optional column of each table where it is filled, once per row: what can be made unreadable."""
    return [
        (table, number, column)
        for table, rows in ROWS.items()
        for number, row in enumerate(rows)
        for column, text in row.items()
        if text and not SCHEMA[table].by_name[column].required
    ]


@cache
def run(spoilt: Cell | None = None) -> Assessment:
    """Assess the portfolio, one of its cells made unreadable; once for each cell."""
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


def verdicts(found: Assessment) -> dict[str, set[Verdict]]:
    return {line.shipment_id: set(line.determination.possible) for line in found.lines}


def test_every_optional_column_is_filled_somewhere_and_every_line_is_settled() -> None:
    filled = {(table, column) for table, _, column in optional_cells()}
    wanted = {(t, c.name) for t, s in SCHEMA.items() if t not in ELSEWHERE for c in s.columns if not c.required}
    assert wanted <= filled
    assert {len(possible) for possible in verdicts(run()).values()} == {1}
    assert len(set(map(frozenset, verdicts(run()).values()))) == 2


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(optional_cells()))
def test_t3_an_unreadable_cell_never_narrows_the_verdicts(cell: Cell) -> None:
    sound, spoilt = verdicts(run()), run(cell)
    for shipment, possible in verdicts(spoilt).items():
        assert possible >= sound[shipment], (cell, shipment)
    unjudged = len(sound) - len(spoilt.lines)
    assert unjudged == spoilt.not_judged
    assert [i for i in spoilt.issues if i.code == "cell_too_long" and i.row == cell[1] + 2 and i.column == cell[2]]


@pytest.mark.parametrize(
    ("cell", "shipment"),
    [
        (("contents", 0, "mass_kg"), "S1"), (("parts", 1, "composition"), "S2"), (("classes", 0, "composition"), "S3"),
        (("profiles", 0, "mass_fraction"), "S4"),
    ],
)  # fmt: skip
def test_a_cell_that_matters_and_cannot_be_read_unsettles_its_line(cell: Cell, shipment: str) -> None:
    assert verdicts(run(cell))[shipment] > verdicts(run())[shipment]


def test_a_supplier_that_cannot_be_read_costs_nothing() -> None:
    assert [line.determination.possible for line in run(("parts", 0, "supplier_id")).lines] == [
        line.determination.possible for line in run().lines
    ]


def test_a_part_that_was_set_aside_is_not_called_undescribed() -> None:
    said = [i.message for i in run(("parts", 0, "control_entries")).issues if i.code == "unknown_part"]
    assert any("its own row was set aside (parts row 2)" in message for message in said)
    assert not any("described nowhere" in message for message in said)
