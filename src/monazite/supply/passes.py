"""One pass over the supply graph: counted amounts per base unit of every part, children first (rules N4 to N7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from monazite.model.exact import Fraction
from monazite.model.truth import Truth
from monazite.supply.amounts import (
    ZERO_F,
    Amounts,
    agreed,
    by_origin,
    either,
    hidden_content,
    times,
    total,
    whole_or_within,
    without,
)
from monazite.supply.content_rows import ContentRows, pinned, row_scope
from monazite.supply.cycles import gains
from monazite.supply.graph import Content
from monazite.supply.measure import BEYOND, ONE, Measure, Setting
from monazite.supply.network import Line, Node
from monazite.supply.scope import home_share

Span = tuple[Fraction, Fraction]
Span3 = tuple[Fraction, Fraction, Fraction]


class Pass:
    """Amounts under one `Setting`, computed once for each part that is asked for and all beneath it.

    ``conflicts`` maps a node to the entries on which its totals and its children disagree. ``loose`` holds the nodes
    at which alternatives, by-products, totals or a loop make the bounds sound but perhaps not attained (rule N9).
    """

    def __init__(self, measure: Measure, setting: Setting) -> None:
        self.measure = measure
        self.setting = setting
        self.network = measure.network
        self.rows = ContentRows(measure, setting)
        self.conflicts: dict[int, tuple[str, ...]] = {}
        self.loose: set[int] = set()
        self._above_loose: set[int] = set()
        self._inside: dict[int, Amounts] = {}
        self._done: dict[int, Amounts] = {}

    def of(self, root: int) -> Amounts:
        """Counted amounts in one base unit of a node, its own cap applied."""
        if root not in self._done:
            for position in sorted({self.network.rank[index] for index in self._wanted(root)}):
                members = self.network.order[position]
                if self.network.is_loop(members):
                    self._solve(members)
                else:
                    if not self.measure.blank(members[0]):
                        self._inside[members[0]] = self._gather(members[0], self._child)
                    self._done[members[0]] = self._close(members[0])
                self._note_loose(members)
        return self._done[root]

    def loosened(self, root: int) -> bool:
        """Whether a node, or anything that brings something into it, is `loose`."""
        self.of(root)
        return root in self._above_loose

    def _note_loose(self, members: list[int]) -> None:
        brought = (child for m in members if not self.measure.blank(m) for child in self.network.nodes[m].children)
        if not self.loose.isdisjoint(members) or any(child in self._above_loose for child in brought):
            self._above_loose.update(members)

    def _wanted(self, root: int) -> set[int]:
        """What has to be done before ``root``, and itself. Beneath a blank part (`Measure.blank`) nothing has."""
        found, stack = {root}, [root]
        while stack:
            index = stack.pop()
            for child in () if self.measure.blank(index) else self.network.nodes[index].children:
                if child not in found and child not in self._done:
                    found.add(child)
                    stack.append(child)
        return found

    def under_cap(self, root: int, cap: Fraction) -> Amounts:
        """The same when one base unit of the root is worth exactly ``cap``; its own stated value is not asked."""
        self.of(root)
        return self._close(root, cap)

    def own(self, index: int) -> Amounts | None:
        """What a node's stated contents amount to beside its children; None where the two cannot be told apart: a
        total on top of children, a row that does not say which, several sources.
        """
        node = self.network.nodes[index]
        if not node.children:
            return self._gather(index, self._child)
        if any(row_scope(row) != "added" for row in node.contents) or len({row.source_id for row in node.contents}) > 1:
            return None
        return total(self.rows.amounts(row, node) for row in node.contents)

    def bare(self, index: int) -> bool:
        """Whether a part is a counted item of which nothing more is said: there is no more in it than itself."""
        node = self.network.nodes[index]
        return node.bare and node.entry(self.measure.scope.counts) is not None

    def counted_whole(self, index: int) -> tuple[Span3, Span] | None:
        """Low, certain and high value of a part that is itself a counted item, and least and most of it that is of
        home origin; None where it is none.
        """
        node = self.network.nodes[index]
        entry = node.entry(self.measure.scope.counts)
        if entry is None or node.part is None:
            return None
        whole = self.measure.whole(node, entry, self.setting)
        share = home_share(node.part.origin, None, None, self.measure.scope.home)
        return (whole.low, whole.certain, whole.high), share

    def _child(self, index: int) -> Amounts:
        return self._done[index]

    def _close(self, index: int, cap: Fraction | None = None) -> Amounts:
        """What is inside a node, its residual, its cap, and the node itself when it is a counted item (N4 to N6)."""
        node = self.network.nodes[index]
        limit = self.measure.cap(node, self.setting) if cap is None else cap
        if node.undescribed or self.measure.blank(index):
            return hidden_content((limit, limit), self.setting.contents).capped(limit)
        inside = self._inside[index]
        counted = node.entry(self.measure.scope.counts)
        if node.residual and not (counted and node.bare):
            inside = total((inside, hidden_content((limit, limit), self.setting.contents)))
        if cap is None and inside.high and inside.high >= limit:  # a supposed cap says nothing of the node itself
            self.loose.add(index)  # a cap is at work, or contents are worth more than what holds them (rule N9)
        within = inside.capped(limit)
        carrier = node.entry(self.measure.scope.carries) if self.setting.carriers else None
        entry = counted or carrier
        if entry is None or node.part is None:
            return within
        whole = self.measure.whole(node, entry, self.setting)
        share = self._home(node, counted)
        if cap is None and within.high and (within.high > whole.low or not all(end in (0, 1) for end in share)):
            self.loose.add(index)  # what is within takes room of the whole, or overlaps a fraction of it in an open way
        return by_origin(
            entry,
            pinned((whole.low, whole.high), self.setting.value),
            whole.certain,
            share,
            within,
            self.setting.origin,
        )

    def _home(self, node: Node, counted: str | None) -> Span:
        """Least and most of a part that counts as of home origin; all of a ``counted`` one where origin does not
        matter.
        """
        if node.part is None or (self.setting.any_origin and counted):
            return ONE, ONE
        return home_share(node.part.origin, None, None, self.measure.scope.home)

    def _gather(self, index: int, child: Callable[[int], Amounts]) -> Amounts:
        """Children and stated contents of a node."""
        node = self.network.nodes[index]
        if node.choices:
            self.loose.add(index)
            return either([child(choice) for choice in node.choices], self.setting.contents)
        children = self._lines(index, node.lines, child)
        if not node.contents:
            return children
        variants = []
        for rows in node.by_source:
            variants += self._with_rows(index, node, children, rows)
        if len(variants) > 1:
            self.loose.add(index)
        return either(variants, self.setting.contents)

    def _with_rows(self, index: int, node: Node, children: Amounts, rows: list[Content]) -> list[Amounts]:
        """Children with stated contents: added, total, or (where a row does not say which) both possibilities."""
        if not node.lines:
            return [total(self.rows.amounts(row, node) for row in rows)]
        amounts = {
            scope: total(self.rows.amounts(row, node) for row in rows if row_scope(row) == scope) for scope in _SCOPES
        }
        has_total = any(row_scope(row) == "total" for row in rows)
        base, conflicts = agreed(children, amounts["total"]) if has_total else (children, ())
        if has_total:
            self.loose.add(index)
        if conflicts:
            self.conflicts[index] = conflicts
        found = [total((base, amounts["added"], amounts[""]))]
        if any(not row_scope(row) for row in rows):
            as_total, excluded = agreed(children, total((amounts["total"], amounts[""])))
            looping = self.network.is_loop(self.network.order[self.network.rank[index]])
            if not excluded or looping:  # a total that the children exclude can only be an addition
                self.loose.add(index)
                found.append(total((as_total, amounts["added"])))
        return found

    def _lines(self, index: int, lines: list[Line], child: Callable[[int], Amounts]) -> Amounts:
        """The children's amounts: alternatives as one of them, by-products taken off the lower ends."""
        groups: dict[str, list[Amounts]] = {}
        sums, gone = [], []
        for line in lines:
            amounts = times(child(line.child), *pinned(_span(line), self.setting.value))
            if line.by_product:
                gone.append(times(child(line.child), *_span(line)))
            elif line.alt_group:
                groups.setdefault(line.alt_group, []).append(amounts)
            else:
                sums.append(amounts)
        if groups or gone:
            self.loose.add(index)
        sums += [either(options, self.setting.contents) for options in groups.values()]
        result = total(sums)
        for amounts in gone:
            result = without(result, amounts)
        return result

    def _solve(self, members: list[int]) -> None:
        """Members of a loop at once: linear; caps and counted members apply to the solution (sound, not tight)."""
        quantities = {up: self.network.inner_quantities(members, up) for up in (True, False)}
        self.loose.update(members)
        if self.network.nodes[members[0]].refused_loop or quantities[True] is None:
            for index in members:
                self._inside[index] = Amounts()
                self._done[index] = self._close(index)
            return
        outside = []
        for index in members:
            self._inside[index] = self._gather(index, lambda i: self._done.get(i, Amounts()))
            outside.append(self._open(index))
        upper, lower = gains(quantities[True] or []) or [], gains(quantities[False] or []) or []
        solved = [self._mixed(outside, upper[i], lower[i]) for i in range(len(members))]
        found = dict(zip(members, solved, strict=True))
        for index in members:
            self._inside[index] = self._gather(index, lambda i: found.get(i) or self._done[i])
        for index in members:
            self._done[index] = self._close(index)

    def _open(self, index: int) -> Amounts:
        """A loop member's own amounts as a linear term: caps left out, a counted member with its whole value on top."""
        node = self.network.nodes[index]
        inside = self._inside[index]
        if any(line.by_product for line in node.lines):
            inside = replace(inside, low=ZERO_F, lows={})
        if node.residual:
            inside = total((inside, hidden_content((self.measure.cap(node, self.setting),) * 2, self.setting.contents)))
        entry = node.entry(self.measure.scope.counts) or (
            node.entry(self.measure.scope.carries) if self.setting.carriers else None
        )
        if entry is None:
            return inside
        if node.part is not None and not self._home(node, node.entry(self.measure.scope.counts))[1]:
            return inside  # not of home origin: what is within it counts, and no more
        whole = self.measure.whole(node, entry, self.setting)
        top = whole_or_within(entry, (ZERO_F, whole.high), whole.certain, (ZERO_F, ONE), Amounts())
        return replace(total((inside, top)), low=ZERO_F, lows={}, contains=min(inside.contains, Truth.UNKNOWN))

    def _mixed(self, outside: list[Amounts], upper: list[Fraction], lower: list[Fraction]) -> Amounts:
        """Sum of the members' own amounts, each as often as the loop brings it in."""
        parts = []
        for amounts, most, least in zip(outside, upper, lower, strict=True):
            if most:
                parts.append(times(amounts, min(least, most), most))
        return total(parts)


_SCOPES = ("total", "added", "")


def _span(line: Line) -> Span:
    return line.quantity.low, BEYOND if line.quantity.high is None else line.quantity.high
