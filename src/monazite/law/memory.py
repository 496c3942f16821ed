"""Remembering: what a look came to, by the choices that it asked for, and which facts it read on the way.

An exploration asks the same few questions under thousands of completions, and lines that agree on what an answer read
have the same answer. Both rest on one book-keeping: every look notes the keys of the choices it asked for and the
facts it read, and who asks it again takes over the notes with the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from monazite.model.fact import Fact, PartyFacts, Situation

T = TypeVar("T")
Choices = Mapping[str, str]
Made = frozenset[tuple[str, str]]
_NOTHING_MADE: Made = frozenset()


@dataclass(slots=True)
class _Memory:
    """Answers of one look by the choices made. ``support``: keys asked for so far; ``read``: facts read so far."""

    support: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    answers: dict[Made, Any] = field(default_factory=dict)

    def made(self, choices: Choices) -> Made:
        """The choices that this look asks for."""
        if not choices or self.support.isdisjoint(choices):
            return _NOTHING_MADE
        support = self.support
        return frozenset([item for item in choices.items() if item[0] in support])


class Trace:
    """The facts read since it was made or last cleared, by name of their slot (see `traced`)."""

    __slots__ = ("read",)

    def __init__(self) -> None:
        self.read: set[str] = set()

    def note(self, slot: str) -> None:
        """A slot was read."""
        self.read.add(slot)


class Memories:
    """The looks of one judge. Looks may ask one another; what the inner one notes is noted for the outer one too."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._memories: dict[Hashable, _Memory] = {}
        self.asked: set[str] = set()
        """Keys of the choices asked for since `begin`."""

    def begin(self) -> None:
        """Start noting anew what is asked for."""
        self.asked = set()

    def recall(self, key: Hashable, choices: Choices, look: Callable[[set[str]], T]) -> T:
        """What ``look`` comes to under ``choices``, looked at once per choices that it asks for.

        ``look`` gets the set into which it puts the keys of the choices it asks for.
        """
        memory = self._memories.get(key)
        if memory is None:
            memory = self._memories[key] = _Memory()
        made = memory.made(choices)
        if made in memory.answers:
            found = memory.answers[made]
        else:
            asked, read = self.asked, self._trace.read
            self.asked, self._trace.read = memory.support, memory.read
            try:
                found = look(memory.support)
            finally:
                self.asked, self._trace.read = asked, read
            memory.answers[memory.made(choices)] = found
        self.asked |= memory.support
        self._trace.read |= memory.read
        return found  # type: ignore[no-any-return]

    def support(self, key: Hashable) -> set[str]:
        """The keys of the choices that a look has asked for so far."""
        return self._memories[key].support


class _TracedFacts(dict[str, Fact]):
    """Facts that note which of them is asked for; ``prefix`` tells those of parties from those of the line."""

    def __init__(self, facts: Mapping[str, Fact], trace: Trace, prefix: str = "") -> None:
        super().__init__(facts)
        self._trace, self._prefix = trace, prefix

    def _note(self, name: str) -> None:
        self._trace.read.add(f"{self._prefix}{name}")

    def get(self, name: str, default: Any = None) -> Any:
        self._note(name)
        return super().get(name, default)

    def __getitem__(self, name: str) -> Fact:
        self._note(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self._note(str(name))
        return super().__contains__(name)

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError("facts are read by name")

    items = values = keys = __iter__  # type: ignore[assignment]


class _TracedParties(dict[str, tuple[PartyFacts, ...]]):
    """Collections of parties that note which of them is asked for, as ``end_users#``."""

    def __init__(self, parties: Mapping[str, tuple[PartyFacts, ...]], trace: Trace) -> None:
        super().__init__(
            {
                name: tuple(replace(p, facts=_TracedFacts(p.facts, trace, f"{name}.")) for p in members)
                for name, members in parties.items()
            }
        )
        self._trace = trace

    def get(self, name: str, default: Any = None) -> Any:
        self._trace.read.add(f"{name}#")
        return super().get(name, default)

    def __getitem__(self, name: str) -> tuple[PartyFacts, ...]:
        self._trace.read.add(f"{name}#")
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self._trace.read.add(f"{name}#")
        return super().__contains__(name)


def traced(situation: Situation, trace: Trace) -> Situation:
    """The situation with every reading of a fact noted in ``trace``.

    Slots: the name of a fact of the line (`item.origin`), a collection of parties (`end_users#`: how many there are
    and how they are asked about), and an attribute of its members (`end_users.country`).
    """
    return replace(
        situation,
        facts=_TracedFacts(situation.facts, trace),
        parties=_TracedParties(situation.parties, trace),
    )
