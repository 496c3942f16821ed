"""Figures as tables: on the terminal, and in Markdown for the documentation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.table import Table

Rows = list[list[str]]
Figures = dict[str, Any]


def tables(figures: Figures) -> list[tuple[str, Rows]]:
    """Titles and rows, the first of each the heads: passes, sizes of the first shape, shapes of a size, the rest."""
    graphs = figures["graphs"]
    sizes = [one for one in graphs if one["shape"] == graphs[0]["shape"]]
    found = [("24 columns, seconds", _passes(graphs)), (f"One amount a part, `{graphs[0]['shape']}`, seconds by lines",
        _methods(sizes, [f"{one['lines']:,}" for one in sizes]))]  # fmt: skip
    for lines in dict.fromkeys(_round(one) for one in graphs):
        same = [one for one in graphs if _round(one) == lines]
        if len(same) > 1:
            title = f"One amount a part, {lines:,} lines, seconds by shape"
            found.append((title, _methods(same, [f"`{one['shape']}`" for one in same])))
    if any("from_parquet" in one for one in graphs):
        found.append(("From Parquet to the bounds of all parts, seconds", _from_parquet(graphs)))
    return found


def left_out(figures: Figures) -> list[str]:
    """Who is left out where, and why; what has the same reason on one line."""
    where: dict[tuple[str, str], list[str]] = {}
    for one in figures["graphs"]:
        for name, reason in one["left_out"].items():
            where.setdefault((name, reason), []).append(f"{one['shape']} {one['lines']:,}")
    return [f"{name}: {', '.join(graphs)}: {reason}" for (name, reason), graphs in where.items()]


def show(console: Console, figures: Figures) -> None:
    """Everything on the terminal."""
    for title, rows in tables(figures):
        table = Table(title=title)
        for number, head in enumerate(rows[0]):
            table.add_column(head, justify="right" if number else "left")
        for row in rows[1:]:
            table.add_row(*row)
        console.print(table)
    console.print(told(figures))
    console.print("Left out:", *left_out(figures), sep="\n- ")


def markdown(figures: Figures) -> str:
    """Everything in Markdown."""
    blocks = [told(figures)]
    for title, rows in tables(figures):
        lines = [_line(rows[0]), _line(["---", *["---:"] * (len(rows[0]) - 1)]), *map(_line, rows[1:])]
        blocks.append(f"{title}:\n\n" + "\n".join(lines))
    blocks.append("Left out:\n\n" + "\n".join(f"- {line}" for line in left_out(figures)))
    return "\n\n".join(blocks) + "\n"


def told(figures: Figures) -> str:
    """The machine and the versions, in one line."""
    versions = ", ".join(f"{name} {version}" for name, version in figures["versions"].items())
    return f"Python {figures['python']}, {figures['processors']} processors; {versions}."


def _passes(graphs: Iterable[Figures]) -> Rows:
    heads = ["shape", "lines", "parts", "levels", "prepare", "pass", "pass, 5 % hold", "SciPy", "times the pass",
        "one leaf, 95th percentile", "peak, kernel", "peak with SciPy"]  # fmt: skip
    rows = [heads]
    for one in graphs:
        leaf = f"{one['one_leaf']['p95_ms']:.2f} ms" if "one_leaf" in one else "–"
        seconds = [_seconds(one[name]) for name in ("prepare", "pass", "pass_5_percent", "scipy")]
        peaks = [f"{one[name]:.1f} GB" for name in ("kernel_peak_gb", "peak_gb")]
        ratio = f"{one['scipy'] / one['pass']:.1f}"
        counts = [f"{one[name]:,}" for name in ("lines", "parts", "levels")]
        rows.append([f"`{one['shape']}`", *counts, *seconds, ratio, leaf, *peaks])
    return rows


def _methods(graphs: list[Figures], heads: list[str]) -> Rows:
    names = dict.fromkeys(name for one in graphs for name in one["one_amount"])
    rows = [[_seconds(one["one_amount"].get(name)) for one in graphs] for name in names]
    return [["", *heads], *([name, *row] for name, row in zip(names, rows, strict=True))]


def _from_parquet(graphs: Iterable[Figures]) -> Rows:
    rows = [["shape", "lines", "read and check", "bounds", "write", "all"]]
    for one in graphs:
        if found := one.get("from_parquet"):
            rows.append([f"`{one['shape']}`", f"{one['lines']:,}", *(_seconds(spent) for spent in found.values())])
    return rows


def _round(one: Figures) -> int:
    """Lines without those back: the size that was asked for."""
    return int(float(f"{one['lines']:.2g}"))


def _seconds(spent: float | None) -> str:
    return "–" if spent is None else f"{spent:.1f}" if spent >= 10 else f"{spent:.2g}" if spent < 1 else f"{spent:.2f}"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
