"""The roll-up as SQL that DuckDB, PostgreSQL and Spark all take: what one level adds, and the recursion over all ways.

Tables: ``lines`` (parent, child, quantity, most, position, level of the parent) and ``amounts`` (part, least, most).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from graphs.shapes import Floats, Graph

Levels = npt.NDArray[np.int64]

RECURSION = (
    "with recursive up(part, amount) as (select part, least from amounts where least > 0 union all select parent, "
    "quantity * amount from up join lines on child = part) select part, sum(amount) as amount from up group by part"
)
"""Amounts of all that hold something; every way down is walked."""


def added(level: int, alternatives: bool) -> str:
    """What the children add to the parts of a level: ``parent``, ``least`` and, where there are alternatives, ``most``.

    Of the lines of one position one is inside, so the least and the most of them count.
    """
    lines = f"from lines join amounts on part = child where level = {level}"
    if not alternatives:
        return f"select parent, sum(quantity * least) as least {lines} group by parent"
    return (
        "select parent, sum(least) as least, sum(most) as most from (select parent, min(quantity * least) as least, "
        f"max(lines.most * amounts.most) as most {lines} group by parent, position) as positions group by parent"
    )


def sums(alternatives: bool) -> list[str]:
    """The columns that are summed up: without alternatives one, the other would be the same work again."""
    return ["least", "most"] if alternatives else ["least"]


def lines_table(given: Graph, level: Levels) -> pl.DataFrame:
    """The lines, level by level, so that a database finds those of a level side by side. ``level`` is by part."""
    position = np.arange(given.lines, dtype=np.uint32) if given.position is None else given.position
    columns = {
        "parent": given.parent, "child": given.child, "quantity": given.quantity, "most": given.most,
        "position": position, "level": level[given.parent],
    }  # fmt: skip
    return pl.DataFrame(columns).cast({pl.UInt32: pl.Int32, pl.Int64: pl.Int32}).sort("level", maintain_order=True)


def amounts_table(own: Floats) -> pl.DataFrame:
    """What the parts hold themselves: two columns by part, least and most."""
    return pl.DataFrame({"part": np.arange(len(own), dtype=np.int32), "least": own[:, 0], "most": own[:, 1]})
