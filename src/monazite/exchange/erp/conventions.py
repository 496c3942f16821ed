"""How a file writes numbers and days, as far as its cells prove it; what they do not prove is asked.

`1.234,56` and `0,500` prove a decimal comma, `1,234.56` and `0.500` a point; `1.234` proves nothing, and a file in
which such cells stand alone is asked about (`decimal_mark`). `31.12.2026`, `20261231` and `2026-12-31` have one
meaning; `03/04/2026` has two, which a `25/04/2026` elsewhere in the file settles, and else a question (`date_order`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from monazite.exchange.erp.desk import UNKNOWN, Desk, Question
from monazite.exchange.erp.dumps import Dump
from monazite.exchange.findings import Findings

GAPS = r"[ '\u{a0}\u{202f}\u{2009}’]"
COMMA = (
    r"^\d{1,3}(?:\.\d{3})+,\d+$|^\d+,\d{1,2}$|^\d+,\d{4,}$|^0\d*,\d+$|^\d{4,},\d+$|^,\d+$|^\d{1,3}(?:\.\d{3}){2,}$"
)  # fmt: skip
POINT = (
    r"^\d{1,3}(?:,\d{3})+\.\d+$|^\d+\.\d{1,2}$|^\d+\.\d{4,}$|^0\d*\.\d+$|^\d{4,}\.\d+$|^\.\d+$|^\d{1,3}(?:,\d{3}){2,}$"
)  # fmt: skip
EITHER = r"^[1-9]\d{0,2}[.,]\d{3}$"
SLASHED = r"^\d{1,2}[/\-]\d{1,2}[/\-]\d{4}$"


@dataclass(frozen=True, slots=True)
class Writing:
    """``mark``: `comma`, `point`, or `unknown` where only cells that prove themselves are read. ``order``: `dmy`,
    `mdy`, or `unknown`.
    """

    mark: str
    order: str


def bare(column: str) -> pl.Expr:
    """Numbers without sign, gaps and what marks those of a workbook (which become null: they need no convention)."""
    text = pl.col(column).str.strip_chars()
    return (
        pl.when(~text.str.starts_with("\x1f"))
        .then(text.str.replace_all(GAPS, "").str.strip_chars_start("+-").str.strip_chars_end("+-"))
        .otherwise(None)
    )


def writings(dumps: Iterable[Dump], desk: Desk, findings: Findings) -> dict[str, Writing]:
    """How every file writes, by its name."""
    by_file: dict[str, list[Dump]] = {}
    for dump in dumps:
        by_file.setdefault(dump.name, []).append(dump)
    marks = {name: _seen(parts, "number", _mark_proofs) for name, parts in by_file.items()}
    orders = {name: _seen(parts, "date", _order_proofs) for name, parts in by_file.items()}
    mark = _settle(marks, _MARK, desk, findings)
    order = _settle(orders, _ORDER, desk, findings)
    return {name: Writing(mark[name], order[name]) for name in by_file}


@dataclass(frozen=True, slots=True)
class _Kind:
    """One convention: its question, its two answers with the words for them, and the code of what was read off."""

    id: str
    text: str
    answers: tuple[tuple[str, str], tuple[str, str]]
    code: str


_MARK = _Kind(
    "decimal_mark", "What stands before the decimals of a number?",
    (("comma", "1.234 is one thousand two hundred and thirty-four"), ("point", "1.234 is one and a bit")),
    "decimal_mark_read",
)  # fmt: skip
_ORDER = _Kind(
    "date_order", "Which comes first in a date with slashes or dashes?",
    (("dmy", "03/04/2026 is in April"), ("mdy", "03/04/2026 is in March")), "date_order_read",
)  # fmt: skip
Proof = tuple[str, str, int]
"""A cell, its column and its row; the cell is empty where there is none."""


def _seen(dumps: list[Dump], type_: str, proofs: dict[str, str]) -> dict[str, Proof]:
    """The first cell that matches each pattern, over all columns of the type."""
    found: dict[str, Proof] = {}
    for dump in dumps:
        for field in dump.fields(type_):
            cells = dump.frame.select(
                "_row", text=bare(field) if type_ == "number" else pl.col(field).str.strip_chars()
            )
            for name, pattern in proofs.items():
                if name not in found:
                    hit = cells.filter(pl.col("text").str.contains(pattern)).head(1)
                    if hit.height:
                        found[name] = (str(hit["text"][0]), field, int(hit["_row"][0]))
    return found


_mark_proofs = {"comma": COMMA, "point": POINT, "either": EITHER}
_order_proofs = {
    "dmy": r"^(?:1[3-9]|2\d|3[01])[/\-]\d{1,2}[/\-]\d{4}$",
    "mdy": r"^\d{1,2}[/\-](?:1[3-9]|2\d|3[01])[/\-]\d{4}$",
    "either": SLASHED,
}


def _settle(seen: dict[str, dict[str, Proof]], kind: _Kind, desk: Desk, findings: Findings) -> dict[str, str]:
    settled: dict[str, str] = {}
    first, second = (answer for answer, _ in kind.answers)
    for name, proofs in seen.items():
        proven = [answer for answer in (first, second) if answer in proofs]
        if len(proven) == 1:
            cell, column, row = proofs[proven[0]]
            settled[name] = proven[0]
            message = f"{kind.id.replace('_', ' ')}: {proven[0]}, as {cell!r} proves"
            findings.of(name).info(kind.code, message, "nothing, if it is right", row, column)
        elif not proofs:
            settled[name] = UNKNOWN
    doubtful = [name for name in seen if name not in settled]
    if doubtful:
        answer = desk.ask(_question(kind, doubtful, seen, settled))
        settled |= dict.fromkeys(doubtful, answer)
    return settled


def _question(kind: _Kind, doubtful: list[str], seen: dict[str, dict[str, Proof]], settled: dict[str, str]) -> Question:
    proven = [answer for answer in settled.values() if answer != UNKNOWN]
    shown = "; ".join(f"{name}: " + ", ".join(f"{cell} ({column}, row {row})" for cell, column, row in
                                              seen[name].values()) for name in doubtful[:3])  # fmt: skip
    others = f"; {len(proven)} other files prove {proven[0]}" if len(set(proven)) == 1 else ""
    default = proven[0] if len(set(proven)) == 1 else UNKNOWN
    return Question(kind.id, kind.text, shown + others, dict(kind.answers), default)
