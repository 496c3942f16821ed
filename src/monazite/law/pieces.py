"""The pieces of an answer: each is computed from the judges of a situation, or found again under the facts it reads.

A determination is put together from some sixty pieces: the possible verdicts, every rule tried, what each other
reading would say, and so on. Each piece reads few facts. Among many lines a piece is therefore computed once for every
combination of *the facts that it reads*, not once for every combination of all facts.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from monazite.law.instances import Instance
from monazite.law.judge import Judge
from monazite.law.memory import Trace, traced
from monazite.law.pattern import ALWAYS
from monazite.model.fact import Situation

T = TypeVar("T")

#: Makes the judge of a situation and the one that takes the flagged instruments for in force.
MakeJudges = Callable[[Situation, Trace], tuple[Judge, Judge]]
Compute = Callable[[Judge, Judge], T]


class Pieces:
    """The pieces of one situation's answer, each computed where it is asked for.

    ``consulted``: the readings that the pieces asked for so far looked at.
    """

    def __init__(self, situation: Situation, make: MakeJudges) -> None:
        self.situation = situation
        self.judge, self.below = make(situation, Trace())

    @property
    def consulted(self) -> set[str]:
        """See the class."""
        return self.judge.consulted

    @property
    def instances(self) -> Sequence[Instance]:
        """The rules that are tried."""
        return self.judge.instances

    def note(self, slot: str) -> None:
        """Say that what is being put together rests on a slot besides those that its pieces read."""

    def run(self, name: Hashable, compute: Compute[T]) -> T:
        """The piece called ``name``, which ``compute`` makes from the judge and the one of the underlying answer."""
        return compute(self.judge, self.below)


@dataclass(slots=True)
class _Node:
    """A place in a tree of answers: which slot is asked here, and where each of its codes leads."""

    place: int
    next: dict[int, _Node | _Leaf] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A piece, the readings consulted for it, and the slots that it read."""

    value: Any
    consulted: frozenset[str]
    read: frozenset[str]


class Slices:
    """Pieces by what they read. ``slots``: place of every slot in the codes of a line; a slot that is not there is
    unknown in every line.

    The pieces of one name stand in a tree: every node asks one slot, and a leaf is the piece of all lines that agree
    on the slots asked on the way to it, among which are all that the piece read.
    """

    def __init__(self, slots: Sequence[str]) -> None:
        self._places = {slot: place for place, slot in enumerate(slots)}
        self._trees: dict[Hashable, _Node | _Leaf] = {}
        self.computed: dict[Hashable, int] = {}
        """How many pieces of each name were computed."""

    def find(self, name: Hashable, codes: Sequence[int]) -> _Leaf | None:
        """The piece of a line that agrees with ``codes`` on all that it read."""
        here = self._trees.get(name)
        while isinstance(here, _Node):
            here = here.next.get(codes[here.place])
        return here

    def keep(self, name: Hashable, codes: Sequence[int], leaf: _Leaf) -> None:
        """Keep a piece of a line with ``codes`` which `find` did not find."""
        self.computed[name] = self.computed.get(name, 0) + 1
        left = sorted(self._places[slot] for slot in leaf.read if slot in self._places)
        above: _Node | None = None
        here = self._trees.get(name)
        while isinstance(here, _Node):
            if here.place in left:
                left.remove(here.place)
            above, here = here, here.next.get(codes[here.place])
        tail: _Node | _Leaf = leaf
        for place in reversed(left):
            tail = _Node(place, {codes[place]: tail})
        if above is None:
            self._trees[name] = tail
        else:
            above.next[codes[above.place]] = tail


@dataclass(frozen=True, slots=True)
class Codes:
    """Numbers for what is told of many lines: ``lines`` one tuple each, with a place for each of ``slots``."""

    slots: tuple[str, ...]
    lines: list[tuple[int, ...]]


def coded(told: Sequence[Mapping[str, Hashable]]) -> Codes:
    """Number what is told of every slot of every line; 0 where nothing is."""
    slots = tuple(sorted({slot for line in told for slot in line}))
    numbers: dict[str, dict[Hashable, int]] = {slot: {} for slot in slots}

    def number(slot: str, line: Mapping[str, Hashable]) -> int:
        return numbers[slot].setdefault(line[slot], len(numbers[slot]) + 1) if slot in line else 0

    return Codes(slots, [tuple(number(slot, line) for slot in slots) for line in told])


class SlicedPieces:
    """The pieces of a line among many, found in ``slices`` where a line before it read the same.

    ``codes`` are those of the line (`coded`). Its judges are made only when some piece has to be computed.
    """

    def __init__(self, codes: Sequence[int], slices: Slices, situation: Situation, make: MakeJudges) -> None:
        self.situation = situation
        self._codes, self._slices, self._make = codes, slices, make
        self._trace = Trace()
        self.consulted: set[str] = set()

    @property
    def instances(self) -> Sequence[Instance]:
        """The rules that are tried."""
        return self.run("instances", lambda judge, _: tuple(judge.instances))

    def run(self, name: Hashable, compute: Compute[T]) -> T:
        """See `Pieces.run`. Pieces may be made of pieces."""
        leaf = self._slices.find(name, self._codes)
        if leaf is None:
            leaf = self._computed(compute)
            self._slices.keep(name, self._codes, leaf)
        self._trace.read |= leaf.read
        self.consulted |= leaf.consulted
        return leaf.value  # type: ignore[no-any-return]

    def note(self, slot: str) -> None:
        """See `Pieces.note`."""
        self._trace.note(slot)

    def _computed(self, compute: Compute[T]) -> _Leaf:
        """A piece with its notes; those of the piece around it are put aside meanwhile."""
        judge, below, made = self._judges
        read, consulted = self._trace.read, self.consulted | judge.noted()
        self._trace.read, self.consulted = set(), set()
        judge.begin()
        value = compute(judge, below)
        leaf = _Leaf(value, frozenset(self.consulted | judge.noted()), frozenset(self._trace.read | made))
        judge.begin()
        self._trace.read, self.consulted = read, consulted
        return leaf

    @cached_property
    def _judges(self) -> tuple[Judge, Judge, set[str]]:
        """The judges, and what making them read: every piece rests on that."""
        read, self._trace.read = self._trace.read, {ALWAYS}
        situation = traced(self.situation, self._trace)
        judge, below = self._make(situation, self._trace)
        made, self._trace.read = self._trace.read, read
        return judge, below, made
