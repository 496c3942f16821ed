"""``determinations.xlsx``: the answers as a workbook that a trade-compliance office can filter, sort and pass on.

Everything from outside is written as text: a name that starts with ``=`` is a name and no formula.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from monazite.reporting.answers import SHOWN_LINES, Kind, Shown, shown
from monazite.reporting.cell_kinds import KINDS, Typed
from monazite.reporting.columns import Cell, shown_frame
from monazite.reporting.cut import left_out
from monazite.reporting.json_document import PARQUET_NAME
from monazite.reporting.product_sheets import exposure, products
from monazite.reporting.text import clip, sound
from monazite.reporting.workbook_sheets import Grid, issues, law, parts, questions, summary
from monazite.reporting.worksheet import WIDTHS, Formula, SheetRow, worksheet
from monazite.services.assessment import Assessment

LONGEST = 32_000
"""Excel takes no more than 32,767 characters in a cell; longer text is cut, with an ellipsis."""

_COLOURS: Mapping[Kind, tuple[str, str]] = {
    Kind.PROHIBITED: ("#7f1d1d", "#fbdcd9"),
    Kind.LICENCE: ("#8a3d00", "#fde5cc"),
    Kind.OPEN: ("#4a3a86", "#e7e2f8"),
    Kind.ASK_FIRST: ("#8a1c5b", "#f9dcec"),
    Kind.MAY_ASK_FIRST: ("#8a1c5b", "#fdf3f8"),
    Kind.REPORT: ("#0b4f79", "#d8ecfa"),
    Kind.NOTHING: ("#1f5b45", "#dcefe6"),
}
_WIDE = {"what_decides", "questions_en", "questions_zh", "ends_if", "part_name", "provisions", "end_users"}
_NARROW = {"line", "from_country", "to_country", "ask_first", "share_tight", "deciding_complete"}


@dataclass(frozen=True, slots=True)
class Answers:
    """The main sheet: answers in words, the columns of their table, and how many lines a cut left out."""

    shown: Sequence[Shown]
    columns: Mapping[str, Sequence[Cell]]
    note: str


@dataclass(frozen=True, slots=True)
class Contents:
    """All that stands in the workbook, as plain values: writing it down needs nothing else."""

    run_on: date
    before: Sequence[Grid]
    answers: Answers
    between: Sequence[Grid]
    worksheet: Sequence[SheetRow]
    after: Sequence[Grid]


def contents(assessment: Assessment) -> Contents:
    """The sheets Summary, Determinations, Deciding facts, Exposure, Parts, Worksheet, Issues and Law, and Products for
    a portfolio without shipments.
    """
    answers, table = shown_frame(assessment, SHOWN_LINES)
    return Contents(
        run_on=assessment.run_on,
        before=[summary(assessment), *([products(assessment.products)] if assessment.products else [])],
        answers=Answers(
            [shown(answer) for answer in answers],
            {column.name: column.to_list() for column in table.iter_columns()},
            left_out(assessment.total, len(answers), PARQUET_NAME),
        ),
        between=[
            questions(assessment),
            *([] if assessment.exposure is None else [exposure(assessment.exposure)]),
            parts(assessment),
        ],
        worksheet=worksheet(assessment),
        after=[issues(assessment), law(assessment)],
    )


def write_workbook(found: Contents, path: Path) -> None:
    """Write the workbook. The same contents give the same file: its creation date is the day of the run."""
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        created = datetime.combine(found.run_on, time(), UTC).replace(tzinfo=None)
        book.set_properties({"title": "monazite determinations", "created": created})
        sheets = _Sheets(book)
        for grid in found.before:
            sheets.write(grid)
        sheets.determinations(found.answers)
        for grid in found.between:
            sheets.write(grid)
        sheets.worksheet(found.worksheet)
        for grid in found.after:
            sheets.write(grid)


class _Sheets:
    """Writes grids as sheets, with the formats that they share."""

    def __init__(self, book: Any) -> None:
        self.book = book
        base = {"font_name": "Calibri", "font_size": 10.5, "valign": "top"}
        self.base = base
        self.measures: dict[str, Any] = {}
        self.texts: dict[str, str] = {}
        """Texts from outside and what stands in a cell for them: many lines say the same."""
        self.day = book.add_format({**base, "num_format": "yyyy-mm-dd", "align": "left"})
        self.text = book.add_format({**base, "text_wrap": True, "num_format": "@"})
        self.number = book.add_format({**base, "num_format": "0.############"})
        self.head = book.add_format({**base, "bold": True, "bottom": 1, "bg_color": "#eceae4", "text_wrap": True})
        self.title = book.add_format({**base, "bold": True, "font_size": 13})
        self.plain = book.add_format({**base, "num_format": "@"})
        grey = {**base, "bg_color": "#eceae4", "bold": True}
        self.total = book.add_format({**base, "bold": True})
        self.reckoned = book.add_format({**grey, "num_format": "0.############"})
        self.reckoned_share = book.add_format({**grey, "num_format": "0.0000######%"})
        self.kinds = {
            kind: book.add_format({**base, "font_color": ink, "bg_color": paper, "bold": True})
            for kind, (ink, paper) in _COLOURS.items()
        }

    def write(self, grid: Grid) -> None:
        """A sheet of plain rows."""
        sheet = self.book.add_worksheet(grid.name)
        top = 0
        for number, width in enumerate(grid.widths):
            sheet.set_column(number, number, width)
        if grid.header:
            self._header(sheet, grid.header, len(grid.rows))
            top = 1
        for index, cells in enumerate(grid.rows, start=top):
            form = self.title if index in grid.titles else None
            for column, cell in enumerate(cells):
                kind = KINDS.get(grid.header[column] if grid.header else str(cells[0]))
                self._cell(sheet, index, column, kind(cell) if kind is not None else cell, form)

    def determinations(self, found: Answers) -> None:
        """The main sheet: a row per line, strictest and undetermined first, the answer coloured and in words."""
        sheet = self.book.add_worksheet("Determinations")
        names = ["answer", *found.columns]
        top = 1 if found.note else 0
        for column, name in enumerate(names):
            sheet.set_column(column, column, 34 if name in _WIDE | {"answer"} else 8 if name in _NARROW else 16)
        if found.note:
            sheet.write_string(0, 0, found.note, self.title)
        self._header(sheet, [name.replace("_", " ") for name in names], len(found.shown), top)
        sheet.freeze_panes(top + 1, 3)
        for index, said in enumerate(found.shown, start=top + 1):
            self._cell(sheet, index, 0, f"{said.sign} {said.text}", self.kinds[said.kind])
        for column, (name, cells) in enumerate(found.columns.items(), start=1):
            kind = KINDS.get(name)
            for index, cell in enumerate(cells, start=top + 1):
                if cell is not None:
                    self._cell(sheet, index, column, kind(cell) if kind is not None else cell, None)

    def worksheet(self, rows: Sequence[SheetRow]) -> None:
        """How each share came about: inputs as numbers, the rest as formulas over cells of this sheet alone."""
        sheet = self.book.add_worksheet("Worksheet")
        for number, width in enumerate(WIDTHS):
            sheet.set_column(number, number, width)
        for index, row in enumerate(rows):
            for column, cell in enumerate(row.cells):
                if isinstance(cell, Formula):
                    form = self.reckoned_share if cell.percent else self.reckoned
                    sheet.write_formula(index, column, cell.text, form, cell.value)
                else:
                    words = isinstance(cell, str) and row.style == "" and column < len(row.cells) - 1
                    form = {"title": self.title, "head": self.head, "total": self.total}.get(row.style)
                    self._cell(sheet, index, column, cell, form or (self.plain if words else None))

    def _header(self, sheet: Any, names: Sequence[str], count: int, top: int = 0) -> None:
        for column, name in enumerate(names):
            sheet.write_string(top, column, name, self.head)
        sheet.freeze_panes(top + 1, 0)
        if count:
            sheet.autofilter(top, 0, top + count, len(names) - 1)

    def _measure(self, unit: str) -> Any:
        """The format of a number with a unit behind it."""
        if unit not in self.measures:
            number = self.base | {"num_format": f'General "{unit}"' if unit else "General"}
            self.measures[unit] = self.book.add_format(number)
        return self.measures[unit]

    def _cell(self, sheet: Any, index: int, column: int, cell: Typed, form: Any) -> None:
        """Numbers as numbers, days as days (`KINDS`), yes and no as words, everything else as text."""
        if cell is None or cell == "":
            return
        if isinstance(cell, str):
            if cell not in self.texts:
                self.texts[cell] = clip(sound(cell), LONGEST)
            sheet.write_string(index, column, self.texts[cell], form or self.text)
        elif isinstance(cell, bool):
            sheet.write_string(index, column, "yes" if cell else "no", form or self.text)
        elif isinstance(cell, int | float):
            sheet.write_number(index, column, cell, form or self.number)
        elif isinstance(cell, date):
            sheet.write_datetime(index, column, cell, form or self.day)
        else:
            sheet.write_number(index, column, cell.value, form or self._measure(cell.unit))
