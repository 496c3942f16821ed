"""Holdings of listed parties in a party, exactly (fractions), under the four methods of the reading `affiliation`.

No. 61 art. 2 speaks of subsidiaries and branches held 50 % or more; how several holders and chains count is settled
nowhere (cases' README section 5). Each method is worked out by itself:

* `direct`: one listed owner holds the share; its own stake and those through wholly owned holdings are added.
* `summed`: listed owners, counted likewise, together.
* `cascade`: all owners that are listed or themselves covered count with their whole stakes, together.
* `multiplied`: one listed owner's stakes multiplied along each chain and added over chains.

In circles of holders: a holding is wholly owned where nobody else has anything of it or of what holds it; coverage
begins with a listed holder; chains are followed round without end and add up to a finite sum.

What is unknown is taken two ways: harmless throughout, or of listed holders throughout. Every method grows with what
listed holders have, so the two bound every world between, and each is itself a possible world.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from monazite.model.exact import Fraction
from monazite.model.share import Pin
from monazite.model.truth import Truth
from monazite.screening.covering import World
from monazite.screening.stakes import Holder, Owners, StakeGraph, graph_of

Named = Callable[[tuple[str, ...]], Truth]
_Asked = tuple[str, Fraction, bool, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Holdings:
    """The holders of one party (`model.party.Affiliation`), the first body of ``graph``.

    What the stakes leave to 1 is an unknown slice that may belong to anyone, a named holder included. ``branch_of``:
    the legal person of which the party is a branch; whether it is listed decides, its stake does not.
    """

    graph: StakeGraph
    branch_of: Holder | None = None
    _found: dict[_Asked, Fraction] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def open(self) -> bool:
        """Whether anything about the holders is unknown."""
        unsearched = self.branch_of is not None and self.branch_of.listings is None
        return unsearched or self.graph.open

    @property
    def told(self) -> Hashable:
        """See `model.party.Affiliation.told`. Bodies of one name are one owner, so names count as far as they agree."""
        places: dict[str, int] = {}
        bodies = self.graph.bodies
        same = [places.setdefault(body.name, len(places)) for body in bodies]
        legal_person = self.branch_of and (self.branch_of.listings,)
        return tuple((n, b.listings, b.stakes) for n, b in zip(same, bodies, strict=True)), legal_person

    def __str__(self) -> str:
        """The holders in words, with their stakes."""
        branch = f"a branch of {self.branch_of.name}; " if self.branch_of is not None else ""
        party = self.graph.bodies[0]
        if party.stakes is None:
            return f"{branch}holders unknown"
        if not party.stakes:
            return f"{branch}no holder that any notice names"
        named = ((self.graph.bodies[stake.owner].name, stake) for stake in party.stakes)
        stakes = ", ".join(f"{name} {_percent(stake.low, stake.high)}" for name, stake in named)
        return f"{branch}{stakes}{' (more than the whole: none of it is used)' if party.refused else ''}"

    def notices(self) -> frozenset[str]:
        """Every notice that names a holder or the legal person."""
        listings = [body.listings for body in self.graph.bodies]
        listings += [self.branch_of.listings] if self.branch_of is not None else []
        return frozenset(notice for notices in listings for notice in notices or ())

    def held(self, method: str, named: Named, at_least: Fraction, pin: Pin | None) -> Truth:
        """See `model.party.Affiliation.held`."""
        harmful = [pin is Pin.HIGH] if pin is not None else [False, True]
        return Truth.hull(self._held(method, named, at_least, h, d) for h in harmful for d in (False, True))

    def _held(self, method: str, named: Named, at_least: Fraction, harmful: bool, doubtful: bool) -> Truth:
        """``doubtful``: a notice whose state is an open question counts."""

        def lists(listings: tuple[str, ...] | None) -> bool:
            if listings is None:
                return harmful
            truth = named(listings) if listings else Truth.FALSE
            return truth is Truth.TRUE or (truth is Truth.UNKNOWN and doubtful)

        if self.branch_of is not None and lists(self.branch_of.listings):
            return Truth.TRUE
        listed = frozenset(place for place, body in enumerate(self.graph.bodies) if lists(body.listings))
        asked = (method, at_least, harmful, listed)
        if asked not in self._found:
            self._found[asked] = World(self.graph, listed, harmful).share(method, at_least)
        share = self._found[asked]
        return Truth.of(share > 0 and share >= at_least)


def holdings(owners: Owners | None, branch_of: Holder | None = None) -> Holdings:
    """The holders of a party given as a tree. ``owners`` None: unknown; () = nobody whom a notice names."""
    return Holdings(graph_of(owners), branch_of)


def _percent(share_low: Fraction, share_high: Fraction) -> str:
    low, high = f"{float(share_low):.4%}", f"{float(share_high):.4%}"
    return low if low == high else f"{low} to {high}"
