"""Columns that several tables declare alike: a part, a mass, a share, money, a day, the paper behind a row."""

from __future__ import annotations

from monazite.services.tables import Column, Kind, Range

COMPOSITION = ("complete", "partial")
FORMS = ("metal", "alloy", "oxide", "fluoride", "hydride", "chloride", "prealloy", "unknown")
CURRENCY = "currency of the amount, ISO 4217; an amount without currency is unknown"
EVIDENCE = Column("evidence_id", Kind.ID, "the paper behind the row (table evidence)", refers="evidence")


def part(meaning: str, name: str = "part_id", required: bool = True, example: str = "MAG-1") -> Column:
    """A reference to a part."""
    return Column(name, Kind.ID, meaning, required=required, refers="parts", example=example)


def money(name: str, meaning: str, required: bool = False, example: str = "") -> Column:
    """An amount of money; its currency stands in a column of its own."""
    return Column(name, Kind.NUMBER, meaning, required=required, range=Range.MONEY, example=example)


def mass(name: str, meaning: str, example: str = "") -> Column:
    """A mass in kg."""
    return Column(name, Kind.NUMBER, meaning, range=Range.MASS, example=example)


def share(name: str, meaning: str, blank: str = "", example: str = "") -> Column:
    """A fraction, 0 to 1."""
    return Column(name, Kind.NUMBER, meaning, range=Range.SHARE, blank=blank, example=example)


def day(name: str, meaning: str, blank: str = "", example: str = "") -> Column:
    """A day of the calendar."""
    return Column(name, Kind.DATE, meaning, blank=blank, example=example)


PRICE_PER = Column(
    "price_per", Kind.INTEGER, "number of units that the amount pays for: 1, 100, 1000",
    range=Range.POSITIVE, blank="asked once per import", example="1",
)  # fmt: skip
