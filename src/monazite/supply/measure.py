"""What a part, and a substance in a part, amounts to: money on one price basis, or mass (rules N2, N3, N6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.model.issue import Issue, Severity
from monazite.model.share import Pin
from monazite.supply.chemistry import oxide_per_metal, symbol_of
from monazite.supply.gathered import Gathered
from monazite.supply.graph import Content, PartValue
from monazite.supply.network import Network, Node
from monazite.supply.prices import PriceBook, Quote, RateBook, Substance, period_start, substance_name, substance_of
from monazite.supply.scope import NO_ENTRY, EntryForm, ShareScope, full_entry

BEYOND = Fraction(10) ** 3000
"""Stands for "unbounded" inside the roll-up: above every amount that can be written down, below nothing."""

UNBOUNDED = BEYOND / 10**1500
"""What is at least this is unbounded, whatever it was multiplied or divided by."""

ZERO_F = Fraction(0)
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Span:
    """An amount between ``low`` and ``high`` (`BEYOND`: unbounded), of which ``certain`` is stated (rule N4)."""

    low: Fraction
    high: Fraction
    certain: Fraction

    @classmethod
    def stated(cls, low: Fraction, high: Fraction | None) -> Span:
        """A stated amount; where its upper end is open only the lower one is stated."""
        return cls(low, BEYOND, low) if high is None else cls(low, high, high)


NOTHING_SAID = Span(ZERO_F, BEYOND, ZERO_F)


@dataclass(frozen=True, slots=True)
class Setting:
    """How one pass over the graph counts. ``currency`` blank and ``basis`` blank: masses in kg.

    ``carriers``: reading `part1_and_part2`; ``any_origin``: reading `all_part1`; ``metal_origin``: that reading. The
    pins answer the questions about contents, their origin and their value.

    For flip points: ``override``, a price in place of the one of a substance on the basis; ``weighed``, a content that
    is there with exactly so many kg; ``scaled``, a part that has so many times what it states of Part 1 content, or
    counts so many times itself.
    """

    currency: str
    basis: str
    carriers: bool = False
    any_origin: bool = False
    metal_origin: str = "smelter"
    contents: Pin | None = None
    origin: Pin | None = None
    value: Pin | None = None
    override: tuple[Substance, Fraction] | None = None
    weighed: tuple[Content, Fraction] | None = None
    scaled: tuple[str, Fraction] | None = None

    @property
    def supposed(self) -> bool:
        """Whether something is taken otherwise than it is stated."""
        return (self.override, self.weighed, self.scaled) != (None, None, None)

    def times(self, node: Node, span: Span) -> Span:
        """A stated amount of a part, as often as `scaled` says."""
        if self.scaled is None or self.scaled[0] != node.part_id:
            return span
        factor = self.scaled[1]
        high = span.high if span.high >= BEYOND and factor else span.high * factor
        return Span(span.low * factor, high, span.certain * factor)

    @property
    def masses(self) -> bool:
        """Whether kilograms are counted, not money."""
        return not self.currency


@dataclass(frozen=True, slots=True)
class Counted:
    """One way in which a content row counts: ``entry`` with its amount. ``sure`` false: only perhaps that entry."""

    entry: str
    span: Span
    sure: bool = True


@dataclass
class Measure:
    """Values and masses of the nodes of a network, as of a day. ``issues`` collects what it meets, once each."""

    network: Network
    scope: ShareScope
    prices: PriceBook
    rates: RateBook
    as_of: date
    issues: dict[tuple[str, str, int], Issue] = field(default_factory=dict)
    _caps: dict[tuple[int, str], tuple[Node, Fraction]] = field(default_factory=dict, init=False, repr=False)
    _ways: dict[tuple[int, int, str, str], tuple[Content, Node, tuple[Counted, ...] | None]] = field(
        default_factory=dict, init=False, repr=False
    )  # by identity: what stands in a value stays alive, so no other thing takes its number

    def blank(self, index: int) -> bool:
        """Whether nobody has said anything of what a part or anything beneath it holds, nor that it is complete.

        Its content is hidden, up to its own value, of any entry and any origin, whatever its bill of materials brings
        in: no more is known of it than of a part that no row describes. Members of loops are left out: they are solved
        together, with all that any of them holds.
        """
        node = self.network.nodes[index]
        if node.composition == "complete" or node.choices or index in self.network.looping:
            return False
        return not self._stated.of(index)

    @cached_property
    def _stated(self) -> Gathered[bool]:
        """TRUE of every node at or beneath which a content is stated, or a part that is itself a counted item."""
        return Gathered([node.children for node in self.network.nodes], self._states)

    def _states(self, index: int) -> frozenset[bool]:
        node = self.network.nodes[index]
        entries = () if node.part is None else map(full_entry, node.part.control_entries or ())
        own = any(self.scope.counts(entry) or self.scope.carries(entry) for entry in entries)
        return frozenset((True,)) if node.contents or own else frozenset()

    def worth(self, node: Node, currency: str, values: Sequence[PartValue] | None = None) -> Bounds | None:
        """Value of one base unit: the hull over the stated bases; None = unknown (rules N2, N3)."""
        claims: dict[str, tuple[date, Bounds]] = {}
        for claim in node.values if values is None else values:
            start = period_start(claim.date) or date.min
            if start > self.as_of:
                continue
            if claim.value.high == 0:
                if node.part is None or not node.part.free_issue:
                    text = f"The value of {node.label} on basis {claim.basis} is 0, which is taken as unknown."
                    remedy = "Give the value, or set free_issue to yes."
                    self.note("zero_value", text, remedy, "values", claim.row, node.part_id)
                return None
            if not claim.currency:
                return None  # an amount of no known currency; the reader has said so
            factor = self.rates.factor(claim.currency, currency)
            if factor is None:
                return None
            value = claim.value.times(Bounds.exactly(factor))
            known = claims.get(claim.basis)
            if known is None or known[0] < start:
                claims[claim.basis] = start, value
            elif known[0] == start:
                claims[claim.basis] = start, known[1].hull(value)
        hull: Bounds | None = None
        for _, value in claims.values():
            hull = value if hull is None else hull.hull(value)
        return hull

    def mass(self, node: Node) -> Bounds | None:
        """Mass of one base unit in kg; None = unknown. A mass of 0 is unknown, with an issue (rule N2)."""
        if node.part is None:
            return None
        if node.part.unit == "kg":
            return Bounds.exactly(1)
        mass = node.part.mass_kg
        if mass is not None and mass.high == 0:
            text = f"The mass of {node.label} is 0, which is taken as unknown."
            self.note("zero_mass", text, "Give the mass in kg.", "parts", node.part.row, node.part_id)
            return None
        return mass

    def cap(self, node: Node, setting: Setting) -> Fraction:
        """The most that one base unit can be worth (or weigh); `BEYOND` when unknown (rule N4)."""
        key = id(node), setting.currency
        if key not in self._caps:
            bounds = self.mass(node) if setting.masses else self.worth(node, setting.currency)
            self._caps[key] = node, BEYOND if bounds is None or bounds.high is None else bounds.high
        return self._caps[key][1]

    def whole(self, node: Node, entry: str, setting: Setting) -> Span:
        """What a part that is itself a counted item counts with: its own value, and its mass at the price of the entry.

        Both are bases of the same value; the hull of the two is taken (rule N3).
        """
        return setting.times(node, self._whole(node, entry, setting))

    def _whole(self, node: Node, entry: str, setting: Setting) -> Span:
        mass = self.mass(node)
        if setting.masses:
            return NOTHING_SAID if mass is None else Span.stated(mass.low, mass.high)
        own = self.worth(node, setting.currency)
        form = self.scope.form_of(entry)
        quotes = () if form is None or mass is None else self.prices.quotes(form, setting.basis)
        if mass is not None and form is not None and quotes:
            priced = self._priced(form, Span.stated(mass.low, mass.high), setting, "parts", 0, node)
            bounds = Bounds(priced.low, None if priced.high >= BEYOND else priced.high)
            own = bounds if own is None else own.hull(bounds)
        return NOTHING_SAID if own is None else Span.stated(own.low, own.high)

    def mass_of(self, content: Content, node: Node, setting: Setting) -> Span | None:
        """Mass of a content in one base unit; None when the row states no mass."""
        if setting.weighed is not None and setting.weighed[0] == content:
            mass = Bounds.exactly(setting.weighed[1])
        elif content.mass_kg is not None:
            mass = content.mass_kg
        elif content.mass_fraction is not None:
            whole = self.mass(node)
            if whole is None:
                text = f"The contents of {node.label} are fractions of its mass, and its mass is unknown."
                self.note(
                    "mass_missing", text, "Give the mass of the part in kg.", "contents", content.row, node.part_id
                )
                return NOTHING_SAID
            mass = content.mass_fraction.times(whole)
        else:
            return None
        span = Span.stated(mass.low, mass.high)
        if content.profiled:  # typical, not stated of this part: only the lower end escapes the cap of its value
            span = Span(span.low, span.high, span.low)
        return setting.times(node, Span(ZERO_F, span.high, span.certain) if content.charged else span)

    def counted(self, content: Content, node: Node, setting: Setting) -> tuple[Counted, ...] | None:
        """How a row counts: () = not at all; several = one of them or nothing; None = nobody can say. No pin and no
        reading touches it, so it is kept for all passes in one currency on one basis.
        """
        if setting.supposed:
            return self._counted(content, node, setting)
        key = id(content), id(node), setting.currency, setting.basis
        if key not in self._ways:
            self._ways[key] = content, node, self._counted(content, node, setting)
        return self._ways[key][2]

    def _counted(self, content: Content, node: Node, setting: Setting) -> tuple[Counted, ...] | None:
        if content.entry.strip().lower() == NO_ENTRY:
            return ()
        form = self.scope.form_of(full_entry(content.entry))
        if form is not None:
            return (Counted(form.entry, self._row(form, ONE, content, node, setting)),)
        symbol = symbol_of(content.entry)
        if symbol is None:
            return None
        return self._element(symbol, content, node, setting)

    def _element(self, symbol: str, content: Content, node: Node, setting: Setting) -> tuple[Counted, ...]:
        """An element by name: exact for metal and oxide, else between nothing and the dearest form (rule N6)."""
        stated = "" if content.form in ("", "unknown") else content.form
        forms = [form for form in self.scope.forms if symbol in form.elements]
        if stated in ("alloy", "prealloy"):
            return tuple(Counted(form.entry, NOTHING_SAID, False) for form in forms if form.form == "alloy")
        single = [form for form in forms if len(form.elements) == 1 and form.form in ("metal", "oxide")]
        found = []
        for form in single:
            if stated in ("", form.form):
                factor = oxide_per_metal(symbol) if form.form == "oxide" else ONE
                found.append(Counted(form.entry, self._row(form, factor, content, node, setting), bool(stated)))
        return tuple(found)

    def _row(self, form: EntryForm, factor: Fraction, content: Content, node: Node, setting: Setting) -> Span:
        """Amount of a row that counts as ``form``, of which it states ``1 / factor`` of the mass."""
        mass = self.mass_of(content, node, setting)
        if setting.masses:
            return NOTHING_SAID if mass is None else Span(mass.low * factor, mass.high * factor, mass.certain * factor)
        if content.value is not None:
            return self.stated_value(content, node, setting)
        if mass is None:
            return NOTHING_SAID
        scaled = Span(mass.low * factor, mass.high * factor, mass.certain * factor)
        return self._priced(form, scaled, setting, "contents", content.row, node)

    def stated_value(self, content: Content, node: Node, setting: Setting) -> Span:
        """Amount of a content as the row itself states it, whatever its entry: its value, or its mass."""
        if setting.masses:
            return self.mass_of(content, node, setting) or NOTHING_SAID
        if content.value is None:
            return NOTHING_SAID
        rate = self.rates.factor(content.currency or setting.currency, setting.currency)
        if rate is None:
            return NOTHING_SAID
        value = content.value.times(Bounds.exactly(rate))
        return setting.times(node, Span.stated(value.low, value.high))

    def _priced(self, form: EntryForm, mass: Span, setting: Setting, table: str, row: int, node: Node) -> Span:
        """Value of a mass of a counted entry at the prices of the basis; unknown, with an issue, without a price."""
        quotes = self.prices.quotes(form, setting.basis)
        if not quotes:
            name = substance_name(substance_of(form))
            text = f"No price of {name} is dated on or before {self.as_of}; its value in {node.label} is unknown."
            self.note("price_missing", text, f"Add a dated price of {name} per kg.", table, row, node.part_id)
            return NOTHING_SAID
        spans = [self._at(quote, mass, setting) for quote in quotes]
        return Span(min(s.low for s in spans), max(s.high for s in spans), max(s.certain for s in spans))

    def _at(self, quote: Quote, mass: Span, setting: Setting) -> Span:
        """Value of a mass at one price."""
        rate = self.rates.factor(quote.currency, setting.currency)
        if rate is None:
            return NOTHING_SAID
        low, high = quote.price_per_kg.low, quote.price_per_kg.high
        if setting.override is not None and setting.override[0] == quote.substance:
            low = high = setting.override[1]
        factor = rate * quote.factor
        top = BEYOND if high is None or mass.high >= BEYOND else mass.high * high * factor
        certain = mass.certain * (low if high is None else high) * factor
        return Span(mass.low * low * factor, top, certain)

    def note(self, code: str, text: str, remedy: str, table: str, row: int, part_id: str) -> None:
        """Remember an issue, once for each place."""
        issue = Issue(Severity.WARNING, code, text, remedy, table, row, subject=f"part:{part_id}")
        self.issues.setdefault((code, part_id, row), issue)
