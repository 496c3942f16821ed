"""Reading CSV text into rows: the delimiter found from the header, comments skipped, rows numbered as shown.

A row is numbered as a spreadsheet shows the file: a cell of several lines is one row, a comment line is a row too.
Lines that begin with ``#`` are comments, unless inside a quoted cell; an id that begins so must be quoted.
Nothing longer than the limits is ever held: an overlong line is read past and reported.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from io import TextIOWrapper
from pathlib import Path

from monazite.exchange.cells import Fault, RawRow, Rows
from monazite.exchange.encoding import detect
from monazite.exchange.findings import Refused, TableFindings
from monazite.exchange.limits import Limits

DELIMITERS = ",;\t"
_SEP_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_PIECE = 1 << 16


class _Overlong(Exception):
    """The line at which a row begins is longer than a row may be; it has been read past."""


class _Lines(Iterator[str]):
    """Lines for `csv.reader`. ``row`` counts rows begun, comments included; call `begin` before each row."""

    def __init__(self, stream: TextIOWrapper, limit: int) -> None:
        self._stream, self._limit = stream, limit
        self._held: list[str] = []
        self.row, self.line, self.lines_in_row, self._chars = 0, "", 0, 0
        self.comments: list[tuple[int, str]] = []

    def begin(self) -> None:
        """The next line taken begins a row."""
        self.lines_in_row, self._chars = 0, 0

    def put_back(self, line: str) -> None:
        """Take ``line`` again."""
        self._held.append(line)
        self.row -= 1

    def __next__(self) -> str:
        while True:
            line = self._held.pop() if self._held else self._stream.readline(self._limit + 1)
            if not line:
                raise StopIteration
            if self.lines_in_row == 0:
                self.row += 1
            if len(line) > self._limit:
                self._read_past(line)
            if self.lines_in_row == 0 and line.startswith("#"):
                self.comments.append((self.row, line[:2]))
                continue
            return self._take(line)

    def _take(self, line: str) -> str:
        self.lines_in_row += 1
        self._chars += len(line)
        if self._chars > self._limit:
            raise _unclosed(self.row)
        self.line = line
        return line

    def _read_past(self, line: str) -> None:
        """Skip the rest of an overlong line, and following lines while a quoted cell of it is open."""
        if self.lines_in_row:
            raise _unclosed(self.row)
        quotes = line.count('"')
        while not line.endswith(("\n", "\r")) or quotes % 2:
            line = self._stream.readline(_PIECE)
            quotes += line.count('"')
            if not line:
                break
        raise _Overlong


def _unclosed(row: int) -> Refused:
    message = f"a quoted cell that begins in row {row} does not end; the rows behind it cannot be told apart"
    return Refused("unclosed_quote", message, 'close the quotation mark ("); double it inside a quoted cell', row)


def read_csv(path: Path, known: Collection[str], findings: TableFindings, limits: Limits) -> Rows:
    """Rows of the file at ``path``, header first. ``known`` are the header names that help to find the delimiter."""
    encoding = detect(path)
    with path.open("rb") as file, TextIOWrapper(file, encoding, newline="") as stream:
        lines = _Lines(stream, limits.record_chars)
        yield from _records(lines, _delimiter(lines, known))
        _report_comments(lines, findings)


def _delimiter(lines: _Lines, known: Collection[str]) -> str:
    """The delimiter of the header, which is put back; a line ``sep=;`` decides and is skipped."""
    for line in _first_lines(lines):
        named = _SEP_LINE.fullmatch(line)
        if named and named[1] in DELIMITERS:
            return named[1]
        lines.put_back(line)
        return max(DELIMITERS, key=lambda mark: _fit(line, mark, known))
    return ","


def _first_lines(lines: _Lines) -> Iterator[str]:
    """Lines that are not blank, from the top."""
    while True:
        lines.begin()
        try:
            line = next(lines)
        except StopIteration:
            return
        except _Overlong:
            raise Refused("cell_too_long", "the header is too long to be one", "check the file", lines.row) from None
        if line.strip(" \t\r\n\ufeff"):
            yield line


def _fit(line: str, delimiter: str, known: Collection[str]) -> tuple[int, int]:
    """How well ``delimiter`` divides the header: known names found, then cells."""
    cells = next(csv.reader([line], delimiter=delimiter), [])
    return sum(cell.strip().lower() in known for cell in cells), len(cells)


def _records(lines: _Lines, delimiter: str) -> Rows:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _Overlong:
            yield RawRow(lines.row, (), _too_long())
        except csv.Error as error:
            yield RawRow(lines.row, (), _broken(lines, str(error)))
        else:
            yield RawRow(lines.row, tuple(cells))


def _too_long() -> Fault:
    return Fault("cell_too_long", "the row is longer than any row should be", "shorten its text; a cell holds 32,767")


def _broken(lines: _Lines, error: str) -> Fault:
    """The fault of a row that `csv` cannot read; refuses the table where the end of the row cannot be told."""
    one_line = lines.lines_in_row == 1
    if "field larger" in error and one_line and lines.line.count('"') % 2 == 0:
        return _too_long()
    if "expected after" in error and one_line:
        remedy = 'double a quotation mark inside a quoted cell: "5"" pipe"'
        return Fault("broken_quotes", "a quotation mark stands inside a quoted cell", remedy)
    raise _unclosed(lines.row)


def _report_comments(lines: _Lines, findings: TableFindings) -> None:
    """Say which rows were taken for comments though they may be data: ``#`` without a blank behind it."""
    for row, start in lines.comments:
        if start[1:].strip() and start[1:] not in "#-=*":
            remedy = 'if it is data, quote its first cell: "#123"'
            findings.warning("commented_row", "the row begins with # and was skipped", remedy, row)
