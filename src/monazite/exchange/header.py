"""Matching the header of a file to the declared columns: what is known, what is not, what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from monazite.exchange.cells import RawRow, cell_text
from monazite.exchange.findings import Refused, TableFindings, shown
from monazite.exchange.limits import Limits
from monazite.services.nearest import nearest
from monazite.services.tables import TableSchema


@dataclass(frozen=True, slots=True)
class Header:
    """``names``: the header name of every cell of a row, in order (a blank one is `column_7`); ``places``: where each
    known name stands; ``columns``: the declared columns that are there; ``unknown``: the other names.
    """

    names: tuple[str, ...]
    places: dict[str, int]
    columns: tuple[str, ...]
    unknown: tuple[str, ...]


def match_header(row: RawRow, schema: TableSchema | None, findings: TableFindings, limits: Limits) -> Header:
    """Read the header row. Raises `Refused` where the table cannot be read by it."""
    if row.fault is not None:
        raise Refused(row.fault.code, f"the header: {row.fault.message}", row.fault.remedy, row.number)
    if len(row.cells) > limits.columns:
        message = f"{len(row.cells):,} columns; at most {limits.columns:,} are read"
        raise Refused("too_many_columns", message, "delete the columns that are not needed", row.number)
    names = _names(row, findings)
    spellings = schema.by_spelling if schema is not None else {}
    places = {name: index for index, name in enumerate(names) if name in spellings}
    unknown = tuple(name for name in names if name not in spellings)
    header = Header(names, places, tuple(dict.fromkeys(spellings[n].name for n in names if n in spellings)), unknown)
    if schema is not None:
        _check(header, schema, row, findings)
    return header


def _names(row: RawRow, findings: TableFindings) -> tuple[str, ...]:
    """Stripped and in lower case. Blank ones get a name; one that is given twice refuses the table."""
    names: list[str] = []
    cells = [cell_text(cell).replace("\ufeff", "").strip().lower() for cell in row.cells]
    while cells and not cells[-1]:
        cells.pop()
    for index, text in enumerate(cells, 1):
        if text and text in names:
            remedy = "rename or delete one of them; which one is meant is not guessed"
            raise Refused("duplicate_column", f"the column {shown(text)} is there twice", remedy, row.number, text[:60])
        if not text:
            message = f"the header of column {index} is blank; its cells are kept as column_{index} and not used"
            findings.warning(
                "blank_header", message, "name the column, unmerge the header cells, or delete it", row.number
            )
        names.append(text or f"column_{index}")
    return tuple(names)


def _check(header: Header, schema: TableSchema, row: RawRow, findings: TableFindings) -> None:
    """Missing and unknown columns."""
    if not header.places:
        message = f"row {row.number} names no column of {schema.name}: {shown(', '.join(header.names))}"
        remedy = f"the header comes first; delete what stands above it. Required: {', '.join(schema.required)}"
        raise Refused("bad_header", message, remedy, row.number)
    missing = [name for name in schema.required if name not in header.columns]
    lacking = all(any(name not in header.columns for name in group) for group in schema.any_of)
    if schema.any_of and lacking:
        missing.append(" or ".join("+".join(group) for group in schema.any_of))
    if missing:
        message = f"required column missing: {', '.join(missing)}; the table is not read"
        raise Refused("missing_column", message, _missing_remedy(missing[0], header), row.number, missing[0])
    for name in header.unknown:
        _report_unknown(name, schema, header, row, findings)


def _missing_remedy(name: str, header: Header) -> str:
    close = nearest(name, header.unknown, 1)
    return f"add it; is it the column {close[0]!r}, misspelt?" if close else "add it; it may not be blank"


def _report_unknown(name: str, schema: TableSchema, header: Header, row: RawRow, findings: TableFindings) -> None:
    """An unknown column is kept; where it looks like a misspelt one, what it may be is said as a warning."""
    if name.startswith("column_"):
        return
    free = [spelling for spelling in schema.by_spelling if spelling not in header.places]
    close = nearest(name, free, 1, 0.75)
    message = f"{shown(name)} is no column of {schema.name}; it is kept and not used"
    if close:
        findings.warning("unknown_column", message, f"did you mean {close[0]!r}?", row.number, name)
    else:
        findings.info("unknown_column", message, "nothing, if it is your own", row.number, name)
