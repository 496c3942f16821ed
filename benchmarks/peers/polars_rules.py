"""The conditions as Polars expressions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from peers.conditions import CONDITIONS, Translation


@dataclass(frozen=True)
class PolarsWriter:
    """Says a condition as an expression over columns."""

    def name(self, name: str) -> pl.Expr:
        """See `Writer`, also below."""
        return pl.col(name)

    def truth(self, value: int) -> pl.Expr:
        """A constant."""
        return pl.lit(value, pl.Int8)

    def least(self, parts: Sequence[pl.Expr]) -> pl.Expr:
        """And."""
        return pl.min_horizontal(*parts)

    def greatest(self, parts: Sequence[pl.Expr]) -> pl.Expr:
        """Or."""
        return pl.max_horizontal(*parts)

    def opposite(self, part: pl.Expr) -> pl.Expr:
        """Not."""
        return pl.lit(2, pl.Int8) - part

    def among(self, name: str, codes: Sequence[int]) -> pl.Expr:
        """In."""
        return self._truth(pl.any_horizontal(pl.col(name) == one for one in codes), pl.col(name) == 0)

    def same(self, left: str, right: str) -> pl.Expr:
        """Equal."""
        a, b = pl.col(left), pl.col(right)
        return self._truth((a == b) & (a != 0), (a == 0) | (b == 0))

    def reaches(self, low: str, high: str, line: int) -> pl.Expr:
        """At or above."""
        return self._truth(pl.col(low) >= line, pl.col(high) >= line)

    def at_most(self, low: str, high: str, line: int) -> pl.Expr:
        """At or below."""
        return self._truth(pl.col(high) <= line, pl.col(low) <= line)

    def during(self, day: str, first: int, last: int) -> pl.Expr:
        """Between two days."""
        return self._truth(pl.col(day).is_between(first, last), pl.lit(False))

    def _truth(self, yes: pl.Expr, open_: pl.Expr) -> pl.Expr:
        return pl.when(yes).then(pl.lit(2, pl.Int8)).otherwise(open_.cast(pl.Int8))


def stages() -> list[list[pl.Expr]]:
    """The conditions in as few steps as possible, each of which uses only the steps before it."""
    translation: Translation[pl.Expr] = Translation(PolarsWriter())
    step: dict[str, int] = {}
    for name, text in CONDITIONS.items():
        used = set(re.findall(r"\w+", text)) & step.keys()
        step[name] = 1 + max((step[one] for one in used), default=-1)
    return [
        [translation.of(text).alias(name) for name, text in CONDITIONS.items() if step[name] == number]
        for number in range(max(step.values()) + 1)
    ]


def evaluate(facts: pl.DataFrame, steps: list[list[pl.Expr]]) -> pl.DataFrame:
    """The truths of all conditions."""
    for expressions in steps:
        facts = facts.with_columns(expressions)
    return facts.select(*CONDITIONS)
