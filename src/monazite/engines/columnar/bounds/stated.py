"""What is said of parts themselves, over columns: contents, value, completeness; the odd ones by the exact roll-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from monazite.engines.columnar.bounds.nodes import Nodes
from monazite.engines.columnar.frames import Frames
from monazite.engines.columnar.part_classes import content_classes
from monazite.engines.columnar.representatives import cut_to
from monazite.engines.columnar.special import special_subjects
from monazite.law.pack import Law
from monazite.law.rulebook import Rulebook
from monazite.model.bounds import Bounds
from monazite.services.column_frame import NUMBER
from monazite.services.evidence import EvidenceBook
from monazite.services.facts import CARRIERS, COUNTED
from monazite.services.shares import ShareDesk
from monazite.supply.kernel.masses import Floats
from monazite.supply.kernel.of_network import BITS, downwards, row_of, upwards
from monazite.supply.kernel.prepared import Ids
from monazite.supply.kernel.values import POSSIBLE, Own
from monazite.supply.measure import Setting
from monazite.supply.passes import Pass
from monazite.supply.rollup import RollUp

_OUT = 1e-15
Numbers = npt.NDArray[np.uint32]


@dataclass(slots=True)
class Stated:
    """``own`` by node, as the kernel takes it but in the order of nodes; least and most value of a unit (NaN: unknown);
    ``bases`` of prices and ``currency`` of all amounts.
    """

    own: Own
    low_v: Floats
    high_v: Floats
    bases: tuple[str, ...]
    currency: str


def stated(frames: Frames, nodes: Nodes, law: Law, rulebook: Rulebook, basis: str, day: date) -> Stated:
    """What is said of all nodes, in the currency of the prices, as of a day."""
    table = _table(frames, nodes)
    contents = content_classes(frames)
    plain_rows = contents.join(nodes.members.filter(table["plain"]), on="part_id", maintain_order="left")
    samples = dict(
        plain_rows.unique("content", keep="first", maintain_order=True).select("content", NUMBER).iter_rows()
    )
    apart = table.filter(~pl.col("plain"))["part_id"].unique().to_list()
    shown = contents.filter(pl.col(NUMBER).is_in(pl.Series(list(samples.values()), dtype=pl.Int64).implode()))[
        "part_id"
    ]
    desk = _desk(frames, law, rulebook, basis, {*apart, *shown})
    roll = desk.roll(day)
    currency = _currency(desk, frames)
    passes = [roll.run(Setting(currency, name)) for name in roll.bases]
    low_v, high_v = _values(table, roll, currency)
    own = Own(
        amounts=np.zeros((nodes.count, 3 * len(passes))),
        bits=np.zeros(nodes.count, np.uint8),
        cap=np.full(nodes.count, np.inf),
        open=np.ones(nodes.count, np.bool_),
        given=np.zeros(nodes.count, np.bool_),
        whole=np.full(nodes.count, -1, np.int32),
        worth=np.zeros((0, 3 * len(passes))),
        home=np.zeros((0, 2)),
    )
    own.open[: nodes.rows] = table["open"].to_numpy()
    _add_contents(own, plain_rows, _per_kilogram(desk, roll, passes, samples))
    found = Stated(own, _padded(low_v, nodes), _padded(high_v, nodes), roll.bases, currency)
    own.cap[: nodes.rows] = np.where(np.isnan(high_v), np.inf, high_v)
    _close_unheard(found, nodes)
    return _with_apart(found, frames, nodes, apart, (law, rulebook, basis, day), passes)


def _table(frames: Frames, nodes: Nodes) -> pl.DataFrame:
    """Per row of `parts`: ``plain`` where columns say all that counts of the part itself; ``open``, ``value``."""
    portfolio = frames.portfolio
    special = special_subjects(frames).parts
    parts = frames.of("parts")
    rows = content_classes(frames).group_by("part_id").agg(sound=pl.col("sound").all(), many=pl.len())
    scopes = frames.of("contents").select("part_id", scope=pl.col("scope").eq_missing("added"))
    rows = rows.join(scopes.group_by("part_id").agg(added=pl.col("scope").all()), on="part_id", how="left")
    table = parts.join(rows, on="part_id", how="left", maintain_order="left")
    holding = np.zeros(nodes.count, np.bool_)
    holding[nodes.parent] = True
    table = table.with_columns(bill=pl.Series(holding[_meant(nodes)]))
    bill, entries = pl.col("bill"), pl.col("control_entries").fill_null("")
    carrying = entries.str.contains(f"{CARRIERS}.", literal=True)
    point = pl.col("unit_value").is_not_null() & pl.col("price_per").is_not_null()
    silent = pl.all_horizontal(pl.col(c).is_null() for c in ("unit_value", "unit_value_low", "unit_value_high"))
    apart = pl.Series(sorted({*special, *nodes.choices}), dtype=pl.String)
    doubted = bool(portfolio.refused) or any(not found.subject for found in portfolio.set_aside)
    return table.select(
        "part_id", "currency",
        plain=~pl.col("part_id").is_in(apart.implode()) & pl.col("class").is_null() & pl.col("profile").is_null()
        & (point | silent) & pl.col("sound").fill_null(True) & ~entries.str.contains(COUNTED, literal=True)
        & (~bill | pl.col("added").fill_null(True)),
        open=pl.lit(doubted) | (pl.col("composition").fill_null("") != "complete")
        | (carrying & ~bill & pl.col("many").is_null()),
        value=pl.col("unit_value") / pl.col("price_per"),
    )  # fmt: skip


def _meant(nodes: Nodes) -> Ids:
    """The node that lines mean by the part of every row: the row's own, but of one of several revisions."""
    if not len(nodes.choices):
        return np.arange(nodes.rows, dtype=np.uint32)
    rows = nodes.members.select("part_id").join(nodes.of_id, on="part_id", how="left", maintain_order="left")
    return rows["node"].to_numpy()


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


def _values(table: pl.DataFrame, roll: RollUp, currency: str) -> tuple[Floats, Floats]:
    """Least and most value of a plain part, NaN where unknown: 0 is unknown too (rule N2)."""
    named = table["currency"].drop_nulls().unique().to_list()
    factors = {name: roll.rates.factor(name, currency) for name in named if name}
    known = {name: float(factor) for name, factor in factors.items() if factor is not None}
    factor = table["currency"].replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.Float64)
    value = (table["value"] * factor).fill_null(np.nan).to_numpy()
    value = np.where(value > 0, value, np.nan)
    return value * (1 - _OUT), value * (1 + _OUT)


def _padded(column: Floats, nodes: Nodes) -> Floats:
    return np.concatenate([column, np.full(nodes.count - nodes.rows, np.nan)])


def _per_kilogram(
    desk: ShareDesk, roll: RollUp, passes: Sequence[Pass], samples: dict[int, int]
) -> dict[int, tuple[list[float], int]]:
    """What a kilogram of every class of contents counts with, and its bits."""
    by_row = {content.row: content for content in desk.supply.contents}
    found = {}
    for kind, row in samples.items():
        content = replace(by_row[row], mass_kg=Bounds.exactly(1))
        node = roll.network.nodes[roll.network.ids[content.part_id]]
        amounts = [one.rows.amounts(content, node) for one in passes]
        found[kind] = row_of(amounts), max(BITS[one.contains] for one in amounts)
    return found


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
        own.amounts[:, column] = summed * (1 - _OUT if column < third else 1 + _OUT)
    np.bitwise_or.at(own.bits, node, bits[kinds])


def _close_unheard(found: Stated, nodes: Nodes) -> None:
    """A part of several revisions is one of them; a part that nobody describes may hold anything."""
    first = nodes.rows + len(nodes.choices)
    own, third = found.own, len(found.bases)
    own.open[nodes.rows : first] = False
    own.given[first:] = True
    own.bits[first:] = POSSIBLE
    own.amounts[first:, 2 * third :] = np.inf


def _with_apart(
    found: Stated, frames: Frames, nodes: Nodes, apart: list[str], law: tuple[Law, Rulebook, str, date],
    passes: Sequence[Pass],
) -> Stated:  # fmt: skip
    """The parts that columns do not say all of, as the exact roll-up takes them."""
    roll, own = passes[0].measure, found.own
    network = roll.network
    worth: list[list[float]] = []
    home: list[tuple[float, float]] = []
    where = nodes.members.filter(pl.col("part_id").is_in(pl.Series(apart, dtype=pl.String).implode()))
    listed = nodes.of_id.filter(pl.col("part_id").is_in(nodes.choices.implode()))
    ids = [*((f"{part}@{revision or ''}", part, node) for part, revision, node in where.iter_rows()),
           *((part, part, node) for part, node in listed.iter_rows())]  # fmt: skip
    mixed: list[str] = []
    for name, part, place in ids:
        index = network.ids.get(name, network.ids.get(part))
        if index is None:
            own.given[place], own.bits[place] = True, POSSIBLE
            own.amounts[place, 2 * len(found.bases) :] = np.inf
            continue
        node = network.nodes[index]
        value = roll.worth(node, found.currency)
        found.low_v[place] = np.nan if value is None else downwards(value.low)
        found.high_v[place] = np.nan if value is None or value.high is None else upwards(value.high)
        own.cap[place] = upwards(roll.cap(node, passes[0].setting))
        own.open[place] = node.composition != "complete" and not node.choices and not passes[0].bare(index)
        if node.part is None and not node.choices:
            own.given[place], own.bits[place] = True, POSSIBLE
            own.amounts[place] = [0.0] * (2 * len(found.bases)) + [own.cap[place]] * len(found.bases)
            continue
        if node.choices:
            continue
        amounts = [one.own(index) for one in passes]
        known = [one for one in amounts if one is not None]
        if len(known) < len(amounts):
            mixed.append(part)
            continue
        own.amounts[place], own.bits[place] = row_of(known), max(BITS[one.contains] for one in known)
        spans = [span for one in passes if (span := one.counted_whole(index)) is not None]
        if spans:
            own.whole[place] = len(worth)
            worth.append([*(downwards(s[0][0]) for s in spans), *(upwards(s[0][1]) for s in spans),
                          *(upwards(s[0][2]) for s in spans)])  # fmt: skip
            home.append((downwards(spans[0][1][0]), upwards(spans[0][1][1])))
    if mixed:
        _give(found, frames, nodes, mixed, law)
    own = own._replace(worth=np.array(worth).reshape(-1, 3 * len(passes)), home=np.array(home).reshape(-1, 2))
    return replace(found, own=own)


def _give(
    found: Stated, frames: Frames, nodes: Nodes, parts: Sequence[str], law: tuple[Law, Rulebook, str, date]
) -> None:
    """The bounds of parts whose stated contents cannot be told apart from those of their children (a total, several
    sources, or nobody says), from the exact roll-up of all that is beneath them.
    """
    pack, rulebook, basis, day = law
    few = cut_to(frames, parts, (), [])
    roll = ShareDesk(few, pack, EvidenceBook(few), rulebook, basis).roll(day)
    passes = [roll.run(Setting(found.currency, name)) for name in found.bases]
    members = nodes.members.filter(pl.col("part_id").is_in(pl.Series(list(parts), dtype=pl.String).implode()))
    for part, revision, place in members.iter_rows():
        index = roll.network.ids.get(f"{part}@{revision or ''}", roll.network.ids[part])
        amounts = [one.of(index) for one in passes]
        found.own.given[place] = True
        found.own.amounts[place] = row_of(amounts)
        found.own.bits[place] = max(BITS[one.contains] for one in amounts)
