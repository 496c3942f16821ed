"""What is left of a width when every question that is open has its answer.

Answers to different questions may overlap: a by-product may take along what a content brought in. Where all are given,
one end is taken: the high one as soon as some answer is HIGH, else the low one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monazite.model.exact import Fraction
from monazite.model.share import Pin
from monazite.model.truth import Truth
from monazite.supply.content_walk import UNIT_VALUE


def asked_of(questions: Sequence[str]) -> tuple[str, ...]:
    """Those of the open questions that are about the content, not about the value of what holds it."""
    return tuple(name for name in questions if name != UNIT_VALUE)


def all_answered(asked: Sequence[str], pins: Mapping[str, Pin]) -> bool:
    """Whether ``pins`` answer all that was ``asked``, if anything was."""
    return bool(asked) and all(name in pins for name in asked)


def settled(asked: Sequence[str], pins: Mapping[str, Pin], low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """An amount between two ends: one of them when all is answered."""
    if low == high or not all_answered(asked, pins):
        return low, high
    return (high, high) if any(pins[name] is Pin.HIGH for name in asked) else (low, low)


def settled_truth(asked: Sequence[str], pins: Mapping[str, Pin], contains: Truth) -> Truth:
    """Whether anything is there at all: told when all is answered, for a trace is something."""
    if contains is not Truth.UNKNOWN or not all_answered(asked, pins):
        return contains
    return Truth.of(any(pins[name] is not Pin.LOW for name in asked))
