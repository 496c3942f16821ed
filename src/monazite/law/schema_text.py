"""The form of what a pack says of the texts: sources, instrument, articles, events, numbers, lists, gaps."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from monazite.law.schema import Cite, Day, Key, Model, Words, YesNo
from monazite.model.citation import Confidence, HowRead
from monazite.model.dates import Moment


class SourceLine(Model):
    """A source: where it stands, what it is, and how it was read by those who entered what cites it."""

    title: str
    address: str
    kind: Literal[
        "official",
        "copy",
        "translation",
        "press",
        "law_firm",
        "register",
        "faq",
        "summary",
        "case_material",
        "attestation",
    ]
    read: HowRead
    checked_on: Day
    note: str = ""


class SourcesFile(Model):
    """``sources.yaml``: the sources that all packs of a country share."""

    sources: dict[Key, SourceLine]


class InstrumentFile(Model):
    """``instrument.yaml``: the announcement or act.

    ``underlying``: it counts as in force when the underlying verdict is computed (rule A3). ``last_checked_on``: the
    newest day on which anybody looked whether it still stands. ``exporters_only``: see effects.
    """

    id: Annotated[str, Field(pattern=r"^[a-z]{2}/[a-z0-9-]+$")]
    title: Words
    short: Words
    issuer: Words
    issued: Day | None
    legal_basis: tuple[Cite, ...] = ()
    addresses: tuple[str, ...] = ()
    version: str
    last_checked_on: Day
    stale_after_days: Annotated[int, Field(ge=1)]
    underlying: YesNo
    confidence: Confidence
    cite: tuple[Cite, ...]
    note: str = ""


class ProvisionLine(Model):
    """An article: what it says, in our words."""

    id: str
    title: Words
    text: Words
    quote_zh: str = ""
    confidence: Confidence
    cite: tuple[Cite, ...]
    note: str = ""


class ProvisionsFile(Model):
    """``provisions.yaml``."""

    provisions: tuple[ProvisionLine, ...]


class EventLine(Model):
    """One event in the life of provisions (rule Z2).

    ``kind``: `issued` (without effect on force), `effective`, `suspended`, `extension_stated`, `resumed`, `stopped`,
    `repealed`. ``provisions``: local ids
    (a prefix names its subtree); absent = all. ``start``: the first day on which it operates, or the first minute,
    with its offset. ``until``: the last day of a suspension as its text names it. ``until_reading``: the reading that
    says whether that day is inside; ``reading``: the reading that says whether a statement counts. ``known_on``: the
    day from which it could be known; ``recorded_on``: the day it was entered here.
    """

    id: Key
    kind: Literal["issued", "effective", "suspended", "extension_stated", "resumed", "stopped", "repealed"]
    provisions: tuple[str, ...] = ()
    start: str
    until: Day | None = None
    until_reading: str = ""
    reading: str = ""
    by: str = ""
    known_on: Day
    recorded_on: Day
    nature: Literal["legal", "stated"]
    confidence: Confidence
    cite: tuple[Cite, ...]
    note: str = ""

    @model_validator(mode="after")
    def _start_is_a_moment(self) -> EventLine:
        self.moment  # noqa: B018  reading it is the check
        return self

    @cached_property
    def moment(self) -> Moment:
        """The first instant at which the event operates; the beginning of the day when no minute is given."""
        if len(self.start) > 10:
            return Moment.parse(self.start)
        return Moment.parse(f"{self.start}T00:00+08:00")


class StatusFile(Model):
    """``status.yaml``."""

    events: tuple[EventLine, ...]


class ParameterValue(Model):
    """A value from a day on."""

    start: Day
    value: Annotated[str, Field(pattern=r"^\d+(\.\d+)?$")]
    confidence: Confidence
    cite: tuple[Cite, ...]


class ParameterLine(Model):
    """A dated number of the law, with its unit."""

    id: Key
    meaning: Words
    unit: str
    values: tuple[ParameterValue, ...]


class ParametersFile(Model):
    """``parameters.yaml``."""

    parameters: tuple[ParameterLine, ...]


class EntryLine(Model):
    """A line of a control list.

    ``status`` `unresolved`: whether the text lists it is unknown; `reserved`: a slot that the text keeps free.
    ``aliases`` are names that input may use. ``question``: the deciding fact that a merely possible membership raises
    (default item.entries). ``parameters``: technical parameters that the entry tests, with both ends inside.
    """

    id: str
    level: Literal["item", "group"]
    name: Words
    form: str
    elements: tuple[str, ...] = ()
    hs_codes: tuple[str, ...] = ()
    hs_codes_2026: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    status: Literal["listed", "unresolved", "reserved"] = "listed"
    question: str = ""
    parameters: dict[str, dict[str, str]] = Field(default_factory=dict)
    confidence: Confidence
    hs_confidence: Confidence | None = None
    cite: tuple[Cite, ...]
    note: str = ""


class ListNote(Model):
    """An explanatory note of a list."""

    scope: str
    text: Words
    confidence: Confidence
    cite: tuple[Cite, ...]


class ListFile(Model):
    """``lists/*.yaml``: one control list. ``list`` is the id segment before the entries (may be empty)."""

    list: str
    title: Words
    complete: YesNo
    confidence: Confidence
    cite: tuple[Cite, ...]
    entries: tuple[EntryLine, ...]
    notes: tuple[ListNote, ...] = ()


class GapLine(Model):
    """Something that nobody could find, or that is not modelled (rule S3)."""

    id: Key
    question: Words
    why_it_matters: str
    status: Literal["not_found", "not_read", "disputed", "not_modelled"]
    cite: tuple[Cite, ...] = ()


class CoverageFile(Model):
    """``coverage.yaml`` of a pack."""

    gaps: tuple[GapLine, ...]


class OutsideLine(Model):
    """An instrument that exists and is not modelled: every answer says so from the day on which it was issued
    (``issued`` absent: the day is not entered, every answer says so).
    """

    id: str
    title: Words
    issued: Day | None = None
    status: Literal["not_modelled", "outline"]
    note: str
    cite: tuple[Cite, ...] = ()


class OutsideFile(Model):
    """``coverage.yaml`` of a country."""

    instruments: tuple[OutsideLine, ...]
