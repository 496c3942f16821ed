"""Who else rolls up one amount a part, how far each of them comes, and why one is left out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, NamedTuple

import numpy as np

from graphs import peers as here
from graphs import postgres, spark
from graphs.compared import same
from graphs.peers import Timed
from graphs.shapes import Floats, Graph
from graphs.sql import Levels
from monazite.supply.kernel import masses
from monazite.supply.kernel.prepared import PreparedGraph


class Servers:
    """What is started when first asked for, and stopped at the end. Its start is in no figure."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._known: dict[str, Any] = {}

    def __enter__(self) -> Servers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop them, which gives their memory back."""
        self._known.clear()
        self._open.close()

    def of(self, name: str) -> Any:
        """The connection or session, or, a `LookupError`, why there is none."""
        if name not in self._known:
            start: dict[str, Callable[[], Any]] = {"PostgreSQL": postgres.server, "PySpark": spark.session}
            try:
                self._known[name] = self._open.enter_context(start[name]())
            except LookupError as reason:
                self._known[name] = reason
        return self._known[name]


class Ends(NamedTuple):
    """How far a peer comes: beyond so many lines, levels or ways it takes minutes, or does not come to an end."""

    lines: float
    levels: float = 1e9
    ways: float = np.inf
    loops: bool = False
    alternatives: bool = True
    server: str = ""


Run = Callable[[Graph, Levels, Floats, Any], Timed]
PEERS: dict[str, tuple[Ends, Run]] = {
    "SciPy, sparse solve": (
        Ends(3e4, loops=True, alternatives=False), lambda given, level, own, _: here.scipy_solve(given, own)
    ),
    "Polars, joins by level": (Ends(1e7), lambda given, level, own, _: here.polars_joins(given, level, own)),
    "DuckDB, by level": (Ends(1e7), lambda given, level, own, _: here.duckdb_levels(given, level, own)),
    "DuckDB, recursive": (
        Ends(1e6, ways=1e7, alternatives=False), lambda given, level, own, _: here.duckdb_recursive(given, own)
    ),
    "PostgreSQL, by level": (
        Ends(1e6, levels=20, server="PostgreSQL"),
        lambda given, level, own, base: postgres.by_level(base, given, level, own),
    ),
    "PostgreSQL, recursive": (
        Ends(1e6, ways=1e7, alternatives=False, server="PostgreSQL"),
        lambda given, level, own, base: postgres.recursive(base, given, own),
    ),
    "networkx, a loop": (Ends(1e6), lambda given, level, own, _: here.networkx_loop(given, own)),
    "PySpark, joins by level": (
        Ends(1e6, levels=20, server="PySpark"),
        lambda given, level, own, session: spark.by_level(session, given, level, own),
    ),
}  # fmt: skip
"""Those with levels get them ready-made, from the kernel's order."""


def run_peers(
    given: Graph, ready: PreparedGraph, own: Floats, expected: Floats, servers: Servers
) -> tuple[dict[str, float], dict[str, str]]:
    """Seconds of all that can, and of the others why they are left out. ``own``: least and most by part."""
    level = np.searchsorted(ready.level, ready.place, side="right") - 1
    ways = _ways(given, ready)
    spent, left_out = {}, {}
    for name, (ends, run) in PEERS.items():
        base = None
        reason = _beyond(ends, given, ready, ways)
        if not reason and ends.server:
            base = servers.of(ends.server)
            reason = str(base) if isinstance(base, LookupError) else ""
        if reason:
            left_out[name] = reason
            continue
        seconds, found = run(given, level, own, base)
        same(found, expected, name)
        spent[name] = seconds
    return spent, left_out


def _beyond(ends: Ends, given: Graph, ready: PreparedGraph, ways: float) -> str:
    if len(ready.loops) and not ends.loops:
        return "cannot do loops"
    if given.position is not None and not ends.alternatives:
        return "sums up and cannot choose among alternatives"
    if given.lines > ends.lines * 1.01:
        return f"more than {ends.lines:,.0f} lines"
    if len(ready.level) - 1 > ends.levels:
        return f"more than {ends.levels:,.0f} levels"
    return f"walks every way, {ways:.1g} here" if ways > ends.ways else ""


def _ways(given: Graph, ready: PreparedGraph) -> float:
    """Ways from a leaf up to any part: the rows that a recursion makes."""
    if len(ready.loops):
        return np.inf
    amounts = np.zeros((ready.parts, 2))
    amounts[ready.place[given.leaf]] = 1.0
    one = np.ones(ready.lines)
    masses.roll_up(ready, one, one, amounts)
    return float(amounts[:, 0].sum())
