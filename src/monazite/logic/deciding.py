"""Deciding sets (rule A4): the fewest questions whose answers can settle what is open."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

from monazite.logic.completions import Choices, Completions, Settled, first_of

T = TypeVar("T")

#: Questions that are tried two and three at a time; every single one is tried.
MOST_NAMES = 12
MOST_SETS = 10
LARGEST_SET = 3
#: Settling answers kept of one set; the search looks at all.
MOST_ANSWERS = 24


@dataclass(frozen=True, slots=True)
class Deciding(Generic[T]):
    """One minimal set of question names. ``settles`` maps some of the answers (variable key -> option) that leave one
    outcome to that outcome; ``guaranteed``: every answer leaves one outcome.
    """

    names: tuple[str, ...]
    settles: tuple[tuple[Mapping[str, str], T], ...]
    guaranteed: bool


@dataclass(frozen=True, slots=True)
class DecidingSets(Generic[T]):
    """Sets ordered by size; ``complete`` false when the search was cut short by its limits."""

    sets: tuple[Deciding[T], ...]
    complete: bool


def deciding_sets(completions: Completions[T]) -> DecidingSets[T]:
    """Search sets of one to three questions; nothing to search when the outcome is settled."""
    if len(completions.outcomes()) < 2:
        return DecidingSets((), complete=True)
    names = _names_by_weight(completions)
    complete = len(names) <= MOST_NAMES
    found: list[Deciding[T]] = []
    for size in range(1, LARGEST_SET + 1):
        for subset in combinations(names if size == 1 else names[:MOST_NAMES], size):
            if any(set(earlier.names) <= set(subset) for earlier in found):
                continue
            if len(found) == MOST_SETS or not completions.complete:
                return DecidingSets(tuple(found), complete=False)
            deciding = _Search(completions, frozenset(subset)).run()
            if deciding is not None and completions.complete:
                found.append(deciding)
    return DecidingSets(tuple(found), complete and completions.complete)


def _names_by_weight(completions: Completions[T]) -> list[str]:
    """Question names, those that more states hang on first; ties by name, so that the order repeats."""
    weight: dict[str, int] = {}
    for variable, times in completions.met.items():
        weight[variable.name] = weight.get(variable.name, 0) + times
    return sorted(weight, key=lambda name: (-weight[name], name))


class _Search(Generic[T]):
    """The answers to one set of questions, split no further than needed; a state seen before is not split again."""

    def __init__(self, completions: Completions[T], names: frozenset[str]) -> None:
        self._completions = completions
        self._names = names
        self._settling: list[tuple[Mapping[str, str], T]] = []
        self._seen: dict[Hashable, tuple[bool, bool]] = {}

    def run(self) -> Deciding[T] | None:
        """The set, None when no answer settles."""
        some, every = self._walk({})
        return Deciding(tuple(sorted(self._names)), tuple(self._settling), every) if some else None

    def _walk(self, answer: Choices) -> tuple[bool, bool]:
        """Whether some, and whether every further answer settles."""
        found = self._completions.look(answer)
        state = None if isinstance(found, Settled) else found.state
        if state is not None and state in self._seen:
            return self._seen[state]
        outcome = found.outcome if isinstance(found, Settled) else self._completions.only(answer)
        if outcome is not None:
            if len(self._settling) < MOST_ANSWERS:
                self._settling.append((dict(answer), outcome))
            return True, True
        assert not isinstance(found, Settled)
        asked = frozenset(variable for variable in found.variables if variable.name in self._names)
        if not asked:
            return False, False
        split = first_of(asked)
        parts = [self._walk({**answer, split.key: option}) for option in split.options]
        result = any(some for some, _ in parts), all(every for _, every in parts)
        if state is not None:
            self._seen[state] = result
        return result
