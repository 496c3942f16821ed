"""Dumps for tests: tables written in a dialect, and what the import makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
from benchmarks.sap.dialects import Dialect, Table, write

from monazite.exchange.erp.desk import Desk, Question
from monazite.exchange.erp.importer import Imported, import_erp, read_company
from monazite.exchange.findings import Findings
from monazite.model.issue import Issue

PLAIN = Dialect("semicolon", "utf-8", mark="point", day="%Y-%m-%d", grouped=False)
ANSWERS = {
    "plants": "all", "bom_usage": "all", "material_types": "sap", "currency": "EUR", "price_unit": "1",
    "ship_to": "end_user", "decimal_mark": "point", "date_order": "dmy", "encoding": "windows-1252",
}  # fmt: skip


def texts(columns: str, *rows: str) -> dict[str, list[str]]:
    """A table from lines: names and cells divided by blanks, `.` for a blank cell."""
    cells = [[("" if cell == "." else cell) for cell in row.split()] for row in rows]
    return {name: [row[place] for row in cells] for place, name in enumerate(columns.split())}


def dump(folder: Path, tables: Mapping[str, Table], dialect: Dialect = PLAIN) -> Path:
    """Write the tables and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        write(folder, name, table, dialect)
    return folder


def read(
    folder: Path, answers: Mapping[str, str] | None = None
) -> tuple[Mapping[str, pl.DataFrame], list[Issue], Desk]:
    """The typed SAP tables of a folder, with the issues and the desk that was asked."""
    findings, desk = Findings(1000), Desk({}, answers or {}, None)
    company = read_company((folder,), desk, findings)
    return company.tables, list(findings.all()), desk


def imported(
    folder: Path, tables: Mapping[str, Table], dialect: Dialect = PLAIN, answers: Mapping[str, str] | None = None
) -> tuple[dict[str, list[dict[str, Any]]], Imported]:
    """Import tables; the tables of the portfolio as rows without their blanks."""
    source = dump(folder / "dumps", tables, dialect)
    done = import_erp((source,), folder / "portfolio", ANSWERS | dict(answers or {}))
    return portfolio_rows(folder / "portfolio"), done


def portfolio_rows(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Every table of a portfolio as rows without their blanks."""
    return {
        path.stem: [
            {k: v for k, v in row.items() if v is not None} for row in pl.read_parquet(path).iter_rows(named=True)
        ]
        for path in sorted(folder.glob("*.parquet"))
    }


def codes(issues: Iterable[Issue]) -> set[str]:
    """The codes that were reported."""
    return {issue.code for issue in issues}


class Person:
    """Answers at a terminal, and remembers what was asked."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self.answers = answers
        self.asked: list[Question] = []

    def __call__(self, question: Question) -> str:
        self.asked.append(question)
        return self.answers.get(question.id, question.default)
