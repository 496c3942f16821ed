"""Completions of the unknown facts: variables, choices, and what a look at them missed (rule T2)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from monazite.model.truth import Truth


@dataclass(frozen=True, slots=True)
class Variable:
    """An unknown with a finite set of representative answers.

    ``key`` tells variables apart; ``name`` is the question that its answer belongs to (several variables may share
    one: the military status of two end users is one question); ``options`` stand for every value that the rules can
    tell apart, exactly one of which is the case.
    """

    key: str
    name: str = field(compare=False)
    options: tuple[str, ...] = field(compare=False)


YES_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Judged:
    """A truth with the variables that would have to be chosen to settle it (empty unless UNKNOWN).

    ``rest``: what is left of the condition when it is UNKNOWN. Conditions of one rest have one truth under equal
    further choices; None says nothing.
    """

    truth: Truth
    open: frozenset[Variable] = frozenset()
    rest: Hashable = None

    @property
    def state(self) -> Hashable:
        """The truth when it is settled, else the rest; None when nothing is said of it."""
        return self.truth if self.truth is not Truth.UNKNOWN else self.rest

    def negate(self) -> Judged:
        """The contrary, open in the same variables."""
        return Judged(self.truth.negate(), self.open, None if self.rest is None else ("not", self.rest))


TRUE = Judged(Truth.TRUE)
FALSE = Judged(Truth.FALSE)


def known(value: bool) -> Judged:
    """The judgement of a known boolean."""
    return TRUE if value else FALSE


def conjunction(items: list[Judged]) -> Judged:
    """Kleene's *and*, open in whatever its UNKNOWN items are open in."""
    truth = Truth.all(item.truth for item in items)
    return Judged(truth, _union(items), _rest("and", items)) if truth is Truth.UNKNOWN else Judged(truth)


def disjunction(items: list[Judged]) -> Judged:
    """Kleene's *or*, open in whatever its UNKNOWN items are open in."""
    truth = Truth.any(item.truth for item in items)
    return Judged(truth, _union(items), _rest("or", items)) if truth is Truth.UNKNOWN else Judged(truth)


def _union(items: list[Judged]) -> frozenset[Variable]:
    return frozenset().union(*(item.open for item in items if item.truth is Truth.UNKNOWN))


def _rest(word: str, items: list[Judged]) -> Hashable:
    """What is left of a chain: its UNKNOWN items, since those that are settled and decide nothing drop out."""
    rests = frozenset(item.rest for item in items if item.truth is Truth.UNKNOWN)
    if None in rests:
        return None
    return next(iter(rests)) if len(rests) == 1 else (word, rests)


class Probe:
    """One look at a situation under some choices (a partial completion).

    `ask` returns the chosen option of a variable, or None when it is not chosen; what was asked and not chosen is in
    ``missed``. ``asked`` collects the keys of every variable asked, and of every reading consulted, settled or not,
    over this look and its `fresh` ones.
    """

    __slots__ = ("asked", "choices", "missed")

    def __init__(self, choices: Mapping[str, str], asked: set[str] | None = None) -> None:
        self.choices = choices
        self.missed: set[Variable] = set()
        self.asked = asked if asked is not None else set()

    def ask(self, variable: Variable) -> str | None:
        """The option chosen for ``variable``; None, and remembered as missed, when there is none."""
        self.asked.add(variable.key)
        chosen = self.choices.get(variable.key)
        if chosen is None:
            self.missed.add(variable)
        return chosen

    def judged(self, truth: Truth) -> Judged:
        """``truth`` as found by this look alone, open in what it missed."""
        return Judged(truth, frozenset(self.missed) if truth is Truth.UNKNOWN else frozenset())

    def fresh(self) -> Probe:
        """Another look under the same choices."""
        return Probe(self.choices, self.asked)

    def alone(self) -> Probe:
        """Another look under the same choices that keeps by itself what it asks."""
        return Probe(self.choices)
