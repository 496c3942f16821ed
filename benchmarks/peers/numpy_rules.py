"""The conditions in NumPy, on arrays of whole columns. OpenFisca's formulas are these too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

import numpy as np

from peers.conditions import CONDITIONS, Translation

Array: TypeAlias = np.ndarray
Lookup: TypeAlias = Callable[[str], Array]
Formula: TypeAlias = Callable[[Lookup], Array]
"""From the arrays of facts and earlier conditions to that of a condition."""


def _truth(yes: Array, open_: Array) -> Array:
    """2 where ``yes``, else 1 where ``open_``."""
    return np.asarray(np.where(yes, np.int8(2), open_.astype(np.int8)))


@dataclass(frozen=True)
class NumpyWriter:
    """Says a condition as a function of arrays."""

    def name(self, name: str) -> Formula:
        """See `Writer`, also below."""
        return lambda get: get(name)

    def truth(self, value: int) -> Formula:
        """A constant spreads over the array that it meets."""
        return lambda get: np.asarray(np.int8(value))

    def least(self, parts: Sequence[Formula]) -> Formula:
        """And."""
        return lambda get: reduce(np.minimum, (part(get) for part in parts))

    def greatest(self, parts: Sequence[Formula]) -> Formula:
        """Or."""
        return lambda get: reduce(np.maximum, (part(get) for part in parts))

    def opposite(self, part: Formula) -> Formula:
        """Not."""
        return lambda get: np.int8(2) - part(get)

    def among(self, name: str, codes: Sequence[int]) -> Formula:
        """In."""

        def formula(get: Lookup) -> Array:
            column = get(name)
            return _truth(reduce(np.logical_or, [column == one for one in codes]), column == 0)

        return formula

    def same(self, left: str, right: str) -> Formula:
        """Equal."""
        return lambda get: _truth((get(left) == get(right)) & (get(left) != 0), (get(left) == 0) | (get(right) == 0))

    def reaches(self, low: str, high: str, line: int) -> Formula:
        """At or above."""
        return lambda get: _truth(get(low) >= line, get(high) >= line)

    def at_most(self, low: str, high: str, line: int) -> Formula:
        """At or below."""
        return lambda get: _truth(get(high) <= line, get(low) <= line)

    def during(self, day: str, first: int, last: int) -> Formula:
        """Between two days."""
        return lambda get: ((get(day) >= first) & (get(day) <= last)).astype(np.int8) * np.int8(2)


def formulas() -> dict[str, Formula]:
    """Every condition as a function of arrays."""
    translation: Translation[Formula] = Translation(NumpyWriter())
    return {name: translation.of(text) for name, text in CONDITIONS.items()}


def evaluate(facts: Mapping[str, Array], compiled: Mapping[str, Formula]) -> dict[str, Array]:
    """The truths of all conditions."""
    known = dict(facts)
    for name, formula in compiled.items():
        known[name] = formula(known.__getitem__)
    return {name: known[name] for name in compiled}
