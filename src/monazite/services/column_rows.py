"""The rows of a table that is too large to hold as rows: a frame of them, and each row when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, overload

import polars as pl

if TYPE_CHECKING:
    from monazite.services.column_ids import Ids
    from monazite.services.tables import Row

SLICE = 20_000
"""So many rows at most are made at once while iterating."""

RowMaker = Callable[[Sequence[int]], "Iterator[Row]"]
"""Makes the rows with these numbers (`Row.number`), in this order."""


@dataclass(frozen=True, slots=True, eq=False)
class ColumnRows(Sequence["Row"]):
    """Sound rows of one table, in the order of the file.

    ``frame`` holds them as columns (`monazite.services.column_frame` says how): work on it wherever many rows are
    read. Every access by index or iteration makes the `Row` anew, equal to what reading row by row gives.
    ``irregular`` are the numbers of rows whose cells were not all taken as they stand (something was remarked or
    changed); it may name rows that are no longer there.
    """

    frame: pl.DataFrame
    make: RowMaker
    irregular: pl.Series = field(default_factory=lambda: pl.Series("number", [], dtype=pl.Int64))
    _among: dict[str, tuple[pl.DataFrame, Ids]] = field(default_factory=dict, init=False, repr=False)

    def keep_places(self, column: str, other: ColumnRows, places: Ids) -> None:
        """Keep where the ids of ``column`` stand among the rows of another table (`NOWHERE`: in none of them)."""
        self._among[column] = other.frame, places

    def places(self, column: str, other: ColumnRows) -> Ids | None:
        """The same again; None where it was not kept, or of other rows."""
        frame, places = self._among.get(column, (None, None))
        return places if frame is other.frame else None

    def __len__(self) -> int:
        return self.frame.height

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(index, slice):
            return self.take(range(*index.indices(len(self))))
        if not -len(self) <= index < len(self):
            raise IndexError(f"no row {index} among {len(self)}")
        return self.take((index % len(self),))[0]

    def __iter__(self) -> Iterator[Row]:
        numbers = self.frame["number"]
        slices = (numbers.slice(start, SLICE).to_list() for start in range(0, len(numbers), SLICE))
        return chain.from_iterable(map(self.make, slices))

    def take(self, indices: Iterable[int]) -> tuple[Row, ...]:
        """The rows at these places (counted from 0), in the order asked for."""
        numbers = self.frame["number"].gather(pl.Series(list(indices), dtype=pl.UInt32))
        return tuple(self.make(numbers.to_list()))

    def numbered(self, numbers: Sequence[int]) -> tuple[Row, ...]:
        """The rows with these numbers, in the order asked for; each must be there."""
        return tuple(self.make(numbers))

    def without(self, numbers: Iterable[int]) -> ColumnRows:
        """All rows but those with these numbers."""
        gone = pl.Series(list(numbers), dtype=pl.Int64)
        return ColumnRows(self.frame.filter(~pl.col("number").is_in(gone.implode())), self.make, self.irregular)

    def changed(self, change: Callable[[Row], Row], frame: pl.DataFrame) -> ColumnRows:
        """The same rows, each passed through ``change``; ``frame`` says what they are then."""
        return ColumnRows(frame, lambda numbers: map(change, self.make(numbers)), self.irregular)
