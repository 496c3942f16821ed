"""Which files of a folder are the portfolio."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from monazite.exchange.findings import Findings
from monazite.services.attestations import ATTESTATIONS_FILE

TABLE_ENDINGS = (".csv", ".parquet")
WORKBOOK_ENDINGS = (".xlsx", ".xlsm")
IMPORT_FILE = "import.yaml"
"""What an import remembers beside the tables (`monazite.exchange.erp.memory`)."""
_HARMLESS = (".txt", ".md", ".html", ".json", ".pdf")
_OLD = {
    ".xls": "save it as .xlsx", ".xlsb": "save it as .xlsx", ".ods": "save it as .xlsx", ".tsv": "rename it to .csv",
    ".txt": "if it is a table, rename it to .csv", ".gz": "unpack it", ".zip": "unpack it",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inputs:
    """The table files, in the order of their names, and the workbook."""

    tables: tuple[Path, ...] = ()
    workbook: Path | None = None

    @property
    def all(self) -> tuple[Path, ...]:
        """Every file that is read."""
        return self.tables if self.workbook is None else (*self.tables, self.workbook)


def find_inputs(path: Path, findings: Findings) -> Inputs:
    """The files to read at ``path``: a workbook, or a folder of tables or of one workbook; others are reported."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    usable = [file for file in files if _usable(file, path, findings)]
    tables = tuple(file for file in usable if file.suffix.lower() in TABLE_ENDINGS)
    books = [file for file in usable if file.suffix.lower() in WORKBOOK_ENDINGS]
    if not tables and len(books) == 1:
        return Inputs((), books[0])
    for book in books:
        message = f"{book.name} stands beside {'tables' if tables else 'other workbooks'}; it is not read"
        code = "ignored_file" if tables else "several_workbooks"
        remedy = "name the workbook itself as the portfolio, or leave only one in the folder"
        add = findings.of(book.name).warning if tables else findings.of(book.name).error
        add(code, message, remedy)
    return Inputs(tables)


def _usable(file: Path, portfolio: Path, findings: Findings) -> bool:
    """Whether ``file`` may be read; where not, and not for a plain reason, an issue says so."""
    if file.name.startswith((".", "~$")):
        return False
    ending, notes = file.suffix.lower(), findings.of(file.name)
    if (file.name.endswith(ATTESTATIONS_FILE) or file.name == IMPORT_FILE) and file != portfolio:
        return False
    if ending not in TABLE_ENDINGS + WORKBOOK_ENDINGS or not file.is_file():
        if file == portfolio or (ending not in _HARMLESS and not file.is_dir()):
            remedy = _OLD.get(ending, "a portfolio is .csv, .parquet or one .xlsx")
            (notes.error if file == portfolio else notes.info)("ignored_file", f"{file.name} is not read", remedy)
        return False
    return True
