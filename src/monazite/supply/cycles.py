"""Loops in a bill of materials, such as recycled scrap: solved exactly, or refused when they feed themselves.

Within a loop x = A x + b, with A the quantities of members in members. It has a finite solution exactly when the gain
(spectral radius of A) is below 1, which for a matrix without negative entries is the case exactly when elimination
without exchange of rows meets positive pivots only (I - A is then an M-matrix).
"""

from __future__ import annotations

from collections.abc import Sequence

from monazite.model.exact import Fraction

Matrix = list[list[Fraction]]


def gains(quantities: Sequence[Sequence[Fraction]]) -> Matrix | None:
    """Inverse of I - A: how much of member j one unit of member i holds at last. None when the gain is 1 or more."""
    size = len(quantities)
    rows = [
        [Fraction(int(i == j)) - quantities[i][j] for j in range(size)] + [Fraction(int(i == j)) for j in range(size)]
        for i in range(size)
    ]
    for pivot in range(size):
        head = rows[pivot][pivot]
        if head <= 0:
            return None
        rows[pivot] = [value / head for value in rows[pivot]]
        for i in range(size):
            factor = rows[i][pivot]
            if i != pivot and factor:
                rows[i] = [value - factor * other for value, other in zip(rows[i], rows[pivot], strict=True)]
    return [row[size:] for row in rows]
