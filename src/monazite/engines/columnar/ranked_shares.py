"""Lines of one part that differ only in what is charged for them, told by a few of them exactly.

Such lines stand in a row by their price. A share falls as the value of the item rises (`monazite.supply.ends`): under
every reading and every answer to an open question it reaches the threshold surely, then perhaps, then not at all. So
where the two ends of a stretch are told alike, all between them are; where they are not, the stretch is halved. The
bounds of a share are known of a whole stretch where they are the same at both ends, or where the same content is
divided by a value that is the price itself; elsewhere the stretch is halved too, down to single lines.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from monazite.engines.columnar.frames import Frames
from monazite.engines.columnar.functionals import Floats
from monazite.engines.columnar.share_cells import ROUNDING
from monazite.law.determine import Determiner
from monazite.law.in_force import ReadingOf
from monazite.law.share_atoms import view_of
from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.model.rounding import outward
from monazite.model.share import ShareView
from monazite.services.column_frame import NUMBER
from monazite.services.shares import ShareDesk
from monazite.services.tables import Row

Ints = npt.NDArray[np.int64]
_ROW = ("part_id", "period", "currency", "price_per", "invoiced")
"""What lines of one row have in common."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """``kind`` of every line: what is told of its share, as a number, -1 where nothing is told here; and its bounds:
    ``low``, ``high`` (infinite: none) and whether they are ``tight``.
    """

    kind: Ints
    low: Floats
    high: Floats
    tight: npt.NDArray[np.bool_]


def ranked_shares(
    frames: Frames, lines: pl.DataFrame, alone: npt.NDArray[np.bool_], desk: ShareDesk, determiner: Determiner
) -> Ranked:
    """What can be told so of those ``lines`` that are ``alone``, where ``desk`` knows their parts."""
    found = Ranked(
        np.full(lines.height, -1, dtype=np.int64),
        np.full(lines.height, np.nan),
        np.full(lines.height, np.nan),
        np.zeros(lines.height, dtype=np.bool_),
    )
    telling = _Telling(frames, desk, determiner, found)
    priced = (pl.col("unit_value") > 0) & (pl.col("price_per") > 0) & pl.col("unit_value").is_finite()
    mine = lines.filter(
        pl.Series(alone) & ~pl.col("unread") & pl.col("part_id").is_not_null() & (priced | ~pl.col("invoiced"))
    ).with_columns(amount=pl.when("invoiced").then("unit_value").otherwise(1.0))
    columns = [*_ROW, "amount", "row", NUMBER, "law_day"]
    for group in mine.select(columns).sort("amount", maintain_order=True).partition_by(_ROW, maintain_order=True):
        telling.add(group)
    telling.settle()
    return found


@dataclass(frozen=True, slots=True)
class _Told:
    """One line looked at exactly. ``worth``: the hull of its values; ``price`` of a unit, None: nothing is charged."""

    signature: Hashable
    tight: bool
    view: ShareView
    worth: Bounds | None
    price: Fraction | None


@dataclass(frozen=True, slots=True)
class _Prices:
    """The distinct prices of lines of one part, ascending, with one line of each and all of them."""

    part_id: str
    day: date
    prices: Floats
    numbers: Ints
    lines: list[Ints]
    told: dict[int, _Told] = field(default_factory=dict)


@dataclass(slots=True)
class _Telling:
    frames: Frames
    desk: ShareDesk
    determiner: Determiner
    found: Ranked
    kinds: dict[Hashable, int] = field(default_factory=dict)
    open: list[tuple[_Prices, int, int]] = field(default_factory=list)

    def add(self, group: pl.DataFrame) -> None:
        """Put lines of one part, sorted by price, among those to be told."""
        part_id, day = group["part_id"][0], group["law_day"][0]
        if not self.desk.roll(day).knows(part_id):
            return
        each = group.group_by("amount", maintain_order=True).agg(pl.col(NUMBER).first(), "row")
        prices = each["amount"].to_numpy() / (group["price_per"][0] or 1)
        rows = [np.asarray(some, dtype=np.int64) for some in each["row"].to_list()]
        self.open.append((_Prices(part_id, day, prices, each[NUMBER].to_numpy(), rows), 0, len(prices) - 1))

    def settle(self) -> None:
        """Look at the ends of every open stretch, and halve those that they do not settle."""
        while self.open:
            stretches, self.open = self.open, []
            wanted = sorted({int(one.numbers[end]) for one, *ends in stretches for end in ends})
            rows = {row.number: row for row in self.frames.numbered("shipments", wanted)}
            for one, first, last in stretches:
                for end in (first, last):
                    if end not in one.told:
                        one.told[end] = self._look(one, rows[int(one.numbers[end])])
                if not self._settled(one, first, last):
                    middle = (first + last) // 2
                    self.open += [(one, first, middle), (one, middle + 1, last)]

    def _look(self, one: _Prices, row: Row) -> _Told:
        roll = self.desk.roll(one.day)
        values = self.desk.values(one.part_id, row)
        share = roll.share(one.part_id, values, threshold=self.desk.threshold)
        said = share.confidence, tuple(self.determiner.patterns.tell(share).items())
        charged = [claim.value for claim in values if claim.row == row.number and claim.basis == "invoice"]
        return _Told(said, share.tight, view_of(share, self._readings), share.value, _point(charged))

    @property
    def _readings(self) -> ReadingOf:
        return self.determiner.readings({})

    def _settled(self, one: _Prices, first: int, last: int) -> bool:
        """Whether the ends of a stretch say what all in it have; puts it down where they do."""
        low, high = one.told[first], one.told[last]
        if low.signature != high.signature or low.tight != high.tight:
            return False
        if last - first > 1 and _passes_own_value(low.worth, high.worth):
            return False
        prices = one.prices[first : last + 1]
        least, most = (_between(low, high, prices, upper) for upper in (False, True))
        if least is None or most is None:
            return False
        kind = self.kinds.setdefault(low.signature, len(self.kinds))
        for place in range(first, last + 1):
            mine = one.lines[place]
            self.found.kind[mine], self.found.tight[mine] = kind, low.tight
            self.found.low[mine], self.found.high[mine] = least[place - first], most[place - first]
        return True


def _passes_own_value(low: Bounds | None, high: Bounds | None) -> bool:
    """Whether the price passes the part's own value between two lines: with just that price the value is no question,
    while below and above it the hull of both is.
    """
    if low is None or high is None or low.high is None:
        return False
    return low.high == high.low and not (low.known and high.known)


def _point(charged: list[Bounds]) -> Fraction | None:
    return charged[0].low if len(charged) == 1 and charged[0].known else None


def _between(low: _Told, high: _Told, prices: Floats, upper: bool) -> Floats | None:
    """A bound of the shares between two prices, which are looked at; None where they do not say it."""
    ends = [told.view.ends()[upper] for told in (low, high)]
    if ends[0] == ends[1]:
        rounded = outward(ends[0] or 0, ends[0])[upper]
        return np.full(len(prices), np.inf if rounded is None else rounded)
    counted = [told.view.high_n if upper else told.view.low_n for told in (low, high)]
    worth = [told.view.low_v if upper else told.view.high_v for told in (low, high)]
    rates = [v / told.price if v and told.price else None for v, told in zip(worth, (low, high), strict=True)]
    if counted[0] is None or counted[0] != counted[1] or rates[0] is None or rates[0] != rates[1]:
        return None
    return np.asarray(float(counted[0] / rates[0]) / prices * (1 + (ROUNDING if upper else -ROUNDING)))
