"""Holdings of listed parties in a party, exactly (fractions), under the four methods of the reading `affiliation`.

No. 61 art. 2 speaks of subsidiaries and branches held 50 % or more; how several holders and chains count is settled
nowhere (cases' README section 5). Each method is worked out by itself:

* `direct`: one listed owner holds the share; its own stake and those through wholly owned holdings are added.
* `summed`: listed owners, counted likewise, together.
* `cascade`: all owners that are listed or themselves covered count with their whole stakes, together.
* `multiplied`: one listed owner's stakes multiplied along each chain and added over chains.

What is unknown is taken two ways: harmless throughout, or of listed holders throughout. Every method grows with what
listed holders have, so the two bound every world between, and each is itself a possible world.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from monazite.model.share import Pin
from monazite.model.truth import Truth

Named = Callable[[tuple[str, ...]], Truth]
Owners = tuple["Holder", ...]
NOTHING, WHOLE = Fraction(0), Fraction(1)
#: Stands for whoever may hold the slices that nobody has named; no holder has this name.
_ANYBODY = "\0anybody"


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
class Holdings:
    """The holders of one party (`model.party.Affiliation`). ``owners`` None: unknown; () = nobody whom a notice names.

    What the stakes leave to 1 is an unknown slice that may belong to anyone, a named holder included. ``branch_of``:
    the legal person of which the party is a branch; whether it is listed decides, its stake does not.
    """

    owners: Owners | None
    branch_of: Holder | None = None

    @property
    def open(self) -> bool:
        """Whether anything about the holders is unknown."""
        if self.branch_of is not None and self.branch_of.listings is None:
            return True
        return _open(self.owners)

    def __str__(self) -> str:
        """The holders in words, with their stakes."""
        branch = f"a branch of {self.branch_of.name}; " if self.branch_of is not None else ""
        if self.owners is None:
            return f"{branch}holders unknown"
        if not self.owners:
            return f"{branch}no holder that any notice names"
        return branch + ", ".join(f"{owner.name} {_percent(owner)}" for owner in self.owners)

    def notices(self) -> frozenset[str]:
        """Every notice that names a holder or the legal person."""
        holders = [*_all(self.owners), *([self.branch_of] if self.branch_of else [])]
        return frozenset(notice for holder in holders for notice in holder.listings or ())

    def held(self, method: str, named: Named, at_least: Fraction, pin: Pin | None) -> Truth:
        """See `model.party.Affiliation.held`."""
        harmful = [pin is Pin.HIGH] if pin is not None else [False, True]
        return Truth.hull(self._held(method, World(named, h, d), at_least) for h in harmful for d in (False, True))

    def _held(self, method: str, world: World, at_least: Fraction) -> Truth:
        if self.branch_of is not None and world.lists(self.branch_of):
            return Truth.TRUE
        share = world.share(method, self.owners, at_least)
        return Truth.of(share > 0 and share >= at_least)


@dataclass(frozen=True, slots=True)
class World:
    """One way to take what is unknown: ``harmful``, it is listed or belongs to listed holders; ``doubtful``, a notice
    whose state is an open question counts.
    """

    named: Named
    harmful: bool
    doubtful: bool

    def lists(self, holder: Holder) -> bool:
        """Whether a holder counts as listed."""
        if holder.listings is None:
            return self.harmful
        truth = self.named(holder.listings) if holder.listings else Truth.FALSE
        return truth is Truth.TRUE or (truth is Truth.UNKNOWN and self.doubtful)

    def share(self, method: str, owners: Owners | None, at_least: Fraction) -> Fraction:
        """What counts towards ``at_least`` under a method."""
        candidates = [*dict.fromkeys(h.name for h in _all(owners) if self.lists(h)), _ANYBODY]
        match method:
            case "direct":
                return max(self._total(owners, lambda h, c=c: self._whole(h, c)) for c in candidates)  # type: ignore[misc]
            case "summed":
                return self._total(owners, lambda h: max(self._whole(h, c) for c in candidates))
            case "cascade":
                return self._total(owners, lambda h: self._covered(h, at_least))
            case "multiplied":
                return max(self._total(owners, lambda h, c=c: self._chained(h, c)) for c in candidates)  # type: ignore[misc]
        raise ValueError(f"no method of the reading affiliation is named {method!r}")

    def _total(self, owners: Owners | None, part: Callable[[Holder], Fraction]) -> Fraction:
        """The parts of all stakes that count: stakes at their least, and the rest if it is harmful.

        Stakes at their least are the worst case too, since what they leave goes to the unknown slice, which counts
        whole.
        """
        if owners is None:
            return WHOLE if self.harmful else NOTHING
        total = sum((holder.share_low * part(holder) for holder in owners), NOTHING)
        if owners and self.harmful:
            total += max(WHOLE - sum((holder.share_low for holder in owners), NOTHING), NOTHING)
        return min(total, WHOLE)

    def _is(self, holder: Holder, candidate: str) -> bool:
        return holder.name == candidate and self.lists(holder)

    def _whole(self, holder: Holder, candidate: str) -> Fraction:
        """1 if the holder is the candidate or wholly owned by it, through wholly owned holdings too; else 0."""
        if self._is(holder, candidate):
            return WHOLE
        held = self._total(holder.owners_known, lambda h: self._whole(h, candidate))
        return WHOLE if held == 1 else NOTHING

    def _chained(self, holder: Holder, candidate: str) -> Fraction:
        """The candidate's part in the holder: 1 if it is the candidate, else multiplied along each chain."""
        if self._is(holder, candidate):
            return WHOLE
        return self._total(holder.owners_known, lambda h: self._chained(h, candidate))

    def _covered(self, holder: Holder, at_least: Fraction) -> Fraction:
        """1 if the holder is listed or itself covered, else 0."""
        if self.lists(holder):
            return WHOLE
        held = self._total(holder.owners_known, lambda h: self._covered(h, at_least))
        return WHOLE if held > 0 and held >= at_least else NOTHING


def _percent(holder: Holder) -> str:
    low, high = f"{float(holder.share_low):.4%}", f"{float(holder.share_high):.4%}"
    return low if low == high else f"{low} to {high}"


def _open(owners: Owners | None) -> bool:
    if owners is None:
        return True
    if owners and sum((holder.share_low for holder in owners), NOTHING) < 1:
        return True
    return any(h.share_low != h.share_high or h.listings is None or _open(h.owners_known) for h in owners)


def _all(owners: Owners | None) -> Iterator[Holder]:
    for owner in owners or ():
        yield owner
        yield from _all(owner.owners)
