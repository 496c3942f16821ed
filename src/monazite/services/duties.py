"""Duties get their dates here: the law says how many working days, the clock knows the calendar."""

from __future__ import annotations

from dataclasses import replace

from monazite.law.rulebook import Rulebook
from monazite.licensing.clock import working_days_after
from monazite.model.determination import Determination, Duty
from monazite.model.fact import Situation
from monazite.model.issue import Issue, Severity


def with_dates(answer: Determination, rulebook: Rulebook) -> Determination:
    """The determination with due dates on the duties that have a period."""
    days = {r.line.id: r.line.working_days for r in rulebook.requirements if r.line.working_days is not None}
    duties = tuple(_dated(duty, answer, days.get(duty.id)) for duty in answer.duties)
    return replace(answer, duties=duties)


def _dated(duty: Duty, answer: Determination, working_days: int | None) -> Duty:
    if working_days is None:
        return duty
    deadline = working_days_after(answer.as_of.day, working_days)
    return replace(duty, due=deadline.due.isoformat(), provisional=deadline.provisional)


def late_reports(situation: Situation) -> tuple[Issue, ...]:
    """The issue `report_late` of a situation whose report came after its tenth working day, or nothing."""
    late, reported_on = situation.facts.get("shipment.reported_late"), situation.facts.get("shipment.reported_on")
    if late is None or late.value is not True or reported_on is None:
        return ()
    return (late_report(situation.subject, str(reported_on.value)),)


def late_report(subject: str, reported_on: str) -> Issue:
    """The issue of a report under No. 61 art. 5 that came after its tenth working day."""
    return Issue(
        Severity.WARNING,
        "report_late",
        f"the report under No. 61 art. 5 was made on {reported_on}, after the tenth Chinese working day",
        "ask counsel whether the exemption is lost (reading late_report)",
        subject=subject,
    )
