"""A portfolio without shipments: every product against every group of destinations, exported from abroad.

The lines are hypothetical, and say so: an overseas exporter ships one unit of the part across a border, to parties and
for a use that nobody has stated. What is open about them stays open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from monazite.model.citation import Confidence, Source
from monazite.model.dates import Moment
from monazite.model.fact import Fact, Situation
from monazite.services.assessment import LineAnswer
from monazite.services.limbs import ProductAnswer, ProductCell, limbs_of
from monazite.services.tables import Portfolio, Row, Value

#: The name under which the hypothetical lines stand in answers; there is no such table.
PRODUCT_VIEW = "product view"
#: Destination groups that art. 1 of No. 61 tells apart: any other country (a placeholder code), the special regions,
#: China. Each with the country that stands for it.
DESTINATIONS: Mapping[str, str] = {"abroad": "ZZ", "special_regions": "HK", "china": "CN"}
#: The country of the hypothetical exporter: not China, and none of the destinations.
EXPORTER = "QQ"


def product_rows(portfolio: Portfolio, as_of: Moment | None, run_on: date) -> tuple[Row, ...]:
    """A line for every product and destination group; products are the parts that go into no other part."""
    children = {row.text("child_id") for row in portfolio.rows("bom")}
    parts = [row for row in portfolio.rows("parts") if row.text("part_id") not in children]
    day = as_of.day if as_of is not None else run_on
    return tuple(_row(part, group, country, day) for part in parts for group, country in DESTINATIONS.items())


def _row(part: Row, group: str, country: str, day: date) -> Row:
    values: dict[str, Value] = {
        "shipment_id": part.text("part_id"),
        "line": group,
        "date": day,
        "kind": "goods",
        "part_id": part.text("part_id"),
        "from_country": EXPORTER,
        "to_country": country,
    }
    return Row(PRODUCT_VIEW, part.number, values, {})


def as_product(situation: Situation, row: Row) -> Situation:
    """The situation with its hypothetical exporter, marked as what it is."""
    source = Source("default", "product view: no shipment is stated", Confidence.ASSUMPTION)
    subject = f"part:{row.text('part_id')}"
    exporter = Fact(subject, "exporter.country", EXPORTER, source)
    return replace(situation, facts={**situation.facts, "exporter.country": exporter})


def matrix(rows: Iterable[Row], lines: Sequence[LineAnswer]) -> tuple[ProductAnswer, ...]:
    """The answers of the hypothetical lines product by product; none where the lines are real ones."""
    shown = {(row.text("shipment_id"), row.text("line")) for row in rows if row.table == PRODUCT_VIEW}
    found: dict[str, list[LineAnswer]] = {}
    for line in lines:
        if (line.shipment_id, line.line) in shown:
            found.setdefault(line.part_id, []).append(line)
    return tuple(_product(of) for of in found.values())


def _product(lines: Sequence[LineAnswer]) -> ProductAnswer:
    share = next((line.determination.share for line in lines if line.determination.share is not None), None)
    return ProductAnswer(
        lines[0].part_id,
        lines[0].part_name,
        share,
        tuple(ProductCell(line.line, line.determination, limbs_of(line.determination)) for line in lines),
    )
