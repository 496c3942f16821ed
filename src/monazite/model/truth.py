"""Three-valued truth after Kleene (rule T1)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """Value of a condition: FALSE < UNKNOWN < TRUE, so that *and* is the minimum and *or* the maximum.

    UNKNOWN says that the facts at hand admit both; it is neither "false" nor "does not apply".
    """

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    @classmethod
    def of(cls, value: bool) -> Truth:
        """TRUE or FALSE of a known boolean."""
        return cls.TRUE if value else cls.FALSE

    @classmethod
    def all(cls, values: Iterable[Truth]) -> Truth:
        """Kleene's *and*; TRUE of nothing."""
        return min(values, default=cls.TRUE)

    @classmethod
    def any(cls, values: Iterable[Truth]) -> Truth:
        """Kleene's *or*; FALSE of nothing."""
        return max(values, default=cls.FALSE)

    @classmethod
    def hull(cls, values: Iterable[Truth]) -> Truth:
        """The common value of all ``values``; UNKNOWN as soon as two differ (or there is none)."""
        distinct = set(values)
        return distinct.pop() if len(distinct) == 1 else cls.UNKNOWN

    def negate(self) -> Truth:
        """Kleene's *not*: UNKNOWN stays UNKNOWN."""
        return Truth(2 - self)

    @property
    def settled(self) -> bool:
        """Whether the value is TRUE or FALSE."""
        return self is not Truth.UNKNOWN
