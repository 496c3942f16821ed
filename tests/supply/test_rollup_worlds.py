"""Sampled worlds never leave the bounds of the roll-up, and narrower input never widens them (rules N9, T3).

The bounds are exact, the worlds are floats: a relative slack of 1e-9 covers their errors.
`benchmarks/sampled_worlds.py` draws a million of them.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from tests.supply.portfolio import DAY, SCOPE, num
from tests.supply.sampled_worlds import LENSES, portfolio, sampled

from monazite.model.bounds import Bounds
from monazite.model.truth import Truth
from monazite.supply.graph import SupplyInput
from monazite.supply.rollup import RollUp


@pytest.mark.parametrize("seed", range(28))
def test_n9_sampled_worlds_never_leave_the_bounds(seed: int) -> None:
    """Together at least a hundred thousand consistent worlds: each seed draws at least 3,600."""
    found = sampled(seed, 3600)
    assert found.worlds >= 3600
    assert found.outside == ()
    assert found.attained == found.tight


def narrowed(rng: Random, span: Bounds) -> Bounds:
    """Some bounds within the given ones."""
    assert span.high is not None
    ends = sorted(span.low + (span.high - span.low) * num(rng.randint(0, 4)) / 4 for _ in range(2))
    return Bounds(ends[0], ends[1])


def refined(rng: Random, supply: SupplyInput) -> SupplyInput:
    """The same portfolio when somebody has learnt more about each of its lines."""
    bom = tuple(replace(x, quantity=narrowed(rng, x.quantity)) for x in supply.bom)
    contents = []
    for row in supply.contents:
        assert row.mass_kg is not None
        better = replace(row, mass_kg=narrowed(rng, row.mass_kg))
        if better.cn_share is not None:
            better = replace(better, cn_share=narrowed(rng, better.cn_share))
        elif better.origin is None:
            better = replace(better, origin=rng.choice([None, "CN", "JP"]))
        if better.entry == "dysprosium":
            better = replace(better, form=rng.choice(["", "metal", "oxide", "fluoride"]))
        contents.append(better)
    prices = tuple(replace(p, price_per_kg=narrowed(rng, p.price_per_kg)) for p in supply.prices)
    values = tuple(replace(v, value=narrowed(rng, v.value)) for v in supply.values)
    parts = tuple(
        replace(
            p, composition=p.composition or rng.choice([None, "complete"]), origin=p.origin or rng.choice([None, "CN"])
        )
        for p in supply.parts
    )
    return replace(supply, parts=parts, bom=bom, contents=tuple(contents), prices=prices, values=values)


@pytest.mark.parametrize("seed", range(8))
def test_t3_narrower_input_never_widens_the_bounds(seed: int) -> None:
    rng = Random(5000 + seed)
    compared = 0
    for _ in range(60):
        supply = portfolio(rng)
        better = refined(rng, supply)
        before, after = RollUp(supply, SCOPE, DAY), RollUp(better, SCOPE, DAY)
        if any(issue.code == "content_exceeds_value" for issue in (*before.issues, *after.issues)):
            continue  # contradictory input: rule T3 does not speak of it
        compared += 1
        for lens in LENSES:
            wide, tight = before.share("P0").view(lens, {}), after.share("P0").view(lens, {})
            assert wide.low_v
            assert wide.high_v
            assert tight.low_v
            assert tight.high_v
            assert wide.high_n is not None
            assert tight.high_n is not None
            assert tight.low_n / tight.high_v >= wide.low_n / wide.high_v
            assert tight.high_n / tight.low_v <= wide.high_n / wide.low_v
            assert wide.contains in (Truth.UNKNOWN, tight.contains)
    assert compared > 10
