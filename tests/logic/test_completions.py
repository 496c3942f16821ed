"""T1, T2: the exploration of completions equals exhaustive enumeration."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.logic.toy import Toy, toys

from monazite.logic.completions import compatible, explore, first_outcomes
from monazite.model.truth import Truth


@settings(max_examples=200)
@given(toys())
def test_the_outcomes_are_those_of_exhaustive_enumeration(toy: Toy) -> None:
    """T2: the set of outcomes over all completions, neither more nor less."""
    every = frozenset(toy.outcome(completion) for completion in toy.completions())
    exploration = explore(toy.look)
    assert exploration.complete
    assert exploration.outcomes() == every
    assert first_outcomes(toy.look) == every


@settings(max_examples=100)
@given(toys())
def test_every_completion_lies_in_exactly_one_leaf_that_has_its_outcome(toy: Toy) -> None:
    """T2: the leaves are disjoint and cover all completions."""
    exploration = explore(toy.look)
    for completion in toy.completions():
        homes = [leaf for leaf in exploration.leaves if compatible(leaf.choices, completion)]
        assert len(homes) == 1
        assert homes[0].outcome == toy.outcome(completion)


@settings(max_examples=100)
@given(toys(), st.data())
def test_an_answer_leaves_the_outcomes_of_the_completions_that_share_it(toy: Toy, data: st.DataObject) -> None:
    """T3: learning an answer narrows the outcomes to those of the completions that share it."""
    variable = data.draw(st.sampled_from(toy.variables))
    answer = {variable.key: data.draw(st.sampled_from(variable.options))}
    left = frozenset(toy.outcome(c) for c in toy.completions() if compatible(answer, c))
    assert explore(toy.look).given(answer) == left
    assert explore(toy.look, start=answer).outcomes() == left
    assert left <= explore(toy.look).outcomes()


@settings(max_examples=100)
@given(toys(), st.integers(0, 4))
def test_a_search_cut_short_is_too_wide_and_never_too_narrow(toy: Toy, limit: int) -> None:
    """T2 under a limit: what could not be looked at is not left out."""
    every = frozenset(toy.outcome(completion) for completion in toy.completions())
    assert every <= explore(toy.look, limit=limit).outcomes()
    assert every <= first_outcomes(toy.look, limit=limit)


def test_kleene_is_the_order_false_unknown_true() -> None:
    """T1: and = min, or = max, not = mirror; UNKNOWN is none of the other two."""
    false, unknown, true = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE
    table = {(a, b): (Truth.all([a, b]), Truth.any([a, b])) for a in Truth for b in Truth}
    assert table[unknown, false] == (false, unknown)
    assert table[unknown, true] == (unknown, true)
    assert table[unknown, unknown] == (unknown, unknown)
    assert [t.negate() for t in (false, unknown, true)] == [true, unknown, false]
    assert Truth.hull([true, true]) is true
    assert Truth.hull([true, false]) is unknown
    assert Truth.all([]) is true
    assert Truth.any([]) is false
