"""Counted amounts of one stated content under one `Setting` (rule N6)."""

from __future__ import annotations

from dataclasses import replace

from monazite.model.exact import Fraction
from monazite.model.share import Pin
from monazite.model.truth import Truth
from monazite.supply.amounts import ZERO_F, Amounts, by_origin, hidden_content
from monazite.supply.graph import Content
from monazite.supply.measure import ONE, Counted, Measure, Setting
from monazite.supply.network import Node
from monazite.supply.scope import full_entry, home_share

Span = tuple[Fraction, Fraction]


class ContentRows:
    """What content rows amount to; ``measure`` says what they are worth."""

    def __init__(self, measure: Measure, setting: Setting) -> None:
        self._measure = measure
        self._setting = setting

    def amounts(self, row: Content, node: Node) -> Amounts:
        """Counted amounts of one stated content in a unit of a node."""
        ways = self._measure.counted(row, node, self._setting)
        if ways is None:
            return self._uncounted(row, node)
        share = row_share(row, self._setting, self._measure.scope.home)
        if len(ways) == 1 and ways[0].sure:
            span = ways[0].span
            ends = pinned((span.low, span.high), self._setting.value)
            return by_origin(ways[0].entry, ends, min(span.certain, ends[1]), share, Amounts(), self._setting.origin)
        return self._one_of(ways, share)

    def _one_of(self, ways: tuple[Counted, ...], share: Span) -> Amounts:
        """A substance of which it is not said whether it is charged as a counted item (rule N6)."""
        if not ways or share[1] == 0:
            return Amounts()
        pin = self._setting.value
        if pin is Pin.LOW:
            return Amounts()
        dearest = max(ways, key=lambda way: (way.span.high, way.entry))
        top = ZERO_F if pin is Pin.TRACE else dearest.span.high
        ends = (top if pin is Pin.HIGH else ZERO_F), top
        certain = min(dearest.span.certain, top)
        amounts = by_origin(dearest.entry, ends, certain, share, Amounts(), self._setting.origin)
        most = amounts.highs[dearest.entry] / top if top else ZERO_F
        highs = {way.entry: min(way.span.high, top) * most for way in ways}
        stateds = {way.entry: min(way.span.certain, top) * most for way in ways}
        contains = amounts.contains if pin is not None else min(amounts.contains, Truth.UNKNOWN)
        return replace(amounts, highs=highs, stateds=stateds, contains=contains)

    def _uncounted(self, row: Content, node: Node) -> Amounts:
        """A content under another entry, or one that nobody knows: up to its value may be counted items."""
        span = self._measure.stated_value(row, node, self._setting)
        ends = pinned((span.low, span.high), self._setting.value)
        hidden = hidden_content((ends[1], ends[1]), self._setting.value)
        entry = full_entry(row.entry)
        if not (self._setting.carriers and self._measure.scope.carries(entry)):
            return hidden
        share = carrier_share(row, self._measure.scope.home)
        return by_origin(entry, ends, min(span.certain, ends[1]), share, hidden, self._setting.origin)


def row_share(row: Content, setting: Setting, home: str) -> Span:
    """Least and most of a content that is of home origin."""
    if setting.any_origin:
        return ONE, ONE
    country = row.origin
    if country is None and row.cn_share is None:
        country = row.feed_origin if setting.metal_origin == "feed" else row.smelted_in
    return home_share(country, *_ends_of(row), home)


def carrier_share(row: Content, home: str) -> Span:
    """The same of a carrier, whatever its metal came from."""
    return home_share(row.origin, *_ends_of(row), home)


def row_scope(row: Content) -> str:
    """`total` or `added`; blank where a row does not say which."""
    return row.scope if row.scope in ("total", "added") else ""


def pinned(span: Span, pin: Pin | None) -> Span:
    """A span, or the end of it that an answer takes."""
    if pin is None:
        return span
    return (span[1], span[1]) if pin is Pin.HIGH else (span[0], span[0])


def _ends_of(row: Content) -> tuple[Fraction | None, Fraction | None]:
    return (None, None) if row.cn_share is None else (row.cn_share.low, row.cn_share.high)
