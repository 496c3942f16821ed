"""The four methods chain by chain, on trees of holders: slow and plain, to compare the graph's answers with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from monazite.model.truth import Truth
from monazite.screening.stakes import NOTHING, WHOLE, Holder, Owners

Named = Callable[[tuple[str, ...]], Truth]
#: Stands for whoever may hold the slices that nobody has named; no holder has this name.
_ANYBODY = "\0anybody"


def everyone(owners: Owners | None) -> Iterator[Holder]:
    for owner in owners or ():
        yield owner
        yield from everyone(owner.owners)


def held(owners: Owners | None, method: str, named: Named, at_least: Fraction) -> Truth:
    """Whether listed holders hold ``at_least`` of a party whose holders are ``owners``."""
    shares = [
        World(named, harmful, d).share(method, owners, at_least) for harmful in (False, True) for d in (False, True)
    ]
    return Truth.hull(Truth.of(share > 0 and share >= at_least) for share in shares)


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
        candidates = [*dict.fromkeys(h.name for h in everyone(owners) if self.lists(h)), _ANYBODY]
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
