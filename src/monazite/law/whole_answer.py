"""A determination put together from its pieces: verdict, grounds, what it hangs on, duties, and what is said beside."""

from __future__ import annotations

from collections.abc import Mapping

from monazite.law.beside import branches_of, other_readings
from monazite.law.grounds import grounds_of
from monazite.law.judge import Judge
from monazite.law.outcome import Answer
from monazite.law.pieces import Pieces
from monazite.law.proofs import holding, reached_confidence, tried_of
from monazite.law.questions import SubjectOf, any_line, deciding_of, duty_names, question_of
from monazite.law.ranges import Range
from monazite.law.terms import terms_of
from monazite.logic.deciding import DecidingSets
from monazite.logic.syntax import Node
from monazite.model.determination import Determination, Duty, Question, Review, Verdict
from monazite.model.fact import Situation


def whole_answer(
    pieces: Pieces,
    situation: Situation,
    about: SubjectOf,
    positions: Mapping[str, str],
    proofs: bool,
    beside: bool = True,
) -> Determination:
    """The determination from its pieces; what belongs to the line alone is left empty.

    ``about``: whom a question is about; ``positions``: those of the run. ``proofs`` and ``beside`` false leave out the
    proofs, or other readings and branches.
    """
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
    others = other_readings(pieces, positions, Range(found.verdicts, reviews)) if try_others else ()
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
        branches=branches_of(pieces) if beside else (),
        other_readings=others,
        duties=_duties(pieces),
        deciding=deciding_of(pieces.judge.rulebook, about, sets, aspect),
        complete=sets.complete,
        share=None,
        holds_until=terms.holds_until,
        ends_if=terms.ends_if,
        extras={"grounds_possible": grounds},
    )


def _deciding(pieces: Pieces, found: Range, reviews: tuple[Review, ...]) -> tuple[DecidingSets[Answer], str]:
    """What settles the verdict, or the review where the verdict is settled and the review is a range."""
    if found.verdict is Verdict.UNDETERMINED or len(reviews) < 2:
        return pieces.run("deciding", lambda judge, _: judge.deciding()), "verdict"
    if found.verdict is Verdict.LICENCE_REQUIRED:
        return pieces.run("deciding review", lambda judge, _: judge.deciding(True)), "review"
    return pieces.run("deciding below", lambda _, below: below.deciding(True)), "review"


def _duties(pieces: Pieces) -> tuple[Duty, ...]:
    """Duties that hold in some completion; dates are set by the service that knows the calendar."""
    found = []
    for number, requirement in enumerate(pieces.judge.rulebook.requirements):
        truths = pieces.run(("duty", number), lambda judge, _, when=requirement.when: _truths(judge, when))  # type: ignore[misc]
        if True in truths:
            line = requirement.line
            asks: tuple[Question, ...] = ()
            if line.first and False in truths:
                names = pieces.run(("duty asks", number), lambda judge, _, w=requirement.when: duty_names(judge, w))  # type: ignore[misc]
                asks = tuple(question_of(pieces.judge.rulebook, any_line(name), name) for name in names)
            certain = truths == {True}
            found.append(Duty(line.id, requirement.provision, line.title.en, certain=certain, questions=asks))
    return tuple({duty.id: duty for duty in reversed(found)}.values())[::-1]


def _truths(judge: Judge, when: Node) -> frozenset[bool]:
    return judge.truths(lambda choices: judge.node(when, choices))
