"""Flip amounts: just below them a row lies surely below the line, at them it may reach it; by rolling up anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.supply.portfolio import DAY, DY, SCOPE, TB, content, line, num, part, price, roll, span, value

from monazite.model.bounds import Bounds
from monazite.model.ledger import Side
from monazite.model.sensitivity import RowFlips
from monazite.model.share import Lens
from monazite.supply.graph import BomLine, Content
from monazite.supply.ledger import ledger
from monazite.supply.rollup import RollUp
from monazite.supply.sensitivity import row_flips

T = Fraction(1, 1000)
TINY = Fraction(1, 10**12)


def flips(of: RollUp, *lenses: Lens) -> tuple[RowFlips, ...]:
    return row_flips(of.share("A"), lenses or (Lens(),), T)[0]


def motor(*more: object, fraction: str = "0.01", origin: str | None = "CN") -> RollUp:
    """A motor worth 100 USD with 2 kg of magnet: one to two hundredths of it dysprosium at 40 USD a kilogram."""
    dysprosium = content("B", DY, mass_fraction=span(fraction, "0.02"), origin=origin)
    return roll(
        part("A"), part("B", unit="kg"), line("A", "B", 2), dysprosium, price(DY, 40), value("A", 100), *more
    )  # fmt: skip


# --- by hand --------------------------------------------------------------------------------------


def test_the_kilograms_of_magnet_at_which_a_motor_turns() -> None:
    """0.1 USD fits in: 2.5 g of dysprosium, in 125 g of a magnet of two per cent, in 250 g of one of one per cent."""
    (one,) = flips(motor())
    (magnet,) = one.times
    assert magnet.inside_kg == span("2")
    assert (magnet.may_reach, magnet.surely_reaches) == (num("0.0625"), num("0.125"))
    (dysprosium,) = one.masses
    assert (dysprosium.name, dysprosium.kg) == ("dysprosium metal", span("0.01", "0.02"))
    assert (dysprosium.may_reach, dysprosium.surely_reaches) == (num("0.00125"), num("0.00125"))


def test_the_share_with_half_once_and_twice_as_much() -> None:
    (one,) = flips(motor())
    found = [(at.times, at.low, at.high, at.side) for at in one.times[0].at]
    assert found == [
        (num("0.5"), num("0.004"), num("0.008"), Side.REACHED),
        (num("1"), num("0.008"), num("0.016"), Side.REACHED),
        (num("2"), num("0.016"), num("0.032"), Side.REACHED),
    ]


def test_of_unknown_origin_no_amount_surely_reaches() -> None:
    (one,) = flips(motor(origin=None))
    assert (one.times[0].surely_reaches, one.masses[0].surely_reaches) == (None, None)
    assert one.masses[0].may_reach == num("0.00125")


def test_what_is_not_of_chinese_origin_turns_nothing() -> None:
    (one,) = flips(motor(origin="JP"))
    assert (one.times, one.masses) == ((), ())


def test_kilograms_of_a_part_are_not_told_where_more_may_be_in_it() -> None:
    of = roll(
        part("A"), part("B", composition=None, unit="kg"), line("A", "B", 2), value("A", 100), value("B", "0.001"),
        content("B", DY, "0.001", origin="CN"), price(DY, 40),
    )  # fmt: skip
    assert flips(of)[0].times[0].inside_kg is None


def test_a_counted_item_inside_turns_by_its_kilograms() -> None:
    metal = part("B", unit="kg", control_entries=(DY,), origin="CN")
    of = roll(part("A"), metal, line("A", "B", span("0.001", "0.003")), price(DY, 40), value("A", 100))
    (flip,) = flips(of)[0].times
    assert (flip.inside_kg, flip.may_reach) == (span("0.001", "0.003"), Fraction(5, 6))
    assert flips(of)[0].masses == ()


def test_without_a_value_there_is_nothing_to_turn() -> None:
    of = roll(part("A"), content("A", DY, "0.001", origin="CN"), price(DY, 40))
    (one,) = flips(of)
    assert (one.masses[0].may_reach, one.times[0].at) == (None, ())


# --- laws -----------------------------------------------------------------------------------------

grams = st.integers(0, 40).map(lambda n: Fraction(n, 1000))
ranges = st.tuples(grams, grams).map(lambda pair: Bounds(min(pair), max(pair)))


@st.composite
def motors(draw: st.DrawFn) -> RollUp:
    """A thing with two parts, the second also in the first; contents by mass, one or two bases of each kind."""
    things: list[object] = [part("A"), part("B", draw(st.sampled_from(["complete", None]))), part("C")]
    things += [line("A", "B", draw(st.integers(1, 3))), line("A", "C"), line("B", "C", draw(st.integers(1, 2)))]
    if draw(st.booleans()):
        things.append(value("B", Fraction(draw(st.integers(1, 9)), 100)))  # type: ignore[arg-type]
    for owner, entry in draw(st.lists(st.tuples(st.sampled_from("BC"), st.sampled_from([DY, TB])), unique=True)):
        origin = draw(st.sampled_from(["CN", "JP", None]))
        things.append(content(owner, entry, draw(ranges), origin=origin, scope="added"))
    for basis in draw(st.sampled_from([["market"], ["market", "spot"]])):
        things += [price(entry, draw(st.integers(1, 900)), basis=basis) for entry in (DY, TB)]
    worth = Fraction(draw(st.integers(1, 90_000)))
    things.append(value("A", Bounds(worth, worth + draw(st.integers(0, 100)))))
    return roll(*things)


def side_of(of: RollUp, like: RowFlips, lens: Lens, moved: Callable[[Content], Content]) -> Side:
    """The side of the same pair of bases in a portfolio with other contents, rolled up anew."""
    supply = replace(of.supply, contents=tuple(map(moved, of.supply.contents)))
    rows = ledger(RollUp(supply, SCOPE, DAY).share("A"), [lens], T)
    (same,) = (r for r in rows if (r.price_basis, r.value_basis) == (like.row.price_basis, like.row.value_basis))
    return same.side


def turns(at: Callable[[Fraction], Side], may: Fraction | None, sure: Fraction | None, far: Fraction) -> None:
    """The law of a flip amount: what is on either side of it."""
    if may:
        assert at(may) is not Side.BELOW
        assert at(may * (1 - TINY)) is Side.BELOW
        assert at(may / 3) is Side.BELOW
    if may == 0:
        assert at(Fraction(0)) is not Side.BELOW
    if may is None:
        assert at(far) is Side.BELOW
    if sure:
        assert at(sure) is Side.REACHED
        assert at(sure * (1 - TINY)) is not Side.REACHED
    if sure is None:
        assert at(far) is not Side.REACHED


@settings(max_examples=40)
@given(motors(), st.sampled_from(["sum", "each_entry"]), st.data())
def test_at_a_flip_mass_the_side_changes_and_just_below_it_has_not(
    of: RollUp, numerator: str, data: st.DataObject
) -> None:
    lens = Lens(numerator)
    found = [(one, flip) for one in flips(of, lens) for flip in one.masses]
    if not found:
        return
    one, flip = data.draw(st.sampled_from(found))

    def at(kg: Fraction) -> Side:
        return side_of(
            of, one, lens,
            lambda c: replace(c, mass_kg=Bounds.exactly(kg))
            if (c.part_id, c.entry) == (flip.part_id, flip.entry) else c,
        )  # fmt: skip

    turns(at, flip.may_reach, flip.surely_reaches, Fraction(1000))


@settings(max_examples=40)
@given(motors(), st.sampled_from(["sum", "each_entry"]), st.data())
def test_so_many_times_the_content_turns_it_and_a_little_less_does_not(
    of: RollUp, numerator: str, data: st.DataObject
) -> None:
    lens = Lens(numerator)
    found = [(one, flip) for one in flips(of, lens) for flip in one.times]
    if not found:
        return
    one, flip = data.draw(st.sampled_from(found))

    def at(times: Fraction) -> Side:
        def moved(c: Content) -> Content:
            mass = c.mass_kg or Bounds.exactly(0)
            return replace(c, mass_kg=mass.times(Bounds.exactly(times))) if c.part_id == flip.part_id else c

        return side_of(of, one, lens, moved)

    turns(at, flip.may_reach, flip.surely_reaches, Fraction(1000))
    assert {a.times: a.side for a in flip.at} == {a.times: at(a.times) for a in flip.at}


@given(st.integers(1, 400), st.integers(1, 400))
def test_kilograms_of_a_part_are_its_quantity_in_the_bill_of_materials(low: int, more: int) -> None:
    """The kg told are those of which the line of the bill of materials would have to speak."""
    of = motor(fraction="0.01")
    (one,) = flips(of)
    kg = one.times[0].may_reach
    assert kg is not None

    def side(quantity: Fraction) -> Side:
        bom = tuple(BomLine("A", "B", Bounds.exactly(quantity)) for _ in of.supply.bom)
        return ledger(RollUp(replace(of.supply, bom=bom), SCOPE, DAY).share("A"), [Lens()], T)[0].side

    reached = 2 * kg * Fraction(1000 + low, 1000)
    assert side(2 * kg) is not Side.BELOW
    assert side(reached) is not Side.BELOW
    assert side(2 * kg * Fraction(more, more + 1)) is Side.BELOW
