"""Rows of `bom`, `contents` and `profiles` as lines of the roll-up."""

from __future__ import annotations

from monazite.model.citation import Confidence
from monazite.model.exact import Fraction
from monazite.services.evidence import EvidenceBook
from monazite.services.supply_units import ANYTHING, UnitBook, positive_point
from monazite.services.tables import Row
from monazite.supply.graph import BomLine, Content, ProfileLine


def bom_line(row: Row, units: UnitBook) -> BomLine:
    """A line of a bill of materials, its quantity in the base unit of the child."""
    child = row.text("child_id")
    quantity = row.number_of("quantity") or ANYTHING
    return BomLine(
        parent_id=row.text("parent_id"),
        child_id=child,
        quantity=units.in_base_unit(quantity, row, child),
        per_quantity=positive_point(row.number_of("per_quantity")) or Fraction(1),
        scrap=row.number_of("scrap"),
        by_product=row.flag("by_product") or False,
        alt_group=row.text("alt_group"),
        revision=row.text("revision"),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
        place=row.place,
        row=row.number,
    )


def content(row: Row, evidence: EvidenceBook) -> Content:
    """What a row says that a part contains."""
    source = evidence.source(row, "contents", row.text("part_id"))
    return Content(
        part_id=row.text("part_id"),
        entry=row.text("entry"),
        form=row.text("form"),
        source_id=row.text("source_id"),
        mass_kg=row.number_of("mass_kg"),
        mass_fraction=row.number_of("mass_fraction"),
        value=row.number_of("value"),
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


def substance_named(row: Row) -> str:
    """What a row of `prices` or `profiles` is about: its entry, else its element; empty where that was not read."""
    named = {row.text(column) for column in ("entry", "element") if column in row}
    return "" if len(named) > 1 or row.faulty & {"entry", "element"} else "".join(named)


def profile_line(row: Row) -> ProfileLine:
    """A line of a profile."""
    stated = row.text("confidence")
    return ProfileLine(
        profile=row.text("profile"),
        entry=substance_named(row),
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
