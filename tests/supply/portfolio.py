"""Helpers of the roll-up's tests: short constructors and the scope of the announcement's thirteen entries."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from monazite.model.bounds import Bounds
from monazite.supply.graph import BomLine, Content, Part, PartValue, PricePoint, SupplyInput
from monazite.supply.rollup import RollUp
from monazite.supply.scope import EntryForm, ShareScope

P1 = "cn/mofcom-2025-61/part1"
P2 = "cn/mofcom-2025-61/part2"
DY, TB, SM, DYFE, DY_OXIDE = f"{P1}.2", f"{P1}.4", f"{P1}.1", f"{P1}.10", f"{P1}.12"
_METALS = enumerate(("Sm", "Dy", "Gd", "Tb", "Lu", "Sc", "Y"), start=1)
SCOPE = ShareScope(
    (P1,),
    (P2,),
    forms=(
        *(EntryForm(f"{P1}.{n}", (symbol,), "metal") for n, symbol in _METALS),
        EntryForm(f"{P1}.8", ("Sm", "Co"), "alloy"),
        EntryForm(f"{P1}.9", ("Tb", "Fe"), "alloy"),
        EntryForm(DYFE, ("Dy", "Fe"), "alloy"),
        EntryForm(f"{P1}.11", ("Tb", "Dy", "Fe"), "alloy"),
        EntryForm(DY_OXIDE, ("Dy",), "oxide"),
        EntryForm(f"{P1}.13", ("Tb",), "oxide"),
    ),
)
DAY = date(2026, 6, 1)


def num(text: str | int) -> Fraction:
    return Fraction(text)


def span(low: str | int, high: str | int | None = "") -> Bounds:
    """Bounds of one or two numbers; None above: unbounded."""
    if high is None:
        return Bounds(num(low), None)
    return Bounds(num(low), num(low if high == "" else high))


def part(part_id: str, composition: str | None = "complete", **more: object) -> Part:
    return Part(part_id, composition=composition, **more)  # type: ignore[arg-type]


def line(parent: str, child: str, quantity: str | int | Bounds = 1, **more: object) -> BomLine:
    amount = quantity if isinstance(quantity, Bounds) else span(quantity)
    return BomLine(parent, child, amount, **more)  # type: ignore[arg-type]


def content(part_id: str, entry: str, mass: str | Bounds | None = None, **more: object) -> Content:
    amount = span(mass) if isinstance(mass, str) else mass
    return Content(part_id, entry, mass_kg=amount, **more)  # type: ignore[arg-type]


def price(entry: str, per_kg: str | int, form: str = "", basis: str = "market", **more: object) -> PricePoint:
    fields: dict[str, object] = {"currency": "USD", "date": "2025", **more}
    return PricePoint(entry, form, basis, span(per_kg), **fields)  # type: ignore[arg-type]


def value(part_id: str, worth: str | int | Bounds, basis: str = "cost", currency: str = "USD") -> PartValue:
    return PartValue(part_id, basis, worth if isinstance(worth, Bounds) else span(worth), currency)


def roll(*things: object, day: date = DAY) -> RollUp:
    """A roll-up of records in any order, each put into its table by its type."""
    tables: dict[str, list[object]] = {}
    names = {
        "Part": "parts",
        "BomLine": "bom",
        "Content": "contents",
        "PricePoint": "prices",
        "PartValue": "values",
        "Rate": "rates",
        "ProfileLine": "profiles",
        "Technology": "technologies",
    }
    for thing in things:
        tables.setdefault(names[type(thing).__name__], []).append(thing)
    fields = {name: tuple(rows) for name, rows in tables.items()}
    return RollUp(SupplyInput(**fields), SCOPE, day)  # type: ignore[arg-type]
