"""What is kept of a part is what is found of it alone: whatever was asked before, in whatever order."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest
from tests.supply.portfolio import DAY, SCOPE
from tests.supply.test_kernel import nasty

from monazite.model.share import Lens, Pin
from monazite.supply.gathered import Gathered
from monazite.supply.inside import Containing, contains
from monazite.supply.measure import Measure
from monazite.supply.rollup import RollUp

_LENSES = (Lens(), Lens(numerator="each_entry"), Lens(numerator_items="part1_and_part2"))
_PREFIXES = ("cn/mofcom-2025-61/part2",)


def _told(roll: RollUp, part_id: str) -> dict[str, object]:
    """All that is told of the share of a part: questions, readings, confidence and the views under every pin of two."""
    share = roll.share(part_id, currency="USD")
    pins = [dict(zip(share.questions[:2], picked, strict=False)) for picked in product(Pin, repeat=2)]
    return {
        "questions": share.questions,
        "readings": share.readings,
        "confidence": share.confidence,
        "views": [share.view(lens, chosen) for lens in _LENSES for chosen in [{}, *pins]],
        "masses": roll.masses(part_id),
    }


@pytest.mark.parametrize("seed", range(60))
def test_a_part_is_told_as_in_a_roll_up_of_its_own(seed: int) -> None:
    supply = nasty(seed, loops=seed % 2 == 0)
    kept = RollUp(supply, SCOPE, DAY)
    parts = sorted(kept.network.ids)
    Random(seed).shuffle(parts)
    inside = Containing(kept.network, _PREFIXES)
    for part_id in parts:
        alone = RollUp(supply, SCOPE, DAY)
        assert _told(kept, part_id) == _told(alone, part_id), part_id
        assert inside.of(part_id) == contains(alone.network, part_id, _PREFIXES)


@pytest.mark.parametrize("seed", range(60))
def test_what_a_bill_brings_into_a_blank_part_makes_no_difference(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is stated beneath it, so it holds anything up to its own value, rolled up or not."""
    supply = nasty(seed, loops=seed % 2 == 0)
    short = {part: _told(RollUp(supply, SCOPE, DAY), part) for part in RollUp(supply, SCOPE, DAY).network.ids}
    monkeypatch.setattr(Measure, "blank", lambda self, index: False)
    roll = RollUp(supply, SCOPE, DAY)
    for part_id, told in short.items():
        assert _told(roll, part_id) == told, part_id


@pytest.mark.parametrize("seed", range(30))
def test_gathered_is_the_union_over_all_that_a_node_leads_to(seed: int) -> None:
    """Random graphs with loops, asked in random order; each node says its own number, once."""
    draw = Random(seed)
    count = draw.randint(1, 25)
    children = [[draw.randrange(count) for _ in range(draw.randint(0, 3))] for _ in range(count)]
    asked: list[int] = []

    def own(index: int) -> frozenset[int]:
        asked.append(index)
        return frozenset((index,))

    gathered = Gathered(children, own)
    for root in draw.sample(range(count), count):
        found, stack = {root}, [root]
        while stack:
            new = set(children[stack.pop()]) - found
            found |= new
            stack += new
        assert gathered.of(root) == found
    assert sorted(asked) == list(range(count))


def test_questions_hang_on_the_currency() -> None:
    """A price without a rate leaves a value open in one currency and not in another: each is kept for itself."""
    supply = nasty(3, loops=True)
    kept = RollUp(supply, SCOPE, DAY)
    for part_id in kept.network.ids:
        for currency in ("USD", "EUR", "JPY", "USD"):
            alone = RollUp(supply, SCOPE, DAY).share(part_id, currency=currency, threshold=Fraction(1, 1000))
            assert kept.share(part_id, currency=currency).questions == alone.questions
