"""From files of an ERP to tables of a portfolio: the door of this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import polars as pl

from monazite.exchange.erp.boms import boms
from monazite.exchange.erp.company import Company, company
from monazite.exchange.erp.conventions import writings
from monazite.exchange.erp.deliveries import trade
from monazite.exchange.erp.desk import UNKNOWN, Desk, Prompt, Question
from monazite.exchange.erp.dumps import Dump, load
from monazite.exchange.erp.encodings import ASKED, Encoding
from monazite.exchange.erp.materials import parts
from monazite.exchange.erp.memory import memory_text, read_memory
from monazite.exchange.erp.parties import parties, sources
from monazite.exchange.erp.prices import values_and_moving
from monazite.exchange.erp.recognise import tables_of
from monazite.exchange.erp.sheets import DumpSheet, files_of, sheets_of
from monazite.exchange.erp.values import typed
from monazite.exchange.erp.writing import write_tables
from monazite.exchange.findings import Findings, Refused
from monazite.exchange.inputs import IMPORT_FILE
from monazite.exchange.limits import Limits
from monazite.model.issue import Issue

_LIMITS = Limits()
_SAMPLE = 50
REPORT = "import-report.txt"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. ``tables``: rows of every table written; empty while a question is ``open``."""

    tables: Mapping[str, int]
    issues: tuple[Issue, ...]
    open: tuple[Question, ...]
    asked: int


def import_erp(
    paths: tuple[Path, ...],
    portfolio: Path,
    answers: Mapping[str, str] | None = None,
    prompt: Prompt | None = None,
    replace: bool = False,
    limits: Limits = _LIMITS,
) -> Imported:
    """Read the dumps at ``paths`` into ``portfolio``.

    Faults of the content are issues. Raises `FileNotFoundError` for a path that is not there, `MemoryFault` and
    `BadAnswer` for an import.yaml or answers that cannot be used, `Blocked` where the portfolio is a workbook.
    """
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"there is no file or folder {path}")
    memory = read_memory(portfolio / IMPORT_FILE)
    desk = Desk(memory.answers, answers or {}, prompt)
    findings = Findings(limits.issues_per_code)
    tables = _tables(read_company(paths, desk, findings, limits))
    for question in desk.beyond:
        message = f"one question too many for one import: {question.text} Taken as unknown"
        findings.of(IMPORT_FILE).warning("question_left", message, f"answer {question.id} in import.yaml")
    tables = {name: frame for name, frame in tables.items() if frame.height}
    if not tables and not desk.open:
        findings.of("").error("nothing_imported", "no table of a portfolio could be made of the files",
                              "export at least MARA; docs/import.md names the tables")  # fmt: skip
        return Imported({}, findings.all(), (), len(desk.asked))
    told = dict(memory.answers) | desk.answers

    def notes(written: Mapping[str, str]) -> Mapping[str, str]:
        return {
            IMPORT_FILE: memory_text(told, (*desk.open, *desk.beyond), written),
            REPORT: "".join(f"{issue}\n" for issue in findings.all()),
        }

    if desk.open:
        portfolio.mkdir(parents=True, exist_ok=True)
        for name, text in notes(memory.written).items():
            (portfolio / name).write_text(text, "utf-8")
        return Imported({}, findings.all(), tuple(desk.open), len(desk.asked))
    taken = write_tables(portfolio, tables, memory.written, replace, findings, notes)
    return Imported({name: tables[name].height for name in taken}, findings.all(), (), len(desk.asked))


def read_company(paths: tuple[Path, ...], desk: Desk, findings: Findings, limits: Limits = _LIMITS) -> Company:
    """The SAP tables in all files at ``paths``, typed."""
    dumps: list[Dump] = []
    for file in files_of(paths, findings):
        for sheet in sheets_of(file, lambda name, seen: _encoding(name, seen, desk), findings, limits):
            try:
                dumps += _dumps(sheet, desk, findings, limits)
            except Refused as refusal:
                findings.of(sheet.name).refused(refusal)
    how = writings(dumps, desk, findings)
    return company(((d.table, typed(d, how[d.name], findings.of(d.name))) for d in dumps), desk, findings)


def _dumps(sheet: DumpSheet, desk: Desk, findings: Findings, limits: Limits) -> list[Dump]:
    first = list(islice(sheet.rows, _SAMPLE))
    notes = findings.of(sheet.name)
    matches = tables_of(sheet.header, sheet.hint, [cells for _, cells in first], desk, notes)
    if not matches:
        return []
    return load(DumpSheet(sheet.name, sheet.hint, sheet.header, chain(first, sheet.rows)), matches, notes, limits)


def _encoding(name: str, seen: Encoding, desk: Desk) -> str:
    evidence = f"{name} is no Unicode. {seen.evidence}"
    answer = desk.ask(
        Question("encoding", "In which encoding are the texts?", evidence, dict.fromkeys(ASKED, ""), ASKED[0])
    )
    return "" if answer == UNKNOWN else answer


def _tables(found: Company) -> dict[str, pl.DataFrame]:
    """Every table of the portfolio that the dumps can fill."""
    masters = parts(found)
    values, moving = values_and_moving(found)
    bills = boms(found)
    deliveries = trade(found)
    everything = {
        "parts": pl.concat([masters.join(moving, "part_id", how="left", maintain_order="left"), bills.stand_ins],
                           how="diagonal"),
        "bom": bills.bom,
        "values": values,
        "sources": sources(found),
        "parties": parties(found),
        "shipments": deliveries.shipments,
        "roles": deliveries.roles,
    }  # fmt: skip
    return {name: _without_empty(frame) for name, frame in everything.items()}


def _without_empty(frame: pl.DataFrame) -> pl.DataFrame:
    """Without columns in which nothing stands."""
    return frame.select(name for name in frame.columns if frame[name].null_count() < frame.height)
