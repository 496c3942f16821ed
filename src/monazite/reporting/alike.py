"""Lines that a reader would take for one: the same answer for the same reason, in every branch of the law."""

from __future__ import annotations

from collections.abc import Iterable

from monazite.reporting.answers import kind_of_answer, what_decides
from monazite.services.assessment import Alike


def grouped(alike: Iterable[Alike]) -> list[Alike]:
    """One line of each answer with the number of all that have it, whatever their parts and days; in order."""
    found: dict[object, Alike] = {}
    for one in alike:
        answer = one.line.determination
        branches = tuple((branch.id, branch.possible) for branch in answer.branches)
        key = (kind_of_answer(answer), what_decides(answer), branches, answer.confidence)
        first = found.get(key)
        found[key] = one if first is None else Alike(first.line, first.count + one.count)
    return list(found.values())
