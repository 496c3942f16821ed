"""The product matrix and the exposure in words, for terminal, page and workbook."""

from __future__ import annotations

from collections.abc import Sequence

from monazite.model.exposure import Exposure, ExposureRow
from monazite.model.ledger import LedgerRow
from monazite.model.truth import Truth
from monazite.reporting import words
from monazite.reporting.answers import concern_of
from monazite.reporting.ledger_words import headroom_words, pair_name
from monazite.reporting.numbers import percent
from monazite.reporting.question_words import question_name
from monazite.services.limbs import LimbAnswer, ProductAnswer, ProductCell

GROUPS = {"abroad": "abroad", "special_regions": "HK, Macao, Taiwan", "china": "China"}
"""Destination groups: any country other than China, the special regions, China."""

BLANK = {"part": "", "supplier": "no supplier stated", "class": "no class"}


def most_serious_products(products: Sequence[ProductAnswer], limit: int) -> list[ProductAnswer]:
    """The products, those with the most serious answer to any destination first; the first ``limit`` of them."""
    return sorted(products, key=lambda product: min(concern_of(cell.determination) for cell in product.cells))[:limit]


def group_words(group: str) -> str:
    """A destination group as a heading."""
    return GROUPS.get(group, group)


def limb_state(limb: LimbAnswer) -> str:
    """``not met``, ``may be met, suspended``, ``met``: the condition, and its force where it is not in force."""
    if limb.truth is Truth.FALSE:
        return "not met"
    met = "met" if limb.truth is Truth.TRUE else "may be met"
    if limb.force is Truth.TRUE:
        return met
    return f"{met}, {'force open' if limb.force is Truth.UNKNOWN else words.say(words.STATES[limb.state])}"


def limb_mark(limb: LimbAnswer) -> str:
    """``value ?``: the limb and the sign of its truth."""
    return f"{limb.limb} {words.TRUTH_SIGNS[limb.truth]}"


def limb_facts(limb: LimbAnswer) -> str:
    """What keeps a limb open, in words."""
    return ", ".join(question_name(fact) for fact in limb.open)


def cell_marks(cell: ProductCell) -> str:
    """The limbs of a cell that are met or may be, each with its sign; "no limb" where none is."""
    live = [limb_mark(limb) for limb in cell.limbs if limb.truth is not Truth.FALSE]
    return ", ".join(live) or "no limb met"


def tightest(ledger: Sequence[LedgerRow]) -> LedgerRow | None:
    """The row with the least headroom in points of share: what the worst pair of bases leaves."""
    known = [row for row in ledger if row.headroom_points is not None]
    unbounded = next((row for row in ledger if row.headroom_points is None), None)
    return unbounded or min(known, key=lambda row: row.headroom_points or 0, default=None)


def product_headroom(product: ProductAnswer) -> str:
    """The least headroom over all bases, and under which; empty where there is none to tell."""
    row = tightest(product.share.ledger) if product.share is not None else None
    if row is None:
        return ""
    return f"{headroom_words(row) or 'unknown: V or N is unknown'}; {pair_name(row)}"


def row_name(row: ExposureRow, kind: str) -> str:
    """The name of a row, and what stands for a blank one."""
    return row.name or BLANK[kind]


def width_words(row: ExposureRow) -> str:
    """How many points of share a row widens its products by, over all of them."""
    text = f"{percent(row.width, up=True).removesuffix(' %')} points"
    return f"{text}, unbounded in {row.unbounded}" if row.unbounded else text


def headline(exposure: Exposure) -> str:
    """``These 12 parts keep 300 of 400 products open.`` with how many surely clear if they come back low."""
    if not exposure.open:
        return f"No product is open on the value of its content ({_products(exposure.products)} looked at)."
    if not exposure.parts:
        which = "no answer about a part beneath would narrow it: the value of the item, a price or a reading decides"
        return f"{_products(len(exposure.open))} open, and {which}."
    every = len({product for row in exposure.parts for product in row.products})
    keep = "keeps" if len(exposure.parts) == 1 else "keep"
    text = f"{_parts(len(exposure.parts))} {keep} {every:,} of {_products(exposure.products)} open."
    if not exposure.enough:
        return f"{text} Low ends of these alone would surely clear none."
    last = exposure.parts[exposure.enough - 1]
    which = "the first of them" if exposure.enough == 1 else f"the first {exposure.enough:,} of them"
    if exposure.enough == len(exposure.parts):
        which = "it" if exposure.enough == 1 else "all of them"
    return f"{text} If {which} came back low, {_products(last.together)} would surely lie below the line."


def _products(count: int) -> str:
    return f"{count:,} product{'' if count == 1 else 's'}"


def _parts(count: int) -> str:
    return f"{count:,} part{'' if count == 1 else 's'}"
