"""The pieces of an answer: each is computed from the judges of a situation, or found again under the facts it reads.

A determination is put together from some sixty pieces: the possible verdicts, every rule tried, what each other
reading would say, and so on. Each piece reads few facts. Among many lines a piece is therefore computed once for every
combination of *the facts that it reads*, not once for every combination of all facts.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any, TypeVar

from monazite.law.instances import Instance
from monazite.law.judge import Judge
from monazite.law.memory import Trace, traced
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
    def readings(self) -> Mapping[str, str]:
        """Readings that the line itself settles."""
        return self.situation.readings

    @property
    def instances(self) -> Sequence[Instance]:
        """The rules that are tried."""
        return self.judge.instances

    def run(self, name: Hashable, compute: Compute[T]) -> T:
        """The piece called ``name``, which ``compute`` makes from the judge and the one of the underlying answer."""
        return compute(self.judge, self.below)


@dataclass(slots=True)
class _Slice:
    """Pieces of one name that read the same slots: by the codes of those slots."""

    slots: frozenset[str]
    pick: Callable[[Sequence[int]], Hashable]
    found: dict[Hashable, tuple[Any, frozenset[str]]] = field(default_factory=dict)


class Slices:
    """Pieces by what they read. ``slots``: place of every slot in the codes of a line; a slot that is not there is
    unknown in every line.
    """

    def __init__(self, slots: Mapping[str, int], always: tuple[str, ...] = ()) -> None:
        self._slots = slots
        self._always = frozenset(always)
        self._slices: dict[Hashable, list[_Slice]] = {}
        self.computed = 0

    def find(self, name: Hashable, codes: Sequence[int]) -> tuple[Any, frozenset[str]] | None:
        """A piece computed for a line that agrees with ``codes`` on all that the piece read."""
        for part in self._slices.get(name, ()):
            found = part.found.get(part.pick(codes))
            if found is not None:
                return found
        return None

    def keep(self, name: Hashable, codes: Sequence[int], read: set[str], found: tuple[Any, frozenset[str]]) -> None:
        """Keep a piece that read the slots ``read`` of a line with ``codes``."""
        self.computed += 1
        slots = frozenset(read | self._always) & self._slots.keys()
        parts = self._slices.setdefault(name, [])
        part = next((p for p in parts if p.slots == slots), None)
        if part is None:
            places = sorted(self._slots[slot] for slot in slots)
            part = _Slice(slots, itemgetter(*places) if places else lambda _codes: ())
            parts.append(part)
        part.found[part.pick(codes)] = found


class SlicedPieces:
    """The pieces of a line among many, found in ``slices`` where a line before it read the same.

    ``situation`` is made only when some piece has to be computed.
    """

    def __init__(
        self, codes: Sequence[int], slices: Slices, situation: Callable[[], Situation], make: MakeJudges
    ) -> None:
        self._codes, self._slices, self._situation, self._make = codes, slices, situation, make
        self._trace = Trace()
        self.consulted: set[str] = set()

    @property
    def readings(self) -> Mapping[str, str]:
        """None: lines of a portfolio leave readings to the run."""
        return {}

    @property
    def instances(self) -> Sequence[Instance]:
        """The rules that are tried."""
        return self.run("instances", lambda judge, _: tuple(judge.instances))

    def run(self, name: Hashable, compute: Compute[T]) -> T:
        """See `Pieces.run`."""
        found = self._slices.find(name, self._codes)
        if found is None:
            judge, below, made = self._judges
            self._trace.read = set()
            judge.begin()
            value = compute(judge, below)
            found = value, frozenset(judge.noted())
            self._slices.keep(name, self._codes, self._trace.read | made, found)
        self.consulted |= found[1]
        return found[0]

    @cached_property
    def _judges(self) -> tuple[Judge, Judge, set[str]]:
        """The judges, and what making them read: every piece rests on that."""
        self._trace.read = set()
        situation = traced(self._situation(), self._trace)
        judge, below = self._make(situation, self._trace)
        return judge, below, self._trace.read
