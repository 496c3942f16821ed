"""The same finding said twice: once where a file is read, once more where what was read is used."""

from __future__ import annotations

from collections.abc import Iterable

from monazite.model.issue import Issue


def without_repeats(read: Iterable[Issue], used: Iterable[Issue]) -> tuple[Issue, ...]:
    """Every finding once. One of ``used`` repeats one of ``read`` where code, table and row are the same, and the
    column too or none is named. Findings about a table as a whole (row 0) repeat only word for word.
    """
    first = list(dict.fromkeys(read))
    rows = {(issue.code, issue.table, issue.row) for issue in first if issue.row}
    cells = {(issue.code, issue.table, issue.row, issue.column) for issue in first if issue.row}
    new = [
        issue
        for issue in used
        if (issue.code, issue.table, issue.row, issue.column) not in cells
        and (issue.column or (issue.code, issue.table, issue.row) not in rows)
    ]
    return tuple(dict.fromkeys((*first, *new)))
