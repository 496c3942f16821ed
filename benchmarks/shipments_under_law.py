"""A million shipment lines under all packs: monazite, and other engines on a part of the same conditions.

    uv run python benchmarks/portfolio_generator.py out/million
    uv run --group bench python benchmarks/shipments_under_law.py out/million --out out/figures.json

What is compared and what is not stands in docs/benchmarks.md, and is printed beside the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

import numpy as np
import polars as pl
from rich.console import Console
from rich.table import Table

from peers import numpy_rules, openfisca_rules, polars_rules, zen_rules
from peers.conditions import CONDITIONS, FINDINGS
from peers.facts import facts
from peers.measured import Cost, assessed, repeated
from peers.verdicts import compared, stated

NOTES = (
    f"The peers give for each line the truths of {len(CONDITIONS)} conditions of the packs ({len(FINDINGS)} findings "
    "and the definitions behind them) under one set of readings, and nothing else.",
    "monazite gives for each line the set of possible verdicts and reviews, provisions, duties, deciding questions, "
    "both branches of what may come, the answers under other readings, and bounds added up from bills of materials; it "
    "reads and checks the tables and writes its report files. All that is in its time.",
    "The peers get ready columns of numbers. Reading, joining and adding up for them is done by Polars and not "
    "counted, which favours them.",
    "The peers know TRUE and FALSE. UNKNOWN is transcribed: each condition is a number 0, 1 or 2, each and a least, "
    "each or a greatest.",
    "zen-engine is measured on a sample and its time for all lines is extrapolated. Peers' memory is not measured.",
)


def peers(
    folder: Path, repeats: int, zen_rows: int, seed: int, answers: pl.DataFrame | None
) -> tuple[list[Cost], dict[str, object]]:
    """The peers' costs, and how far they agree, with monazite's ``answers`` too. Raises AssertionError where two peers
    differ.
    """
    prepared, table = repeated("preparation", 0, 1, lambda: facts(folder))
    columns = {name: table[name].to_numpy() for name in table.columns}
    compiled, steps = numpy_rules.formulas(), polars_rules.stages()
    law, zen = openfisca_rules.system(table.columns), zen_rules.engine()
    count = table.height
    sample = np.sort(np.random.default_rng(seed).choice(count, min(zen_rows, count), replace=False))
    rows = table[sample].to_dicts()
    with_polars, by_polars = repeated("Polars", count, repeats, lambda: polars_rules.evaluate(table, steps))
    with_numpy, by_numpy = repeated("NumPy", count, repeats, lambda: numpy_rules.evaluate(columns, compiled))
    with_fisca, by_fisca = repeated("OpenFisca-core", count, repeats, lambda: openfisca_rules.evaluate(law, columns))
    with_zen, by_zen = repeated("zen-engine", len(rows), repeats, lambda: zen_rules.evaluate(zen, rows))
    for name in CONDITIONS:
        truths = by_polars[name].to_numpy()
        assert np.array_equal(truths, by_numpy[name]), f"Polars and NumPy differ: {name}"
        assert np.array_equal(truths, by_fisca[name]), f"Polars and OpenFisca-core differ: {name}"
        assert truths[sample].tolist() == [row[name] for row in by_zen], f"Polars and zen-engine differ: {name}"
    agreement: dict[str, object] = {
        "conditions": len(CONDITIONS), "lines": count, "lines_with_zen": len(rows), "differences": 0,
        "preparation_s": prepared.wall_s, "true_or_unknown": _told(by_polars),
        "verdicts": None if answers is None else compared(folder, by_polars, answers),
    }  # fmt: skip
    return [with_fisca, with_zen, with_polars, with_numpy], agreement


def _told(truths: pl.DataFrame) -> dict[str, list[int]]:
    """Condition -> lines on which it is TRUE, and on which UNKNOWN."""
    return {name: [int((truths[name] == told).sum()) for told in (2, 1)] for name in CONDITIONS}


def _show(console: Console, costs: Sequence[Cost], lines: int, agreement: dict[str, object]) -> None:
    shown = Table(title=f"{lines:,} shipment lines under law")
    for heading in ("engine", "lines run", "wall s", "cpu s", "lines/s", f"s for {lines:,}", "peak MB", "patterns"):
        shown.add_column(heading, justify="left" if heading == "engine" else "right")
    for cost in costs:
        shown.add_row(
            cost.engine, f"{cost.lines:,}", f"{cost.wall_s:.3f}", f"{cost.cpu_s:.3f}", f"{cost.lines_per_s:,.0f}",
            f"{'' if cost.lines == lines else '~ '}{lines / cost.lines_per_s:,.2f}",
            "" if cost.peak_mb is None else f"{cost.peak_mb:,.0f}",
            "" if cost.patterns is None else f"{cost.patterns:,}",
        )  # fmt: skip
    console.print(shown)
    console.print(
        f"The peers agree on {agreement['conditions']} conditions, row by row: OpenFisca-core, Polars and NumPy on "
        f"{agreement['lines']:,} lines, zen-engine on {agreement['lines_with_zen']:,} of them."
    )
    match agreement["verdicts"]:
        case {"compared": all_, "equal": equal, "sharper": sharper, "other": other}:
            console.print(
                f"The verdicts that follow from the peers' truths are those of monazite on {equal:,} of {all_:,} lines "
                f"compared; monazite is sharper on {sharper:,} and says something else on {other:,}."
            )
    console.print("What differs:")
    for note in NOTES:
        console.print(f"- {note}")


def main() -> None:
    """Read the command line."""
    ask = argparse.ArgumentParser(description="Measure monazite and its peers on one portfolio.")
    ask.add_argument("folder", type=Path, help="made by portfolio_generator.py")
    ask.add_argument("--out", type=Path, help="write the figures as JSON")
    ask.add_argument("--repeat", type=int, default=3, help="runs of each peer; the median counts")
    ask.add_argument("--repeat-monazite", type=int, default=1, help="runs of monazite; 0: the peers only")
    ask.add_argument("--zen-rows", type=int, default=2000, help="lines in the sample for zen-engine")
    ask.add_argument("--seed", type=int, default=1, help="of that sample")
    beside = Path(sys.executable).with_name("monazite")
    ask.add_argument("--monazite", type=Path, default=beside, help="the program to measure")
    given = ask.parse_args()
    lines = pl.scan_parquet(given.folder / "shipments.parquet").select(pl.len()).collect().item()
    costs, answers = [], None
    if given.repeat_monazite:
        with tempfile.TemporaryDirectory() as out:
            costs.append(assessed(given.monazite, given.folder, Path(out), lines, given.repeat_monazite))
            answers = stated(Path(out))
    found, agreement = peers(given.folder, given.repeat, given.zen_rows, given.seed, answers)
    costs += found
    if given.out:
        engines = ("monazite", "openfisca-core", "zen-engine", "polars", "numpy")
        figures = {
            "lines": lines, "costs": [asdict(c) | {"lines_per_s": c.lines_per_s} for c in costs],
            "agreement": agreement, "notes": NOTES, "versions": {name: version(name) for name in engines},
            "python": platform.python_version(), "machine": platform.machine(), "processors": os.cpu_count(),
        }  # fmt: skip
        given.out.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    _show(Console(width=120), costs, lines, agreement)


if __name__ == "__main__":
    main()
