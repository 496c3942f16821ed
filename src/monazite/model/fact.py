"""Facts: something known or claimed about a subject, with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from monazite.model.citation import Confidence, Source
from monazite.model.dates import Moment


@dataclass(frozen=True, slots=True)
class ByReading:
    """A value that depends on how the law is read: one value per alternative of ``reading``.

    A value None under an alternative is unknown there.
    """

    reading: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class OneOf:
    """A value known to be one of ``values`` and not which: each is a completion (rule T2), and no other is."""

    values: tuple[str, ...]

    def __str__(self) -> str:
        return " or ".join(self.values)


@dataclass(frozen=True, slots=True)
class EntrySet:
    """The list entries under which a thing falls.

    ``stated``: it does. ``possible``: it may, and may not; the value is the name of the question that decides.
    ``excluded``: it does not, though it may seem so; the value says by which exclusion (an id of a carve-out).
    ``complete`` false: it may fall under others too, of any list.
    """

    stated: tuple[str, ...] = ()
    possible: Mapping[str, str] = field(default_factory=dict)
    excluded: Mapping[str, str] = field(default_factory=dict)
    complete: bool = True


@dataclass(frozen=True, slots=True)
class CodeSet:
    """A complete set of end-use codes, each with its number or assessment: ``(code, qualifier)``.

    ``qualifier`` is the text after the colon (`14`, `7nm`, `256layers`, `none`), or None when none was given, which
    leaves the node or assessment unknown.
    """

    codes: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class TechnologyUse:
    """A technology used to make a thing. ``activity`` and ``origin`` None are unknown."""

    activity: str | None
    origin: str | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A known value. What is unknown has no fact: absence is the only mark of ignorance.

    ``subject`` as in `shipment:S1/1`, `part:P1`, `party:X1`; ``attribute`` the name of the cases' README
    (`item.made_in`, `military`); ``value`` typed by the vocabulary (`facts.yaml` of the packs).
    """

    subject: str
    attribute: str
    value: object
    source: Source
    as_of: date | None = None

    @property
    def confidence(self) -> Confidence:
        """How well the value is supported."""
        return self.source.confidence


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """The facts of one party in a role. ``key`` is unique in the situation (`end_users.0`, `importer`); ``question``
    maps an attribute to the name of the deciding fact that its absence raises (`military` -> `end_users.military`);
    ``default_question`` is the name for every other attribute. ``doubt``: the deciding fact on which it hangs whether
    the party has this role at all; empty: it has.
    """

    key: str
    label: str
    facts: Mapping[str, Fact]
    question: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    default_question: str = ""
    doubt: str = ""

    def name_of(self, attribute: str) -> str:
        """The deciding fact that the absence of ``attribute`` raises."""
        return self.question.get(attribute, self.default_question or f"{self.key}.{attribute}")


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything stated about one shipment line on one day; the input of a determination.

    ``facts`` maps attribute paths (`shipment.to`, `item.entries`, `end_use`) to facts, ``parties`` maps the names of
    party collections (`end_users`, `importers`, `intermediaries`, `exporters`) to their members.
    ``known_at`` None means everything that the packs and attestations know.
    """

    subject: str
    as_of: Moment
    known_at: Moment | None
    facts: Mapping[str, Fact]
    parties: Mapping[str, tuple[PartyFacts, ...]]
    readings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
