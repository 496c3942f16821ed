"""The same roll-up by other means than SQL servers: SciPy, networkx, Polars, DuckDB."""

from __future__ import annotations

import time

import duckdb
import networkx as nx
import numpy as np
import polars as pl
from scipy import sparse
from scipy.sparse import linalg

from graphs import sql
from graphs.shapes import Floats, Graph

Timed = tuple[float, Floats]


def scipy_solve(given: Graph, own: Floats) -> Timed:
    """SciPy: one sparse factorisation of I - A and a solve, as Brightway does."""
    shape = (given.parts, given.parts)
    matrix = sparse.csc_matrix((given.quantity, (given.parent, given.child)), shape=shape)
    begun = time.perf_counter()
    found = linalg.splu(sparse.identity(given.parts, format="csc") - matrix).solve(own[:, :1])
    return time.perf_counter() - begun, found


def polars_joins(given: Graph, level: sql.Levels, own: Floats) -> Timed:
    """Polars: a join and a group-by per level; the lines of each level are a table of their own before."""
    several = given.position is not None
    columns = sql.sums(several)
    lines = sql.lines_table(given, level).rename({"most": "most_used"}).partition_by("level", as_dict=True)
    amounts = sql.amounts_table(own).select("part", *columns)
    least, most = pl.col("quantity") * pl.col("least"), pl.col("most_used") * pl.col("most")
    begun = time.perf_counter()
    for one in range(1, int(level.max()) + 1):
        more = lines[one,].join(amounts, left_on="child", right_on="part")
        if several:
            more = more.group_by("parent", "position").agg(least.min().alias("least"), most.max().alias("most"))
        sums = [(pl.col(name) if several else least).sum().alias(f"more_{name}") for name in columns]
        more = more.group_by("parent").agg(sums)
        joined = amounts.join(more, left_on="part", right_on="parent", how="left", maintain_order="left")
        amounts = joined.select("part", *(pl.col(name) + pl.col(f"more_{name}").fill_null(0.0) for name in columns))
    return time.perf_counter() - begun, amounts.select(columns).to_numpy()


def duckdb_levels(given: Graph, level: sql.Levels, own: Floats) -> Timed:
    """DuckDB: an SQL statement per level."""
    columns = sql.sums(given.position is not None)
    sums = ", ".join(f"amounts.{name} + coalesce(more.{name}, 0) as {name}" for name in columns)
    base = _tables(given, level, own)
    begun = time.perf_counter()
    for one in range(1, int(level.max()) + 1):
        more = sql.added(one, given.position is not None)
        base.execute(
            f"create or replace table amounts as select part, {sums} from amounts left join ({more}) as more on part = "
            "more.parent"
        )
    spent = time.perf_counter() - begun
    found = base.execute("select * from amounts order by part").fetchnumpy()
    return spent, np.column_stack([found[name] for name in columns])


def duckdb_recursive(given: Graph, own: Floats) -> Timed:
    """DuckDB: recursive SQL, which walks every way."""
    base = _tables(given, np.zeros(given.parts, np.int64), own)
    begun = time.perf_counter()
    found = base.execute(sql.RECURSION).fetchnumpy()
    spent = time.perf_counter() - begun
    amounts = np.zeros((given.parts, 1))
    amounts[found["part"], 0] = found["amount"]
    return spent, amounts


def _tables(given: Graph, level: sql.Levels, own: Floats) -> duckdb.DuckDBPyConnection:
    base = duckdb.connect(config={"threads": 2})
    for name, table in (("lines", sql.lines_table(given, level)), ("amounts", sql.amounts_table(own))):
        base.register("given", {column.name: column.to_numpy() for column in table})
        base.execute(f"create table {name} as select * from given")
        base.unregister("given")
    return base


def networkx_loop(given: Graph, own: Floats) -> Timed:
    """networkx: a loop over its topological order; building the graph is not counted."""
    position = range(given.lines) if given.position is None else given.position.tolist()
    made = nx.MultiDiGraph()
    made.add_nodes_from(range(given.parts))
    ends = zip(given.parent.tolist(), given.child.tolist(), strict=True)
    said = zip(position, given.quantity.tolist(), given.most.tolist(), strict=True)
    made.add_edges_from((parent, child, {"line": one}) for (parent, child), one in zip(ends, said, strict=True))
    several = given.position is not None
    least, most = own[:, 0].tolist(), own[:, 1].tolist()
    begun = time.perf_counter()
    for part in reversed(list(nx.topological_sort(made))):
        if not several:
            least[part] += sum(line[1] * least[child] for _, child, line in made.out_edges(part, data="line"))
            continue
        ways: dict[int, tuple[float, float]] = {}
        for _, child, (at, low, high) in made.out_edges(part, data="line"):
            here = low * least[child], high * most[child]
            known = ways.get(at, here)
            ways[at] = min(known[0], here[0]), max(known[1], here[1])
        least[part] += sum(low for low, _ in ways.values())
        most[part] += sum(high for _, high in ways.values())
    spent = time.perf_counter() - begun
    return spent, np.column_stack([least, most] if several else [least])
