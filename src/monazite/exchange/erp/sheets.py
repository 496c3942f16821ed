"""Files as sheets: a header and numbered rows of text cells, whatever the file is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path

from monazite.exchange.cells import Cell, Fault, plain
from monazite.exchange.encoding import REMEDY
from monazite.exchange.erp.encodings import Encoding, encoding_of
from monazite.exchange.erp.framing import LOOKED_AT, NumberedRow, frame, known_names
from monazite.exchange.findings import Findings, Refused
from monazite.exchange.guard import check_size, guarded
from monazite.exchange.limits import Limits
from monazite.exchange.native import EXACT_DIGITS
from monazite.exchange.workbook import Sheet, read_workbook

NATIVE = "\x1f"
"""Stands before what a workbook holds as number or date: its meaning hangs on no convention of writing."""
TEXT_ENDINGS = (".csv", ".txt", ".tsv", ".tab", ".dat", ".lst")
BOOK_ENDINGS = (".xlsx", ".xlsm")
Asked = Callable[[str, Encoding], str]
"""Takes a file and what its bytes show; gives its encoding, or nothing where nobody says it."""


@dataclass(frozen=True, slots=True)
class DumpSheet:
    """``name``: as issues name it. ``hint``: a name that may hold the table's. ``rows`` can be read once."""

    name: str
    hint: str
    header: tuple[str, ...]
    rows: Iterator[NumberedRow]


def files_of(sources: tuple[Path, ...], findings: Findings) -> list[Path]:
    """The files to read: those named, and the tables in the folders named; others are reported."""
    found: list[Path] = []
    for source in sources:
        inside = sorted(source.iterdir()) if source.is_dir() else [source]
        for file in inside:
            if not file.is_file() or file.name.startswith((".", "~$")):
                continue
            if file.suffix.lower() in (*TEXT_ENDINGS, *BOOK_ENDINGS):
                found.append(file)
            else:
                remedy = "export as text, CSV or .xlsx; an old .xls is saved again as .xlsx"
                findings.of(file.name).warning("not_a_dump", f"{file.name} is not read", remedy)
    return list(dict.fromkeys(found))


def sheets_of(path: Path, asked: Asked, findings: Findings, limits: Limits) -> Iterator[DumpSheet]:
    """The sheets of one file; what cannot be read is reported. Reading on may raise `Refused`."""
    try:
        check_size(path, limits)
        if path.suffix.lower() in BOOK_ENDINGS:
            for sheet in read_workbook(path, limits):
                yield from _of_book(path, sheet, findings)
        else:
            yield from _of_text(path, asked, findings, limits)
    except Refused as refusal:
        findings.of(path.name).refused(refusal)


def _of_text(path: Path, asked: Asked, findings: Findings, limits: Limits) -> Iterator[DumpSheet]:
    if not path.stat().st_size:
        findings.of(path.name).warning("empty_dump", "the file is empty", "export it again")
        return
    with guarded(path.name, "see whether you may read the file"):
        read = encoding_of(path)
    if read.name and read.evidence:
        findings.of(path.name).info("encoding_read", f"read as {read.name}: {read.evidence}", "nothing, if it is right")
    encoding = read.name or asked(path.name, read)
    if not encoding:
        message = "the bytes do not prove an encoding, and none was named; the file is not read"
        raise Refused("encoding_open", message, f"{REMEDY}, or answer the question `encoding`")
    with path.open(encoding=encoding, newline="") as stream:
        lines = _guarded_lines(iter(lambda: stream.readline(limits.record_chars + 1), ""), path, encoding, limits)
        framed = frame(lines)
        if framed is None:
            _no_header(path.name, findings)
            return
        yield DumpSheet(path.name, path.stem, framed.header, framed.rows)


def _guarded_lines(lines: Iterator[str], path: Path, encoding: str, limits: Limits) -> Iterator[str]:
    number = 0
    try:
        for line in lines:
            number += 1
            if len(line) > limits.record_chars:
                raise Refused("cell_too_long", f"line {number} is longer than a row should be", "check the file")
            yield line.replace("\0", "")
    except UnicodeDecodeError as error:
        message = f"{path.name} is not {encoding} throughout (near line {number + 1})"
        raise Refused("wrong_encoding", message, REMEDY, number + 1) from error


def _of_book(path: Path, sheet: Sheet, findings: Findings) -> Iterator[DumpSheet]:
    name = f"{path.name}[{sheet.name}]"
    rows = ((row.number, [_text(cell) for cell in row.cells]) for row in sheet.rows)
    first = list(islice(rows, LOOKED_AT))
    scores = [(known_names(cells), -place) for place, (_, cells) in enumerate(first)]
    score, place = max(scores, default=(0, 0))
    if score < 2:
        _no_header(name, findings)
        return
    header = tuple(cell.strip(f" {NATIVE}") for cell in first[-place][1])
    hint = path.stem if sheet.name.casefold().startswith(("sheet", "tabelle", "工作表")) else sheet.name
    yield DumpSheet(name, hint, header, chain(first[1 - place :], rows))


def _no_header(name: str, findings: Findings) -> None:
    message = "no line near the top names two fields of a SAP table; the file is not read"
    remedy = "export with the line of headers (technical names, or English, German or Chinese ones)"
    findings.of(name).error("header_not_found", message, remedy)


def _text(cell: Cell) -> str:
    """A cell as text. A number of more digits than a spreadsheet keeps is shown shortened, as it would show it."""
    if isinstance(cell, bool):
        return "X" if cell else ""
    if isinstance(cell, int | float | Decimal):
        lost = abs(float(cell)) >= EXACT_DIGITS
        return f"{cell:.6E}" if lost else NATIVE + plain(cell)
    if isinstance(cell, date | datetime):
        return NATIVE + (cell.date() if isinstance(cell, datetime) else cell).isoformat()
    if isinstance(cell, Fault):
        return f"#{cell.code}"
    return "" if cell is None else str(cell)


def recognises(sources: tuple[Path, ...]) -> bool:
    """Whether any of the files, or of those in the folders, may be a dump: its ending says so."""
    inside = (file for source in sources for file in (source.iterdir() if source.is_dir() else (source,)))
    return any(file.suffix.lower() in (*TEXT_ENDINGS, *BOOK_ENDINGS) for file in inside)
