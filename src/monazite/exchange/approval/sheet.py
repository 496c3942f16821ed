"""The sheet on which a person approves proposed classes, as a workbook or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from monazite.exchange.cells import Fault, RawRow, Rows, cell_text
from monazite.exchange.csv_text import read_csv
from monazite.exchange.findings import Findings, Refused
from monazite.exchange.guard import check_size, guarded
from monazite.exchange.limits import Limits
from monazite.exchange.workbook import read_workbook
from monazite.services.classify import Group
from monazite.services.library import Library

SHEET = "groups"
COLUMNS = (
    "group", "approve", "class", "title", "support", "parts", "used_in_lines", "names", "rule", "except", "assumes",
    "assumes_zh", "ask", "ask_zh",
)  # fmt: skip
_WIDTHS = (14, 12, 18, 28, 12, 8, 8, 48, 40, 18, 48, 36, 48, 36)
_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """What a person wrote about one group: ``approve`` is yes, no, a class, or blank; ``left_out``: parts."""

    number: int
    group: str
    approve: str
    left_out: tuple[str, ...] = ()


class ApprovalFault(Exception):
    """The file cannot be read as approvals, or the table of classes cannot take them; the message says why."""


def write_proposals(groups: Sequence[Group], library: Library, path: Path) -> None:
    """Write the groups; ``path`` ends in .csv or .xlsx. Text is written as text, whatever it begins with."""
    rows = [_cells(group, library) for group in groups]
    if path.suffix.lower() == ".csv":
        path.write_text(
            csv_text([COLUMNS, *([str(row[c]) for c in COLUMNS] for row in rows)]), "utf-8-sig", newline="\n"
        )
        return
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        head = book.add_format({"bold": True, "bg_color": "#eceae4", "bottom": 1, "text_wrap": True})
        text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        fill = book.add_format({"bg_color": "#fff7d6", "valign": "top", "num_format": "@"})
        sheet = book.add_worksheet(SHEET)
        sheet.freeze_panes(1, 2)
        for place, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, name, head)
            for number, row in enumerate(rows, start=1):
                cell = row[name]
                if isinstance(cell, int):
                    sheet.write_number(number, place, cell)
                else:
                    sheet.write_string(number, place, cell, fill if name in ("approve", "except") else text)
        sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
        sheet.data_validation(1, 1, max(len(rows), 1), 1, {
            "validate": "list", "source": ["yes", "no"], "error_type": "information",
            "error_message": "yes, no, or the id of another class (sheet classes)",
        })  # fmt: skip
        _others(book, groups, library, head)


def _others(book: xlsxwriter.Workbook, groups: Sequence[Group], library: Library, head: object) -> None:
    """The sheets to look things up in: the members of each group, and all classes."""
    members = [(g.key, part, name) for g in groups for part, name in g.members.items()]
    classes = [(c.id, c.title.en, c.title.zh, c.about) for c in library.classes.values()]
    tables = (
        ("members", ("group", "part_id", "name"), members),
        ("all_classes", ("class", "en", "zh", "about"), classes),
    )
    for name, header, rows in tables:
        sheet = book.add_worksheet(name)
        sheet.set_column(0, len(header) - 1, 28)
        sheet.write_row(0, 0, header, head)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell[:32_000])


def _cells(group: Group, library: Library) -> Mapping[str, str | int]:
    class_ = library.classes.get(group.proposal.class_)
    assumes = class_.assumes if class_ else None
    return {
        "group": group.key, "approve": "", "class": group.proposal.class_, "title": class_.title.en if class_ else "",
        "support": group.proposal.support, "parts": len(group.members), "used_in_lines": group.used,
        "names": "; ".join(group.samples)[:1000], "rule": group.proposal.rule, "except": "",
        "assumes": assumes.en if assumes else "", "assumes_zh": assumes.zh if assumes else "",
        "ask": class_.ask.en if class_ else "", "ask_zh": class_.ask.zh if class_ else "",
    }  # fmt: skip


def read_approvals(path: Path) -> tuple[ApprovalRow, ...]:
    """The rows of a filled sheet. Raises `ApprovalFault`."""
    try:
        return tuple(_approvals(_rows_of(path), path.name))
    except Refused as refusal:
        raise ApprovalFault(f"{path.name}: {refusal.message}; {refusal.remedy}") from refusal


def _rows_of(path: Path) -> Rows:
    check_size(path, _LIMITS)
    if path.suffix.lower() == ".csv":
        with guarded(path.name, "save it as CSV UTF-8"):
            yield from read_csv(path, COLUMNS, Findings(1).of(path.name), _LIMITS)
        return
    sheets = {sheet.name: sheet.rows for sheet in read_workbook(path, _LIMITS)}
    if SHEET not in sheets:
        raise Refused("unreadable_file", f"it has no sheet {SHEET}", "give the workbook that classify wrote")
    yield from sheets[SHEET]


def _approvals(rows: Iterator[RawRow], name: str) -> Iterator[ApprovalRow]:
    header: list[str] = []
    for raw in rows:
        cells = [cell_text(cell).strip() for cell in raw.cells]
        if raw.fault or any(isinstance(cell, Fault) for cell in raw.cells):
            raise ApprovalFault(f"{name}: row {raw.number} cannot be read")
        if not header:
            header = cells
            if not {"group", "approve"} <= set(header) or len(set(header)) < len(header):
                raise ApprovalFault(f"{name}: its first row must name the columns group and approve, each once")
            continue
        row = dict(zip(header, cells, strict=False))
        left_out = tuple(part.strip() for part in row.get("except", "").split(";") if part.strip())
        if row.get("group") or row.get("approve"):
            yield ApprovalRow(raw.number, row.get("group", ""), row.get("approve", ""), left_out)


def csv_text(rows: Sequence[Sequence[str]]) -> str:
    """The rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
