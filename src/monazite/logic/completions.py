"""Exploring the completions of the unknown facts (rule T2), with Kleene as the fast path.

Where Kleene settles nothing, one open variable is split into its options, and so on. What is left of the conditions
after some choices is their *state*: choices that leave the same state leave the same outcomes, so each state is
looked into once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from typing import Generic, TypeVar

from monazite.logic.world import Variable

T = TypeVar("T")
Choices = Mapping[str, str]

#: Looks after which a search for outcomes gives up and takes what Kleene cannot exclude: sound, perhaps too wide.
LOOK_LIMIT = 1_500


@dataclass(frozen=True, slots=True)
class Settled(Generic[T]):
    """An outcome that no further choice can change."""

    outcome: T


@dataclass(frozen=True)
class Open(Generic[T]):
    """An outcome that hangs on ``variables``; ``superset`` holds every outcome that Kleene cannot exclude.

    ``state``: equal states have equal outcomes under equal further choices; None says nothing. ``before``: those of
    the variables that had better be split first, since much hangs on them; empty = any.
    """

    variables: frozenset[Variable]
    superset: frozenset[T]
    state: Hashable = None
    before: frozenset[Variable] = frozenset()

    @cached_property
    def split(self) -> Variable:
        """The variable to split."""
        return first_of(self.before or self.variables)


Look = Callable[[Choices], Settled[T] | Open[T]]


class Completions(Generic[T]):
    """The completions of what is unknown, asked whether some choices settle the outcome.

    ``look`` must be monotone: what it settles under some choices stays so under more of them. Variables are taken in a
    fixed order, so that every search repeats exactly. ``complete`` turns false when the limit was reached; what is
    asked after that has no single outcome. ``met`` counts in how many looks each variable was open.
    """

    def __init__(self, look: Look[T], limit: int = LOOK_LIMIT) -> None:
        self._look = look
        self._left = limit
        self._single: dict[Hashable, frozenset[T]] = {}
        self.met: dict[Variable, int] = {}

    @property
    def complete(self) -> bool:
        """Whether every answer given so far is exact."""
        return self._left > 0

    def look(self, choices: Choices) -> Settled[T] | Open[T]:
        """What the conditions come to under ``choices``."""
        self._left -= 1
        found = self._look(choices)
        if isinstance(found, Open):
            for variable in found.variables:
                self.met[variable] = self.met.get(variable, 0) + 1
        return found

    def outcomes(self) -> frozenset[T]:
        """The possible outcomes when nothing is chosen."""
        return first_outcomes(self.look, limit=self._left)

    def only(self, choices: Choices) -> T | None:
        """The outcome that ``choices`` leave when it is a single one.

        The search takes the state with the fewest open variables first, and ends with the second outcome or at a
        state that is known to have several.
        """
        looked = self.look(choices)
        if isinstance(looked, Settled):
            return looked.outcome
        found: set[T] = set()
        states: set[Hashable] = set()
        ahead = [(0, 0, choices, looked)]
        number = 0
        while ahead and self.complete:
            _, _, here, state = heappop(ahead)
            if state.superset <= found or (state.state is not None and state.state in states):
                continue
            if state.state in self._single:
                found |= self._single[state.state]
            else:
                states.add(state.state)
                for option in state.split.options:
                    there = {**here, state.split.key: option}
                    inner = self.look(there)
                    if isinstance(inner, Settled):
                        found.add(inner.outcome)
                    else:
                        number += 1
                        heappush(ahead, (len(inner.variables), number, there, inner))
            if len(found) > 1:
                break
        states = {looked.state} if len(found) > 1 else states
        if self.complete:
            self._single.update({state: frozenset(found) for state in states if state is not None})
        return next(iter(found)) if len(found) == 1 and self.complete else None


def first_of(variables: frozenset[Variable]) -> Variable:
    """The variable to split first: facts before questions of law, few options before many, then by key."""
    return min(variables, key=lambda v: (v.name.startswith("law:"), len(v.options), v.key))


def first_outcomes(look: Look[T], start: Choices | None = None, limit: int = LOOK_LIMIT) -> frozenset[T]:
    """The possible outcomes alone: a state seen before, or that can add nothing new, is not entered.

    The state that leaves the fewest outcomes not found yet comes first, then the one with the fewest open variables:
    it is the nearest to an outcome not found yet.
    """
    looked = look(dict(start or {}))
    if isinstance(looked, Settled):
        return frozenset({looked.outcome})
    found: set[T] = set()
    seen: set[Hashable] = set()
    ahead = [(0, 0, 0, dict(start or {}), looked)]
    looks = number = 0
    while ahead:
        waited, width, order, choices, here = heappop(ahead)
        new = len(here.superset - found)
        if new == 0 or (here.state is not None and here.state in seen):
            continue
        if new < waited:  # less is new by now than when it was put here: its turn may be another
            heappush(ahead, (new, width, order, choices, here))
            continue
        if looks >= limit:
            found |= here.superset
            continue
        seen.add(here.state)
        for option in here.split.options:
            looks += 1
            there = {**choices, here.split.key: option}
            inner = look(there)
            if isinstance(inner, Settled):
                found.add(inner.outcome)
            else:
                number += 1
                heappush(ahead, (len(inner.superset - found), len(inner.variables), number, there, inner))
    return frozenset(found)
