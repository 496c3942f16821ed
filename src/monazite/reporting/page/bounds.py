"""Bounds of a value share drawn against the threshold: where bars, ticks and the threshold stand on a common axis."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from monazite.model.determination import ShareReport
from monazite.model.share import ValueShare
from monazite.reporting.json_line import basis_share
from monazite.reporting.numbers import exact, outwards, percent_range, plain
from monazite.reporting.text import visible
from monazite.services.assessment import PartAnswer

Span = tuple[float, float | None]
"""Lower and upper bound of a share; the upper None when nothing bounds it."""

WIDTH = 1000.0
"""The axis runs from 0 to this; the page scales it."""

ZERO_ZONE = 46.0
"""On a logarithmic axis zero stands at 0 and the smallest decade begins here."""

HAIR = 2.0
MOST_DECADES = 6
LINEAR_REACH = 4.0
"""A linear axis is used while nothing exceeds this many thresholds and nothing positive is far below it."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from shares to positions; logarithmic with a place for zero, or linear from zero."""

    low: float
    high: float
    logarithmic: bool

    def at(self, value: float) -> float:
        """The position of a share; what lies outside stands at the nearer end."""
        if not self.logarithmic:
            return round(min(max(value / self.high, 0.0), 1.0) * WIDTH, 1)
        if value <= 0:
            return 0.0
        span = math.log10(self.high / self.low)
        along = min(max(math.log10(value / self.low) / span, 0.0), 1.0)
        return round(ZERO_ZONE + along * (WIDTH - ZERO_ZONE), 1)

    def ticks(self) -> list[tuple[float, str]]:
        """Positions and labels: zero and every decade, or five equal steps."""
        if not self.logarithmic:
            return [(self.at(self.high * n / 4), _label(self.high * n / 4)) for n in range(5)]
        first, last = round(math.log10(self.low)), round(math.log10(self.high))
        return [(0.0, "0")] + [(self.at(10.0**power), _label(10.0**power)) for power in range(first, last + 1)]


@dataclass(frozen=True, slots=True)
class Bar:
    """One interval: ``start`` and ``end`` on the axis, ``endless`` when nothing bounds it above; ``text`` in words."""

    label: str
    start: float
    end: float
    endless: bool
    text: str
    side: str
    flip: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole drawing: bars above one another, ticks below, the threshold across."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    threshold: float
    threshold_label: str
    scale: str
    notes: tuple[str, ...] = field(default=())


def chart(report: ShareReport) -> Chart:
    """The drawing of one line's share: the bounds that entered the answer, then each pair of bases by itself."""
    notes = () if report.tight else ("These bounds are sound but may not be attained.",)
    return _drawing((report.low, report.high), report.threshold, report.share, notes)


def part_chart(part: PartAnswer) -> Chart:
    """The drawing of a part's share; a share of which nothing is known reaches from zero to no end."""
    return _drawing((part.share_low or 0.0, part.share_high), part.threshold, part.share, ())


def _drawing(span: Span, threshold: float, share: ValueShare | None, notes: tuple[str, ...]) -> Chart:
    views = share.by_basis if share is not None else ()
    spans = [span]
    for view in views:
        low, high = basis_share(view)
        spans.append((float(low), None if high is None else float(high)))
    axis = axis_for(spans, threshold)
    bars = [_bar(axis, "all bases" if len(views) > 1 else "bounds", span, threshold)]
    for view, own in zip(views, spans[1:], strict=True):
        dated = f" ({view.price_date})" if view.price_date else ""
        name = f"{view.price_basis}{dated} / {view.value_basis}".replace("_", " ")
        bars.append(replace(_bar(axis, visible(name), own, threshold), flip=visible(view.flip), notes=view.notes))
    if len(views) == 1:
        bars = bars[1:]
    label = f"{_label(threshold)} threshold"
    kind = "logarithmic" if axis.logarithmic else "linear"
    return Chart(tuple(bars), tuple(axis.ticks()), axis.at(threshold), label, kind, notes)


def axis_for(spans: list[Span], threshold: float) -> Axis:
    """Linear where everything lies near the threshold, logarithmic where bounds span decades."""
    ends = [value for span in spans for value in span if value]
    most = max([threshold, *ends])
    least = min([threshold, *ends])
    endless = any(high is None for _, high in spans)
    if most <= LINEAR_REACH * threshold and least >= threshold / 5 and not endless:
        return Axis(0.0, 2 * threshold * max(1, math.ceil(most / (2 * threshold))), logarithmic=False)
    top = math.ceil(math.log10(most * (10 if endless else 1.05)))
    top = max(top, math.ceil(math.log10(threshold)) + 1)
    bottom = min(math.floor(math.log10(least)), math.floor(math.log10(threshold)) - 1)
    return Axis(10.0 ** max(bottom, top - MOST_DECADES), 10.0**top, logarithmic=True)


def _bar(axis: Axis, label: str, span: Span, threshold: float) -> Bar:
    """The bar of an interval; what lies below the threshold visibly ends before it, be it by a hair."""
    low, high = span
    side = _side(span, threshold)
    end = WIDTH if high is None else axis.at(high)
    start, limit = axis.at(low), axis.at(threshold)
    if side == "below":
        end = min(end, limit - HAIR)
    elif side == "across":
        start = min(start, limit - HAIR)
    return Bar(label, min(start, end), end, high is None, percent_range(low, high, threshold), side)


def _side(span: Span, threshold: float) -> str:
    """`below`, `above` (at the threshold counts as above, rule N1) or `across`."""
    low, high = span
    if exact(low) >= exact(threshold):
        return "above"
    return "below" if high is not None and exact(high) < exact(threshold) else "across"


def _label(share: float) -> str:
    return f"{plain(outwards(share * 100, up=True, digits=3))} %" if share else "0"
