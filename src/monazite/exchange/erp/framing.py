"""Lines of text as rows of cells: CSV, tabs, and the lists of SE16N framed by bars and dashes.

The line of headers is the one that holds most known names; what stands above it (the name of the table, the number of
entries, the day) is skipped, and so are dashes, blank lines and headers repeated on every page. Rows are numbered as
the file shows them, from 1; a quoted cell of several lines is one row.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise

from monazite.exchange.erp.dictionary import every_spelling, folded
from monazite.exchange.findings import Refused

DELIMITERS = ("|", "\t", ";", ",")
OPEN_QUOTE = 40
"""No cell has more lines than this; where one seems to, its quotation mark was never closed."""
LOOKED_AT = 60
"""The header is looked for in so many lines from the top."""
_RULE = re.compile(r"[\s|+\-=_]*")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
NumberedRow = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Framed:
    """The header as written, its row, and the rows behind it: with more cells than it where they do not fit."""

    header: tuple[str, ...]
    row: int
    delimiter: str
    rows: Iterator[NumberedRow]


def known_names(cells: Sequence[str]) -> int:
    """How many cells are the name of some field."""
    spellings = every_spelling()
    return sum(folded(cell.strip().split("-")[-1]) in spellings or folded(cell) in spellings for cell in cells)


def frame(lines: Iterator[str]) -> Framed | None:
    """The rows of ``lines``; None where no line near the top names two fields."""
    first = list(islice(lines, LOOKED_AT))
    found = [(known_names(_cells(line, mark)), -place, mark) for place, line in enumerate(first) for mark in DELIMITERS]
    score, place, mark = max(found, default=(0, 0, ","))
    if score < 2:
        return None
    place = -place
    header = _cells(first[place], mark)
    rest = chain(first[place + 1 :], lines)
    rows = _csv(rest, mark, place + 2) if mark in ";," else _listed(rest, first[place], mark, place + 2)
    return Framed(tuple(cell.strip() for cell in header), place + 1, mark, rows)


def _cells(line: str, mark: str) -> list[str]:
    line = line.rstrip("\r\n")
    if mark == "|":
        return _barred(line)
    if mark == "\t":
        return [_unquoted(cell) for cell in line.split("\t")]
    try:
        return next(csv.reader([line], delimiter=mark), [])
    except csv.Error:  # a cell longer than any
        return []


def _barred(line: str) -> list[str]:
    """Cells between bars; a list of SE16N has one at both ends."""
    framed = line.lstrip().startswith("|")
    cells = line.split("|")
    return cells[1:-1] if framed and not cells[-1].strip() else cells[1:] if framed else cells


def _unquoted(cell: str) -> str:
    """A spreadsheet quotes cells that hold quotation marks, SAP never does."""
    if cell[:1] == '"' and (found := _QUOTED.fullmatch(cell.strip())):
        return found[1].replace('""', '"')
    return cell


def _csv(lines: Iterator[str], mark: str, number: int) -> Iterator[NumberedRow]:
    """Rows of CSV. Raises `Refused` where a quoted cell does not end."""
    reader = csv.reader(lines, delimiter=mark)
    before = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _unclosed(number) from error
        if reader.line_num - before > OPEN_QUOTE:
            raise _unclosed(number)
        before = reader.line_num
        if any(row):
            yield number, row
        number += 1


def _unclosed(row: int) -> Refused:
    message = f"a quoted cell that begins in row {row} does not end; the rows behind it cannot be told apart"
    return Refused("unclosed_quote", message, 'double the quotation mark (""), or export with tabs', row)


def _listed(lines: Iterator[str], header: str, mark: str, number: int) -> Iterator[NumberedRow]:
    """Rows divided by tabs or bars. A bar inside a text is told from a frame by where the header has its bars."""
    repeated = header.strip()
    bars = [place for place, sign in enumerate(header.rstrip("\r\n")) if sign == "|"] if mark == "|" else []
    width = len(_cells(header, mark))
    for current, line in enumerate(lines, number):
        if _RULE.fullmatch(line) or line.strip() == repeated:
            continue
        cells = _cells(line, mark)
        if len(cells) != width and len(bars) > width:
            cells = _by_place(line.rstrip("\r\n"), bars) or cells
        yield current, cells


def _by_place(line: str, bars: list[int]) -> list[str] | None:
    """The cells between the places of the header's bars, where the line has a bar at each of them."""
    if len(line) != bars[-1] + 1 or any(line[place] != "|" for place in bars):
        return None
    return [line[start + 1 : end] for start, end in pairwise(bars)]
