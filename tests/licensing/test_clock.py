"""Deadlines in Chinese working days (No. 61 art. 5; cases' README, Duties)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from monazite.licensing.clock import working_days_after


@pytest.mark.parametrize(
    ("start", "days", "due", "why"),
    [
        ("2025-10-20", 10, "2025-11-03", "ten plain working days, two weekends"),
        ("2025-10-09", 10, "2025-10-22", "Saturday 11 October 2025 is a make-up working day"),
        ("2025-10-10", 1, "2025-10-11", "the make-up Saturday itself"),
        ("2025-09-30", 1, "2025-10-09", "National Day and Mid-Autumn, 1 to 8 October 2025"),
        ("2025-09-26", 1, "2025-09-28", "Sunday 28 September 2025 is a make-up working day"),
        ("2025-12-31", 1, "2026-01-04", "New Year 2026, with make-up work on Sunday 4 January"),
        ("2025-11-08", 1, "2025-11-10", "a period that begins on a Saturday counts from Monday"),
        ("2025-10-20", 0, "2025-10-20", "no days"),
    ],
)
def test_holidays_and_make_up_days_count(start: str, days: int, due: str, why: str) -> None:
    found = working_days_after(date.fromisoformat(start), days)
    assert found.due.isoformat() == due, why
    assert not found.provisional


def test_after_the_published_years_the_date_is_provisional() -> None:
    """The State Council publishes one year at a time; for later years Monday to Friday is a guess, said so."""
    found = working_days_after(date(2035, 1, 1), 10)
    assert found.due == date(2035, 1, 15)
    assert found.provisional


def test_a_period_that_runs_into_an_unpublished_year_is_provisional() -> None:
    last = next(year for year in range(2026, 2100) if working_days_after(date(year, 12, 31), 1).provisional)
    assert not working_days_after(date(last, 6, 1), 5).provisional
    assert working_days_after(date(last, 12, 28), 10).provisional


def test_more_days_are_never_due_earlier_and_a_later_start_neither() -> None:
    start = date(2025, 9, 1)
    for offset in range(120):
        day = start + timedelta(days=offset)
        dues = [working_days_after(day, days).due for days in range(1, 12)]
        assert dues == sorted(set(dues))
        assert working_days_after(day, 10).due <= working_days_after(day + timedelta(days=1), 10).due
