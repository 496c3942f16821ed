"""The product matrix and the exposure in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from monazite.model.determination import Determination
from monazite.model.exposure import Exposure
from monazite.reporting.answers import what_decides
from monazite.reporting.numbers import percent_range
from monazite.reporting.product_words import (
    cell_marks,
    group_words,
    headline,
    most_serious_products,
    product_headroom,
    row_name,
    width_words,
)
from monazite.reporting.text import clip, visible
from monazite.services.limbs import ProductAnswer, ProductCell

MOST_PRODUCTS = 30
MOST_EXPOSED = 5
_NAME = 40
_CELL = 18
_FEW = 20


def matrix(products: Sequence[ProductAnswer], width: int, answer: Callable[[Determination], Text]) -> RenderableType:
    """A row per product: its share and headroom, and for each destination group the answer with the limbs behind it.

    ``answer`` makes the text of an answer.
    """
    groups = [cell.group for cell in products[0].cells]
    table = Table(box=SIMPLE_HEAD, show_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    rest = width - len(groups) * (_CELL + 2) - 2
    table.add_column("product, share, headroom", overflow="fold", width=max(rest, _FEW))
    for group in groups:
        table.add_column(group_words(group), overflow="fold", width=_CELL)
    for product in most_serious_products(products, MOST_PRODUCTS):
        table.add_row(_product(product), *(_cell(cell, answer) for cell in product.cells))
    if len(products) > MOST_PRODUCTS:
        note = f"{MOST_PRODUCTS} of {len(products):,} products, the strictest or open ones; all are in the files."
        return Group(table, Text(note, style="dim"))
    return table


def _product(product: ProductAnswer) -> Text:
    text = Text(clip(visible(product.name or product.part_id), _NAME))
    if product.share is not None:
        share = percent_range(product.share.low, product.share.high, product.share.threshold)
        text.append(f"\n{share}", style="bold")
        text.append(f"\n{visible(product_headroom(product))}", style="dim")
    return text


def _cell(cell: ProductCell, answer: Callable[[Determination], Text]) -> Text:
    text = answer(cell.determination)
    text.append(f"\n{cell_marks(cell)}", style="dim")
    decides = what_decides(cell.determination)
    return text.append(f"\n{visible(decides)}") if decides else text


def exposed(exposure: Exposure) -> RenderableType | None:
    """Which parts keep products open; None where none is open."""
    if not exposure.open:
        return None
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for number, row in enumerate(exposure.parts[:MOST_EXPOSED], start=1):
        text = Text(visible(row_name(row, "part")))
        said = [f"{len(row.products):,} open", f"{row.alone:,} surely below if it alone is low", width_words(row)]
        said += [visible(one) for one in (row.supplier, row.material_class) if one]
        text.append(f" ({'; '.join(said)})", style="dim")
        grid.add_row(f"{number}.", text)
    if len(exposure.parts) > MOST_EXPOSED:
        grid.add_row("", Text(f"and {len(exposure.parts) - MOST_EXPOSED:,} more in the workbook", style="dim"))
    return Group(Text(f"What keeps products open: {headline(exposure)}", style="bold"), grid, Text())
