"""A bill-of-material graph made ready for passes: parts in an order in which each follows what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from monazite.supply.kernel.csr import rows_of

Ids = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]


class Rows(NamedTuple):
    """What compiled loops need of a `PreparedGraph`, by the same names."""

    start: Places
    child: Ids
    level: Places
    loops: Places
    rounding: npt.NDArray[np.float64]


@dataclass(frozen=True)
class PreparedGraph:
    """Parts stand at *places* 0 .. n-1, level by level, within a level those used most first.

    ``start[p]:start[p+1]``: the lines of the part at place p; ``child``: the place of a line's child; ``line``: its
    number in the table that was prepared. ``part[p]``: the number of the part at a place; ``place``: the way back.
    ``level[i]:level[i+1]``: the places of a level; whatever a part is made of lies on lower ones, except within a loop.
    ``loops``: first and last place (exclusive) of every loop; a loop lies within one level, at its end. ``rounding``:
    most roundings on any way down from a part, in units of the last place (rule N1).
    """

    start: Places
    child: Ids
    line: Ids
    part: Ids
    place: Ids
    level: Places
    loops: Places
    rounding: npt.NDArray[np.float64]

    @property
    def rows(self) -> Rows:
        """For compiled loops."""
        return Rows(self.start, self.child, self.level, self.loops, self.rounding)

    @property
    def parts(self) -> int:
        """How many parts there are."""
        return len(self.part)

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return len(self.child)

    @cached_property
    def users(self) -> tuple[Places, Ids, Ids]:
        """``start``, ``parent`` and ``at``: of every place the places of the parts whose lines use it, and where in
        ``child`` those lines stand. Made when first asked for.
        """
        owner = np.repeat(np.arange(self.parts, dtype=np.uint32), np.diff(self.start))
        start, parent, at = rows_of(self.child, owner, self.parts)
        return start, parent, at

    def by_line(self, column: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """A column of the table of lines (quantities) in the order of ``child``."""
        return np.take(column, self.line)

    def at_places(self, column: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Rows given by part number as rows by place."""
        return column[self.part]

    def by_part(self, column: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Rows given by place as rows by part number."""
        return column[self.place]
