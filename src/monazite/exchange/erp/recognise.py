"""Which SAP table a sheet is, and which of its columns is which field.

A table is known by its name in the name of the file or sheet (`MARA.csv`, `2026-10 STPO page 2.txt`), else by its
headers. A list of materials with prices (MM60) serves several tables at once. A required field without a column, and a
field that several columns may be, is asked (`column:TABLE.FIELD`); a column that nothing names is reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monazite.exchange.erp.desk import UNKNOWN, Desk, Question
from monazite.exchange.erp.dictionary import Field, SapTable, dictionary, folded
from monazite.exchange.findings import TableFindings, shown

_TOGETHER = ("MARA", "MAKT", "MARC", "MBEW")
"""Tables that one list of materials may serve."""
_PRICES = ("STPRS", "VERPR")
_PAIRED = 2


@dataclass(frozen=True, slots=True)
class Match:
    """``table``, and for each of its fields that the sheet has the place of its column."""

    table: SapTable
    places: Mapping[str, int]


def tables_of(
    header: Sequence[str], hint: str, sample: Sequence[Sequence[str]], desk: Desk, findings: TableFindings
) -> list[Match]:
    """The tables that a sheet serves; none where it is not known, which is reported."""
    named = _named(hint)
    tables = [dictionary()[named]] if named else _by_headers(header, findings)
    found = [match for table in tables if (match := _match(table, header, sample, desk, findings)) is not None]
    used = {place for match in found for place in match.places.values()}
    spare = [shown(name) for place, name in enumerate(header) if place not in used and name]
    if found and spare:
        message = f"read as {' + '.join(m.table.name for m in found)}; not used: {', '.join(spare[:20])}"
        findings.info("unused_columns", message, "nothing, unless one of them is needed: name it after its SAP field")
    return found


def _named(hint: str) -> str:
    """The table whose name stands in the name of the file; empty where none or several do."""
    words = [word for word in re.split(r"[^A-Z0-9]+", hint.upper()) if word in dictionary()]
    return words[0] if len(set(words)) == 1 else ""


def _by_headers(header: Sequence[str], findings: TableFindings) -> list[SapTable]:
    fitting = [(table, len(_columns(table, header))) for table in dictionary().values() if _fits(table, header)]
    best = max((score for _, score in fitting), default=0)
    leading = [table for table, score in fitting if score == best]
    close = {table.name for table, score in fitting}
    if not leading:
        message = f"the headers are those of no SAP table that is read: {shown(', '.join(h for h in header if h))}"
        findings.error("table_not_recognised", message, "name the file after its table, such as MARA.csv")
        return []
    together = [table for table, _ in fitting if table.name in _TOGETHER and _adds(table, header)]
    if any(table.name in _TOGETHER for table in leading) and together:
        return together
    if len(leading) > 1:
        message = f"the headers fit several tables: {', '.join(sorted(close))}"
        findings.error("table_not_recognised", message, "name the file after its table, such as MARA.csv")
        return []
    return leading


def _fits(table: SapTable, header: Sequence[str]) -> bool:
    there = set(_columns(table, header))
    one_of = [f.name for f in table.fields.values() if f.one_of]
    return all(f.name in there for f in table.fields.values() if f.required) and (
        not one_of or any(name in there for name in one_of)
    )


def _adds(table: SapTable, header: Sequence[str]) -> bool:
    """Whether a list of materials says more of this table than its key."""
    there = _columns(table, header)
    return any(name in there for name, field in table.fields.items() if field.type not in ("id", "plant"))


def _columns(table: SapTable, header: Sequence[str]) -> dict[str, list[int]]:
    """For each field the places of the columns that may be it; a technical name beats every other."""
    found: dict[str, list[int]] = {}
    technical = {name.strip().upper().split("-")[-1]: place for place, name in reversed(list(enumerate(header)))}
    for place, name in enumerate(header):
        for field in table.named(name):
            found.setdefault(field, []).append(place)
    return {f: [technical[f]] if f in technical else places for f, places in found.items()}


def _match(
    table: SapTable, header: Sequence[str], sample: Sequence[Sequence[str]], desk: Desk, findings: TableFindings
) -> Match | None:
    columns = _columns(table, header)
    places: dict[str, int] = {}
    for field in table.fields.values():
        asked = columns.get(field.name, [])
        if len(asked) > 1 and not _same(asked, sample):
            place = _ask(table, field, header, asked, sample, desk)
        elif not asked and field.required:
            free = [p for p, name in enumerate(header) if name and not any(p in c for c in columns.values())]
            place = _ask(table, field, header, free, sample, desk)
        else:
            place = asked[0] if asked else None
        if place is not None:
            places[field.name] = place
    _share_price(table, places, header, findings)
    missing = [field.name for field in table.fields.values() if field.required and field.name not in places]
    if missing:
        message = f"read as {table.name}, which has no column {missing[0]}; it is not used"
        findings.error("column_missing", message, f"export {missing[0]} too, or answer the question about it")
        return None
    return Match(table, places)


def _share_price(table: SapTable, places: dict[str, int], header: Sequence[str], findings: TableFindings) -> None:
    """One column `Price` is the price that the price control names; without the control nobody knows which it is."""
    if table.name != "MBEW" or len({places.get(name) for name in _PRICES}) != 1 or _PRICES[0] not in places:
        return
    if "VPRSV" not in places:
        name = header[places[_PRICES[0]]]
        del places["STPRS"]
        message = f"{shown(name)} may be a standard or a moving price; it is taken as stated in the master data only"
        findings.warning("price_control_missing", message, "export the price control (VPRSV) too", column=name)


def _same(places: Sequence[int], sample: Sequence[Sequence[str]]) -> bool:
    """Whether the columns say the same, as far as was looked."""
    return bool(sample) and all(len({row[p] for p in places if p < len(row)}) <= 1 for row in sample)


def _ask(
    table: SapTable, field: Field, header: Sequence[str], among: Sequence[int],
    sample: Sequence[Sequence[str]], desk: Desk,
) -> int | None:  # fmt: skip
    if not among:
        return None
    options = {f"#{place + 1}": f"{header[place]} ({_values(place, sample)})" for place in among}
    twice = {folded(header[p]) for p in among if [folded(header[q]) for q in among].count(folded(header[p])) > 1}
    by_header = {f"#{p + 1}" if folded(header[p]) in twice else header[p]: p for p in among}
    options = {name: options[f"#{place + 1}"] for name, place in by_header.items()}
    text = f"Which column of {table.name} is {field.name}?"
    evidence = "several columns may be it" if len(among) >= _PAIRED else "no header is known to mean it"
    answer = desk.ask(Question(f"column:{table.name}.{field.name}", text, evidence, options))
    return None if answer == UNKNOWN else by_header[answer]


def _values(place: int, sample: Sequence[Sequence[str]]) -> str:
    seen = list(dict.fromkeys(row[place].strip(" \x1f") for row in sample if place < len(row) and row[place].strip()))
    return ", ".join(seen[:3]) or "empty"
