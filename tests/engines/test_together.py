"""Passes under all answers at once, in floats, beside the exact ones: small nasty portfolios, every lens, every pin."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from tests.engines.nasty_parts import write

from monazite.law.rulebook import compile_law
from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.model.share import Lens, Pin
from monazite.model.truth import Truth
from monazite.services.evidence import EvidenceBook
from monazite.services.shares import ShareDesk
from monazite.supply.graph import PartValue
from monazite.supply.rolled_share import RolledShare
from monazite.supply.together.truths import Truths
from monazite.wiring import law, read

DAY = date(2026, 11, 23)
_LENSES = [
    Lens(numerator, origin, items, metal_origin=metal)
    for numerator, origin, items, metal in product(
        ("sum", "each_entry"), ("chinese_origin", "all_part1"), ("part1", "part1_and_part2"), ("smelter", "feed")
    )
]
_NAMES = ("item.contents", "item.contents.origin", "item.contents.value", "item.unit_value")


def shares(folder: Path) -> list[RolledShare]:
    """Of every part as it stands, and as an invoice that widens its value has it."""
    portfolio = read(folder)
    desk = ShareDesk(portfolio, law(), EvidenceBook(portfolio), compile_law(law()))
    roll = desk.roll(DAY)
    found = []
    for part_id in roll.network.ids:
        stated = desk.stated(part_id)
        dear = PartValue(part_id, "invoice", Bounds(Fraction(70), Fraction(4100)), "USD")
        found += [roll.share(part_id, values, threshold=desk.threshold) for values in (stated, (*stated, dear))]
    return found


def every_answer(names: tuple[str, ...]) -> list[dict[str, Pin]]:
    """Each of the open questions answered or not."""
    pins = product((None, *Pin), repeat=len(names))
    return [{name: pin for name, pin in zip(names, some, strict=True) if pin is not None} for some in pins]


def truths(share: RolledShare) -> Truths:
    asked = tuple(name for name in share.questions if name != "item.unit_value")
    return Truths(share.roll.together, share.index, share.currency, share.bases, share.value, asked)


@pytest.mark.parametrize("seed", range(25))
def test_floats_tell_what_exact_numbers_tell_or_nothing(seed: int, tmp_path: Path) -> None:
    """Both truths of every part: under every reading with what it leaves open, under all pins with one of them."""
    write(tmp_path, seed)
    threshold = Fraction(1, 1000)
    told: Counter[bool] = Counter()
    for number, share in enumerate(shares(tmp_path)):
        floats = truths(share)
        for place, (lens, pins) in enumerate(product(_LENSES, every_answer(share.questions))):
            if pins and (place + number + seed) % 13:
                continue
            exact = share.view(lens, pins)
            where = f"{share.roll.network.nodes[share.index].part_id} {lens} {pins}"
            reached, there = floats.reaches(lens, pins, 0.001), floats.contains(lens, pins)
            assert reached in (None, exact.reaches(threshold)), where
            assert there in (None, exact.contains), where
            told[reached is not None] += 1
    assert told[True]


@pytest.mark.parametrize("seed", range(40, 50))
def test_when_every_question_has_its_answer_nothing_is_open(seed: int, tmp_path: Path) -> None:
    """By-products, loops, conflicting totals, no value at all: both truths are settled under every lens."""
    write(tmp_path, seed)
    for number, share in enumerate(shares(tmp_path)):
        full = product(Pin, repeat=len(share.questions))
        for place, (lens, some) in enumerate(product(_LENSES, full)):
            if (place + number + seed) % 11:
                continue
            view = share.view(lens, dict(zip(share.questions, some, strict=True)))
            where = f"{share.roll.network.nodes[share.index].part_id} {lens} {some}"
            assert view.reaches(Fraction(1, 1000)) is not Truth.UNKNOWN, where
            assert view.contains is not Truth.UNKNOWN, where


@pytest.mark.parametrize("mass", ["1e-200", "1e200", "1e300"])
def test_numbers_beyond_floats_are_left_to_the_exact_roll_up(mass: str, tmp_path: Path) -> None:
    """A slip of the keyboard in a mass or a price: no fault, and what the exact numbers say."""
    digits = f"{Fraction(mass):f}" if "-" not in mass else f"0.{'0' * 199}1"
    (tmp_path / "parts.csv").write_text(
        "part_id,kind,composition,unit_value,currency,price_per\nP,part,complete,100,USD,1\n", encoding="utf-8"
    )
    (tmp_path / "contents.csv").write_text(
        f"part_id,entry,form,mass_kg,origin\nP,part1.2,metal,{digits},CN\n", encoding="utf-8"
    )
    (tmp_path / "prices.csv").write_text(
        f"entry,basis,price_per_kg,currency,date\npart1.2,spot,1{'0' * 300},USD,2026-01-01\n", encoding="utf-8"
    )
    for share in shares(tmp_path):
        for lens, pins in product(_LENSES[:4], every_answer(share.questions)):
            exact = share.view(lens, pins)
            assert share.reaches(lens, pins, Fraction(1, 1000)) is exact.reaches(Fraction(1, 1000))
            assert share.contains(lens, pins) is exact.contains
