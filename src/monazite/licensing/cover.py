"""Whether a licence covers a shipment: each thing that a licence names against the same thing of the line.

Regulations (Decree 792) art. 15 (one export and one user of a single licence, longest runs), art. 18 (another item,
destination, end user or end use needs another licence), arts. 19, 20 and 26 (who may not use which kind). A licence
that covers a line does not change its verdict, which says what the law asks for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from monazite.model.truth import Truth


class State(StrEnum):
    """What a licence is to a line; ``unknown`` where something that decides is not stated."""

    USABLE = "usable"
    NOT_USABLE = "not_usable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison: what was compared (``holder``, ``dates``), whether it is met, and both sides in words."""

    name: str
    met: Truth
    words: str


@dataclass(frozen=True, slots=True)
class Cover:
    """A licence beside a line, with every check; the licence covers the line when all are met."""

    licence_no: str
    checks: tuple[Check, ...]

    @property
    def state(self) -> State:
        """Not usable when a check fails, unknown when one is open."""
        met = Truth.all(check.met for check in self.checks)
        return {Truth.TRUE: State.USABLE, Truth.FALSE: State.NOT_USABLE, Truth.UNKNOWN: State.UNKNOWN}[met]

    @property
    def reasons(self) -> tuple[Check, ...]:
        """What keeps it from being usable, what fails first; empty when it is usable."""
        return tuple(sorted((c for c in self.checks if c.met is not Truth.TRUE), key=lambda check: check.met))


def same(name: str, licence: str, line: str) -> Check:
    """Two words that must be alike; a side that is not stated leaves it open."""
    if not licence or not line:
        return Check(name, Truth.UNKNOWN, f"licence: {licence or 'not stated'}; line: {line or 'not stated'}")
    alike = licence.casefold() == line.casefold()
    return Check(name, Truth.of(alike), licence if alike else f"licence: {licence}; line: {line}")


def within(name: str, licence: Iterable[str] | None, line: Iterable[str] | None, open_word: str = "unknown") -> Check:
    """Whether all that the line names is among what the licence names.

    None on either side is unknown, and so is ``open_word`` among the names: there may be others.
    """
    allowed, wanted = set(licence or ()), set(line or ())
    text = f"licence: {_names(licence)}; line: {_names(line)}"
    if licence is None or line is None:
        return Check(name, Truth.UNKNOWN, text)
    if wanted - {open_word} <= allowed:
        return Check(name, Truth.of(True) if open_word not in wanted else Truth.UNKNOWN, text)
    return Check(name, Truth.UNKNOWN if open_word in allowed else Truth.FALSE, text)


def _names(names: Iterable[str] | None) -> str:
    return "not stated" if names is None else ", ".join(sorted(names)) or "none"
