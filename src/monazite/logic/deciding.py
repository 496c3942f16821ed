"""Deciding sets (rule A4): the fewest questions whose answers can settle what is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

from monazite.logic.completions import Exploration, Leaf, compatible

T = TypeVar("T")

MOST_NAMES = 12
MOST_SETS = 10
LARGEST_SET = 3
#: Leaves beyond which only single questions are tried: the search is exact, and exact is quadratic here.
PAIR_LEAVES = 1_500


@dataclass(frozen=True, slots=True)
class Deciding(Generic[T]):
    """One minimal set of question names. ``settles`` maps the answers (variable key -> option) that leave one outcome
    to that outcome; ``guaranteed``: every answer leaves one outcome.
    """

    names: tuple[str, ...]
    settles: tuple[tuple[Mapping[str, str], T], ...]
    guaranteed: bool


@dataclass(frozen=True, slots=True)
class DecidingSets(Generic[T]):
    """Sets ordered by size; ``complete`` false when the search was cut short by its limits."""

    sets: tuple[Deciding[T], ...]
    complete: bool


def deciding_sets(exploration: Exploration[T]) -> DecidingSets[T]:
    """Search sets of one to three of at most twelve questions; nothing to search when the outcome is settled."""
    if len(exploration.outcomes()) < 2:
        return DecidingSets((), complete=True)
    leaves = exploration.leaves
    names = _names_by_weight(exploration)
    complete = exploration.complete and len(names) <= MOST_NAMES
    names = names[:MOST_NAMES]
    found: list[Deciding[T]] = []
    largest = LARGEST_SET if len(leaves) <= PAIR_LEAVES else 1
    for size in range(1, largest + 1):
        for subset in combinations(names, size):
            if any(set(earlier.names) <= set(subset) for earlier in found):
                continue
            if len(found) == MOST_SETS:
                return DecidingSets(tuple(found), complete=False)
            deciding = _try(subset, exploration)
            if deciding is not None:
                found.append(deciding)
    return DecidingSets(tuple(found), complete and largest == LARGEST_SET)


def _names_by_weight(exploration: Exploration[T]) -> list[str]:
    """Question names, those that more leaves hang on first; ties by name, so that the order repeats."""
    weight: dict[str, int] = {}
    for leaf in exploration.leaves:
        for name in {exploration.variables[key].name for key in leaf.choices if key in exploration.variables}:
            weight[name] = weight.get(name, 0) + 1
    return sorted(weight, key=lambda name: (-weight[name], name))


def _try(names: tuple[str, ...], exploration: Exploration[T]) -> Deciding[T] | None:
    keys = sorted(key for key, variable in exploration.variables.items() if variable.name in names)
    answers = list(_answers(keys, exploration, exploration.leaves, {}))
    settling = tuple((answer, next(iter(outcomes))) for answer, outcomes in answers if len(outcomes) == 1)
    if not settling or exploration.rest:
        return None
    return Deciding(tuple(sorted(names)), settling, guaranteed=len(settling) == len(answers))


def _answers(
    keys: list[str], exploration: Exploration[T], leaves: Sequence[Leaf[T]], answer: dict[str, str]
) -> Iterable[tuple[Mapping[str, str], set[T]]]:
    """Answers to the questions, split no further than needed, with the outcomes that each leaves possible."""
    remaining = [leaf for leaf in leaves if compatible(leaf.choices, answer)]
    outcomes = {leaf.outcome for leaf in remaining}
    asked = next((key for key in keys if key not in answer and any(key in leaf.choices for leaf in remaining)), None)
    if len(outcomes) == 1 or asked is None:
        yield dict(answer), outcomes
        return
    for option in exploration.variables[asked].options:
        yield from _answers(keys, exploration, remaining, {**answer, asked: option})
