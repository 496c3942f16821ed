"""Which substance a price or profile is about, and in what a part counts."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from tests.services.small import TABLES, assessor, write

from monazite.model.bounds import Bounds
from monazite.model.dates import Moment
from monazite.model.determination import Verdict
from monazite.services.assess import Assessor
from monazite.services.evidence import EvidenceBook
from monazite.services.supply_input import SupplyReading
from monazite.supply.graph import SupplyInput

PRICE = "{column},form,basis,price_per_kg,currency,date\n{of},metal,list,900,USD,2025\n"
BY_MASS = "part_id,entry,form,mass_kg,origin\nM,part1.2,metal,0.0001,CN\n"
PARTS = "part_id,name,{columns}\nA,motor,{a}\nC,child,{c}\n"


def made(folder: Path, **tables: str) -> Assessor:
    written = write(folder, "2025-12-05", "2026-01-01", **tables)
    return assessor(written, known_at=Moment.parse("2025-10-15"))


def supply(folder: Path, **tables: str) -> tuple[SupplyInput, set[str]]:
    portfolio = made(folder, **tables).portfolio
    reading = SupplyReading(portfolio, EvidenceBook(portfolio))
    return reading.read(), {issue.code for issue in reading.issues}


@pytest.mark.parametrize(("column", "of"), [("entry", "part1.2"), ("entry", "Dy"), ("element", "dysprosium")])
def test_a_price_by_element_and_form_is_the_price_of_the_entry(tmp_path: Path, column: str, of: str) -> None:
    """0.1 g of metal at 900 a kilogram is 0.09 in 100: below one in a thousand."""
    bare = made(tmp_path / "bare", contents=BY_MASS).run().lines[0].determination
    found = made(tmp_path / "priced", contents=BY_MASS, prices=PRICE.format(column=column, of=of)).run()
    assert bare.verdict is Verdict.UNDETERMINED
    assert found.lines[0].determination.verdict is Verdict.NO_LICENCE_REQUIRED
    assert "price_substance_unknown" not in {issue.code for issue in found.issues}


@pytest.mark.parametrize("column", ["entry", "element"])
def test_a_profile_by_element_holds_that_element(tmp_path: Path, column: str) -> None:
    read, _ = supply(tmp_path, profiles=f"profile,{column},form,mass_fraction\nN42,Dy,metal,0.04\n")
    assert [(line.entry, line.form) for line in read.profiles] == [("Dy", "metal")]


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("prices", "entry,element,form,basis,price_per_kg,currency,date\npart1.2,Tb,metal,list,1,USD,2025\n"),
        ("profiles", "profile,entry,element,form,mass_fraction\nN42,part1.2,Tb,metal,0.04\n"),
    ],
)
def test_a_row_about_two_substances_is_about_none(tmp_path: Path, table: str, text: str) -> None:
    portfolio = made(tmp_path, **{table: text}).portfolio
    assert [(i.table, i.row, i.column) for i in portfolio.issues if i.code == "both_given"] == [(table, 2, "element")]
    reading = SupplyReading(portfolio, EvidenceBook(portfolio)).read()
    assert [(price.entry, price.lost) for price in reading.prices] == [("", True)] * (table == "prices")
    assert reading.profiles == ()


def test_a_substance_stated_twice_alike_is_stated_once(tmp_path: Path) -> None:
    read, _ = supply(tmp_path, profiles="profile,entry,element,form,mass_fraction\nN42,Dy,dysprosium,metal,0.04\n")
    assert [line.entry for line in read.profiles] == ["Dy"]


@pytest.mark.parametrize("quantity_unit", ["pc", "kg", "g"])
def test_a_part_of_unknown_kind_and_unit_counts_in_nobody_knows_what(tmp_path: Path, quantity_unit: str) -> None:
    parts = PARTS.format(columns="kind", a="assembly", c="")
    bom = f"parent_id,child_id,quantity,unit\nA,C,2,{quantity_unit}\n"
    read, codes = supply(tmp_path, parts=parts, bom=bom)
    assert {part.part_id: part.unit for part in read.parts} == {"A": "pc", "C": ""}
    assert read.bom[0].quantity == Bounds(Fraction(0), None)
    assert "unit_open" in codes


def test_without_a_unit_in_the_line_the_unit_of_the_child_does_not_matter(tmp_path: Path) -> None:
    parts = PARTS.format(columns="kind", a="assembly", c="")
    read, codes = supply(tmp_path, parts=parts, bom="parent_id,child_id,quantity\nA,C,2\n")
    assert (read.bom[0].quantity, "unit_open" in codes) == (Bounds.exactly(2), False)


@pytest.mark.parametrize(
    ("kind", "unit", "mass", "meant"),
    [
        ("material", "", "", "kg"), ("part", "", "", "pc"), ("", "m", "", "m"), ("", "", "0.05", "pc"),
        ("", "", "1", ""), ("", "", "", ""), ("material", "", "0.05", "kg"),
    ],
)  # fmt: skip
def test_what_says_in_what_a_part_counts(tmp_path: Path, kind: str, unit: str, mass: str, meant: str) -> None:
    """A part of 50 g is not counted in kilograms, whatever it is."""
    parts = PARTS.format(columns="kind,unit,mass_kg", a="assembly,pc,", c=f"{kind},{unit},{mass}")
    read, _ = supply(tmp_path, parts=parts)
    assert [part.unit for part in read.parts if part.part_id == "C"] == [meant]


def test_a_mass_fraction_of_what_has_no_kind_unit_or_mass_is_open_and_of_a_material_it_is_not(tmp_path: Path) -> None:
    contents = "part_id,entry,form,mass_fraction,origin\nM,part1.2,metal,0.0001,CN\n"
    tables = {"contents": contents, "prices": PRICE.format(column="entry", of="part1.2")}
    material = made(tmp_path / "material", **tables).run().lines[0].determination
    blank = TABLES["parts"].replace(",material,", ",,")
    open_kind = made(tmp_path / "blank", parts=blank, **tables).run().lines[0].determination
    assert material.verdict is Verdict.NO_LICENCE_REQUIRED
    assert set(open_kind.possible) > set(material.possible)


@pytest.mark.parametrize("notice", ["25-13", "mofcom-2026-23", "cl", "cl-", "xcl-2026-23"])
def test_a_notice_of_no_list_is_refused_and_its_party_is_not_cleared(tmp_path: Path, notice: str) -> None:
    clear = made(tmp_path / "sound").run().lines[0].determination
    found = made(tmp_path / "faulty", listings=f"party_id,designation\nCU,{notice}\n").run()
    [issue] = [i for i in found.issues if i.code == "bad_notice_id"]
    assert (issue.row, issue.column, issue.subject) == (2, "designation", "party:CU")
    assert "unknown_notice" not in {i.code for i in found.issues}
    assert set(found.lines[0].determination.review) > set(clear.review)


@pytest.mark.parametrize("notice", ["cl-2099-99", "WL-2099-99", "uel-2099-99"])
def test_an_unheard_of_notice_of_the_three_lists_stays_a_listing(tmp_path: Path, notice: str) -> None:
    found = made(tmp_path, listings=f"party_id,designation\nCU,{notice}\n").run()
    codes = {i.code for i in found.issues}
    assert "unknown_notice" in codes
    assert "bad_notice_id" not in codes
