"""Running law cases: compute each answer, compare it with what the case expects (cases' README section 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from monazite.law.determine import Determiner
from monazite.law.ranges import Range
from monazite.model.determination import Determination
from monazite.model.fact import Situation
from monazite.model.issue import Issue
from monazite.model.truth import Truth
from monazite.services.case_files import CaseRun
from monazite.services.case_situation import situation_of
from monazite.services.duties import late_reports, with_dates
from monazite.services.licences import with_licences


@dataclass(frozen=True, slots=True)
class Difference:
    """A key whose answer is not the expected one."""

    key: str
    expected: object
    found: object


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A run with its differences; none: it passes. ``fault`` is set when the answer could not be computed."""

    run: CaseRun
    differences: tuple[Difference, ...]
    fault: str = ""

    @property
    def passed(self) -> bool:
        """Whether every expected key was met."""
        return not self.differences and not self.fault


def run_case(run: CaseRun, determiner: Determiner) -> CaseResult:
    """Compute the answer of a run and compare it. A reading that does not exist is a fault of the case."""
    try:
        situation, issues = situation_of(run, determiner.rulebook.law)
        answer = with_dates(determiner.determine(situation, beside=False), determiner.rulebook)
        answer = with_licences(answer, situation, run.facts, determiner)
    except ValueError as error:
        return CaseResult(run, (), str(error))
    found = _Found(answer, situation, (*issues, *late_reports(situation)), determiner)
    wrong = [
        Difference(key, expected, value)
        for key, expected in run.expect.items()
        for met, value in [found.compare(key, expected)]
        if not met
    ]
    return CaseResult(run, tuple(wrong))


@dataclass(frozen=True, slots=True)
class _Found:
    answer: Determination
    situation: Situation
    issues: tuple[Issue, ...]
    determiner: Determiner

    def compare(self, key: str, expected: Any) -> tuple[bool, object]:
        """(whether the expectation is met, what was found)."""
        match key:
            case "verdict" | "grounds" | "underlying":
                value = getattr(self.answer, key)
                return str(value) == expected, str(value)
            case "between":
                between = self.answer.between
                return between is not None and [v.value for v in between] == expected, between
            case "review":
                return _review(self.answer.review) == expected, _review(self.answer.review)
            case "provisions" | "dormant":
                names = self._provisions(Truth.TRUE) if key == "provisions" else self._provisions()
                return _full(expected) <= names, sorted(names)
            case "duties":
                return self._duties(expected)
            case "deciding":
                return set(expected) <= self._deciding(), sorted(self._deciding())
            case "issues":
                codes = {issue.code for issue in (*self.issues, *self.answer.issues)}
                return set(expected) <= codes, sorted(codes)
            case "other_readings":
                return self._other_readings(expected)
            case _:
                value = self.answer.extras.get(key)
                if isinstance(expected, dict):
                    kinds: Mapping[str, Iterable[str]] = value if isinstance(value, dict) else {}
                    return all(set(v) <= set(kinds.get(k, ())) for k, v in expected.items()), value
                return value == expected, value

    def _provisions(self, force: Truth | None = None) -> set[str]:
        """Provisions whose condition holds: in force, or (no ``force`` given) dormant or of unknown force."""
        return {
            finding.provision
            for finding in self.answer.findings
            if finding.truth is Truth.TRUE
            and (finding.force is Truth.TRUE if force is Truth.TRUE else finding.force is not Truth.TRUE)
        }

    def _deciding(self) -> set[str]:
        """Names in the smallest sets."""
        smallest = min((len(s.questions) for s in self.answer.deciding), default=0)
        return {q.fact for s in self.answer.deciding if len(s.questions) == smallest for q in s.questions}

    def _duties(self, expected: list[Any]) -> tuple[bool, object]:
        due = {duty.id: duty.due for duty in self.answer.duties}
        for item in expected:
            if isinstance(item, dict):
                if item["id"] not in due or ("due" in item and due[item["id"]] != item["due"]):
                    return False, due
            elif item not in due:
                return False, due
        return True, due

    def _other_readings(self, expected: Mapping[str, Mapping[str, Any]]) -> tuple[bool, object]:
        found: dict[str, dict[str, object]] = {}
        met = True
        for reading, options in expected.items():
            for option, wanted in options.items():
                other = self.determiner.range_under(self.situation, {reading: option})
                found.setdefault(reading, {})[option] = f"{other.verdict} {[r.value for r in other.reviews]}"
                met = met and _meets(other, wanted)
        return met, found


def _meets(other: Range, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        review = wanted.get("review")
        return other.verdict.value == wanted["verdict"] and (review is None or _review(other.reviews) == review)
    return bool(other.verdict.value == wanted)


def _review(reviews: tuple[Any, ...]) -> object:
    if not reviews:
        return None
    return reviews[0].value if len(reviews) == 1 else [reviews[0].value, reviews[-1].value]


def _full(ids: Iterable[str]) -> set[str]:
    """Full ids of provisions; designation notices have no country."""
    return {i if i.startswith(("cn/", "cl-", "wl-", "uel-")) else f"cn/{i}" for i in ids}
