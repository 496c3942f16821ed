"""Prices that are a thousand times their neighbours': a price per 1000 that was not said to be one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monazite.exchange.column_prices import Amounts, rows_of, suspects, unstated
from monazite.exchange.findings import Findings
from monazite.exchange.subjects import subject_of
from monazite.model.exact import Fraction
from monazite.services.column_rows import ColumnRows
from monazite.services.schema import SCHEMA
from monazite.services.tables import Row, Table

FACTOR = 250
"""From this ratio on a price is reported: markets differ tenfold, a thousandfold is a slip of the unit."""

_AT_ONCE = 1_000
_UNIT_VALUES = (("parts", "unit_value"), ("values", "value"), ("shipments", "unit_value"))


@dataclass(frozen=True, slots=True)
class _Price:
    row: Row
    column: str
    amount: Fraction


def check_prices(tables: Mapping[str, Table], findings: Findings) -> None:
    """Compare the prices of one material, and the values of one part, that are in one currency."""
    if any(isinstance(table.rows, ColumnRows) for table in tables.values()):
        _check_columns(tables, findings)
    else:
        _check_rows(tables, findings)
    _say_unstated(tables, findings)


def _check_rows(tables: Mapping[str, Table], findings: Findings) -> None:
    groups: dict[tuple[str, ...], list[_Price]] = defaultdict(list)
    for row in _rows(tables, "prices"):
        what = row.text("entry") or row.text("element")
        _add(groups, ("price", what, row.text("form"), row.text("currency")), row, "price_per_kg")
    for table, column in _UNIT_VALUES:
        for row in _rows(tables, table):
            if row.text("part_id"):
                _add(groups, ("value", row.text("part_id"), row.text("currency")), row, column)
    for prices in groups.values():
        _compare(prices, findings)


def _check_columns(tables: Mapping[str, Table], findings: Findings) -> None:
    """The same where a table was read by columns: only suspects are compared as rows, while there is room for them."""
    amounts = [Amounts(tables[name], column, "value", ("part_id",)) for name, column in _UNIT_VALUES if name in tables]
    if "prices" in tables:
        amounts.insert(0, Amounts(tables["prices"], "price_per_kg", "price", ("entry", "element"), "form"))
    found = suspects(amounts, FACTOR)
    for start in range(0, len(found), _AT_ONCE):
        some = []
        for suspect in found[start : start + _AT_ONCE]:
            table = amounts[suspect.row[0]].table.name
            if suspect.sure and not findings.room(table, "price_outlier"):
                findings.count(table, "price_outlier", 1)
            else:
                some.append(suspect)
        rows = rows_of(amounts, (key for suspect in some for key in (suspect.row, suspect.middle)))
        for suspect in some:
            price = _price(rows[suspect.row], amounts[suspect.row[0]].column)
            middle = _price(rows[suspect.middle], amounts[suspect.middle[0]].column)
            if price is not None and middle is not None:
                _settle(price, middle.amount, findings)


def _rows(tables: Mapping[str, Table], name: str) -> Iterable[Row]:
    table = tables.get(name)
    return table.rows if table is not None else ()


def _add(groups: dict[tuple[str, ...], list[_Price]], key: tuple[str, ...], row: Row, column: str) -> None:
    price = _price(row, column)
    if price is not None:
        groups[key].append(price)


def _price(row: Row, column: str) -> _Price | None:
    bounds = row.number_of(column)
    if bounds is None or not bounds.high:
        return None
    return _Price(row, column, bounds.high / (row.integer("price_per") or 1))


def _compare(prices: list[_Price], findings: Findings) -> None:
    """Report those far from the middle price; of two that are far apart, the higher."""
    ordered = sorted(prices, key=lambda price: price.amount)
    middle = ordered[(len(ordered) - 1) // 2].amount
    for price in ordered:
        _settle(price, middle, findings)


def _settle(price: _Price, middle: Fraction, findings: Findings) -> None:
    low, high = sorted((price.amount, middle))
    if high >= FACTOR * low:
        _report(price, middle, findings)


def _report(price: _Price, middle: Fraction, findings: Findings) -> None:
    row = price.row
    message = f"{float(price.amount):g} per unit, where others of the same are about {float(middle):g}"
    remedy = "is it a price per 1000? Then say so in price_per; otherwise check unit and currency"
    if price.column == "price_per_kg":
        remedy = "is it a price per tonne or per gram? Enter the price of one kg"
    findings.of(row.table).warning(
        "price_outlier", message, remedy, row.number, price.column, subject_of(row, SCHEMA[row.table])
    )


def _say_unstated(tables: Mapping[str, Table], findings: Findings) -> None:
    """An absent `price_per` is asked once per import: of how many amounts nobody knows for how many units they pay."""
    for table, column in _UNIT_VALUES:
        rows = _rows(tables, table)
        if isinstance(rows, ColumnRows):
            count = unstated(rows, column)
        else:
            count = sum(1 for row in rows if column in row and "price_per" not in row)
        if count:
            what = f"{count} amounts in {column} have" if count > 1 else f"an amount in {column} has"
            message = f"{what} no price_per: for how many units is paid is unknown"
            remedy = "fill price_per (1, 100, 1000); where all parts are priced per unit: --assume part:*.price_per=1"
            findings.of(table).warning("price_per_unstated", message, remedy, 0, "price_per")
