"""Exploring the completions of the unknown facts (rule T2), with Kleene as the fast path.

Where Kleene settles nothing, one open variable is split into its options, and so on. What is left of the conditions
after some choices is their *state*: choices that leave the same state leave the same outcomes, so each state is
looked into once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from monazite.logic.world import Variable

T = TypeVar("T")
Choices = Mapping[str, str]

#: Looks after which a search gives up and answers with what Kleene cannot exclude: sound, perhaps too wide.
LOOK_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Settled(Generic[T]):
    """An outcome that no further choice can change."""

    outcome: T


@dataclass(frozen=True, slots=True)
class Open(Generic[T]):
    """An outcome that hangs on ``variables``; ``superset`` holds every outcome that Kleene cannot exclude.

    ``state``: equal states have equal outcomes under equal further choices; None says nothing. ``before``: those of
    the variables that had better be split first, since much hangs on them; empty = any.
    """

    variables: frozenset[Variable]
    superset: frozenset[T]
    state: Hashable = None
    before: frozenset[Variable] = frozenset()

    @property
    def split(self) -> Variable:
        """The variable to split."""
        return first_of(self.before or self.variables)


Look = Callable[[Choices], Settled[T] | Open[T]]


class Completions(Generic[T]):
    """The completions of what is unknown, asked for their outcomes under any choices.

    ``look`` must be monotone: what it settles under some choices stays so under more of them. Variables are taken in a
    fixed order, so that every search repeats exactly. ``complete`` turns false when the limit was reached; outcomes
    are then a superset. ``met`` counts in how many states each variable was open.
    """

    def __init__(self, look: Look[T], limit: int = LOOK_LIMIT) -> None:
        self._look = look
        self._limit = limit
        self._looks = 0
        self._outcomes: dict[Hashable, frozenset[T]] = {}
        self.met: dict[Variable, int] = {}

    @property
    def complete(self) -> bool:
        """Whether every outcome given so far is exact."""
        return self._looks <= self._limit

    def look(self, choices: Choices) -> Settled[T] | Open[T]:
        """What the conditions come to under ``choices``."""
        self._looks += 1
        return self._look(choices)

    def outcomes(self, choices: Choices) -> frozenset[T]:
        """The possible outcomes when ``choices`` are made."""
        found = self.look(choices)
        if isinstance(found, Settled):
            return frozenset({found.outcome})
        if found.state is not None and found.state in self._outcomes:
            return self._outcomes[found.state]
        if self._looks > self._limit:
            return found.superset
        for variable in found.variables:
            self.met[variable] = self.met.get(variable, 0) + 1
        split = found.split
        reached: frozenset[T] = frozenset()
        for option in split.options:
            reached |= self.outcomes({**choices, split.key: option})
            if reached >= found.superset:
                break
        if found.state is not None and self.complete:
            self._outcomes[found.state] = reached
        return reached


def first_of(variables: frozenset[Variable]) -> Variable:
    """The variable to split first: facts before questions of law, few options before many, then by key."""
    return min(variables, key=lambda v: (v.name.startswith("law:"), len(v.options), v.key))


def first_outcomes(look: Look[T], start: Choices | None = None, limit: int = LOOK_LIMIT) -> frozenset[T]:
    """The possible outcomes alone: a state seen before, or that can add nothing new, is not entered."""
    found: set[T] = set()
    stack: list[dict[str, str]] = [dict(start or {})]
    seen: set[Hashable] = set()
    looks = 0
    while stack:
        choices = stack.pop()
        looks += 1
        outcome = look(choices)
        if isinstance(outcome, Settled):
            found.add(outcome.outcome)
        elif outcome.superset <= found or outcome.state in seen:
            continue
        elif looks >= limit:
            found |= outcome.superset
        else:
            if outcome.state is not None:
                seen.add(outcome.state)
            split = outcome.split
            stack.extend({**choices, split.key: option} for option in reversed(split.options))
    return frozenset(found)
