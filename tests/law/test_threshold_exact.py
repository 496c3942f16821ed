"""N1: exactly at 0.1 % every item is caught, one ten-billionth below none, with decimals that floats cannot hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, localcontext
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from tests.law.desk import DY_MAGNET, Facts, determiner, shipment, situation

from monazite.model.determination import Verdict
from monazite.model.fact import Situation

ITEMS = 20_000
BELOW = Decimal("1e-10")


def _split(total: Decimal, parts: int, draw: Random) -> list[Decimal]:
    """``parts`` amounts that sum exactly to ``total``, each with its own odd decimals."""
    found: list[Decimal] = []
    left = total
    for _ in range(parts - 1):
        found.append(left * draw.randrange(1, 10**6) / 10**6)
        left -= found[-1]
    return [*found, left]


def _items(short: Decimal, count: int, shares: set[Fraction]) -> Iterator[Situation]:
    """Random magnets made abroad of which a thousandth, less the fraction ``short`` of it, is Chinese Part 1.

    ``shares`` receives the exact share of each.
    """
    draw = Random("one thousandth")
    for number in range(count):
        with localcontext() as context:
            context.prec = 100
            value = Decimal(draw.randrange(1, 10 ** draw.randrange(1, 19))).scaleb(-draw.randrange(0, 9))
            amounts = _split(value / 1000 * (1 - short), draw.randrange(1, 5), draw)
        contents: list[Facts] = [
            {"entry": f"mofcom-2025-61/part1.{draw.randrange(1, 14)}", "origin": "CN", "value": amount}
            for amount in amounts
        ]
        maker = draw.choice(("JP", "KR", "DE", "VN"))
        item = {**DY_MAGNET, "made_in": maker, "origin": maker, "unit_value": value, "contents": contents}
        facts = shipment(item, (maker, "DE" if maker != "DE" else "FR"), maker)
        shares.add(sum((Fraction(a) for a in amounts), Fraction(0)) / Fraction(value))
        yield situation(facts, "2025-12-05", "2025-10-15", ident=f"itm-{number}")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("short", "verdict"),
    [(Decimal(0), Verdict.LICENCE_REQUIRED), (BELOW, Verdict.NO_LICENCE_REQUIRED)],
    ids=["exactly at the threshold", "one ten-billionth below"],
)
def test_twenty_thousand_random_items(short: Decimal, verdict: Verdict) -> None:
    """N1: the comparison is `N >= t * V` on the decimals as written; no rounding rule exists."""
    shares: set[Fraction] = set()
    answers = determiner().determine_all(_items(short, ITEMS, shares), proofs=False)
    found = Counter((answer.verdict, answer.grounds) for answer in answers)
    grounds = None if verdict is Verdict.LICENCE_REQUIRED else "below_threshold"
    assert found == {(verdict, grounds): ITEMS}
    assert shares == {Fraction(1, 1000) * (1 - Fraction(short))}


def test_the_amounts_are_ones_that_floats_cannot_hold() -> None:
    """The test above would mean little with round numbers: in many items a float sum misses the threshold."""
    missed = 0
    for this in _items(Decimal(0), 1_000, set()):
        remembered: Any = this.facts["item.share"].value
        share = remembered.share
        value = float(share.unit_value.low)
        total = sum(float(content.value.low) for content in share.contents)
        missed += total / value != 0.001
    assert missed > 100
