"""The form of what a pack asks: definitions, rules, grounds, readings, the facts that they read, duties."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from monazite.law.schema import Cite, Key, Model, Words, YesNo
from monazite.model.citation import Confidence


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
