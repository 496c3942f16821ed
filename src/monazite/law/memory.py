"""Remembering: what a look came to, by the facts that it read and the choices that it asked for.

An exploration asks the same few questions under thousands of completions, and thousands of lines agree on the few
facts that any one question reads. Both rest on one book-keeping: every look notes the facts it read and the keys of
the choices it asked for; what it came to stands in a tree of answers whose nodes ask for exactly these. Who asks again
takes over the notes with the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Choices = Mapping[str, str]
Codes = Mapping[str, int]
"""What is told of each slot of a line (see `law.traced`), as a number; a slot that is not there is unknown."""


_NOTHING_MADE: frozenset[tuple[str, str]] = frozenset()


class Trace:
    """What was read since it was made or last cleared: slots of facts (see `law.traced`) and keys of choices.

    Both in the order in which they were first read, so that lines that agree so far read the same next.
    """

    __slots__ = ("asked", "read")

    def __init__(self) -> None:
        self.read: dict[str, None] = {}
        self.asked: set[str] = set()

    def note(self, slot: str) -> None:
        """A slot was read."""
        self.read[slot] = None


class Leaf(Generic[T]):
    """What a look came to, the slots it read and the choices it asked for."""

    __slots__ = ("asked", "read", "value")

    def __init__(self, value: T, read: dict[str, None], asked: frozenset[str]) -> None:
        self.value = value
        self.read = read
        self.asked = asked


Asks = tuple[tuple[bool, str], ...]
"""Slots and keys of choices (true) in the order in which a look asks for them."""


class _Ask:
    """A place in a tree of answers: what is asked here, and where each set of answers leads."""

    __slots__ = ("asks", "next")

    def __init__(self, asks: Asks) -> None:
        self.asks = asks
        self.next: dict[tuple[Hashable, ...], Any] = {}

    def told(self, codes: Codes, choices: Choices) -> tuple[Hashable, ...]:
        """What a line and its choices answer."""
        return tuple([choices.get(name) if choice else codes.get(name, 0) for choice, name in self.asks])

    def split(self, after: int) -> None:
        """Ask the first ``after`` here, and the others one place further down."""
        below = self.asks[after:]
        children, self.next, self.asks = self.next, {}, self.asks[:after]
        for told, child in children.items():
            lower = self.next.setdefault(told[:after], _Ask(below))
            lower.next[told[after:]] = child


class Answers:
    """Trees of answers by the name of the look, shared by all lines of a run.

    A leaf is the answer of all lines and choices that agree on what is asked on the way to it, among which is all
    that the look read.
    """

    __slots__ = ("_numbers", "_roots", "_same", "by_state")

    def __init__(self) -> None:
        self._roots: dict[Hashable, Any] = {}
        self._same: dict[Hashable, Any] = {}
        self._numbers: dict[Hashable, Hashable] = {}
        self.by_state: dict[Hashable, tuple[Any, frozenset[str]]] = {}
        """What explorations came to, and what they asked for, by what was left open where they began."""

    def find(self, name: Hashable, codes: Codes, choices: Choices) -> Leaf[Any] | None:
        """The answer of a look for a line with ``codes`` under ``choices``; None when nobody looked so far."""
        here = self._roots.get(name)
        while here.__class__ is _Ask:
            here = here.next.get(here.told(codes, choices))
        return here

    def keep(self, name: Hashable, codes: Codes, choices: Choices, leaf: Leaf[Any]) -> None:
        """Keep an answer that `find` did not find."""
        left = [*((False, slot) for slot in leaf.read), *((True, key) for key in sorted(leaf.asked))]
        if name not in self._roots:
            self._roots[name] = _Ask(tuple(left))
        here = self._roots[name]
        while True:
            agreed = _agreed(here.asks, left)
            if 0 < agreed < len(here.asks):
                here.split(agreed)
            asked = set(here.asks)
            left = [ask for ask in left if ask not in asked]
            told = here.told(codes, choices)
            below = here.next.get(told)
            if below is None:
                below = here.next[told] = _Ask(tuple(left)) if left else leaf
            if below is leaf:
                return
            here = below

    def same(self, key: Hashable, thing: T) -> T:
        """The first thing that was given under ``key``: equal things of all lines become one, which lives on."""
        return self._same.setdefault(key, thing)  # type: ignore[no-any-return]

    def number(self, rest: Hashable) -> Hashable:
        """See `Memories.number`."""
        return self._numbers.setdefault(rest, ("rest", len(self._numbers)))


def _agreed(asks: Asks, others: list[tuple[bool, str]]) -> int:
    """How many of the first asks are the same."""
    count = 0
    for one, other in zip(asks, others, strict=False):
        if one != other:
            break
        count += 1
    return count


class _Mine:
    """What one line has found of one look, by the choices made. ``support``: keys of choices asked for so far."""

    __slots__ = ("leaves", "support")

    def __init__(self) -> None:
        self.support: set[str] = set()
        self.leaves: dict[frozenset[tuple[str, str]], Leaf[Any]] = {}

    def made(self, choices: Choices) -> frozenset[tuple[str, str]]:
        """The choices that the look asks for."""
        if not choices or self.support.isdisjoint(choices):
            return _NOTHING_MADE
        support = self.support
        return frozenset([item for item in choices.items() if item[0] in support])


class Memories:
    """The looks of one judge. Looks may ask one another; what the inner one notes is noted for the outer one too.

    ``codes`` of the line and the ``answers`` shared with other lines; without them the judge remembers for itself.
    """

    def __init__(self, trace: Trace, answers: Answers | None = None, codes: Codes | None = None) -> None:
        self.trace = trace
        self._answers = answers if answers is not None else Answers()
        self._codes = codes or {}
        self._mine: dict[Hashable, _Mine] = {}

    def recall(self, key: Hashable, choices: Choices, look: Callable[[set[str]], T]) -> T:
        """What ``look`` comes to under ``choices``, looked at once per facts read and choices asked for.

        ``look`` gets the set into which it puts the keys of the choices it asks for.
        """
        return self.leaf(key, choices, look).value

    def recall_here(self, key: Hashable, choices: Choices, look: Callable[[set[str]], T]) -> T:
        """As `recall`, for this line alone: for looks that read so much that hardly any other line agrees."""
        return self.leaf(key, choices, look, alone=True).value

    def leaf(self, key: Hashable, choices: Choices, look: Callable[[set[str]], T], alone: bool = False) -> Leaf[T]:
        """See `recall`; with what was read and asked for."""
        mine = self._mine.get(key)
        if mine is None:
            mine = self._mine[key] = _Mine()
        made = mine.made(choices)
        found = mine.leaves.get(made)
        if found is None:
            found = self._looked(look) if alone else self._shared(key, choices, look)
            mine.support |= found.asked
            mine.leaves[mine.made(choices)] = found
        self.trace.read.update(found.read)
        self.trace.asked |= found.asked
        return found

    def _shared(self, key: Hashable, choices: Choices, look: Callable[[set[str]], T]) -> Leaf[T]:
        """An answer that some line has found, or that is found now."""
        found = self._answers.find(key, self._codes, choices)
        if found is None:
            found = self._looked(look)
            self._answers.keep(key, self._codes, choices, found)
        return found

    def _looked(self, look: Callable[[set[str]], T]) -> Leaf[T]:
        """What a look comes to, with its own notes."""
        trace = self.trace
        read, asked = trace.read, trace.asked
        trace.read, trace.asked = {}, set()
        try:
            value = look(trace.asked)
            return Leaf(value, trace.read, frozenset(trace.asked))
        finally:
            trace.read, trace.asked = read, asked

    def same(self, key: Hashable, thing: T) -> T:
        """See `Answers.same`."""
        return self._answers.same(key, thing)

    def number(self, rest: Hashable) -> Hashable:
        """A short name for what is left of a condition, the same for all lines in which the same is left."""
        return self._answers.number(rest)

    def told(self) -> Hashable:
        """What the facts read so far in the look that is being made say."""
        return tuple((slot, self._codes.get(slot, 0)) for slot in self.trace.read)

    def watch(self, look: Callable[[], T]) -> tuple[T, Hashable]:
        """What a look comes to, and what the facts say that it read."""
        trace = self.trace
        read, trace.read = trace.read, {}
        try:
            found, told = look(), self.told()
        finally:
            read.update(trace.read)
            trace.read = read
        return found, told

    def explored(self, key: Hashable, explore: Callable[[], T]) -> T:
        """What an exploration comes to whose outcome ``key`` determines; made once for all lines.

        Facts that it reads are not noted: the state in ``key`` has told all that matters of them.
        """
        found = self._answers.by_state.get(key)
        trace = self.trace
        if found is None:
            read, asked = trace.read, trace.asked
            trace.read, trace.asked = {}, set()
            try:
                found = self._answers.by_state[key] = explore(), frozenset(trace.asked)
            finally:
                trace.read, trace.asked = read, asked
        trace.asked |= found[1]
        return found[0]
