"""The same roll-up by other means: all parts' amounts, one column or many."""

from __future__ import annotations

import time
from collections.abc import Callable

import duckdb
import networkx as nx
import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse
from scipy.sparse import linalg

from graphs.shapes import Graph
from monazite.supply.kernel import oracle
from monazite.supply.kernel.prepared import PreparedGraph

Floats = npt.NDArray[np.float64]
Timed = tuple[float, Floats]


def scipy_levels(prepared: PreparedGraph, quantity: Floats, own: Floats) -> Callable[[], Timed]:
    """SciPy: a sparse product per level; the matrices are made before, which favours it."""
    matrices = oracle.products(prepared, quantity)

    def run() -> Timed:
        amounts = own.copy()
        begun = time.perf_counter()
        for first, last, matrix in matrices:
            amounts[first:last] += matrix @ amounts[:first]
        return time.perf_counter() - begun, amounts

    return run


def scipy_solve(given: Graph, own: Floats) -> Timed:
    """SciPy: one sparse factorisation of I - A and a solve, as Brightway does."""
    shape = (given.parts, given.parts)
    matrix = sparse.csc_matrix((given.quantity, (given.parent, given.child)), shape=shape)
    begun = time.perf_counter()
    found = linalg.splu(sparse.identity(given.parts, format="csc") - matrix).solve(own)
    return time.perf_counter() - begun, found


def polars_joins(given: Graph, level: npt.NDArray[np.int64], own: Floats) -> Timed:
    """Polars: a join and a group-by per level, one column."""
    lines = pl.DataFrame({"parent": given.parent, "child": given.child, "quantity": given.quantity})
    lines = lines.with_columns(level=pl.Series(level[given.parent]))
    amounts = pl.DataFrame({"part": np.arange(given.parts, dtype=np.uint32), "amount": own[:, 0]})
    begun = time.perf_counter()
    for one in range(1, int(level.max()) + 1):
        here = lines.filter(pl.col("level") == one).join(amounts, left_on="child", right_on="part")
        sums = here.group_by("parent").agg((pl.col("quantity") * pl.col("amount")).sum().alias("more"))
        joined = amounts.join(sums, left_on="part", right_on="parent", how="left", maintain_order="left")
        amounts = joined.select("part", amount=pl.col("amount") + pl.col("more").fill_null(0.0))
    return time.perf_counter() - begun, amounts["amount"].to_numpy()[:, None]


def duckdb_levels(given: Graph, level: npt.NDArray[np.int64], own: Floats) -> Timed:
    """DuckDB: an SQL statement per level, one column."""
    base = _tables(given, own, level[given.parent])
    begun = time.perf_counter()
    for one in range(1, int(level.max()) + 1):
        base.execute(
            "create or replace table amounts as select part, amount + coalesce(more, 0) as amount from amounts left "
            "join (select parent, sum(quantity * amount) as more from lines join amounts on part = child where "
            f"level = {one} group by parent) on parent = part"
        )
    spent = time.perf_counter() - begun
    found = base.execute("select amount from amounts order by part").fetchnumpy()["amount"]
    return spent, np.asarray(found)[:, None]


def duckdb_recursive(given: Graph, own: Floats) -> Timed:
    """DuckDB: recursive SQL, which walks every path."""
    base = _tables(given, own, np.zeros(len(given.child), np.int64))
    begun = time.perf_counter()
    found = base.execute(
        "with recursive up(part, amount) as (select part, amount from amounts where amount > 0 union all select "
        "parent, quantity * amount from up join lines on child = part) select part, sum(amount) as amount from up "
        "group by part"
    ).fetchnumpy()
    spent = time.perf_counter() - begun
    amounts = np.zeros((given.parts, 1))
    amounts[found["part"], 0] = found["amount"]
    return spent, amounts


def _tables(given: Graph, own: Floats, level: npt.NDArray[np.int64]) -> duckdb.DuckDBPyConnection:
    columns = {"parent": given.parent, "child": given.child, "quantity": given.quantity, "level": level}
    leaves = {"part": np.arange(given.parts, dtype=np.uint32), "amount": np.ascontiguousarray(own[:, 0])}
    base = duckdb.connect(config={"threads": 2})
    base.execute("create table lines as select * from columns")
    base.execute("create table amounts as select * from leaves")
    del columns, leaves  # DuckDB found them by their names
    return base


def networkx_loop(given: Graph, own: Floats) -> Timed:
    """networkx: a loop over its topological order, one column; building the graph is not counted."""
    made = nx.MultiDiGraph()
    made.add_nodes_from(range(given.parts))
    made.add_weighted_edges_from(zip(given.parent.tolist(), given.child.tolist(), given.quantity.tolist(), strict=True))
    amounts = own[:, 0].copy()
    begun = time.perf_counter()
    for part in reversed(list(nx.topological_sort(made))):
        amounts[part] += sum(line["weight"] * amounts[child] for _, child, line in made.out_edges(part, data=True))
    return time.perf_counter() - begun, amounts[:, None]
