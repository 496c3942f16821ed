"""Prices, rates and values as the roll-up takes them: per one unit, unknown where they were set aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.services.lost import claims_unknown_value, lost_claims, lost_rates
from monazite.services.supply_lines import substance_named
from monazite.services.supply_units import ANYTHING, positive_point
from monazite.services.tables import Portfolio, Row
from monazite.supply.graph import PartValue, PricePoint, Rate

DAY_NOT_READ = " (day not read)"


def every_price(portfolio: Portfolio) -> Iterator[PricePoint]:
    """All prices; what was set aside as a price of an unknown amount."""
    for row in portfolio.rows("prices"):
        yield _price(row)
    for row in lost_claims(portfolio, "prices"):
        yield replace(_price(row), lost=True)


def _price(row: Row) -> PricePoint:
    return PricePoint(
        entry=substance_named(row),
        form=row.text("form"),
        basis=row.text("basis"),
        price_per_kg=row.number_of("price_per_kg") or ANYTHING,
        currency=row.text("currency"),
        date=str(row.values.get("date", "")),
        source=row.text("source"),
        place=row.place,
        row=row.number,
    )


def every_rate(portfolio: Portfolio) -> tuple[Rate, ...]:
    """All rates, without those of a pair of currencies of which one was set aside."""
    lost = lost_rates(portfolio)
    rows = (r for r in portfolio.rows("rates") if frozenset((r.text("base"), r.text("quote"))) not in lost)
    return tuple(_rate(row) for row in rows)


def _rate(row: Row) -> Rate:
    rate = positive_point(row.number_of("rate")) or Fraction(0)
    return Rate(row.text("base"), row.text("quote"), rate, str(row.values.get("date", "")), row.text("source"),
                row.place, row.number)  # fmt: skip


def every_value(portfolio: Portfolio) -> tuple[PartValue, ...]:
    """All stated values of parts; the part's own one is left out where a named basis says the same."""
    named = _values(portfolio)
    said = {(v.part_id, v.value, v.currency) for v in named}
    return (*(v for v in _part_values(portfolio) if (v.part_id, v.value, v.currency) not in said), *named)


def _part_values(portfolio: Portfolio) -> list[PartValue]:
    """`parts.unit_value`, as a basis of its own; of any amount where it is stated and could not be used."""
    found = [(row, value) for row in portfolio.rows("parts") if (value := stated_value(row)) is not None]
    for aside in portfolio.set_aside:
        if aside.row.table == "parts" and stated_value(aside.row) is not None:
            found.append((aside.row, ANYTHING))
    return [
        PartValue(row.text("part_id"), "master_data", per_unit(value, row), row.text("currency"), "",
                  row.place, row.number)
        for row, value in found
    ]  # fmt: skip


def _values(portfolio: Portfolio) -> list[PartValue]:
    """The table `values`, as far as it speaks of parts; values of shipments come with their lines."""
    rows = (*portfolio.rows("values"), *lost_claims(portfolio, "values"))
    return [_value(row) for row in rows if row.text("part_id")]


def _value(row: Row) -> PartValue:
    worth = per_unit(row.number_of("value") or ANYTHING, row)
    day = str(row.values.get("date", ""))
    return PartValue(row.text("part_id"), basis_of(row), worth, row.text("currency"), day, row.place, row.number)


def per_unit(value: Bounds, row: Row) -> Bounds:
    """A value per one base unit.

    Without `price_per` nobody knows for how many units the amount pays: for one at least, so the value lies between
    nothing and the amount. The reader says so (`price_per_unstated`), and the line asks for the value.
    """
    per = row.integer("price_per")
    return Bounds(Fraction(0), value.high) if per is None else value.times(Bounds.exactly(Fraction(1, per)))


def stated_value(row: Row) -> Bounds | None:
    """The `unit_value` of a row: any amount where it is stated and cannot be used, None where it is not stated."""
    return ANYTHING if claims_unknown_value(row) else row.number_of("unit_value")


def basis_of(row: Row) -> str:
    """The basis of a stated value; one of its own where its day could not be read, so that no other takes its place."""
    return f"{row.text('basis')}{DAY_NOT_READ}" if "date" in row.faulty else row.text("basis")
