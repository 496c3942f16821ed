"""The kernel's bounds hold what the exact roll-up finds, and no more than rounding besides (rules N1, N4 to N7)."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.supply.portfolio import DAY, SCOPE
from tests.supply.test_rollup_worlds import portfolio

from monazite.model.truth import Truth
from monazite.supply.graph import SupplyInput
from monazite.supply.kernel import masses, oracle
from monazite.supply.kernel.of_network import Rolled, rolled
from monazite.supply.kernel.prepare import prepare
from monazite.supply.kernel.prepared import PreparedGraph
from monazite.supply.kernel.push import Pushed
from monazite.supply.measure import BEYOND, Setting
from monazite.supply.rollup import RollUp

_BITS = {Truth.TRUE: 3, Truth.UNKNOWN: 2, Truth.FALSE: 0}
_UNBOUNDED = BEYOND / 10**1500


def lines_of(seed: int, parts: int, lines: int, back: float = 0.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Random lines from parts to later ones, some ``back``, under shuffled numbers; quantities between 0 and 1/4."""
    rng = np.random.default_rng(seed)
    ends = np.sort(rng.integers(0, parts, (lines, 2)), axis=1)
    ends = ends[ends[:, 0] < ends[:, 1]]
    turned = rng.random(len(ends)) < back
    ends[turned] = ends[turned][:, ::-1]
    name = rng.permutation(parts)
    return name[ends[:, 0]].astype(np.uint32), name[ends[:, 1]].astype(np.uint32), rng.random(len(ends)) / 4


def solved(parent: np.ndarray, child: np.ndarray, quantity: np.ndarray, own: np.ndarray) -> np.ndarray:
    """What x = A x + own has for its solution: loops and all, by elimination."""
    matrix = np.zeros((len(own), len(own)))
    np.add.at(matrix, (parent, child), quantity)
    return np.linalg.solve(np.eye(len(own)) - matrix, own)


@given(st.integers(0, 10_000), st.integers(1, 60), st.integers(0, 300))
def test_every_part_stands_behind_all_that_it_is_made_of(seed: int, parts: int, lines: int) -> None:
    parent, child, _ = lines_of(seed, parts, lines)
    graph = prepare(parent, child, parts)
    owner = np.repeat(np.arange(parts), np.diff(graph.start))
    level_of = np.searchsorted(graph.level, np.arange(parts), side="right")
    assert (level_of[graph.child] < level_of[owner]).all()
    assert sorted(zip(graph.part[owner], graph.part[graph.child], graph.line, strict=True)) == sorted(
        zip(parent, child, range(len(parent)), strict=True)
    )
    assert (graph.part[graph.place] == np.arange(parts)).all()


@pytest.mark.parametrize("depth", [3, 39, 40, 41, 500])
def test_a_chain_of_any_depth_is_put_in_order(depth: int) -> None:
    parent, child = np.arange(depth, dtype=np.uint32), np.arange(1, depth + 1, dtype=np.uint32)
    graph = prepare(parent, child, depth + 1)
    assert graph.part.tolist() == list(range(depth, -1, -1))
    assert len(graph.level) == depth + 2


@given(st.integers(0, 10_000), st.sampled_from(masses.WIDTHS))
def test_masses_are_those_of_products_by_level(seed: int, width: int) -> None:
    parent, child, quantity = lines_of(seed, 40, 200)
    graph = prepare(parent, child, 40)
    rng = np.random.default_rng(seed)
    own = rng.random((40, width)) * (rng.random((40, 1)) < 0.5)
    low, high = graph.by_line(quantity / 2), graph.by_line(quantity)
    found, expected = own.copy(), own.copy()
    assert not len(masses.roll_up(graph, low, high, found))
    oracle.roll_up(graph, low, high, expected)
    np.testing.assert_allclose(found, expected, rtol=1e-13)
    same = own.copy()
    masses.roll_up(graph, high, high, same)
    np.testing.assert_allclose(same[:, width // 2 :], expected[:, width // 2 :], rtol=1e-13)


@given(st.integers(0, 10_000))
def test_loops_that_take_more_than_they_give_are_solved(seed: int) -> None:
    parent, child, quantity = lines_of(seed, 12, 20, back=0.3)
    graph = prepare(parent, child, 12)
    own = np.random.default_rng(seed).random((12, 2))
    matrix = np.zeros((12, 12))
    np.add.at(matrix, (parent, child), quantity)
    found = graph.at_places(own)
    refused = masses.roll_up(graph, graph.by_line(quantity), graph.by_line(quantity), found)
    if max(abs(np.linalg.eigvals(matrix))) < 0.95:
        assert not len(refused)
        np.testing.assert_allclose(graph.by_part(found), solved(parent, child, quantity, own), rtol=1e-9)


def test_a_loop_that_feeds_itself_is_refused_and_named() -> None:
    parent, child = np.array([0, 1, 2, 3], np.uint32), np.array([1, 0, 0, 2], np.uint32)
    graph = prepare(parent, child, 4)
    quantity = graph.by_line(np.array([2.0, 0.5, 1.0, 1.0]))
    amounts = np.ones((4, 2))
    refused = masses.roll_up(graph, quantity, quantity, amounts)
    first, last = graph.loops[refused[0]]
    assert sorted(graph.part[first:last]) == [0, 1]
    assert np.isinf(amounts[graph.place[[0, 1, 2, 3]], 1]).all()  # whatever holds the loop may hold any amount


@given(st.integers(0, 10_000))
def test_a_change_pushed_upwards_is_a_pass_anew(seed: int) -> None:
    parent, child, quantity = lines_of(seed, 40, 160)
    graph = prepare(parent, child, 40)
    rng = np.random.default_rng(seed)
    own = rng.random((40, 4))
    low, high = graph.by_line(quantity / 2), graph.by_line(quantity)
    amounts = own.copy()
    masses.roll_up(graph, low, high, amounts)
    pushed = Pushed(graph, low, high, amounts)
    for _ in range(3):
        place, difference = int(rng.integers(40)), rng.random(4)
        own[place] += difference
        before = amounts.copy()
        touched = pushed.change(place, difference)
        assert (np.flatnonzero((amounts != before).any(axis=1)) == touched).all()
    anew = own.copy()
    masses.roll_up(graph, low, high, anew)
    np.testing.assert_allclose(amounts, anew, rtol=1e-12)


@pytest.mark.parametrize("broken", ["a number beyond", "no child"])
def test_lines_that_name_no_part_are_refused(broken: str) -> None:
    parent = np.array([0, 1], np.uint32)
    child = np.array([1, 7], np.uint32) if broken == "a number beyond" else parent[:1]
    with pytest.raises(ValueError, match="line"):
        prepare(parent, child, 3)


# -- against the exact roll-up


def nasty(seed: int, loops: bool) -> SupplyInput:
    """The random portfolio of the sampled worlds, with by-products and, where asked for, a line back."""
    rng = Random(seed)
    supply = portfolio(rng)
    bom = tuple(replace(line, by_product=rng.random() < 0.15) for line in supply.bom)
    if loops and bom:
        line = rng.choice(bom)
        bom += (replace(line, parent_id=line.child_id, child_id=line.parent_id, alt_group=""),)
    return replace(supply, bom=bom)


@pytest.mark.parametrize("seed", range(150))
def test_floats_hold_the_exact_bounds_and_hardly_more(seed: int) -> None:
    supply = nasty(seed, loops=False)
    roll = RollUp(supply, SCOPE, DAY)
    found = rolled(roll, "USD")
    leaving = any(line.by_product for line in supply.bom)
    for basis, index, exact in _each(roll):
        low, high = found.low[index, basis], found.high[index, basis]
        assert low <= exact.low
        assert leaving or low >= float(exact.low) * (1 - 1e-12)
        assert np.isinf(high) if exact.high >= _UNBOUNDED else exact.high <= high <= float(exact.high) * (1 + 1e-12)
        assert leaving or found.bits[index] == _BITS[exact.contains]


@pytest.mark.parametrize("seed", range(100))
def test_in_loops_floats_are_never_wider_than_the_exact_bounds(seed: int) -> None:
    roll = RollUp(nasty(seed, loops=True), SCOPE, DAY)
    found: Rolled = rolled(roll, "USD")
    for basis, index, exact in _each(roll):
        if exact.high < _UNBOUNDED:
            assert found.high[index, basis] <= float(exact.high) * (1 + 1e-9)


def _each(roll: RollUp):  # type: ignore[no-untyped-def]
    for basis, name in enumerate(roll.bases):
        done = roll.run(Setting("USD", name))
        for index in range(len(roll.network.nodes)):
            yield basis, index, done.of(index)


def test_rounding_is_counted_along_the_longest_way_down() -> None:
    graph: PreparedGraph = prepare(np.array([0, 1], np.uint32), np.array([1, 2], np.uint32), 3)
    tenth = graph.by_line(np.array([0.1, 0.1]))
    amounts = np.zeros((3, 2))
    amounts[graph.place[2]] = 0.1
    masses.roll_up(graph, tenth, tenth, amounts)
    low, high = masses.widened(graph, amounts)[graph.place[0]]
    assert low < 0.001 < high
    assert high / low < 1 + 1e-14
