"""What must not matter does not: order, names, how a component is split; and pins answer every question."""

from __future__ import annotations

import itertools
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.supply.portfolio import DAY, SCOPE, num, part
from tests.supply.test_rollup_worlds import LENSES, portfolio

from monazite.model.bounds import Bounds
from monazite.model.share import Lens, Pin, ShareView
from monazite.model.truth import Truth
from monazite.supply.graph import SupplyInput
from monazite.supply.rollup import RollUp

SEEDS = st.integers(min_value=0, max_value=10**9)
T = num("0.001")


def views(supply: SupplyInput, part_id: str = "P0") -> list[ShareView]:
    share = RollUp(supply, SCOPE, DAY).share(part_id)
    return [share.view(lens, {}) for lens in (*LENSES, Lens(numerator_items="part1_and_part2"))]


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_order_of_rows_changes_nothing(seed: int) -> None:
    rng = Random(seed)
    supply = portfolio(rng)
    turned = replace(
        supply,
        parts=tuple(rng.sample(supply.parts, len(supply.parts))),
        bom=tuple(rng.sample(supply.bom, len(supply.bom))),
        contents=tuple(rng.sample(supply.contents, len(supply.contents))),
        prices=tuple(rng.sample(supply.prices, len(supply.prices))),
        values=tuple(rng.sample(supply.values, len(supply.values))),
    )
    one, two = RollUp(supply, SCOPE, DAY), RollUp(turned, SCOPE, DAY)
    assert views(supply) == views(turned)
    assert one.issues == two.issues
    assert one.share("P0").questions == two.share("P0").questions
    assert one.share("P0").leaves == two.share("P0").leaves


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_permuting_ids_changes_nothing(seed: int) -> None:
    rng = Random(seed)
    supply = portfolio(rng)
    ids = [one.part_id for one in supply.parts]
    names = dict(zip(ids, rng.sample([f"N{i}" for i in range(len(ids))], len(ids)), strict=True))
    renamed = replace(
        supply,
        parts=tuple(replace(p, part_id=names[p.part_id]) for p in supply.parts),
        bom=tuple(replace(x, parent_id=names[x.parent_id], child_id=names[x.child_id]) for x in supply.bom),
        contents=tuple(replace(c, part_id=names[c.part_id]) for c in supply.contents),
        values=tuple(replace(v, part_id=names[v.part_id]) for v in supply.values),
    )
    assert views(supply) == views(renamed, names["P0"])


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_splitting_a_component_changes_nothing(seed: int) -> None:
    """A line becomes two lines of the same child, or passes through a sub-assembly that adds nothing."""
    rng = Random(seed)
    supply = portfolio(rng)
    lines = [x for x in supply.bom if not x.alt_group]
    if not lines:
        return
    picked = rng.choice(lines)
    assert picked.quantity.high is not None
    share = num(rng.randint(1, 6)) / 7
    halves = [
        replace(picked, quantity=Bounds(picked.quantity.low * part_of, picked.quantity.high * part_of))
        for part_of in (share, 1 - share)
    ]
    rest = [x for x in supply.bom if x is not picked]
    assert views(replace(supply, bom=(*rest, *halves))) == views(supply)
    through = [replace(picked, child_id="SUB"), replace(picked, parent_id="SUB", quantity=Bounds.exactly(1))]
    nested = replace(supply, bom=(*rest, *through), parts=(*supply.parts, part("SUB")))
    assert views(nested) == views(supply)


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_pins_answer_every_question(seed: int) -> None:
    rng = Random(seed)
    share = RollUp(portfolio(rng), SCOPE, DAY).share("P0")
    lens = rng.choice(LENSES)
    free = share.view(lens, {})
    for pins in itertools.product(Pin, repeat=len(share.questions)):
        view = share.view(lens, dict(zip(share.questions, pins, strict=True)))
        assert view.contains.settled
        assert view.reaches(T).settled
        assert free.reaches(T) in (Truth.UNKNOWN, view.reaches(T))
