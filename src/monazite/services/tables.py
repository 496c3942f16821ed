"""The portfolio in memory: what a column means, typed rows, and the whole with its issues. No input or output here.

A portfolio is a set of named tables (`monazite.services.schema` declares them all). A reader (`monazite.exchange`)
types every cell by its column, never by its looks, so `1E902` stays text and `NO` is Norway. What a cell holds:

=========================  ============================================================================================
kind of column             Python value in `Row.values`
=========================  ============================================================================================
text, id, line, enum,      ``str``, stripped; a country in capitals; an origin is a country or ``not_CN``
country, origin, currency
number                     `Bounds` of exact fractions: a point for a plain cell, an interval for a low/high pair
value                      ``str`` for a plain cell, `Bounds` for a low/high pair
integer                    ``int``
date                       ``datetime.date``
period                     ``datetime.date``, or `Period` for a bare year or month
time                       ``str``, a time with its offset, ``11:30+08:00``: fits behind a date for `Moment.parse`
yes_no                     ``bool``
entry                      ``str``: a full entry id (has a ``/``), an element symbol such as ``Dy``, or ``none``
ids, codes, entries        ``tuple[str, ...]``; ``none`` in a list of entries is the empty tuple: known to be none
=========================  ============================================================================================

**Blank is unknown, and what is unknown is not there**: the key is missing. The pair ``quantity_low`` and
``quantity_high`` is found under ``quantity``; one end alone leaves the other open (0, or no upper bound).
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

import polars as pl

from monazite.model.bounds import Bounds
from monazite.model.issue import Issue
from monazite.services.column_rows import ColumnRows


class Kind(StrEnum):
    """How the cells of a column are read."""

    TEXT = "text"
    ID = "id"
    LINE = "line"
    NUMBER = "number"
    VALUE = "value"
    INTEGER = "integer"
    DATE = "date"
    PERIOD = "period"
    TIME = "time"
    ENUM = "enum"
    COUNTRY = "country"
    ORIGIN = "origin"
    CURRENCY = "currency"
    ENTRY = "entry"
    ENTRIES = "entries"
    CODES = "codes"
    IDS = "ids"
    YES_NO = "yes_no"


class Range(StrEnum):
    """Which numbers a column admits, and what zero and minus mean in it (rule N2).

    `quantity`: 0 and above. `by_product`: below 0 means a by-product of the positive amount. `mass`, `money`: 0 in a
    plain cell is what an ERP writes for "not maintained": unknown, and an issue. `positive`: above 0. `share`: 0 to 1.
    `loss`: 0 and below 1. `any`: every number.
    """

    QUANTITY = "quantity"
    BY_PRODUCT = "by_product"
    MASS = "mass"
    MONEY = "money"
    POSITIVE = "positive"
    SHARE = "share"
    LOSS = "loss"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, how it is read, and what it means to a person who fills it in.

    ``values`` are the admitted words of an enum or the codes of a list; ``refers`` names the table whose id it holds;
    ``blank`` says what an empty cell means where that is not simply "unknown" (`TableSchema.decisive`); ``default`` is
    the text that stands for it in keys and subjects (line 1); ``example`` serves `monazite init`.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    values: tuple[str, ...] = ()
    range: Range = Range.QUANTITY
    refers: str = ""
    blank: str = ""
    default: str = ""
    example: str = ""

    @property
    def pair(self) -> bool:
        """Whether ``<name>_low`` and ``<name>_high`` may stand in its place."""
        return self.kind in (Kind.NUMBER, Kind.VALUE)

    @property
    def spellings(self) -> tuple[str, ...]:
        """The header names that fill this column."""
        return (self.name, f"{self.name}_low", f"{self.name}_high") if self.pair else (self.name,)


@dataclass(frozen=True)
class TableSchema:
    """One table: what a row of it says, its columns, and what makes two rows the same.

    ``key``: columns that identify a row; rows that share it are all set aside. Empty: rows may repeat.
    ``any_of``: beyond the required columns, at least one of these groups must be filled in every row.
    ``subject``: pattern of the subject that a row speaks of, filled from its cells (``part:{part_id}``); of several,
    divided by ``|``, the first that can be filled.
    ``core``: one of the three tables that make a start.
    """

    name: str
    purpose: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()
    subject: str = ""
    core: bool = False

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """Columns by their name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def by_spelling(self) -> Mapping[str, Column]:
        """Columns by every header name that fills them (``quantity``, ``quantity_low``, ``quantity_high``)."""
        return {spelling: column for column in self.columns for spelling in column.spellings}

    @cached_property
    def decisive(self) -> frozenset[str]:
        """Columns without which a row says something else: required, in the key or in an alternative of ``any_of``, or
        with a blank that does not mean unknown. A row with a faulty cell there is set aside; elsewhere the cell alone
        becomes unknown, which is weaker than anything it can have said.
        """
        named = {*self.key, *(name for group in self.any_of for name in group)}
        return frozenset(c.name for c in self.columns if c.required or c.blank or c.name in named)

    @cached_property
    def numbers(self) -> tuple[Column, ...]:
        """The columns that hold amounts."""
        return tuple(column for column in self.columns if column.kind is Kind.NUMBER)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Names of the columns without which the table cannot be read."""
        return tuple(column.name for column in self.columns if column.required)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year, or a month of it, kept at the precision it was given with: 2021 is not 1 January 2021.

    A yearly average serves its year and what comes after (rule N3), so it counts from `first`.
    """

    year: int
    month: int | None = None

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month or 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        month = self.month or 12
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        return f"{self.year:04}" if self.month is None else f"{self.year:04}-{self.month:02}"


Value = str | int | bool | Bounds | date | Period | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``number`` as the file shows it: in a file without comment lines the header is row 1.

    ``values`` are the typed cells by column; what is blank or unknown has no key. ``raw`` is the text of every cell
    that is not empty, by header name, unknown columns and low/high pairs included. ``faulty`` are the columns in which
    something stands that cannot be used: unknown like a blank, though something was said. Whoever reads a blank of
    such a column as less than unknown (another basis stands for it, another column, a default) looks here first.
    """

    table: str
    number: int
    values: Mapping[str, Value]
    raw: Mapping[str, str]
    faulty: frozenset[str] = frozenset()

    def __contains__(self, column: str) -> bool:
        return column in self.values

    def text(self, column: str, default: str = "") -> str:
        """The text of ``column``, or ``default`` where it is unknown."""
        value = self.values.get(column)
        return value if isinstance(value, str) else default

    def number_of(self, column: str) -> Bounds | None:
        """The bounds in ``column``; None where unknown."""
        value = self.values.get(column)
        return value if isinstance(value, Bounds) else None

    def integer(self, column: str) -> int | None:
        """The whole number in ``column``; None where unknown."""
        value = self.values.get(column)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def flag(self, column: str) -> bool | None:
        """yes or no; None where unknown."""
        value = self.values.get(column)
        return value if isinstance(value, bool) else None

    def day(self, column: str) -> date | None:
        """The day in ``column``, of a period its first; None where unknown."""
        value = self.values.get(column)
        if isinstance(value, Period):
            return value.first
        return value if isinstance(value, date) else None

    def many(self, column: str) -> tuple[str, ...] | None:
        """The list in ``column``; None where unknown, the empty tuple where known to be none."""
        value = self.values.get(column)
        return value if isinstance(value, tuple) else None

    @property
    def place(self) -> str:
        """Table and row for a `Source`: ``bom row 7``."""
        return f"{self.table} row {self.number}"


@dataclass(frozen=True, slots=True)
class Table:
    """One table as read. ``columns`` are the known ones that its header has, ``unknown_columns`` the others (their
    cells are in `Row.raw`). ``set_aside`` are faulty rows with what could be read of them: each has an issue, none
    is assessed, and what it speaks of is not fully known (`Portfolio.touched_by_faults`). ``rows`` of a large table
    are `ColumnRows`: a frame, and rows made when they are asked for.
    """

    name: str
    columns: tuple[str, ...] = ()
    rows: Sequence[Row] = ()
    set_aside: tuple[Row, ...] = ()
    unknown_columns: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that was set aside, and the subject about which something is thereby unknown (``part:P1`` or empty)."""

    subject: str
    row: Row


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All that was read: ``tables`` the known ones that could be read, ``unknown_tables`` those that are none of ours
    (kept as text), ``refused`` the known tables that are there and could not be read at all, ``set_aside`` the faulty
    rows of all tables. ``sha256`` is the digest of the files' names and bytes, in the order of the names.
    """

    name: str
    tables: Mapping[str, Table]
    issues: tuple[Issue, ...]
    sha256: str
    unknown_tables: Mapping[str, Table] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()

    def rows(self, table: str) -> Sequence[Row]:
        """The sound rows of ``table``; none where it is absent."""
        found = self.tables.get(table)
        return found.rows if found is not None else ()

    def frame(self, table: str) -> pl.DataFrame | None:
        """The sound rows of ``table`` as columns (`monazite.services.column_frame`); None where it was read by rows."""
        rows = self.rows(table)
        return rows.frame if isinstance(rows, ColumnRows) else None

    def texts(self, table: str, *columns: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Number of every sound row of ``table`` and its texts in some columns of text; empty where unknown."""
        frame = self.frame(table)
        if frame is None:
            for row in self.rows(table):
                yield row.number, tuple(row.text(column) for column in columns)
            return
        empty = pl.lit("")
        cells = [pl.col(c).fill_null(empty) if c in frame.columns else empty.alias(c) for c in columns]
        for number, *found in frame.select("number", *cells).iter_rows():
            yield number, tuple(found)

    def touched_by_faults(self, *tables: str) -> frozenset[str]:
        """Subjects about which a row of ``tables`` (of any table, when none is named) was set aside.

        A bill of materials that lost a row is no longer complete, whatever `parts.composition` says.
        """
        return frozenset(s.subject for s in self.set_aside if s.subject and (not tables or s.row.table in tables))
