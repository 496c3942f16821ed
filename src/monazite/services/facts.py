"""Making facts: what cases and portfolios share on the way to a situation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from monazite.law.pack import Law
from monazite.licensing.clock import working_days_after
from monazite.model.citation import Confidence, Source
from monazite.model.dates import Moment, parse_day
from monazite.model.exact import Fraction
from monazite.model.fact import ByReading, CodeSet, EntrySet, Fact
from monazite.model.truth import Truth
from monazite.supply.scope import EntryForm, ShareScope, full_entry

#: Entries whose reach decides the value limb: which list counts, which carries (No. 61, Annex 1).
COUNTED = "cn/mofcom-2025-61/part1"
CARRIERS = "cn/mofcom-2025-61/part2"
#: The official answers on No. 18 speak of these articles; entries of that instrument then do not apply.
_ANSWERED = "cn/mofcom-2025-18"


@dataclass(slots=True)
class FactBook:
    """Collects the facts of one subject; nothing is put for what is unknown."""

    subject: str
    source: Source
    facts: dict[str, Fact] = field(default_factory=dict)

    def fact(self, attribute: str, value: object, source: Source | None = None) -> Fact:
        """A fact of the subject."""
        return Fact(self.subject, attribute, value, source or self.source)

    def put(self, attribute: str, value: object, source: Source | None = None) -> None:
        """Keep a fact; None is unknown and leaves no trace."""
        if value is not None:
            self.facts[attribute] = self.fact(attribute, value, source)

    def put_default(self, attribute: str, value: object) -> None:
        """Keep what absence means for the few attributes where it means something (marked (!) in the README)."""
        if attribute not in self.facts:
            self.put(attribute, value, Source("default", "nothing stated", Confidence.TWO_SOURCES))

    def put_report(self, reported_on: str | date | None, as_of: Moment, working_days: int = 10) -> None:
        """Whether the report under No. 61 art. 5 came late; absent = no report made yet, which is not late (!)."""
        if reported_on is None:
            self.put_default("shipment.reported_late", False)
            return
        reported = parse_day(reported_on) if isinstance(reported_on, str) else reported_on
        due = working_days_after(as_of.day, working_days).due
        self.put("shipment.reported_on", reported.isoformat())
        self.put("shipment.reported_late", reported > due)


def share_scope(law: Law) -> ShareScope:
    """What the value share of No. 61 counts, from the lists of the packs."""
    counted = [entry for entry in law.entries.values() if entry.id.startswith(f"{COUNTED}.")]
    forms = tuple(EntryForm(entry.id, entry.line.elements, entry.line.form) for entry in counted)
    return ShareScope(counted=(COUNTED,), carriers=(CARRIERS,), home="CN", forms=forms)


def code_set(codes: Iterable[str]) -> CodeSet:
    """End-use codes with their numbers: `logic_chip:14` -> (`logic_chip`, `14`)."""
    pairs = (code.partition(":") for code in codes)
    return CodeSet(tuple((head, tail or None) for head, _, tail in pairs))


def metal_origin(origin: str | None, smelted_in: str | None, feed_origin: str | None) -> str | ByReading | None:
    """The origin of a thing: stated, or for metal by the reading `metal_origin`; None when nothing is known."""
    if origin is not None or (smelted_in is None and feed_origin is None):
        return origin
    return ByReading("metal_origin", {"smelter": smelted_in, "feed": feed_origin})


def entry_set(item: Mapping[str, Any], law: Law) -> EntrySet | None:
    """The entries of a thing: stated, possible with the question that each raises, excluded by an official answer.

    None: it may be on any list. An entry whose listing is itself unresolved (`part2.II.alloys`) is only possible.
    """
    if not any(key in item for key in ("entries", "possible_entries", "equipment")):
        return None
    stated, possible, excluded = [], {}, {}
    for entry in (full_entry(e) for e in item.get("entries", ())):
        line = law.entries[entry].line if entry in law.entries else None
        if line is not None and line.status == "unresolved":
            possible[entry] = line.question or "item.entries"
        else:
            stated.append(entry)
    for entry in (full_entry(e) for e in item.get("possible_entries", ())):
        if "article" in item and entry.startswith(f"{_ANSWERED}/"):
            excluded[entry] = str(item["article"])
            continue
        line = law.entries[entry].line if entry in law.entries else None
        possible[entry] = (line.question if line is not None else "") or "item.entries"
    truth = equipment_truth(item.get("equipment"), law)
    if truth is not None:
        kind = full_entry(item["equipment"]["of_kind"])
        if truth is Truth.TRUE:
            stated.append(kind)
        elif truth is Truth.UNKNOWN:
            possible[kind] = "item.equipment.parameters"
    return EntrySet(tuple(stated), possible, excluded, complete=True)


def equipment_truth(equipment: Mapping[str, Any] | None, law: Law) -> Truth | None:
    """Whether equipment meets the parameters of the entry that describes its kind; None where there is none.

    Both ends are inside. A parameter not given, or an entry whose parameters are not modelled, leaves it UNKNOWN.
    """
    if equipment is None:
        return None
    entry = law.entries.get(full_entry(equipment["of_kind"]))
    tests = entry.line.parameters if entry is not None else {}
    if not tests:
        return Truth.UNKNOWN
    given = equipment.get("parameters", {})
    return Truth.all(_within(given, name, bounds) for name, bounds in tests.items())


def _within(given: Mapping[str, Any], name: str, bounds: Mapping[str, str]) -> Truth:
    """Whether a parameter, stated or bounded, lies within the bounds of the entry."""
    low, high = (given.get(name, given.get(f"{name}_{end}")) for end in ("low", "high"))
    floor = Fraction(bounds["low"]) if "low" in bounds else None
    ceiling = Fraction(bounds["high"]) if "high" in bounds else None
    if (high is not None and floor is not None and Fraction(high) < floor) or (
        low is not None and ceiling is not None and Fraction(low) > ceiling
    ):
        return Truth.FALSE
    above = floor is None or (low is not None and Fraction(low) >= floor)
    beneath = ceiling is None or (high is not None and Fraction(high) <= ceiling)
    return Truth.TRUE if above and beneath else Truth.UNKNOWN
