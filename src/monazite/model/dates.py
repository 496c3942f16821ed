"""Moments and days of the law (rule Z1): a law day is a day in Beijing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Beijing")

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MINUTE = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})")


class DateFault(ValueError):
    """A text is not a date in the forms that monazite reads; the message says what would be."""


def parse_day(text: str) -> date:
    """Read ``2025-12-05``; raise `DateFault` for anything else (Excel serial numbers, 5.12.2025, ...)."""
    if not _DAY.fullmatch(text):
        raise DateFault(f"{text!r} is not a date; write it as year-month-day, for instance 2025-12-05")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DateFault(f"{text!r} is not a day of the calendar ({error})") from error


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """An instant, kept in Beijing time. A bare date means the end of that day in Beijing (rule Z1)."""

    instant: datetime

    @classmethod
    def end_of(cls, day: date) -> Moment:
        """The last second of ``day`` in Beijing: what starts at 12:01 that day has started."""
        return cls(datetime.combine(day, time(23, 59, 59), BEIJING))

    @classmethod
    def parse(cls, text: str) -> Moment:
        """Read ``2025-12-05`` or a minute with its offset, ``2025-04-10T11:30+08:00``.

        Raises `DateFault` when the text is neither; a time without an offset is refused, since it has no place.
        """
        if _MINUTE.fullmatch(text):
            try:
                return cls(datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(BEIJING))
            except ValueError as error:
                raise DateFault(f"{text!r} is not a moment of the calendar ({error})") from error
        if "T" in text or ":" in text:
            raise DateFault(f"{text!r} needs its offset from UTC, for instance 2025-04-10T11:30+08:00")
        return cls.end_of(parse_day(text))

    @property
    def day(self) -> date:
        """The law day: the day in Beijing."""
        return self.instant.date()

    def __str__(self) -> str:
        if self.instant.time() == time(23, 59, 59):
            return self.day.isoformat()
        return self.instant.isoformat(timespec="minutes")
