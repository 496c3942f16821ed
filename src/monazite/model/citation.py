"""Where a statement of law or fact comes from, and how far it can be trusted (rules S1, S2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Confidence(StrEnum):
    """How well a value is supported, best first; `weakest` and `best` compare by this order.

    `official_text` is given only where the text was read in full. `assumption`, `user_attested` and `stale` occur
    for facts and whole determinations, not for values of the law.
    """

    OFFICIAL_TEXT = "official_text"
    TWO_SOURCES = "two_sources"
    USER_ATTESTED = "user_attested"
    ONE_SOURCE = "one_source"
    INFERRED = "inferred"
    ASSUMPTION = "assumption"
    STALE = "stale"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """0 is the strongest."""
        return list(Confidence).index(self)


def weakest(values: list[Confidence]) -> Confidence:
    """The least supported of ``values``; `official_text` of nothing (nothing weakens it)."""
    return max(values, key=lambda c: c.rank, default=Confidence.OFFICIAL_TEXT)


def best(values: list[Confidence]) -> Confidence:
    """The best supported of ``values``; `unknown` of nothing."""
    return min(values, key=lambda c: c.rank, default=Confidence.UNKNOWN)


class HowRead(StrEnum):
    """How the cited text was read by whoever entered it."""

    FULL = "full"
    COPY = "copy"
    SUMMARY = "summary"
    NOT_READ = "not_read"


@dataclass(frozen=True, slots=True)
class Citation:
    """A pointer to a text: ``source`` is the address or key of a source, ``article`` the place in it."""

    source: str
    article: str = ""
    read: HowRead = HowRead.NOT_READ


@dataclass(frozen=True, slots=True)
class Source:
    """Who says a fact, and where: ``kind`` as in the table ``evidence`` or one of `table`, `case`, `rollup`,
    `assume`, `attested`, `default`; ``place`` a file and row, an evidence id or a sentence; ``confidence`` that of
    the claim.
    """

    kind: str
    place: str
    confidence: Confidence = Confidence.USER_ATTESTED

    def __str__(self) -> str:
        return f"{self.kind}: {self.place}" if self.place else self.kind
