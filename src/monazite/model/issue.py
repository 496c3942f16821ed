"""Issues: what is wrong with the input or odd about it, with its place and its remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """`error`: something was set aside or refused. `warning`: used, and to be looked at. `info`: for completeness."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding about the input, written for the person who must mend it.

    ``code`` is a stable snake_case name that is documented in ``docs/issues.md``; ``table``, ``row`` and ``column``
    say where (row numbers count as the file shows them: the header is row 1; 0 = the table as a whole; a file of
    law cases or a pack uses ``table`` for the file and ``row`` for the line); ``message`` says what was found;
    ``remedy`` what to do about it; ``subject`` names what it touches, ``part:P1`` or ``shipment:S1/1``, or is empty.
    """

    severity: Severity
    code: str
    message: str
    remedy: str = ""
    table: str = ""
    row: int = 0
    column: str = ""
    subject: str = ""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.table, self.row or "", self.column) if part)
        head = f"{place}: " if place else ""
        tail = f" Remedy: {self.remedy}" if self.remedy else ""
        return f"{head}{self.severity.value} {self.code}: {self.message}{tail}"
