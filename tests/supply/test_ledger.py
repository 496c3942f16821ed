"""The value ledger: rows that agree with the share, headroom on the right side, flip points that are exact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.supply.portfolio import DAY, DY, SCOPE, TB, content, line, num, part, price, roll, span, value

from monazite.model.bounds import Bounds
from monazite.model.ledger import LedgerRow, Side
from monazite.model.share import Lens
from monazite.supply.graph import Rate
from monazite.supply.ledger import ledger
from monazite.supply.rolled_share import RolledShare
from monazite.supply.rollup import RollUp

T = Fraction(1, 1000)
TINY = Fraction(1, 10**12)


def rows(of: RollUp, part_id: str = "A", *lenses: Lens) -> tuple[LedgerRow, ...]:
    return ledger(of.share(part_id), lenses or (Lens(),), T)


def only(of: RollUp, part_id: str = "A") -> LedgerRow:
    (row,) = rows(of, part_id)
    return row


def magnet(*more: object, worth: str | Bounds = "100") -> RollUp:
    """A part worth 100 USD with one to two grams of Chinese dysprosium at 40 USD a kilogram: 0.04 to 0.08 %."""
    contents = content("A", DY, span("0.001", "0.002"), origin="CN")
    return roll(part("A"), contents, price(DY, 40), value("A", worth), *more)


# --- what a row says ------------------------------------------------------------------------------


def test_a_row_by_hand() -> None:
    row = only(magnet())
    assert (row.low_n, row.high_n) == (num("0.04"), num("0.08"))
    assert (row.low_v, row.high_v) == (100, 100)
    assert (row.low, row.high) == (num("0.0004"), num("0.0008"))
    assert row.side is Side.BELOW
    assert row.headroom == num("0.02")
    assert row.headroom_points == num("0.0002")
    assert row.headroom_kg == num("0.0005")
    assert (row.headroom_of, row.headroom_name) == (DY, "dysprosium metal")
    (piece,) = row.pieces
    assert (piece.mass_kg, piece.price) == (span("0.001", "0.002"), span("40"))
    (flip,) = row.flips
    assert (flip.may_reach, flip.surely_reaches) == (50, 100)
    assert (row.value_may_reach, row.value_surely_reaches) == (80, 40)


def test_at_the_line_there_is_no_room_and_it_is_not_below() -> None:
    row = only(magnet(worth="80"))
    assert row.side is Side.ACROSS
    assert row.headroom == 0


def test_a_row_for_every_pair_of_bases() -> None:
    of = magnet(price(DY, 90, basis="spot"), value("A", 30, basis="list"))
    found = {(row.price_basis, row.value_basis): row.side for row in rows(of)}
    assert found == {
        ("market", "cost"): Side.BELOW,
        ("market", "list"): Side.REACHED,
        ("spot", "cost"): Side.ACROSS,
        ("spot", "list"): Side.REACHED,
    }


def test_a_value_basis_of_a_later_day_has_no_row() -> None:
    later = replace(value("A", 1, basis="list"), date="2026-07")
    of = magnet(later)
    assert [row.value_basis for row in rows(of)] == ["cost"]
    assert [row.value_basis for row in rows(RollUp(of.supply, SCOPE, date(2026, 7, 1)))] == ["cost", "list"]


def test_a_value_that_nobody_stated_leaves_no_ratio_and_no_headroom() -> None:
    row = only(roll(part("A"), content("A", DY, "1", origin="CN"), price(DY, 40)))
    assert (row.low_n, row.high_n, row.low_v, row.high_v) == (40, 40, 0, None)
    assert (row.side, row.headroom, row.headroom_points) == (Side.ACROSS, None, None)
    assert row.value_may_reach == row.value_surely_reaches == 40_000


def test_content_that_nobody_described_has_no_weight_and_no_price() -> None:
    of = roll(part("A"), part("B", composition=None), line("A", "B"), value("A", 100), value("B", 2), price(DY, 40))
    row = only(of)
    (piece,) = row.pieces
    assert (piece.name, piece.high, piece.mass_kg) == ("not described", 2, None)
    assert (row.headroom, row.headroom_kg, row.headroom_of) == (num("-1.9"), None, "")


def test_each_entry_by_itself_joins_by_the_largest() -> None:
    of = magnet(content("A", TB, "0.001", origin="CN"), price(TB, 90))
    (row,) = rows(of, "A", Lens(numerator="each_entry"))
    assert (row.joint, row.high_n, row.side) == ("largest", num("0.09"), Side.BELOW)
    assert only(of).side is Side.REACHED


# --- N3: dates, currencies, rates -----------------------------------------------------------------


def test_prices_and_rates_are_the_newest_on_or_before_the_day() -> None:
    of = magnet(
        price(DY, 60, date="2026-03"),
        price(DY, 70, date="2026-05-31"),
        price(DY, 80, date="2026-07"),
        Rate("EUR", "USD", num("1.10"), "2025"),
        Rate("EUR", "USD", num("1.20"), "2026-06-01"),
        Rate("EUR", "USD", num("1.30"), "2026-06-02"),
        value("A", 50, basis="invoice", currency="EUR"),
        value("A", 60, basis="list"),
    )
    found = {row.value_basis: row for row in rows(of)}
    assert {row.price_date for row in found.values()} == {"2026-05-31"}
    invoice = found["invoice"]
    assert (invoice.low_v, invoice.currency) == (60, "USD")
    (rate,) = invoice.rates
    assert (rate.base, rate.quote, rate.rate, rate.date) == ("EUR", "USD", num("1.20"), "2026-06-01")
    assert found["list"].rates == ()


@pytest.mark.parametrize(("day", "per_kg"), [((2025, 1, 1), 40), ((2025, 12, 31), 40), ((2029, 1, 1), 40)])
def test_a_yearly_average_serves_its_year_and_after(day: tuple[int, int, int], per_kg: int) -> None:
    of = magnet()
    (row,) = rows(RollUp(of.supply, SCOPE, date(*day)))
    assert row.pieces[0].price == span(per_kg)


def test_before_its_year_an_average_is_no_price() -> None:
    early = RollUp(magnet().supply, SCOPE, date(2024, 12, 31))
    (row,) = rows(early)
    assert (row.price_basis, row.high_n, row.side) == ("", 100, Side.ACROSS)  # the cap of what is unpriced
    assert "price_missing" in {issue.code for issue in early.issues}


def test_a_missing_rate_is_unknown_and_an_issue_and_never_one() -> None:
    of = roll(
        part("A"), content("A", DY, "0.001", origin="CN"), price(DY, 40), value("A", 100, currency="EUR"),
    )  # fmt: skip
    row = only(of)
    assert (row.currency, row.low_v, row.high_n, row.side) == ("EUR", 100, 100, Side.ACROSS)
    assert "rate_missing" in {issue.code for issue in of.issues}
    late = roll(*_things(of), Rate("EUR", "USD", num("1.25"), "2026-06-02"))
    assert only(late).high_n == 100
    dated = roll(*_things(of), Rate("EUR", "USD", num("1.25"), "2026-06-01"))
    assert only(dated).high_n == num("0.032")


# --- laws -----------------------------------------------------------------------------------------

amounts = st.integers(1, 400).map(lambda n: Fraction(n, 1000))
ranges = st.tuples(amounts, amounts).map(lambda pair: Bounds(min(pair), max(pair)))
origins = st.sampled_from(["CN", "JP", None])
lenses = st.lists(
    st.builds(
        Lens,
        numerator=st.sampled_from(["sum", "each_entry"]),
        numerator_origin=st.sampled_from(["chinese_origin", "all_part1"]),
        metal_origin=st.sampled_from(["smelter", "feed"]),
    ),
    min_size=1,
    max_size=2,
    unique=True,
)


@st.composite
def portfolios(draw: st.DrawFn) -> RollUp:
    """A thing with a part inside, dysprosium and terbium in either, one to two bases of each kind."""
    things: list[object] = [part("A"), part("B", composition=draw(st.sampled_from(["complete", None])))]
    things.append(line("A", "B", Bounds.exactly(draw(st.integers(1, 3)))))
    for owner, entry in draw(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from([DY, TB])), unique=True)):
        things.append(content(owner, entry, draw(ranges), origin=draw(origins), scope="added"))
    for basis in draw(st.sampled_from([["market"], ["market", "spot"]])):
        things += [price(entry, draw(st.integers(1, 900)), basis=basis) for entry in (DY, TB)]
    for basis in draw(st.sampled_from([["cost"], ["cost", "list"], []])):
        worth = draw(ranges)
        things.append(value("A", worth.times(Bounds.exactly(10**5)), basis=basis))
    if draw(st.booleans()):
        things.append(value("B", draw(st.integers(1, 90))))
    return roll(*things)


def _things(of: RollUp) -> Iterable[object]:
    supply = of.supply
    return (*supply.parts, *supply.bom, *supply.contents, *supply.prices, *supply.values)


def _ends(share: RolledShare, lens: Lens) -> tuple[Fraction, Fraction | None]:
    view = share.view(lens, {})
    low = view.low_n / view.high_v if view.high_v else Fraction(0)
    if view.high_n == 0:
        return low, Fraction(0)
    return low, None if view.high_n is None or not view.low_v else view.high_n / view.low_v


@given(portfolios(), lenses)
def test_the_hull_of_the_rows_is_the_share(of: RollUp, looked: list[Lens]) -> None:
    whole = [_ends(of.share("A"), lens) for lens in looked]
    found = ledger(of.share("A"), looked, T)
    assert min(row.low for row in found) == min(low for low, _ in whole)
    highs = [row.high for row in found]
    wanted = [high for _, high in whole]
    if None in wanted or None in highs:
        assert None in wanted
        assert None in highs
    else:
        assert max(high for high in highs if high is not None) == max(high for high in wanted if high is not None)


@given(portfolios(), lenses)
def test_there_is_headroom_exactly_below_the_line(of: RollUp, looked: list[Lens]) -> None:
    for row in ledger(of.share("A"), looked, T):
        if row.headroom is None:
            continue
        assert (row.headroom > 0) == (row.side is Side.BELOW)
        assert row.high_n is not None
        assert row.headroom == T * row.low_v - row.high_n
        assert row.headroom_points == row.headroom / row.low_v


@given(portfolios(), lenses, st.data())
def test_just_below_a_flip_price_the_side_is_another(of: RollUp, looked: list[Lens], data: st.DataObject) -> None:
    flips = [(row, flip) for row in ledger(of.share("A"), looked, T) for flip in row.flips]
    assume(flips)
    row, flip = data.draw(st.sampled_from(flips))
    entry = DY if flip.substance.startswith("dys") else TB

    def side_at(per_kg: Fraction) -> Side:
        """The side in a portfolio with another price, by the roll-up of that portfolio."""
        moved = tuple(
            replace(p, price_per_kg=Bounds.exactly(per_kg)) if (p.entry, p.basis) == (entry, row.price_basis) else p
            for p in of.supply.prices
        )
        other = RollUp(replace(of.supply, prices=moved), SCOPE, DAY)
        (same,) = (
            r
            for r in ledger(other.share("A"), looked, T)
            if (r.price_basis, r.value_basis) == (row.price_basis, row.value_basis)
        )
        return same.side

    if flip.may_reach:
        assert side_at(flip.may_reach) is not Side.BELOW
        assert side_at(flip.may_reach * (1 - TINY)) is Side.BELOW
    if flip.surely_reaches:
        assert side_at(flip.surely_reaches) is Side.REACHED
        assert side_at(flip.surely_reaches * (1 - TINY)) is not Side.REACHED
    if flip.may_reach is None:
        assert side_at(flip.price.low * 1000) is Side.BELOW


@given(portfolios(), lenses)
def test_just_above_a_flip_value_the_side_is_another(of: RollUp, looked: list[Lens]) -> None:
    def sides(worth: Fraction) -> set[Side]:
        stated = replace(value("A", Bounds.exactly(worth)), basis="only")
        return {r.side for r in ledger(of.share("A", values=(stated,)), looked, T) if r.price_basis == row.price_basis}

    for row in ledger(of.share("A"), looked, T):
        if row.value_may_reach is not None:
            assert Side.BELOW not in sides(row.value_may_reach)
            assert sides(row.value_may_reach * (1 + TINY)) == {Side.BELOW}
        if row.value_surely_reaches is not None:
            assert sides(row.value_surely_reaches) == {Side.REACHED}
            assert Side.REACHED not in sides(row.value_surely_reaches * (1 + TINY))


@given(portfolios())
def test_pieces_with_mass_and_price_are_their_product(of: RollUp) -> None:
    for row in rows(of):
        for piece in row.pieces:
            if piece.mass_kg is not None and piece.price is not None:
                made = piece.mass_kg.times(piece.price)
                assert (piece.low, piece.high) == (made.low, made.high)
