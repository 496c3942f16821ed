"""The verdicts and reviews that are possible, under the readings of the run or under others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monazite.law.judge import Judge
from monazite.law.outcome import Answer
from monazite.law.pieces import Pieces
from monazite.model.determination import Review, Verdict


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


def range_of(judge: Judge, below: Judge, given: Mapping[str, str]) -> Range:
    """The range of a judge under some readings; where no licence is asked for, the review is the underlying one."""
    found = Range.of(judge.outcomes(given=given))
    if found.reviews:
        return found
    return Range(found.verdicts, Range.of(below.outcomes(given=given)).reviews)


def range_under(pieces: Pieces, given: Mapping[str, str]) -> Range:
    """The range under some readings."""
    return pieces.run_here(("under", *sorted(given.items())), lambda judge, below: range_of(judge, below, given))
