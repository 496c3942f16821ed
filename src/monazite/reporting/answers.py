"""The answer of a line as people see it: one word, one sign, its place in the order of concern (rules A2, A3, Z3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from monazite.model.determination import Determination, Duty, Finding, Verdict
from monazite.model.truth import Truth
from monazite.reporting import words
from monazite.reporting.cut import kept, numbered
from monazite.reporting.names import provision_name
from monazite.reporting.numbers import percent
from monazite.reporting.question_words import FIRST_CONDITIONS, question_name
from monazite.reporting.words import Lang
from monazite.services.assessment import Assessment, EveryLine, LineAnswer, PartAnswer

FIRST_DUTY = "ask_mofcom_before_transfer"
"""A duty that comes before everything else: a line that carries it is never shown as one without duty."""

_PRIOR_DUTY = 2 * Verdict.EXEMPT_WITH_REPORT.rank + 1
"""A prior duty weighs at least as much as a settled duty to report."""

SHOWN_LINES = 10_000
"""Page, workbook and proofs hold this many lines, strictest and undetermined first (design, section 6)."""


class Kind(StrEnum):
    """How an answer is marked. ``ask_first`` stands for a line whose verdict alone would ask for nothing (or for
    a report) and whose duty to ask first is certain; ``may_ask_first`` for one where that duty is possible.
    """

    PROHIBITED = "prohibited"
    LICENCE = "licence"
    OPEN = "open"
    ASK_FIRST = "ask_first"
    MAY_ASK_FIRST = "may_ask_first"
    REPORT = "report"
    NOTHING = "nothing"


SIGNS: dict[Kind, str] = {
    Kind.PROHIBITED: "■",
    Kind.LICENCE: "●",
    Kind.OPEN: "◐",
    Kind.ASK_FIRST: "▲",
    Kind.MAY_ASK_FIRST: "△",
    Kind.REPORT: "◇",
    Kind.NOTHING: "○",
}
_KINDS: dict[Verdict, Kind] = {
    Verdict.PROHIBITED: Kind.PROHIBITED,
    Verdict.LICENCE_REQUIRED: Kind.LICENCE,
    Verdict.UNDETERMINED: Kind.OPEN,
    Verdict.EXEMPT_WITH_REPORT: Kind.REPORT,
    Verdict.NO_LICENCE_REQUIRED: Kind.NOTHING,
}
KIND_WORDS: dict[Kind, words.Pair] = {
    Kind.PROHIBITED: words.VERDICTS[Verdict.PROHIBITED],
    Kind.LICENCE: words.VERDICTS[Verdict.LICENCE_REQUIRED],
    Kind.OPEN: words.VERDICTS[Verdict.UNDETERMINED],
    Kind.ASK_FIRST: words.ASK_FIRST,
    Kind.MAY_ASK_FIRST: words.MAY_ASK_FIRST,
    Kind.REPORT: words.VERDICTS[Verdict.EXEMPT_WITH_REPORT],
    Kind.NOTHING: words.VERDICTS[Verdict.NO_LICENCE_REQUIRED],
}
FIRST_KINDS = (Kind.ASK_FIRST, Kind.MAY_ASK_FIRST)
"""The marks of lines on which the duty to ask first stands in the place of the verdict."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A verdict in words: ``word`` by itself, ``between`` the range when it is open, ``first`` the prior duty."""

    kind: Kind
    sign: str
    word: str
    between: str = ""
    first: str = ""

    @property
    def text(self) -> str:
        """All of it on one line: ``Open: none found … licence; ask MOFCOM first``."""
        head = f"{self.word}: {self.between}" if self.between else self.word
        return f"{head}; {self.first}" if self.first and self.kind not in FIRST_KINDS else head


def shown_verdict(verdict: Verdict, possible: tuple[Verdict, ...], lang: Lang = Lang.EN) -> Shown:
    """A verdict by itself, without the duties that may stand beside it."""
    kind = _KINDS[verdict]
    between = words.range_words(possible, lang) if verdict is Verdict.UNDETERMINED else ""
    return Shown(kind, SIGNS[kind], words.say(words.VERDICTS[verdict], lang), between)


def shown(determination: Determination, lang: Lang = Lang.EN) -> Shown:
    """The answer of a determination; a duty that must come first takes the place of "no duty found"."""
    return shown_with_duty(determination, determination.verdict, determination.possible, lang)


def shown_with_duty(
    determination: Determination, verdict: Verdict, possible: tuple[Verdict, ...], lang: Lang = Lang.EN
) -> Shown:
    """A verdict that the determination gives under some condition (a branch, another reading, everything in force),
    together with the duty that must come first: it comes first there too.
    """
    plain = shown_verdict(verdict, possible, lang)
    duty = first_duty(determination)
    if duty is None:
        return plain
    first = words.say(words.ASK_FIRST if duty.certain else words.MAY_ASK_FIRST, lang)
    if plain.kind in (Kind.NOTHING, Kind.REPORT):
        kind = Kind.ASK_FIRST if duty.certain else Kind.MAY_ASK_FIRST
        return Shown(kind, SIGNS[kind], first, "" if duty.certain else first_condition(duty, lang), first)
    return Shown(plain.kind, plain.sign, plain.word, plain.between, first)


def first_condition(duty: Duty, lang: Lang = Lang.EN) -> str:
    """On what a possible duty to ask first hangs: ``if an undertaking was given to the supplier``."""
    known = [FIRST_CONDITIONS[q.fact] for q in duty.questions if q.fact in FIRST_CONDITIONS]
    if not known:
        return words.say(words.IF_UNDERTAKING, lang)
    if lang is Lang.ZH:
        return "，且".join(words.say(pair, lang) for pair in known)
    return "if " + " and ".join(words.say(pair, lang) for pair in known)


def _lines(count: int) -> str:
    return f"{count:,} line{'' if count == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class FirstCounts:
    """On how many lines of any verdict MOFCOM must be asked first: ``certain``, or ``possible`` as far as is known."""

    certain: int
    possible: int

    @property
    def text(self) -> str:
        """The one sentence that every output says; empty where no line has the duty."""
        condition = words.say(words.IF_UNDERTAKING)
        said = [
            f"certain for {_lines(self.certain)}" if self.certain else "",
            f"possible for {_lines(self.possible)} ({condition})" if self.possible else "",
        ]
        found = ", ".join(text for text in said if text)
        return (
            f"To ask MOFCOM before the transfer (Decree 792 art. 24), whatever the verdict: {found}." if found else ""
        )


def first_counts(assessment: Assessment) -> FirstCounts:
    """The lines with the duty to ask first, counted once for every output."""
    certain = possible = 0
    for alike in assessment.alike:
        duty = first_duty(alike.line.determination)
        if duty is not None and duty.certain:
            certain += alike.count
        elif duty is not None:
            possible += alike.count
    return FirstCounts(certain, possible)


def first_duty(determination: Determination) -> Duty | None:
    """The duty that must come before the transfer, if there is one; a certain one before a possible one."""
    found = [duty for duty in determination.duties if duty.id == FIRST_DUTY]
    return min(found, key=lambda duty: not duty.certain, default=None)


def concern(line: LineAnswer) -> tuple[int, int, int, int]:
    """Sorting key, the most serious line first: what may be asked for, the open ones right after the settled ones of
    the same strictness, a prior duty before a mere report, then the substance, then the strictest review possible.
    """
    return concern_of(line.determination)


def concern_of(answer: Determination) -> tuple[int, int, int, int]:
    """`concern` of the line with this answer."""
    worst = max((verdict.rank for verdict in answer.possible), default=Verdict.PROHIBITED.rank)
    beneath = max((verdict.rank for verdict in answer.underlying_possible), default=answer.underlying.rank)
    strictness = 2 * worst + (answer.verdict is not Verdict.UNDETERMINED)
    review = max((review.rank + 1 for review in answer.review), default=0)
    prior = first_duty(answer)
    duty = 0 if prior is None else 1 + prior.certain
    return (-max(strictness, _PRIOR_DUTY if duty else 0), -duty, -beneath, -review)


def kind_of_answer(answer: Determination) -> tuple[object, ...]:
    """What two lines must agree on to be shown one for the other where not all can be."""
    return shown(answer).kind, answer.possible, answer.review, answer.grounds, answer.underlying_possible


def by_concern(lines: tuple[LineAnswer, ...], limit: int | None = None) -> list[LineAnswer]:
    """The lines, most serious first and otherwise as given; ``limit`` of them, and some of every kind (`kept`)."""
    ranked = sorted(lines, key=concern)
    if limit is None or len(ranked) <= limit:
        return ranked
    return [ranked[place] for place in kept(numbered([kind_of_answer(line.determination) for line in ranked]), limit)]


def most_serious(every: EveryLine, limit: int) -> list[int]:
    """The places of the most serious lines of a large run, as `by_concern` puts them."""
    order = sorted(range(len(every.alike)), key=lambda number: concern(every.alike[number].line))
    ranks = pl.Series(order, dtype=pl.Int64).arg_sort()
    kinds = numbered([kind_of_answer(alike.line.determination) for alike in every.alike])
    patterns = every.table["pattern"]
    ranked = pl.DataFrame({"rank": ranks.gather(patterns), "kind": kinds.gather(patterns)}).with_row_index("place")
    ranked = ranked.sort("rank", maintain_order=True)
    return ranked["place"].gather(kept(ranked["kind"], limit)).to_list()


def kind_counts(assessment: Assessment) -> dict[Kind, int]:
    """How many lines are shown under each mark, in the order of `Kind`."""
    counts = dict.fromkeys(Kind, 0)
    for alike in assessment.alike:
        counts[shown(alike.line.determination).kind] += alike.count
    return counts


def parts_by_concern(assessment: Assessment, limit: int | None = None) -> list[PartAnswer]:
    """The parts, those with the highest possible share first."""
    unbounded = float("inf")
    ranked = sorted(
        assessment.parts,
        key=lambda part: (not part.entries and not part.possible_entries,
                          -(unbounded if part.share_high is None and part.share is not None else part.share_high or 0)),
    )  # fmt: skip
    return ranked[:limit]


def strictest(determination: Determination) -> Finding | None:
    """The finding that decides: the strictest that holds and is in force, else the strictest that may be so."""
    live = [f for f in determination.findings if not f.displaced_by and f.verdict is not None]
    certain = [f for f in live if f.truth is Truth.TRUE and f.force is Truth.TRUE]
    perhaps = [f for f in live if f.truth is not Truth.FALSE and f.force is not Truth.FALSE]
    pool = certain or perhaps
    return max(pool, key=_severity, default=None)


def _severity(finding: Finding) -> tuple[int, int]:
    """Strictness of a finding: its verdict, then its review."""
    return finding.verdict.rank if finding.verdict else -1, finding.review.rank if finding.review else -1


def what_decides(determination: Determination) -> str:
    """A few words on what the answer hangs on: the question that settles it, the article that catches it, or why
    nothing was found.
    """
    if determination.verdict is Verdict.UNDETERMINED:
        return open_questions(determination) or "nothing that somebody could answer"
    if shown(determination).kind is Kind.MAY_ASK_FIRST:
        duty = first_duty(determination)
        facts = [question.fact for question in duty.questions] if duty is not None else []
        return question_name(", ".join(facts or ["item.acquired.end_user_undertaking"]))
    if determination.verdict is Verdict.NO_LICENCE_REQUIRED:
        text = words.SHORT_GROUNDS.get(determination.grounds or "", "")
        share = determination.share
        possible = determination.extras.get("grounds_possible", ())
        below = "below_threshold" in (determination.grounds, *(possible if isinstance(possible, tuple) else ()))
        asleep = determination.grounds in ("suspended", "not_yet_effective")
        if below and not asleep and share is not None and share.high is not None:
            return f"at most {percent(share.high, up=True, threshold=share.threshold)} Chinese content"
        if answer_differs(determination):
            beneath = words.range_words(determination.underlying_possible) or determination.underlying.value
            text = f"{text}; else {beneath}"
        return text
    finding = strictest(determination)
    text = provision_name(finding.provision) if finding else ""
    more = open_questions(determination)
    return f"{text}; review: {more}" if more and text else text or more


def answer_differs(determination: Determination) -> bool:
    """Whether the answer would be another one if the five announcements of `underlying` were in force."""
    return determination.underlying is not determination.verdict


def open_questions(determination: Determination) -> str:
    """The smallest deciding set in a few words, and how many other ways there are."""
    sets = determination.deciding
    if not sets:
        return ""
    names = dict.fromkeys(question_name(question.fact) for question in sets[0].questions)
    text = " + ".join(names)
    more = len(sets) - 1
    return f"{text} (or {more} other way{'s' if more > 1 else ''})" if more else text


def not_judged_words(assessment: Assessment) -> str:
    """How many rows of shipments and activities got no answer, and where to look."""
    total = assessment.total + assessment.not_judged
    return f"{assessment.not_judged} of {total} shipments and activities; each has an issue with its row and remedy."
