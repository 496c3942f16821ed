"""What everything beneath a part says together, gathered once for all parts that share it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from monazite.supply.order import components

Said = TypeVar("Said", bound=Hashable)


class Gathered(Generic[Said]):
    """For any node, the union of what it and all that it leads to say; each node is asked once, when it is needed.

    ``children`` of every node; ``own``: what a node itself says, always the same of one node. The answer of a node
    depends on nothing else, so it is kept: a part that is built into a thousand products is walked through once.
    Equal unions are one object, so that what is kept is a pointer per node.
    """

    def __init__(self, children: Sequence[Sequence[int]], own: Callable[[int], frozenset[Said]]) -> None:
        self._children, self._own = children, own
        self._order = components(children)
        self._rank = [0] * len(children)
        for position, members in enumerate(self._order):
            for index in members:
                self._rank[index] = position
        self._found: list[frozenset[Said] | None] = [None] * len(self._order)
        self._same: dict[frozenset[Said], frozenset[Said]] = {}

    def of(self, root: int) -> frozenset[Said]:
        """What ``root`` and all that it leads to say."""
        top = self._rank[root]
        for position in sorted(self._missing(top)):
            self._found[position] = self._union(position)
        found = self._found[top]
        assert found is not None  # the root is the last of what was missing
        return found

    def _missing(self, top: int) -> set[int]:
        """The components from ``top`` downwards of which nothing is kept yet."""
        if self._found[top] is not None:
            return set()
        missing, stack = {top}, [top]
        while stack:
            for index in self._order[stack.pop()]:
                for child in self._children[index]:
                    position = self._rank[child]
                    if position not in missing and self._found[position] is None:
                        missing.add(position)
                        stack.append(position)
        return missing

    def _union(self, position: int) -> frozenset[Said]:
        """Of one component, all beneath it being known: components come after all that they lead to."""
        members = self._order[position]
        beneath = {self._rank[child] for index in members for child in self._children[index]} - {position}
        parts = {self._own(index) for index in members}.union(self._found[one] or frozenset() for one in beneath)
        union = frozenset().union(*parts)
        return self._same.setdefault(union, union)
