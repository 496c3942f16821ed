"""From a situation to a determination: the story that ties judge, grounds, branches, readings and proofs together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from monazite.law.grounds import grounds_of
from monazite.law.in_force import ReadingOf
from monazite.law.instances import binding_slot, some_may_bind
from monazite.law.judge import Judge
from monazite.law.lives import AGES
from monazite.law.memory import Memories
from monazite.law.outcome import Answer
from monazite.law.pattern import ALWAYS, Patterns
from monazite.law.pieces import Pieces, SharedAnswers, numbered
from monazite.law.proofs import holding, proved_again, reached_confidence, tried_of
from monazite.law.questions import (
    SubjectOf,
    any_line,
    asked_again,
    deciding_of,
    duties_asked_again,
    duty_names,
    question_of,
    subjects,
)
from monazite.law.rulebook import Rulebook
from monazite.law.share_atoms import view_of
from monazite.law.terms import flips_of, terms_of
from monazite.law.views import LawView, MomentView, settled_readings
from monazite.logic.deciding import DecidingSets
from monazite.logic.syntax import Node
from monazite.model.determination import (
    BEYOND,
    BranchVerdict,
    Determination,
    Duty,
    Finding,
    OtherReading,
    Question,
    Review,
    ShareReport,
    Verdict,
)
from monazite.model.fact import Situation
from monazite.model.rounding import outward
from monazite.model.share import ValueShare


class PatternBook:
    """Determinations of a run by what is told of a line, each made once (design, section 4, Scale)."""

    def __init__(self, determiner: Determiner) -> None:
        self._determiner = determiner
        self._numbers: dict[str, dict[Hashable, int]] = {}
        self._shared: dict[int, SharedAnswers] = {}
        self._aged: dict[tuple[int, int], Determination] = {}
        self.answered = 0
        """How many patterns had to be judged."""

    def codes(self, told: Mapping[str, Hashable]) -> dict[str, int]:
        """Numbers for what is told of some slots (`Patterns.slots`, `Determiner.law_told`)."""
        return numbered(told, self._numbers)

    def answer(self, codes: Mapping[str, int], situation: Callable[[], Situation]) -> Determination:
        """What all lines with ``codes`` have in common; ``situation`` makes that of one, and is asked where needed."""
        shared = self._shared.setdefault(codes[ALWAYS], SharedAnswers())
        found = shared.pieces.find("whole", codes, {})
        if found is None:
            self.answered += 1
        common = found.value if found else self._determiner.common(situation(), codes, shared)
        key = id(common), codes[AGES]  # answers live on in `shared`, so none is given the id of another
        if key not in self._aged:
            self._aged[key] = self._determiner.aged(common, situation())
        return self._aged[key]


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
        self._told: dict[Hashable, Mapping[str, Hashable]] = {}
        self._readings: dict[tuple[tuple[str, str], ...], ReadingOf] = {}
        self.patterns = Patterns(rulebook)

    def law_at(self, situation: Situation) -> LawView:
        """The law as known when judging this situation."""
        key = situation.known_at.day if situation.known_at else None
        if key not in self._laws:
            self._laws[key] = LawView(self.rulebook, situation.known_at)
        return self._laws[key]

    def judge(self, situation: Situation, underlying: bool = False, memories: Memories | None = None) -> Judge:
        """The rules applied under the positions of the run."""
        law, readings = self.law_at(situation), self.readings_of(situation)
        return Judge(self.rulebook, law, situation, readings, underlying, memories)

    def readings_of(self, situation: Situation) -> ReadingOf:
        """The readings as the situation takes them, the positions of the run before what a case says."""
        return self.readings(situation.readings)

    def readings(self, stated: Mapping[str, str]) -> ReadingOf:
        """The same where ``stated`` is what a case says."""
        key = tuple(sorted(stated.items()))
        if key not in self._readings:
            self._readings[key] = settled_readings(self.rulebook, {**stated, **self.positions})
        return self._readings[key]

    def range_under(self, situation: Situation, readings: Mapping[str, str]) -> Range:
        """The answer with some readings set otherwise (rule R2)."""
        settled = {**situation.readings, **readings}
        moved = replace(situation, readings=settled)
        return _range(self.judge(moved), self.judge(moved, underlying=True), {})

    def determine_all(self, situations: Iterable[Situation], proofs: bool = True) -> Iterator[Determination]:
        """Determinations of many lines: each pattern is judged once, then filled with the line's own values.

        ``proofs`` false leaves the proofs out, which are most of the work; `determine` gives that of one line (A5).
        """
        if not proofs:
            yield from self._determine_bare(list(situations))
            return
        known: dict[Hashable, Determination] = {}
        for situation in situations:
            pattern = self.patterns.of(situation)
            if pattern in known:
                judge = self.judge(situation)
                yield self._filled(known[pattern], situation, judge, proved_again(judge, known[pattern].tried))
            else:
                pieces = Pieces(situation, self._judge)
                known[pattern] = common = self._put_together(pieces, situation, any_line, proofs)
                yield self._filled(common, situation, pieces.judge, common.tried)

    def _determine_bare(self, situations: Sequence[Situation]) -> Iterator[Determination]:
        """Determinations without proofs; what lines have in common is computed once for what it reads."""
        book = PatternBook(self)
        for situation in situations:
            codes = book.codes({**self.patterns.slots(situation), **self.law_told(situation)})
            common = book.answer(codes, lambda situation=situation: situation)  # type: ignore[misc]
            yield self._filled(common, situation, self.judge(situation), common.tried)

    def law_told(self, situation: Situation) -> Mapping[str, Hashable]:
        """What the rules can tell of the law at the moment of a situation, by the slots of the law; the same for all
        moments of a stretch.
        """
        known_at = situation.known_at.day if situation.known_at else None
        readings = tuple(sorted(situation.readings.items()))
        key = self.patterns.lives.stretch(situation.as_of), known_at, readings
        if key not in self._told:
            law, readings_of = self.law_at(situation), self.readings_of(situation)
            view = MomentView(law, situation.as_of, readings_of)
            binding = {
                binding_slot(rule): some_may_bind(rule, self.rulebook, view)
                for rule in self.rulebook.rules
                if rule.line.each_notice_of
            }
            self._told[key] = {**self.patterns.lives.told_at(law, situation.as_of), **binding}
        return self._told[key]

    def common(self, situation: Situation, codes: Mapping[str, int], shared: SharedAnswers) -> Determination:
        """What lines that agree in ``codes`` on all that an answer reads have in common: their determination without
        subject, share, proofs and the age of the packs. Its days are those of one of them.
        """
        pieces = Pieces(situation, self._judge, shared, codes)
        return pieces.run("whole", lambda *_: self._put_together(pieces, situation, any_line, proofs=False))

    def _filled(
        self, common: Determination, situation: Situation, judge: Judge, tried: tuple[Finding, ...]
    ) -> Determination:
        """What lines have in common, with the values of one: subject, day, share, flip points, questions, proofs."""
        return replace(
            common,
            subject=situation.subject,
            as_of=situation.as_of,
            known_at=situation.known_at,
            share=_share_report(judge),
            ends_if=(*flips_of(situation), *common.ends_if),
            deciding=asked_again(common.deciding, self.rulebook, situation),
            duties=duties_asked_again(common.duties, self.rulebook, situation),
            findings=holding(tried),
            tried=tried,
            confidence=self.aged(common, situation).confidence,
        )

    def aged(self, common: Determination, situation: Situation) -> Determination:
        """What lines have in common, no surer than the age of the packs on the day of a situation allows."""
        return replace(common, confidence=self.patterns.lives.ages(situation.as_of.day).capped(common.confidence))

    def determine(self, situation: Situation, proofs: bool = True, beside: bool = True) -> Determination:
        """The determination of one line, with its proof unless ``proofs`` is false. ``beside`` false leaves out other
        readings and branches (for speed).
        """
        pieces = Pieces(situation, self._judge)
        common = self._put_together(pieces, situation, subjects(situation), proofs, beside)
        return self._filled(common, situation, pieces.judge, common.tried)

    def _judge(self, situation: Situation, underlying: bool, memories: Memories) -> Judge:
        return self.judge(situation, underlying, memories)

    def _put_together(
        self,
        pieces: Pieces,
        situation: Situation,
        about: SubjectOf,
        proofs: bool,
        beside: bool = True,
    ) -> Determination:
        """The determination from its pieces; what belongs to the line alone is left empty."""
        found = Range.of(pieces.run("verdicts", lambda judge, _: judge.outcomes(with_review=False)))
        reviews: tuple[Review, ...] = ()
        if Verdict.LICENCE_REQUIRED in found.verdicts:
            reviews = Range.of(pieces.run("reviews", lambda judge, _: judge.outcomes())).reviews
        underlying = Range.of(pieces.run("underlying", lambda _, below: below.outcomes()))
        reviews = reviews or underlying.reviews
        sets, aspect = _deciding(pieces, found, reviews)
        tried = tried_of(pieces, proofs)
        findings = tuple(t.finding for t in tried)
        terms = pieces.run("terms", lambda judge, _: terms_of(judge))
        # Where too much is unknown to search the deciding sets through, other readings would tell nobody anything.
        try_others = beside and sets.complete
        others = self._other_readings(pieces, Range(found.verdicts, reviews)) if try_others else ()
        settled = found.verdict is Verdict.NO_LICENCE_REQUIRED
        grounds = pieces.run("grounds", lambda judge, _: grounds_of(judge)) if settled else ()
        return Determination(
            subject="",
            as_of=situation.as_of,
            known_at=situation.known_at,
            verdict=found.verdict,
            possible=found.verdicts,
            review=reviews,
            grounds=grounds[0] if grounds else None,
            underlying=underlying.verdict,
            underlying_possible=underlying.verdicts,
            confidence=reached_confidence(found.verdict, tried),
            findings=holding(findings),
            tried=findings,
            branches=self._branches(pieces) if beside else (),
            other_readings=others,
            duties=self._duties(pieces),
            deciding=deciding_of(self.rulebook, about, sets, aspect),
            complete=sets.complete,
            share=None,
            holds_until=terms.holds_until,
            ends_if=terms.ends_if,
            extras={"grounds_possible": grounds},
        )

    def _branches(self, pieces: Pieces) -> tuple[BranchVerdict, ...]:
        """The verdict in each branch of what is open about the law as a whole (rule Z3); where the lenient one is
        itself open on the day, also what holds if the law does not bind (`BEYOND`).
        """
        found = []
        for reading in self.rulebook.law.readings.values():
            if not reading.branches:
                continue
            for alternative in reading.alternatives:
                answer = _under(pieces, {reading.id: alternative.id})
                found.append(_branch(alternative.id, alternative.label.en, answer))
            sequels = pieces.sequels(reading.id)
            lenient = next(branch for branch in found if branch.id == reading.lenient)
            beyond = _under(pieces, {reading.id: reading.lenient} | dict.fromkeys(sequels, "suspended"))
            if (beyond.verdicts, beyond.reviews) != (lenient.possible, lenient.review):
                until = max(sequel.rpartition("@")[2] for sequel in sequels)
                found.append(
                    _branch(BEYOND, f"the suspension runs on beyond {until}, of which nothing is known", beyond)
                )
        return tuple(found)

    def _other_readings(self, pieces: Pieces, base: Range) -> tuple[OtherReading, ...]:
        """Single deviations from the readings of the run, and all-strict and all-lenient, that change the answer."""
        found = []
        consulted = [line for line in self.rulebook.law.readings.values() if line.id in pieces.consulted]
        settled = {**self.positions, **pieces.situation.readings}
        for reading in consulted:
            current = settled.get(reading.id, reading.default)
            for alternative in reading.alternatives:
                if alternative.id != current:
                    answer = _under(pieces, {reading.id: alternative.id})
                    found.append(_other(reading.id, alternative.id, answer))
        for name in ("strict", "lenient"):
            chosen = {line.id: getattr(line, name) for line in consulted}
            found.append(_other("all", name, _under(pieces, chosen)))
        return tuple(o for o in found if (o.possible, o.review) != (base.verdicts, base.reviews))

    def _duties(self, pieces: Pieces) -> tuple[Duty, ...]:
        """Duties that hold in some completion; dates are set by the service that knows the calendar."""
        found = []
        for number, requirement in enumerate(self.rulebook.requirements):
            truths = pieces.run(("duty", number), lambda judge, _, when=requirement.when: _truths(judge, when))  # type: ignore[misc]
            if True in truths:
                line = requirement.line
                asks: tuple[Question, ...] = ()
                if line.first and False in truths:
                    names = pieces.run(("duty asks", number), lambda judge, _, w=requirement.when: duty_names(judge, w))  # type: ignore[misc]
                    asks = tuple(question_of(self.rulebook, any_line(name), name) for name in names)
                certain = truths == {True}
                found.append(Duty(line.id, requirement.provision, line.title.en, certain=certain, questions=asks))
        return tuple({duty.id: duty for duty in reversed(found)}.values())[::-1]


def _branch(ident: str, label: str, answer: Range) -> BranchVerdict:
    return BranchVerdict(ident, label, answer.verdict, answer.verdicts, answer.reviews)


def _truths(judge: Judge, when: Node) -> frozenset[bool]:
    return judge.truths(lambda choices: judge.node(when, choices))


def _deciding(pieces: Pieces, found: Range, reviews: tuple[Review, ...]) -> tuple[DecidingSets[Answer], str]:
    """What settles the verdict, or the review where the verdict is settled and the review is a range."""
    if found.verdict is Verdict.UNDETERMINED or len(reviews) < 2:
        return pieces.run("deciding", lambda judge, _: judge.deciding()), "verdict"
    if found.verdict is Verdict.LICENCE_REQUIRED:
        return pieces.run("deciding review", lambda judge, _: judge.deciding(True)), "review"
    return pieces.run("deciding below", lambda _, below: below.deciding(True)), "review"


def _under(pieces: Pieces, given: Mapping[str, str]) -> Range:
    """The range under some readings."""
    return pieces.run_here(("under", *sorted(given.items())), lambda judge, below: _range(judge, below, given))


def _range(judge: Judge, below: Judge, given: Mapping[str, str]) -> Range:
    """The range of a judge under some readings; where no licence is asked for, the review is the underlying one."""
    found = Range.of(judge.outcomes(given=given))
    if found.reviews:
        return found
    return Range(found.verdicts, Range.of(below.outcomes(given=given)).reviews)


def _other(reading: str, alternative: str, answer: Range) -> OtherReading:
    return OtherReading(reading, alternative, answer.verdict, answer.verdicts, answer.reviews)


def _share_report(judge: Judge) -> ShareReport | None:
    """The share for people, under the readings of the run; None where there is no thing with a value."""
    fact = judge.situation.facts.get("item.share")
    if fact is None:
        return None
    share: ValueShare = fact.value  # type: ignore[assignment]
    view = view_of(share, judge.reading_of)
    threshold = judge.rulebook.parameter("value_share_threshold", judge.situation.as_of.day)
    low, high = view.ends()
    low_f, high_f = outward(low, high)
    headroom = None if high is None else float(threshold - high)
    return ShareReport(low_f, high_f, float(threshold), headroom, share.tight, share)
