"""What a licence is compared with: a line of the portfolio in its words, and the licences that the answer asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from monazite.model.bounds import Bounds
from monazite.model.determination import Determination, Verdict
from monazite.model.exact import Fraction
from monazite.model.fact import CodeSet, EntrySet, Fact, Situation
from monazite.model.truth import Truth
from monazite.services.activity_situation import TABLE as ACTIVITIES
from monazite.services.activity_situation import end_users_of
from monazite.services.activity_situation import subject_of as activity_of
from monazite.services.shipment_situation import moment_of, subject_of
from monazite.services.supply_money import per_unit
from monazite.services.tables import Row
from monazite.supply.scope import full_entry

#: Units of mass in kilograms; other units are compared by name only.
_KILOGRAMS: Mapping[str, Fraction] = {
    "kg": Fraction(1), "g": Fraction(1, 1000), "mg": Fraction(1, 10**6), "t": Fraction(1000),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Need:
    """A licence that the law asks for, or may ask for: under which instrument, and for which of its entries.

    ``entry`` empty: the provision names none; then the entries of the item under the instrument count.
    """

    instrument: str
    entry: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """A line in the words of a licence. Empty text and None are unknown. ``export``: lines of one export share it."""

    subject: str
    export: str
    when: datetime | None
    licence_no: str
    exporter_id: str
    users: tuple[str, ...] | None
    end_use: tuple[str, ...] | None
    freight_mode: str
    order_no: str
    quantity: Bounds | None
    unit: str
    value: Bounds | None
    currency: str


def terms_of(row: Row, base_units: Mapping[str, str], stated: Mapping[str, Fact]) -> Terms:
    """The terms of a row of `shipments` or `activities`; ``stated``: what the table `facts` says of it."""
    moment = moment_of(row)
    when = moment.instant if moment is not None else None
    if row.table == ACTIVITIES:
        use = stated.get("end_use")
        codes = tuple(_code(*c) for c in use.value.codes) if use and isinstance(use.value, CodeSet) else None
        subject = activity_of(row)
        users = end_users_of(row, stated)
        return Terms(subject, subject, when, "", row.text("provider_id"), users, codes, "", "", None, "", None, "")
    quantity = row.number_of("quantity")
    price = row.number_of("unit_value")
    return Terms(
        subject=subject_of(row),
        export=row.text("shipment_id"),
        when=when,
        licence_no=row.text("licence_no"),
        exporter_id=row.text("exporter_id"),
        users=row.many("end_user_ids"),
        end_use=row.many("end_use"),
        freight_mode=row.text("freight_mode"),
        order_no=row.text("order_no"),
        quantity=quantity,
        unit=row.text("unit") or base_units.get(row.text("part_id"), ""),
        value=None if price is None or quantity is None else per_unit(price, row).times(quantity),
        currency=row.text("currency"),
    )


def needs_of(answer: Determination) -> tuple[Need, ...]:
    """The licences that the rules ask for, or may ask for, leaving out what an exemption displaces."""
    found: dict[Need, None] = {}
    for finding in answer.findings:
        held = Truth.all((finding.truth, finding.force))
        if finding.verdict is Verdict.LICENCE_REQUIRED and held is not Truth.FALSE:
            entry = finding.provision if "#" not in finding.provision else ""
            certain = held is Truth.TRUE and not finding.displaced_by
            found[Need(finding.instrument, entry if entry != finding.instrument else "", certain)] = None
    return tuple(found)


def entry_covered(need: Need, licence: tuple[str, ...], situation: Situation) -> Truth:
    """Whether the entries that a licence names hold the entry of a need, or of the item under its instrument."""
    if need.entry:
        return Truth.of(_holds(licence, need.entry))
    fact = situation.facts.get("item.entries")
    entries = fact.value if fact is not None else None
    if not isinstance(entries, EntrySet):
        return Truth.UNKNOWN
    mine = f"{need.instrument}/"
    if any(entry.startswith(mine) and _holds(licence, entry) for entry in entries.stated):
        return Truth.TRUE
    possible = not entries.complete or any(e.startswith(mine) and _holds(licence, e) for e in entries.possible)
    named = any(entry.startswith(mine) for entry in entries.stated)
    return Truth.UNKNOWN if possible or not named else Truth.FALSE


def in_unit(amount: Bounds | None, unit: str, wanted: str) -> Bounds | None:
    """An amount in another unit; None where the units cannot be converted, or one of them is not stated."""
    if amount is None or not unit or not wanted:
        return None
    if unit.casefold() == wanted.casefold():
        return amount
    here, there = _KILOGRAMS.get(unit.casefold()), _KILOGRAMS.get(wanted.casefold())
    return None if here is None or there is None else amount.times(Bounds.exactly(here / there))


def _holds(licence: tuple[str, ...], entry: str) -> bool:
    """Whether one of the named entries is ``entry`` or the subtree in which it lies."""
    return any(entry == name or entry.startswith((f"{name}.", f"{name}/")) for name in map(full_entry, licence))


def _code(code: str, number: str | None) -> str:
    return code if number is None else f"{code}:{number}"
