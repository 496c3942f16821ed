"""What one run of `assess` yields: everything that table, workbook, page and JSON show, computed once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from monazite.model.citation import Citation, Confidence
from monazite.model.dates import Moment
from monazite.model.determination import Determination, Verdict
from monazite.model.exposure import Exposure
from monazite.model.issue import Issue
from monazite.model.ledger import LedgerRow
from monazite.model.share import ValueShare
from monazite.services.attestations import Attested
from monazite.services.limbs import ProductAnswer


@dataclass(frozen=True, slots=True)
class PackInfo:
    """One regulation pack as used: ``stale`` when it is older than its ``stale_after_days`` on the day of the run.

    ``checked_by``: the attestation that moved ``last_checked_on``; empty where the day is the pack's own.
    """

    id: str
    title_en: str
    title_zh: str
    version: str
    last_checked_on: date
    sha256: str
    stale: bool
    age_days: int
    checked_by: str = ""


@dataclass(frozen=True, slots=True)
class LawBranch:
    """One future of the law: id (`revived`), label in both languages."""

    id: str
    label_en: str
    label_zh: str


@dataclass(frozen=True, slots=True)
class LawQuestion:
    """What is open about the law for the whole run (rule Z3)."""

    id: str
    question_en: str
    question_zh: str
    branches: tuple[LawBranch, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class LawEvent:
    """One event of a provision's life, for the timeline: ``kind`` as in status.yaml, ``nature`` `legal` or `stated`."""

    instrument: str
    provision: str
    kind: str
    start: date
    end: date | None
    by: str
    known_on: date
    nature: str
    label: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """A shipment line with its determination. ``quantity`` is text as given, ``to`` and ``origin`` country codes.

    An activity has its ``activity_id``; its subject, ``activity:A1``, stands as ``shipment_id``, and ``line`` is empty.
    """

    shipment_id: str
    line: str
    part_id: str
    part_name: str
    day: str
    from_country: str
    to_country: str
    end_users: tuple[str, ...]
    end_use: str
    quantity: str
    determination: Determination
    activity_id: str = ""


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """A shipped part with what is known of its content. ``unit_value`` is in words, with currency and bases;
    ``ledger`` is that of its last line.
    """

    part_id: str
    name: str
    kind: str
    entries: tuple[str, ...]
    possible_entries: tuple[str, ...]
    made_in: str
    origin: str
    unit_value: str
    share_low: float | None
    share_high: float | None
    threshold: float
    share: ValueShare | None
    shipments: int
    ledger: tuple[LedgerRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """What was examined and what was not (rule S3): one line per instrument or gap; ``examined`` false for gaps.

    ``published`` false: it was published after the day as known on which the run judges (`known_at`), so it is neither.
    """

    id: str
    title: str
    examined: bool
    note: str
    confidence: Confidence
    published: bool = True


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A source that citations name by its key: what it is, and where it stands."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Lines with one and the same answer: ``line`` is one of them, ``count`` how many there are."""

    line: LineAnswer
    count: int


@dataclass(frozen=True, slots=True)
class EveryLine:
    """All lines of a run that is too large to hold each as a `LineAnswer`.

    ``table``: a row per line with what is its own - the texts of `LineAnswer`, ``as_of``, ``share_low``,
    ``share_high`` (null: no bound), ``share_tight`` (null: no share), ``duties_due``, ``issues`` - and ``pattern``, the
    place of its answer in ``alike``. ``judged``: how many patterns were judged.
    """

    table: pl.DataFrame
    alike: tuple[Alike, ...]
    threshold: float
    judged: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole answer. ``settled`` readings are in ``positions`` (reading -> choice); ``exploratory`` names those
    that were set by an option on the command line and must be shown as such. ``sources`` explains the keys that
    citations name.
    """

    portfolio: str
    as_of: Moment | None
    known_at: Moment | None
    run_on: date
    packs: tuple[PackInfo, ...]
    inputs_sha256: str
    positions: Mapping[str, str]
    exploratory: tuple[str, ...]
    assumptions: tuple[str, ...]
    law_questions: tuple[LawQuestion, ...]
    timeline: tuple[LawEvent, ...]
    issues: tuple[Issue, ...]
    lines: tuple[LineAnswer, ...]
    parts: tuple[PartAnswer, ...]
    examined: tuple[Examined, ...]
    sources: Mapping[str, SourceInfo] = field(default_factory=dict)

    attestations: tuple[Attested, ...] = ()
    """What named persons attested about the law and its lists, as far as this run was made with it (rule Z4)."""

    not_judged: int = 0
    """Rows of shipments and activities without an answer: set aside as faulty, or without a day. Each has an issue."""

    every: EveryLine | None = None
    """All lines of a large run, of which ``lines`` are then the most serious ones alone; None: ``lines`` are all."""

    part_bounds: pl.DataFrame | None = None
    """Bounds of all parts of a portfolio with a large bill of materials (`monazite.engines.columnar.bounds`)."""

    products: tuple[ProductAnswer, ...] = ()
    """Of a portfolio without shipments: every product towards every group of destinations."""

    exposure: Exposure | None = None
    """Which parts, suppliers and classes keep products open; None where it was not worked out (a large run)."""

    @property
    def total(self) -> int:
        """How many lines were answered."""
        return len(self.lines) if self.every is None else self.every.table.height

    @property
    def alike(self) -> tuple[Alike, ...]:
        """Every answer with the number of lines that it is the answer of."""
        return tuple(Alike(line, 1) for line in self.lines) if self.every is None else self.every.alike

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many lines got each verdict, mildest first."""
        counts = dict.fromkeys(Verdict, 0)
        for alike in self.alike:
            counts[alike.line.determination.verdict] += alike.count
        return counts
