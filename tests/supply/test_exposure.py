"""What each part contributes to N: together never less than N, and no more than promised once it came back low."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.supply.portfolio import DY, DY_OXIDE, TB, content, line, num, part, price, roll, span, value

from monazite.model.bounds import Bounds
from monazite.model.share import Lens
from monazite.supply.exposure import Contribution, contributions
from monazite.supply.graph import Content, Part
from monazite.supply.rollup import RollUp

LENSES = [Lens(n, metal_origin=m) for n in ("sum", "each_entry") for m in ("smelter", "feed")]


def leaves(of: RollUp, root: str = "A") -> list[Contribution]:
    share = of.share(root)
    return list(contributions(of, share.index, share.currency, share.value))


def most(of: RollUp, root: str = "A") -> Fraction:
    """The largest N under any of the readings that leave the leaves what they are; a huge number where unbounded."""
    found = [of.share(root).view(lens, {}).high_n for lens in LENSES]
    return max(Fraction(10) ** 9000 if high is None else high for high in found)


def bound(of: RollUp, asked: str = "", root: str = "A") -> Fraction:
    """The most that may count once the parts ``asked`` came back low, as the leaves promise."""
    return sum((leaf.at_best if leaf.part_id in asked else leaf.high for leaf in leaves(of, root)), Fraction(0))


# --- what a leaf says -----------------------------------------------------------------------------


def test_a_part_used_twice_contributes_twice() -> None:
    of = roll(
        part("A"), part("B"), part("C"), line("A", "B", 2), line("A", "C"), line("C", "B", 3),
        content("B", DY, span("0.001", "0.002"), origin="CN"), price(DY, 100), value("A", 1000),
    )  # fmt: skip
    (leaf,) = leaves(of)
    assert (leaf.part_id, leaf.low, leaf.high, leaf.at_best) == ("B", num("0.5"), 1, num("0.5"))


def test_of_alternatives_each_may_be_the_one() -> None:
    of = roll(
        part("A"), part("B"), part("C"), line("A", "B", alt_group="g"), line("A", "C", alt_group="g"),
        content("B", DY, "0.001"), content("C", DY, "0.003"), price(DY, 100), value("A", 1000),
    )  # fmt: skip
    assert {leaf.part_id: leaf.high for leaf in leaves(of)} == {"B": num("0.1"), "C": num("0.3")}
    assert most(of) == num("0.3")


def test_no_answer_about_a_part_takes_away_what_two_prices_leave_open() -> None:
    of = roll(
        part("A"), content("A", DY, "0.001", origin="CN"), price(DY, 100), price(DY, 400, basis="spot"), value("A", 100)
    )
    (leaf,) = leaves(of)
    assert (leaf.low, leaf.high, leaf.at_best, leaf.open) == (num("0.1"), num("0.4"), num("0.4"), False)


def test_no_answer_about_a_part_stands_in_for_a_price() -> None:
    of = roll(part("A"), content("A", DY, span("0.001", "0.002"), origin="CN"), value("A", 100))
    assert [leaf.open for leaf in leaves(of)] == [False]


def test_where_the_reading_alone_is_open_no_answer_helps() -> None:
    of = roll(part("A"), content("A", DY, "0.001", smelted_in="CN", feed_origin="AU"), price(DY, 100), value("A", 100))
    (leaf,) = leaves(of)
    assert (leaf.at_best, leaf.open) == (num("0.1"), False)


def test_a_counted_item_that_nobody_has_described_whole_may_hold_more() -> None:
    """Not of Chinese origin itself: what is inside may be, up to its value."""
    foreign = part("A", composition="partial", control_entries=(DY,), origin="JP", unit="kg")
    of = roll(foreign, price(DY, 100), value("A", 100))
    assert most(of) == 100
    assert bound(of) == 100


def test_whatever_a_loop_holds_is_reached_wherever_one_enters_it() -> None:
    of = roll(
        part("A"), part("Y"), part("Z"), part("C"), line("A", "Z"), line("Z", "Y", "0.5"), line("Y", "Z", "0.5"),
        line("Y", "C"), content("C", DY, "0.001", origin="CN"), price(DY, 100), value("A", 1000),
    )  # fmt: skip
    assert 0 < most(of) <= bound(of)


def test_a_counted_item_from_elsewhere_adds_nothing_in_a_loop() -> None:
    foreign = part("C", control_entries=(DY,), origin="JP", unit="kg")
    of = roll(
        part("A"), foreign, part("D"), line("A", "C", "0.25"), line("C", "D", "0.25"), line("D", "C", "0.25"),
        price(DY, 1), value("A", 1),
    )  # fmt: skip
    assert most(of) == bound(of) == 0


def test_a_loop_that_feeds_itself_is_ended_by_no_answer() -> None:
    of = roll(part("A"), part("B"), line("A", "B"), line("B", "A"), value("A", 50), price(DY, 100))
    assert most(of) == 50
    assert bound(of, "AB") >= 50


# --- laws -----------------------------------------------------------------------------------------

grams = st.integers(0, 40).map(lambda n: Fraction(n, 1000))
ranges = st.tuples(grams, grams).map(lambda pair: Bounds(min(pair), max(pair)))
wheres = st.sampled_from(
    [{"origin": "CN"}, {"origin": "JP"}, {}, {"smelted_in": "CN", "feed_origin": "AU"}, {"smelted_in": "JP"}]
)


@st.composite
def portfolios(draw: st.DrawFn) -> list[object]:
    """Four parts, each inside the next, contents of every sort, now and then a loop, alternatives or no price."""
    things: list[object] = []
    for name in "ABCD":
        itself = {"control_entries": (DY,), "origin": draw(st.sampled_from(["CN", "JP", None])), "unit": "kg"}
        own = itself if name != "A" and draw(st.integers(0, 4)) == 0 else {"control_entries": ()}
        things.append(part(name, draw(st.sampled_from(["complete", "complete", "partial", None])), **own))
        if name == "A" or draw(st.booleans()):
            worth = draw(st.integers(1, 300))
            things.append(value(name, Bounds(Fraction(worth), Fraction(worth + draw(st.integers(0, 50))))))
        for entry in draw(st.lists(st.sampled_from([DY, TB, DY_OXIDE, "dysprosium"]), max_size=2, unique=True)):
            amount = draw(st.one_of(ranges, st.none()))
            scope = draw(st.sampled_from(["added", "total", ""]))
            row = content(name, entry, amount, scope=scope, charged=draw(st.integers(0, 5)) == 0, **draw(wheres))
            things.append(replace(row, row=len(things)))
    pairs = ["AB", "AC", "BC", "CD", "BD", *draw(st.sampled_from([[], [], ["DC"], ["CB"]]))]
    for parent, child in draw(st.lists(st.sampled_from(pairs), unique=True)):
        low = draw(st.integers(0, 3))
        amount = Bounds(Fraction(low, 4), Fraction(low + draw(st.integers(0, 2)), 4))
        things.append(line(parent, child, amount, alt_group=draw(st.sampled_from(["", "", "g"]))))
    for entry in (DY, TB, DY_OXIDE):
        for basis in draw(st.sampled_from([["market"], ["market", "spot"], []])):
            low = draw(st.integers(1, 900))
            things.append(price(entry, low, basis=basis))
    return things


def answered(things: list[object], asked: set[str]) -> list[object]:
    """The portfolio after everything open about some parts has come back at its low end."""
    found: list[object] = []
    for thing in things:
        if getattr(thing, "part_id", "") not in asked:
            found.append(thing)
        elif isinstance(thing, Part):
            origin = "JP" if thing.control_entries and thing.origin is None else thing.origin
            found.append(replace(thing, composition="complete", origin=origin))
        elif isinstance(thing, Content):
            foreign = not thing.charged and thing.entry != "dysprosium" and thing.mass_kg is not None
            nobody = not (thing.origin or thing.smelted_in)
            if foreign and not nobody:
                low = thing.mass_kg.low if thing.mass_kg is not None else Fraction(0)
                feed = thing.feed_origin or ("JP" if thing.smelted_in else None)
                found.append(replace(thing, mass_kg=Bounds.exactly(low), feed_origin=feed))
        else:
            found.append(replace(thing, value=Bounds.exactly(thing.value.low)) if hasattr(thing, "basis") else thing)
    return found


@given(portfolios())
def test_the_leaves_together_are_never_less_than_what_may_count(things: list[object]) -> None:
    of = roll(*things)
    assert most(of) <= bound(of) or bound(of) >= Fraction(10) ** 2900


@given(portfolios(), st.sets(st.sampled_from("BCD"), min_size=1))
def test_once_parts_came_back_low_no_more_counts_than_was_promised(things: list[object], asked: set[str]) -> None:
    """The portfolio with the answers in it, rolled up anew, against what the leaves of the first one promised."""
    promised = bound(roll(*things), "".join(asked))
    after = most(roll(*answered(things, asked)))
    assert after <= promised or promised >= Fraction(10) ** 2900


@given(portfolios(), st.sets(st.sampled_from("BCD")), st.sampled_from("BCD"))
def test_asking_one_more_part_never_leaves_more(things: list[object], asked: set[str], more: str) -> None:
    of = roll(*things)
    assert bound(of, "".join(asked | {more})) <= bound(of, "".join(asked))
