"""Bounds of counted content, and of its share of the value, of every part of a large portfolio.

The same bounds as the exact roll-up gives under the plainest reading (`Lens()`), on floats whose rounding is counted
(rule N1), so never narrower. What lies so near to the threshold that rounding hides its side is ``near`` and is for
the exact roll-up to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import polars as pl

from monazite.engines.columnar.bounds.bills import bills
from monazite.engines.columnar.bounds.countings import by_basis, by_entry
from monazite.engines.columnar.bounds.nodes import Nodes, nodes_of
from monazite.engines.columnar.bounds.stated import Counting, Stated
from monazite.engines.columnar.frames import Frames
from monazite.engines.columnar.share_cells import NEAR
from monazite.law.pack import Law
from monazite.law.rulebook import Rulebook
from monazite.services.tables import Portfolio
from monazite.supply.kernel.masses import Floats
from monazite.supply.kernel.prepare import prepare
from monazite.supply.kernel.prepared import PreparedGraph
from monazite.supply.kernel.values import Inside, Own, roll_up, widened

SIDES = ("below", "open", "over", "near")
"""Of the threshold: surely below, on either side, surely at or over it, too near for floats."""


@dataclass(frozen=True, slots=True)
class PartBounds:
    """``table``: a row per row of `parts`, and per part of several revisions or described nowhere.

    ``part_id``, ``revision`` (null: whichever it is); ``value_low``, ``value_high`` of a base unit in ``currency``,
    null when unknown; ``content_low``, ``content_high``: counted content over all price bases (null: no upper bound),
    and the same by basis, ``content_low_<basis>``, ``content_high_<basis>``; ``kg_low_<entry>``, ``kg_high_<entry>``:
    kilograms of each entry that is stated anywhere, home origin certain and possible; ``share_low``, ``share_high``;
    ``contains`` (yes, no, null: open); ``side`` (`SIDES`). ``loops``: the parts of every loop that feeds itself.
    """

    table: pl.DataFrame
    currency: str
    bases: tuple[str, ...]
    loops: tuple[tuple[str, ...], ...]


def part_bounds(portfolio: Portfolio, law: Law, rulebook: Rulebook, day: date, basis: str = "") -> PartBounds:
    """The bounds of all parts of a portfolio as known and built on ``day``; ``basis`` as in `ShareDesk`."""
    frames = Frames(portfolio)
    nodes, graph, inside = _lines(frames, day)
    said = Stated(frames, nodes, law, rulebook, basis, day)
    worth = said.worth()
    amounts, bits, refused = _rolled(graph, inside, said, by_basis(said), _cap(worth[1], nodes))
    kilograms = _kilograms(graph, inside, said)
    names = nodes.ids
    loops = tuple(
        tuple(names.gather(graph.part[first:last]).to_list()) for first, last in graph.loops[refused].tolist()
    )
    del graph, inside  # of a hundred million lines 2 GB, beside the table of their parts
    threshold = float(rulebook.parameter("value_share_threshold"))
    table = _table(nodes, _Valued(*worth, said.currency, said.roll.bases), amounts, bits, threshold, kilograms)
    return PartBounds(table, said.currency, said.roll.bases, loops)


def _lines(frames: Frames, day: date) -> tuple[Nodes, PreparedGraph, Inside]:
    """The nodes and the lines in force between them, once: the table of lines is gone when this returns."""
    nodes, ends = nodes_of(frames)
    lines = bills(frames, nodes, ends, day)
    graph = prepare(lines.parent, lines.child, nodes.count)
    return nodes, graph, lines.inside(graph)


class _Valued(NamedTuple):
    """Least and most value of a unit of every node (NaN: unknown), and of what the amounts are."""

    low: Floats
    high: Floats
    currency: str
    bases: tuple[str, ...]


def _cap(most: Floats, nodes: Nodes) -> Floats:
    return np.where(np.isnan(most), np.inf, most)[: nodes.rows]


def _kilograms(graph: PreparedGraph, inside: Inside, said: Stated) -> dict[str, Floats]:
    """Least and most kilograms of each entry in a unit of every node, as columns."""
    counting, entries = by_entry(said)
    if not entries:
        return {}
    amounts, _, _ = _rolled(graph, inside, said, counting, said.weights())
    ends = {"low": amounts[:, : len(entries)], "high": amounts[:, 2 * len(entries) :]}
    short = [entry.rsplit("/", 1)[-1] for entry in entries]
    return {f"kg_{end}_{name}": of[:, place] for place, name in enumerate(short) for end, of in ends.items()}


def _rolled(
    graph: PreparedGraph, inside: Inside, said: Stated, counting: Counting, cap: Floats
) -> tuple[Floats, np.ndarray, np.ndarray]:
    """Amounts and bits of all nodes, and the loops refused, by number."""
    own = _by_place(graph, said.own(counting, cap))
    refused = roll_up(graph, inside, own)
    return graph.by_part(widened(graph, own.amounts)), own.bits[graph.place], refused


def _by_place(graph: PreparedGraph, own: Own) -> Own:
    by = graph.part
    return Own(
        own.amounts[by], own.bits[by], own.cap[by], own.open[by], own.given[by], own.whole[by], own.worth, own.home
    )


def _table(
    nodes: Nodes, said: _Valued, amounts: Floats, bits: np.ndarray, threshold: float, kilograms: dict[str, Floats]
) -> pl.DataFrame:
    third = len(said.bases)
    low, high = amounts[:, :third], amounts[:, 2 * third :]
    least, most = low.min(axis=1), high.max(axis=1)
    with np.errstate(all="ignore"):
        share_low = np.where(least > 0, least / said.high, 0.0)
        share_high = np.where(most > 0, most / said.low, 0.0)
        over, below = least >= threshold * said.high, most < threshold * said.low
        near = np.abs(least / (threshold * said.high) - 1) <= NEAR
        near |= np.abs(most / (threshold * said.low) - 1) <= NEAR
    below |= most == 0
    side = np.where(near, 3, np.where(over, 2, np.where(below, 0, 1)))
    bounded: dict[str, Floats] = {"content_low": least, "content_high": most}
    for number, basis in enumerate(said.bases):
        if basis:
            bounded |= {f"content_low_{basis}": low[:, number], f"content_high_{basis}": high[:, number]}
    bounded |= kilograms
    revisions = pl.concat([
        nodes.members["revision"], pl.Series([None] * (nodes.count - nodes.rows), dtype=pl.String)
    ])  # fmt: skip
    return pl.DataFrame({
        "part_id": nodes.ids,
        "revision": revisions,
        "value_low": said.low,
        "value_high": said.high,
        "currency": pl.Series([said.currency]).new_from_index(0, nodes.count),
        **bounded,
        "share_low": np.nan_to_num(share_low, nan=0.0),
        "share_high": share_high,
        "contains": pl.Series(bits).replace_strict([0, 2, 3], [False, None, True], return_dtype=pl.Boolean),
        "side": pl.Series(side).replace_strict(list(range(4)), SIDES, return_dtype=pl.Enum(SIDES)),
    }).with_columns(
        pl.when(pl.col(name).is_finite()).then(pl.col(name)).alias(name)
        for name in ("value_low", "value_high", *bounded, "share_high")
    )  # fmt: skip
