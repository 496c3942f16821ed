"""The product matrix and the exposure as JSON."""

from __future__ import annotations

from monazite.model.exposure import Exposure, ExposureRow
from monazite.reporting.json_line import Json, share_json
from monazite.reporting.numbers import share_number
from monazite.services.limbs import LimbAnswer, ProductAnswer, limb_verdict

MOST_PRODUCTS = 200
"""Products that a row of the exposure names; it counts all."""


def product_json(product: ProductAnswer) -> Json:
    """A product towards each group of destinations, limb by limb. Each cell is one of ``determinations`` too."""
    document: Json = {"part_id": product.part_id, "name": product.name}
    if product.share is not None:
        document["share"] = share_json(product.share)
    document["destinations"] = [
        {
            "group": cell.group,
            "verdict": cell.determination.verdict.value,
            "possible": [verdict.value for verdict in cell.determination.possible],
            "limbs": [_limb(limb) for limb in cell.limbs],
        }
        for cell in product.cells
    ]
    return document


def _limb(limb: LimbAnswer) -> Json:
    return {
        "limb": limb.limb,
        "provision": limb.provision,
        "truth": limb.truth.name.lower(),
        "force": limb.force.name.lower(),
        "possible": [verdict.value for verdict in limb_verdict(limb)],
        "open": list(limb.open),
    }


def exposure_json(exposure: Exposure) -> Json:
    """What keeps products open, most products first."""
    return {
        "products": exposure.products,
        "open": len(exposure.open),
        "enough": exposure.enough,
        "parts": [_row(row) for row in exposure.parts],
        "suppliers": [_row(row) for row in exposure.suppliers],
        "classes": [_row(row) for row in exposure.classes],
    }


def _row(row: ExposureRow) -> Json:
    document: Json = {
        "key": row.key or None,
        "name": row.name,
        "open": len(row.products),
        "products": list(row.products[:MOST_PRODUCTS]),
        "clears_alone": row.alone,
        "clears_together": row.together,
        "width": share_number(row.width, up=True),
        "unbounded": row.unbounded,
        "questions": list(row.questions),
        "entries": list(row.entries),
        "why": list(row.whys),
    }
    if row.supplier:
        document["supplier"] = row.supplier
    if row.material_class:
        document["class"] = row.material_class
    return document
