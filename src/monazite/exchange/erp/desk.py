"""Where the import asks what the data do not say: at most five questions, answered once and remembered.

An answer comes from ``--answers``, else from what was remembered, else from a person at a terminal. Without any of them
the question stays open, its answer counts as `unknown`, and nothing is written but the open questions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

UNKNOWN = "unknown"
"""May be answered to every question: what hangs on it is then unknown in the portfolio."""
MOST = 5
"""So many questions are asked in one import; what is beyond them counts as `unknown` and stands open in import.yaml."""


@dataclass(frozen=True, slots=True)
class Question:
    """``options``: each answer with its meaning; ``many``: several of them, divided by commas, are an answer too.
    ``default`` is what is offered, never what is taken without being confirmed. ``evidence``: what the data show.
    ``check``: any text that it lets pass is an answer beside the options.
    """

    id: str
    text: str
    evidence: str
    options: Mapping[str, str]
    default: str = UNKNOWN
    many: bool = False
    check: Callable[[str], bool] | None = field(default=None, compare=False)

    def read(self, answer: str) -> str | None:
        """The answer as it is kept; None where it is none."""
        said = answer.strip()
        by_fold = {option.casefold(): option for option in self.options} | {UNKNOWN: UNKNOWN}
        if said.casefold() in by_fold:
            return by_fold[said.casefold()]
        if self.many and said:
            parts = [by_fold.get(part.strip().casefold(), "") for part in said.split(",")]
            return ",".join(parts) if all(parts) and UNKNOWN not in parts else None
        return said if said and self.check is not None and self.check(said) else None


Prompt = Callable[[Question], str]
"""Puts a question to a person and returns what was typed; called again until it is an answer."""


class BadAnswer(ValueError):
    """An answer in a file that is none; the message says which are."""


class Desk:
    """Asks; keeps what was answered, and what is open."""

    def __init__(self, remembered: Mapping[str, str], given: Mapping[str, str], prompt: Prompt | None) -> None:
        self._remembered, self._given, self._prompt = remembered, given, prompt
        self.answers: dict[str, str] = {}
        self.asked: list[Question] = []
        self.open: list[Question] = []
        self.beyond: list[Question] = []

    def ask(self, question: Question) -> str:
        """The answer, `unknown` while the question is open. Raises `BadAnswer`."""
        if question.id in self.answers:
            return self.answers[question.id]
        answer = self._answer(question)
        if answer is None:
            return UNKNOWN
        self.answers[question.id] = answer
        return answer

    def _answer(self, question: Question) -> str | None:
        if question.id in self._given:
            answer = question.read(self._given[question.id])
            if answer is None:
                raise BadAnswer(f"{question.id}: {self._given[question.id]!r} is no answer; {_possible(question)}")
            return answer
        if (kept := question.read(self._remembered.get(question.id, ""))) is not None:
            return kept
        if question.id in {q.id for q in (*self.open, *self.beyond)}:
            return None
        if len(self.asked) + len(self.open) >= MOST:
            self.beyond.append(question)
            return None
        if self._prompt is None:
            self.open.append(question)
            return None
        self.asked.append(question)
        while (answer := question.read(self._prompt(question) or question.default)) is None:
            pass
        return answer


def _possible(question: Question) -> str:
    free = " or what the question describes" if question.check is not None else ""
    return f"possible: {', '.join((*question.options, UNKNOWN))}{free}"
