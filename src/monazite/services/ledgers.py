"""The value ledger of every line of a run: its rows from the roll-up, the verdict under each from the law.

A row's verdicts lie within those of the line (rule T3), so they are worked out only where the line is open and has
several rows. A run of more than `MOST_LINES` lines has no ledgers; `explain` gives that of any one line.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace

from monazite.law.determine import Determiner
from monazite.law.share_atoms import lenses_of
from monazite.model.determination import Determination, Verdict
from monazite.model.fact import Situation
from monazite.model.ledger import LedgerRow
from monazite.model.share import Lens, RememberedShare
from monazite.supply.ledger import ledger, on_pair, pairs
from monazite.supply.rolled_share import RolledShare

MOST_LINES = 1_000
MOST_JUDGED = 5_000
"""Rows of open lines judged by themselves; beyond, a row says that its verdict was not worked out."""

SHARE = "item.share"


def rolled(situation: Situation) -> RolledShare | None:
    """The share of a line as the roll-up made it; None where it comes from elsewhere or there is none."""
    fact = situation.facts.get(SHARE)
    value = None if fact is None else fact.value
    share = value.share if isinstance(value, RememberedShare) else value
    return share if isinstance(share, RolledShare) else None


def with_ledgers(
    determiner: Determiner, situations: Sequence[Situation], answers: Sequence[Determination]
) -> list[Determination]:
    """The answers, each with the ledger of its share; as they are where there are too many."""
    if len(answers) > MOST_LINES:
        return list(answers)
    book = _Book(determiner)
    rows = [book.rows(situation, answer) for situation, answer in zip(situations, answers, strict=True)]
    verdicts = iter(book.verdicts(situations, answers, rows))
    return [
        answer if answer.share is None or not found else replace(answer, share=replace(answer.share, ledger=judged))
        for answer, found in zip(answers, rows, strict=True)
        for judged in (tuple(replace(row, possible=next(verdicts)) for row in found),)
    ]


class _Book:
    """Ledgers of a run, made once for each share that lines have in common."""

    def __init__(self, determiner: Determiner) -> None:
        self._determiner = determiner
        self._verdicts: dict[Hashable, tuple[Verdict, ...]] = {}
        self._made: dict[tuple[int, tuple[Lens, ...]], tuple[RolledShare, tuple[LedgerRow, ...]]] = {}

    def rows(self, situation: Situation, answer: Determination) -> tuple[LedgerRow, ...]:
        """The rows of a line, without their verdicts."""
        share = rolled(situation)
        if share is None or answer.share is None:
            return ()
        lenses = tuple(lenses_of(share, self._determiner.readings_of(situation)))
        key = id(share), lenses
        if key not in self._made:
            day = situation.as_of.day
            threshold = self._determiner.rulebook.parameter("value_share_threshold", day)
            self._made[key] = share, ledger(share, lenses, threshold)  # kept, so that its id stays its own
        return self._made[key][1]

    def verdicts(
        self, situations: Sequence[Situation], answers: Sequence[Determination], rows: Sequence[tuple[LedgerRow, ...]]
    ) -> Iterator[tuple[Verdict, ...]]:
        """The verdicts possible under every row of every line, in their order."""
        asked = [
            number for number, answer in enumerate(answers) if answer.verdict is Verdict.UNDETERMINED and rows[number]
        ]
        several = [number for number in asked if len(rows[number]) > 1]
        alone = [one for number in several for one in _alone(situations[number])]
        judged = (self._possible(situation) for situation in alone[:MOST_JUDGED])
        wanted = set(several)
        for number, answer in enumerate(answers):
            for _ in rows[number]:
                if number in wanted:
                    yield next(judged, ())
                else:
                    yield answer.possible

    def _possible(self, situation: Situation) -> tuple[Verdict, ...]:
        """The verdicts possible in a situation, and nothing else of its answer: once for each pattern."""
        pattern = self._determiner.patterns.of(situation)
        if pattern not in self._verdicts:
            self._verdicts[pattern] = self._determiner.range_under(situation, {}).verdicts
        return self._verdicts[pattern]


def _alone(situation: Situation) -> Iterator[Situation]:
    """The situation with each row's bases as if they alone had been supplied."""
    share = rolled(situation)
    fact = situation.facts[SHARE]
    for price_basis, _, claims in pairs(share) if share is not None else ():
        value = RememberedShare(on_pair(share, price_basis, claims)) if share is not None else None
        yield replace(situation, facts={**situation.facts, SHARE: replace(fact, value=value)})
