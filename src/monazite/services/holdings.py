"""The table `ownership` as holders of a party: who owns whom, with what is not stated left unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.screening.ownership import Holdings
from monazite.screening.stakes import Body, Holder, Stake, StakeGraph
from monazite.services.ownerless import ownerless
from monazite.services.stakes_stated import is_branch, most_stated, runs_on, stakes_of
from monazite.services.tables import Portfolio, Row

ListingsOf = Callable[[str], tuple[str, ...] | None]
Stakes = Mapping[str, Bounds]
WHOLE = Bounds.exactly(1)
#: Stands for what the holders leave where there is no other holder; no party has a blank id.
NOBODY_ELSE = ""


class HoldingsBook:
    """Holders of parties on a day. ``listings_of`` says in which notices a party is named (None: not searched).

    Several rows of one owner are claims about one stake (`services.stakes_stated`). Holders that stand above themselves
    are a circle of the graph. A branch that holds a stake holds it for the legal person of which it is a branch. Rows
    of one party that add up to more than the whole contradict each other: its holders are unknown.
    """

    def __init__(self, portfolio: Portfolio, day: date, listings_of: ListingsOf, name_of: Callable[[str], str]) -> None:
        self._rows: dict[str, list[Row]] = {}
        self._branches: dict[str, str] = {}
        for row in portfolio.rows("ownership"):
            if runs_on(row, day):
                if is_branch(row):
                    self._branches[row.text("owned_id")] = row.text("owner_id")
                else:
                    self._rows.setdefault(row.text("owned_id"), []).append(row)
        parties = portfolio.rows("parties")
        self._branches |= {r.text("party_id"): r.text("branch_of") for r in parties if r.text("branch_of")}
        self._clean = {r.text("party_id") for r in parties if r.flag("no_listed_owner")}
        self._in_doubt = portfolio.touched_by_faults("ownership")
        self._refused = "ownership" in portfolio.refused or bool(ownerless(portfolio, "ownership"))
        self._listings_of = listings_of
        self._name_of = name_of

    def of(self, party_id: str) -> Holdings | None:
        """The holders of a party and the legal person of which it is a branch; None when nothing is stated."""
        person = self._branches.get(party_id)
        branch_of = None if person is None else self._legal_person(person)
        if self._stakes_in(party_id) is None:
            return None if branch_of is None else Holdings(StakeGraph((Body(party_id, (), None),)), branch_of)
        return Holdings(self._graph(party_id), branch_of)

    def _legal_person(self, party_id: str) -> Holder:
        return Holder(self._name_of(party_id), Fraction(1), Fraction(1), self._listings_of(party_id), ())

    def _graph(self, party_id: str) -> StakeGraph:
        """The party and all that stand above it, each once."""
        places = {party_id: 0}
        order = [party_id]
        above: list[Stakes | None] = []
        for party in order:  # grows while it is walked
            stakes = self._stakes_in(party) if party == party_id else self._stakes_above(party)
            above.append(stakes)
            for owner in stakes or ():
                if owner not in places:
                    places[owner] = len(order)
                    order.append(owner)
        above_itself = any(party_id in stakes for stakes in above if stakes)
        listings = [self._listings_above(party) for party in order]
        listings[0] = listings[0] if above_itself else ()
        return StakeGraph(tuple(
            Body(party or "no other holder", named, _placed(stakes, places))
            for party, named, stakes in zip(order, listings, above, strict=True)
        ))  # fmt: skip

    def _listings_above(self, party_id: str) -> tuple[str, ...] | None:
        return () if party_id == NOBODY_ELSE else self._listings_of(party_id)

    def _stakes_above(self, party_id: str) -> Stakes | None:
        """The stakes in a party that is itself a holder: all of a branch is its legal person's."""
        if party_id == NOBODY_ELSE:
            return {}
        person = self._branches.get(party_id)
        if person is None or self._doubtful(party_id) or party_id in self._clean:
            return self._stakes_in(party_id)
        return {person: WHOLE}

    def contradicted(self, party_id: str) -> bool:
        """Whether rows put somebody whom a notice names above a party that is said to have no such owner (rule T4)."""
        if party_id not in self._clean:
            return False
        above = [party_id]
        for party in above:  # grows while it is walked
            owners = (row.text("owner_id") for row in self._rows.get(party, ()))
            above += [owner for owner in dict.fromkeys(owners) if owner not in above]
        return any(self._listings_of(owner) for owner in above[1:])

    def _doubtful(self, party_id: str) -> bool:
        """Whether rows about the holders of a party were set aside: what they said is not known."""
        return self._refused or f"party:{party_id}" in self._in_doubt

    def _stakes_in(self, party_id: str) -> Stakes | None:
        """The stakes in a party; None where they are not known, nothing where no notice names any holder."""
        if self._doubtful(party_id):
            return None
        if party_id in self._clean:
            return None if self.contradicted(party_id) else {}
        rows = self._rows.get(party_id, ())
        if not rows or most_stated(rows) > 1:
            return None
        stakes = stakes_of(rows)
        least = sum((stake.low for stake in stakes.values()), Fraction(0))
        most = sum((_high(stake) for stake in stakes.values()), Fraction(0))
        if any(row.flag("complete") for row in rows) and least < 1:
            return {**stakes, NOBODY_ELSE: Bounds(max(1 - most, Fraction(0)), 1 - least)}
        return stakes


def _placed(stakes: Stakes | None, places: Mapping[str, int]) -> tuple[Stake, ...] | None:
    if stakes is None:
        return None
    return tuple(Stake(places[owner], stake.low, _high(stake)) for owner, stake in stakes.items())


def _high(stake: Bounds) -> Fraction:
    return Fraction(1) if stake.high is None else stake.high
