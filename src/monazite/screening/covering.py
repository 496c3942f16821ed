"""What listed holders have of a party in one world, exactly, circles included (methods: `screening.ownership`).

In a world every party is listed or not, stakes stand at their least, and what is unknown is either harmless or belongs
to one and the same listed owner. Parts solve ``x = A x + b`` with A the stakes and b what the owner holds itself; the
least solution is taken, which on a tree is the sum over chains. The cost grows with the number of stakes; only within a
circle of holders it is that of solving its equations.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass

from monazite.model.exact import Fraction
from monazite.screening.stakes import NOTHING, WHOLE, StakeGraph


@dataclass(frozen=True, slots=True)
class World:
    """One way to take what is unknown.

    ``listed``: places of the listed holders. ``harmful``: unknown slices, unknown holders and whoever stands behind a
    circle that nobody outside it holds belong to a listed owner; otherwise to nobody listed.
    """

    graph: StakeGraph
    listed: frozenset[int]
    harmful: bool

    def share(self, method: str, at_least: Fraction) -> Fraction:
        """What counts towards ``at_least`` under a method. Raises `ValueError` for a method that there is not."""
        match method:
            case "direct":
                return max(self._total(self._wholly(owner).__contains__) for owner in self._owners())
            case "summed":
                wholly: set[int] = set().union(*(self._wholly(owner) for owner in self._owners()))
                return self._total(wholly.__contains__)
            case "cascade":
                return self._total(self._covered(at_least).__contains__)
            case "multiplied":
                return max(self._total(self._parts(owner).__getitem__) for owner in self._owners())
        raise ValueError(f"no method of the reading affiliation is named {method!r}")

    def _owners(self) -> list[frozenset[int]]:
        """Where each listed owner stands. Where there is none, one that stands nowhere: what is unknown may be its."""
        by_name: dict[str, set[int]] = {}
        for place in sorted(self.listed):
            by_name.setdefault(self.graph.bodies[place].name, set()).add(place)
        return [frozenset(places) for places in by_name.values()] or [frozenset()]

    def _total(self, part: Callable[[int], Fraction | bool]) -> Fraction:
        """The parts that count of all stakes in the party, at their least, and the rest if it is harmful.

        Stakes at their least are the worst case too, since what they leave goes to the unknown slice, which counts
        whole.
        """
        stakes = self.graph.stakes[0]
        if stakes is None:
            return WHOLE if self.harmful else NOTHING
        slack = self.graph.slack[0] if self.harmful else NOTHING
        return sum((stake.low * part(stake.owner) for stake in stakes), slack)

    def _wholly(self, owner: frozenset[int]) -> set[int]:
        """Bodies that are the owner or that nobody else has anything of, circles within its holdings included."""
        stakes, slack = self.graph.stakes, self.graph.slack
        if self.harmful:
            others = {place for place, held in enumerate(stakes) if held == ()}
        else:
            others = {place for place, held in enumerate(stakes) if not held or slack[place]}
            others |= self.graph.behind_nobody(owner)
        return set(range(len(stakes))) - self.graph.below(others, stop=owner)

    def _parts(self, owner: frozenset[int]) -> list[Fraction]:
        """The owner's part in each body: multiplied along each chain and added over chains, however often round."""
        stakes = self.graph.stakes
        slack = self.graph.slack if self.harmful else (NOTHING,) * len(stakes)
        whole = set(owner)
        if self.harmful:
            whole |= self.graph.behind_nobody(owner) | {place for place, held in enumerate(stakes) if held is None}
        parts = [WHOLE if place in whole else NOTHING for place in range(len(stakes))]
        rows: dict[int, dict[int, Fraction]] = {}
        fixed: dict[int, Fraction] = {}
        unsolved = self.graph.below([*whole, *(place for place, rest in enumerate(slack) if rest)]) - whole
        for place in unsolved:
            rows[place], fixed[place] = {}, slack[place]
            for stake in stakes[place] or ():
                if stake.owner in unsolved:
                    rows[place][stake.owner] = rows[place].get(stake.owner, NOTHING) + stake.low
                else:
                    fixed[place] += stake.low * parts[stake.owner]
        for place, part in solved(rows, fixed).items():
            parts[place] = part
        return parts

    def _covered(self, at_least: Fraction) -> set[int]:
        """Bodies that are listed or covered: the smallest set that holds whoever meets the test.

        Coverage begins with a listed holder: the members of a circle do not cover each other out of nothing.
        """
        graph = self.graph
        covered = set(self.listed)
        counted = [NOTHING] * len(graph.bodies)
        if self.harmful:
            counted = list(graph.slack)
            covered |= graph.behind_nobody(self.listed)
            covered |= {place for place, held in enumerate(graph.stakes) if held is None}
            covered |= {place for place, rest in enumerate(counted) if rest and rest >= at_least}
        waiting = list(covered)
        while waiting:
            for place, low in graph.holds[waiting.pop()]:
                counted[place] += low
                if place not in covered and counted[place] >= at_least:
                    covered.add(place)
                    waiting.append(place)
        return covered


def solved(rows: dict[int, dict[int, Fraction]], fixed: dict[int, Fraction]) -> dict[int, Fraction]:
    """The solution of ``x[p] = fixed[p] + sum of rows[p][q] * x[q]``; ``rows`` and ``fixed`` are used up.

    From every p some chain must end in a positive ``fixed``, and what a row leaves to 1 must not be negative: then the
    solution exists and is the only one. Who depends on fewest others is put into the equations of the rest first, so
    that without circles nothing but additions happens.
    """
    users: dict[int, set[int]] = {place: set() for place in rows}
    for place, row in rows.items():
        for other in row:
            users[other].add(place)
    queue = [(len(row), place) for place, row in rows.items()]
    heapq.heapify(queue)
    done: dict[int, dict[int, Fraction]] = {}
    while queue:
        size, place = heapq.heappop(queue)
        if place in done or size != len(rows[place]):
            continue
        row = rows[place]
        own = row.pop(place, NOTHING)
        if own:
            fixed[place] /= WHOLE - own
            rows[place] = row = {other: value / (WHOLE - own) for other, value in row.items()}
        users[place].discard(place)
        done[place] = row
        for user in users[place]:
            factor = rows[user].pop(place)
            fixed[user] += factor * fixed[place]
            for other, value in row.items():
                rows[user][other] = rows[user].get(other, NOTHING) + factor * value
                users[other].add(user)
            heapq.heappush(queue, (len(rows[user]), user))
        for other in row:
            users[other].discard(place)
    found: dict[int, Fraction] = {}
    for place in reversed(done):
        found[place] = fixed[place] + sum((value * found[other] for other, value in done[place].items()), NOTHING)
    return found
