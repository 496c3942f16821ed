"""Exploring the completions of the unknown facts (rule T2), with Kleene as the fast path.

A *leaf* is a set of choices under which the outcome is settled whatever the variables not chosen may be. The leaves
are disjoint and cover every completion, so the outcomes of the leaves are exactly the possible outcomes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from monazite.logic.world import Variable

T = TypeVar("T")

LEAF_LIMIT = 4_000


@dataclass(frozen=True, slots=True)
class Settled(Generic[T]):
    """An outcome that no further choice can change."""

    outcome: T


@dataclass(frozen=True, slots=True)
class Open(Generic[T]):
    """An outcome that hangs on ``variables``; ``superset`` holds every outcome that Kleene cannot exclude."""

    variables: frozenset[Variable]
    superset: frozenset[T]


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """Choices (variable key -> option) and the outcome that they settle."""

    choices: Mapping[str, str]
    outcome: T


@dataclass(frozen=True, slots=True)
class Exploration(Generic[T]):
    """All leaves and the variables that they choose, by key.

    ``complete`` false: the limit was reached; ``rest`` then holds the outcomes that could not be excluded where the
    search stopped, so that `outcomes` is still a superset (sound, perhaps too wide).
    """

    leaves: tuple[Leaf[T], ...]
    variables: Mapping[str, Variable]
    complete: bool
    rest: frozenset[T] = frozenset()

    def outcomes(self) -> frozenset[T]:
        """The possible outcomes."""
        return frozenset(leaf.outcome for leaf in self.leaves) | self.rest

    def given(self, choices: Mapping[str, str]) -> frozenset[T]:
        """The possible outcomes when ``choices`` are made."""
        return frozenset(leaf.outcome for leaf in self.leaves if compatible(leaf.choices, choices)) | self.rest


def compatible(first: Mapping[str, str], second: Mapping[str, str]) -> bool:
    """Whether no variable is chosen differently in the two."""
    return all(second.get(key, option) == option for key, option in first.items())


def explore(
    look: Callable[[Mapping[str, str]], Settled[T] | Open[T]],
    start: Mapping[str, str] | None = None,
    limit: int = LEAF_LIMIT,
) -> Exploration[T]:
    """Split on open variables until every outcome is settled.

    ``look`` must be monotone: what it settles under some choices stays so under more of them. Variables are taken
    in the order of their options and keys, so that the exploration repeats exactly.
    """
    leaves: list[Leaf[T]] = []
    variables: dict[str, Variable] = {}
    rest: set[T] = set()
    stack: list[dict[str, str]] = [dict(start or {})]
    while stack:
        choices = stack.pop()
        found = look(choices)
        if isinstance(found, Settled):
            leaves.append(Leaf(choices, found.outcome))
        elif len(leaves) + len(stack) >= limit:
            rest |= found.superset
        else:
            variable = min(found.variables, key=lambda v: (v.name.startswith("law:"), len(v.options), v.key))
            variables[variable.key] = variable
            stack.extend({**choices, variable.key: option} for option in reversed(variable.options))
    return Exploration(tuple(leaves), variables, not rest, frozenset(rest))


def first_outcomes(
    look: Callable[[Mapping[str, str]], Settled[T] | Open[T]],
    start: Mapping[str, str] | None = None,
    limit: int = LEAF_LIMIT,
) -> frozenset[T]:
    """The possible outcomes alone, without the leaves: a branch that can add nothing new is not entered."""
    found: set[T] = set()
    stack: list[dict[str, str]] = [dict(start or {})]
    seen = 0
    while stack:
        choices = stack.pop()
        seen += 1
        outcome = look(choices)
        if isinstance(outcome, Settled):
            found.add(outcome.outcome)
        elif outcome.superset <= found:
            continue
        elif seen >= limit:
            found |= outcome.superset
        else:
            variable = min(outcome.variables, key=lambda v: (v.name.startswith("law:"), len(v.options), v.key))
            stack.extend({**choices, variable.key: option} for option in reversed(variable.options))
    return frozenset(found)
