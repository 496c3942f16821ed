"""Draws from weights, shared by the tables of the trader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import polars as pl

Choice = TypeVar("Choice")


def pick(rng: np.random.Generator, choices: dict[Choice, float]) -> Choice:
    """One of ``choices`` in proportion to its weight."""
    weights = np.array(list(choices.values()), dtype=float)
    return list(choices)[int(rng.choice(len(weights), p=weights / weights.sum()))]


def chance(rng: np.random.Generator, share: float) -> bool:
    """True in ``share`` of all draws."""
    return bool(rng.random() < share)


def falling(rng: np.random.Generator, count: int, steepness: float) -> np.ndarray:
    """Weights of ``count`` members of which few are large and many small (Zipf), in random order; they sum to 1."""
    weights = rng.permutation(np.arange(1, count + 1, dtype=float) ** -steepness)
    return np.asarray(weights / weights.sum())


def spread(values: Sequence[object], dtype: pl.DataType, where: np.ndarray) -> pl.Series:
    """For every row the value of the family, segment or contract whose number ``where`` gives."""
    return pl.Series(values, dtype=dtype).gather(pl.Series(where))


class Members:
    """Who belongs to which group: `of` draws one member for each group asked for."""

    def __init__(self, group_of: np.ndarray, groups: int) -> None:
        self._sorted = np.argsort(group_of, kind="stable")
        self.sizes = np.bincount(group_of, minlength=groups)
        self._first = np.concatenate([[0], np.cumsum(self.sizes)[:-1]])

    def of(self, rng: np.random.Generator, groups: np.ndarray, steepness: float = 1.0) -> np.ndarray:
        """A member of each group; ``steepness`` above 1 favours the first members of it."""
        place = (rng.random(len(groups)) ** steepness * self.sizes[groups]).astype(np.int64)
        return np.asarray(self._sorted[self._first[groups] + place])
