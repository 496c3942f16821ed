"""`monazite.supply.passes` in every combination of answers at once: amounts per base unit of every part, as floats."""

from __future__ import annotations

from collections.abc import Iterable
from math import nan

import numpy as np

from monazite.model.exact import Fraction
from monazite.supply.amounts import ANY
from monazite.supply.chemistry import symbol_of
from monazite.supply.content_rows import carrier_share, row_scope, row_share
from monazite.supply.graph import Content
from monazite.supply.measure import UNBOUNDED, Counted, Measure, Setting
from monazite.supply.network import Line, Network, Node
from monazite.supply.scope import ShareScope, full_entry, home_share
from monazite.supply.together.amounts import (
    Worth,
    agreed,
    by_origin,
    either,
    hidden_content,
    times,
    total,
    where,
    without,
)
from monazite.supply.together.answers import CONTENTS, VALUE, Floats
from monazite.supply.together.columns import BIG, Columns, Entries

_SMALL, _LARGE = Fraction(1, 10**60), Fraction(10**60)
_SCOPES = ("total", "added", "")


def as_float(amount: Fraction | None) -> float:
    """The nearest float; `BIG` of what nothing bounds; NaN, of which nothing is told, near the ends of floats."""
    if amount is None or amount >= UNBOUNDED:
        return BIG
    return float(amount) if amount == 0 or _SMALL <= amount <= _LARGE else nan


class PassTogether:
    """Amounts under one `Setting` without pins, and at once under every combination of them.

    What it says of a part is within rounding of what `Pass` says, unless it is `Columns.unsure`.
    """

    def __init__(self, measure: Measure, setting: Setting) -> None:
        self.measure = measure
        self.setting = setting
        self.network = measure.network
        self.entries = _entries(self.network, measure.scope, setting.carriers)
        self._nothing = self.entries.nothing()
        self._hidden = hidden_content(self.entries, 1.0, 1.0, CONTENTS)
        self._done: dict[int, Columns] = {}
        """Parts with something in them; the others hold nothing at all."""
        self._seen: set[int] = set()
        self._inside: dict[int, Columns] = {}
        self._whole: dict[int, Columns] = {}
        """Of what was asked for, before its cap and after it."""

    def of(self, root: int) -> Columns:
        """Amounts in one base unit of a node, its own cap applied."""
        if root not in self._whole:
            self._whole[root] = self.under_cap(root, self._cap(root))
        return self._whole[root]

    def under_cap(self, root: int, cap: float) -> Columns:
        """The same when one base unit of the root is worth ``cap``; its own stated value is not asked."""
        with np.errstate(all="ignore"):
            if self._unknown(root) or root in self.network.looping:
                found = self._close(root, cap)
            else:
                if root not in self._inside:
                    self._prepare(root)
                    self._inside[root] = self._gather(root)
                found = self._close(root, cap, self._inside[root])
        found.unsure |= not np.isfinite(found.rows).all()
        return found

    def _prepare(self, root: int) -> None:
        """Do everything beneath a node."""
        for position in sorted({self.network.rank[index] for index in self._wanted(root)}):
            for index in self.network.order[position]:
                found = self._close(index, self._cap(index))
                if found.unsure or not found.nothing:
                    self._done[index] = found
                self._seen.add(index)

    def _wanted(self, root: int) -> set[int]:
        """What has to be done before a node, itself left out; parts of which nothing is known are not kept."""
        found: set[int] = set()
        stack = [root]
        while stack:
            index = stack.pop()
            for child in () if self._unknown(index) else self.network.nodes[index].children:
                if child not in found and child not in self._seen and not self._unknown(child):
                    found.add(child)
                    stack.append(child)
        return found

    def _unknown(self, index: int) -> bool:
        """Whether nothing is known of what is in a node, so that it may hold anything up to its value."""
        return self.network.nodes[index].undescribed or self.measure.blank(index)

    def _cap(self, index: int) -> float:
        return as_float(self.measure.cap(self.network.nodes[index], self.setting))

    def _close(self, index: int, cap: float, inside: Columns | None = None) -> Columns:
        """See `Pass._close`."""
        if self._unknown(index):
            return self._up_to(cap)
        node = self.network.nodes[index]
        if index in self.network.looping:
            found = self.entries.nothing()
            found.unsure = True  # a loop is solved exactly
            return found
        inside = self._gather(index) if inside is None else inside
        counted = node.entry(self.measure.scope.counts)
        if node.residual and not (counted and node.bare):
            inside = self._total((inside, self._up_to(cap)))
        within = inside.capped(cap)
        entry = counted or (node.entry(self.measure.scope.carries) if self.setting.carriers else None)
        if entry is None or node.part is None:
            return within
        whole = self.measure.whole(node, entry, self.setting)
        share = home_share(node.part.origin, None, None, self.measure.scope.home)
        if self.setting.any_origin and counted:
            share = Fraction(1), Fraction(1)
        ends = VALUE.ends(as_float(whole.low), as_float(whole.high))
        worth = Worth(*ends, np.asarray(as_float(whole.certain)))
        return by_origin(self.entries.place[entry], worth, _floats(share), within)

    def _up_to(self, cap: float) -> Columns:
        """`hidden_content` of a part worth ``cap``."""
        found = self._hidden.copy()
        found.lower[:] *= cap
        found.upper[:] *= cap
        return found

    def _gather(self, index: int) -> Columns:
        """See `Pass._gather`."""
        node = self.network.nodes[index]
        if node.choices:
            return either([self._child(choice) for choice in node.choices])
        children = self._lines(node.lines)
        if not node.contents:
            return children
        return either([self._with_rows(node, children, rows) for rows in node.by_source])

    def _with_rows(self, node: Node, children: Columns, rows: list[Content]) -> Columns:
        """See `Pass._with_rows`; where both ways are possible, one of the two."""
        if not node.lines:
            return self._total(self._content(row, node) for row in rows)
        amounts = {
            scope: self._total(self._content(row, node) for row in rows if row_scope(row) == scope) for scope in _SCOPES
        }
        base = agreed(children, amounts["total"])[0] if any(row_scope(row) == "total" for row in rows) else children
        added = self._total((base, amounts["added"], amounts[""]))
        if all(row_scope(row) for row in rows):
            return added
        as_total, excluded = agreed(children, self._total((amounts["total"], amounts[""])))
        return where(excluded, added, either([added, self._total((as_total, amounts["added"]))]))

    def _lines(self, lines: list[Line]) -> Columns:
        """See `Pass._lines`."""
        groups: dict[str, list[Columns]] = {}
        sums, gone, unknown = [], [], []
        for line in lines:
            if line.by_product:
                gone.append(times(self._child(line.child), *_span(line)))
            elif line.alt_group:
                groups.setdefault(line.alt_group, []).append(self._brought_in(line))
            elif self._unknown(line.child):
                unknown.append(line)
            elif line.child in self._done:
                sums.append(self._brought_in(line))
        sums += [either(options) for options in groups.values()]
        if unknown:
            sums.append(self._hidden_together(unknown))
        result = self._total(sums)
        for amounts in gone:
            result = without(result, amounts)
        return result

    def _brought_in(self, line: Line) -> Columns:
        low, high = _span(line)
        child = self._child(line.child)
        if low == high:
            return child if low == 1 else times(child, low, high)
        return times(child, *VALUE.ends(low, high))

    def _hidden_together(self, lines: list[Line]) -> Columns:
        """What parts of which nothing is known bring in, in one step: any entry, up to the sum of their values."""
        quantities = np.array([_span(line) for line in lines])
        caps = np.array([self._cap(line.child) for line in lines])
        low, high = VALUE.ends(*(caps @ quantities).tolist())
        least, most = quantities.max(axis=0).tolist()
        surely, perhaps = (end > 0 for end in VALUE.ends(least, most))
        found = hidden_content(self.entries, low, high, CONTENTS)
        found.contains[:] = np.where(surely, found.contains, np.minimum(found.contains, perhaps))
        return found

    def _child(self, index: int) -> Columns:
        if self._unknown(index):
            return self._up_to(self._cap(index))
        return self._done.get(index, self._nothing)

    def _total(self, parts: Iterable[Columns]) -> Columns:
        return total(self.entries, parts)

    def _content(self, row: Content, node: Node) -> Columns:
        """See `Pass._content`."""
        ways = self.measure.counted(row, node, self.setting)
        if ways is None:
            return self._uncounted(row, node)
        share = _floats(row_share(row, self.setting, self.measure.scope.home))
        if len(ways) == 1 and ways[0].sure:
            low, high = VALUE.ends(as_float(ways[0].span.low), as_float(ways[0].span.high))
            worth = Worth(low, high, np.minimum(as_float(ways[0].span.certain), high))
            return by_origin(self.entries.place[ways[0].entry], worth, share, self._nothing)
        return self._one_of(ways, share)

    def _one_of(self, ways: tuple[Counted, ...], share: tuple[float, float]) -> Columns:
        """See `Pass._one_of`."""
        if not ways or share[1] == 0:
            return self._nothing
        dearest = max(ways, key=lambda way: (way.span.high, way.entry))
        place = self.entries.place[dearest.entry]
        top: Floats = np.where(VALUE.trace, 0.0, as_float(dearest.span.high))
        certain = np.minimum(as_float(dearest.span.certain), top)
        found = by_origin(place, Worth(np.where(VALUE.high, top, 0.0), top, certain), share, self._nothing).copy()
        most = np.divide(found.highs[place], top, out=np.zeros_like(top), where=top > 0)
        found.highs[:], found.stateds[:], found.named[:] = 0.0, 0.0, 0.0
        for way in ways:
            at = self.entries.place[way.entry]
            found.highs[at] = np.minimum(as_float(way.span.high), top) * most
            found.stateds[at] = np.minimum(as_float(way.span.certain), top) * most
            found.named[at] = 1.0
        np.minimum(found.contains, 1, out=found.contains, where=VALUE.open)
        return where(VALUE.low, self._nothing, found)

    def _uncounted(self, row: Content, node: Node) -> Columns:
        """See `Pass._uncounted`."""
        span = self.measure.stated_value(row, node, self.setting)
        low, high = VALUE.ends(as_float(span.low), as_float(span.high))
        unsaid = hidden_content(self.entries, high, high, VALUE)
        entry = full_entry(row.entry)
        if not (self.setting.carriers and self.measure.scope.carries(entry)):
            return unsaid
        share = carrier_share(row, self.measure.scope.home)
        worth = Worth(low, high, np.minimum(as_float(span.certain), high))
        return by_origin(self.entries.place[entry], worth, _floats(share), unsaid)


def _entries(network: Network, scope: ShareScope, carriers: bool) -> Entries:
    """Every entry that a part or a content of the network may fall under."""
    stated = {row.entry for node in network.nodes for row in node.contents}
    own = {entry for n in network.nodes if n.part is not None for entry in n.part.control_entries or ()}
    found: set[str] = set()
    for text in stated | own:
        entry, symbol = full_entry(text), symbol_of(text)
        if scope.form_of(entry) is not None or scope.counts(entry) or (carriers and scope.carries(entry)):
            found.add(entry)
        elif symbol is not None:
            found.update(form.entry for form in scope.forms if symbol in form.elements)
    return Entries({entry: place for place, entry in enumerate((ANY, *sorted(found)))})


def _floats(share: tuple[Fraction, Fraction]) -> tuple[float, float]:
    return float(share[0]), float(share[1])


def _span(line: Line) -> tuple[float, float]:
    return as_float(line.quantity.low), as_float(line.quantity.high)
