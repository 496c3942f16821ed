"""The sheet "Worksheet": every formula, reckoned by somebody else, gives what was decided on exact fractions."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.reporting.sheet_reckoner import Reckoner, Value, number
from tests.services.fleet import fleet, part

from monazite import wiring
from monazite.model.ledger import LedgerRow
from monazite.reporting.ledger_words import side_words
from monazite.reporting.workbook import contents, write_workbook
from monazite.reporting.worksheet import blocks
from monazite.services.assess import Options
from monazite.services.assessment import Assessment

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
CLOSE = 1e-12
PRICES = "entry,form,basis,price_per_kg,currency,date,source\n"


def sheets(found: Assessment, folder: Path) -> tuple[Worksheet, Worksheet]:
    """The sheet with its formulas, and with the values that were stored beside them."""
    path = folder / "book.xlsx"
    write_workbook(contents(found), path)
    return openpyxl.load_workbook(path)["Worksheet"], openpyxl.load_workbook(path, data_only=True)["Worksheet"]


def labelled(sheet: Worksheet) -> list[dict[str, int]]:
    """For every block of the sheet: the row of each label."""
    found: list[dict[str, int]] = []
    for number_ in range(1, sheet.max_row + 1):
        label = sheet.cell(number_, 1).value
        if sheet.cell(number_ + 1, 1).value and str(sheet.cell(number_ + 1, 1).value).startswith("amounts in "):
            found.append({})
        elif found and label:
            found[-1].setdefault(str(label).split(":")[0].split(",")[0], number_)
    return found


def near(found: Value, exact: Fraction) -> bool:
    """Whether a cell lies within the last digits of an exact amount."""
    return abs(number(found) - float(exact)) <= CLOSE * max(abs(float(exact)), 1e-6)


def agree(found: Assessment, folder: Path) -> list[LedgerRow]:
    """Reckon every formula of the sheet and compare it with what is stored, and with the ledger; the rows compared."""
    sheet, stored = sheets(found, folder)
    reckoner = Reckoner(sheet)
    formulas = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    for name in formulas:
        value, beside = reckoner.cell(name), stored[name].value
        if isinstance(beside, str):
            assert value == beside, name
        else:
            assert near(value, Fraction(str(beside))), name
    rows = [block.row for block in blocks(found)]
    places = labelled(sheet)
    assert len(places) == len(rows)
    for row, at in zip(rows, places, strict=True):
        assert near(reckoner.cell(f"J{at['N']}"), row.low_n)
        if row.high_n is not None:
            assert near(reckoner.cell(f"K{at['N']}"), row.high_n)
        if row.high_v is not None:
            assert near(reckoner.cell(f"J{at['V']}"), row.low_v)
            assert near(reckoner.cell(f"K{at['V']}"), row.high_v)
        if row.headroom is not None:
            assert near(reckoner.cell(f"K{at['headroom']}"), row.headroom)
            assert reckoner.cell(f"B{at['side']}") == side_words(row)
        said = "side, as decided on exact fractions"
        decided = next(n for n in range(at["side"], sheet.max_row + 1) if sheet.cell(n, 1).value == said)
        assert sheet.cell(decided, 2).value == side_words(row)
    return rows


@pytest.mark.parametrize(("name", "pairs"), [("odyssey_drone", 4), ("ev_motors", 8)])
def test_every_formula_of_an_example_gives_the_answer(name: str, pairs: int, tmp_path: Path) -> None:
    found = wiring.assessor(EXAMPLES / name, Options(date(2026, 11, 23))).run()
    rows = [row for row in agree(found, tmp_path) if row.high_n]
    assert len(rows) >= pairs
    assert {row.side.value for row in rows} >= {"across"}


def made(folder: Path, **tables: str) -> Assessment:
    """Two products: metals at two prices, values in another currency and as a range, a part that nobody described."""
    parts = part("P") + part("Q") + part("M", "2", "") + part("N", "5")
    contents = "part_id,entry,mass_kg_low,mass_kg_high,value,currency,origin\n"
    contents += "N,part1.2,0.0001,0.0002,,,CN\nN,part1.4,0.00001,0.00005,,,CN\nN,part1.1,,,0.01,USD,\n"
    prices = PRICES + "dysprosium,metal,market,400,EUR,2025,a\ndysprosium,metal,spot,900,USD,2026,b\n"
    prices += "terbium,oxide,market,1010,USD,2025,c\nterbium,oxide,spot,4000,USD,2026,d\n"
    values = "part_id,basis,value_low,value_high,currency,price_per,date\n"
    values += "P,standard_cost,90,100,EUR,1,2026\nP,list,300,400,USD,1,2026\nQ,list,20000,20000,USD,1,2026\n"
    of = fleet(
        folder, parts, "P,M,1\nP,N,2\nQ,M,1\nQ,N,1\n", contents=contents, prices=prices, values=values,
        rates="base,quote,rate,date\nEUR,USD,1.1,2026-01-05\n", **tables,
    )  # fmt: skip
    return of.run()


def test_currencies_ranges_and_what_nobody_described_are_in_the_formulas(tmp_path: Path) -> None:
    rows = agree(made(tmp_path), tmp_path)
    assert len(rows) == 6
    assert any(rate.base == "EUR" for row in rows for rate in row.rates)
    assert any(piece.entry == "*" for row in rows for piece in row.pieces)


def test_where_each_entry_is_read_by_itself_the_sheet_takes_the_largest(tmp_path: Path) -> None:
    chosen = "reading,choice,decided_by,on\nnumerator,each_entry,counsel,2026-01-05\n"
    rows = agree(made(tmp_path, positions=chosen), tmp_path)
    assert {row.joint for row in rows} == {"largest"}


def test_texts_that_look_like_formulas_stay_texts(tmp_path: Path) -> None:
    """A name, a source or a basis is never reckoned, however it begins."""
    evil = "=HYPERLINK(0)"
    parts = part("P", "100").replace("P,P,", f"P,{evil},") + part("N", "5")
    prices = PRICES + f"dysprosium,metal,@SUM(A1),400,USD,2025,{evil}\n"
    contents = "part_id,entry,mass_kg,origin\nN,part1.2,0.0001,CN\n"
    found = fleet(tmp_path, parts, "P,N,1\n", contents=contents, prices=prices).run()
    agree(found, tmp_path)
    sheet, _ = sheets(found, tmp_path)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    evils = [cell for cell in cells if evil in str(cell.value) or "@SUM" in str(cell.value)]
    assert len(evils) >= 2
    assert {cell.data_type for cell in evils} == {"s"}
