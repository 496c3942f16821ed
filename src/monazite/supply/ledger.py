"""The value ledger of a part: N, V, headroom and flip points under each pair of bases by itself (rules N1, N3, N9).

The rows' hull is the share itself: the share falls with V, and V's lowest and highest value each belong to some basis.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.model.ledger import FlipPrice, LedgerRow, Piece, PriceUsed, RateUsed, Side, StatedValue
from monazite.model.rounding import finite
from monazite.model.share import Lens, ShareView
from monazite.model.truth import Truth
from monazite.supply.amounts import ANY, Amounts
from monazite.supply.graph import PartValue
from monazite.supply.measure import BEYOND
from monazite.supply.prices import Quote, Substance, period_start, substance_name, substance_of
from monazite.supply.rolled_share import RolledShare
from monazite.supply.row_ends import RowEnds, Supposed
from monazite.supply.scope import full_entry

SIDES = {Truth.FALSE: Side.BELOW, Truth.UNKNOWN: Side.ACROSS, Truth.TRUE: Side.REACHED}
"""Where a share lies, by whether it reaches the threshold."""


def ledger(share: RolledShare, lenses: Sequence[Lens], threshold: Fraction) -> tuple[LedgerRow, ...]:
    """A row for every value basis and price basis of a share, looked at through every lens still open."""
    return tuple(_Row(share, tuple(lenses), threshold, *pair).made() for pair in pairs(share))


def pairs(share: RolledShare) -> list[tuple[str, str, tuple[PartValue, ...]]]:
    """Price basis, value basis and the claims of that basis; a basis that speaks of later days only is left out."""
    found = [(b, v, c) for b in share.bases for v, c in _value_bases(share)]
    return sorted(found, key=lambda pair: pair[:2])


def on_pair(share: RolledShare, price_basis: str, claims: tuple[PartValue, ...]) -> RolledShare:
    """The share as if only one price basis and the values of one basis had been supplied."""
    return replace(share, values=claims, only=(price_basis,), threshold=None)


def _value_bases(share: RolledShare) -> list[tuple[str, tuple[PartValue, ...]]]:
    node = share.roll.network.nodes[share.index]
    claims = node.values if share.values is None else share.values
    by_name: dict[str, list[PartValue]] = {}
    for claim in claims:
        if (period_start(claim.date) or date.min) <= share.roll.as_of:
            by_name.setdefault(claim.basis, []).append(claim)
    return [(name, tuple(found)) for name, found in by_name.items()] or [("", ())]


def newest_of(claims: Iterable[PartValue]) -> list[PartValue]:
    """The claims of the newest day among those of one basis."""
    found = list(claims)
    last = max((period_start(claim.date) or date.min for claim in found), default=date.min)
    return [claim for claim in found if (period_start(claim.date) or date.min) == last]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row in the making."""

    share: RolledShare
    lenses: tuple[Lens, ...]
    threshold: Fraction
    price_basis: str
    value_basis: str
    claims: tuple[PartValue, ...]

    def made(self) -> LedgerRow:
        share, roll, currency = self.share, self.share.roll, self.share.currency
        alone = on_pair(share, self.price_basis, self.claims)
        worth = alone.value
        view = _hull([alone.view(lens, {}) for lens in self.lenses])
        low_v, high_v = (Fraction(0), None) if worth is None else (worth.low, worth.high)
        low_n, high_n = self._amounts(low_v, high_v)
        low, high = view.ends()
        pieces = self._pieces(low_v, high_v)
        headroom = self.threshold * low_v - high_n if low_v > 0 and high_n is not None else None
        weighty = max(
            (piece for piece in pieces if piece.entry != ANY and piece.high),
            key=lambda piece: piece.high or Fraction(0),
            default=None,
        )
        per_kg = None if weighty is None else self._price(weighty.entry)
        prices = tuple(price for piece in pieces if piece.entry != ANY for price in self._prices(piece.entry))
        newest = newest_of(self.claims)
        used = {price.currency for price in prices} | {claim.currency for claim in newest}
        price_date, notes = roll.price_notes(share.index, self.price_basis)
        return LedgerRow(
            price_basis=self.price_basis,
            price_date=price_date,
            value_basis=self.value_basis,
            value_date=max((claim.date for claim in newest), default=""),
            values=tuple(StatedValue(claim.value, claim.currency, claim.date, claim.place) for claim in newest),
            currency=currency,
            rates=tuple(rate for base in sorted(used - {currency}) for rate in self._rate(base)),
            prices=prices,
            pieces=pieces,
            joint="largest" if {lens.numerator for lens in self.lenses} == {"each_entry"} else "sum",
            low_n=low_n,
            high_n=high_n,
            low_v=low_v,
            high_v=high_v,
            low=low,
            high=high,
            threshold=self.threshold,
            side=SIDES[view.reaches(self.threshold)],
            headroom=headroom,
            headroom_kg=None if headroom is None or per_kg is None or not per_kg.high else headroom / per_kg.high,
            headroom_of="" if weighty is None else weighty.entry,
            headroom_name="" if weighty is None else weighty.name,
            flips=() if worth is None else tuple(self._flips(worth, prices)),
            value_may_reach=self._flip_value(high=True),
            value_surely_reaches=self._flip_value(high=False),
            notes=notes,
        )

    def _amounts(self, low_v: Fraction, high_v: Fraction | None) -> tuple[Fraction, Fraction | None]:
        """N at both ends, each at the value of the item that it is set against: the low one at V's highest."""
        low = self._ends.of(BEYOND if high_v is None else high_v).low
        high = self._ends.of(low_v if low_v > 0 else (high_v or BEYOND)).high
        return low, finite(high)

    @property
    def _ends(self) -> RowEnds:
        return RowEnds(self.share, self.lenses, self.threshold, self.price_basis)

    # -- what N is made of

    def _pieces(self, low_v: Fraction, high_v: Fraction | None) -> tuple[Piece, ...]:
        """Entry by entry, the hull over the lenses; with mass and price where their product is exactly the amount."""
        roll, index = self.share.roll, self.share.index
        bottom = high_v or BEYOND
        top = low_v if low_v > 0 else bottom
        lows, highs, masses = [], [], []
        for lens in self.lenses:
            done = roll.run(self._ends.setting(lens))
            lows.append(done.under_cap(index, bottom))
            highs.append(done.under_cap(index, top))
            masses.append(roll.run(replace(self._ends.setting(lens), currency="", basis="")).of(index))
        pieces = []
        for entry in sorted({entry for amounts in highs for entry in amounts.highs}):
            low = min(amounts.lows.get(entry, Fraction(0)) for amounts in lows)
            high = max(amounts.highs.get(entry, Fraction(0)) for amounts in highs)
            if high:
                piece = Piece(entry, self._name(entry), min(low, high), finite(high))
                pieces.append(piece if entry == ANY else self._weighed(piece, masses))
        return tuple(pieces)

    def _name(self, entry: str) -> str:
        form = self.share.roll.scope.form_of(entry)
        return "not described" if entry == ANY else entry if form is None else substance_name(substance_of(form))

    def _weighed(self, piece: Piece, masses: list[Amounts]) -> Piece:
        mass_low = min(amounts.lows.get(piece.entry, Fraction(0)) for amounts in masses)
        mass_high = max(amounts.highs.get(piece.entry, Fraction(0)) for amounts in masses)
        price = self._price(piece.entry)
        if price is None or price.high is None or finite(mass_high) is None or mass_low > mass_high:
            return piece
        if mass_low * price.low != piece.low or mass_high * price.high != piece.high:
            return piece
        return replace(piece, mass_kg=Bounds(mass_low, mass_high), price=price)

    def _quotes(self, entry: str) -> tuple[Quote, ...]:
        form = self.share.roll.scope.form_of(entry)
        return () if form is None else self.share.roll.prices.quotes(form, self.price_basis)

    def _price(self, entry: str) -> Bounds | None:
        """Price of one kg of an entry in the currency of the row; None where a price or a rate is missing."""
        found: Bounds | None = None
        for quote in self._quotes(entry):
            rate = self.share.roll.rates.factor(quote.currency, self.share.currency)
            if rate is None:
                return None
            price = quote.price_per_kg.times(Bounds.exactly(rate * quote.factor))
            found = price if found is None else found.hull(price)
        return found

    def _prices(self, entry: str) -> list[PriceUsed]:
        return [
            PriceUsed(entry, name, q.price_per_kg, q.currency, q.basis, q.date, q.source, q.factor)
            for q in self._quotes(entry)
            for name in (substance_name(q.substance),)
        ]

    def _rate(self, base: str) -> list[RateUsed]:
        rates, target = self.share.roll.rates, self.share.currency
        rate = rates.factor(base, target) if base else None
        return [] if rate is None else [RateUsed(base, target, rate, rates.dated(base, target))]

    # -- where it turns

    def _flips(self, worth: Bounds, prices: Sequence[PriceUsed]) -> list[FlipPrice]:
        """The flip points of each substance beneath that has a price of the basis, in one currency."""
        found = []
        currencies: dict[str, set[str]] = {}
        for price in prices:
            currencies.setdefault(price.substance, set()).add(price.currency)
        for quote in self.share.roll.quotes_beneath(self.share.index, self.price_basis):
            now, name = quote.price_per_kg.high, substance_name(quote.substance)
            if len(currencies.get(name, ())) > 1:
                continue
            if now is None or now <= 0 or now >= BEYOND or quote.basis != self.price_basis:
                continue
            try:
                may, sure = self._ends.turns(worth, partial(_priced, quote.substance), now)
            finally:
                self.share.roll.forget_overrides()
            found.append(FlipPrice(name, quote.price_per_kg, quote.currency, may, sure))
        return found

    def _flip_value(self, *, high: bool) -> Fraction | None:
        """The highest value of one unit at which N may reach (or surely reaches) the threshold.

        None where no value or every value does, and where the item is itself a counted one: its value is then N too.
        """
        node = self.share.roll.network.nodes[self.share.index]
        entries = () if node.part is None else node.part.control_entries or ()
        if any(self.share.roll.scope.counts(full_entry(entry)) for entry in entries):
            return None
        return self._highest(lambda ends: finite(ends.high) if high else ends.low)

    def _highest(self, end: Callable[[Bounds], Fraction | None]) -> Fraction | None:
        """An end of N in a unit worth as much as one likes, over the threshold."""
        found = end(self._ends.of(BEYOND))
        return found / self.threshold if found else None


def _priced(substance: Substance, price: Fraction) -> Supposed:
    return {"override": (substance, price)}


def _hull(views: list[ShareView]) -> ShareView:
    """One view over several lenses, as the answer is given (`view_of`)."""
    highs = [view.high_n for view in views]
    return ShareView(
        min(view.low_n for view in views),
        None if None in highs else max(high for high in highs if high is not None),
        views[0].low_v,
        views[0].high_v,
        Truth.hull(view.contains for view in views),
    )
