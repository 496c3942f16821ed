"""Prices of counted substances and rates of exchange, as known on a day (rule N3)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from monazite.model.bounds import Bounds
from monazite.model.citation import Confidence
from monazite.model.exact import Fraction
from monazite.model.issue import Issue, Severity
from monazite.supply.chemistry import NAMES, oxide_per_metal, symbol_of
from monazite.supply.graph import PricePoint, Rate
from monazite.supply.scope import EntryForm, ShareScope

Substance = tuple[str, str]
"""Elements joined by hyphens, and form: ``("Dy", "oxide")``, ``("Tb-Dy", "alloy")``."""

_ANY_DAY = "1900"
_PERIOD = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def period_start(text: str) -> date | None:
    """First day of a year, month or day in ISO form; None when the text is none of them."""
    match = _PERIOD.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        return date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None


def substance_of(form: EntryForm) -> Substance:
    """What a counted entry is made of, as prices know it."""
    return "-".join(form.elements), form.form


def substance_name(substance: Substance) -> str:
    """In words: ``dysprosium oxide``."""
    names = "-".join(NAMES.get(symbol, symbol) for symbol in substance[0].split("-"))
    return f"{names} {substance[1]}".strip()


@dataclass(frozen=True, slots=True)
class Quote:
    """Price per kilogram of an entry's substance: ``factor`` times the price of ``substance`` (1 unless derived)."""

    substance: Substance
    price_per_kg: Bounds
    factor: Fraction
    currency: str
    basis: str
    date: str
    source: str

    @property
    def confidence(self) -> Confidence:
        """A price derived from another form of the element is inferred."""
        return Confidence.ONE_SOURCE if self.factor == 1 else Confidence.INFERRED


class PriceBook:
    """The newest price of every substance and basis, dated on or before ``as_of``. ``issues``: what was left out."""

    def __init__(self, points: Iterable[PricePoint], scope: ShareScope, as_of: date) -> None:
        self.issues: list[Issue] = []
        self._by_entry = {form.entry: substance_of(form) for form in scope.forms}
        newest: dict[tuple[Substance, str], tuple[date, list[PricePoint]]] = {}
        for point in (each for stated in points for each in self._possible(stated)):
            substance, start = self._substance(point), period_start(point.date)
            if substance is None or start is None or point.price_per_kg.high == 0:
                self._refuse(point, substance, start)
                continue
            if start > as_of:
                continue
            key = substance, point.basis
            if key not in newest or newest[key][0] < start:
                newest[key] = start, [point]
            elif newest[key][0] == start:
                newest[key][1].append(point)
        self._points = {key: self._agreed(found) for key, (_, found) in newest.items()}
        self.bases = tuple(sorted({basis for _, basis in self._points}))

    def _possible(self, point: PricePoint) -> list[PricePoint]:
        """What a price may be of. One that could not be read whole may be of any substance that fits what was read of
        it, and of any day: there it stands on a basis of its own, lest another price take its place.
        """
        if not point.lost:
            return [point]
        if period_start(point.date) is None:
            point = replace(point, basis=f"{point.basis} (set aside)".strip(), date=_ANY_DAY)
        if self._substance(point) is not None:
            return [point]
        symbol = symbol_of(point.entry)
        if point.entry and symbol is None:
            return [point]  # of something that does not count
        fitting = sorted({(e, s) for e, s in self._by_entry.items() if symbol is None or symbol in s[0].split("-")})
        return [replace(point, entry=entry) for entry, _ in fitting]

    def _substance(self, point: PricePoint) -> Substance | None:
        if point.entry in self._by_entry:
            return self._by_entry[point.entry]
        symbol = symbol_of(point.entry)
        return None if symbol is None or not point.form else (symbol, point.form)

    def _refuse(self, point: PricePoint, substance: Substance | None, start: date | None) -> None:
        if substance is None:
            code, what = (
                "price_substance_unknown",
                f"{point.entry!r} with form {point.form!r} is no substance known here",
            )
            remedy = "Give a list entry, or an element together with its form (metal, oxide)."
        elif start is None:
            code, what = "price_undated", f"the date {point.date!r} is no year, month or day"
            remedy = "Give the date of the price; a price without one is not used."
        else:
            code, what = "zero_price", "the price is 0, which is taken as unknown"
            remedy = "Give the price per kilogram, or delete the row."
        text = f"Price of {point.entry} {point.form} on basis {point.basis}: {what}."
        self.issues.append(Issue(Severity.WARNING, code, text, remedy, "prices", point.row))

    def _agreed(self, points: list[PricePoint]) -> tuple[PricePoint, ...]:
        """Prices of one day and basis, in a fixed order; an issue when they differ (their hull is meant, rule T4)."""
        ordered = sorted(points, key=lambda p: (p.currency, p.price_per_kg.low, p.source, p.row))
        if len({(p.price_per_kg, p.currency) for p in points}) == 1:
            return (ordered[0],)
        first = ordered[0]
        text = f"Prices of {first.entry} {first.form} on basis {first.basis} of {first.date} differ; the range is used."
        remedy = "Keep one of them, or give them different bases."
        self.issues.append(Issue(Severity.WARNING, "conflicting_statements", text, remedy, "prices", first.row))
        return tuple(ordered)

    def on_basis(self, entry: EntryForm, basis: str) -> tuple[Quote, ...]:
        """The price of an entry on one basis. A metal without a price takes that of its oxide, by stoichiometry."""
        substance, factor = substance_of(entry), Fraction(1)
        found = self._points.get((substance, basis), ())
        if not found and entry.form == "metal" and len(entry.elements) == 1 and entry.elements[0] in NAMES:
            substance, factor = (entry.elements[0], "oxide"), oxide_per_metal(entry.elements[0])
            found = self._points.get((substance, basis), ())
        return tuple(Quote(substance, p.price_per_kg, factor, p.currency, basis, p.date, p.source) for p in found)

    def quotes(self, entry: EntryForm, basis: str) -> tuple[Quote, ...]:
        """The price on one basis; where that basis has none, those of all other bases (their range is meant)."""
        own = self.on_basis(entry, basis)
        return own or tuple(quote for other in self.bases for quote in self.on_basis(entry, other))


class RateBook:
    """The newest rate of each pair of currencies dated on or before ``as_of``; a missing one is never 1 (rule N3)."""

    def __init__(self, rates: Iterable[Rate], as_of: date) -> None:
        self.issues: list[Issue] = []
        self._missing: set[tuple[str, str]] = set()
        newest: dict[tuple[str, str], tuple[date, Fraction]] = {}
        self._dates: dict[tuple[str, str], str] = {}
        for rate in sorted(rates, key=lambda r: (r.date, r.rate)):
            start = period_start(rate.date)
            if start is None or rate.rate <= 0:
                text = f"The rate {rate.base}/{rate.quote} has no date or is not positive; it is not used."
                remedy = "Give the rate and its date."
                self.issues.append(Issue(Severity.WARNING, "rate_unusable", text, remedy, "rates", rate.row))
                continue
            for pair, factor in (((rate.base, rate.quote), rate.rate), ((rate.quote, rate.base), 1 / rate.rate)):
                if start <= as_of and (pair not in newest or newest[pair][0] <= start):
                    newest[pair] = start, factor
                    self._dates[pair] = rate.date
        self._newest = newest

    def factor(self, currency: str, target: str) -> Fraction | None:
        """How many units of ``target`` one unit of ``currency`` is; None (and an issue) when no rate says so."""
        if currency == target:
            return Fraction(1)
        found = self._newest.get((currency, target))
        if found is None and (currency, target) not in self._missing:
            self._missing.add((currency, target))
            text = f"No rate from {currency or '(no currency)'} to {target or '(no currency)'} is dated in time."
            remedy = "Add a dated rate; amounts in that currency are unknown until then."
            self.issues.append(Issue(Severity.ERROR, "rate_missing", text, remedy, "rates"))
        return None if found is None else found[1]

    def dated(self, currency: str, target: str) -> str:
        """The date of the rate that `factor` uses, as stated; blank where none is needed or there is none."""
        return self._dates.get((currency, target), "")
