"""The sheets Products and Exposure of the workbook, as plain grids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monazite.model.exposure import Exposure, ExposureRow
from monazite.reporting.answers import SHOWN_LINES, shown, what_decides
from monazite.reporting.columns import Cell
from monazite.reporting.ledger_words import pair_name
from monazite.reporting.names import provision_name
from monazite.reporting.numbers import share_number
from monazite.reporting.product_words import (
    group_words,
    headline,
    limb_facts,
    limb_state,
    row_name,
    tightest,
)
from monazite.reporting.question_words import question_name
from monazite.reporting.workbook_sheets import Grid
from monazite.services.limbs import LIMBS, ProductAnswer, ProductCell

_NAMED = 100


def products(every: Sequence[ProductAnswer]) -> Grid:
    """A row for every product and group of destinations."""
    header = (
        "product", "name", "to", "answer", *(f"{limb} limb" for limb in LIMBS), "what decides", "what keeps limbs open",
        "share low", "share high", "headroom, points", "headroom, money", "currency", "headroom, kg", "of", "by bases",
    )  # fmt: skip
    rows = [tuple(_product(product, cell)) for product in every for cell in product.cells]
    widths = (16, 30, 18, 30, 20, 20, 20, 34, 40, 14, 14, 14, 14, 9, 14, 20, 34)
    return Grid("Products", widths, rows[:SHOWN_LINES], header)


def _product(product: ProductAnswer, cell: ProductCell) -> Iterator[Cell]:
    said = shown(cell.determination)
    yield from (product.part_id, product.name, group_words(cell.group), f"{said.sign} {said.text}")
    states = {limb.limb: limb_state(limb) for limb in cell.limbs}
    yield from (states.get(limb, "not known yet") for limb in LIMBS)
    yield what_decides(cell.determination)
    yield "; ".join(f"{limb.limb}: {limb_facts(limb)}" for limb in cell.limbs if limb.open)
    share = product.share
    yield from (None, None) if share is None else (share_number(share.low, up=False), share_number(share.high, up=True))
    row = None if share is None else tightest(share.ledger)
    if row is not None:
        yield share_number(row.headroom_points, up=False)
        yield share_number(row.headroom, up=False)
        yield from (row.currency, share_number(row.headroom_kg, up=False), row.headroom_name, pair_name(row))


def exposure(found: Exposure) -> Grid:
    """Which parts, suppliers and classes keep products open, most products first."""
    header = (
        "kind", "rank", "key", "name", "open products", "surely below if it alone is low",
        "surely below if it and all above are low", "sum of widths", "unbounded in", "what is open", "why", "entries",
        "supplier", "class", "products",
    )  # fmt: skip
    rows: list[Sequence[Cell]] = [(headline(found),)]
    for kind, ranking in (("part", found.parts), ("supplier", found.suppliers), ("class", found.classes)):
        rows += [tuple(_exposed(kind, rank, row)) for rank, row in enumerate(ranking, start=1)]
    widths = (10, 7, 18, 40, 10, 14, 16, 14, 11, 30, 36, 34, 24, 20, 60)
    return Grid("Exposure", widths, rows, header)


def _exposed(kind: str, rank: int, row: ExposureRow) -> Iterator[Cell]:
    yield from (kind, rank, row.key, row_name(row, kind), len(row.products), row.alone, row.together)
    yield from (share_number(row.width, up=True), row.unbounded)
    yield ", ".join(question_name(question) for question in row.questions)
    yield "; ".join(row.whys)
    yield "; ".join(provision_name(entry) for entry in row.entries)
    yield from (row.supplier, row.material_class)
    more = f" and {len(row.products) - _NAMED:,} more" if len(row.products) > _NAMED else ""
    yield "; ".join(row.products[:_NAMED]) + more
