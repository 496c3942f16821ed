"""T3 on whole portfolios: what fills one blank cell narrows the answers of every line, or stays within them."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from hypothesis import given, note, settings
from hypothesis import strategies as st

from monazite import wiring
from monazite.model.dates import Moment
from monazite.services.assess import Options

Cell = tuple[str, int, str]

TABLES = {
    "parts": "part_id,kind,unit,composition,control_entries,unit_value,currency,price_per,mass_kg,made_in,origin\n"
    "M,material,kg,complete,part2.I.3;1C905.a.4,100,USD,1,1,JP,JP\n"
    "A,assembly,pc,complete,none,500,USD,1,9,JP,JP\nK,material,kg,complete,part1.2;1C905.a.1,900,USD,1,1,CN,CN\n",
    "bom": "parent_id,child_id,quantity,unit,per_quantity,scrap\nA,M,2,g,1,0.1\n",
    "contents": "part_id,entry,form,mass_kg,value,currency,origin,reduced_in,separated_in,mined_in\n"
    "M,part1.2,metal,,0.3,USD,CN,CN,CN,CN\n",
    "technologies": "part_id,activity,origin\nM,magnet_making,JP\nA,none,\nK,separation,CN\n",
    "parties": "party_id,name,country,nationality,military,screened_on,no_listed_owner\n"
    "EX,Maker,JP,JP,no,2026-01-01,yes\nCU,Buyer,DE,DE,no,2026-01-01,yes\nIM,Importer,US,US,no,2026-01-01,yes\n"
    "CN,Smelter,CN,CN,no,2026-01-01,yes\n",
    "shipments": "shipment_id,date,kind,part_id,quantity,unit,unit_value,currency,price_per,from_country,to_country,"
    "movement,exporter_id,importer_id,end_user_ids,end_use\n"
    "S1,2025-12-05,goods,M,1,kg,95,USD,1,JP,DE,export,EX,IM,CU,civil\n"
    "S2,2025-12-05,goods,A,1,pc,500,USD,1,JP,DE,export,EX,IM,CU,civil\n"
    "S3,2025-12-05,goods,K,1,kg,900,USD,1,CN,DE,export,CN,IM,CU,civil\n",
    "roles": "shipment_id,line,party_id,role\nS1,1,IM,buyer\n",
    "undertakings": "undertaking_id,giver_id,part_ids,quantity,use_stated,territory,no_retransfer,given_on\n"
    "U1,EX,M,10,civil,DE,yes,2025-01-01\n",
}
ROWS = {name: list(csv.DictReader(text.splitlines())) for name, text in TABLES.items()}

#: Columns in which a blank means something (docs/portfolio.md), so that filling it says something else.
MEANT: Mapping[tuple[str, str], str] = {
    ("parts", "unit"): "the base unit is pc, of materials kg",
    ("bom", "unit"): "the base unit of the child",
    ("bom", "per_quantity"): "one parent",
    ("bom", "scrap"): "no scrap",
    ("shipments", "unit"): "the base unit of the part",
    ("shipments", "movement"): "export",
    ("shipments", "kind"): "goods, where a part is shipped",
    ("shipments", "date"): "a line without a day is not judged",
    ("shipments", "importer_id"): "the end users import themselves, until someone else is named",
    ("shipments", "unit_value"): "the line supplies no value of its own: another basis widens the hull (N3)",
    ("parts", "unit_value"): "the part supplies no value of its own: another basis widens the hull (N3)",
    ("contents", "origin"): "follows from reduced_in and the feed, which a stated origin displaces",
    ("contents", "separated_in"): "the origin of the feed is then mined_in",
    ("roles", "line"): "every line of the shipment",
}  # fmt: skip
#: What else a cell may be filled with.
OTHERS: Mapping[str, tuple[str, ...]] = {
    "composition": ("partial",),
    "control_entries": ("none", "part1.2", "part2.I.parts", "1C905.a.4"),
    "unit_value": ("1", "100000"),
    "currency": ("EUR",),
    "price_per": ("100", "1000"),
    "mass_kg": ("0.01", "50"),
    "made_in": ("CN", "KR"),
    "origin": ("CN", "JP", "AU"),
    "reduced_in": ("JP",),
    "separated_in": ("AU",),
    "mined_in": ("AU",),
    "form": ("oxide", "alloy"),
    "value": ("0", "50"),
    "country": ("CN", "US", "JP"),
    "nationality": ("CN", "US"),
    "military": ("yes",),
    "no_listed_owner": ("no",),
    "from_country": ("CN", "DE", "HK"),
    "to_country": ("CN", "JP", "US", "HK"),
    "exporter_id": ("CN", "EX"),
    "end_user_ids": ("CU;IM", "IM", "unknown"),
    "end_use": ("military", "disaster_relief", "wmd", "logic_chip:7"),
    "quantity": ("5", "100"),
    "no_retransfer": ("no",),
    "giver_id": ("CN",),
    "given_on": ("2030-01-01",),
}
CELLS: list[Cell] = [
    (table, number, column)
    for table, rows in ROWS.items()
    for number, row in enumerate(rows)
    for column, text in row.items()
    if text
    and column not in ("part_id", "parent_id", "child_id", "party_id", "shipment_id", "undertaking_id", "name", "role")
    and (column, table) not in (("entry", "contents"), ("activity", "technologies"), ("quantity", "bom"))
    and (table, column) not in MEANT
]  # fmt: skip


def answers(cells: Mapping[Cell, str]) -> dict[str, tuple[set[str], set[str]]]:
    """Possible verdicts, and possible verdicts were all in force, by line; ``cells`` says what stands in some cells."""
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in ROWS.items():
            with (Path(folder) / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                for number, row in enumerate(rows):
                    writer.writerow({column: cells.get((name, number, column), text) for column, text in row.items()})
        chosen = Options(date(2026, 11, 22), known_at=Moment.parse("2025-10-15"))
        lines = wiring.assessor(Path(folder), chosen).run().lines
    return {
        line.shipment_id: ({*line.determination.possible}, {*line.determination.underlying_possible}) for line in lines
    }


@st.composite
def fillings(draw: st.DrawFn) -> tuple[Cell, str, list[Cell]]:
    """(a blank cell, what fills it, other cells that stay blank)."""
    cell = draw(st.sampled_from(CELLS))
    table, number, column = cell
    text = draw(st.sampled_from((ROWS[table][number][column], *OTHERS.get(column, ()))))
    return cell, text, draw(st.lists(st.sampled_from(CELLS), max_size=2))


@settings(max_examples=40, deadline=None)
@given(fillings())
def test_a_filled_cell_never_leaves_the_answers_that_its_blank_allowed(case: tuple[Cell, str, list[Cell]]) -> None:
    """Where a blank means something, its reason stands in `MEANT`."""
    cell, text, others = case
    blank = dict.fromkeys([*others, cell], "")
    before, after = answers(blank), answers({**blank, cell: text})
    note(f"{cell} = {text!r}, blank {others}: {before} -> {after}")
    assert before.keys() == after.keys()
    for line, (verdicts, below) in after.items():
        assert verdicts <= before[line][0], line
        assert below <= before[line][1], line
