"""`monazite headroom --format json`: one document; its rows are those of ``share.by_basis``, with the flip amounts."""

from __future__ import annotations

from collections.abc import Sequence

from monazite.model.sensitivity import AtTimes, FlipMass, FlipTimes, Headroom, RowFlips
from monazite.reporting.ledger_json import Json, amount, ends, ledger_json
from monazite.reporting.numbers import money, share_number

NAME = "monazite/headroom/1"


def headroom_document(found: Sequence[Headroom], version: str) -> Json:
    """The document: masses in kg, amounts as texts rounded to the side that claims less, null: at no amount."""
    return {"schema": NAME, "monazite": version, "products": [_product(one) for one in found]}


def _product(one: Headroom) -> Json:
    return {
        "subject": one.subject,
        "part_id": one.part_id,
        "name": one.name,
        "as_of": one.as_of,
        "threshold": share_number(one.threshold, up=True),
        "rows": [_row(row) for row in one.rows],
        "more": one.more,
    }


def _row(one: RowFlips) -> Json:
    return {
        **ledger_json(one.row, ()),
        "flip_contents": [_times(flip) for flip in one.times],
        "flip_masses": [_mass(flip) for flip in one.masses],
    }


def _times(flip: FlipTimes) -> Json:
    document: Json = {
        "part_id": flip.part_id,
        "may_reach": amount(flip.may_reach),
        "surely_reaches": amount(flip.surely_reaches, up=True),
        "at": [_at(one) for one in flip.at],
    }
    if flip.inside_kg is not None:
        document["inside_kg"] = ends(flip.inside_kg.low, flip.inside_kg.high)
    return document


def _at(one: AtTimes) -> Json:
    return {
        "times": money(one.times, up=True),
        "low": share_number(one.low, up=False),
        "high": share_number(one.high, up=True),
        "side": one.side.value,
    }


def _mass(flip: FlipMass) -> Json:
    return {
        "part_id": flip.part_id,
        "entry": flip.entry,
        "name": flip.name,
        "kg": None if flip.kg is None else ends(flip.kg.low, flip.kg.high),
        "may_reach": amount(flip.may_reach),
        "surely_reaches": amount(flip.surely_reaches, up=True),
    }
