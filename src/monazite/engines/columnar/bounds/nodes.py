"""Which nodes the graph of a large portfolio has: a node per row of `parts`, and what else its lines name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from monazite.engines.columnar.frames import Frames
from monazite.services.column_ids import NOWHERE, places_in
from monazite.services.column_rows import ColumnRows
from monazite.supply.kernel.prepared import Ids


class Ends(NamedTuple):
    """The nodes that the rows of `bom` mean by their ids."""

    parent: Ids
    child: Ids


@dataclass(frozen=True, slots=True)
class Nodes:
    """Numbers of nodes: first those of the rows of `parts` in their order, then one per part of several revisions
    (``choices``, ids), then one per part that no row describes (``unheard``, ids).

    ``of_id``: ``part_id`` and ``node``, the one that lines mean by the id. ``members``: ``part_id``, ``revision`` and
    ``node`` of every row. ``billed``: of every node whether a line names it as its parent.
    """

    of_id: pl.DataFrame
    members: pl.DataFrame
    rows: int
    choices: pl.Series
    unheard: pl.Series
    billed: npt.NDArray[np.bool_]

    @property
    def count(self) -> int:
        """How many there are."""
        return self.rows + len(self.choices) + len(self.unheard)

    @property
    def ids(self) -> pl.Series:
        """The part of every node."""
        return pl.concat([self.members["part_id"], self.choices, self.unheard])


def nodes_of(frames: Frames) -> tuple[Nodes, Ends]:
    """The nodes of a portfolio, and which of them its lines join."""
    members = frames.of("parts").select("part_id", "revision", node=pl.int_range(pl.len(), dtype=pl.UInt32))
    rows = members.height
    repeated = members.group_by("part_id", maintain_order=True).len().filter(pl.col("len") > 1)["part_id"]
    bom = frames.of("bom")
    known = pl.concat([members["part_id"], repeated])  # one of several revisions: the later place, their choice
    node = _as_read(frames, members, repeated)
    if node is None:
        node = places_in(known, _named(bom)).copy()
    unheard = pl.Series([], dtype=pl.String)
    if (strange := node == NOWHERE).any():
        names = _named(bom).filter(pl.Series(strange))
        unheard = names.unique(maintain_order=True)
        node[strange] = len(known) + places_in(unheard, names)
    later = pl.DataFrame({
        "part_id": pl.concat([repeated, unheard]),
        "node": np.arange(rows, len(known) + len(unheard), dtype=np.uint32),
    })  # fmt: skip
    alone = members
    if len(repeated):
        alone = members.join(repeated.to_frame("part_id"), on="part_id", how="anti", maintain_order="left")
    of_id = pl.concat([alone.select("part_id", "node"), later])
    ends = Ends(node[: bom.height], node[bom.height :])
    billed = np.zeros(len(known) + len(unheard), np.bool_)
    billed[ends.parent] = True
    return Nodes(of_id, members, rows, repeated, unheard, billed), ends


def _named(bom: pl.DataFrame) -> pl.Series:
    """All parents, then all children."""
    return pl.concat([bom["parent_id"], bom["child_id"]])


def _as_read(frames: Frames, members: pl.DataFrame, repeated: pl.Series) -> Ids | None:
    """The nodes of all parents and then of all children, where reading the table has looked them up already."""
    lines, parts = frames.portfolio.rows("bom"), frames.portfolio.rows("parts")
    if not isinstance(lines, ColumnRows) or not isinstance(parts, ColumnRows):
        return None
    found = [lines.places(column, parts) for column in ("parent_id", "child_id")]
    if found[0] is None or found[1] is None:
        return None
    node = np.concatenate([found[0], found[1]])
    if len(repeated):
        choice = np.arange(members.height, dtype=np.uint32)
        several = places_in(repeated, members["part_id"])
        choice = np.where(several == NOWHERE, choice, members.height + several).astype(np.uint32)
        there = node != NOWHERE
        node[there] = choice[node[there]]
    return node
