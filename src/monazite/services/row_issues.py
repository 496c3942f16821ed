"""What was found about the rows of a table while it was read, by the number of the row."""

from __future__ import annotations

from collections.abc import Iterable

from monazite.model.issue import Issue


def issues_by_row(issues: Iterable[Issue], table: str) -> dict[int, tuple[Issue, ...]]:
    """The findings with a place in a row of ``table``, in the order found; none about the table as a whole."""
    found: dict[int, list[Issue]] = {}
    for issue in issues:
        if issue.table == table and issue.row:
            found.setdefault(issue.row, []).append(issue)
    return {row: tuple(named) for row, named in found.items()}
