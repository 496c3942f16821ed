"""A4: deciding sets against brute force."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, product

from hypothesis import given, settings
from tests.logic.toy import Toy, toys

from monazite.logic.completions import Completions
from monazite.logic.deciding import deciding_sets


def _compatible(answer: Mapping[str, str], completion: Mapping[str, str]) -> bool:
    return all(completion[key] == option for key, option in answer.items())


def _answers(toy: Toy, names: tuple[str, ...]) -> list[set[tuple[bool, ...]]]:
    """The outcomes that each answer to the questions leaves."""
    asked = [variable for variable in toy.variables if variable.name in names]
    found = []
    for picked in product(*(variable.options for variable in asked)):
        answer = {variable.key: option for variable, option in zip(asked, picked, strict=True)}
        found.append({toy.outcome(c) for c in toy.completions() if _compatible(answer, c)})
    return found


def _minimal(toy: Toy) -> dict[tuple[str, ...], bool]:
    """Every minimal set of one to three questions that can settle the outcome, and whether every answer does."""
    names = sorted({variable.name for variable in toy.variables})
    found: dict[tuple[str, ...], bool] = {}
    for size in range(1, 4):
        for subset in combinations(names, size):
            if any(set(smaller) <= set(subset) for smaller in found):
                continue
            left = [len(outcomes) for outcomes in _answers(toy, subset)]
            if 1 in left:
                found[subset] = set(left) == {1}
    return found


@settings(max_examples=200)
@given(toys())
def test_the_sets_are_all_minimal_ones_and_no_others(toy: Toy) -> None:
    """A4: minimal, able to settle, `guaranteed` where every answer settles, smallest first."""
    every = {toy.outcome(completion) for completion in toy.completions()}
    sets = deciding_sets(Completions(toy.look))
    found = {deciding.names: deciding.guaranteed for deciding in sets.sets}
    assert found == ({} if len(every) == 1 else _minimal(toy))
    assert sets.complete
    assert [len(d.names) for d in sets.sets] == sorted(len(d.names) for d in sets.sets)


@settings(max_examples=100)
@given(toys())
def test_what_an_answer_is_said_to_settle_it_settles(toy: Toy) -> None:
    """A4: every completion under a settling answer has the outcome named."""
    for deciding in deciding_sets(Completions(toy.look)).sets:
        for answer, outcome in deciding.settles:
            assert {toy.outcome(c) for c in toy.completions() if _compatible(answer, c)} == {outcome}
