"""Rolling amounts up through a bill of materials: monazite's kernel, and how others do it, in one run.

    uv run --group bench python benchmarks/roll_up.py --lines 1e6 1e7 --shape wide --out out/roll_up.json

For each size: making the graph ready (rows, order, relabelling), one pass over 24 columns, the same where one leaf in
twenty holds something, one leaf changed; and the peers, as far as they come to an end in a reasonable time. The result
of every peer is compared with the kernel's. `--portfolio` also writes the graph as a portfolio of Parquet files and
takes it from there to the bounds of all parts. What compiles is compiled before anything is timed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

import numpy as np
import numpy.typing as npt
import polars as pl
from rich.console import Console
from rich.table import Table

from graphs import peers
from graphs.shapes import TIERS, Graph, graph
from monazite.engines.columnar.bounds.part_bounds import part_bounds
from monazite.exchange.portfolio import read_portfolio
from monazite.law.rulebook import compile_law
from monazite.supply.kernel import masses
from monazite.supply.kernel.prepare import prepare
from monazite.supply.kernel.prepared import PreparedGraph
from monazite.supply.kernel.push import Pushed
from monazite.wiring import known_entries, law

COLUMNS = 24
ENDS = {"solve": 3e4, "networkx": 1e6, "recursive": 1e5, "polars": 1e7, "duckdb": 1e7}
"""Lines beyond which a peer is left out: it takes minutes, or does not come to an end."""
Floats = npt.NDArray[np.float64]


def measured(given: Graph, repeats: int, seed: int) -> dict[str, object]:
    """All figures of one graph, in seconds; medians of ``repeats``."""
    prepares = [_timed(lambda: prepare(given.parent, given.child, given.parts)) for _ in range(repeats)]
    ready = prepares[-1][1]
    quantity = ready.by_line(given.quantity)
    own = ready.at_places(given.own(COLUMNS, 1.0, seed))
    passes = [_pass(ready, quantity, own) for _ in range(repeats)]
    amounts = passes[-1][1]
    few = [_pass(ready, quantity, ready.at_places(given.own(COLUMNS, 0.05, seed))) for _ in range(repeats)]
    levels = peers.scipy_levels(ready, quantity, own)
    products = [levels() for _ in range(repeats)]
    _same(products[-1][1], amounts, "SciPy by level")
    kernel, scipy = median(t for t, _ in passes), median(t for t, _ in products)
    return {
        "lines": len(given.child), "parts": given.parts, "levels": len(ready.level) - 1, "columns": COLUMNS,
        "prepare": median(t for t, _ in prepares), "pass": kernel, "pass_5_percent": median(t for t, _ in few),
        "scipy_levels": scipy, "ratio": scipy / kernel, "one_leaf": _leaf(ready, quantity, amounts.copy(), seed),
        "peers": _peers(given, ready, quantity, seed),
    }  # fmt: skip


def _pass(ready: PreparedGraph, quantity: Floats, own: Floats) -> tuple[float, Floats]:
    amounts = own.copy()
    begun = time.perf_counter()
    masses.roll_up(ready, quantity, quantity, amounts)
    return time.perf_counter() - begun, amounts


def _leaf(ready: PreparedGraph, quantity: Floats, amounts: Floats, seed: int) -> dict[str, float]:
    """Milliseconds for one changed leaf, drawn evenly, and for the one used most."""
    pushed = Pushed(ready, quantity, quantity, amounts)
    rng = np.random.default_rng(seed)
    change = rng.random(COLUMNS)
    drawn = rng.integers(0, int(ready.level[1]), 2_000).tolist()
    spent = sorted(1e3 * _timed(lambda place=place: pushed.change(place, change))[0] for place in drawn)  # type: ignore[misc]
    most = 1e3 * _timed(lambda: pushed.change(0, change))[0]
    return {"median_ms": median(spent), "p95_ms": spent[int(0.95 * len(spent))], "most_used_ms": most}


def _peers(given: Graph, ready: PreparedGraph, quantity: Floats, seed: int) -> dict[str, float]:
    """Seconds of one-column peers, and of the kernel with two columns beside them."""
    own = given.own(2, 1.0, seed)
    amounts = ready.at_places(own)
    spent = {"kernel, 2 columns": _pass(ready, quantity, amounts)[0]}
    masses.roll_up(ready, quantity, quantity, amounts)
    expected = ready.by_part(amounts)[:, :1]
    level = np.searchsorted(ready.level, ready.place, side="right") - 1
    runs: dict[str, tuple[str, Callable[[], peers.Timed]]] = {
        "SciPy splu": ("solve", lambda: peers.scipy_solve(given, own[:, :1])),
        "Polars joins by level": ("polars", lambda: peers.polars_joins(given, level, own)),
        "DuckDB by level": ("duckdb", lambda: peers.duckdb_levels(given, level, own)),
        "DuckDB recursive": ("recursive", lambda: peers.duckdb_recursive(given, own)),
        "networkx": ("networkx", lambda: peers.networkx_loop(given, own)),
    }
    for name, (limit, run) in runs.items():
        if len(given.child) <= ENDS[limit] * 1.01:
            seconds, found = run()
            _same(found, expected, name)
            spent[name] = seconds
    return spent


def _same(found: Floats, expected: Floats, name: str) -> None:
    if not np.allclose(found, expected, rtol=1e-9):
        raise SystemExit(f"{name} comes to something else")


def _timed(run: Callable[[], object]) -> tuple[float, object]:  # type: ignore[type-arg]
    begun = time.perf_counter()
    result = run()
    return time.perf_counter() - begun, result


def from_parquet(given: Graph, folder: Path, seed: int) -> dict[str, float]:
    """Seconds from Parquet files to the bounds of all parts, written as Parquet."""
    _write(given, folder, seed)
    rulebook = compile_law(law())
    read, portfolio = _timed(lambda: read_portfolio(folder, known_entries()))
    bounds, found = _timed(lambda: part_bounds(portfolio, law(), rulebook, date(2026, 11, 23)))  # type: ignore[arg-type]
    written, _ = _timed(lambda: found.table.write_parquet(folder / "out.parquet"))  # type: ignore[attr-defined]
    return {"read_and_check": read, "bounds": bounds, "write": written, "all": read + bounds + written}


def _write(given: Graph, folder: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    number = pl.int_range(given.parts, eager=True).cast(pl.String).str.zfill(8)
    ids = pl.select(pl.concat_str(pl.lit("P"), number)).to_series()
    value = np.round(np.exp(rng.normal(2, 1, given.parts)), 2)
    kind = np.where(given.leaf, "part", "assembly")
    pl.DataFrame({"part_id": ids, "kind": kind, "unit_value": value}).with_columns(
        composition=pl.lit("complete"), control_entries=pl.lit("none"), currency=pl.lit("USD"), price_per=pl.lit(1)
    ).write_parquet(folder / "parts.parquet")
    lines = {"parent_id": ids.gather(given.parent), "child_id": ids.gather(given.child)}
    pl.DataFrame({**lines, "quantity": np.ceil(given.quantity * 4)}).write_parquet(folder / "bom.parquet")
    some = np.flatnonzero(given.leaf & (rng.random(given.parts) < 0.05))
    mass = np.round(np.exp(rng.normal(-8, 1, len(some))), 6) + 1e-6
    origin = rng.choice(np.array(["CN", "JP", ""]), len(some))
    pl.DataFrame({"part_id": ids.gather(some), "mass_kg": mass, "origin": origin}).with_columns(
        entry=pl.lit("part1.2"), form=pl.lit("metal"), origin=pl.col("origin").replace("", None)
    ).write_parquet(folder / "contents.parquet")
    prices = {"basis": ["a", "b"], "price_per_kg": [300.0, 900.0], "date": ["2025", "2026-02"]}
    pl.DataFrame(prices).with_columns(entry=pl.lit("part1.2"), currency=pl.lit("USD")).write_parquet(
        folder / "prices.parquet"
    )


def _show(console: Console, figures: list[dict[str, object]]) -> None:
    table = Table(title=f"Roll-up, {COLUMNS} columns, {os.cpu_count()} processors, seconds")
    for name in ("lines", "shape", "prepare", "pass", "pass, 5 % hold", "SciPy by level", "ratio", "one leaf p95 ms"):
        table.add_column(name, justify="right")
    for one in figures:
        leaf: dict[str, float] = one["one_leaf"]  # type: ignore[assignment]
        seconds = [f"{one[name]:.3f}" for name in ("prepare", "pass", "pass_5_percent", "scipy_levels")]
        table.add_row(f"{one['lines']:,}", str(one["shape"]), *seconds, f"{one['ratio']:.1f}", f"{leaf['p95_ms']:.2f}")
    console.print(table)
    for one in figures:
        for title in ("peers", "from_parquet"):
            if found := one.get(title):
                told = ", ".join(f"{name} {spent:.3f}" for name, spent in found.items())  # type: ignore[attr-defined]
                console.print(f"{one['lines']:,} lines, {one['shape']}, {title}: {told}")


def main() -> None:
    """Read the command line."""
    ask = argparse.ArgumentParser(description="Measure the roll-up and its peers.")
    ask.add_argument("--lines", type=float, nargs="+", default=[1e5, 1e6])
    ask.add_argument("--shape", choices=[*TIERS], nargs="+", default=["wide"])
    ask.add_argument("--repeat", type=int, default=5, help="medians of so many runs")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--portfolio", action="store_true", help="from Parquet to the bounds of all parts, too")
    ask.add_argument("--out", type=Path, help="write the figures as JSON")
    given = ask.parse_args()
    measured(graph(2_000, "wide", given.seed), 1, given.seed)  # compiles
    figures = []
    for lines in given.lines:
        for shape in given.shape:
            one = graph(int(lines), shape, given.seed)
            found = {"shape": shape, **measured(one, given.repeat, given.seed)}
            if given.portfolio:
                with tempfile.TemporaryDirectory() as small, tempfile.TemporaryDirectory() as folder:
                    from_parquet(graph(30_000, "wide", given.seed), Path(small), given.seed)  # compiles
                    found["from_parquet"] = from_parquet(one, Path(folder), given.seed)
            figures.append(found)
    if given.out:
        given.out.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    _show(Console(width=120), figures)


if __name__ == "__main__":
    sys.exit(main())
