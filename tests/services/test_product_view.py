"""The product matrix: which parts are products, towards which destinations, limb by limb."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.services.fleet import fleet, part

from monazite.model.determination import Verdict
from monazite.model.truth import Truth
from monazite.services.limbs import LIMBS, limb_verdict
from monazite.services.product_view import DESTINATIONS, products_of
from monazite.services.tables import Portfolio, Row, Table

DAY = date(2026, 11, 22)


def portfolio(parts: str, lines: list[tuple[str, str]], *rows: Row) -> Portfolio:
    """Parts by their letters, lines of the bill of materials, and rows of `bom` that say more."""
    table = [Row("parts", n, {"part_id": one}, {}) for n, one in enumerate(parts, start=2)]
    bom = [Row("bom", n, {"parent_id": a, "child_id": b}, {}) for n, (a, b) in enumerate(lines, start=2)]
    return Portfolio("p", {"parts": Table("parts", rows=table), "bom": Table("bom", rows=[*bom, *rows])}, (), "")


def test_a_product_is_what_goes_into_no_other_part() -> None:
    assert products_of(portfolio("ABC", [("A", "B"), ("B", "C")]), DAY) == ("A",)


def test_a_loop_that_nothing_holds_is_a_product_whichever_of_it_leaves() -> None:
    assert products_of(portfolio("ABC", [("A", "B"), ("B", "A"), ("B", "C")]), DAY) == ("A", "B")
    assert products_of(portfolio("A", [("A", "A")]), DAY) == ("A",)


def test_a_part_whose_parent_no_row_describes_is_not_lost_with_it() -> None:
    assert products_of(portfolio("B", [("GHOST", "B")]), DAY) == ("GHOST",)


def test_a_by_product_and_a_line_of_another_day_hold_nothing() -> None:
    out = Row("bom", 9, {"parent_id": "A", "child_id": "B", "by_product": True}, {})
    past = Row("bom", 10, {"parent_id": "A", "child_id": "C", "valid_to": date(2026, 11, 21)}, {})
    to_come = Row("bom", 11, {"parent_id": "A", "child_id": "D", "valid_from": date(2026, 11, 23)}, {})
    today = Row("bom", 12, {"parent_id": "A", "child_id": "E", "valid_from": DAY, "valid_to": DAY}, {})
    assert products_of(portfolio("ABCDE", [], out, past, to_come, today), DAY) == ("A", "B", "C", "D")


@given(st.lists(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("ABCDEF")), max_size=12))
def test_every_part_is_a_product_or_inside_one(lines: list[tuple[str, str]]) -> None:
    """No part is missing from the matrix and from everything in it."""
    reached = set(products_of(portfolio("ABCDEF", lines), DAY))
    for _ in lines:
        reached |= {child for parent, child in lines if parent in reached}
    assert reached == set("ABCDEF")


def test_a_row_that_could_not_be_read_is_a_product_of_which_nothing_is_known(tmp_path: Path) -> None:
    found = fleet(tmp_path, part("P", "100") + part("P", "200") + part("Q", "100")).run()
    assert [product.part_id for product in found.products] == ["Q", "P"]
    lost = found.products[1]
    assert {cell.group: cell.determination.verdict for cell in lost.cells}["abroad"] is Verdict.UNDETERMINED


def test_every_product_is_answered_for_every_group_limb_by_limb(tmp_path: Path) -> None:
    found = fleet(tmp_path, part("P", "100") + part("M", "5", ""), "P,M,1\n").run()
    (product,) = found.products
    assert [cell.group for cell in product.cells] == list(DESTINATIONS)
    for cell in product.cells:
        assert [limb.limb for limb in cell.limbs] == list(LIMBS)
    abroad, _, china = product.cells
    value = next(limb for limb in abroad.limbs if limb.limb == "value")
    assert value.truth is Truth.UNKNOWN
    assert "item.contents" in value.open
    assert all(limb.truth is Truth.FALSE for limb in china.limbs)  # art. 1 is for destinations other than China
    assert {limb_verdict(limb) for limb in china.limbs} == {(Verdict.NO_LICENCE_REQUIRED,)}


def test_a_product_without_contents_is_met_by_no_limb(tmp_path: Path) -> None:
    found = fleet(tmp_path, part("P", "100") + part("M", "5"), "P,M,1\n").run()
    (product,) = found.products
    value = next(limb for limb in product.cells[0].limbs if limb.limb == "value")
    assert (value.truth, value.open) == (Truth.FALSE, ())


def test_the_lines_of_a_product_are_marked_as_nobodys_shipments(tmp_path: Path) -> None:
    of = fleet(tmp_path, part("P", "100"))
    situation = of.situation("P/abroad")
    assert situation is not None
    fact = situation.facts["exporter.country"]
    assert "no shipment is stated" in str(fact.source)


def test_a_portfolio_with_shipments_has_no_product_matrix(tmp_path: Path) -> None:
    lines = "shipment_id,date,kind,part_id,from_country,to_country\nS1,2026-11-22,goods,P,JP,DE\n"
    assert fleet(tmp_path, part("P", "100"), shipments=lines).run().products == ()
