"""The roll-up against sums done by hand (rules N1 to N8)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from tests.supply.portfolio import DY, DY_OXIDE, DYFE, P2, TB, content, line, num, part, price, roll, span, value

from monazite.model.bounds import Bounds
from monazite.model.citation import Confidence
from monazite.model.share import Lens, Pin, ShareView
from monazite.model.truth import Truth
from monazite.supply.graph import ProfileLine, Rate
from monazite.supply.rollup import RollUp

T = Fraction("0.001")
ANY_ORIGIN = Lens(numerator_origin="all_part1")


def view(of: RollUp, part_id: str, lens: Lens | None = None, **pins: Pin) -> ShareView:
    names = {name.replace("__", "."): pin for name, pin in pins.items()}
    return of.share(part_id).view(lens or Lens(), names)


def codes(of: RollUp) -> list[str]:
    return sorted(issue.code for issue in of.issues)


# --- the drone, by hand ---------------------------------------------------------------------------


def drone() -> RollUp:
    dy = span("0.000018867924528301888", "0.006792452830188679")
    tb = span("0.00000001941509433962264", "0.00037471698113207547")
    return roll(
        part("DRONE"),
        part("MOTOR", mass_kg=span("0.052")),
        part("REST"),
        line("DRONE", "MOTOR", 4),
        line("DRONE", "REST"),
        content("MOTOR", DY, mass_fraction=dy),
        content("MOTOR", TB, mass_fraction=tb),
        value("DRONE", "560.50"),
        value("MOTOR", 22),
        price("dysprosium", 239, "oxide", "usgs_average"),
        price("terbium", 1010, "oxide", "usgs_average"),
        price("dysprosium", 960, "oxide", "europe_spot", date="2026-02"),
        price("terbium", 4000, "oxide", "europe_spot", date="2026-02"),
    )


def percent(of: RollUp, part_id: str, basis: str) -> tuple[float, float]:
    """Any-origin share of a part on one price basis, in percent."""
    found = of.values(part_id, basis, "USD", any_origin=True)
    worth = of.share(part_id).value
    assert found.high is not None
    assert worth is not None
    return float(found.low / worth.low * 100), float(found.high / worth.low * 100)


def test_drone_and_motor_by_hand() -> None:
    of = drone()
    assert percent(of, "DRONE", "usgs_average") == pytest.approx((0.000193, 0.0857), rel=0.01)
    assert percent(of, "DRONE", "europe_spot")[1] == pytest.approx(0.343, rel=0.01)
    assert percent(of, "MOTOR", "usgs_average") == pytest.approx((0.00123, 0.5456), rel=0.01)
    assert percent(of, "MOTOR", "europe_spot")[1] == pytest.approx(2.19, rel=0.01)


def test_drone_is_clear_on_one_basis_and_open_on_the_other() -> None:
    of = drone()
    share = of.share("DRONE", threshold=T)
    assert share.view(Lens(), {}).low_n == 0
    by_basis = {basis.price_basis: basis for basis in share.by_basis}
    usgs, spot = by_basis["usgs_average"], by_basis["europe_spot"]
    assert usgs.high_n is not None
    assert spot.high_n is not None
    assert usgs.high_n < T * usgs.low_v
    assert spot.high_n > T * spot.low_v
    assert usgs.flip == "crosses 0.1 % when dysprosium oxide costs 288.57 USD/kg or more (now 239)"
    assert spot.flip == "surely below 0.1 % when dysprosium oxide costs less than 119.52 USD/kg (now 960)"
    assert share.questions == ("item.contents.origin", "item.contents.value")
    assert share.view(Lens(), {}).reaches(T) is Truth.UNKNOWN
    assert share.view(Lens(), {"item.contents.origin": Pin.LOW}).reaches(T) is Truth.FALSE
    assert share.confidence is Confidence.INFERRED
    assert share.tight
    assert {leaf.label for leaf in share.leaves} == {"MOTOR"}
    assert of.share("MOTOR").view(Lens(), {}).reaches(T) is Truth.UNKNOWN


def test_a_basis_dated_after_the_day_is_not_used() -> None:
    of = drone()
    early = RollUp(of.supply, of.scope, date(2025, 12, 5))
    assert early.bases == ("usgs_average",)
    assert early.share("DRONE").view(Lens(), {}).reaches(T) is Truth.FALSE


# --- exactness ------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["", "0.0000000001"])
def test_n1_exactly_at_the_threshold(missing: str) -> None:
    """0.1 % in decimals that floats cannot hold is reached; a ten-billionth less is not."""
    third = num("0.1") + num("0.2")
    mass = third - num(missing or 0) * third
    of = roll(
        part("A"),
        part("B"),
        line("A", "B", Bounds.exactly(Fraction(7, 3))),
        content("B", DY, Bounds.exactly(mass), origin="CN"),
        price(DY, "1"),
        value("A", Bounds.exactly(third * 1000 * Fraction(7, 3))),
    )
    assert view(of, "A").reaches(T) is (Truth.FALSE if missing else Truth.TRUE)


# --- N2, N3: zero, prices, rates, bases -----------------------------------------------------------


def test_n2_a_value_of_zero_is_unknown() -> None:
    of = roll(part("A"), content("A", DY, "1", origin="CN"), price(DY, 10), value("A", 0))
    assert of.share("A").value is None
    assert view(of, "A").reaches(T) is Truth.UNKNOWN
    assert view(of, "A", item__unit_value=Pin.HIGH).reaches(T) is Truth.FALSE
    assert codes(of) == ["zero_value"]
    free = roll(part("A", free_issue=True), value("A", 0))
    assert codes(free) == []


def test_n3_price_missing_leaves_the_value_open() -> None:
    of = roll(part("A"), content("A", DYFE, "1", origin="CN"), price(DY, 10), value("A", 50))
    found = view(of, "A")
    assert (found.low_n, found.high_n, found.contains) == (num(0), num(50), Truth.TRUE)
    assert of.share("A").questions == ("item.contents.value",)
    assert codes(of) == ["price_missing"]


def test_n3_newest_price_of_a_basis_and_zero_prices() -> None:
    of = roll(
        part("A"),
        content("A", DY, "1", origin="CN"),
        price(DY, 10, date="2024"),
        price(DY, 20, date="2026-05-31"),
        price(DY, 99, date="2026-06-02"),
        price(DY, 0, basis="broken"),
        value("A", 50),
    )
    found = view(of, "A")
    assert (found.low_n, found.high_n) == (num(20), num(20))
    assert codes(of) == ["zero_price"]


def test_n3_a_missing_rate_is_never_one() -> None:
    records = part("A"), content("A", DY, "1", origin="CN"), price(DY, 10, currency="EUR"), value("A", 50)
    of = roll(*records)
    assert (view(of, "A").low_n, view(of, "A").high_n) == (num(0), num(50))
    assert codes(of) == ["rate_missing"]
    with_rate = roll(*records, Rate("USD", "EUR", num("0.8"), "2026-01-01"))
    assert view(with_rate, "A").low_n == num("12.5")
    assert codes(with_rate) == []


def test_n3_value_bases_make_a_hull() -> None:
    of = roll(
        part("A"),
        content("A", DY, "1", origin="CN"),
        price(DY, 10),
        value("A", 20000, "list"),
        value("A", 5000, "invoice"),
    )
    share = of.share("A")
    assert share.value == span(5000, 20000)
    assert share.questions == ("item.unit_value",)
    assert share.view(Lens(), {}).reaches(T) is Truth.UNKNOWN
    assert [basis.value_basis for basis in share.by_basis] == ["invoice", "list"]
    invoice = of.share("A", values=(value("A", 5000, "invoice"),))
    assert invoice.view(Lens(), {}).reaches(T) is Truth.TRUE


def test_metal_takes_the_price_of_its_oxide() -> None:
    of = roll(
        part("A"), content("A", "dysprosium", "1", form="metal", origin="CN"), price(DY_OXIDE, 100), value("A", 999)
    )
    assert view(of, "A").low_n == num("114.77")
    assert of.share("A").confidence is Confidence.INFERRED


# --- N4, N5: caps and residuals -------------------------------------------------------------------


def test_n5_a_part_of_unstated_composition_may_be_worth_its_value_in_part1() -> None:
    of = roll(part("A"), part("B", None), line("A", "B", 3), value("A", 100), value("B", 2))
    found = view(of, "A")
    assert (found.low_n, found.high_n, found.contains) == (num(0), num(6), Truth.UNKNOWN)
    assert of.share("A").questions == ("item.contents",)
    assert view(of, "A", item__contents=Pin.LOW).reaches(T) is Truth.FALSE


def test_n4_the_cap_binds_at_inner_nodes() -> None:
    of = roll(
        part("A"),
        part("B"),
        part("C", None),
        line("A", "B", 2),
        line("B", "C", 5),
        value("A", 1000),
        value("B", 4),
        value("C", 3),
    )
    assert view(of, "A").high_n == num(8)  # two B of 4 each, not ten C of 3 each


def test_n4_stated_content_is_not_cut_down() -> None:
    of = roll(
        part("A"),
        part("B"),
        line("A", "B"),
        content("B", DY, "1", origin="CN"),
        price(DY, 10),
        value("B", 4),
        value("A", 99),
    )
    assert view(of, "A").low_n == num(10)
    assert codes(of) == ["content_exceeds_value"]


def test_an_unknown_part_may_hold_up_to_the_value_of_its_parent() -> None:
    of = roll(part("A"), line("A", "GHOST", 2), value("A", 70))
    assert view(of, "A").high_n == num(70)
    assert codes(of) == ["unknown_part"]


def test_a_part_of_unknown_value_and_contents_gives_a_share_between_nothing_and_all() -> None:
    of = roll(part("A", None))
    found = view(of, "A")
    assert (found.low_n, found.high_n, found.low_v) == (num(0), num(1), num(1))


# --- N6: outermost Chinese item, element-only evidence ---------------------------------------------


def test_n6_what_lies_beneath_a_chinese_part1_item_counts_once() -> None:
    alloy = part("ALLOY", unit="kg", control_entries=(DYFE,), origin="CN")
    records = (
        part("A"),
        line("A", "ALLOY", "0.1"),
        content("ALLOY", DY, "0.8", origin="CN"),
        price(DY, 250),
        value("ALLOY", 220),
        value("A", 999),
    )
    of = roll(alloy, *records)
    assert (view(of, "A").low_n, view(of, "A").high_n) == (num(22), num(22))
    assert codes(of) == ["double_declaration"]
    foreign = roll(part("ALLOY", unit="kg", control_entries=(DYFE,), origin="JP"), *records)
    assert view(foreign, "A").low_n == num(20)
    unknown = roll(part("ALLOY", unit="kg", control_entries=(DYFE,)), *records)
    assert (view(unknown, "A").low_n, view(unknown, "A").high_n) == (num(20), num(22))


def test_n6_element_only_evidence_lies_between_nothing_and_the_dearest_form() -> None:
    of = roll(part("A"), content("A", "terbium", "0.003", origin="CN"), price("Tb", 1000, "oxide"), value("A", 100))
    found = view(of, "A")
    assert (found.low_n, found.high_n, found.contains) == (num(0), num("3.5286"), Truth.UNKNOWN)
    assert of.share("A").questions == ("item.contents.value",)
    assert of.share("A").leaves[0].why == "which compound was charged?"
    fluoride = roll(part("A"), content("A", "Tb", "0.003", form="fluoride", origin="CN"), price("Tb", 1000, "oxide"))
    assert view(fluoride, "A").reaches(T) is Truth.FALSE
    assert view(roll(part("A"), content("A", "neodymium", "9", origin="CN")), "A").high_n == 0


def test_readings_of_the_numerator() -> None:
    of = roll(
        part("A"),
        part("MAGNET", control_entries=(f"{P2}.I.3",), origin="CN"),
        line("A", "MAGNET"),
        content("MAGNET", DY, "1", origin="JP"),
        content("MAGNET", TB, "1", origin="CN"),
        price(DY, 30),
        price(TB, 20),
        value("MAGNET", 400),
        value("A", 9999),
    )
    share = of.share("A")
    assert share.readings == {"numerator", "numerator_origin", "numerator_items"}
    assert view(of, "A").low_n == num(20)
    assert view(of, "A", ANY_ORIGIN).low_n == num(50)
    assert view(of, "A", Lens(numerator_origin="all_part1", numerator="each_entry")).low_n == num(30)
    assert view(of, "A", Lens(numerator_items="part1_and_part2")).low_n == num(400)


def test_metal_origin_is_a_reading() -> None:
    of = roll(part("A"), content("A", DY, "1", smelted_in="KR", feed_origin="CN"), price(DY, 30), value("A", 99))
    assert view(of, "A").high_n == 0
    assert view(of, "A", Lens(metal_origin="feed")).low_n == num(30)
    assert "metal_origin" in of.share("A").readings


# --- N7, quantities, totals ------------------------------------------------------------------------


def test_n7_alternates_are_one_of_them() -> None:
    of = roll(
        part("A"),
        part("B"),
        part("C"),
        line("A", "B", alt_group="g"),
        line("A", "C", alt_group="g"),
        content("B", DY, "1", origin="CN"),
        price(DY, 30),
        value("A", 99),
    )
    found = view(of, "A")
    assert (found.low_n, found.high_n, found.contains) == (num(0), num(30), Truth.UNKNOWN)
    assert not of.share("A").tight


def test_rows_of_different_sources_are_alternatives() -> None:
    of = roll(
        part("A"),
        content("A", DY, "1", origin="CN", source_id="S1"),
        content("A", DY, "2", origin="CN", source_id="S2"),
        price(DY, 30),
        value("A", 99),
    )
    assert (view(of, "A").low_n, view(of, "A").high_n) == (num(30), num(60))


def test_effectivity_scrap_per_quantity_and_by_products() -> None:
    of = roll(
        part("A"),
        part("B"),
        line("A", "B", 300, per_quantity=num(100), scrap=span("0.25")),
        line("A", "B", 900, valid_to=date(2026, 5, 31)),
        content("B", DY, "1", origin="CN"),
        price(DY, 1),
        value("A", 99),
    )
    assert (view(of, "A").low_n, view(of, "A").high_n) == (num(3), num(4))
    scrapped = roll(
        part("A"),
        part("B"),
        line("A", "B", 3),
        line("A", "B", 1, by_product=True),
        content("B", DY, "1", origin="CN"),
        price(DY, 1),
        value("A", 99),
    )
    assert (view(scrapped, "A").low_n, view(scrapped, "A").high_n) == (num(2), num(3))


def test_totals_intersect_with_the_children() -> None:
    children = (
        part("A"),
        part("B"),
        line("A", "B", 2),
        content("B", DY, span(1, 3), origin="CN"),
        price(DY, 1),
        value("A", 99),
    )
    assert view(roll(*children, content("A", DY, span(3, 9), origin="CN", scope="total")), "A").low_n == num(3)
    added = roll(*children, content("A", DY, "1", origin="CN", scope="added"))
    assert (view(added, "A").low_n, view(added, "A").high_n) == (num(3), num(7))
    unsaid = roll(*children, content("A", DY, span(3, 5), origin="CN"))
    assert (view(unsaid, "A").low_n, view(unsaid, "A").high_n) == (num(3), num(11))
    housing = roll(
        part("A"), part("B"), line("A", "B"), content("A", DY, "5", origin="CN"), price(DY, 1), value("A", 99)
    )
    assert view(housing, "A").low_n == num(5)  # its complete children exclude that it is their total
    conflict = roll(*children, content("A", DY, "20", origin="CN", scope="total"))
    assert (view(conflict, "A").low_n, view(conflict, "A").high_n) == (num(2), num(20))
    assert "content_conflict" in codes(conflict)


def test_profiles_and_duplicates_and_revisions() -> None:
    of = roll(
        part("A", None, profile="screw"),
        part("B"),
        part("B"),
        part("C", revision="1"),
        part("C", revision="2"),
        part("D"),
        line("D", "C"),
        content("C", DY, "1", origin="CN"),
        ProfileLine("screw", "none", composition="complete"),
        price(DY, 1),
        value("A", 5),
        value("B", 5),
        value("D", 5),
    )
    assert view(of, "A").reaches(T) is Truth.FALSE
    assert view(of, "B").high_n == num(5)
    assert view(of, "D").low_n == num(1)
    assert codes(of) == ["duplicate_part"]


def test_masses_and_charged_quantities() -> None:
    of = roll(
        part("A"), part("B"), line("A", "B", 3), content("B", DY, "2", charged=True), content("B", TB, "1", origin="CN")
    )
    assert of.masses("A") == {DY: span(0, 6), TB: span(3)}
    assert of.masses("A", any_origin=True) == {DY: span(0, 6), TB: span(3)}
