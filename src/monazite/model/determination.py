"""The answer: determination, findings, branches, deciding facts and proof (rules A1 to A5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from monazite.model.citation import Citation, Confidence
from monazite.model.dates import Moment
from monazite.model.issue import Issue
from monazite.model.share import ValueShare
from monazite.model.truth import Truth

if TYPE_CHECKING:
    from monazite.model.ledger import LedgerRow


class Verdict(StrEnum):
    """What the law asks for, mildest first; `undetermined` when completions of the unknown facts disagree."""

    NO_LICENCE_REQUIRED = "no_licence_required"
    EXEMPT_WITH_REPORT = "exempt_with_report"
    LICENCE_REQUIRED = "licence_required"
    PROHIBITED = "prohibited"
    UNDETERMINED = "undetermined"

    @property
    def rank(self) -> int:
        """0 is the mildest."""
        return _VERDICT_RANKS[self]


_VERDICT_RANKS = {verdict: rank for rank, verdict in enumerate(Verdict)}


class Review(StrEnum):
    """How an application would be reviewed, mildest first."""

    ORDINARY = "ordinary"
    CASE_BY_CASE = "case_by_case"
    DENIED_IN_PRINCIPLE = "denied_in_principle"

    @property
    def rank(self) -> int:
        """0 is the mildest."""
        return _REVIEW_RANKS[self]


_REVIEW_RANKS = {review: rank for rank, review in enumerate(Review)}


class ForceState(StrEnum):
    """State of a provision on a day (rule Z2)."""

    IN_FORCE = "in_force"
    NOT_YET_EFFECTIVE = "not_yet_effective"
    SUSPENDED = "suspended"
    STOPPED = "stopped"
    REPEALED = "repealed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ProofNode:
    """One step of a proof: a condition or a value read, its truth, and what it rests on.

    ``text`` is the condition as the pack writes it; ``truth`` None for a value that is no condition; ``value`` what
    was read, in words; ``source`` where the value comes from; ``question`` the deciding fact that would settle it.
    """

    text: str
    truth: Truth | None
    value: str = ""
    source: str = ""
    confidence: Confidence | None = None
    question: str = ""
    note: str = ""
    children: tuple[ProofNode, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One instrument's part of the answer: a rule that holds, or may hold, or (in the proof only) does not.

    ``truth``: whether its condition holds. ``force``: whether its provision is in force; ``state`` in words of the
    law. ``verdict``: what the rule asks for by itself. ``review``: the review it brings, if any. ``displaced_by``:
    the provision of a carve-out that displaces it. ``underlying``: its verdict if it were in force.
    """

    instrument: str
    provision: str
    rule: str
    title: str
    truth: Truth
    force: Truth
    state: ForceState
    verdict: Verdict | None
    review: Review | None
    underlying: Verdict | None
    confidence: Confidence
    citations: tuple[Citation, ...] = ()
    displaced_by: str = ""
    proof: ProofNode | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """An unknown that somebody could settle: its name (README section 6), whom it concerns, and what to ask."""

    fact: str
    subject: str
    en: str
    zh: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class DecidingSet:
    """A minimal set of questions whose answers can settle the verdict (rule A4).

    ``settles`` maps an answer in words to the verdict that it leaves; ``guaranteed``: every answer settles.
    ``aspect``: what it settles, `verdict` or `review`.
    """

    questions: tuple[Question, ...]
    settles: Mapping[str, str]
    guaranteed: bool
    aspect: str = "verdict"


#: The branch of a line on a day after that to which an extension was spoken of: the suspension runs on all the same.
#: Such a line is open in the branch `extended` itself, since nothing is known of what comes after that day.
BEYOND = "extended_beyond"


@dataclass(frozen=True, slots=True)
class BranchVerdict:
    """The answer in one branch of what is open about the law (rule Z3)."""

    id: str
    label: str
    verdict: Verdict
    possible: tuple[Verdict, ...]
    review: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class OtherReading:
    """The answer under another alternative of one reading, all else as it is (rule R2)."""

    reading: str
    alternative: str
    verdict: Verdict
    possible: tuple[Verdict, ...]
    review: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to do beside the verdict. ``due`` is ISO; ``provisional``: computed without an official calendar;
    ``certain``: it holds in every completion. ``questions``: of a possible duty that comes first, what settles whether
    it holds.
    """

    id: str
    provision: str
    title: str
    due: str | None = None
    provisional: bool = False
    certain: bool = True
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class ShareReport:
    """The value share as it entered the determination. ``low`` and ``high`` are fractions rounded outwards to 12
    digits, ``high`` None when unbounded; ``headroom`` is threshold minus high, negative when it may be crossed.
    ``ledger``: the same under each pair of value and price basis by itself, with all that went into it; empty where it
    was not worked out (a large run, a share that does not come from a roll-up).
    """

    low: float
    high: float | None
    threshold: float
    headroom: float | None
    tight: bool
    share: ValueShare | None = None
    ledger: tuple[LedgerRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Determination:
    """The answer for one shipment line on one day.

    ``possible`` holds every verdict that some completion of the unknown facts yields, mildest first; ``verdict`` is
    its only member or `undetermined`. ``review`` likewise, empty where no licence is asked for in any completion.
    ``underlying`` is the verdict if the suspended instruments were in force. ``complete`` false: the deciding sets
    were searched only in part (rule A4), and other readings were not tried. ``extras``: what not every answer has, by
    name: `grounds_possible`, every ground that holds in some completion, the one given first.
    """

    subject: str
    as_of: Moment
    known_at: Moment | None
    verdict: Verdict
    possible: tuple[Verdict, ...]
    review: tuple[Review, ...]
    grounds: str | None
    underlying: Verdict
    underlying_possible: tuple[Verdict, ...]
    confidence: Confidence
    findings: tuple[Finding, ...]
    tried: tuple[Finding, ...]
    branches: tuple[BranchVerdict, ...]
    other_readings: tuple[OtherReading, ...]
    duties: tuple[Duty, ...]
    deciding: tuple[DecidingSet, ...]
    complete: bool
    share: ShareReport | None
    holds_until: str | None
    ends_if: tuple[str, ...]
    issues: tuple[Issue, ...] = ()
    extras: Mapping[str, object] = field(default_factory=dict)

    @property
    def between(self) -> tuple[Verdict, Verdict] | None:
        """Best and worst possible verdict when undetermined, else None."""
        return (self.possible[0], self.possible[-1]) if self.verdict is Verdict.UNDETERMINED else None
