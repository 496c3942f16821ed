"""Rolling amounts up through a bill of materials: monazite's kernel, and how others do it, in one run.

    uv run --group bench python benchmarks/roll_up.py --up-to 1e8 --out out/roll_up.json \\
        --figure docs/figures/roll_up.svg --markdown

measures a series of sizes of the shape `wide` and of the other shapes at a million lines; `--lines` and `--shape`
choose other graphs. For each: making the graph ready (rows, order, relabelling), one pass over 24 columns and SciPy on
the same; the pass where one leaf in twenty holds something; one leaf changed. Then, with one amount a part, everybody
as far as they come to an end in a reasonable time: SciPy, Polars, DuckDB, PostgreSQL, networkx, PySpark. Every result
is compared with the kernel's, and the run stops where one differs. `--portfolio` also writes the graph as a portfolio
of Parquet files and takes it from there to the bounds of all parts. What compiles is compiled, and servers are
started, before anything is timed. `--from` shows and draws the figures of an earlier run and measures nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console

from graphs import figure, shown
from graphs.beside import Servers
from graphs.from_parquet import from_parquet
from graphs.measured import measured
from graphs.shapes import SHAPES, graph

SERIES = {"wide": (1e4, 3e4, 1e5, 1e6, 1e7, 1e8), "cycles": (1e4, 1e6)} | dict.fromkeys(
    ("deep", "flat", "reuse", "alternates"), (1e6,)
)
LARGE, FEWER = 2e6, 3
"""Beyond so many lines medians are of three runs at most."""
WARMED = ("cycles", "alternates")
"""Shapes on which other code runs than on ``wide``."""
PACKAGES = ("numpy", "numba", "scipy", "polars", "duckdb", "psycopg", "networkx", "pyspark")


def main() -> None:
    """Read the command line."""
    ask = argparse.ArgumentParser(description="Measure the roll-up and its peers.")
    ask.add_argument("--lines", type=float, nargs="+", help="sizes instead of the series")
    ask.add_argument("--shape", choices=[*SHAPES], nargs="+", default=["wide"], help="with --lines")
    ask.add_argument("--up-to", type=float, default=1e7, help="the largest size of the series (1e8 needs 13 GB)")
    ask.add_argument("--repeat", type=int, default=5, help="medians of so many runs; peers run once")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--portfolio", action="store_true", help="from Parquet to the bounds of all parts, too")
    ask.add_argument("--out", type=Path, help="write the figures as JSON")
    ask.add_argument("--figure", type=Path, help="draw time against size, as SVG")
    ask.add_argument("--markdown", action="store_true", help="print the tables in Markdown")
    ask.add_argument("--from", type=Path, nargs="+", dest="known", help="show the figures of these; measure nothing")
    given = ask.parse_args()
    figures = _together(given.known) if given.known else _measure(given)
    _keep(given.out, figures)
    if given.figure:
        figure.draw(figures, given.figure)
    if given.markdown:
        sys.stdout.write(shown.markdown(figures))
    else:
        shown.show(Console(), figures)


def _measure(given: argparse.Namespace) -> dict[str, Any]:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # servers that were started are stopped, too
    sizes = dict.fromkeys(given.shape, given.lines) if given.lines else SERIES
    todo = [(lines, shape) for shape, several in sizes.items() for lines in several]
    todo = sorted((one for one in todo if given.lines or one[0] <= given.up_to), key=lambda one: one[0])
    progress = Console(stderr=True)
    graphs = []
    with Servers() as servers:
        for shape in dict.fromkeys(shape if shape in WARMED else "wide" for _, shape in todo):
            progress.print(f"warming up, {shape}")
            measured(2_000, shape, 1, given.seed, servers)
        for lines, shape in todo:
            progress.print(f"{shape}, {lines:,.0f} lines")
            repeats = given.repeat if lines <= LARGE else min(given.repeat, FEWER)
            found = measured(int(lines), shape, repeats, given.seed, servers)
            if given.portfolio:
                found["from_parquet"] = _from_parquet(int(lines), shape, given.seed)
            graphs.append(found)
            _keep(given.out, _figures(graphs))
    return _figures(graphs)


def _keep(out: Path | None, figures: dict[str, Any]) -> None:
    """Written after every graph: a run that is stopped leaves what it has."""
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def _together(known: list[Path]) -> dict[str, Any]:
    """Several runs as one; of a graph measured twice the later."""
    runs = [json.loads(path.read_text("utf-8")) for path in known]
    graphs = {(one["lines"], one["shape"]): one for run in runs for one in run["graphs"]}
    return runs[-1] | {"graphs": sorted(graphs.values(), key=lambda one: int(one["lines"]))}


def _figures(graphs: list[dict[str, Any]]) -> dict[str, Any]:
    versions = {name: version(name) for name in PACKAGES}
    return {"python": platform.python_version(), "processors": os.cpu_count(), "versions": versions, "graphs": graphs}


def _from_parquet(lines: int, shape: str, seed: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as small, tempfile.TemporaryDirectory() as folder:
        from_parquet(graph(30_000, "wide", seed), Path(small), seed)  # compiles
        return from_parquet(graph(lines, shape, seed), Path(folder), seed)


if __name__ == "__main__":
    main()
