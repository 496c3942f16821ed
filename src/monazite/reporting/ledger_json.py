"""One row of the ledger of a share as JSON: an entry of ``share.by_basis`` with all that a recomputation needs.

Money, masses and prices are texts, exact where their decimals end, otherwise rounded to the side that claims less.
"""

from __future__ import annotations

from collections.abc import Sequence

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.model.ledger import FlipPrice, LedgerRow, Piece, PriceUsed
from monazite.model.share import BasisView
from monazite.reporting.numbers import money, share_number

Json = dict[str, object]


def ledger_json(row: LedgerRow, views: Sequence[BasisView]) -> Json:
    """The row; ``views`` are asked for the sentence about the flip point of the same pair of bases."""
    document: Json = {
        "price_basis": row.price_basis,
        "value_basis": row.value_basis,
        "low": share_number(row.low, up=False),
        "high": share_number(row.high, up=True),
        "numerator": ends(row.low_n, row.high_n),
        "denominator": ends(row.low_v, row.high_v),
        "currency": row.currency,
    }
    for name, text in (("price_date", row.price_date), ("value_date", row.value_date), ("flip", flip_of(row, views))):
        if text:
            document[name] = text
    document |= {
        "side": row.side.value,
        "headroom": {
            "money": amount(row.headroom),
            "kg": amount(row.headroom_kg),
            "of": row.headroom_of,
            "points": share_number(row.headroom_points, up=False),
        },
    }
    if row.possible:
        document["possible"] = [verdict.value for verdict in row.possible]
    document |= {
        "joint": row.joint,
        "contents": [_piece(piece) for piece in row.pieces],
        "prices": [_price(price) for price in row.prices],
        "values": [
            {"value": _bounds(v.value), "currency": v.currency, "date": v.date, "place": v.place} for v in row.values
        ],
        "rates": [
            {"base": r.base, "quote": r.quote, "rate": money(r.rate, up=True), "date": r.date} for r in row.rates
        ],
        "flips": [_flip(flip) for flip in row.flips],
        "value_may_reach": amount(row.value_may_reach, up=True),
        "value_surely_reaches": amount(row.value_surely_reaches),
    }
    if row.notes:
        document["notes"] = list(row.notes)
    return document


def flip_of(row: LedgerRow, views: Sequence[BasisView]) -> str:
    """The sentence about the price that has to change least, as the share gives it."""
    return next(
        (v.flip for v in views if (v.price_basis, v.value_basis) == (row.price_basis, row.value_basis)),
        "",
    )


def amount(value: Fraction | None, *, up: bool = False) -> str | None:
    """An amount as text; None stays None."""
    return None if value is None else money(value, up=up)


def ends(low: Fraction, high: Fraction | None) -> list[str | None]:
    """Both ends as texts, rounded outwards."""
    return [money(low, up=False), amount(high, up=True)]


def _bounds(bounds: Bounds) -> list[str | None]:
    return ends(bounds.low, bounds.high)


def _piece(piece: Piece) -> Json:
    document: Json = {"entry": piece.entry, "name": piece.name, "value": ends(piece.low, piece.high)}
    if piece.mass_kg is not None and piece.price is not None:
        document |= {"kg": _bounds(piece.mass_kg), "price_per_kg": _bounds(piece.price)}
    return document


def _price(price: PriceUsed) -> Json:
    return {
        "entry": price.entry,
        "substance": price.substance,
        "factor": money(price.factor, up=True),
        "price_per_kg": _bounds(price.price_per_kg),
        "currency": price.currency,
        "basis": price.basis,
        "date": price.date,
        "source": price.source,
    }


def _flip(flip: FlipPrice) -> Json:
    return {
        "substance": flip.substance,
        "price": _bounds(flip.price),
        "currency": flip.currency,
        "may_reach": amount(flip.may_reach),
        "surely_reaches": amount(flip.surely_reaches, up=True),
    }
