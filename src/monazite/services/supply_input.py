"""From the tables of a portfolio to the typed input of the roll-up: units, prices per, classes, evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from monazite.model.bounds import Bounds
from monazite.model.citation import Confidence
from monazite.model.issue import Issue, Severity
from monazite.services.evidence import EvidenceBook
from monazite.services.facts import CARRIERS
from monazite.services.lost import (
    claims_unknown_value,
    content_as_read,
    lost_claims,
    lost_rates,
    lost_technologies,
    ownerless,
    places_of_lost,
    whole_parts,
)
from monazite.services.tables import Portfolio, Row
from monazite.supply.graph import (
    BomLine,
    Content,
    Part,
    PartValue,
    PricePoint,
    ProfileLine,
    Rate,
    SupplyInput,
    Technology,
)

#: Units of mass, in kilograms; every other unit must be the child's own base unit.
_KILOGRAMS: Mapping[str, Fraction] = {
    "kg": Fraction(1), "g": Fraction(1, 1000), "mg": Fraction(1, 10**6), "t": Fraction(1000),
}  # fmt: skip
#: Tables on which the composition of a part rests.
_COMPOSING = ("bom", "contents", "parts", "profiles")
DAY_NOT_READ = " (day not read)"
_ANYTHING = Bounds(Fraction(0), None)


@dataclass(slots=True)
class SupplyReading:
    """The input of the roll-up and what was odd on the way."""

    portfolio: Portfolio
    evidence: EvidenceBook
    issues: list[Issue] = field(default_factory=list)
    _classes: Mapping[str, Row] = field(default_factory=dict)
    _units: Mapping[str, str] = field(default_factory=dict)
    _faulty: frozenset[str] = frozenset()
    _described: set[str] = field(default_factory=set)
    _lost_parts: Mapping[str, str] = field(default_factory=dict)
    _lost_profiles: Mapping[str, str] = field(default_factory=dict)
    _ownerless: str = ""
    _lost_classes: Mapping[str, str] = field(default_factory=dict)

    def read(self) -> SupplyInput:
        """Every table that the roll-up knows."""
        self._classes = {row.text("class"): row for row in self.portfolio.rows("classes")}
        self._described = {
            *(r.text("part_id") for r in self.portfolio.rows("contents") if r.text("entry") != "none"),
            *(r.text("parent_id") for r in self.portfolio.rows("bom")),
        }
        self._faulty = self.portfolio.touched_by_faults(*_COMPOSING)
        self._lost_parts = places_of_lost(self.portfolio, "parts")
        self._lost_profiles = places_of_lost(self.portfolio, "profiles")
        self._ownerless = ownerless(self.portfolio)
        self._lost_classes = places_of_lost(self.portfolio, "classes")
        parts = tuple(self._part(row) for row in whole_parts(self.portfolio))
        self._units = {**{part.part_id: part.unit for part in parts}, **dict.fromkeys(self._lost_parts, "")}
        return SupplyInput(
            parts=parts,
            bom=tuple(self._bom_line(row) for row in self.portfolio.rows("bom")),
            contents=tuple(self._content(content_as_read(row)) for row in self.portfolio.rows("contents")),
            profiles=tuple(self._profile(content_as_read(row)) for row in self.portfolio.rows("profiles")),
            prices=tuple(self._prices()),
            rates=tuple(
                self._rate(row)
                for row in self.portfolio.rows("rates")
                if frozenset((row.text("base"), row.text("quote"))) not in lost_rates(self.portfolio)
            ),
            values=self._every_value(),
            technologies=tuple(
                Technology(row.text("part_id"), row.text("activity"), row.text("origin") or None, row.place)
                for row in (*self.portfolio.rows("technologies"), *lost_technologies(self.portfolio))
            ),
            lost_parts=self._lost_parts,
            lost_profiles=self._lost_profiles,
        )

    def _warn(self, code: str, message: str, remedy: str, row: Row, column: str, subject: str = "") -> None:
        self.issues.append(Issue(Severity.WARNING, code, message, remedy, row.table, row.number, column, subject))

    # -- parts and their classes

    def _part(self, row: Row) -> Part:
        part_id = row.text("part_id")
        composition, profile = row.text("composition") or None, row.text("profile")
        approved = self._approved_class(row)
        confidence = self.evidence.source(row, "composition", part_id).confidence
        if approved is not None:
            composition = composition or approved.text("composition") or None
            profile = profile or approved.text("profile")
            confidence = Confidence.ASSUMPTION
        lost = self._lost(part_id, profile) or self._lost_class(row)
        if composition == "complete" and lost:
            self._warn(
                "composition_in_doubt",
                f"{part_id} is said to be complete, and {lost}; its content is taken as partial",
                "mend what was set aside", row, "composition", f"part:{part_id}",
            )  # fmt: skip
            composition = "partial"
        if composition == "complete" and self._contradicted(row, part_id, profile):
            composition = "partial"
        return Part(
            part_id=part_id,
            revision=row.text("revision"),
            name=row.text("name"),
            kind=row.text("kind") or None,
            unit=_base_unit(row),
            mass_kg=row.number_of("mass_kg") if _base_unit(row) else None,
            composition=composition,
            control_entries=row.many("control_entries"),
            made_in=row.text("made_in") or None,
            origin=row.text("origin") or None,
            profile=profile,
            free_issue=row.flag("free_issue") or False,
            confidence=confidence,
            place=row.place,
            row=row.number,
        )

    def _contradicted(self, row: Row, part_id: str, profile: str) -> bool:
        """Whether a part is listed for what it contains, and said to contain nothing: then what it contains is open."""
        listed = [e for e in row.many("control_entries") or () if e.startswith(f"{CARRIERS}.")]
        if not listed or profile or part_id in self._described:
            return False
        self._warn(
            "entry_without_content",
            f"{part_id} falls under {', '.join(listed)}, which asks for listed content, and is said to be complete "
            "without any; its content is taken as unknown",
            "state the content in contents, or correct control_entries", row, "control_entries", f"part:{part_id}",
        )  # fmt: skip
        return True

    def _lost(self, part_id: str, profile: str) -> str:
        """What was set aside that the part's composition rests on; empty when nothing was."""
        refused = [table for table in _COMPOSING if table in self.portfolio.refused]
        if refused:
            return f"the table {refused[0]} could not be read"
        if f"part:{part_id}" in self._faulty:
            return "a row about it was set aside"
        if self._ownerless:
            return f"{self._ownerless}, which cannot be read, may be about it"
        return f"a row of its profile {profile} was set aside" if f"profile:{profile}" in self._faulty else ""

    def _lost_class(self, row: Row) -> str:
        """The same of the part's class, which may have named a profile."""
        name = row.text("class")
        if name and "classes" in self.portfolio.refused:
            return "the table classes could not be read"
        return f"a row of its class {name} was set aside" if name in self._lost_classes else ""

    def _approved_class(self, row: Row) -> Row | None:
        name = row.text("class")
        if not name:
            return None
        found = self._classes.get(name)
        subject = f"part:{row.text('part_id')}"
        if name in self._lost_classes:
            self._warn("unknown_class", f"the row of the class {name!r} was set aside ({self._lost_classes[name]})",
                       "mend what was set aside", row, "class", subject)  # fmt: skip
            return None
        if found is None:
            self._warn("unknown_class", f"the class {name!r} is not in classes", "add it, or leave the cell blank",
                       row, "class", subject)  # fmt: skip
            return None
        if not found.text("approved_by"):
            self._warn("class_not_approved", f"nobody has approved the class {name!r}; it is not used",
                       "fill approved_by and approved_on in classes", row, "class", subject)  # fmt: skip
            return None
        return found

    # -- lines

    def _bom_line(self, row: Row) -> BomLine:
        child = row.text("child_id")
        quantity = row.number_of("quantity") or _ANYTHING
        return BomLine(
            parent_id=row.text("parent_id"),
            child_id=child,
            quantity=self._in_base_unit(quantity, row, child),
            per_quantity=_point(row.number_of("per_quantity")) or Fraction(1),
            scrap=row.number_of("scrap"),
            by_product=row.flag("by_product") or False,
            alt_group=row.text("alt_group"),
            revision=row.text("revision"),
            valid_from=row.day("valid_from"),
            valid_to=row.day("valid_to"),
            place=row.place,
            row=row.number,
        )

    def _in_base_unit(self, quantity: Bounds, row: Row, child: str) -> Bounds:
        unit, base = row.text("unit"), self._units.get(child)
        if not unit or base is None or unit.lower() == base.lower():
            return quantity
        if not base:
            return _ANYTHING  # its row, or the cell that says in what it counts, could not be read: reported there
        here, there = _KILOGRAMS.get(unit.lower()), _KILOGRAMS.get(base.lower())
        if here is not None and there is not None:
            return quantity.times(Bounds.exactly(here / there))
        self._warn("unit_mismatch", f"{child} is counted in {base} and used here in {unit}; the quantity is unknown",
                   f"give the quantity in {base}", row, "unit", f"part:{row.text('parent_id')}")  # fmt: skip
        return _ANYTHING

    def _content(self, row: Row) -> Content:
        source = self.evidence.source(row, "contents", row.text("part_id"))
        return Content(
            part_id=row.text("part_id"),
            entry=row.text("entry"),
            form=row.text("form"),
            source_id=row.text("source_id"),
            mass_kg=row.number_of("mass_kg"),
            mass_fraction=row.number_of("mass_fraction"),
            value=_money(row, "value"),
            currency=row.text("currency"),
            origin=row.text("origin") or None,
            cn_share=row.number_of("cn_share"),
            smelted_in=row.text("reduced_in") or None,
            feed_origin=row.text("separated_in") or row.text("mined_in") or None,
            charged=row.text("quantity_basis") == "charged",
            scope=row.text("scope"),
            evidence=str(source),
            confidence=source.confidence,
            place=row.place,
            row=row.number,
        )

    def _profile(self, row: Row) -> ProfileLine:
        stated = row.text("confidence")
        return ProfileLine(
            profile=row.text("profile"),
            entry=row.text("entry"),
            form=row.text("form"),
            mass_kg=row.number_of("mass_kg"),
            mass_fraction=row.number_of("mass_fraction"),
            origin=row.text("origin") or None,
            composition=row.text("composition") or None,
            source=row.text("source"),
            confidence=Confidence(stated) if stated in set(Confidence) else Confidence.ASSUMPTION,
            place=row.place,
            row=row.number,
        )

    # -- money

    def _prices(self) -> Iterator[PricePoint]:
        for row in self.portfolio.rows("prices"):
            yield self._price(row)
        for row in lost_claims(self.portfolio, "prices"):
            yield replace(self._price(row), lost=True)

    def _price(self, row: Row) -> PricePoint:
        return PricePoint(
            entry=row.text("entry"),
            form=row.text("form"),
            basis=row.text("basis"),
            price_per_kg=row.number_of("price_per_kg") or _ANYTHING,
            currency=row.text("currency"),
            date=str(row.values.get("date", "")),
            source=row.text("source"),
            place=row.place,
            row=row.number,
        )

    def _rate(self, row: Row) -> Rate:
        rate = _point(row.number_of("rate")) or Fraction(0)
        return Rate(row.text("base"), row.text("quote"), rate, str(row.values.get("date", "")), row.text("source"),
                    row.place, row.number)  # fmt: skip

    def _every_value(self) -> tuple[PartValue, ...]:
        """All stated values of parts; the part's own one is left out where a named basis says the same."""
        named = self._values()
        said = {(v.part_id, v.value, v.currency) for v in named}
        return (*(v for v in self._part_values() if (v.part_id, v.value, v.currency) not in said), *named)

    def _part_values(self) -> list[PartValue]:
        """`parts.unit_value`, as a basis of its own; of any amount where it is stated and could not be used."""
        found = [(row, value) for row in self.portfolio.rows("parts") if (value := stated_value(row)) is not None]
        for aside in self.portfolio.set_aside:
            if aside.row.table == "parts" and stated_value(aside.row) is not None:
                found.append((aside.row, _ANYTHING))
        return [
            PartValue(row.text("part_id"), "master_data", per_unit(value, row), row.text("currency"), "",
                      row.place, row.number)
            for row, value in found
        ]  # fmt: skip

    def _values(self) -> list[PartValue]:
        """The table `values`, as far as it speaks of parts; values of shipments come with their lines."""
        rows = (*self.portfolio.rows("values"), *lost_claims(self.portfolio, "values"))
        return [self._value(row) for row in rows if row.text("part_id")]

    def _value(self, row: Row) -> PartValue:
        worth = per_unit(_money(row, "value") or _ANYTHING, row)
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
    return _ANYTHING if claims_unknown_value(row) else row.number_of("unit_value")


def basis_of(row: Row) -> str:
    """The basis of a stated value; one of its own where its day could not be read, so that no other takes its place."""
    return f"{row.text('basis')}{DAY_NOT_READ}" if "date" in row.faulty else row.text("basis")


def _base_unit(row: Row) -> str:
    """In what a part counts; empty where that hangs on a kind that could not be read."""
    if row.text("unit") or "kind" not in row.faulty:
        return row.text("unit") or ("kg" if row.text("kind") == "material" else "pc")
    return ""


def _point(bounds: Bounds | None) -> Fraction | None:
    return bounds.low if bounds is not None and bounds.known and bounds.low > 0 else None


def _money(row: Row, column: str) -> Bounds | None:
    """A value column: typed as a number, or kept as text by the reader where other words are allowed in it."""
    return row.number_of(column)
