"""All figures of one graph: the kernel and SciPy over many columns, then everybody with one amount a part."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from statistics import median
from typing import Any

import numpy as np

from graphs import kernels, memory
from graphs.beside import Servers, run_peers
from graphs.compared import same
from graphs.kernels import Held, Rolled
from graphs.shapes import SPREAD, Floats, Graph, graph
from monazite.supply.kernel.prepare import prepare
from monazite.supply.kernel.prepared import PreparedGraph
from monazite.supply.kernel.push import Pushed

COLUMNS = 24
LARGEST_OF_PEERS = 1e7
"""Lines beyond which only the kernel and SciPy run, and the table of lines is not kept."""


def measured(lines: int, shape: str, repeats: int, seed: int, servers: Servers) -> dict[str, object]:
    """Figures in seconds, medians of ``repeats``; peers run once. What is not needed any more is let go early: of a
    hundred million lines 24 columns alone are 3.7 GB.
    """
    memory.begin()
    given = graph(lines, shape, seed)
    lines = given.lines
    prepared, ready = _median(repeats, lambda: timed(lambda: prepare(given.parent, given.child, given.parts)))
    kernel = kernels.kernel_of(ready, given)
    full, few = (kernels.held_by(given, ready, COLUMNS, share, seed) for share in (1.0, 0.05))
    ends = _ends(given, seed)
    small = lines <= LARGEST_OF_PEERS * 1.01
    if not small:
        del given
        servers.close()
    little, amounts = _median(repeats, lambda: kernel.run(few))
    del amounts
    spent, amounts = _median(repeats, lambda: kernel.run(full))
    peak = memory.peak()
    ways: list[Rolled] = [kernel, kernels.scipy_of(kernel)]
    scipy = ways[1].name
    product, found = _median(repeats, lambda: ways[1].run(full))
    same(found, amounts, f"SciPy, {scipy}")
    del found
    figures: dict[str, object] = {
        "shape": shape, "lines": lines, "parts": ready.parts, "levels": len(ready.level) - 1, "columns": COLUMNS,
        "loops": len(ready.loops), "largest_loop": int(np.diff(ready.loops).max(initial=0)), "kernel": kernel.name,
        "prepare": prepared, "pass": spent, "pass_5_percent": little, "scipy": product, "scipy_way": scipy,
        "kernel_peak_gb": peak,
    }  # fmt: skip
    spent_by, expected = _one_amount(ready, ends, ways, prepared, repeats)
    del ways[1]
    if isinstance(kernel, kernels.Masses) and not len(ready.loops):
        figures["one_leaf"] = _leaf(kernel, amounts, seed)
    del amounts
    figures["peak_gb"] = memory.peak()
    left_out = {"all but the kernel and SciPy": f"more than {LARGEST_OF_PEERS:,.0f} lines"}
    if small:
        own = np.zeros((ready.parts, 2))
        own[ends[0]] = ends[1]
        others, left_out = run_peers(given, ready, own, expected, servers)
        spent_by |= others
    return {**figures, "one_amount": spent_by, "left_out": left_out}


def _ends(given: Graph, seed: int) -> Held:
    """Which parts hold something, and of these least and most of one amount."""
    leaves, rows = given.own(2, 1.0, seed)
    rows[:, 1] = rows[:, 0] * SPREAD
    return leaves, rows


def _one_amount(
    ready: PreparedGraph, ends: Held, ways: Iterable[Rolled], prepared: float, repeats: int
) -> tuple[dict[str, float], Floats]:
    """Seconds of the kernel and of SciPy with one amount; and what comes out, by part."""
    leaves, rows = ends
    spent: dict[str, float] = {}
    expected: Floats | None = None
    for way in ways:
        held: Held = ready.place[leaves], np.ascontiguousarray(rows[:, way.takes])
        seconds, amounts = _median(repeats, lambda way=way, held=held: way.run(held))  # type: ignore[misc]
        found = ready.by_part(np.ascontiguousarray(amounts[:, way.ends]))
        if expected is None:
            spent["monazite"], spent["monazite, prepare and pass"] = seconds, prepared + seconds
            expected = found
        else:
            same(found, expected, f"SciPy, {way.name}, one amount")
            spent["SciPy, repeated product" if len(ready.loops) else "SciPy, product by level"] = seconds
    assert expected is not None
    return spent, expected


def _leaf(kernel: kernels.Masses, amounts: Floats, seed: int) -> dict[str, float]:
    """Milliseconds for one changed leaf, drawn evenly, and for the one used most. Changes ``amounts``."""
    ready = kernel.ready
    pushed = Pushed(ready, kernel.quantity, kernel.quantity, amounts)
    rng = np.random.default_rng(seed)
    change = rng.random(COLUMNS)
    drawn = rng.integers(0, int(ready.level[1]), 2_000).tolist()
    spent = sorted(1e3 * timed(lambda place=place: pushed.change(place, change))[0] for place in drawn)  # type: ignore[misc]
    most = 1e3 * timed(lambda: pushed.change(0, change))[0]
    return {"median_ms": median(spent), "p95_ms": spent[int(0.95 * len(spent))], "most_used_ms": most}


def _median(repeats: int, run: Callable[[], tuple[float, Any]]) -> tuple[float, Any]:
    """The median of the seconds, and what came out the last time; only one result is kept at a time."""
    spent = []
    found: Any = None
    for _ in range(repeats):
        del found
        seconds, found = run()
        spent.append(seconds)
    return median(spent), found


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came out."""
    begun = time.perf_counter()
    found = run()
    return time.perf_counter() - begun, found
