"""Every combination of answers to the questions about contents, their origin and their value, side by side.

A *combination* says of each of the three whether it is open or which `Pin` answers it: 64 columns, in which a pass
carries its amounts. The arrays here say of every column what the answers do there.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from monazite.model.share import Pin
from monazite.supply import content_walk

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_ANSWERS = (None, Pin.LOW, Pin.TRACE, Pin.HIGH)
_PLACE = {answer: place for place, answer in enumerate(_ANSWERS)}
COMBINATIONS = len(_ANSWERS) ** 3


def column(pins: Mapping[str, Pin]) -> int:
    """The column of a combination, by the names of its questions."""
    contents, origin, value = (_PLACE[pins.get(name)] for name in BY_NAME)
    return (contents * 4 + origin) * 4 + value


class Answered:
    """Where one of the three questions is ``open``, or answered ``low``, by a ``trace``, or ``high``.

    ``lowest``: either of the two lower ones; ``pinned``: any.
    """

    def __init__(self, question: int) -> None:
        place = np.arange(COMBINATIONS) // 4 ** (2 - question) % 4
        self.open: Flags = place == _PLACE[None]
        self.low: Flags = place == _PLACE[Pin.LOW]
        self.trace: Flags = place == _PLACE[Pin.TRACE]
        self.high: Flags = place == _PLACE[Pin.HIGH]
        self.lowest: Flags = self.low | self.trace
        self.pinned: Flags = ~self.open

    def ends(self, low: float, high: float) -> tuple[Floats, Floats]:
        """An amount between ``low`` and ``high`` under the answers: open, or taken at one of its ends."""
        return np.where(self.high, high, low), np.where(self.lowest, low, high)


CONTENTS, ORIGIN, VALUE = Answered(0), Answered(1), Answered(2)
BY_NAME: Mapping[str, Answered] = {
    content_walk.CONTENTS: CONTENTS,
    content_walk.ORIGIN: ORIGIN,
    content_walk.VALUE: VALUE,
}
"""The same by the names that pins have."""
