"""Reading a large table by columns: whole columns where they are sound, row by row where anything is to be said.

A row of which any cell is faulty or remarked upon, in which something required is missing, or to which a rule about
cells together may apply (`monazite.exchange.rules`), is read by the reader of rows: its issues and its values are those
of every other form of file. All the other rows mean just what their columns hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from monazite.exchange.column_source import FIRST_ROW, ColumnSource
from monazite.exchange.column_values import TypedColumn, read_column, read_unknown
from monazite.exchange.columns import ColumnReader
from monazite.exchange.findings import Findings, TableFindings
from monazite.exchange.header import match_header
from monazite.exchange.limits import Limits
from monazite.exchange.rows import _RowReader
from monazite.exchange.rules import NEEDS_CURRENCY, NOTICE
from monazite.exchange.sound_rows import SoundRows
from monazite.services.column_frame import NUMBER, frame_of
from monazite.services.column_rows import SLICE, ColumnRows
from monazite.services.ports import EntryResolver
from monazite.services.tables import Column, Kind, Range, Row, Table, TableSchema


def read_columns(
    source: ColumnSource, schema: TableSchema, entries: EntryResolver, findings: TableFindings, limits: Limits
) -> Table:
    """Read all of one table, equal to `monazite.exchange.rows.read_table` of its rows. Raises `Refused`."""
    header = match_header(source.header, schema, findings, limits)
    reader = _RowReader(schema.name, schema, header, entries, findings, limits)
    typed = _Typed.of(source, schema, reader.columns)
    clean = typed.clean(schema)
    odd = _OddRows.of(source, reader, typed.declared, clean)
    frame = typed.frame(clean)
    if odd.frame.height:
        frame = frame.merge_sorted(odd.frame, key=NUMBER)
    mute = _RowReader(schema.name, schema, header, entries, Findings(0).of(schema.name), limits)
    numbers = odd.frame[NUMBER]
    rows = ColumnRows(frame, SoundRows(source, mute, frame, numbers), numbers)
    return Table(schema.name, header.columns, rows, tuple(odd.aside), header.unknown)


@dataclass(frozen=True, slots=True)
class _Typed:
    """Every column of the file, read."""

    height: int
    declared: tuple[Column, ...]
    columns: dict[str, TypedColumn]
    unknown: list[pl.Series]

    @classmethod
    def of(cls, source: ColumnSource, schema: TableSchema, readers: Sequence[ColumnReader]) -> _Typed:
        columns, unknown = {}, []
        for reader in readers:
            names = {str(place): name for name, place in reader.spots}
            cells = source.cells.select(*names).rename(names)
            if reader.column is None:
                unknown.append(read_unknown(reader, cells.to_series()))
            else:
                columns[reader.column.name] = read_column(reader, reader.column, cells)
        declared = tuple(reader.column for reader in readers if reader.column is not None)
        return cls(source.cells.height, declared, columns, unknown)

    def clean(self, schema: TableSchema) -> pl.Series:
        """The rows that need no reading as rows."""
        clean = pl.repeat(True, self.height, eager=True)
        for part in (*(column.clean for column in self.columns.values()), *self.unknown, self._complete(schema)):
            clean &= part
        for part in self._ruled(schema):
            clean &= ~part
        return clean

    def _present(self, name: str) -> pl.Series:
        found = self.columns.get(name)
        return pl.repeat(False, self.height, eager=True) if found is None else found.present

    def _complete(self, schema: TableSchema) -> pl.Series:
        """Where there is anything, all that is required, and one of the groups of which one is."""
        complete = pl.repeat(False, self.height, eager=True)
        for name in self.columns:
            complete |= self._present(name)
        for name in schema.required:
            complete &= self._present(name)
        if schema.any_of:
            some = pl.repeat(False, self.height, eager=True)
            for group in schema.any_of:
                whole = pl.repeat(True, self.height, eager=True)
                for name in group:
                    whole &= self._present(name)
                some |= whole
            complete &= some
        return complete

    def _ruled(self, schema: TableSchema) -> Iterator[pl.Series]:
        """Where a rule about the cells of a row together may have something to say."""
        for column in self.declared:
            if column.kind is Kind.NUMBER:
                _, low, high = self.columns[column.name].columns
                if column.range in (Range.MONEY, Range.MASS):
                    yield (high == 0).fill_null(False)
                elif column.range is Range.BY_PRODUCT:
                    yield (low < 0).fill_null(False)
        for name in NEEDS_CURRENCY.get(schema.name, ()):
            yield self._present(name) & ~self._present("currency")
        if schema.name == "contents":
            yield self._present("cn_share") & self._present("origin")
        if "element" in schema.by_name:
            yield self._present("entry") & self._present("element")
        if schema.name == "listings":
            [written] = self.columns["designation"].columns
            yield ~written.str.contains(NOTICE).fill_null(True)

    def frame(self, clean: pl.Series) -> pl.DataFrame:
        """The clean rows."""
        number = pl.int_range(FIRST_ROW, FIRST_ROW + self.height, dtype=pl.Int64, eager=True).alias(NUMBER)
        columns = [series for column in self.declared for series in self.columns[column.name].columns]
        frame = pl.DataFrame([number, *columns])
        return frame if clean.all() else frame.filter(clean)


@dataclass(frozen=True, slots=True)
class _OddRows:
    """The rows that were read as rows: the sound ones as ``frame``, the others ``aside``."""

    frame: pl.DataFrame
    aside: list[Row]

    @classmethod
    def of(
        cls, source: ColumnSource, reader: _RowReader, declared: tuple[Column, ...], clean: pl.Series
    ) -> _OddRows:  # fmt: skip
        numbers = ((~clean).arg_true().cast(pl.Int64) + FIRST_ROW).to_list()
        frames = [frame_of(declared, ())]
        for start in range(0, len(numbers), SLICE):
            for raw in source.rows(numbers[start : start + SLICE]):
                if not raw.empty:
                    reader.read(raw)
            frames.append(frame_of(declared, reader.rows))
            reader.rows.clear()
        return cls(pl.concat(frames), reader.aside)
