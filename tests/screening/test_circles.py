"""Holders in circles and cross-holdings (cases' README section 5, `affiliation`): exact, and never against a tree."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.screening.chain_by_chain import held as chain_by_chain
from tests.screening.test_ownership import HALF, METHODS, named, trees

from monazite.model.share import Pin
from monazite.model.truth import Truth
from monazite.screening.covering import World, solved
from monazite.screening.ownership import Holdings, holdings
from monazite.screening.stakes import Body, Holder, Owners, Stake, StakeGraph

LISTED = ("cl-2025-01",)


def graph(*bodies: tuple[str, tuple[str, ...] | None, dict[int, Fraction] | None]) -> StakeGraph:
    """Bodies as name, listings and exact stakes by place."""
    return StakeGraph(tuple(
        Body(name, listings, None if stakes is None else tuple(Stake(o, low, low) for o, low in stakes.items()))
        for name, listings, stakes in bodies
    ))  # fmt: skip


def answers(found: StakeGraph, at_least: Fraction = HALF, pin: Pin | None = None) -> dict[str, Truth]:
    return {method: Holdings(found).held(method, named, at_least, pin) for method in METHODS}


@settings(max_examples=60)
@given(trees(), st.sampled_from(METHODS))
def test_on_trees_the_graph_says_what_each_chain_says(owners: Owners | None, method: str) -> None:
    assert holdings(owners).held(method, named, HALF, None) is chain_by_chain(owners, method, named, HALF)


@st.composite
def graphs(draw: st.DrawFn, known: bool = False) -> StakeGraph:
    """Up to six parties that hold each other anyhow, themselves included; the party itself is not listed."""
    count = draw(st.integers(2, 6))
    bodies = []
    for place in range(count):
        kinds = ((), (), (), LISTED) if known else ((), (), (), LISTED, None)
        listings = draw(st.sampled_from(kinds)) if place else ()
        weights = draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))
        rest = draw(st.sampled_from((0, 0, 0, 1, 2)))
        whole = sum(weights) + rest
        stakes: tuple[Stake, ...] | None = ()
        if not known and draw(st.integers(0, 5)) == 0:
            stakes = None
        elif whole:
            parts = [(owner, Fraction(weight, whole)) for owner, weight in enumerate(weights) if weight]
            lows = [share if known or draw(st.booleans()) else share / 2 for _, share in parts]
            stakes = tuple(Stake(owner, low, share) for (owner, share), low in zip(parts, lows, strict=True))
        bodies.append(Body(f"P{place}", listings, stakes))
    return StakeGraph(tuple(bodies))


#: Owners of whom nothing is known, also above a holder that is itself named in a notice.
NOBODY_KNOWS = (Holder("somebody", Fraction(1), Fraction(1), (), None),)


def _cut(found: StakeGraph, place: int, path: frozenset[int]) -> Owners | None:
    """The tree of holders of a body in which a holder that stands above itself has unknown owners there."""
    stakes = found.stakes[place]
    if stakes is None:
        return None
    return tuple(
        Holder(
            found.bodies[s.owner].name, s.low, s.high, found.bodies[s.owner].listings,
            NOBODY_KNOWS if s.owner in path else _cut(found, s.owner, path | {s.owner}),
        )
        for s in stakes
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(graphs(), st.sampled_from(METHODS))
def test_a_circle_is_as_its_tree_with_the_return_cut_off_or_sharper(found: StakeGraph, method: str) -> None:
    cut = chain_by_chain(_cut(found, 0, frozenset({0})), method, named, HALF)
    assert cut in (Truth.UNKNOWN, Holdings(found).held(method, named, HALF, None))


def _completed(found: StakeGraph, draw: Random) -> StakeGraph:
    """A world that agrees with all that is stated: each stake within its bounds, the rest with anyone, all searched."""
    count = len(found.bodies)
    strangers = [Body("a stranger", (), ()), Body("a listed stranger", LISTED, ())]
    bodies = []
    for place, body in enumerate(found.bodies):
        listings = body.listings if body.listings is not None else draw.choice(((), LISTED))
        stakes = found.stakes[place]
        shares: dict[int, Fraction] = {}
        for stake in stakes or ():
            shares[stake.owner] = shares.get(stake.owner, Fraction(0)) + stake.low
        free = 1 - sum(shares.values(), Fraction(0)) if stakes or stakes is None else Fraction(0)
        for stake in stakes or ():
            more = min(stake.high - stake.low, free) * Fraction(draw.randrange(4), 3)
            shares[stake.owner] += min(more, stake.high - stake.low, free)
            free -= min(more, stake.high - stake.low, free)
        if free:
            anyone = draw.randrange(count + 2)
            shares[anyone] = shares.get(anyone, Fraction(0)) + free
        bodies.append(Body(body.name, listings, tuple(Stake(o, s, s) for o, s in shares.items())))
    return StakeGraph((*bodies, *strangers))


@settings(max_examples=60, deadline=None)
@given(graphs(), st.integers(0, 2**32), st.sampled_from(METHODS))
def test_no_world_that_agrees_with_what_is_stated_leaves_a_settled_answer(
    found: StakeGraph, seed: int, method: str
) -> None:
    """T3: whatever is learnt later, TRUE stays TRUE and FALSE stays FALSE."""
    answer = Holdings(found).held(method, named, HALF, None)
    later = Holdings(_completed(found, Random(seed))).held(method, named, HALF, None)
    assert answer in (Truth.UNKNOWN, later)


@settings(max_examples=60, deadline=None)
@given(graphs(known=True))
def test_parts_satisfy_their_equations(found: StakeGraph) -> None:
    """x = A x + b, exactly; all parts lie between nothing and the whole, and those of all owners make up no more."""
    for harmful in (False, True):
        world = World(found, frozenset(p for p, body in enumerate(found.bodies) if body.listings), harmful)
        for owner in world._owners():
            parts = world._parts(owner)
            for place, stakes in enumerate(found.stakes):
                assert 0 <= parts[place] <= 1
                if place in owner:
                    assert parts[place] == 1
                elif stakes and not (harmful and place in found.behind_nobody(owner)):
                    slack = found.slack[place] if harmful else Fraction(0)
                    assert parts[place] == sum((s.low * parts[s.owner] for s in stakes), slack)
            assert world._wholly(owner) == {place for place, part in enumerate(parts) if part == 1}


@settings(max_examples=60, deadline=None)
@given(graphs(known=True))
def test_the_cascade_is_the_smallest_set_that_meets_the_test(found: StakeGraph) -> None:
    listed = frozenset(place for place, body in enumerate(found.bodies) if body.listings)
    expected = set(listed)
    for _ in found.bodies:
        expected |= {
            place for place, stakes in enumerate(found.stakes)
            if stakes and sum((s.low for s in stakes if s.owner in expected), Fraction(0)) >= HALF
        }  # fmt: skip
    assert World(found, listed, harmful=False)._covered(HALF) == expected


@given(graphs(), st.integers(0, 2**32), st.sampled_from(METHODS))
@settings(deadline=None)
def test_the_numbering_of_parties_changes_nothing(found: StakeGraph, seed: int, method: str) -> None:
    order = list(range(1, len(found.bodies)))
    Random(seed).shuffle(order)
    order = [0, *order]
    place_of = {old: new for new, old in enumerate(order)}
    bodies = []
    for old in order:
        body = found.bodies[old]
        stakes = body.stakes
        moved = None if stakes is None else tuple(Stake(place_of[s.owner], s.low, s.high) for s in reversed(stakes))
        bodies.append(Body(body.name, body.listings, moved))
    other = StakeGraph(tuple(bodies))
    assert Holdings(other).held(method, named, HALF, None) is Holdings(found).held(method, named, HALF, None)
    assert other.open == found.open


def test_two_firms_that_hold_half_of_each_other() -> None:
    """L has 25 % of A; A and B have 50 % of each other; 25 % of A are harmless: x = 1/4 + 1/4 x, a third of A."""
    found = graph(
        ("A", (), {1: HALF, 2: Fraction(1, 4), 3: Fraction(1, 4)}),
        ("B", (), {0: HALF, 3: HALF}),
        ("L", LISTED, None),
        ("others", (), {}),
    )
    assert not found.open
    assert World(found, frozenset({2}), harmful=False).share("multiplied", HALF) == Fraction(1, 3)
    third = Fraction(1, 3)
    assert answers(found, third)["multiplied"] is Truth.TRUE
    assert answers(found, third + Fraction(1, 10**9))["multiplied"] is Truth.FALSE


@pytest.mark.parametrize("method", METHODS)
def test_exactly_half_is_held_and_a_billionth_less_is_not(method: str) -> None:
    for share, expected in ((HALF, Truth.TRUE), (HALF - Fraction(1, 10**9), Truth.FALSE)):
        rest = (1 - share) / 2
        found = graph(("A", (), {1: share, 2: rest, 3: rest}), ("L", LISTED, None), ("B", (), {3: Fraction(1)}),
                      ("others", (), {}))  # fmt: skip
        assert Holdings(found).held(method, named, HALF, None) is expected


def test_a_holder_above_all_its_own_holdings_in_a_long_ring() -> None:
    """A ring of 100 firms, each of which holds half of the next; L holds the other half of each: all of them is L's."""
    size = 100
    ring = [(f"P{n}", (), {(n + 1) % size: HALF, size: HALF}) for n in range(size)]
    assert answers(graph(*ring, ("L", LISTED, None))) == dict.fromkeys(METHODS, Truth.TRUE)


def test_a_long_chain_is_no_matter() -> None:
    chain = [(f"P{n}", (), {n + 1: Fraction(1)}) for n in range(5_000)]
    assert answers(graph(*chain, ("L", LISTED, None))) == dict.fromkeys(METHODS, Truth.TRUE)


def test_equations_without_circles_and_with_them() -> None:
    half = Fraction(1, 2)
    assert solved({0: {1: half}, 1: {}}, {0: half, 1: Fraction(1)}) == {0: 1, 1: 1}
    assert solved({0: {0: half}}, {0: Fraction(1, 4)}) == {0: half}
    assert solved({0: {1: half}, 1: {0: half}}, {0: half, 1: Fraction(0)}) == {0: Fraction(2, 3), 1: Fraction(1, 3)}
