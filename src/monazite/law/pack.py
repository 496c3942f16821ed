"""A regulation pack, and the packs of a run together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from monazite.law.attestation import AttestationLine
from monazite.law.designation import DesignationsFile, NoticeLine
from monazite.law.effects import EffectsFile
from monazite.law.schema_rules import FactLine, ReadingLine, RequirementLine, RulesFile
from monazite.law.schema_text import (
    EntryLine,
    EventLine,
    GapLine,
    InstrumentFile,
    ListFile,
    OutsideLine,
    ParameterLine,
    ProvisionLine,
    SourceLine,
)
from monazite.model.issue import Issue


@dataclass(frozen=True, slots=True)
class Pack:
    """One instrument with everything that is known of it. ``sha256`` is over its files, names and bytes.

    Where a person attested that nothing new was found since the pack was last checked (rule Z4), ``instrument`` has
    that later day, ``own_checked_on`` the pack's own and ``checked_by`` the id of the attestation.
    """

    instrument: InstrumentFile
    sha256: str
    events: tuple[EventLine, ...] = ()
    provisions: tuple[ProvisionLine, ...] = ()
    parameters: tuple[ParameterLine, ...] = ()
    lists: tuple[ListFile, ...] = ()
    rules: RulesFile = field(default_factory=RulesFile)
    readings: tuple[ReadingLine, ...] = ()
    requirements: tuple[RequirementLine, ...] = ()
    gaps: tuple[GapLine, ...] = ()
    designations: DesignationsFile | None = None
    effects: EffectsFile = field(default_factory=EffectsFile)
    own_checked_on: date | None = None
    checked_by: str = ""

    @property
    def id(self) -> str:
        """Id of the instrument."""
        return self.instrument.id

    def entry_id(self, control_list: ListFile, entry: EntryLine) -> str:
        """Full id of an entry: `cn/mofcom-2025-61/part1.2`, `cn/mofcom-2025-18/1C905.a.4`."""
        local = f"{control_list.list}.{entry.id}" if control_list.list else entry.id
        return f"{self.id}/{local}"

    def stale_on(self, day: date) -> bool:
        """Whether the pack was last checked more than ``stale_after_days`` before ``day`` (rule Z4)."""
        return (day - self.instrument.last_checked_on).days > self.instrument.stale_after_days

    def fresh_by_attestation_on(self, day: date) -> bool:
        """Whether the pack would be stale on ``day`` but for what somebody attested."""
        own = self.own_checked_on or self.instrument.last_checked_on
        return not self.stale_on(day) and (day - own).days > self.instrument.stale_after_days


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with its full id and where it stands."""

    id: str
    pack: str
    list: str
    line: EntryLine


@dataclass(frozen=True, slots=True)
class Law:
    """The packs of a run with the vocabulary and sources that they share.

    ``issues`` are the faults found while loading; what is faulty is not in the packs. ``attestations``: those in use.
    """

    packs: Mapping[str, Pack]
    sources: Mapping[str, SourceLine]
    facts: Mapping[str, FactLine]
    outside: tuple[OutsideLine, ...]
    entries: Mapping[str, Entry]
    readings: Mapping[str, ReadingLine]
    notices: Mapping[str, NoticeLine]
    issues: tuple[Issue, ...] = ()
    attestations: tuple[AttestationLine, ...] = ()
