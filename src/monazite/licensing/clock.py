"""Deadlines in Chinese working days, make-up working days counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar


@dataclass(frozen=True, slots=True)
class Deadline:
    """``due``: the last day. ``provisional``: part of the way has no published calendar; Monday to Friday was taken."""

    due: date
    provisional: bool


def working_days_after(start: date, days: int) -> Deadline:
    """The last day of a period of ``days`` Chinese working days that begins on the day after ``start``.

    The State Council publishes holidays and make-up days per year; for a year without them each Monday to Friday
    counts and the deadline is provisional.
    """
    day, provisional, left = start, False, days
    while left > 0:
        day += timedelta(days=1)
        works, guessed = _is_working_day(day)
        provisional = provisional or guessed
        left -= works
    return Deadline(day, provisional)


def _is_working_day(day: date) -> tuple[bool, bool]:
    """(whether people work that day, whether that is a guess)."""
    try:
        return bool(chinese_calendar.is_workday(day)), False
    except NotImplementedError:
        return day.weekday() < 5, True
