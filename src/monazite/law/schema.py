"""The form of the files of a regulation pack. Unknown keys are refused; every value of the law is cited.

One model per line of a file; the docstrings say what the keys mean. Texts for people are given in English and Chinese.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from monazite.model.citation import Confidence, HowRead
from monazite.model.dates import Moment, parse_day

YesNo = Annotated[bool, BeforeValidator(lambda v: {"yes": True, "no": False}.get(v, v) if isinstance(v, str) else v)]


def _day(value: object) -> object:
    return parse_day(value) if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_day)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]


class Model(BaseModel):
    """Frozen, and strict about keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Model):
    """A text in both languages."""

    en: str
    zh: str = ""


class Cite(Model):
    """A citation: the key of a source in ``sources.yaml`` and the place in it."""

    source: Key
    article: str = ""


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


class DefinitionLine(Model):
    """A named condition; rules and later definitions use its bare name."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    meaning: Words
    when: str


class RuleLine(Model):
    """What yields a duty (rule A1).

    ``provision``: local id of the article, or `entry` for one finding per entry of ``each_entry_of`` under which the
    item falls, or `notice` for one per notice of the list ``each_notice_of`` that names an importer or end user.
    ``as_entry``: the finding goes by this entry instead. ``binding_abroad``: only notices that bind persons abroad.
    ``effect``: `licence`, `prohibition`, `exemption` (displaces the findings of ``displaces`` where ``frees_when``
    holds, leaving ``verdict``), `review` (raises the review of every licence of the instrument), `exclusion` (takes an
    item out: it grounds `excluded`), `burden` (makes applying harder), `duty` (duties only). ``scope``: exporter, act,
    destination and entry; ``when``: the rest.
    """

    id: Key
    title: Words
    provision: str
    effect: Literal["licence", "prohibition", "exemption", "review", "exclusion", "duty", "burden"]
    review: Literal["ordinary", "case_by_case", "denied_in_principle"] = "ordinary"
    verdict: Literal["exempt_with_report", "no_licence_required"] = "exempt_with_report"
    each_entry_of: str = ""
    as_entry: str = ""
    each_notice_of: Literal["", "control_list", "watch_list", "unreliable_entity_list"] = ""
    binding_abroad: YesNo = False
    displaces: tuple[str, ...] = ()
    scope: str
    when: str = ""
    frees_when: str = ""
    confidence: Confidence
    cite: tuple[Cite, ...]
    note: str = ""


class GroundLine(Model):
    """A ground of `no_licence_required` that the pack defines (rule A3)."""

    ground: Literal["excluded", "below_threshold", "no_limb_met"]
    when: str


class RulesFile(Model):
    """``rules.yaml``."""

    definitions: tuple[DefinitionLine, ...] = ()
    rules: tuple[RuleLine, ...] = ()
    grounds: tuple[GroundLine, ...] = ()


class AlternativeLine(Model):
    """One way to read the text."""

    id: Key
    label: Words


class ReadingLine(Model):
    """A named interpretation (rule R1). ``default`` is the id of an alternative, or `open`.

    ``open_range``: the alternatives over which `open` ranges; absent = all. ``lenient`` and ``strict`` name the
    alternatives for the all-lenient and all-strict comparison. ``branches``: yes for the one question about the state
    of the law that the whole run shares (rule Z3).
    """

    id: Key
    question: Words
    why: Words
    default: str
    alternatives: tuple[AlternativeLine, ...]
    open_range: tuple[str, ...] = ()
    lenient: str
    strict: str
    branches: YesNo = False
    confidence: Confidence
    cite: tuple[Cite, ...]

    @model_validator(mode="after")
    def _names_agree(self) -> ReadingLine:
        known = {alternative.id for alternative in self.alternatives}
        wrong = {self.lenient, self.strict, *self.open_range} - known
        if self.default != "open" and self.default not in known:
            wrong.add(self.default)
        if wrong:
            raise ValueError(f"no alternative of this reading: {', '.join(sorted(wrong))}")
        return self

    @property
    def range_when_open(self) -> tuple[str, ...]:
        """The alternatives that an open reading may turn out to be."""
        return self.open_range or tuple(alternative.id for alternative in self.alternatives)


class ReadingsFile(Model):
    """``readings.yaml``."""

    readings: tuple[ReadingLine, ...]


class FactLine(Model):
    """A fact of the vocabulary: its type, meaning, the question to ask and who would know."""

    type: Literal[
        "country", "enum", "yes_no", "entries", "end_use", "technologies", "value_share", "listings", "owners",
        "number", "date", "text", "law",
    ]  # fmt: skip
    values: tuple[str, ...] = ()
    meaning: Words
    question: Words
    who: Words


class FactsFile(Model):
    """``facts.yaml``."""

    facts: dict[str, FactLine]


class RequirementLine(Model):
    """A duty that an outcome brings. ``working_days``: days after ``as_of``, Chinese working days, make-up days
    counted; ``first``: it comes before the shipment and is shown as prominently as a verdict (rule A2).
    """

    id: Key
    provision: str
    title: Words
    text: Words
    when: str
    working_days: int | None = None
    first: YesNo = False
    confidence: Confidence
    cite: tuple[Cite, ...]


class RequirementsFile(Model):
    """``requirements.yaml``."""

    requirements: tuple[RequirementLine, ...]


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
