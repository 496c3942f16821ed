"""Collecting issues while reading: bounded in number, always with their place."""

from __future__ import annotations

from collections import Counter

from monazite.model.issue import Issue, Severity

SHOWN = 60
"""A message quotes at most so many characters of a cell."""


class Refused(Exception):
    """A whole file or table cannot be read: why, where, and what to do. Never leaves the room; becomes an issue."""

    def __init__(self, code: str, message: str, remedy: str, row: int = 0, column: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.remedy, self.row, self.column = code, message, remedy, row, column


class Findings:
    """All issues of one reading, in the order found.

    Of one code in one table at most ``limit`` are kept; the rest is counted and said in a `more_issues` at the end.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._issues: list[Issue] = []
        self._seen: Counter[tuple[str, str]] = Counter()

    def add(self, issue: Issue) -> None:
        """Take up ``issue``, or count it where there are too many of its kind."""
        self._seen[issue.table, issue.code] += 1
        if self._seen[issue.table, issue.code] <= self._limit:
            self._issues.append(issue)

    def room(self, table: str, code: str) -> int:
        """How many more issues of this code in this table are kept one by one."""
        return max(self._limit - self._seen[table, code], 0)

    def count(self, table: str, code: str, more: int) -> None:
        """So many more issues for which there is no `room`."""
        if more:
            self._seen[table, code] += more

    def of(self, table: str) -> TableFindings:
        """A collector for the issues of one table or file."""
        return TableFindings(self, table)

    def all(self) -> tuple[Issue, ...]:
        """Everything found."""
        return (*self._issues, *self._more())

    def _more(self) -> list[Issue]:
        remedy = "mend the cause; most often it is one and the same"
        return [
            Issue(
                Severity.WARNING, "more_issues", f"{count - self._limit} more rows have the issue {code}", remedy, table
            )
            for (table, code), count in self._seen.items()
            if count > self._limit
        ]


class TableFindings:
    """Issues of one table or file: the place is filled in."""

    def __init__(self, findings: Findings, table: str) -> None:
        self._findings = findings
        self.table = table

    def error(self, code: str, message: str, remedy: str, row: int = 0, column: str = "", subject: str = "") -> None:
        """Something was set aside or refused."""
        self._findings.add(Issue(Severity.ERROR, code, message, remedy, self.table, row, column, subject))

    def warning(self, code: str, message: str, remedy: str, row: int = 0, column: str = "", subject: str = "") -> None:
        """Used, and to be looked at."""
        self._findings.add(Issue(Severity.WARNING, code, message, remedy, self.table, row, column, subject))

    def info(self, code: str, message: str, remedy: str, row: int = 0, column: str = "", subject: str = "") -> None:
        """Said for completeness."""
        self._findings.add(Issue(Severity.INFO, code, message, remedy, self.table, row, column, subject))

    def refused(self, refusal: Refused) -> None:
        """The issue of a refusal."""
        self.error(refusal.code, refusal.message, refusal.remedy, refusal.row, refusal.column)


def shown(text: str) -> str:
    """``text`` in quotes for a message, shortened."""
    return repr(text) if len(text) <= SHOWN else f"{text[:SHOWN]!r}... ({len(text):,} characters)"
