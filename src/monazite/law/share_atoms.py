"""The value share as an atom: under every alternative of the readings that concern it, and every pin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from itertools import product

from monazite.law.in_force import ReadingOf
from monazite.logic.world import FALSE, Judged, Probe, Variable
from monazite.model.exact import Fraction
from monazite.model.share import Lens, Pin, ShareView, ValueShare
from monazite.model.truth import Truth

PINS = tuple(pin.value for pin in Pin)


def reaches(share: ValueShare | None, threshold: Fraction, reading_of: ReadingOf, probe: Probe) -> Judged:
    """Whether ``N >= threshold * V`` (rule N1); settled as soon as every alternative still open agrees."""
    return _ask(share, reading_of, probe, lambda share, lens, pins: share.reaches(lens, pins, threshold))


def contains(share: ValueShare | None, reading_of: ReadingOf, probe: Probe) -> Judged:
    """Whether any counted content of Chinese origin is present."""
    return _ask(share, reading_of, probe, lambda share, lens, pins: share.contains(lens, pins))


Test = Callable[[ValueShare, Lens, Mapping[str, Pin]], Truth]
"""A truth about a share under a lens and some answers."""


def _ask(share: ValueShare | None, reading_of: ReadingOf, probe: Probe, test: Test) -> Judged:
    if share is None:
        return FALSE  # there is no thing with a value: services and technology
    look = probe.fresh()
    lenses = _lenses(share, reading_of, look)
    truths = [test(share, lens, {}) for lens in lenses]
    if Truth.UNKNOWN in truths:  # where only the lenses differ, no answer about the share could settle it
        pins = _pins(share, look)
        truths = [test(share, lens, pins) for lens in lenses]
    return look.judged(Truth.hull(truths))


def lenses_of(share: ValueShare, reading_of: ReadingOf) -> list[Lens]:
    """Every lens that open readings leave possible, as `view_of` looks through them (for people)."""
    return _lenses(share, reading_of, Probe({}))


def _pins(share: ValueShare, probe: Probe) -> dict[str, Pin]:
    chosen = {name: probe.ask(Variable(name, name, PINS)) for name in share.questions}
    return {name: Pin(pin) for name, pin in chosen.items() if pin is not None}


def _lenses(share: ValueShare, reading_of: ReadingOf, probe: Probe) -> list[Lens]:
    """Every lens that the open readings leave possible; readings that cannot matter keep their first alternative."""
    choices: list[tuple[str, tuple[str, ...]]] = []
    for field in fields(Lens):
        if field.name in share.readings:
            chosen = reading_of(field.name, probe)
            alternatives = (chosen,) if chosen is not None else reading_of.variable(field.name).options
            choices.append((field.name, alternatives))
    names = [name for name, _ in choices]
    return [replace(Lens(), **dict(zip(names, picked, strict=True))) for picked in product(*(a for _, a in choices))]


def view_of(share: ValueShare, reading_of: ReadingOf) -> ShareView:
    """The hull of the views under every alternative that is open (for people; the decision never uses it)."""
    views = [share.view(lens, {}) for lens in lenses_of(share, reading_of)]
    highs = [view.high_n for view in views]
    return ShareView(
        min(view.low_n for view in views),
        None if None in highs else max(high for high in highs if high is not None),
        views[0].low_v,
        views[0].high_v,
        Truth.hull(view.contains for view in views),
    )
