"""The main job: determinations for every shipment line of a portfolio (rules A1 to A5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from monazite.law.determine import Determiner
from monazite.law.pack import Law
from monazite.law.rulebook import compile_law
from monazite.model.bounds import Bounds
from monazite.model.dates import Moment
from monazite.model.determination import Determination
from monazite.model.fact import EntrySet, Situation
from monazite.model.issue import Issue, Severity
from monazite.services import activity_situation as activities
from monazite.services.assessment import Assessment, LineAnswer, PartAnswer, SourceInfo
from monazite.services.assumptions import Assumption, with_assumptions
from monazite.services.attestations import in_use
from monazite.services.duties import late_report, with_dates
from monazite.services.evidence import EvidenceBook
from monazite.services.exposure import exposure
from monazite.services.law_report import examined, law_questions, pack_infos, timeline
from monazite.services.ledgers import with_ledgers
from monazite.services.licence_answer import LicenceDesk
from monazite.services.line_issues import LineIssues
from monazite.services.movements import movement_issues
from monazite.services.ownerless import ownerless_issues
from monazite.services.positions import house_positions
from monazite.services.product_view import PRODUCT_VIEW, as_product, matrix, product_rows
from monazite.services.repeats import without_repeats
from monazite.services.shares import ShareDesk
from monazite.services.shipment_situation import SituationMaker, moment_of, subject_of
from monazite.services.tables import Portfolio, Row
from monazite.supply.trace import TraceNode

#: Tables that this version keeps and does not use in a determination: each is said, none is silently dropped.
_NOT_USED = ("sources", "parameters", "units")

#: Lines up to which every answer carries its proof; beyond, `explain` gives that of any one (rule A5).
PROVED_LINES = 1_000

Progress = Callable[[int, int], None]
"""Told how many of how many steps are done."""

T = TypeVar("T")


@dataclass(slots=True)
class Steps:
    """Counts ``total`` steps of work for ``progress``."""

    progress: Progress | None
    total: int
    done: int = 0

    def over(self, work: Iterable[T]) -> Iterator[T]:
        """The same one by one, each a step once it is made."""
        for one in work:
            self.done += 1
            if self.progress is not None:
                self.progress(self.done, self.total)
            yield one


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is to be made. ``as_of`` None: each line on its own day. ``known_at`` None: everything known.

    ``readings`` are exploratory (rule R1); ``basis`` keeps only the values and prices of one basis.
    """

    run_on: date
    as_of: Moment | None = None
    known_at: Moment | None = None
    readings: Mapping[str, str] = field(default_factory=dict)
    assumptions: tuple[Assumption, ...] = ()
    basis: str = ""


class Assessor:
    """One run over one portfolio: reads once, answers any line, and all of them."""

    def __init__(self, portfolio: Portfolio, law: Law, options: Options) -> None:
        self.options = options
        self.law = law
        self.portfolio = with_assumptions(portfolio, options.assumptions)
        self.issues: list[Issue] = [*law.issues, *self.portfolio.issues]
        positions, wrong = house_positions(self.portfolio, law)
        self.issues += wrong
        self.positions = {**positions, **options.readings}
        self.determiner = Determiner(compile_law(law), self.positions)
        self.evidence = EvidenceBook(self.portfolio)
        self.desk = ShareDesk(self.portfolio, law, self.evidence, self.determiner.rulebook, options.basis)
        self.maker = SituationMaker(self.portfolio, law, self.evidence, self.desk.share, self.desk.view, options.run_on)
        self.issues += self.maker.parties.premature() + ownerless_issues(self.portfolio)
        self.activities = activities.ActivityMaker(self.evidence, self.maker.parties, self.maker.stated)
        shipments = self.portfolio.rows("shipments") or product_rows(self.portfolio, options.as_of, options.run_on)
        self.rows = {subject_of(row): row for row in shipments}
        self._beside = LineIssues(self.portfolio, law, self.maker, self.determiner)
        self.issues += self._beside.of_all(shipments)
        self.rows |= {activities.subject_of(row): row for row in self.portfolio.rows(activities.TABLE)}
        told = {s for s in map("shipment:{}".format, self.rows) if "shipment.from" in self.maker.stated(s)}
        self.issues += movement_issues(self.portfolio.rows("shipments"), told)
        self.licences = LicenceDesk(self.portfolio, self.rows, self.maker, self.determiner)

    def situation(self, subject: str) -> Situation | None:
        """The situation of one line; None when it has no day, which is an issue."""
        row = self.rows[subject]
        moment = moment_of(row, self.options.as_of)
        if moment is None:
            self.issues.append(
                Issue(Severity.ERROR, "no_date", f"{subject} has no date, so there is no law to judge it by",
                      "fill the date, or give --as-of", row.table, row.number, "date",
                      subject if row.table == activities.TABLE else f"shipment:{subject}")
            )  # fmt: skip
            return None
        if row.table == activities.TABLE:
            return self.activities.situation(row, moment, self.options.known_at)
        situation = self.maker.situation(row, moment, self.options.known_at)
        return as_product(situation, row) if row.table == PRODUCT_VIEW else situation

    def determine(self, subject: str) -> Determination | None:
        """The determination of one line with its whole proof."""
        situation = self.situation(subject)
        if situation is None:
            return None
        answer = with_dates(self.determiner.determine(situation), self.determiner.rulebook)
        row = self.rows[subject]
        return replace(answer, issues=(*self._beside.read(row), *self._beside.of(row, situation)))

    def run_one(self, subject: str) -> Assessment | None:
        """The assessment of one line alone, with its whole proof; None when the line has no day."""
        self.rows = {subject: self.rows[subject]}
        assessment = self.run()
        return assessment if assessment.lines else None

    def trace(self, part_id: str, moment: Moment | None) -> TraceNode | None:
        """Where the controlled content of a part comes from, on a day (default: the day of the run)."""
        return self.desk.trace(part_id, moment.day if moment is not None else self.options.run_on)

    def run(self, progress: Progress | None = None) -> Assessment:
        """All lines; each is a step to be judged and one to be put down for ``progress``."""
        situations = {subject: s for subject in self.rows if (s := self.situation(subject)) is not None}
        steps = Steps(progress, 2 * len(situations))
        bare = self.determiner.determine_all(situations.values(), proofs=len(situations) <= PROVED_LINES)
        answers = with_ledgers(self.determiner, list(situations.values()), list(steps.over(bare)))
        lines = [
            self._line(self.rows[subject], situations[subject], answer)
            for subject, answer in zip(situations, steps.over(answers), strict=True)
        ]
        spread = exposure(self.portfolio, self.determiner, lines, situations.values(), self.maker.parties.name)
        found = self.gathered(tuple(lines), tuple(self._parts(lines)), [s.as_of.day for s in situations.values()])
        return replace(found, products=matrix(self.rows.values(), lines), exposure=spread)

    def gathered(self, lines: tuple[LineAnswer, ...], parts: tuple[PartAnswer, ...], days: list[date]) -> Assessment:
        """The assessment with these answers, given for lines on these ``days``."""
        self._say_what_is_not_used()
        expired = self.evidence.expired(max(days)) if days else ()
        used = (*self.activities.issues, *self.licences.issues, *self.desk.issues, *expired)
        options = self.options
        return Assessment(
            portfolio=self.portfolio.name,
            as_of=options.as_of,
            known_at=options.known_at,
            run_on=options.run_on,
            packs=pack_infos(self.law, options.run_on),
            inputs_sha256=self.portfolio.sha256,
            positions=self.positions,
            exploratory=tuple(sorted(options.readings)),
            assumptions=tuple(str(a) for a in options.assumptions),
            attestations=in_use(self.law),
            law_questions=law_questions(self.law, options.known_at),
            timeline=timeline(self.law, options.known_at),
            issues=without_repeats(self.issues, used),
            lines=lines,
            parts=parts,
            examined=examined(self.law, options.known_at),
            not_judged=self._not_judged(len(lines)),
            sources={key: SourceInfo(line.title, line.address) for key, line in self.law.sources.items()},
        )

    def beside(self, row: Row, situation: Situation) -> tuple[Issue, ...]:
        """The issues of one line by itself."""
        return self._beside.of(row, situation)

    def _line(self, row: Row, situation: Situation, answer: Determination) -> LineAnswer:
        dated = with_dates(answer, self.determiner.rulebook)
        dated = self.licences.beside(dated, situation, row)
        if row.table == activities.TABLE:
            return self.shown(row, situation, dated)
        beside = self._beside.of(row, situation)
        self.issues += beside
        late = situation.facts.get("shipment.reported_late")
        if late is not None and late.value is True:
            reported_on = str(situation.facts["shipment.reported_on"].value)
            self.issues.append(late_report(f"shipment:{answer.subject}", reported_on))
        return self.shown(row, situation, replace(dated, issues=(*self._beside.read(row), *beside)))

    def shown(self, row: Row, situation: Situation, answer: Determination) -> LineAnswer:
        """A shipment line or an activity with its answer, as outputs show it."""
        if row.table == activities.TABLE:
            return activities.line_of(row, situation, answer)
        return LineAnswer(
            shipment_id=row.text("shipment_id"),
            line=row.text("line", "1"),
            part_id=row.text("part_id"),
            part_name=_shown(situation, "item.name"),
            day=str(situation.as_of),
            from_country=row.text("from_country"),
            to_country=row.text("to_country"),
            end_users=tuple(self.maker.parties.name(one.party_id) for one in self.maker.roles.cast(row).end_users),
            end_use=";".join(row.many("end_use") or ()),
            quantity=_quantity(row),
            determination=answer,
        )

    def _parts(self, lines: list[LineAnswer]) -> Iterator[PartAnswer]:
        """The shipped parts, each on the last day on which it is shipped."""
        last: dict[str, LineAnswer] = {}
        for line in lines:
            if line.part_id and (line.part_id not in last or line.day > last[line.part_id].day):
                last[line.part_id] = line
        for part_id, line in sorted(last.items()):
            situation = self.situation(f"{line.shipment_id}/{line.line}")
            report = line.determination.share
            if situation is None or report is None:
                continue
            entries = situation.facts.get("item.entries")
            found = entries.value if entries is not None and isinstance(entries.value, EntrySet) else EntrySet()
            yield PartAnswer(
                part_id=part_id,
                name=_shown(situation, "item.name"),
                kind=_shown(situation, "item.kind"),
                entries=found.stated,
                possible_entries=tuple(found.possible),
                made_in=_shown(situation, "item.made_in"),
                origin=_shown(situation, "item.origin"),
                unit_value=self.desk.value_words(part_id),
                share_low=report.low,
                share_high=report.high,
                threshold=report.threshold,
                share=report.share,
                ledger=report.ledger,
                shipments=sum(1 for other in lines if other.part_id == part_id),
            )

    def _not_judged(self, answered: int) -> int:
        """Rows of shipments and activities that got no answer: those set aside, and those without a day."""
        judged = ("shipments", activities.TABLE)
        aside = sum(1 for found in self.portfolio.set_aside if found.row.table in judged)
        return aside + len(self.rows) - answered

    def _say_what_is_not_used(self) -> None:
        for table in _NOT_USED:
            rows = self.portfolio.rows(table)
            if rows:
                self.issues.append(
                    Issue(Severity.WARNING, "table_not_used", f"{table} was read and does not enter the answers yet",
                          "what it says is treated as unknown", table)
                )  # fmt: skip


def _shown(situation: Situation, attribute: str) -> str:
    fact = situation.facts.get(attribute)
    return "" if fact is None else str(fact.value)


def _quantity(row: Row) -> str:
    found = row.number_of("quantity")
    if not isinstance(found, Bounds):
        return ""
    return f"{float(found.low):.15g} {row.text('unit')}".strip()
