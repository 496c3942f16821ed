"""The roll-up of a portfolio: bounds of counted content of every part, on demand and exact (rules N1 to N8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property

from monazite.model.bounds import Bounds
from monazite.model.citation import Confidence, weakest
from monazite.model.exact import Fraction
from monazite.model.issue import Issue, Severity
from monazite.supply.gathered import Gathered
from monazite.supply.graph import Content, PartValue, SupplyInput
from monazite.supply.leaves import OpenQuestions
from monazite.supply.measure import UNBOUNDED, Measure, Setting
from monazite.supply.network import Network, Node
from monazite.supply.passes import Pass
from monazite.supply.prices import PriceBook, Quote, RateBook, substance_name
from monazite.supply.rolled_share import RolledShare
from monazite.supply.scope import ShareScope, full_entry, home_share
from monazite.supply.together.passes import PassTogether

_MASSES = Setting("", "")


class RollUp:
    """Content of the parts of ``supply`` as known on ``as_of`` and built on ``built_on`` (default: the same day).

    Nothing is computed before it is asked for. ``issues`` evaluates everything once and is best asked last.
    """

    def __init__(self, supply: SupplyInput, scope: ShareScope, as_of: date, built_on: date | None = None) -> None:
        self.supply = supply
        self.scope = scope
        self.as_of = as_of
        self.network = Network(supply, built_on or as_of)
        self.prices = PriceBook(supply.prices, scope, as_of)
        self.rates = RateBook(supply.rates, as_of)
        self.measure = Measure(self.network, scope, self.prices, self.rates, as_of)
        self.bases = self.prices.bases or ("",)
        self._passes: dict[Setting, Pass] = {}
        self._together: dict[Setting, PassTogether] = {}
        self._open: dict[str, OpenQuestions] = {}

    def run(self, setting: Setting) -> Pass:
        """The pass under a setting; each is kept."""
        if setting not in self._passes:
            self._passes[setting] = Pass(self.measure, setting)
        return self._passes[setting]

    def together(self, setting: Setting) -> PassTogether:
        """The pass under a setting without pins, and at once under all of them, in floats; each is kept."""
        if setting not in self._together:
            self._together[setting] = PassTogether(self.measure, setting)
        return self._together[setting]

    def forget_overrides(self) -> None:
        """Drop the passes that were made with other prices or amounts than the stated ones."""
        self._passes = {setting: done for setting, done in self._passes.items() if not setting.supposed}

    def knows(self, part_id: str) -> bool:
        """Whether some table names the part."""
        return part_id in self.network.ids

    def currency_of(self, part_id: str, values: tuple[PartValue, ...] | None = None) -> str:
        """The currency of a part's own values: the most frequent, first in the alphabet; else one of the prices."""
        claims = values if values is not None else tuple(self.network.nodes[self.network.ids[part_id]].values)
        names = [claim.currency for claim in claims if claim.currency] or [p.currency for p in self.supply.prices]
        names = names or [value.currency for value in self.supply.values]
        return min(set(names), key=lambda name: (-names.count(name), name), default="XXX") or "XXX"

    def share(
        self,
        part_id: str,
        values: tuple[PartValue, ...] | None = None,
        currency: str = "",
        threshold: Fraction | None = None,
    ) -> RolledShare:
        """The value share of one base unit of a part. ``values``: what it is worth as exported (an invoice), None =
        the part's own stated values. ``threshold`` adds flip points to `by_basis`. Raises KeyError for a part that no
        table names.
        """
        currency = currency or self.currency_of(part_id, values)
        return RolledShare(self, self.network.ids[part_id], currency, values, threshold)

    def masses(self, part_id: str, any_origin: bool = False) -> dict[str, Bounds]:
        """Kilograms of each counted entry in one base unit of a part: certain and possible home origin, or of any
        origin. The key ``*`` bounds each entry that is not named: content that nobody has described.
        """
        amounts = self.run(replace(_MASSES, any_origin=any_origin)).of(self.network.ids[part_id])
        return {
            entry: Bounds(amounts.lows.get(entry, Fraction(0)), None if high >= UNBOUNDED else high)
            for entry, high in sorted(amounts.highs.items())
        }

    def values(self, part_id: str, basis: str, currency: str, any_origin: bool = False) -> Bounds:
        """Value of counted content in one base unit of a part on one price basis."""
        amounts = self.run(Setting(currency, basis, any_origin=any_origin)).of(self.network.ids[part_id])
        return Bounds(amounts.low, None if amounts.high >= UNBOUNDED else amounts.high)

    def span_of(self, row: Content, node: Node, setting: Setting) -> tuple[Fraction, Fraction]:
        """Value of a content row whatever its origin: from nothing where it is not sure to count."""
        ways = self.measure.counted(row, node, setting)
        if ways is None:
            span = self.measure.stated_value(row, node, setting)
            return Fraction(0), span.high
        if not ways:
            return Fraction(0), Fraction(0)
        low = ways[0].span.low if len(ways) == 1 and ways[0].sure else Fraction(0)
        return low, max(way.span.high for way in ways)

    def quotes_beneath(self, index: int, basis: str) -> list[Quote]:
        """The prices that a part's share rests on, one of each substance."""
        found: dict[tuple[str, str], Quote] = {}
        for node in (self.network.nodes[i] for i in sorted(self.network.beneath(index))):
            for entry in self._priced(node):
                form = self.scope.form_of(entry)
                for quote in () if form is None else self.prices.quotes(form, basis):
                    found.setdefault(quote.substance, quote)
        return [found[key] for key in sorted(found)]

    def price_notes(self, index: int, basis: str) -> tuple[str, tuple[str, ...]]:
        """Date of the newest price used and a note for every price that is derived or borrowed from another basis."""
        notes, newest = [], ""
        for quote in self.quotes_beneath(index, basis):
            newest = max(newest, quote.date)
            name = substance_name(quote.substance)
            if quote.factor != 1:
                symbol = quote.substance[0]
                notes.append(f"{symbol} metal priced as {float(quote.factor)} kg of {name} per kg (inferred)")
            if quote.basis != basis:
                notes.append(f"no price of {name} on basis {basis}: the range of the other bases is used")
        return newest, tuple(notes)

    def confidence_beneath(self, index: int) -> Confidence:
        """The weakest support among parts' compositions, contents and prices beneath a part."""
        return weakest(list(self._confidences.of(index)))

    @cached_property
    def _confidences(self) -> Gathered[Confidence]:
        return Gathered([node.children for node in self.network.nodes], self._own_confidences)

    def _own_confidences(self, index: int) -> frozenset[Confidence]:
        """What one node rests on: its contents, its composition, the prices of what it holds on every basis."""
        node = self.network.nodes[index]
        found = {row.confidence for row in node.contents}
        if node.part is not None and node.composition == "complete":
            found.add(node.part.confidence)
        forms = [form for entry in self._priced(node) if (form := self.scope.form_of(entry)) is not None]
        found |= {q.confidence for form in forms for basis in self.bases for q in self.prices.quotes(form, basis)}
        return frozenset(found)

    def _priced(self, node: Node) -> list[str]:
        """The entries of one node whose prices its amounts rest on: its own, and those of contents without a value."""
        entries = [] if node.part is None else list(node.part.control_entries or ())
        for row in node.contents:
            ways = self.measure.counted(row, node, _MASSES) if row.value is None else ()
            entries += [way.entry for way in ways or ()]
        return [full_entry(entry) for entry in entries]

    def open_questions(self, currency: str) -> OpenQuestions:
        """What keeps the shares of parts open when amounts are counted in ``currency``; made once of each."""
        if currency not in self._open:
            self._open[currency] = OpenQuestions(self, currency)
        return self._open[currency]

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """Everything found wrong or odd in the input, in a fixed order, each once."""
        found = [*self.network.issues, *self.prices.issues]
        for node in self.network.nodes:
            if node.values or node.contents:
                found += self._check(node)
        everything = {*found, *self.rates.issues, *self.measure.issues.values()}
        return tuple(sorted(everything, key=lambda i: (i.table, i.row, i.code, i.subject, i.message)))

    def _check(self, node: Node) -> list[Issue]:
        """Contents against value, totals against children, declarations that would count twice."""
        index = self.network.ids[node.part_id]
        currency = self.currency_of(node.part_id)
        worth = self.measure.worth(node, currency)
        found = []
        row = 0 if node.part is None else node.part.row
        for basis in self.bases:
            done = self.run(Setting(currency, basis, any_origin=True))
            amounts = done.of(index)
            if worth is not None and worth.high is not None and amounts.low > worth.high:
                text = f"Stated contents of {node.label} are worth more than the part itself (basis {basis or 'none'})."
                remedy = "Check mass, price and the part's value; the contents are not cut down."
                found.append(self._issue("content_exceeds_value", text, remedy, row, node))
            if done.conflicts.get(index):
                names = ", ".join(done.conflicts[index])
                text = (
                    f"The totals stated for {node.label} and the contents of its children exclude one another: {names}."
                )
                found.append(self._issue("content_conflict", text, "Correct the total or a child.", row, node))
        if self._doubly_declared(node):
            text = f"{node.label} is itself a counted item of home origin and states counted contents; it counts once."
            found.append(self._issue("double_declaration", text, "Delete one of the two statements.", row, node))
        return list(dict.fromkeys(found))

    def _doubly_declared(self, node: Node) -> bool:
        """Whether a counted item of home origin states counted contents of its own (rule N6)."""
        if node.part is None or node.part.control_entries is None:
            return False
        counts = any(self.scope.counts(full_entry(entry)) for entry in node.part.control_entries)
        if not counts or home_share(node.part.origin, None, None, self.scope.home)[1] == 0:
            return False
        return any(self.measure.counted(row, node, _MASSES) for row in node.contents)

    def _issue(self, code: str, text: str, remedy: str, row: int, node: Node) -> Issue:
        table = "parts" if row else ""
        return Issue(Severity.WARNING, code, text, remedy, table, row, subject=f"part:{node.part_id}")
