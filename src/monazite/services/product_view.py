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
from monazite.supply.order import components

#: The name under which the hypothetical lines stand in answers; there is no such table.
PRODUCT_VIEW = "product view"
#: Destination groups that art. 1 of No. 61 tells apart: any other country (a placeholder code), the special regions,
#: China. Each with the country that stands for it.
DESTINATIONS: Mapping[str, str] = {"abroad": "ZZ", "special_regions": "HK", "china": "CN"}
#: The country of the hypothetical exporter: not China, and none of the destinations.
EXPORTER = "QQ"


def product_rows(portfolio: Portfolio, as_of: Moment | None, run_on: date) -> tuple[Row, ...]:
    """A line for every product and destination group."""
    day = as_of.day if as_of is not None else run_on
    numbers = {row.text("part_id"): row.number for row in portfolio.rows("parts")}
    return tuple(
        product_row(part_id, group, day, numbers.get(part_id, 0))
        for part_id in products_of(portfolio, day)
        for group in DESTINATIONS
    )


def products_of(portfolio: Portfolio, day: date) -> tuple[str, ...]:
    """The parts that go into no other part on a day, in the order of the tables; by-products come out of their parent.

    A loop that nothing outside it holds is a product, whichever of its parts leaves: each of them is named. So is a
    part whose own row was set aside, or that no row describes though it has a bill of materials.
    """
    lost = (aside.row for aside in portfolio.set_aside if aside.row.table == "parts")
    lines = [row for row in portfolio.rows("bom") if not _gone(row, day)]
    named = [row.text("part_id") for row in (*portfolio.rows("parts"), *lost)]
    ids = list(dict.fromkeys(name for name in (*named, *(row.text("parent_id") for row in lines)) if name))
    place = {part_id: number for number, part_id in enumerate(ids)}
    children: list[list[int]] = [[] for _ in ids]
    for row in lines:
        child = place.get(row.text("child_id"))
        if child is not None:
            children[place[row.text("parent_id")]].append(child)
    loops = components(children)
    loop_of = {member: number for number, members in enumerate(loops) for member in members}
    held = {
        loop_of[child] for parent, found in enumerate(children) for child in found if loop_of[child] != loop_of[parent]
    }
    return tuple(part_id for number, part_id in enumerate(ids) if loop_of[number] not in held)


def _gone(row: Row, day: date) -> bool:
    """Whether a line brings nothing into its parent on a day: a by-product, or not in force."""
    quantity = row.number_of("quantity")
    if row.flag("by_product") or (quantity is not None and quantity.low < 0):
        return True
    first, last = row.day("valid_from"), row.day("valid_to")
    return (first is not None and day < first) or (last is not None and last < day)


def product_row(part_id: str, group: str, day: date, number: int = 0) -> Row:
    """The hypothetical line of a product towards a group of destinations; ``number``: its row in `parts`."""
    values: dict[str, Value] = {
        "shipment_id": part_id,
        "line": group,
        "date": day,
        "kind": "goods",
        "part_id": part_id,
        "from_country": EXPORTER,
        "to_country": DESTINATIONS[group],
    }
    return Row(PRODUCT_VIEW, number, values, {})


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
