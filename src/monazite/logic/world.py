"""Completions of the unknown facts: variables, choices, and what a look at them missed (rule T2)."""

from __future__ import annotations

from collections.abc import Mapping
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
    """A truth with the variables that would have to be chosen to settle it (empty unless UNKNOWN)."""

    truth: Truth
    open: frozenset[Variable] = frozenset()

    def negate(self) -> Judged:
        """The contrary, open in the same variables."""
        return Judged(self.truth.negate(), self.open)


TRUE = Judged(Truth.TRUE)
FALSE = Judged(Truth.FALSE)


def known(value: bool) -> Judged:
    """The judgement of a known boolean."""
    return TRUE if value else FALSE


def conjunction(items: list[Judged]) -> Judged:
    """Kleene's *and*, open in whatever its UNKNOWN items are open in."""
    truth = Truth.all(item.truth for item in items)
    return Judged(truth, _union(items) if truth is Truth.UNKNOWN else frozenset())


def disjunction(items: list[Judged]) -> Judged:
    """Kleene's *or*, open in whatever its UNKNOWN items are open in."""
    truth = Truth.any(item.truth for item in items)
    return Judged(truth, _union(items) if truth is Truth.UNKNOWN else frozenset())


def _union(items: list[Judged]) -> frozenset[Variable]:
    return frozenset().union(*(item.open for item in items if item.truth is Truth.UNKNOWN))


class Probe:
    """One look at a situation under some choices (a partial completion).

    `ask` returns the chosen option of a variable, or None when it is not chosen; what was asked and not chosen is in
    ``missed``. ``asked`` collects the keys of every variable asked and ``readings`` every reading consulted, open or
    not, over this look and its `fresh` ones.
    """

    __slots__ = ("asked", "choices", "missed", "readings")

    def __init__(
        self, choices: Mapping[str, str], readings: set[str] | None = None, asked: set[str] | None = None
    ) -> None:
        self.choices = choices
        self.missed: set[Variable] = set()
        self.readings = readings if readings is not None else set()
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
        return Probe(self.choices, self.readings, self.asked)
