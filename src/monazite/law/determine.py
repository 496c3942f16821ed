"""From a situation to a determination: the story that ties judge, grounds, branches, readings and proofs together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from monazite.law.grounds import grounds_of
from monazite.law.judge import Answer, Judge
from monazite.law.pattern import Patterns
from monazite.law.proofs import findings_of, overall_confidence
from monazite.law.questions import asked_again, deciding_of
from monazite.law.rulebook import Rulebook
from monazite.law.share_atoms import view_of
from monazite.law.terms import flips_of, terms_of
from monazite.law.views import LawView
from monazite.logic.completions import Completions
from monazite.logic.deciding import DecidingSets, deciding_sets
from monazite.model.determination import (
    BranchVerdict,
    Determination,
    Duty,
    OtherReading,
    Review,
    ShareReport,
    Verdict,
)
from monazite.model.fact import Situation
from monazite.model.rounding import finite, outward
from monazite.model.share import ValueShare
from monazite.model.truth import Truth


@dataclass(frozen=True, slots=True)
class Range:
    """The possible verdicts and reviews of a set of completions, mildest first."""

    verdicts: tuple[Verdict, ...]
    reviews: tuple[Review, ...]

    @classmethod
    def of(cls, answers: frozenset[Answer]) -> Range:
        """The range of some answers; reviews are those of the answers that ask for a licence."""
        verdicts = sorted({a.verdict for a in answers}, key=lambda v: v.rank)
        reviews = sorted({a.review for a in answers if a.review is not None}, key=lambda r: r.rank)
        return cls(tuple(verdicts), tuple(reviews))

    @property
    def verdict(self) -> Verdict:
        """The only verdict, or `undetermined`."""
        return self.verdicts[0] if len(self.verdicts) == 1 else Verdict.UNDETERMINED


class Determiner:
    """Determines situations under one law, one `known_at` and one set of positions.

    It is made once per run: chronicles and compiled rules are shared by all lines.
    """

    def __init__(self, rulebook: Rulebook, positions: Mapping[str, str] | None = None) -> None:
        self.rulebook = rulebook
        self.positions = dict(positions or {})
        self._laws: dict[object, LawView] = {}
        self.patterns = Patterns(rulebook)

    def law_at(self, situation: Situation) -> LawView:
        """The law as known when judging this situation."""
        key = situation.known_at.day if situation.known_at else None
        if key not in self._laws:
            self._laws[key] = LawView(self.rulebook, situation.known_at)
        return self._laws[key]

    def judge(self, situation: Situation, readings: Mapping[str, str] | None = None, underlying: bool = False) -> Judge:
        """The rules applied under the positions of the run and ``readings`` on top."""
        chosen = {**self.positions, **(readings or {})}
        return Judge(self.rulebook, self.law_at(situation), situation, chosen, underlying)

    def range_under(self, situation: Situation, readings: Mapping[str, str]) -> Range:
        """The answer with some readings set otherwise (rule R2)."""
        settled = {**situation.readings, **readings}
        moved = replace(situation, readings=settled)
        return _range(self.judge(moved), self.judge(moved, underlying=True), {})

    def determine_all(self, situations: Iterable[Situation], proofs: bool = True) -> Iterator[Determination]:
        """Determinations of many lines: each pattern is judged once, then filled with the line's own values.

        ``proofs`` false leaves the proofs out, which are most of the work; `determine` gives that of one line (A5).
        """
        known: dict[Hashable, tuple[Determination, tuple[str, ...]]] = {}
        for situation in situations:
            pattern = self.patterns.of(situation)
            if pattern in known:
                yield self._filled(*known[pattern], situation, proofs)
            else:
                answer = self.determine(situation)
                answer = answer if proofs else _without_proofs(answer)
                known[pattern] = answer, answer.ends_if[len(flips_of(situation)) :]
                yield answer

    def _filled(
        self, pattern: Determination, law_ends: tuple[str, ...], situation: Situation, proofs: bool
    ) -> Determination:
        """The answer of a pattern with the values of one line: subject, day, share, flip points, questions, proofs."""
        judge = self.judge(situation)
        findings, tried = pattern.findings, pattern.tried
        if proofs:
            findings, tried = findings_of(judge, like=tried)
        return replace(
            pattern,
            subject=situation.subject,
            as_of=situation.as_of,
            known_at=situation.known_at,
            share=_share_report(judge),
            ends_if=(*flips_of(situation), *law_ends),
            deciding=asked_again(pattern.deciding, self.rulebook, situation),
            findings=findings,
            tried=tried,
        )

    def determine(self, situation: Situation, beside: bool = True) -> Determination:
        """The determination with its proof. ``beside`` false leaves out other readings and branches (for speed)."""
        judge, below = self.judge(situation), self.judge(situation, underlying=True)
        verdicts = judge.completions()
        found = Range.of(judge.outcomes(with_review=False))
        answers = judge.outcomes() if Verdict.LICENCE_REQUIRED in found.verdicts else frozenset[Answer]()
        reviews = Range.of(answers).reviews
        underlying = Range.of(below.outcomes())
        reviews = reviews or underlying.reviews
        sets, aspect = self._deciding(judge, below, verdicts, found, reviews)
        findings, tried = findings_of(judge)
        terms = terms_of(judge)
        # Where too much is unknown to search the deciding sets through, other readings would tell nobody anything.
        tried_readings = beside and sets.complete
        others = self._other_readings(judge, below, Range(found.verdicts, reviews)) if tried_readings else ()
        grounds = grounds_of(judge) if found.verdict is Verdict.NO_LICENCE_REQUIRED else ()
        return Determination(
            subject=situation.subject,
            as_of=situation.as_of,
            known_at=situation.known_at,
            verdict=found.verdict,
            possible=found.verdicts,
            review=reviews,
            grounds=grounds[0] if grounds else None,
            underlying=underlying.verdict,
            underlying_possible=underlying.verdicts,
            confidence=overall_confidence(judge, found.verdict, tried),
            findings=findings,
            tried=tried,
            branches=self._branches(judge, below) if beside else (),
            other_readings=others,
            duties=self._duties(judge),
            deciding=deciding_of(judge, sets, aspect),
            complete=sets.complete,
            share=_share_report(judge),
            holds_until=terms.holds_until,
            ends_if=(*flips_of(situation), *terms.ends_if),
            extras={"grounds_possible": grounds},
        )

    def _deciding(
        self, judge: Judge, below: Judge, verdicts: Completions[Answer], found: Range, reviews: tuple[Review, ...]
    ) -> tuple[DecidingSets[Answer], str]:
        """What settles the verdict, or the review where the verdict is settled and the review is a range."""
        if found.verdict is Verdict.UNDETERMINED or len(reviews) < 2:
            return deciding_sets(verdicts), "verdict"
        asking = judge if found.verdict is Verdict.LICENCE_REQUIRED else below
        return deciding_sets(asking.completions(with_review=True)), "review"

    def _branches(self, judge: Judge, below: Judge) -> tuple[BranchVerdict, ...]:
        """The verdict in each branch of what is open about the law as a whole (rule Z3)."""
        found = []
        for reading in self.rulebook.law.readings.values():
            if reading.branches:
                for alternative in reading.alternatives:
                    answer = _range(judge, below, {reading.id: alternative.id})
                    label = alternative.label.en
                    found.append(BranchVerdict(alternative.id, label, answer.verdict, answer.verdicts, answer.reviews))
        return tuple(found)

    def _other_readings(self, judge: Judge, below: Judge, base: Range) -> tuple[OtherReading, ...]:
        """Single deviations from the readings of the run, and all-strict and all-lenient, that change the answer."""
        found = []
        situation = judge.situation
        consulted = [line for line in self.rulebook.law.readings.values() if line.id in judge.consulted]
        settled = {**self.positions, **situation.readings}
        for reading in consulted:
            current = settled.get(reading.id, reading.default)
            for alternative in reading.alternatives:
                if alternative.id != current:
                    answer = _range(judge, below, {reading.id: alternative.id})
                    found.append(_other(reading.id, alternative.id, answer))
        for name in ("strict", "lenient"):
            chosen = {line.id: getattr(line, name) for line in consulted}
            answer = _range(judge, below, chosen)
            found.append(_other("all", name, answer))
        return tuple(o for o in found if (o.possible, o.review) != (base.verdicts, base.reviews))

    def _duties(self, judge: Judge) -> tuple[Duty, ...]:
        """Duties that hold in some completion; dates are set by the service that knows the calendar."""
        found = []
        for requirement in self.rulebook.requirements:
            truths = judge.truths(lambda choices, when=requirement.when: judge.node(when, choices))  # type: ignore[misc]
            if True in truths:
                line = requirement.line
                found.append(Duty(line.id, requirement.provision, line.title.en, certain=truths == {True}))
        return tuple({duty.id: duty for duty in reversed(found)}.values())[::-1]


def _range(judge: Judge, below: Judge, given: Mapping[str, str]) -> Range:
    """The range of a judge under some readings; where no licence is asked for, the review is the underlying one."""
    found = Range.of(judge.outcomes(given=given))
    if found.reviews:
        return found
    return Range(found.verdicts, Range.of(below.outcomes(given=given)).reviews)


def _other(reading: str, alternative: str, answer: Range) -> OtherReading:
    return OtherReading(reading, alternative, answer.verdict, answer.verdicts, answer.reviews)


def _without_proofs(answer: Determination) -> Determination:
    bare = tuple(replace(finding, proof=None) for finding in answer.tried)
    return replace(answer, tried=bare, findings=tuple(f for f in bare if f.truth is not Truth.FALSE))


def _share_report(judge: Judge) -> ShareReport | None:
    """The share for people, under the readings of the run; None where there is no thing with a value."""
    fact = judge.situation.facts.get("item.share")
    if fact is None:
        return None
    share: ValueShare = fact.value  # type: ignore[assignment]
    view = view_of(share, judge.reading_of)
    threshold = judge.rulebook.parameter("value_share_threshold", judge.situation.as_of.day)
    low = view.low_n / view.high_v if view.high_v else Fraction(0)
    high: Fraction | None = None
    if view.high_n == 0:
        high = Fraction(0)
    elif view.high_n is not None and view.low_v:
        high = finite(view.high_n / view.low_v)
    low_f, high_f = outward(low, high)
    headroom = None if high is None else float(threshold - high)
    return ShareReport(low_f, high_f, float(threshold), headroom, not share.questions, share)
