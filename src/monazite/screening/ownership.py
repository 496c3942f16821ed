"""Holdings of listed parties in a party, exactly (fractions), under the four methods of the reading `affiliation`.

No. 61 art. 2 speaks of subsidiaries and branches held 50 % or more; how several holders and chains count is settled
nowhere (cases' README section 5). Each method is worked out by itself:

* `direct`: one listed owner holds the share; a wholly owned holding is looked through.
* `summed`: listed owners, counted likewise, together.
* `cascade`: all owners that are listed or themselves covered count with their whole stakes, together.
* `multiplied`: one listed owner's stakes multiplied along each chain and added over chains.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from monazite.model.share import Pin
from monazite.model.truth import Truth

Named = Callable[[tuple[str, ...]], Truth]
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Holder:
    """An owner of a party with its stake; None is unknown.

    ``listings`` None: not searched. ``owners`` None: unknown, except above a holder that is itself named, where it
    does not matter. What the stakes leave to 1 is an unknown slice that may belong to anyone.
    """

    name: str
    share_low: Fraction
    share_high: Fraction
    listings: tuple[str, ...] | None
    owners: tuple[Holder, ...] | None


@dataclass(frozen=True, slots=True)
class Holdings:
    """The holders of one party (`model.party.Affiliation`). ``owners`` None: unknown; () = nobody whom a notice names.

    ``branch_of``: the listings of the legal person of which the party is a branch (None: it is none; the tuple inside
    None: that person was not searched).
    """

    owners: tuple[Holder, ...] | None
    branch_of: Holder | None = None

    @property
    def open(self) -> bool:
        """Whether anything about the holders is unknown."""
        if self.branch_of is not None and self.branch_of.listings is None:
            return True
        return self.owners is None or _open(self.owners)

    def notices(self) -> frozenset[str]:
        """Every notice that names a holder or the legal person."""
        holders = list(_all(self.owners or ())) + ([self.branch_of] if self.branch_of else [])
        return frozenset(notice for holder in holders for notice in holder.listings or ())

    def held(self, method: str, named: Named, at_least: Fraction, pin: Pin | None) -> Truth:
        """See `model.party.Affiliation.held`: the worst case settles FALSE, the best case settles TRUE."""
        if pin is Pin.LOW:
            return self._case(method, named, at_least, unknown_is_listed=False)
        if pin is Pin.HIGH:
            return self._case(method, named, at_least, unknown_is_listed=True)
        low = self._case(method, named, at_least, unknown_is_listed=False)
        high = self._case(method, named, at_least, unknown_is_listed=True)
        return low if low is high else Truth.UNKNOWN

    def _case(self, method: str, named: Named, at_least: Fraction, unknown_is_listed: bool) -> Truth:
        branch = _listed(self.branch_of, named, unknown_is_listed) if self.branch_of else Truth.FALSE
        reached = [_reaches(method, self.owners, named, at_least, unknown_is_listed, doubt) for doubt in (False, True)]
        held = Truth.hull([Truth.of(r) for r in reached])
        return Truth.any([branch, held])


def _open(owners: tuple[Holder, ...]) -> bool:
    if owners and sum((o.share_low for o in owners), Fraction(0)) < 1:
        return True
    return any(
        o.share_low != o.share_high or o.listings is None or (not o.listings and (o.owners is None or _open(o.owners)))
        for o in owners
    )


def _all(owners: tuple[Holder, ...]) -> Iterator[Holder]:
    for owner in owners:
        yield owner
        yield from _all(owner.owners or ())


def _listed(holder: Holder, named: Named, unknown_is_listed: bool) -> Truth:
    if holder.listings is None:
        return Truth.of(unknown_is_listed)
    return named(holder.listings) if holder.listings else Truth.FALSE


_STRANGER = "\0unknown"


def _stakes(
    owners: tuple[Holder, ...] | None, named: Named, unknown_is_listed: bool, doubt: bool
) -> list[tuple[str, Fraction, bool, Holder | None]]:
    """(name, stake, counts as listed, holder) of each owner; the unknown slice last, when it is taken as listed.

    Stakes are at their lower bounds when what is unknown is harmless, at their upper bounds, as far as the others
    leave room, when it is not; ``doubt`` is how a holder counts whose listing is an open question.
    """
    if owners is None:
        return [(_STRANGER, ONE, True, None)] if unknown_is_listed else []
    found: list[tuple[str, Fraction, bool, Holder | None]] = []
    floor = sum((o.share_low for o in owners), Fraction(0))
    for owner in owners:
        listing = _listed(owner, named, unknown_is_listed)
        counts = listing is Truth.TRUE or (listing is Truth.UNKNOWN and doubt)
        room = max(ONE - floor + owner.share_low, owner.share_low)
        share = min(owner.share_high, room) if unknown_is_listed else owner.share_low
        found.append((owner.name, share, counts, owner))
    slack = ONE - floor
    if unknown_is_listed and owners and slack > 0:
        found.append((_STRANGER, slack, True, None))
    return found


def _reaches(
    method: str,
    owners: tuple[Holder, ...] | None,
    named: Named,
    at_least: Fraction,
    unknown_is_listed: bool,
    doubt: bool,
) -> bool:
    """Whether the method reaches ``at_least`` when the unknown is taken one way throughout."""
    if method == "cascade":
        return _cascade(owners, named, at_least, unknown_is_listed, doubt)
    look = _looked_through if method in ("direct", "summed") else _multiplied
    by_owner = look(owners, named, unknown_is_listed, doubt)
    stranger = by_owner.pop(_STRANGER, Fraction(0))
    largest = max(by_owner.values(), default=Fraction(0))
    # An unknown slice may belong to the largest listed holder as well as to another listed party.
    total = sum(by_owner.values(), Fraction(0)) if method == "summed" else largest
    return min(total + stranger, ONE) >= at_least and (total + stranger) > 0


def _looked_through(
    owners: tuple[Holder, ...] | None, named: Named, unknown_is_listed: bool, doubt: bool
) -> dict[str, Fraction]:
    """Stakes of listed owners, own and through wholly owned holdings, by name."""
    held: dict[str, Fraction] = defaultdict(Fraction)
    for name, share, counts, holder in _stakes(owners, named, unknown_is_listed, doubt):
        if counts:
            held[name] += share
        elif holder is not None:
            for inner, inner_share in _whole_owners(holder, named, unknown_is_listed, doubt).items():
                if inner_share:
                    held[inner] += share
    return held


def _whole_owners(holder: Holder, named: Named, unknown_is_listed: bool, doubt: bool) -> dict[str, Fraction]:
    """The listed owner, if there is one, that wholly owns ``holder``, directly or through wholly owned holdings."""
    found = _looked_through(holder.owners, named, unknown_is_listed, doubt)
    stranger = found.pop(_STRANGER, Fraction(0))
    for name, share in found.items():
        if min(share + stranger, ONE) >= ONE:
            return {name: ONE}
    return {_STRANGER: ONE} if stranger >= ONE else {}


def _multiplied(
    owners: tuple[Holder, ...] | None, named: Named, unknown_is_listed: bool, doubt: bool
) -> dict[str, Fraction]:
    """Stakes of listed owners multiplied along each chain and added over chains, by name."""
    held: dict[str, Fraction] = defaultdict(Fraction)
    for name, share, counts, holder in _stakes(owners, named, unknown_is_listed, doubt):
        if counts:
            held[name] += share
        elif holder is not None:
            for inner, inner_share in _multiplied(holder.owners, named, unknown_is_listed, doubt).items():
                held[inner] += share * inner_share
    return held


def _cascade(
    owners: tuple[Holder, ...] | None, named: Named, at_least: Fraction, unknown_is_listed: bool, doubt: bool
) -> bool:
    total = Fraction(0)
    for _, share, counts, holder in _stakes(owners, named, unknown_is_listed, doubt):
        covered = counts or (holder is not None and _cascade(holder.owners, named, at_least, unknown_is_listed, doubt))
        if covered:
            total += share
    return total > 0 and min(total, ONE) >= at_least
