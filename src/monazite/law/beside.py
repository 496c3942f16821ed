"""What is said beside an answer: the verdict in each branch of the open law, and readings that would change it."""

from __future__ import annotations

from collections.abc import Mapping

from monazite.law.pieces import Pieces
from monazite.law.ranges import Range, range_under
from monazite.model.determination import BEYOND, BranchVerdict, OtherReading


def branches_of(pieces: Pieces) -> tuple[BranchVerdict, ...]:
    """The verdict in each branch of what is open about the law as a whole (rule Z3); where the lenient one is
    itself open on the day, also what holds if the law does not bind (`BEYOND`).
    """
    found = []
    for reading in pieces.judge.rulebook.law.readings.values():
        if not reading.branches:
            continue
        for alternative in reading.alternatives:
            answer = range_under(pieces, {reading.id: alternative.id})
            found.append(_branch(alternative.id, alternative.label.en, answer))
        sequels = pieces.sequels(reading.id)
        lenient = next(branch for branch in found if branch.id == reading.lenient)
        beyond = range_under(pieces, {reading.id: reading.lenient} | dict.fromkeys(sequels, "suspended"))
        if (beyond.verdicts, beyond.reviews) != (lenient.possible, lenient.review):
            until = max(sequel.rpartition("@")[2] for sequel in sequels)
            found.append(_branch(BEYOND, f"the suspension runs on beyond {until}, of which nothing is known", beyond))
    return tuple(found)


def other_readings(pieces: Pieces, positions: Mapping[str, str], base: Range) -> tuple[OtherReading, ...]:
    """Single deviations from the readings of the run, and all-strict and all-lenient, that change the answer."""
    found = []
    consulted = [line for line in pieces.judge.rulebook.law.readings.values() if line.id in pieces.consulted]
    settled = {**positions, **pieces.situation.readings}
    for reading in consulted:
        current = settled.get(reading.id, reading.default)
        for alternative in reading.alternatives:
            if alternative.id != current:
                answer = range_under(pieces, {reading.id: alternative.id})
                found.append(_other(reading.id, alternative.id, answer))
    for name in ("strict", "lenient"):
        chosen = {line.id: getattr(line, name) for line in consulted}
        found.append(_other("all", name, range_under(pieces, chosen)))
    return tuple(o for o in found if (o.possible, o.review) != (base.verdicts, base.reviews))


def _branch(ident: str, label: str, answer: Range) -> BranchVerdict:
    return BranchVerdict(ident, label, answer.verdict, answer.verdicts, answer.reviews)


def _other(reading: str, alternative: str, answer: Range) -> OtherReading:
    return OtherReading(reading, alternative, answer.verdict, answer.verdicts, answer.reviews)
