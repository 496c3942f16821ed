"""T1, T2: the search over completions equals exhaustive enumeration."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.logic.toy import Toy, toys

from monazite.logic.completions import Completions, Open, first_outcomes
from monazite.model.truth import Truth


def _compatible(answer: dict[str, str], completion: dict[str, str]) -> bool:
    return all(completion[key] == option for key, option in answer.items())


@settings(max_examples=200)
@given(toys())
def test_the_outcomes_are_those_of_exhaustive_enumeration(toy: Toy) -> None:
    """T2: the set of outcomes over all completions, neither more nor less."""
    every = frozenset(toy.outcome(completion) for completion in toy.completions())
    assert first_outcomes(toy.look) == every
    assert Completions(toy.look).outcomes() == every


@settings(max_examples=150)
@given(toys(), st.data())
def test_an_answer_leaves_the_outcomes_of_the_completions_that_share_it(toy: Toy, data: st.DataObject) -> None:
    """T3: learning an answer narrows the outcomes to those of the completions that share it."""
    variables = data.draw(st.lists(st.sampled_from(toy.variables), unique_by=lambda v: v.key, max_size=3))
    answer = {variable.key: data.draw(st.sampled_from(variable.options)) for variable in variables}
    left = frozenset(toy.outcome(c) for c in toy.completions() if _compatible(answer, c))
    assert first_outcomes(toy.look, answer) == left
    assert left <= first_outcomes(toy.look)


@settings(max_examples=50)
@given(toys())
def test_the_only_outcome_under_any_choices_is_that_of_enumeration(toy: Toy) -> None:
    """T2: one search after another over the same completions, each remembering what the last has found."""
    completions = Completions(toy.look)
    for completion in toy.completions():
        for kept in range(len(toy.variables) + 1):
            answer = dict(list(completion.items())[:kept])
            left = {toy.outcome(c) for c in toy.completions() if _compatible(answer, c)}
            assert completions.only(answer) == (left.pop() if len(left) == 1 else None)
    assert completions.complete


@settings(max_examples=100)
@given(toys())
def test_choices_that_leave_the_same_state_leave_the_same_outcomes(toy: Toy) -> None:
    """What a search may skip: what is left of the conditions tells everything that can still come of them."""
    left: dict[object, frozenset[tuple[bool, ...]]] = {}
    for completion in toy.completions():
        for kept in range(len(toy.variables)):
            answer = dict(list(completion.items())[:kept])
            looked = toy.look(answer)
            if isinstance(looked, Open):
                assert looked.state is not None
                outcomes = frozenset(toy.outcome(c) for c in toy.completions() if _compatible(answer, c))
                assert left.setdefault(looked.state, outcomes) == outcomes


@settings(max_examples=100)
@given(toys(), st.integers(0, 4))
def test_a_search_cut_short_is_too_wide_and_never_too_narrow(toy: Toy, limit: int) -> None:
    """T2 under a limit: what could not be looked at is not left out, and no single outcome is claimed."""
    every = frozenset(toy.outcome(completion) for completion in toy.completions())
    assert every <= first_outcomes(toy.look, limit=limit)
    only = Completions(toy.look, limit=limit).only({})
    assert only is None or every == {only}


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
