"""The value shares of shipped parts: one roll-up per stretch of days on which nothing that it reads changes."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property

from monazite.law.pack import Law
from monazite.law.rulebook import Rulebook
from monazite.model.bounds import Bounds
from monazite.model.dates import Moment
from monazite.model.exact import Fraction
from monazite.model.fact import TechnologyUse
from monazite.model.issue import Issue
from monazite.model.share import RememberedShare, ValueShare
from monazite.model.truth import Truth
from monazite.services.evidence import EvidenceBook
from monazite.services.facts import share_scope
from monazite.services.lost import lost_claims
from monazite.services.shipment_situation import PartView
from monazite.services.supply_input import SupplyReading
from monazite.services.supply_money import DAY_NOT_READ, basis_of, per_unit, stated_value
from monazite.services.tables import Portfolio, Row
from monazite.supply.contents import ContentsShare
from monazite.supply.graph import PartValue, SupplyInput
from monazite.supply.inside import Containing
from monazite.supply.prices import period_start
from monazite.supply.rollup import RollUp
from monazite.supply.trace import TraceNode, trace

_LONG_AGO = date(1900, 1, 1)


class BasisFault(ValueError):
    """No price and no value of the portfolio is on the basis that was asked for."""


class ShareDesk:
    """Answers for the share of any part on any day, from one portfolio.

    ``basis`` keeps only the prices and values of one basis (values of other bases are then not supplied).
    """

    def __init__(
        self, portfolio: Portfolio, law: Law, evidence: EvidenceBook, rulebook: Rulebook, basis: str = ""
    ) -> None:
        self._reading = SupplyReading(portfolio, evidence)
        supply = self._reading.read()
        _check_basis(basis, supply, portfolio)
        self._supply = _on_basis(supply, basis) if basis else supply
        self._basis = basis
        self._scope = share_scope(law)
        self._threshold = rulebook.parameter("value_share_threshold")
        self._edges = sorted(_days(self._supply))
        self._rolls: dict[date, RollUp] = {}
        self._shares: dict[tuple[date, str, tuple[PartValue, ...]], ValueShare] = {}
        self._shipment_values = _shipment_values(portfolio)
        self._stated: dict[str, list[PartValue]] = {}
        for value in self._supply.values:
            self._stated.setdefault(value.part_id, []).append(value)
        self._newest: date = self._edges[-1] if self._edges else _LONG_AGO

    @property
    def edges(self) -> tuple[date, ...]:
        """The days on which something begins or ends that a roll-up reads, in order."""
        return tuple(self._edges)

    @property
    def supply(self) -> SupplyInput:
        """What the roll-ups read."""
        return self._supply

    @property
    def threshold(self) -> Fraction:
        """The threshold that flip points are computed for."""
        return self._threshold

    def roll(self, day: date) -> RollUp:
        """The roll-up that holds on ``day``: made once for all days between two changes of what it reads."""
        index = bisect_right(self._edges, day)
        start = self._edges[index - 1] if index else _LONG_AGO
        if start not in self._rolls:
            self._rolls[start] = RollUp(self._supply, self._scope, start)
        return self._rolls[start]

    def share(self, part_id: str, moment: Moment, row: Row) -> ValueShare:
        """The share of a part as one shipment line exports it: its own stated values and those of the line (N3)."""
        values = self.values(part_id, row)
        roll = self.roll(moment.day)
        if not roll.knows(part_id):
            return ContentsShare(self._scope, None, None, subject=f"part:{part_id}")
        key = (roll.as_of, part_id, values)
        if key not in self._shares:
            self._shares[key] = RememberedShare(roll.share(part_id, values, threshold=self._threshold))
        return self._shares[key]

    def stated(self, part_id: str) -> tuple[PartValue, ...]:
        """A part's own stated values."""
        return tuple(self._stated.get(part_id, ()))

    def values(self, part_id: str, row: Row) -> tuple[PartValue, ...]:
        """What a part is worth as one shipment line exports it: its own stated values and those of the line (N3)."""
        return (*self._stated.get(part_id, ()), *self._line_values(part_id, row))

    def _line_values(self, part_id: str, row: Row) -> list[PartValue]:
        found = []
        invoiced = stated_value(row)
        if invoiced is not None and self._basis in ("", "invoice"):
            value = per_unit(invoiced, row)
            found.append(PartValue(part_id, "invoice", value, row.text("currency"), "", row.place, row.number))
        for other in self._shipment_values.get((row.text("shipment_id"), row.text("line", "1")), ()):
            value = other.number_of("value") or Bounds(Fraction(0), None)
            if self._basis in ("", other.text("basis")):
                worth, basis = per_unit(value, other), basis_of(other)
                found.append(PartValue(part_id, basis, worth, other.text("currency"), "", other.place, other.number))
        return found

    def view(self, part_id: str) -> PartView:
        """What a part contains and which technologies made its contents, from the newest roll-up (rule N8)."""
        roll = self.roll(self._newest)
        if not roll.knows(part_id):
            return PartView(Truth.UNKNOWN, ())
        network = roll.network
        inside: set[str] = set()
        if self._supply.technologies:
            inside = {network.nodes[index].part_id for index in network.beneath(network.ids[part_id])} - {part_id}
        used = tuple(
            TechnologyUse(t.activity, t.origin)
            for t in self._supply.technologies
            if t.part_id in inside and t.activity != "none"
        )
        return PartView(self._containing.of(part_id), used)

    @cached_property
    def _containing(self) -> Containing:
        return Containing(self.roll(self._newest).network, self._scope.carriers)

    def value_words(self, part_id: str) -> str:
        """The stated values of a part in words, with their bases."""
        stated = self._stated.get(part_id, [])
        return "; ".join(f"{_amount(v.value)} {v.currency} ({v.basis})" for v in stated) or "unknown"

    def trace(self, part_id: str, day: date) -> TraceNode | None:
        """The tree below a part; None when no table names it."""
        roll = self.roll(day)
        return trace(roll, part_id) if roll.knows(part_id) else None

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What was odd in the input of the roll-ups, each once."""
        return tuple(dict.fromkeys((*self._reading.issues, *(i for roll in self._rolls.values() for i in roll.issues))))


def _amount(value: Bounds) -> str:
    low = f"{float(value.low):.2f}"
    return low if value.known else f"{low} to {'?' if value.high is None else f'{float(value.high):.2f}'}"


def _check_basis(basis: str, supply: SupplyInput, portfolio: Portfolio) -> None:
    """Raises `BasisFault` when a basis is asked for that the portfolio does not have."""
    there = {p.basis for p in supply.prices} | {v.basis for v in supply.values}
    there |= {row.text("basis") for row in portfolio.rows("values")}
    if any("unit_value" in row for row in portfolio.rows("shipments")):
        there.add("invoice")
    if basis and basis not in there:
        raise BasisFault(f"nothing is on the basis {basis!r}; there are {', '.join(sorted(there)) or 'none'}")


def _on_basis(supply: SupplyInput, basis: str) -> SupplyInput:
    """Only one basis: of prices where some price has it, of values where some value has it."""
    prices = tuple(p for p in supply.prices if p.basis == basis)
    values = tuple(v for v in supply.values if v.basis.removesuffix(DAY_NOT_READ) == basis)
    return replace(supply, prices=prices or supply.prices, values=values or supply.values)


def _shipment_values(portfolio: Portfolio) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in (*portfolio.rows("values"), *lost_claims(portfolio, "values")):
        if row.text("shipment_id"):
            found.setdefault((row.text("shipment_id"), row.text("line", "1")), []).append(row)
    return found


def _days(supply: SupplyInput) -> set[date]:
    """Days on which something that a roll-up reads begins or ends."""
    dated = [*(p.date for p in supply.prices), *(r.date for r in supply.rates), *(v.date for v in supply.values)]
    days = {day for text in dated if text and (day := period_start(text)) is not None}
    for line in supply.bom:
        if line.valid_from is not None:
            days.add(line.valid_from)
        if line.valid_to is not None:
            days.add(line.valid_to + timedelta(days=1))
    return days
