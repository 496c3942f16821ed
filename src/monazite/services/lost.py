"""What faulty cells and rows leave unknown where other cells, rows or defaults would speak in their place.

A cell that cannot be used is unknown, and a row that was set aside may have said anything. Neither may let something
milder step in: an older price, another basis of a value, where the ore came from in place of the origin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from monazite.model.fact import Fact
from monazite.services.tables import Portfolio, Row

ACTIVITIES = ("mining", "separation", "metal_smelting", "magnet_making", "recycling")
"""The activities of No. 61 art. 1(2)."""
_CLAIMED = frozenset(("value", "price_per_kg", "unit_value"))
_AMOUNTS = frozenset(("mass_kg", "mass_fraction", "value"))
_ORIGIN = frozenset(("origin", "cn_share"))
_ON_THE_WAY = frozenset(("mined_in", "separated_in", "reduced_in"))


def without(row: Row, columns: Iterable[str]) -> Row:
    """The row with some of its cells unknown."""
    gone = frozenset(columns)
    return replace(row, values={name: value for name, value in row.values.items() if name not in gone})


def lost_claims(portfolio: Portfolio, table: str) -> list[Row]:
    """Rows that were set aside, as claims of an unknown amount: leaving them out would narrow the bounds."""
    return [without(aside.row, _CLAIMED) for aside in portfolio.set_aside if aside.row.table == table]


def claims_unknown_value(row: Row) -> bool:
    """Whether a row states a value of its own that cannot be used: it is one of several bases, and of any amount."""
    return "unit_value" in row.faulty


def content_as_read(row: Row) -> Row:
    """A row of `contents` or `profiles` without what a faulty cell takes with it.

    Mass and value state one amount, of which one is used: with one of them faulty the amount is unknown. Where a
    substance was smelted and mined stands in for its origin only where none is stated, and the mine for the separation.
    """
    gone: set[str] = set()
    if row.faulty & _AMOUNTS:
        gone |= _AMOUNTS
    if row.faulty & _ORIGIN and not any(name in row for name in _ORIGIN):
        gone |= _ON_THE_WAY
    if "separated_in" in row.faulty:
        gone.add("mined_in")
    return without(row, gone) if gone else row


def whole_parts(portfolio: Portfolio) -> tuple[Row, ...]:
    """The rows of `parts`, without parts of which another row (a revision, a copy) was set aside."""
    lost = portfolio.touched_by_faults("parts")
    return tuple(row for row in portfolio.rows("parts") if f"part:{row.text('part_id')}" not in lost)


def lost_rates(portfolio: Portfolio) -> frozenset[frozenset[str]]:
    """Pairs of currencies of which a rate was set aside: an older one may not stand in for it."""
    subjects = portfolio.touched_by_faults("rates")
    return frozenset(frozenset(subject.removeprefix("rate:").split("/")) for subject in subjects)


def lost_technologies(portfolio: Portfolio) -> Iterator[Row]:
    """Rows of `technologies` that were set aside: of unknown origin, and of any activity or part that is not read."""
    for aside in portfolio.set_aside:
        if aside.row.table != "technologies":
            continue
        row = without(aside.row, ("origin",))
        every = tuple(dict.fromkeys(part.text("part_id") for part in portfolio.rows("parts")))
        for part_id in (row.text("part_id"),) if "part_id" in row else every:
            for activity in (row.text("activity"),) if "activity" in row else ACTIVITIES:
                yield replace(row, values={**row.values, "part_id": part_id, "activity": activity})


def places_of_lost(portfolio: Portfolio, table: str) -> dict[str, str]:
    """Where the rows of ``table`` that were set aside stand (``parts row 3``), by subject."""
    found: dict[str, list[str]] = {}
    for aside in portfolio.set_aside:
        if aside.row.table == table and aside.subject:
            found.setdefault(aside.subject.partition(":")[2], []).append(str(aside.row.number))
    return {key: f"{table} row{'s' if len(rows) > 1 else ''} {', '.join(rows)}" for key, rows in found.items()}


class LostFacts:
    """Rows of the table `facts` that were set aside: what they spoke of is unknown, whatever a column or default says.

    Of a part, `possible_entries` leaves open under which entries it falls, `smelted_in` and `feed_origin` its origin
    where the part states none; of a shipment, `reported_on` leaves open whether the report came late.
    """

    _ALSO: Mapping[str, tuple[str, ...]] = {
        "item.possible_entries": ("item.entries",),
        "shipment.reported_on": ("shipment.reported_late",),
    }

    def __init__(self, portfolio: Portfolio) -> None:
        self._attributes: dict[str, set[str]] = {}
        for aside in portfolio.set_aside:
            if aside.row.table == "facts":
                subject = aside.row.text("subject")
                if subject.startswith("shipment:") and "/" not in subject:
                    subject = f"{subject}/1"
                self._attributes.setdefault(subject, set()).add(aside.row.text("attribute"))

    def of(self, subject: str) -> frozenset[str]:
        """The attributes of a subject that are lost, as the table names them."""
        return frozenset(self._attributes.get(subject, ()))

    def unsettle(self, facts: dict[str, Fact], subject: str, head: str = "") -> dict[str, Fact]:
        """The facts without those that a lost row spoke of. ``head``: what the situation puts before them."""
        gone = set(self._names(self.of(subject), head))
        return {name: fact for name, fact in facts.items() if name not in gone} if gone else facts

    def _names(self, attributes: Iterable[str], head: str) -> Iterator[str]:
        for attribute in attributes:
            for name in (attribute, f"{head}{attribute}"):
                yield name
                yield from self._ALSO.get(name, ())
            if attribute.startswith(("service.", "technology.")):
                yield "service.stated"
