"""The dumps of one import: the recognised columns of every file as text, with the row each cell stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from monazite.exchange.erp.recognise import Match
from monazite.exchange.erp.sheets import DumpSheet
from monazite.exchange.findings import Refused, TableFindings, shown
from monazite.exchange.limits import Limits

ROW, FILE, UNREAD = "_row", "_file", "_unread"
PIECE = 50_000
"""So many rows are held as Python texts at a time."""
CUT_OFF = (200, 500)
"""How many rows SE16 and SE16N give when nobody raises the limit."""


@dataclass(frozen=True, slots=True)
class Dump:
    """One file as one table: ``frame`` has a text column per field, and `_row`."""

    match: Match
    name: str
    frame: pl.DataFrame

    @property
    def table(self) -> str:
        """The SAP table."""
        return self.match.table.name

    def fields(self, type_: str) -> list[str]:
        """The fields of a type that the file has."""
        return [name for name in self.match.places if self.match.table.fields[name].type == type_]


def load(sheet: DumpSheet, matches: Sequence[Match], findings: TableFindings, limits: Limits) -> list[Dump]:
    """The columns that the ``matches`` name, read once, a piece at a time."""
    wanted = sorted({place for match in matches for place in match.places.values()})
    pieces: list[pl.DataFrame] = []
    held: list[tuple[int, ...] | tuple[str | int, ...]] = []
    count = 0
    for number, cells in sheet.rows:
        if not _sound(number, cells, sheet, findings):
            continue
        width = len(cells)
        held.append((number, *(cells[place] if place < width else "" for place in wanted)))
        count += 1
        if count > limits.rows:
            raise Refused("too_many_rows", f"more than {limits.rows:,} rows", "split the export by plant or by year")
        if len(held) == PIECE:
            pieces.append(_piece(held, wanted))
            held = []
    pieces.append(_piece(held, wanted))
    whole = pl.concat(pieces)
    if not whole.height:
        findings.warning("empty_dump", "there is no row behind the header", "export it again")
    if whole.height in CUT_OFF:
        message = f"exactly {whole.height} rows, which is where SE16N stops when nobody raises the limit"
        findings.warning("perhaps_cut_off", message, "export again with the field for the maximum number of hits empty")
    return [
        Dump(match, sheet.name, whole.select(ROW, *(pl.col(str(p)).alias(f) for f, p in match.places.items())))
        for match in matches
    ]


def _piece(held: Sequence[Sequence[object]], wanted: Sequence[int]) -> pl.DataFrame:
    schema = {ROW: pl.UInt32, **{str(place): pl.String for place in wanted}}
    return pl.DataFrame(held, schema=schema, orient="row") if held else pl.DataFrame(schema=schema)


def _sound(number: int, cells: Sequence[str], sheet: DumpSheet, findings: TableFindings) -> bool:
    """Whether the row can be one of the table; a repeated header is dropped, what does not fit is reported."""
    width = len(sheet.header)
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        message = f"{len(cells)} cells where the header has {width}: {shown(' | '.join(cells))}"
        remedy = "a separator stands inside a text: export with another one, or without that column"
        findings.error("row_too_long", message, remedy, number)
        return False
    return not cells or cells[0].strip() != sheet.header[0] or [cell.strip() for cell in cells] != list(sheet.header)
