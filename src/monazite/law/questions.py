"""Deciding facts in words: what to ask, of whom, and what each answer would settle (rule A4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from monazite.law.judge import Judge
from monazite.law.outcome import Answer
from monazite.law.rulebook import Rulebook
from monazite.logic.deciding import Deciding, DecidingSets
from monazite.logic.syntax import Node
from monazite.model.determination import DecidingSet, Duty, Question
from monazite.model.fact import Situation

#: Who or what a question is about, in English and in Chinese, by the name of the question.
Subject = tuple[str, str]
SubjectOf = Callable[[str], Subject]

#: Answers that are shown of one set; the search looks at all.
MOST_ANSWERS = 6
_PIN_WORDS = {"low": "as low as it can be", "trace": "a mere trace", "high": "as high as it can be"}


def deciding_of(
    rulebook: Rulebook, subject_of: SubjectOf, sets: DecidingSets[Answer], aspect: str
) -> tuple[DecidingSet, ...]:
    """The sets with their questions, in the order found: smallest first."""
    return tuple(
        DecidingSet(
            tuple(question_of(rulebook, subject_of(name), name) for name in found.names),
            _settles(found, aspect),
            found.guaranteed,
            aspect,
        )
        for found in sets.sets
    )


def asked_again(sets: tuple[DecidingSet, ...], rulebook: Rulebook, situation: Situation) -> tuple[DecidingSet, ...]:
    """The deciding sets of a pattern, asked about another situation of the same pattern."""
    about = subjects(situation)
    return tuple(
        replace(found, questions=tuple(question_of(rulebook, about(q.fact), q.fact) for q in found.questions))
        for found in sets
    )


def duty_names(judge: Judge, when: Node) -> tuple[str, ...]:
    """The questions that are open about whether a duty holds, in order of name."""
    return tuple(sorted({variable.name for variable in judge.node(when, {}).open}))


def duties_asked_again(duties: tuple[Duty, ...], rulebook: Rulebook, situation: Situation) -> tuple[Duty, ...]:
    """The duties of a pattern, asked about another situation of the same pattern."""
    about = subjects(situation)
    return tuple(
        replace(duty, questions=tuple(question_of(rulebook, about(q.fact), q.fact) for q in duty.questions))
        for duty in duties
    )


def _settles(found: Deciding[Answer], aspect: str) -> Mapping[str, str]:
    words: dict[str, str] = {}
    for answer, outcome in found.settles:
        if len(words) == MOST_ANSWERS:
            break
        text = "; ".join(f"{_label(key)}: {_PIN_WORDS.get(option, option)}" for key, option in sorted(answer.items()))
        words[text] = (outcome.verdict if aspect == "verdict" else outcome.review or outcome.verdict).value
    return words


def _label(key: str) -> str:
    """A variable in words: `item.technologies` for one that stands for a whole `any(...)`, list positions left out."""
    head = re.split(r":(?:any|all)\(", key, maxsplit=1)[0]
    return ".".join(part for part in head.split(".") if not part.isdigit())


def question_of(rulebook: Rulebook, subject: Subject, name: str) -> Question:
    """The question behind a name of the cases' README section 6, asked about ``subject``."""
    if name.startswith("law:"):
        return _law_question(rulebook, name)
    en, zh = subject
    line = rulebook.law.facts.get(name)
    if line is None:
        return Question(name, en, f"What is {name} of {en}?", "")
    return Question(name, en, _filled(line.question.en, en), _filled(line.question.zh, zh), line.who.en)


def _filled(text: str, subject: str) -> str:
    return text.replace("{subject}", subject)


def _law_question(rulebook: Rulebook, name: str) -> Question:
    key = name.removeprefix("law:")
    reading = rulebook.law.readings.get(key)
    if reading is not None:
        return Question(name, "the law", reading.question.en, reading.question.zh, "counsel, or MOFCOM")
    line = rulebook.law.facts.get(name)
    if line is not None:
        return Question(name, "the law", line.question.en, line.question.zh, line.who.en)
    notice = rulebook.law.notices.get(key)
    title = notice.title if notice else None
    en = f"What is the state of {title.en if title else key} today?"
    zh = f"{title.zh if title and title.zh else key}目前是何状态？"
    return Question(name, "the law", en, zh, "counsel, or MOFCOM")


def subjects(situation: Situation) -> SubjectOf:
    """Names the subject of a question about this situation: its item, its end users, its importer, or the line."""
    return lambda name: _subject(situation, name)


def any_line(name: str) -> Subject:
    """The subject of a question that is asked about many lines at once; it fits into every question of the packs."""
    if name.startswith("end_users."):
        return "each end user", "各最终用户"
    return ("each item", "各物项") if name.startswith("item") else ("each shipment", "各批货物")


def _subject(situation: Situation, name: str) -> Subject:
    importers = situation.parties.get("importers", ())
    # Who imports is asked about the thing as long as some party only may; of a stated importer, about him.
    open_importer = name == "importer" and any(party.doubt for party in importers)
    # Who the end users are is asked about the line; what they are, about them.
    about_users = name.startswith("end_users.")
    if about_users or (name == "importer" and not open_importer):
        parties = situation.parties.get("end_users", ()) if about_users else importers
        named = ", ".join(party.label for party in parties if party.label)
        return (named, named) if named else ("the end user", "最终用户")
    label = situation.facts.get("item.name")
    about_item = name.startswith("item") or open_importer
    said = str(label.value) if label is not None and about_item else situation.subject
    return said, said
