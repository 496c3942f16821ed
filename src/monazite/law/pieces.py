"""The pieces of an answer: each is computed from the judges of a situation, or found again under the facts it reads.

A determination is put together from some hundred pieces: the possible verdicts, every rule tried, what each other
reading would say, and so on. Each piece reads few facts. Among many lines a piece is therefore computed once for every
combination of *the facts that it reads*, not once for every combination of all facts.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from monazite.law.instances import Instance
from monazite.law.judge import Judge
from monazite.law.memory import Answers, Codes, Memories, Trace
from monazite.law.traced import traced
from monazite.model.fact import Situation

T = TypeVar("T")

#: Makes the judge of a situation (``underlying`` false) and the one that takes the flagged instruments for in force.
MakeJudge = Callable[[Situation, bool, Memories], Judge]
Compute = Callable[[Judge, Judge], T]


@dataclass(slots=True)
class SharedAnswers:
    """What is shared by lines that agree on ``always``: the answers of both judges, and the pieces."""

    judge: Answers = field(default_factory=Answers)
    below: Answers = field(default_factory=Answers)
    pieces: Answers = field(default_factory=Answers)


class Pieces:
    """The pieces of one situation's answer, each computed where it is asked for.

    With ``shared`` answers and the ``codes`` of the line a piece is found again where a line before it read the same.
    """

    def __init__(
        self, situation: Situation, make: MakeJudge, shared: SharedAnswers | None = None, codes: Codes | None = None
    ) -> None:
        self.situation = situation
        self._trace = Trace()
        told = situation if shared is None else traced(situation, self._trace)
        answers = shared or SharedAnswers()
        self.judge = make(told, False, Memories(self._trace, answers.judge, codes))
        self._below = make(told, True, Memories(self._trace, answers.below, codes))
        self._pieces = Memories(self._trace, answers.pieces, codes)

    @property
    def consulted(self) -> set[str]:
        """The readings that the pieces asked for so far looked at."""
        keys = (key for key in self._trace.asked if key.startswith("law:"))
        return {key.removeprefix("law:") for key in keys} & self.judge.rulebook.law.readings.keys()

    def sequels(self, reading: str) -> list[str]:
        """What the pieces asked for so far about what follows once an alternative of a reading has run out
        (`after_suspension@2027-01-10`).
        """
        return sorted(key.removeprefix("law:") for key in self._trace.asked if key.startswith(f"law:{reading}@"))

    @property
    def instances(self) -> Sequence[Instance]:
        """The rules that are tried."""
        return self.judge.instances

    def note(self, slot: str) -> None:
        """Say that what is being put together rests on a slot besides those that its pieces read."""
        self._trace.note(slot)

    def run_here(self, name: Hashable, compute: Compute[T]) -> T:
        """As `run`, for a piece that reads so much that hardly any other line agrees."""
        return self._pieces.recall_here(name, {}, lambda _: compute(self.judge, self._below))

    def run(self, name: Hashable, compute: Compute[T]) -> T:
        """The piece called ``name``, which ``compute`` makes from the judge and the one of the underlying answer.

        Pieces may be made of pieces.
        """
        return self._pieces.recall(name, {}, lambda _: compute(self.judge, self._below))


def numbered(told: Mapping[str, Hashable], numbers: dict[str, dict[Hashable, int]]) -> dict[str, int]:
    """Numbers for what is told of each slot of a line, from 1; ``numbers`` holds those given out so far."""
    codes = {}
    for slot, what in told.items():
        given = numbers.setdefault(slot, {})
        codes[slot] = given.setdefault(what, len(given) + 1)
    return codes
