"""`--assume SUBJECT.ATTRIBUTE=VALUE`: what a run takes for granted, shown beside every answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import polars as pl

from monazite.services.column_frame import column_series
from monazite.services.column_rows import ColumnRows
from monazite.services.evidence import ASSUMED
from monazite.services.schema import SCHEMA
from monazite.services.tables import Portfolio, Row, Table, Value

_FORM = re.compile(r"(?P<kind>part|party|shipment|activity):(?P<id>[^=]*?)\.(?P<attribute>[a-z_]+)=(?P<value>.*)")
_TABLE = {"part": ("parts", "part_id"), "party": ("parties", "party_id"), "shipment": ("shipments", "shipment_id"),
          "activity": ("activities", "activity_id")}  # fmt: skip

#: Reads the text of a cell as its column wants it; raises ValueError with a remedy when it cannot.
CellReader = Callable[[str, str, str], Value]


class AssumptionFault(ValueError):
    """An assumption that cannot be read; the message says how it is written."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """One cell filled for the run: ``id`` `*` fills it in every row where it is blank or not."""

    table: str
    key: str
    id: str
    column: str
    text: str
    value: Value

    def __str__(self) -> str:
        return f"{self.table}:{self.id}.{self.column} = {self.text}"


def parse_assumption(text: str, read: CellReader) -> Assumption:
    """Read `part:P1.made_in=JP`. Raises `AssumptionFault` naming what is wrong."""
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise AssumptionFault(
            f"{text!r} is no assumption; write part:ID.column=value, party:ID.column=value, "
            "shipment:ID.column=value or activity:ID.column=value, with * for every row, for instance "
            "part:*.composition=complete"
        )
    table, key = _TABLE[match["kind"]]
    column = match["attribute"]
    if column not in SCHEMA[table].by_name:
        there = ", ".join(SCHEMA[table].by_name)
        raise AssumptionFault(f"{table} has no column {column!r}; it has {there}")
    try:
        return Assumption(table, key, match["id"], column, match["value"], read(table, column, match["value"]))
    except ValueError as error:
        raise AssumptionFault(f"{text!r}: {error}") from error


def with_assumptions(portfolio: Portfolio, assumptions: tuple[Assumption, ...]) -> Portfolio:
    """The portfolio with the assumed cells filled; the rows say so in their raw text.

    Raises `AssumptionFault` for an assumption that no row of the portfolio is about.
    """
    tables: dict[str, Table] = dict(portfolio.tables)
    for assumption in assumptions:
        table = tables.get(assumption.table)
        rows = _assumed(table.rows, assumption) if table is not None else None
        if table is None or rows is None:
            raise AssumptionFault(f"{assumption}: {assumption.table} has no row for {assumption.id!r}")
        tables[assumption.table] = replace(table, rows=rows)
    return replace(portfolio, tables=tables)


def _assumed(rows: Sequence[Row], assumption: Assumption) -> Sequence[Row] | None:
    """The rows with the cell filled; None where the assumption is about none of them."""
    if isinstance(rows, ColumnRows):
        return _assumed_columns(rows, assumption)
    if not any(_is_about(row, assumption) for row in rows):
        return None
    return tuple(_filled(row, assumption) for row in rows)


def _assumed_columns(rows: ColumnRows, assumption: Assumption) -> ColumnRows | None:
    about = rows.frame.select(_about(rows.frame, assumption)).to_series()
    if not about.any():
        return None
    column = SCHEMA[assumption.table].by_name[assumption.column]
    columns = []
    for filled in column_series(column, [assumption.value]):
        name = filled.name
        kept = pl.col(name) if name in rows.frame.columns else pl.lit(None, filled.dtype)
        columns.append(pl.when(about).then(pl.lit(filled)).otherwise(kept).alias(name))
    return rows.changed(partial(_filled, assumption=assumption), rows.frame.with_columns(columns))


def _about(frame: pl.DataFrame, assumption: Assumption) -> pl.Expr:
    """`_is_about` for every row of a frame."""
    if assumption.id == "*":
        return pl.repeat(True, pl.len()).alias("about")
    key = pl.col(assumption.key)
    named = key == assumption.id
    if assumption.table == "shipments":
        line = pl.col("line").fill_null("1") if "line" in frame.columns else pl.lit("1")
        named |= pl.concat_str(key, pl.lit("/"), line) == assumption.id
    return named.alias("about")


def _is_about(row: Row, assumption: Assumption) -> bool:
    row_id = row.text(assumption.key)
    names = {row_id, f"{row_id}/{row.text('line', '1')}"} if assumption.table == "shipments" else {row_id}
    return assumption.id == "*" or assumption.id in names


def _filled(row: Row, assumption: Assumption) -> Row:
    if not _is_about(row, assumption):
        return row
    values: Mapping[str, Value] = {**row.values, assumption.column: assumption.value}
    raw = {**row.raw, assumption.column: f"{assumption.text}{ASSUMED}"}
    return replace(row, values=values, raw=raw, faulty=row.faulty - {assumption.column})
