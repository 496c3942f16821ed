"""What is left of a licence: the lines that name it draw it down in the order of their days.

Only what is stated can be counted: what was drawn outside the lines at hand is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.model.truth import Truth


@dataclass(frozen=True, slots=True)
class Draw:
    """One line that goes under a licence. ``when`` None: its day is not stated. ``amount`` None: unknown, or in a unit
    or currency that cannot be compared with the licence's.
    """

    subject: str
    when: datetime | None
    amount: Bounds | None


@dataclass(frozen=True, slots=True)
class Balance:
    """Where a line stands: ``enough`` whether the licence still holds it; ``before`` what was drawn ahead of it."""

    enough: Truth
    before: Bounds


_NOTHING = Bounds(Fraction(0), Fraction(0))
_ANYTHING = Bounds(Fraction(0), None)


def balance(limit: Bounds, own: Draw, draws: Iterable[Draw]) -> Balance:
    """Whether ``limit`` is enough for ``own`` after the ``draws`` ahead of it.

    An earlier line counts. One of the same instant, or without a day, may stand ahead or behind: it counts from
    nothing to its whole amount. A later one does not count.
    """
    before = _NOTHING
    for draw in draws:
        if draw.subject == own.subject:
            continue
        amount = draw.amount or _ANYTHING
        if draw.when is None or own.when is None or draw.when == own.when:
            before = _plus(before, Bounds(Fraction(0), amount.high))
        elif draw.when < own.when:
            before = _plus(before, amount)
    total = _plus(before, own.amount or _ANYTHING)
    if total.high is not None and total.high <= limit.low:
        return Balance(Truth.TRUE, before)
    if limit.high is not None and total.low > limit.high:
        return Balance(Truth.FALSE, before)
    return Balance(Truth.UNKNOWN, before)


def _plus(first: Bounds, second: Bounds) -> Bounds:
    high = None if first.high is None or second.high is None else first.high + second.high
    return Bounds(first.low + second.low, high)
