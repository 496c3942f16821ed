"""What the law is scheduled to do after a day, and which planned lines it would answer otherwise: `monazite today`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from monazite.law.pack import Law
from monazite.model.dates import Moment
from monazite.model.determination import Determination
from monazite.model.fact import Situation
from monazite.services.assess import Assessor
from monazite.services.law_diff import ForceChange, law_diff
from monazite.services.run_record import LineRecord, line_record


@dataclass(frozen=True, slots=True)
class Flip:
    """A line planned for an earlier day that gets another answer if it leaves on the day of the change or later."""

    subject: str
    before: LineRecord
    after: LineRecord


@dataclass(frozen=True, slots=True)
class LawAhead:
    """What stands otherwise from ``day`` on, by events that are known today.

    ``flips``: the lines between the run and that day whose answer the law then changes, their facts being as they are.
    A line planned for that day or later is no flip: its answer counts with the change already.
    """

    day: date
    changes: tuple[ForceChange, ...]
    flips: tuple[Flip, ...]


def law_ahead(
    run: Assessor, situations: Mapping[str, Situation], answers: Mapping[str, Determination]
) -> tuple[LawAhead, ...]:
    """Every scheduled change after the day of the run, however far ahead, in order of day."""
    today = run.options.run_on
    last = {
        subject: _record(run, situation, answers[subject])
        for subject, situation in situations.items()
        if situation.as_of.day >= today
    }
    found = []
    for day in scheduled(run.law, today):
        before, after = Moment.end_of(day - timedelta(days=1)), Moment.end_of(day)
        changes = law_diff(run.law, before, after, None).changes
        if changes:
            flips = tuple(_flips(run, after, situations, last))
            last |= {flip.subject: flip.after for flip in flips}
            found.append(LawAhead(day, changes, flips))
    return tuple(found)


def scheduled(law: Law, after: date) -> list[date]:
    """The days after ``after`` on which something may stand otherwise than the day before."""
    events = [event for pack in law.packs.values() for event in pack.events]
    events += [event for notice in law.notices.values() for event in notice.events]
    days = {event.moment.day for event in events}
    for event in events:
        if event.until is not None:
            days |= {event.until, event.until + timedelta(days=1)}
    return sorted(day for day in days if day > after)


def _flips(
    run: Assessor, moment: Moment, situations: Mapping[str, Situation], last: Mapping[str, LineRecord]
) -> Iterator[Flip]:
    moved = {s: replace(situations[s], as_of=moment) for s in last if situations[s].as_of.day < moment.day}
    judged = run.determiner.determine_all(moved.values(), proofs=False)
    for (subject, situation), answer in zip(moved.items(), judged, strict=True):
        then = _record(run, situation, answer)
        if then.answer != last[subject].answer:
            yield Flip(subject, last[subject], then)


def _record(run: Assessor, situation: Situation, answer: Determination) -> LineRecord:
    return line_record(run.rows[situation.subject].text("part_id"), situation, answer)
