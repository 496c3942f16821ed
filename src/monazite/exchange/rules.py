"""Rules about the cells of one row together: what zero and minus mean, amounts without currency, claims that clash."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from monazite.exchange.cells import Fault
from monazite.exchange.native import Bad
from monazite.model.bounds import Bounds
from monazite.services.tables import Column, Range, TableSchema, Value

Remark = Callable[[Column, Fault], None]
"""Takes a remark on a column of the row."""

NEEDS_CURRENCY = {
    "parts": ("unit_value",),
    "contents": ("value",),
    "shipments": ("unit_value",),
    "licences": ("value",),
}
"""Amounts whose currency column is not required: without it the amount is unknown."""

NOTICE = r"^(?i:cl|wl|uel)-."
"""How the id of a notice begins: with its list."""


def apply_rules(
    schema: TableSchema, values: dict[str, Value], pairs: frozenset[str], faulty: frozenset[str], remark: Remark
) -> frozenset[str]:
    """Change ``values`` by the rules and remark on what was changed. Raises `BadIn` where the row cannot be used.

    ``pairs``: the columns that were given as low/high pair. A zero in them is meant (rule N2). ``faulty``: columns
    whose cell could not be read. Returns the amounts that are stated and unknown for want of a currency.
    """
    _turn_by_products(schema, values, remark)
    _drop_zeros(schema, values, pairs, remark)
    unknown = _drop_without_currency(schema, values, faulty, remark)
    _check_origin(schema, values)
    _check_element(schema, values)
    _check_notice(schema, values)
    return unknown


class BadIn(Bad):
    """A fault of a row that shows in one of its columns."""

    def __init__(self, column: str, code: str, message: str, remedy: str) -> None:
        super().__init__(code, message, remedy)
        self.column = column


def _numbers(schema: TableSchema, values: dict[str, Value]) -> Iterator[tuple[Column, Bounds]]:
    for column in schema.numbers:
        value = values.get(column.name)
        if isinstance(value, Bounds):
            yield column, value


def _turn_by_products(schema: TableSchema, values: dict[str, Value], remark: Remark) -> None:
    """A negative quantity is a by-product of the positive amount: what exports of bills of materials mean by it."""
    for column, bounds in list(_numbers(schema, values)):
        if column.range is not Range.BY_PRODUCT or bounds.low.numerator >= 0:
            continue
        if bounds.high is None or bounds.high > 0:
            raise BadIn(column.name, "negative_number", "the range reaches from below zero to above it",
                        "a by-product has both ends below zero, a component has none")  # fmt: skip
        values[column.name] = Bounds(-bounds.high, -bounds.low)
        values["by_product"] = True
        message = f"a negative quantity ({bounds.low}) is taken as a by-product: it comes out and does not go in"
        remark(column, Fault("negative_quantity", message, "write the amount without minus and by_product yes"))


def _drop_zeros(schema: TableSchema, values: dict[str, Value], pairs: frozenset[str], remark: Remark) -> None:
    """Rule N2: 0.00 for a price or mass is what an ERP writes for "not maintained"; free issue means it."""
    for column, bounds in list(_numbers(schema, values)):
        money = column.range is Range.MONEY
        if bounds.high is None or bounds.high or column.range not in (Range.MONEY, Range.MASS):
            continue
        meant = values.get("free_issue") is True if money else column.name in pairs
        if meant:
            continue
        code, what = ("zero_price", "price or value") if money else ("zero_mass", "mass")
        message = f"a {what} of 0 is taken as unknown, not as nothing"
        remedy = "enter it or leave the cell blank" + (
            "; free_issue yes if 0 is meant" if money else f"; {column.name}_low and _high 0 if 0 is meant"
        )
        if column.required:
            raise BadIn(column.name, code, message, remedy)
        del values[column.name]
        remark(column, Fault(code, message, remedy))


def _drop_without_currency(
    schema: TableSchema, values: dict[str, Value], faulty: frozenset[str], remark: Remark
) -> frozenset[str]:
    dropped = set()
    for name in NEEDS_CURRENCY.get(schema.name, ()):
        if name in values and "currency" not in values:
            del values[name]
            dropped.add(name)
            if "currency" in faulty:
                continue  # the issue of the currency says enough
            message = f"{name} has no currency; taken as unknown"
            remark(schema.by_name[name], Fault("missing_currency", message, "add the currency, such as USD"))
    return frozenset(dropped)


def _check_origin(schema: TableSchema, values: dict[str, Value]) -> None:
    """A stated origin and a stated Chinese share must say the same."""
    share, origin = values.get("cn_share"), values.get("origin")
    if schema.name != "contents" or not isinstance(share, Bounds) or not isinstance(origin, str):
        return
    meant = Bounds.exactly(1 if origin == "CN" else 0)
    if share != meant:
        message = f"the origin {origin} and the Chinese share say different things"
        raise BadIn("cn_share", "both_given", message, "keep the one that is meant and leave the other blank")


def _check_element(schema: TableSchema, values: dict[str, Value]) -> None:
    """A substance is stated once: as list entry or element in `entry`, or as element in `element`."""
    entry, element = values.get("entry"), values.get("element")
    if "element" in schema.by_name and element is not None and entry is not None and entry != element:
        message = f"the entry {entry} and the element {element} are both stated, and a row is about one substance"
        raise BadIn("element", "both_given", message, "keep the one that is meant and leave the other blank")


def _check_notice(schema: TableSchema, values: dict[str, Value]) -> None:
    """The id of a notice says of which list it is; without that nobody can say what the listing means."""
    notice = values.get("designation")
    if schema.name == "listings" and isinstance(notice, str) and not re.match(NOTICE, notice):
        message = (
            f"{notice!r} is no id of a notice: it does not begin with cl-, wl- or uel-, so of which list is unknown"
        )
        raise BadIn("designation", "bad_notice_id", message, "write it as in cl-2026-23; `monazite law status lists`")
