"""A situation that notes which of its facts are read, by slot.

Slots: the name of a fact of the line (`item.origin`), a collection of parties (`end_users#`: how many there are and how
they are asked about), an attribute of its members (`end_users.country`), and of the value share what is asked of it:
`item.share` (that there is one), `.readings`, and under each lens `.reaches` and `.contains`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import astuple, replace
from functools import lru_cache
from typing import Any

from monazite.law.memory import Trace
from monazite.model.exact import Fraction
from monazite.model.fact import Fact, PartyFacts, Situation
from monazite.model.share import Lens, Pin, ValueShare
from monazite.model.truth import Truth

SHARE = "item.share"
SHARE_READINGS = f"{SHARE}.readings"


@lru_cache(maxsize=1024)
def share_slots(lens: Lens) -> tuple[str, str]:
    """The slots of whether a share reaches the threshold under a lens, and whether it contains anything."""
    read = ",".join(astuple(lens))
    return f"{SHARE}.reaches:{read}", f"{SHARE}.contains:{read}"


class _TracedShare:
    """A share that notes what the rules ask of it; what is for people cannot be asked of it."""

    def __init__(self, share: ValueShare, note: Callable[[str], None]) -> None:
        self._share, self._note = share, note

    @property
    def readings(self) -> frozenset[str]:
        """See `ValueShare.readings`."""
        self._note(SHARE_READINGS)
        return self._share.readings

    @property
    def questions(self) -> tuple[str, ...]:
        """See `ValueShare.questions`. Asked for after the truth under some lens was UNKNOWN; its slot names them."""
        return self._share.questions

    def reaches(self, lens: Lens, pins: Mapping[str, Pin], threshold: Fraction) -> Truth:
        """See `ValueShare.reaches`."""
        self._note(share_slots(lens)[0])
        return self._share.reaches(lens, pins, threshold)

    def contains(self, lens: Lens, pins: Mapping[str, Pin]) -> Truth:
        """See `ValueShare.contains`."""
        self._note(share_slots(lens)[1])
        return self._share.contains(lens, pins)


class _TracedFacts(dict[str, Fact]):
    """Facts that note which of them is asked for; ``prefix`` tells those of parties from those of the line."""

    def __init__(self, facts: Mapping[str, Fact], trace: Trace, prefix: str = "") -> None:
        super().__init__(facts)
        if SHARE in facts:
            share: ValueShare = facts[SHARE].value  # type: ignore[assignment]
            super().__setitem__(SHARE, replace(facts[SHARE], value=_TracedShare(share, trace.note)))
        self._trace, self._prefix = trace, prefix

    def _note(self, name: str) -> None:
        self._trace.read[f"{self._prefix}{name}"] = None

    def get(self, name: str, default: Any = None) -> Any:
        self._note(name)
        return super().get(name, default)

    def __getitem__(self, name: str) -> Fact:
        self._note(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self._note(str(name))
        return super().__contains__(name)

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError("facts are read by name")

    items = values = keys = __iter__  # type: ignore[assignment]


class _TracedParties(dict[str, tuple[PartyFacts, ...]]):
    """Collections of parties that note which of them is asked for, as ``end_users#``."""

    def __init__(self, parties: Mapping[str, tuple[PartyFacts, ...]], trace: Trace) -> None:
        super().__init__(
            {
                name: tuple(replace(p, facts=_TracedFacts(p.facts, trace, f"{name}.")) for p in members)
                for name, members in parties.items()
            }
        )
        self._trace = trace

    def get(self, name: str, default: Any = None) -> Any:
        self._trace.read[f"{name}#"] = None
        return super().get(name, default)

    def __getitem__(self, name: str) -> tuple[PartyFacts, ...]:
        self._trace.read[f"{name}#"] = None
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self._trace.read[f"{name}#"] = None
        return super().__contains__(name)


def traced(situation: Situation, trace: Trace) -> Situation:
    """The situation with every reading of a fact noted in ``trace``."""
    return replace(
        situation,
        facts=_TracedFacts(situation.facts, trace),
        parties=_TracedParties(situation.parties, trace),
    )
