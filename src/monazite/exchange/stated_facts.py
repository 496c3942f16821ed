"""The table `facts` against the vocabulary: its values are read as strictly as the columns of any other table.

A rule compares what it is given: a country that is none, or a word that is neither yes nor no, would hold no rule and
so look like a fact that clears an export. What cannot be read is set aside, and what it spoke of is then unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from monazite.exchange.native import Bad
from monazite.exchange.subjects import subject_of
from monazite.exchange.typed import read_value
from monazite.law.schema_rules import FactLine
from monazite.model.issue import Issue, Severity
from monazite.services.fact_names import ELSEWHERE, KINDS, NOT_HOME, vocabulary_name
from monazite.services.nearest import nearest
from monazite.services.ports import EntryResolver
from monazite.services.schema import SCHEMA
from monazite.services.tables import Column, Kind, Portfolio, Row, SetAside

_TABLES: Mapping[str, str] = {"part": "parts", "party": "parties", "shipment": "shipments", "activity": "activities"}


def check_facts(portfolio: Portfolio, vocabulary: Mapping[str, FactLine], entries: EntryResolver) -> Portfolio:
    """The portfolio with every row of `facts` read by what the vocabulary says that the fact holds.

    A row that cannot be read is set aside with an issue; one that nothing reads is kept with an issue.
    """
    table = portfolio.tables.get("facts")
    if table is None:
        return portfolio
    reader = _Reader(vocabulary, entries)
    for row in table.rows:
        reader.read(row)
    if not reader.issues and tuple(table.rows) == tuple(reader.rows):
        return portfolio
    aside = tuple(SetAside(subject_of(row, SCHEMA["facts"]), row) for row in reader.aside)
    read = replace(table, rows=tuple(reader.rows), set_aside=(*table.set_aside, *reader.aside))
    return replace(
        portfolio,
        tables={**portfolio.tables, "facts": read},
        issues=(*portfolio.issues, *reader.issues),
        set_aside=(*portfolio.set_aside, *aside),
    )


@dataclass(slots=True)
class _Reader:
    vocabulary: Mapping[str, FactLine]
    entries: EntryResolver
    rows: list[Row] = field(default_factory=list)
    aside: list[Row] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def read(self, row: Row) -> None:
        """Put one row among those that are used or among those that are set aside."""
        subject, attribute, value = row.text("subject"), row.text("attribute"), row.values.get("value")
        name = vocabulary_name(subject, attribute)
        line = self.vocabulary.get(name)
        if value is None or subject.startswith("law:"):
            self.rows.append(row)
        elif line is None:
            self._unheard(row, subject, attribute)
        elif (remedy := ELSEWHERE.get(name) or ELSEWHERE.get(line.type)) is not None:
            self._set_aside(row, "fact_elsewhere", f"{attribute} cannot be stated in one cell of this table", remedy)
        elif line.type not in KINDS or not isinstance(value, str):
            self.rows.append(row)
        else:
            self._typed(row, name, line, value)

    def _typed(self, row: Row, name: str, line: FactLine, text: str) -> None:
        kind = Kind.ORIGIN if name in NOT_HOME else KINDS[line.type]
        codes = SCHEMA["shipments"].by_name["end_use"].values if kind is Kind.CODES else line.values
        column = Column("value", kind, "", values=codes)
        try:
            read = read_value(text, column, self.entries)
        except Bad as bad:
            self._set_aside(row, bad.fault.code, bad.fault.message, bad.fault.remedy)
            return
        if read.remark is not None:
            fault = read.remark
            self._note(Severity.WARNING, row, fault.code, fault.message, fault.remedy)
        self.rows.append(replace(row, values={**row.values, "value": _written(read.value, text)}))

    def _unheard(self, row: Row, subject: str, attribute: str) -> None:
        """A name that the vocabulary does not have: no rule reads it."""
        self.rows.append(row)
        table = _TABLES.get(subject.partition(":")[0], "")
        if table and attribute in SCHEMA[table].by_name:
            message = f"{attribute} is a column of {table} and is read from there alone; this row decides nothing"
            remedy = f"fill {attribute} in {table}"
            if table != "activities":
                remedy += f", or try it with --assume {subject.partition('/')[0]}.{attribute}=VALUE"
            self._note(Severity.WARNING, row, "fact_of_column", message, remedy)
            return
        heads = {"part": "item.", "party": "end_users."}.get(subject.partition(":")[0], "shipment.")
        close = nearest(attribute, [name.removeprefix(heads) for name in self.vocabulary], 1)
        meant = f"did you mean {close[0]!r}? " if close else ""
        message = f"no rule reads a fact {attribute!r}; this row decides nothing"
        self._note(Severity.WARNING, row, "unknown_fact", message, f"{meant}The names stand in docs/facts.md")

    def _set_aside(self, row: Row, code: str, message: str, remedy: str) -> None:
        self.aside.append(row)
        text = f"{message}; the row is set aside, and {row.text('attribute')} is unknown"
        self._note(Severity.ERROR, row, code, text, remedy)

    def _note(self, severity: Severity, row: Row, code: str, message: str, remedy: str) -> None:
        subject = subject_of(row, SCHEMA["facts"])
        self.issues.append(Issue(severity, code, message, remedy, "facts", row.number, "value", subject=subject))


def _written(value: object, text: str) -> str:
    """The value as the table writes it: yes and no, lists divided by semicolons."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ";".join(str(one) for one in value)
    return value if isinstance(value, str) else text
