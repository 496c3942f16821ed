"""Which nodes the graph of a large portfolio has: a node per row of `parts`, and what else its lines name."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from monazite.engines.columnar.frames import Frames


@dataclass(frozen=True, slots=True)
class Nodes:
    """Numbers of nodes: first those of the rows of `parts` in their order, then one per part of several revisions
    (``choices``, ids), then one per part that no row describes (``unheard``, ids).

    ``of_id``: ``part_id`` and ``node``, the one that lines mean by the id. ``members``: ``part_id``, ``revision`` and
    ``node`` of every row.
    """

    of_id: pl.DataFrame
    members: pl.DataFrame
    rows: int
    choices: pl.Series
    unheard: pl.Series

    @property
    def count(self) -> int:
        """How many there are."""
        return self.rows + len(self.choices) + len(self.unheard)

    @property
    def ids(self) -> pl.Series:
        """The part of every node."""
        return pl.concat([self.members["part_id"], self.choices, self.unheard])


def nodes_of(frames: Frames) -> Nodes:
    """The nodes of a portfolio."""
    members = frames.of("parts").select("part_id", "revision", node=pl.int_range(pl.len(), dtype=pl.UInt32))
    rows = members.height
    repeated = members.group_by("part_id", maintain_order=True).len().filter(pl.col("len") > 1)["part_id"]
    bom = frames.of("bom")
    named = pl.concat([bom["parent_id"], bom["child_id"]]).drop_nulls().unique(maintain_order=True)
    unheard = named.to_frame("part_id").join(members, on="part_id", how="anti", maintain_order="left")["part_id"]
    later = pl.concat([repeated, unheard]).to_frame("part_id").with_columns(
        node=pl.int_range(rows, rows + pl.len(), dtype=pl.UInt32)
    )  # fmt: skip
    alone = members.join(repeated.to_frame("part_id"), on="part_id", how="anti", maintain_order="left")
    of_id = pl.concat([alone.select("part_id", "node"), later.select("part_id", "node")])
    return Nodes(of_id, members, rows, repeated, unheard)
