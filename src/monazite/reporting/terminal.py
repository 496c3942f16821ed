"""The answer in the terminal: a head about the law, a table of lines, and what to ask next.

Reads at 100 columns and when piped (no colour, plain wrapping). Text from outside never carries markup or control
characters into the terminal.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from monazite.model.determination import Determination, Review
from monazite.model.issue import Severity
from monazite.reporting import words
from monazite.reporting.ages import aged
from monazite.reporting.alike import grouped
from monazite.reporting.answers import (
    FIRST_KINDS,
    KIND_WORDS,
    SIGNS,
    Kind,
    by_concern,
    first_counts,
    first_duty,
    kind_counts,
    not_judged_words,
    shown,
    shown_with_duty,
    what_decides,
)
from monazite.reporting.attested import attested_words
from monazite.reporting.branches import branch_heading, branch_of, branches_differ, hangs_on_law, law_branches, law_fact
from monazite.reporting.licence_words import held_words
from monazite.reporting.names import instrument_name, line_name, place_name
from monazite.reporting.questions import asked
from monazite.reporting.scope import examined_words, later_words, missing_words
from monazite.reporting.terminal_products import exposed, matrix
from monazite.reporting.text import clip, visible
from monazite.services.assessment import Assessment, LawQuestion, LineAnswer

TABLE_LINES = 60
"""More lines than these are not printed: the strictest and the open ones are, and a sentence says so."""

WIDE = 150
NARROW = 96
"""From `WIDE` columns on, day, route and review have columns of their own; below `NARROW` the part has none."""

PIPED_WIDTH = 100

_STYLES: dict[Kind, str] = {
    Kind.PROHIBITED: "bold white on red",
    Kind.LICENCE: "bold red",
    Kind.OPEN: "bold magenta",
    Kind.ASK_FIRST: "bold magenta",
    Kind.MAY_ASK_FIRST: "magenta",
    Kind.REPORT: "blue",
    Kind.NOTHING: "green",
}
_SEVERITIES: dict[Severity, str] = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "dim"}
DECIDES = "what decides"
_FIXED = {
    "line": 16, "line, day route": 16, "line, day route, part": 16, "day": 10, "route": 5, "answer": 15, "review": 17,
    "review, confidence": 12, "confidence": 12,
}  # fmt: skip
_HEADINGS = {"line, day route": "line", "line, day route, part": "line, part"}
"""Widths of the columns that need no more; "part" and "what decides" share the rest."""
_SHORT_REVIEWS = {Review.ORDINARY: "ordinary", Review.CASE_BY_CASE: "by case", Review.DENIED_IN_PRINCIPLE: "denied"}
_TOP_QUESTIONS = 5
_TOP_ISSUES = 4
_NAMED_TEXTS = 3
_LONGEST_CELL = 60


def make_console(file: TextIO | None = None, *, stderr: bool = False) -> Console:
    """A console for the answer: as wide as the terminal, or 100 columns when piped (unless COLUMNS says otherwise)."""
    console = Console(file=file, stderr=stderr, highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = PIPED_WIDTH
    return console


def print_assessment(assessment: Assessment, console: Console, report: Path | None = None) -> None:
    """Print the whole answer; ``report`` is the page to point to."""
    console.print(render(assessment, console.width, report))


def render(assessment: Assessment, width: int, report: Path | None = None) -> RenderableType:
    """The answer as something Rich prints at ``width`` columns."""
    shown_lines = matrix(assessment.products, width, _answer) if assessment.products else _table(assessment, width)
    blocks: list[RenderableType] = [_head(assessment), shown_lines, _counts(assessment)]
    spread = None if assessment.exposure is None else exposed(assessment.exposure)
    blocks += [block for block in (_questions(assessment), spread, _issues(assessment)) if block is not None]
    blocks.append(_scope(assessment))
    if report is not None:
        blocks.append(Text(f"Report: {report}", style="bold", overflow="fold"))
    return Group(*blocks)


def _head(assessment: Assessment) -> Text:
    """Two lines or so: the law as known and its age, and what is open about it."""
    text = Text(f"{visible(assessment.portfolio)}: ", style="bold")
    known = f"known on {assessment.known_at}" if assessment.known_at else f"the packs know it on {assessment.run_on}"
    text.append(f"{assessment.total:,} lines. Law as {known}", style="not bold")
    stale = [pack for pack in assessment.packs if pack.stale]
    oldest = max(stale or assessment.packs, key=lambda pack: pack.age_days, default=None)
    if stale and oldest is not None:
        names = ", ".join(instrument_name(pack.id) for pack in stale[:4]) + (", …" if len(stale) > 4 else "")
        age = aged(oldest.last_checked_on, assessment.run_on)
        text.append(f"; stale: {names} (last checked {age})", style="not bold yellow")
    elif oldest is not None:
        text.append(f", last checked {oldest.last_checked_on} or later", style="not bold")
    text.append(".", style="not bold")
    if assessment.not_judged:
        text.append(f"\nNOT JUDGED: {not_judged_words(assessment)}", style="bold red")
    for attested in attested_words(assessment):
        text.append(f"\n{attested}", style="not bold yellow")
    for assumption in assessment.assumptions:
        text.append(f"\nAssumed for this run: {visible(assumption)}.", style="not bold yellow")
    for question in assessment.law_questions:
        if any(branches_differ(alike.line.determination) for alike in assessment.alike):
            text.append("\n").append_text(_open_question(assessment, question))
    for reading in assessment.exploratory:
        text.append(f"\nExploratory: reading {visible(reading)} is set for this run only.", style="not bold yellow")
    return text


def _open_question(assessment: Assessment, question: LawQuestion) -> Text:
    """The open question of law, how many lines hang on it, and its branches."""
    hang = sum(alike.count for alike in assessment.alike if branches_differ(alike.line.determination))
    text = Text("Open: ", style="bold magenta")
    text.append(visible(question.question_en), style="not bold default")
    text.append(f" ({hang:,} line{' hangs' if hang == 1 else 's hang'} on it.)", style="not bold default")
    for branch in question.branches:
        text.append(f"\n  · {branch.id}: ", style="bold default")
        text.append(visible(branch.label_en), style="not bold default")
    return text


def _table(assessment: Assessment, width: int) -> RenderableType:
    lines = list(assessment.lines)
    if not lines:
        return Text("\nNo shipment line could be assessed.", style="bold")
    counts: dict[int, int] = {}
    if assessment.total > TABLE_LINES:
        groups = grouped(assessment.alike)
        lines = by_concern(tuple(group.line for group in groups), TABLE_LINES)
        counts = {id(group.line): group.count for group in groups}
    branches = law_branches(assessment) if any(branches_differ(line.determination) for line in lines) else ()
    layout = _layout(width, len(branches))
    table = Table(box=SIMPLE_HEAD, show_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for name, columns in layout.items():
        heading = branch_heading(branches[int(name)]) if name.isdigit() else _HEADINGS.get(name, name)
        table.add_column(heading, overflow="fold", width=columns)
    for line in lines:
        cells = _cells(line, [branch.id for branch in branches])
        if (more := counts.get(id(line), 1) - 1) > 0:
            cells["line"] = cells["line"] + Text(f"\nand {more:,} alike", style="dim")
        table.add_row(*(_merged(cells, name) for name in layout))
    if counts:
        some = "" if len(lines) == len(counts) else f"{len(lines)} of "
        note = f"{some}{len(counts):,} answers of {assessment.total:,} lines, each by one line; all are in the files."
        return Group(table, Text(note, style="dim"))
    return table


#: Characters of a part's name in the table; the line is named by its number, and the files have the whole name.
_NAME = 28


def _layout(width: int, branches: int) -> dict[str, int]:
    """Columns and their widths. A name with commas stacks what it names; a branch goes by its number."""
    inner = [str(number) for number in range(branches)]
    if width >= WIDE:
        names = ["line", "day", "part", "route", "answer", "review", *inner, DECIDES, "confidence"]
    elif width >= NARROW:
        names = ["line, day route", "part", "answer", *inner, DECIDES, "review, confidence"]
    else:
        names = ["line, day route, part", "answer", *inner, DECIDES]
    fixed = {name: _FIXED.get(name, 15 if width >= WIDE else 9) for name in names if name not in ("part", DECIDES)}
    rest = max(width - sum(fixed.values()) - 2 * len(names) + 1, 20)
    part = min(max(rest * 2 // 5, 10), _NAME) if "part" in names else 0
    shared = {"part": part, DECIDES: min(rest - part, 48)}
    return {name: fixed.get(name) or shared[name] for name in names}


def _cells(line: LineAnswer, branches: Sequence[str]) -> dict[str, Text]:
    """What may stand in the row of a line, by name of the column."""
    answer = line.determination
    return {
        "line": _outside(line_name(line.shipment_id, line.line)),
        "day": Text(visible(line.day), style="dim"),
        "part": _outside(clip(line.part_name or line.part_id or "not stated", _NAME)),
        "route": Text(route_words(line), style="dim"),
        "answer": _answer(answer),
        "review": Text(review_range(answer), style="dim"),
        "what decides": Text(visible(what_decides(answer))),
        "confidence": Text(words.say(words.CONFIDENCES[answer.confidence]), style="dim"),
    } | {str(number): _branch(answer, branch) for number, branch in enumerate(branches)}


def _merged(cells: dict[str, Text], name: str) -> Text:
    """The cell of a column: what it names, each on a line of its own, a pair without comma side by side."""
    if "," not in name:
        return cells[name]
    lines = [Text(" ").join([cells[key] for key in row.split(" ")]) for row in name.split(", ")]
    return Text("\n").join([line for line in lines if line.plain.strip()])


def review_range(answer: Determination) -> str:
    """The review that an application would meet, from the mildest to the strictest possible, in a word each."""
    ends = [_SHORT_REVIEWS[review] for review in answer.review]
    return " … ".join(dict.fromkeys((ends[0], ends[-1]))) if ends else ""


def _answer(answer: Determination) -> Text:
    said = shown(answer)
    text = Text(f"{said.sign} {said.word}", style=_STYLES[said.kind])
    if said.between and said.kind is not Kind.MAY_ASK_FIRST:
        text.append("\n").append(said.between.replace("none found", "none"), style="not bold")
    if held := held_words(answer):
        text.append("\n").append(visible(held), style="not bold")
    duty = first_duty(answer)
    if duty is not None and said.kind not in FIRST_KINDS:
        mark = Kind.ASK_FIRST if duty.certain else Kind.MAY_ASK_FIRST
        text.append("\n").append(f"{SIGNS[mark]} {said.first}", style=_STYLES[mark])
    return text


def _branch(answer: Determination, branch_id: str) -> Text:
    """The answer in one branch; a line that does not hang on the question repeats its answer, dimmed."""
    branch = branch_of(answer, branch_id)
    if branch is None or not hangs_on_law(answer):
        return Text("same", style="dim")
    said = shown_with_duty(answer, branch.verdict, branch.possible)
    first = {Kind.ASK_FIRST: "ask first", Kind.MAY_ASK_FIRST: "perhaps ask first"}
    word = first.get(said.kind) or words.say(words.SHORT_VERDICTS[branch.verdict])
    return Text(f"{said.sign} {word}", style=_STYLES[said.kind])


def route_words(line: LineAnswer) -> str:
    """``KR→DE``; a question mark where a country is unknown."""
    return f"{visible(place_name(line.from_country))}→{visible(place_name(line.to_country))}"


def _outside(text: str) -> Text:
    return Text(clip(visible(text), _LONGEST_CELL))


def _counts(assessment: Assessment) -> Text:
    text = Text()
    for kind, count in kind_counts(assessment).items():
        if count:
            text.append("   " if text else "")
            text.append(f"{SIGNS[kind]} {count:,} {words.say(KIND_WORDS[kind])}", style=_STYLES[kind])
    first = first_counts(assessment).text
    if first:
        text.append(f"\n{first}", style="magenta")
    text.append("\n")
    return text


def _questions(assessment: Assessment) -> RenderableType | None:
    said = {law_fact(question) for question in assessment.law_questions}
    found = [question for question in asked(assessment.alike) if question.question.fact not in said]
    if not found:
        return None
    grid = _hanging()
    for number, question in enumerate(found[:_TOP_QUESTIONS], start=1):
        text = Text(visible(question.question.en))
        if question.question.who:
            text.append(f" Who would know: {visible(question.question.who)}.")
        text.append(f" ({reach_words(question.reach, question.settled)})", style="dim")
        grid.add_row(f"{number}.", text)
    if len(found) > _TOP_QUESTIONS:
        grid.add_row("", Text(f"and {len(found) - _TOP_QUESTIONS} more in the report", style="dim"))
    return Group(Text("Questions to ask", style="bold"), grid, Text())


def _hanging() -> Table:
    """Rows with a mark in front; what wraps stays behind the mark."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    return grid


def reach_words(lines: int, alone: int) -> str:
    """How far one answer goes: ``serves 16 lines, settles 1 by itself``."""
    head = f"serves {lines:,} line{'' if lines == 1 else 's'}"
    return f"{head}, settles {alone:,} by itself" if alone else head


def _issues(assessment: Assessment) -> RenderableType | None:
    if not assessment.issues:
        return None
    counts = Counter(issue.severity for issue in assessment.issues)
    parts = [
        f"{counts[level]:,} {level.value}{'s' if counts[level] > 1 and level is not Severity.INFO else ''}"
        for level in Severity
        if counts[level]
    ]
    worst = sorted(assessment.issues, key=lambda issue: list(Severity).index(issue.severity))
    grid = _hanging()
    for issue in worst[:_TOP_ISSUES]:
        grid.add_row("·", Text(visible(str(issue)), style=_SEVERITIES[issue.severity]))
    if len(worst) > _TOP_ISSUES:
        grid.add_row("", Text(f"and {len(worst) - _TOP_ISSUES} more in the report", style="dim"))
    return Group(Text(f"Issues: {', '.join(parts)}", style="bold"), grid, Text())


def _scope(assessment: Assessment) -> Text:
    """Under which texts we looked and under which not, always, since any line may rest on it (rules A3, S3)."""
    text = Text("“No duty found” means under: ", style="bold")
    text.append(visible(examined_words(assessment)), style="not bold")
    text.append(". Not examined: ").append(visible(missing_words(assessment, _NAMED_TEXTS)), style="not bold")
    text.append("; in full in the report, and by “monazite law list”.", style="not bold")
    later = later_words(assessment)
    return text.append(f" {visible(later)}", style="not bold") if later else text
