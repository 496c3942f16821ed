"""Who holds whom, with which shares, as a graph: parties are nodes, stakes lead from the held to its holders.

Holders may stand above themselves: two firms that hold each other, a firm that holds its own shares. A tree of `Holder`
is a graph in which every mention is a node of its own.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cached_property

from monazite.model.exact import Fraction

Owners = tuple["Holder", ...]
NOTHING, WHOLE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Holder:
    """An owner of a party with its stake, a fraction between ``share_low`` and ``share_high``.

    ``listings`` None: not searched. ``owners`` None: unknown, except where a notice names the holder itself: there they
    do not matter; () = nobody whom a notice names. The same name is the same owner wherever it stands.
    """

    name: str
    share_low: Fraction
    share_high: Fraction
    listings: tuple[str, ...] | None
    owners: Owners | None

    @property
    def owners_known(self) -> Owners | None:
        """The owners, nobody where they are not stated and do not matter."""
        return () if self.owners is None and self.listings else self.owners


@dataclass(frozen=True, slots=True)
class Stake:
    """The part, between ``low`` and ``high``, that the party at ``owner`` (its place in the graph) holds."""

    owner: int
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Body:
    """A party in the graph. ``stakes`` None: its holders are unknown; () = nobody whom a notice names.

    ``listings`` None: not searched. Two bodies of one name are one owner.
    """

    name: str
    listings: tuple[str, ...] | None
    stakes: tuple[Stake, ...] | None

    @property
    def stated(self) -> Fraction:
        """What the stakes add up to at their least."""
        return sum((stake.low for stake in self.stakes or ()), NOTHING)

    @property
    def refused(self) -> bool:
        """Whether the stakes add up to more than the whole: they contradict each other and say nothing."""
        return self.stated > 1

    @property
    def known(self) -> tuple[Stake, ...] | None:
        """The stakes that count: None where they are unknown or refused; nobody where they do not matter."""
        if self.stakes is None:
            return () if self.listings else None
        return None if self.refused else self.stakes


@dataclass(frozen=True)
class StakeGraph:
    """All parties above one party, near and far. The party itself is the first body; its own listing plays no part
    unless it stands above itself.
    """

    bodies: tuple[Body, ...]

    @cached_property
    def stakes(self) -> tuple[tuple[Stake, ...] | None, ...]:
        """The stakes in each body that count. Holders of the party itself that are not stated always matter."""
        party, *others = self.bodies
        return (None if party.stakes is None else party.known, *(body.known for body in others))

    @cached_property
    def slack(self) -> tuple[Fraction, ...]:
        """What the stakes in each body leave to 1 and anyone may hold; nothing where no stakes are known."""
        pairs = zip(self.bodies, self.stakes, strict=True)
        return tuple(WHOLE - body.stated if stakes else NOTHING for body, stakes in pairs)

    @cached_property
    def holds(self) -> tuple[tuple[tuple[int, Fraction], ...], ...]:
        """What each body holds: the places of the parties in which it has a stake, with the stake at its least."""
        found: list[list[tuple[int, Fraction]]] = [[] for _ in self.bodies]
        for place, stakes in enumerate(self.stakes):
            for stake in stakes or ():
                if stake.low:
                    found[stake.owner].append((place, stake.low))
        return tuple(map(tuple, found))

    def below(self, starts: Iterable[int], stop: Container[int] = ()) -> set[int]:
        """``starts`` and all that they hold something of, near and far; neither those in ``stop`` nor through them."""
        found = {start for start in starts if start not in stop}
        waiting = list(found)
        while waiting:
            for held, _ in self.holds[waiting.pop()]:
                if held not in found and held not in stop:
                    found.add(held)
                    waiting.append(held)
        return found

    def behind_nobody(self, owner: Container[int]) -> set[int]:
        """Circles in which ``owner`` does not stand and that nobody outside them holds, and what they hold wholly.

        Chains from there end nowhere: who stands behind is unknown.
        """
        every = range(len(self.bodies))
        return set(every) - self.below(p for p in every if p in owner or not self.stakes[p] or self.slack[p])

    @cached_property
    def open(self) -> bool:
        """Whether anything is unknown: holders, listings, a slice, a bounded stake, who stands behind a circle."""
        unknown = any(stakes is None or any(s.low != s.high for s in stakes) for stakes in self.stakes)
        unsearched = any(body.listings is None for body in self.bodies[1:])
        return unknown or unsearched or any(self.slack) or bool(self.behind_nobody(()))


def graph_of(owners: Owners | None) -> StakeGraph:
    """The graph of a tree of holders: each mention of an owner is a body of its own."""
    bodies: list[Body] = []
    waiting: list[tuple[str, tuple[str, ...] | None, Owners | None]] = [("", (), owners)]
    for name, listings, above in waiting:  # grows while it is walked
        stakes = None
        if above is not None:
            first = len(waiting)
            stakes = tuple(Stake(first + n, h.share_low, h.share_high) for n, h in enumerate(above))
            waiting.extend((h.name, h.listings, h.owners) for h in above)
        bodies.append(Body(name, listings, stakes))
    return StakeGraph(tuple(bodies))
