"""From situations to determinations: each under the law of its moment, with what lines have in common made once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from monazite.law.in_force import ReadingOf
from monazite.law.instances import binding_slot, some_may_bind
from monazite.law.judge import Judge
from monazite.law.lives import AGES
from monazite.law.memory import Memories
from monazite.law.pattern import ALWAYS, Patterns
from monazite.law.pieces import Pieces, SharedAnswers, numbered
from monazite.law.proofs import holding, proved_again
from monazite.law.questions import any_line, asked_again, duties_asked_again, subjects
from monazite.law.ranges import Range, range_of
from monazite.law.rulebook import Rulebook
from monazite.law.share_atoms import view_of
from monazite.law.terms import flips_of
from monazite.law.views import LawView, MomentView, settled_readings
from monazite.law.whole_answer import whole_answer
from monazite.model.determination import Determination, Finding, ShareReport
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
        return range_of(self.judge(moved), self.judge(moved, underlying=True), {})

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
                known[pattern] = common = whole_answer(pieces, situation, any_line, self.positions, proofs)
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
        return pieces.run("whole", lambda *_: whole_answer(pieces, situation, any_line, self.positions, proofs=False))

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
        common = whole_answer(pieces, situation, subjects(situation), self.positions, proofs, beside)
        return self._filled(common, situation, pieces.judge, common.tried)

    def _judge(self, situation: Situation, underlying: bool, memories: Memories) -> Judge:
        return self.judge(situation, underlying, memories)


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
