"""The smaller sheets of the workbook as plain grids: summary, deciding facts, parts, issues, law."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from monazite import __version__
from monazite.model.citation import Citation
from monazite.reporting import words
from monazite.reporting.answers import (
    KIND_WORDS,
    SHOWN_LINES,
    SIGNS,
    first_counts,
    kind_counts,
    not_judged_words,
    parts_by_concern,
)
from monazite.reporting.columns import Cell
from monazite.reporting.cut import left_out
from monazite.reporting.json_document import PARQUET_NAME
from monazite.reporting.labels import label
from monazite.reporting.names import article_name, instrument_name
from monazite.reporting.numbers import share_number
from monazite.reporting.questions import asked
from monazite.reporting.scope import later_texts, nothing_found, source_words
from monazite.services.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its name, column widths in characters, header (none: no header row), rows, and which rows are titles."""

    name: str
    widths: Sequence[int]
    rows: Sequence[Sequence[Cell]]
    header: Sequence[str] = ()
    titles: frozenset[int] = field(default_factory=frozenset)


def summary(assessment: Assessment) -> Grid:
    """What was asked, under which law, with which positions, what came out, and what was not examined."""
    rows: list[Sequence[Cell]] = []
    titles: list[int] = []

    def title(text: str) -> None:
        rows.append(())
        titles.append(len(rows))
        rows.append((text,))

    rows.append((f"monazite {__version__}: {assessment.portfolio}",))
    titles.append(0)
    rows.append(("Run on", assessment.run_on.isoformat()))
    rows.append(("Exports as of", str(assessment.as_of) if assessment.as_of else "each line's own day"))
    known = str(assessment.known_at) if assessment.known_at else label("everything")
    rows.append(("Law as known on", known))
    title("Answers")
    for kind, count in kind_counts(assessment).items():
        if count:
            rows.append((f"{SIGNS[kind]} {words.say(KIND_WORDS[kind])}", count))
    first = first_counts(assessment).text
    if first:
        rows.append((words.say(words.ASK_FIRST), first))
    if assessment.not_judged:
        rows.append(("NOT judged", not_judged_words(assessment)))
    if assessment.total > SHOWN_LINES:
        rows.append(("Note", left_out(assessment.total, SHOWN_LINES, PARQUET_NAME)))
    rows.append(("No duty found means", nothing_found(assessment)))
    title("Open question of law")
    for question in assessment.law_questions:
        rows.append((question.question_en, question.question_zh))
        rows.extend((f"branch: {branch.id}", f"{branch.label_en} / {branch.label_zh}") for branch in question.branches)
    if not assessment.law_questions:
        rows.append(("none on these days",))
    title("Positions and assumptions")
    for reading, choice in assessment.positions.items():
        tried = " (exploratory: set for this run only)" if reading in assessment.exploratory else ""
        rows.append((reading, f"{choice}{tried}"))
    rows.extend(("assumed", text) for text in assessment.assumptions)
    title("Issues of the input")
    counts = Counter(issue.severity.value for issue in assessment.issues)
    rows.extend((severity, counts[severity]) for severity in ("error", "warning", "info"))
    title("Not examined")
    rows.extend((item.title, item.note) for item in assessment.examined if item.published and not item.examined)
    later = later_texts(assessment)
    if later:
        title(label("later"))
        rows.extend((item.title,) for item in later)
    title("Inputs")
    rows.append(("SHA-256", assessment.inputs_sha256))
    return Grid("Summary", (34, 110), rows, titles=frozenset(titles))


def questions(assessment: Assessment) -> Grid:
    """Whom to ask what, the question that serves most lines first."""
    header = ("lines served", "settles alone", "fact", "concerns", "question", "问题", "who would know", "lines")
    rows = [
        (
            question.reach,
            question.settled,
            question.question.fact,
            "; ".join(question.subjects),
            question.question.en,
            question.question.zh,
            question.question.who,
            "; ".join(list(question.lines)[:200]),
        )
        for question in asked(assessment.alike)[:SHOWN_LINES]
    ]
    return Grid("Deciding facts", (8, 8, 22, 24, 60, 50, 30, 60), rows, header)


def parts(assessment: Assessment) -> Grid:
    """The shipped parts with their bounds and what widens them."""
    header = (
        "part", "name", "kind", "entries", "possible entries", "made in", "origin", "unit value", "share low",
        "share high", "threshold", "lines", "what widens the bounds",
    )  # fmt: skip
    rows = []
    for part in parts_by_concern(assessment, SHOWN_LINES):
        leaves = part.share.leaves if part.share is not None else ()
        rows.append(
            (
                part.part_id, part.name, part.kind, "; ".join(part.entries), "; ".join(part.possible_entries),
                part.made_in, part.origin, part.unit_value, share_number(part.share_low, up=False),
                share_number(part.share_high, up=True), part.threshold, part.shipments,
                "; ".join(f"{leaf.label} ({leaf.why})" if leaf.why else leaf.label for leaf in leaves),
            )
        )  # fmt: skip
    return Grid("Parts", (14, 28, 10, 30, 30, 8, 8, 26, 14, 14, 10, 8, 60), rows, header)


def issues(assessment: Assessment) -> Grid:
    """What is wrong with the input, with its place and its remedy."""
    header = ("severity", "code", "table", "row", "column", "message", "remedy", "touches")
    rows = [
        (i.severity.value, i.code, i.table, i.row or None, i.column, i.message, i.remedy, i.subject)
        for i in assessment.issues[:SHOWN_LINES]
    ]
    return Grid("Issues", (10, 24, 14, 7, 16, 70, 60, 20), rows, header)


def law(assessment: Assessment) -> Grid:
    """The life of the provisions as the packs know it, and the packs themselves."""
    header = ("instrument", "provision", "event", "from", "until", "nature", "by", "known on", "what", "citations")
    rows: list[Sequence[Cell]] = [
        (
            instrument_name(event.instrument),
            article_name(event.provision.rpartition("#")[2]) if event.provision else "all of it",
            words.KINDS.get(event.kind, (event.kind.replace("_", " "), ""))[0],
            event.start.isoformat(),
            event.end.isoformat() if event.end else None,
            event.nature,
            instrument_name(event.by) if event.by else None,
            event.known_on.isoformat(),
            event.label,
            cited(assessment, event.citations),
        )
        for event in assessment.timeline
    ]
    rows.extend(
        (
            instrument_name(pack.id), pack.title_zh, "pack", pack.last_checked_on.isoformat(), None,
            "stale" if pack.stale else "fresh", pack.version, None, pack.title_en, f"sha256 {pack.sha256}",
        )
        for pack in assessment.packs
    )  # fmt: skip
    rows.extend(
        ("attested", attested.id, "attestation", attested.on.isoformat(), None, "attested", attested.by,
         attested.on.isoformat(), attested.says, f"{attested.citation} {attested.address}".strip())
        for attested in assessment.attestations
    )  # fmt: skip
    return Grid("Law", (18, 30, 18, 12, 12, 8, 12, 12, 50, 90), rows, header)


def cited(assessment: Assessment, citations: Sequence[Citation]) -> str:
    """Citations on one line, each with how it was read."""
    return "; ".join(
        f"{source_words(assessment, citation)} {citation.article}".strip()
        + f" ({words.say(words.READ[citation.read])})"
        for citation in citations
    )
