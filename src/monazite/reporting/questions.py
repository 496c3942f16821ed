"""The questions of all lines, grouped: whom to ask what, and how many lines the answer serves (rule A4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from monazite.model.determination import Question
from monazite.reporting.answers import first_duty
from monazite.reporting.names import line_name
from monazite.services.assessment import Alike


@dataclass(slots=True)
class AskedQuestion:
    """One question with its reach.

    ``lines``: the lines in one of whose deciding sets it stands, or on whose duty to ask first it bears; ``alone``:
    those that its answer settles by itself, whatever it is. Both by the name of one line of each answer, with the
    number of lines that have it. ``subjects``: whom or what it concerns, as an ordered set. ``settles`` holds what its
    answers lead to, where that is the same for every line.
    """

    question: Question
    lines: dict[str, int] = field(default_factory=dict)
    alone: dict[str, int] = field(default_factory=dict)
    subjects: dict[str, None] = field(default_factory=dict)
    settles: dict[str, str] = field(default_factory=dict)

    @property
    def reach(self) -> int:
        """How many lines the answer serves."""
        return sum(self.lines.values())

    @property
    def settled(self) -> int:
        """How many lines the answer settles by itself."""
        return sum(self.alone.values())

    @property
    def is_law(self) -> bool:
        """Whether it asks for the law and not for a fact: counsel or a position answers it, no supplier."""
        return self.question.fact.startswith("law:")


def asked(answers: Iterable[Alike]) -> list[AskedQuestion]:
    """Every question of some answers, that of the widest reach first.

    Questions with the same name and wording are one; where they concern different subjects, all are kept.
    """
    found: dict[tuple[str, str, str], AskedQuestion] = {}
    for alike in answers:
        line, count = alike.line, alike.count
        name = line_name(line.shipment_id, line.line)
        for deciding in line.determination.deciding:
            single = len(deciding.questions) == 1
            for question in deciding.questions:
                subject = "" if question.fact.startswith("law:") else question.subject
                entry = found.setdefault((question.fact, subject, question.en), AskedQuestion(question))
                entry.lines[name] = count
                entry.subjects[question.subject] = None
                if single and deciding.guaranteed:
                    entry.alone[name] = count
                if single:
                    _merge(entry.settles, deciding.settles.items())
        duty = first_duty(line.determination)
        for question in duty.questions if duty is not None else ():
            subject = "" if question.fact.startswith("law:") else question.subject
            entry = found.setdefault((question.fact, subject, question.en), AskedQuestion(question))
            entry.lines[name] = count
            entry.subjects[question.subject] = None
    return sorted(found.values(), key=lambda q: (-q.reach, -q.settled, q.question.fact, q.question.subject))


def _merge(known: dict[str, str], pairs: Iterable[tuple[str, str]]) -> None:
    """Keep what an answer leads to, unless lines differ in it."""
    for answer, verdict in pairs:
        if known.setdefault(answer, verdict) != verdict:
            known[answer] = "depends on the line"
