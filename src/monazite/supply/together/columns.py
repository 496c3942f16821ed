"""Amounts of one thing in every combination of answers, as one array of floats.

Rows of one array hold what `Amounts` holds: lower ends by entry and in all, what is stated, upper ends, and whether an
entry is named; columns are combinations. An entry that is not named has the upper end of any (`ANY`), so that its row
need not be known to be missing. What nothing bounds is `BIG`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from monazite.supply.together.answers import COMBINATIONS, Floats

Levels = npt.NDArray[np.int8]
"""Truths, by column."""

BIG = 1e150
"""Stands for `monazite.supply.measure.BEYOND`."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The rows of the entries that may occur; `ANY` stands first."""

    place: dict[str, int]

    @property
    def rows(self) -> int:
        """How many rows the amounts of a part have."""
        return 4 * len(self.place) + 3

    def nothing(self) -> Columns:
        """Nothing counted at all."""
        return Columns(np.zeros((self.rows, COMBINATIONS)), np.zeros(COMBINATIONS, np.int8), len(self.place))


@dataclass(slots=True)
class Columns:
    """Amounts of one thing. ``rows`` as the module says, of ``count`` entries; ``contains``: see `Amounts.contains`."""

    rows: Floats
    contains: Levels
    count: int
    unsure: bool = False

    @property
    def lows(self) -> Floats:
        """Lower ends by entry."""
        return self.rows[: self.count]

    @property
    def low(self) -> Floats:
        """Lower end of the sum."""
        row: Floats = self.rows[self.count]
        return row

    @property
    def stateds(self) -> Floats:
        """What somebody has stated, by entry."""
        return self.rows[self.count + 1 : 2 * self.count + 1]

    @property
    def stated(self) -> Floats:
        """What somebody has stated of the sum."""
        row: Floats = self.rows[2 * self.count + 1]
        return row

    @property
    def highs(self) -> Floats:
        """Upper ends by entry."""
        return self.rows[2 * self.count + 2 : 3 * self.count + 2]

    @property
    def high(self) -> Floats:
        """Upper end of the sum."""
        row: Floats = self.rows[3 * self.count + 2]
        return row

    @property
    def named(self) -> Floats:
        """More than 0 where an entry is named."""
        return self.rows[3 * self.count + 3 :]

    @property
    def lower(self) -> Floats:
        """All rows of lower ends."""
        return self.rows[: self.count + 1]

    @property
    def upper(self) -> Floats:
        """All rows of what is stated and of upper ends."""
        return self.rows[self.count + 1 : 3 * self.count + 3]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing in it in any column."""
        return not self.contains.any() and not self.rows[: 3 * self.count + 3].any()

    def copy(self) -> Columns:
        """One that may be changed in place."""
        return Columns(self.rows.copy(), self.contains.copy(), self.count, self.unsure)

    def capped(self, cap: float) -> Columns:
        """See `Amounts.capped`."""
        found = self.copy()
        np.maximum(self.stateds, np.minimum(cap, self.highs), out=found.highs)
        np.minimum(self.lows, found.highs, out=found.lows)
        np.maximum(self.stated, np.minimum(cap, self.high), out=found.high)
        np.minimum(self.low, found.high, out=found.low)
        return found
