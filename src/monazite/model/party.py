"""Parties as the law room sees them: who owns whom, without knowing how that was found out."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Protocol

from monazite.model.exact import Fraction
from monazite.model.share import Pin
from monazite.model.truth import Truth


class Affiliation(Protocol):
    """The holders of one party, near and far, and the legal person of which it is a branch."""

    @property
    def open(self) -> bool:
        """Whether anything about the holders is unknown: an absent list, an unknown slice, a bounded share."""
        ...

    @property
    def told(self) -> Hashable:
        """All that `held` and `open` rest on: equal for two parties whose holders differ in nothing but their names."""
        ...

    def notices(self) -> frozenset[str]:
        """Every notice that names a holder or the legal person; their states may matter."""
        ...

    def held(
        self, method: str, named: Callable[[tuple[str, ...]], Truth], at_least: Fraction, pin: Pin | None
    ) -> Truth:
        """Whether listed holders hold ``at_least`` of the party, under one method of the reading `affiliation`.

        ``named`` says whether a holder named in these notices counts as listed. ``pin`` LOW: whatever is unknown is
        harmless; HIGH: it belongs to listed holders; None: unknown. A branch of a listed legal person is held.
        """
        ...
