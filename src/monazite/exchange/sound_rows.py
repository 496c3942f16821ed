"""Rows of a table that was read by columns, made once more: what the columns say of them, without reading them anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat

import polars as pl

from monazite.exchange.cells import Cell, cell_text, is_blank
from monazite.exchange.column_source import FIRST_ROW, ColumnSource
from monazite.exchange.columns import ColumnReader
from monazite.exchange.parquet import cells_of
from monazite.exchange.rows import _RowReader
from monazite.services.column_frame import NUMBER
from monazite.services.column_rows import SLICE
from monazite.services.tables import Kind, Row, Value

#: Kinds whose value stands in the frame just as it stands in a row.
_AS_TYPED = frozenset(
    (Kind.TEXT, Kind.ID, Kind.LINE, Kind.ENUM, Kind.COUNTRY, Kind.ORIGIN, Kind.CURRENCY, Kind.ENTRY, Kind.TIME)
)


@dataclass(frozen=True)
class SoundRows:
    """Makes rows that were found sound once more; nothing is reported twice.

    ``frame``: all of them, in the order of ``source``; ``odd``: the numbers of those that were read as rows, and are
    again. All the others mean just what their cells hold: no rule about cells together has anything to say of them.
    """

    source: ColumnSource
    reader: _RowReader
    frame: pl.DataFrame
    odd: pl.Series

    def __call__(self, numbers: Sequence[int]) -> Iterator[Row]:
        """The rows with these numbers, in this order."""
        for start in range(0, len(numbers), SLICE):
            yield from self._made(numbers[start : start + SLICE])

    @cached_property
    def _odd(self) -> frozenset[int]:
        return frozenset(self.odd)

    def _made(self, numbers: Sequence[int]) -> Iterator[Row]:
        odd = [number for number in numbers if number in self._odd] if self._odd else []
        plain = [number for number in numbers if number not in self._odd] if odd else numbers
        if not odd:
            return self._clean(plain)
        made = dict(zip([*plain, *odd], [*self._clean(plain), *self._read(odd)], strict=True))
        return (made[number] for number in numbers)

    def _read(self, numbers: Sequence[int]) -> Iterator[Row]:
        """Rows as the reader of rows gives them."""
        reader = copy(self.reader)
        for raw in self.source.rows(numbers):
            reader.rows, reader.aside = [], []
            reader.read(raw)
            yield from reader.rows

    def _clean(self, numbers: Sequence[int]) -> Iterator[Row]:
        """Rows as their columns give them."""
        slots = _Slots(len(numbers))
        places = pl.Series(numbers, dtype=pl.Int64)
        cells = self.source.cells[(places - FIRST_ROW).cast(pl.UInt32)]
        typed = self.frame[self.frame[NUMBER].search_sorted(places)]
        for reader in self.reader.columns:
            own = [cells_of(cells[str(place)]) for _, place in reader.spots]
            if reader.column is None or reader.column.kind not in _AS_TYPED:
                slots.read(reader, own)
            else:
                slots.take(reader.column.name, reader.spots[0][0], own[0], typed[reader.column.name].to_list())
        return map(Row, repeat(self.reader.name), numbers, slots.values, slots.raw)


@dataclass(slots=True)
class _Slots:
    """Values and raw texts of some rows, filled column by column."""

    count: int
    values: list[dict[str, Value]] = field(init=False)
    raw: list[dict[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.values = [{} for _ in range(self.count)]
        self.raw = [{} for _ in range(self.count)]

    def take(self, name: str, header: str, cells: list[Cell], typed: list[Value | None]) -> None:
        """Cells of a column whose values are known."""
        for place, (cell, value) in enumerate(zip(cells, typed, strict=True)):
            if cell is None:
                continue
            if value is not None:
                self.values[place][name] = value
            if not is_blank(cell):
                self.raw[place][header] = cell_text(cell)

    def read(self, reader: ColumnReader, own: list[list[Cell]]) -> None:
        """Cells of a column whose values are read by ``reader``."""
        nothing = (None,) * len(own)
        for place, cells in enumerate(zip(*own, strict=True)):
            if cells == nothing:
                continue
            outcome = reader.read_own(cells)
            self.raw[place].update(outcome.raw)
            if outcome.value is not None and reader.column is not None:
                self.values[place][reader.column.name] = outcome.value
