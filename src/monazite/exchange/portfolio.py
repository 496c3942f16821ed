"""Reading a portfolio: a folder of tables as CSV or Parquet, or one workbook. The door of this room.

What can go wrong, from the whole to the cell: the path is not there (`FileNotFoundError`); nothing in it is a table
(`no_tables`); a file or table is refused, the others are read; a row is set aside, the others are read; a cell is
remarked upon and used. Every one of these is an issue with its place and its remedy (``docs/issues.md``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from monazite.exchange.cells import Rows
from monazite.exchange.checks import check_references, set_duplicates_aside
from monazite.exchange.column_source import load_columns
from monazite.exchange.column_table import read_columns
from monazite.exchange.csv_text import read_csv
from monazite.exchange.findings import Findings, Refused, TableFindings
from monazite.exchange.guard import check_size, guarded
from monazite.exchange.inputs import Inputs, find_inputs
from monazite.exchange.limits import Limits
from monazite.exchange.parquet import read_parquet
from monazite.exchange.plausibility import check_prices
from monazite.exchange.rows import read_table
from monazite.exchange.stake_sums import check_stakes
from monazite.exchange.subjects import subject_of
from monazite.exchange.workbook import Sheet, read_workbook
from monazite.services.nearest import nearest
from monazite.services.ports import EntryResolver
from monazite.services.schema import CORE_TABLES, SCHEMA
from monazite.services.tables import Portfolio, SetAside, Table

_LIMITS = Limits()


def read_portfolio(
    path: Path,
    entries: EntryResolver,
    limits: Limits = _LIMITS,
    shipped: Mapping[str, frozenset[str]] = MappingProxyType({}),
) -> Portfolio:
    """Read the portfolio at ``path`` (implements `monazite.services.ports.PortfolioReader`).

    ``shipped``: ids by table that rows may name though no row defines them.

    Faults of the content never raise; a path that does not exist raises `FileNotFoundError`.
    """
    if not path.exists():
        raise FileNotFoundError(f"there is no file or folder {path}")
    reading = _Reading(entries, limits, shipped)
    inputs = find_inputs(path, reading.findings)
    for file in inputs.tables:
        name = file.stem.strip().lower()
        reading.table(name, file.name, _file_rows(file, name, reading), file.suffix, file)
    if inputs.workbook is not None:
        reading.workbook(inputs.workbook)
    return reading.portfolio(_name(path), _digest(inputs))


def _name(path: Path) -> str:
    """The name of the folder or file, also where it is given as `.` or `..`."""
    return path.name if path.name not in ("", "..") else path.resolve().name


def _file_rows(file: Path, name: str, reading: _Reading) -> Rows:
    """The rows of a table file; nothing is opened before the first is asked for, which may raise `Refused`."""
    check_size(file, reading.limits)
    with guarded(file.name, "see whether you may read the file, and whether it is whole"):
        if file.suffix.lower() == ".parquet":
            yield from read_parquet(file, reading.limits)
        else:
            known = SCHEMA[name].by_spelling if name in SCHEMA else {}
            yield from read_csv(file, known, reading.findings.of(name), reading.limits)


def _digest(inputs: Inputs) -> str:
    """Over name and bytes of every file that is read, in the order of the names."""
    digest = hashlib.sha256()
    for file in sorted(inputs.all, key=lambda file: file.name):
        digest.update(f"{file.name}\0{file.stat().st_size}\0".encode())
        try:
            with file.open("rb") as stream:
                while chunk := stream.read(1 << 20):
                    digest.update(chunk)
        except OSError:
            digest.update(b"not readable")  # the reading says so in an issue
    return digest.hexdigest()


class _Reading:
    """Tables and issues of one reading as they come together."""

    def __init__(self, entries: EntryResolver, limits: Limits, shipped: Mapping[str, frozenset[str]]) -> None:
        self.entries, self.limits, self.shipped = entries, limits, shipped
        self.findings = Findings(limits.issues_per_code)
        self._tables: dict[str, Table] = {}
        self._unknown: dict[str, Table] = {}
        self._refused: set[str] = set()

    def table(self, name: str, source: str, rows: Rows, what: str, file: Path | None = None) -> None:
        """Read one table; a second one of the same name takes the first one away too.

        ``file`` is where the rows stand, if they fill a file: a large one may be read by columns instead.
        """
        findings = self.findings.of(name)
        if name in self._refused:
            return
        if name in self._tables or name in self._unknown:
            message = f"the table is there twice (again as {source}); neither is used"
            findings.error("table_given_twice", message, "keep the one that holds")
            self._tables.pop(name, None)
            self._unknown.pop(name, None)
            self._refused.add(name)
            return
        if name not in SCHEMA:
            self._report_unknown(name, source, what)
        try:
            table = self._by_columns(name, file, findings)
            if table is None:
                table = read_table(name, SCHEMA.get(name), rows, self.entries, findings, self.limits)
        except Refused as refusal:
            findings.refused(refusal)
            self._refused.add(name)
            return
        (self._tables if name in SCHEMA else self._unknown)[name] = table

    def _by_columns(self, name: str, file: Path | None, findings: TableFindings) -> Table | None:
        """The table as its columns give it; None where it is to be read row by row. Raises `Refused`."""
        if file is None or file.suffix.lower() != ".parquet" or name not in SCHEMA:
            return None
        check_size(file, self.limits)
        source = load_columns(file, self.limits)
        return read_columns(source, SCHEMA[name], self.entries, findings, self.limits) if source is not None else None

    def workbook(self, path: Path) -> None:
        """Read the sheets of a workbook as tables."""
        try:
            check_size(path, self.limits)
            sheets = read_workbook(path, self.limits)
        except Refused as refusal:
            self.findings.of(path.name).refused(refusal)
            return
        for sheet in sheets:
            self._sheet(sheet)

    def _sheet(self, sheet: Sheet) -> None:
        name = sheet.name.strip().lower()
        findings = self.findings.of(name)
        if not sheet.visible:
            findings.info("hidden_sheet", "the sheet is hidden; it is read like the others", "show or delete it")
        if sheet.merged:
            message = f"cells are merged ({', '.join(sheet.merged[:5])}): only the first of them has the value"
            findings.warning("merged_cells", message, "unmerge them and fill every cell")
        self.table(name, f"sheet {sheet.name!r}", sheet.rows, "sheet")

    def _report_unknown(self, name: str, source: str, what: str) -> None:
        code = "unknown_sheet" if what == "sheet" else "unknown_table"
        message = f"{source} is no table of a portfolio; it is kept and not used"
        close = nearest(name, SCHEMA, 1, 0.75)
        if close:
            self.findings.of(name).warning(code, message, f"did you mean {close[0]!r}?")
        else:
            self.findings.of(name).info(code, message, "nothing, if it is your own")

    def portfolio(self, name: str, sha256: str) -> Portfolio:
        """Check the tables against each other and put all together."""
        tables = {t: set_duplicates_aside(self._tables[t], self.findings) for t in SCHEMA if t in self._tables}
        check_references(tables, frozenset(self._refused), self.findings, self.shipped)
        check_prices(tables, self.findings)
        check_stakes(tables, self.findings)
        self._report_missing(tables)
        self._report_untouched(tables)
        refused = tuple(sorted(self._refused & set(SCHEMA)))
        aside = tuple(_set_aside(tables.values()))
        return Portfolio(name, tables, self.findings.all(), sha256, self._unknown, refused, aside)

    def _report_untouched(self, tables: dict[str, Table]) -> None:
        """Tables with a header and no rows, as `monazite init` writes them: one line for all of them."""
        names = [name for name, table in tables.items() if table.columns and not (table.rows or table.set_aside)]
        optional = [name for name in names if name not in CORE_TABLES]
        if optional:
            message = f"no rows in {', '.join(optional)}: what they would say is unknown"
            self.findings.of("").info("empty_table", message, "nothing, if there is nothing to say")

    def _report_missing(self, tables: dict[str, Table]) -> None:
        if not tables:
            message = "no table of a portfolio could be read"
            remedy = f"start with {', '.join(CORE_TABLES)}; `monazite init DIR` writes empty ones"
            self.findings.of("").error("no_tables", message, remedy)
            return
        for name in CORE_TABLES:
            if name not in tables and name not in self._refused:
                message = f"there is no table {name}: {_without(name)}"
                self.findings.of(name).warning("missing_table", message, "`monazite init DIR` writes an empty one")


def _without(name: str) -> str:
    return {
        "parts": "nothing is known of any part",
        "bom": "nothing is known of what assemblies hold",
        "contents": "nothing is known of controlled contents",
    }[name]


def _set_aside(tables: Iterable[Table]) -> Iterable[SetAside]:
    for table in tables:
        for row in table.set_aside:
            yield SetAside(subject_of(row, SCHEMA[table.name]), row)
