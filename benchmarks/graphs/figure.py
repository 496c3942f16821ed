"""Time against size, both logarithmic, a line per method that leads to its name. Legible on light and on dark."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

_GREY = "#7a7a7a"
_COLOURS = {
    "monazite": "#e0561b", "SciPy": "#2f8fd0", "Polars": "#9a6fd0", "DuckDB": "#b8860b", "PostgreSQL": "#35995a",
    "networkx": "#7a7a7a", "PySpark": "#c9508f",
}  # fmt: skip
_DASHED = ("recursive", "sparse solve", "prepare and pass")
_APART, _PUSHES = 0.28, 200
"""Decades between two names, a line of text; how often those too near to each other are pushed."""
_SETTINGS: Any = {"svg.fonttype": "none", "svg.hashsalt": "monazite", "font.family": "sans-serif", "font.size": 11}


def draw(figures: dict[str, Any], file: Path) -> None:
    """The first shape of the figures, in all its sizes."""
    graphs = [one for one in figures["graphs"] if one["shape"] == figures["graphs"][0]["shape"]]
    points = {
        name: [(one["lines"], one["one_amount"][name]) for one in graphs if name in one["one_amount"]]
        for name in dict.fromkeys(name for one in graphs for name in one["one_amount"])
    }
    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(9.6, 6.4))
        axes = figure.add_subplot()
        at = _names(points)
        lines = [lines for line in points.values() for lines, _ in line]
        right = max(lines) * 1.7
        for name, line in points.items():
            colour = next(colour for start, colour in _COLOURS.items() if name.startswith(start))
            dashed, own = name.endswith(_DASHED), name.startswith("monazite")
            axes.plot(*zip(*line, strict=True), color=colour, linewidth=3 if own else 1.6, marker="o", markersize=4,
                linestyle="--" if dashed else "-")  # fmt: skip
            axes.plot([line[-1][0], right], [line[-1][1], at[name]], color=colour, linewidth=0.7, linestyle=":")
            axes.annotate(name, (right * 1.08, at[name]), color=colour, va="center", weight="bold" if own else "normal",
                annotation_clip=False)  # fmt: skip
        axes.set(xscale="log", yscale="log")
        axes.set_xlim(min(lines) / 1.3, right)
        tens = [10**power for power in range(3, 10) if min(lines) <= 10**power <= max(lines)]
        axes.set_xticks(tens, [f"{ten:,}" for ten in tens])
        axes.minorticks_off()
        axes.set_xlabel("lines of bills of materials", color=_GREY)
        axes.set_title(
            f"Seconds to roll one amount up through all parts ({graphs[0]['shape']})", color=_GREY, loc="left"
        )
        axes.tick_params(colors=_GREY)
        axes.grid(color=_GREY, alpha=0.25, linewidth=0.6)
        for side, spine in axes.spines.items():
            spine.set_visible(side in ("left", "bottom"))
            spine.set_color(_GREY)
        file.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(file, format="svg", transparent=True, bbox_inches="tight", metadata={"Date": None})


def _names(points: dict[str, list[tuple[int, float]]]) -> dict[str, float]:
    """Where the names stand on the right, in seconds: beside the ends of their lines, pushed apart."""
    names = sorted(points, key=lambda name: points[name][-1][1])
    at = [math.log10(points[name][-1][1]) for name in names]
    for _ in range(_PUSHES):
        for below in range(len(at) - 1):
            short = (_APART - at[below + 1] + at[below]) / 2
            if short > 0:
                at[below], at[below + 1] = at[below] - short, at[below + 1] + short
    return {name: 10**place for name, place in zip(names, at, strict=True)}
