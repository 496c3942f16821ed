"""The table `ownership` as holders of a party: who owns whom, with what is not stated left unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from monazite.model.bounds import Bounds
from monazite.screening.ownership import Holder, Holdings
from monazite.services.tables import Portfolio, Row

ListingsOf = Callable[[str], tuple[str, ...] | None]


class HoldingsBook:
    """Holders of parties on a day. ``listings_of`` says in which notices a party is named (None: not searched).

    Several rows of one owner (votes and capital) are claims about one stake: their hull counts (rule T4). A holder
    that stands above itself in a circle is left unknown there: sound, though not as sharp as a solution of the circle.
    """

    def __init__(self, portfolio: Portfolio, day: date, listings_of: ListingsOf, name_of: Callable[[str], str]) -> None:
        self._owners: dict[str, list[Row]] = {}
        for row in portfolio.rows("ownership"):
            if _runs_on(row, day):
                self._owners.setdefault(row.text("owned_id"), []).append(row)
        self._clean = {r.text("party_id") for r in portfolio.rows("parties") if r.flag("no_listed_owner")}
        self._branches = {
            **{r.text("owned_id"): r.text("owner_id") for r in portfolio.rows("ownership") if _is_branch(r)},
            **{r.text("party_id"): r.text("branch_of") for r in portfolio.rows("parties") if r.text("branch_of")},
        }
        self._in_doubt = portfolio.touched_by_faults("ownership")
        self._refused = "ownership" in portfolio.refused
        self._listings_of = listings_of
        self._name_of = name_of

    def of(self, party_id: str) -> Holdings | None:
        """The holders of a party and the legal person of which it is a branch; None when nothing is stated."""
        owners = self._holders(party_id, (party_id,))
        person = self._branches.get(party_id)
        branch_of = None if person is None else self._legal_person(person)
        return None if owners is None and branch_of is None else Holdings(owners, branch_of)

    def _legal_person(self, party_id: str) -> Holder:
        return Holder(self._name_of(party_id), Fraction(1), Fraction(1), self._listings_of(party_id), ())

    def _holders(self, party_id: str, path: tuple[str, ...]) -> tuple[Holder, ...] | None:
        if self._refused or f"party:{party_id}" in self._in_doubt:
            return None
        if party_id in self._clean:
            return ()
        rows = [row for row in self._owners.get(party_id, ()) if not _is_branch(row)]
        if not rows:
            return None
        stakes = _stakes(rows)
        holders = [self._holder(owner, stake, path) for owner, stake in stakes.items()]
        least = sum((holder.share_low for holder in holders), Fraction(0))
        most = sum((holder.share_high for holder in holders), Fraction(0))
        if any(row.flag("complete") for row in rows) and least < 1:
            holders.append(Holder("no other holder", max(1 - most, Fraction(0)), 1 - least, (), ()))
        return tuple(holders)

    def _holder(self, owner: str, stake: Bounds, path: tuple[str, ...]) -> Holder:
        above = None if owner in path else self._holders(owner, (*path, owner))
        high = Fraction(1) if stake.high is None else min(stake.high, Fraction(1))
        return Holder(owner, stake.low, high, self._listings_of(owner), above)


def _is_branch(row: Row) -> bool:
    return row.text("interest") == "branch"


def _runs_on(row: Row, day: date) -> bool:
    begins, ends = row.day("from"), row.day("until")
    return (begins is None or begins <= day) and (ends is None or day <= ends)


def _stakes(rows: list[Row]) -> Mapping[str, Bounds]:
    """One stake per owner: the hull of what its rows say; a row without a share leaves it between nothing and all."""
    found: dict[str, Bounds] = {}
    for row in rows:
        stake = row.number_of("share") or Bounds(Fraction(0), Fraction(1))
        owner = row.text("owner_id")
        found[owner] = stake if owner not in found else found[owner].hull(stake)
    return found
