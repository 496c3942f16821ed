"""What the template of the page shows, computed: rows, counts, questions, branches. No markup here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from monazite.model.issue import Severity
from monazite.reporting import words
from monazite.reporting.answers import (
    KIND_WORDS,
    SHOWN_LINES,
    SIGNS,
    Kind,
    Shown,
    by_concern,
    first_counts,
    kind_counts,
    not_judged_words,
    shown,
    shown_with_duty,
    what_decides,
)
from monazite.reporting.branches import (
    branch_heading,
    branch_of,
    hangs_on_law,
    law_branches,
    law_fact,
)
from monazite.reporting.cut import left_out
from monazite.reporting.json_document import PARQUET_NAME
from monazite.reporting.names import line_name, place_name
from monazite.reporting.questions import AskedQuestion, asked
from monazite.services.assessment import Assessment, LawBranch, LineAnswer

TOP_QUESTIONS = 8
ISSUES_SHOWN = 500
FIRST_ROWS = 400
"""Rows beyond these are folded until asked for: a page of ten thousand stays quick."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the main table."""

    number: int
    name: str
    day: str
    route: str
    item: str
    answer: Shown
    underlying: Shown
    branches: tuple[Shown | None, ...]
    decides: str
    order: int

    @property
    def folded(self) -> bool:
        """Whether it is hidden until more rows are asked for."""
        return self.number >= FIRST_ROWS


@dataclass(frozen=True, slots=True)
class Slice:
    """A verdict of the strip: its count and where it begins, of 1000."""

    kind: Kind
    sign: str
    word: str
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class BranchView:
    """A branch of the open question: its label and what the lines come to in it."""

    heading: str
    branch: LawBranch
    counts: tuple[tuple[Kind, str, str, int], ...]


@dataclass(frozen=True, slots=True)
class View:
    """Everything the template reads beside the assessment itself."""

    rows: tuple[Row, ...]
    left_out: str
    slices: tuple[Slice, ...]
    headline: str
    branch_heads: tuple[str, ...]
    branches: tuple[BranchView, ...]
    questions: tuple[AskedQuestion, ...]
    law_questions: dict[str, AskedQuestion]
    issue_counts: tuple[tuple[str, int], ...]


def view(assessment: Assessment) -> tuple[View, list[LineAnswer]]:
    """The view, and the lines that it shows in the order of its rows."""
    lines = by_concern(assessment.lines, SHOWN_LINES)
    place = {id(line): number for number, line in enumerate(assessment.lines)}
    branches = law_branches(assessment)
    found = asked(assessment.alike)
    made = View(
        tuple(_row(number, line, branches, place[id(line)]) for number, line in enumerate(lines)),
        left_out(assessment.total, len(lines), PARQUET_NAME),
        _slices(assessment),
        headline(assessment, found),
        tuple(branch_heading(branch) for branch in branches),
        tuple(_branch(assessment, branch) for branch in branches),
        tuple(question for question in found if not question.is_law)[:TOP_QUESTIONS],
        {question.question.fact: question for question in found if question.is_law},
        tuple((s.value, sum(1 for issue in assessment.issues if issue.severity is s)) for s in Severity),
    )
    return made, lines


def _row(number: int, line: LineAnswer, branches: Sequence[LawBranch], order: int) -> Row:
    answer = line.determination
    found = [branch_of(answer, branch.id) if hangs_on_law(answer) else None for branch in branches]
    return Row(
        number,
        line_name(line.shipment_id, line.line),
        line.day,
        f"{place_name(line.from_country)} → {place_name(line.to_country)}",
        line.part_name or line.part_id,
        shown(answer),
        shown_with_duty(answer, answer.underlying, answer.underlying_possible),
        tuple(shown_with_duty(answer, branch.verdict, branch.possible) if branch else None for branch in found),
        what_decides(answer),
        order,
    )


def _slices(assessment: Assessment) -> tuple[Slice, ...]:
    counts = kind_counts(assessment)
    total = max(sum(counts.values()), 1)
    slices, start = [], 0.0
    for kind, count in counts.items():
        width = 1000 * count / total
        slices.append(Slice(kind, SIGNS[kind], words.say(KIND_WORDS[kind]), count, round(start, 2), round(width, 2)))
        start += width
    return tuple(slices)


def headline(assessment: Assessment, found: Sequence[AskedQuestion]) -> str:
    """The whole result in a sentence or two, for the manager who reads nothing else; ``found``: its questions."""
    counts = kind_counts(assessment)
    said = {
        Kind.PROHIBITED: "{} {is} prohibited",
        Kind.LICENCE: "{} need{s} a Chinese licence",
        Kind.OPEN: "{} {is} open",
        Kind.ASK_FIRST: "{} must first be put to MOFCOM",
        Kind.MAY_ASK_FIRST: "{} must perhaps first be put to MOFCOM",
        Kind.REPORT: "{} need{s} a report but no licence",
        Kind.NOTHING: "for {} no Chinese licence duty was found",
    }
    parts = [
        text.format(f"{count:,}", s="s" if count == 1 else "", **{"is": "is" if count == 1 else "are"})
        for kind, text in said.items()
        if (count := counts[kind])
    ]
    if not parts:
        return "No shipment line could be assessed."
    head = _whereof(assessment)
    if assessment.not_judged:
        head = f"Not judged: {not_judged_words(assessment)} {head}"
    return (
        head
        + (", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else parts[0])
        + _hanging(assessment, found)
        + _first(assessment)
    )


def _whereof(assessment: Assessment) -> str:
    """What the numbers count: shipment lines, or products as if they were shipped."""
    total = assessment.total
    if assessment.products:
        return (
            "Nothing is shipped here, so every product is looked at as if it went abroad, to Hong Kong, Macao or "
            f"Taiwan, or to China. Of these {total:,} cases, "
        )
    return f"Of {total:,} shipment lines, " if total > 1 else "Of one shipment line, "


def _first(assessment: Assessment) -> str:
    said = first_counts(assessment).text
    return f" {said}" if said else ""


def _hanging(assessment: Assessment, found: Sequence[AskedQuestion]) -> str:
    """How many lines the question of law bears on, and how many its answer settles by itself: the numbers under which
    it stands among the questions of the document.
    """
    names = {law_fact(question) for question in assessment.law_questions}
    asked_of = [question for question in found if question.question.fact in names]
    reach, alone = sum(q.reach for q in asked_of), sum(q.settled for q in asked_of)
    if not reach:
        return "."
    settles = f"alone settles {alone:,} of them" if alone else "alone settles none of them"
    return f". The open question of law bears on {reach:,} {'line' if reach == 1 else 'lines'} and {settles}."


def _branch(assessment: Assessment, branch: LawBranch) -> BranchView:
    """What the lines that hang on the question come to in one branch; the others keep their answer."""
    counts: Counter[Kind] = Counter()
    for alike in assessment.alike:
        answer = alike.line.determination
        found = branch_of(answer, branch.id)
        if found is not None:
            counts[shown_with_duty(answer, found.verdict, found.possible).kind] += alike.count
    shown_counts = tuple(
        (kind, SIGNS[kind], words.say(KIND_WORDS[kind]), counts[kind]) for kind in Kind if counts[kind]
    )
    return BranchView(branch_heading(branch), branch, shown_counts)
