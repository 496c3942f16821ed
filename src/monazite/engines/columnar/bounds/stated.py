"""What is said of parts themselves, over columns: contents, value, completeness; the odd ones by the exact roll-up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from monazite.engines.columnar.bounds.nodes import Nodes
from monazite.engines.columnar.bounds.part_table import OUT, padded, part_table, values_of
from monazite.engines.columnar.frames import Frames
from monazite.engines.columnar.part_classes import content_classes
from monazite.engines.columnar.representatives import cut_to
from monazite.law.pack import Law
from monazite.law.rulebook import Rulebook
from monazite.model.bounds import Bounds
from monazite.services.column_frame import NUMBER
from monazite.services.evidence import EvidenceBook
from monazite.services.shares import ShareDesk
from monazite.supply.amounts import Amounts
from monazite.supply.graph import Content
from monazite.supply.kernel.masses import Floats
from monazite.supply.kernel.of_network import BITS, downwards, upwards
from monazite.supply.kernel.values import POSSIBLE, Own
from monazite.supply.measure import Setting
from monazite.supply.network import Node
from monazite.supply.passes import Pass


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted of every part: money on each price basis, or kilograms of each entry.

    ``passes``: the exact passes that count so; ``row``: of their amounts low, stated and high ends, a third each.
    """

    passes: Sequence[Pass]
    row: Callable[[Sequence[Amounts]], list[float]]
    columns: int


class Stated:
    """What is said of all nodes, as of a day.

    ``currency``: that of the prices; ``roll``: the exact roll-up of the parts of which columns do not say all, and of
    one part for each class of contents; beneath these it knows nothing.
    """

    def __init__(self, frames: Frames, nodes: Nodes, law: Law, rulebook: Rulebook, basis: str, day: date) -> None:
        self._frames, self._nodes = frames, nodes
        self._law = law, rulebook, basis, day
        self._table = part_table(frames, nodes)
        contents = content_classes(frames)
        self._rows = contents.join(nodes.members.filter(self._table["plain"]), on="part_id", maintain_order="left")
        samples = self._rows.unique("content", keep="first", maintain_order=True).select("content", NUMBER)
        self._samples: dict[int, int] = dict(samples.iter_rows())
        self._apart: list[str] = self._table.filter(~pl.col("plain"))["part_id"].unique().to_list()
        chosen = pl.Series(list(self._samples.values()), dtype=pl.Int64)
        shown = contents.filter(pl.col(NUMBER).is_in(chosen.implode()))["part_id"]
        self._desk = _desk(frames, law, rulebook, basis, {*self._apart, *shown})
        self.roll = self._desk.roll(day)
        self.currency = _currency(self._desk, frames)

    def worth(self) -> tuple[Floats, Floats]:
        """Least and most value of a unit of every node; NaN: unknown."""
        low, high = (padded(ends, self._nodes) for ends in values_of(self._table, self.roll, self.currency))
        for place, index in self._places():
            if index is not None:
                value = self.roll.measure.worth(self.roll.network.nodes[index], self.currency)
                low[place] = np.nan if value is None else downwards(value.low)
                high[place] = np.nan if value is None or value.high is None else upwards(value.high)
        return low, high

    def weights(self) -> Floats:
        """The most that a unit of every row of `parts` weighs, kg; infinite: unknown."""
        most = self._table["weight"].to_numpy() * (1 + OUT)
        return np.where(most > 0, most, np.inf)

    def amounts(self) -> list[Amounts]:
        """Kilograms of everything that is stated, as they are counted: one for each class of contents, and of each
        part of which columns do not say all.
        """
        only = self.roll.run(Setting("", ""))
        classes = [only.rows.amounts(*self._kilogram(row)) for row in self._samples.values()]
        apart = [only.own(index) for _, index in self._places() if index is not None]
        whole = [only.of(index) for _, index in self._places() if index is not None and only.counted_whole(index)]
        return [*classes, *(one for one in apart if one is not None), *whole]

    def own(self, counting: Counting, cap: Floats) -> Own:
        """What is said of the nodes themselves, as the kernel takes it but in their order. ``cap``: of the rows of
        `parts`, the most that a unit is worth or weighs.
        """
        nodes, columns = self._nodes, counting.columns
        own = Own(
            amounts=np.zeros((nodes.count, 3 * columns)),
            bits=np.zeros(nodes.count, np.uint8),
            cap=np.full(nodes.count, np.inf),
            open=np.ones(nodes.count, np.bool_),
            given=np.zeros(nodes.count, np.bool_),
            whole=np.full(nodes.count, -1, np.int32),
            worth=np.zeros((0, 3 * columns)),
            home=np.zeros((0, 2)),
        )
        own.open[: nodes.rows] = self._table["open"].to_numpy()
        _add_contents(own, self._rows, self._per_kilogram(counting))
        own.cap[: nodes.rows] = cap
        _close_unheard(own, nodes, columns)
        return self._with_apart(own, counting)

    def _kilogram(self, row: int) -> tuple[Content, Node]:
        """A content row as one kilogram of it, and the part that states it."""
        content = next(one for one in self._desk.supply.contents if one.row == row)
        node = self.roll.network.nodes[self.roll.network.ids[content.part_id]]
        return replace(content, mass_kg=Bounds.exactly(1)), node

    def _per_kilogram(self, counting: Counting) -> dict[int, tuple[list[float], int]]:
        """What a kilogram of every class of contents counts with, and its bits."""
        found = {}
        for kind, row in self._samples.items():
            content, node = self._kilogram(row)
            amounts = [one.rows.amounts(content, node) for one in counting.passes]
            found[kind] = counting.row(amounts), max(BITS[one.contains] for one in amounts)
        return found

    def _places(self) -> Iterator[tuple[int, int | None]]:
        """The nodes of which columns do not say all, and where the exact roll-up has them (None: nowhere)."""
        nodes, ids = self._nodes, self.roll.network.ids
        mine = nodes.members.filter(pl.col("part_id").is_in(pl.Series(self._apart, dtype=pl.String).implode()))
        for part, revision, place in mine.iter_rows():
            yield place, ids.get(f"{part}@{revision or ''}", ids.get(part))
        listed = nodes.of_id.filter(pl.col("part_id").is_in(nodes.choices.implode()))
        for part, place in listed.iter_rows():
            yield place, ids.get(part)

    def _with_apart(self, own: Own, counting: Counting) -> Own:
        """The parts that columns do not say all of, as the exact roll-up takes them."""
        passes, columns = counting.passes, counting.columns
        worth: list[list[float]] = []
        home: list[tuple[float, float]] = []
        mixed: list[str] = []
        for place, index in self._places():
            if index is None:
                own.given[place], own.bits[place] = True, POSSIBLE
                own.amounts[place, 2 * columns :] = np.inf
                continue
            node = self.roll.network.nodes[index]
            own.cap[place] = upwards(self.roll.measure.cap(node, passes[0].setting))
            own.open[place] = node.residual and not passes[0].bare(index)
            if node.part is None and not node.choices:
                own.given[place], own.bits[place] = True, POSSIBLE
                own.amounts[place] = [0.0] * (2 * columns) + [own.cap[place]] * columns
                continue
            if node.choices:
                continue
            amounts = [one.own(index) for one in passes]
            known = [one for one in amounts if one is not None]
            spans = [span for one in passes if (span := one.counted_whole(index)) is not None]
            if len(known) < len(amounts) or (spans and passes[0].setting.masses):
                mixed.append(node.part_id)
                continue
            own.amounts[place], own.bits[place] = counting.row(known), max(BITS[one.contains] for one in known)
            if spans:
                own.whole[place] = len(worth)
                worth.append([*(downwards(s[0][0]) for s in spans), *(upwards(s[0][1]) for s in spans),
                              *(upwards(s[0][2]) for s in spans)])  # fmt: skip
                home.append((downwards(spans[0][1][0]), upwards(spans[0][1][1])))
        if mixed:
            self._give(own, counting, list(dict.fromkeys(mixed)))
        return own._replace(worth=np.array(worth).reshape(-1, 3 * columns), home=np.array(home).reshape(-1, 2))

    def _give(self, own: Own, counting: Counting, parts: list[str]) -> None:
        """The bounds of parts whose stated contents cannot be told apart from those of their children (a total,
        several sources, or nobody says) or from themselves, from the exact roll-up of all that is beneath them.
        """
        pack, rulebook, basis, day = self._law
        few = cut_to(self._frames, parts, (), [])
        roll = ShareDesk(few, pack, EvidenceBook(few), rulebook, basis).roll(day)
        passes = [roll.run(one.setting) for one in counting.passes]
        members = self._nodes.members.filter(pl.col("part_id").is_in(pl.Series(parts, dtype=pl.String).implode()))
        for part, revision, place in members.iter_rows():
            index = roll.network.ids.get(f"{part}@{revision or ''}", roll.network.ids[part])
            amounts = [one.of(index) for one in passes]
            own.given[place] = True
            own.amounts[place] = counting.row(amounts)
            own.bits[place] = max(BITS[one.contains] for one in amounts)


def _desk(frames: Frames, law: Law, rulebook: Rulebook, basis: str, parts: set[str]) -> ShareDesk:
    """The exact roll-up of some parts with their own lines, and nothing beneath these."""
    tables = ("parts", "contents", "values", "sources", "technologies")
    rows = {table: frames.about(table, "part_id", parts) for table in tables}
    few = frames.cut(
        {**rows, "bom": frames.about("bom", "parent_id", parts), "shipments": (), "parties": (), "listings": ()}
    )
    return ShareDesk(few, law, EvidenceBook(few), rulebook, basis)


def _currency(desk: ShareDesk, frames: Frames) -> str:
    """The most frequent currency of prices, else of parts."""
    names = [price.currency for price in desk.supply.prices if price.currency]
    names = names or frames.of("parts")["currency"].drop_nulls().unique().sort().to_list()
    return min(set(names), key=lambda name: (-names.count(name), name), default="XXX")


def _add_contents(own: Own, rows: pl.DataFrame, worths: dict[int, tuple[list[float], int]]) -> None:
    """Sum what plain parts contain."""
    if not rows.height:
        return
    node, mass = rows["node"].to_numpy(), rows["mass"].to_numpy()
    kinds = rows["content"].to_numpy()
    size = int(kinds.max()) + 1
    per = np.zeros((size, own.amounts.shape[1]))
    bits = np.zeros(size, np.uint8)
    for kind, (row, told) in worths.items():
        per[kind], bits[kind] = row, told
    third = own.amounts.shape[1] // 3
    for column in range(own.amounts.shape[1]):
        with np.errstate(invalid="ignore"):
            worth = np.where(per[kinds, column] == 0, 0.0, per[kinds, column] * mass)
        summed = np.bincount(node, worth, minlength=len(own.cap))
        own.amounts[:, column] = summed * (1 - OUT if column < third else 1 + OUT)
    np.bitwise_or.at(own.bits, node, bits[kinds])


def _close_unheard(own: Own, nodes: Nodes, columns: int) -> None:
    """A part of several revisions is one of them; a part that nobody describes may hold anything."""
    first = nodes.rows + len(nodes.choices)
    own.open[nodes.rows : first] = False
    own.given[first:] = True
    own.bits[first:] = POSSIBLE
    own.amounts[first:, 2 * columns :] = np.inf
