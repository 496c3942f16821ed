"""Cross-product exposure: which parts, suppliers and classes keep how many products open on the value limb."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from monazite.law.determine import Determiner
from monazite.law.share_atoms import lenses_of, view_of
from monazite.model.determination import Determination
from monazite.model.exposure import Exposure, ExposureRow
from monazite.model.fact import Situation
from monazite.model.truth import Truth
from monazite.services.assessment import LineAnswer
from monazite.services.ledgers import MOST_LINES, rolled
from monazite.services.limbs import LIMBS
from monazite.services.tables import Portfolio
from monazite.supply.exposure import Contribution, contributions
from monazite.supply.measure import BEYOND

MOST_ROWS = 1_000
"""Rows that a ranking keeps."""

Groups = Callable[[Contribution], tuple[str, ...]]


@dataclass(slots=True)
class _Product:
    """An open product: what may count in it, its least value, and the threshold times that.

    ``limit`` None: readings of the run count more than the leaves tell, so that none of their answers surely clears it.
    """

    part_id: str
    found: list[Contribution]
    limit: Fraction | None
    worth: Fraction

    def clear(self, rest: Fraction) -> bool:
        """Whether it is surely below the threshold where no more than ``rest`` counts."""
        return self.limit is not None and (rest == 0 or rest < self.limit)


def exposure(
    portfolio: Portfolio,
    determiner: Determiner,
    lines: Sequence[LineAnswer],
    situations: Iterable[Situation],
    named: Callable[[str], str],
) -> Exposure | None:
    """The ranking over all products among ``lines``, whose ``situations`` come in the same order; None where there are
    too many. ``named`` gives the name of a party.
    """
    if len(lines) > MOST_LINES:
        return None
    products: dict[str, _Product] = {}
    names: dict[str, str] = {}
    every: set[str] = set()
    for line, situation in zip(lines, situations, strict=True):
        if not line.part_id:
            continue
        every.add(line.part_id)
        found = None if line.part_id in products else _open(determiner, line.part_id, situation, line.determination)
        if found is not None:
            products[line.part_id], names[line.part_id] = found, line.part_name
    rows = {row.text("part_id"): row for row in portfolio.rows("parts")}
    suppliers: dict[str, set[str]] = {}
    for row in (*portfolio.rows("parts"), *portfolio.rows("sources")):
        if row.text("supplier_id"):
            suppliers.setdefault(row.text("part_id"), set()).add(row.text("supplier_id"))
    classes = {part_id: row.text("class") for part_id, row in rows.items()}
    ranked = list(products.values())
    by_part = _ranking(ranked, lambda c: (c.part_id,), _labels(ranked))
    return Exposure(
        products=len(every),
        open=tuple(sorted(products)),
        names=names,
        parts=tuple(_told(row, suppliers, classes, named) for row in by_part),
        suppliers=tuple(
            _ranking(
                ranked,
                lambda c: tuple(sorted(suppliers.get(c.part_id, {""}))),
                {key: named(key) for keys in suppliers.values() for key in keys},
            )
        ),
        classes=tuple(_ranking(ranked, lambda c: (classes.get(c.part_id, ""),), {})),
    )


def _open(determiner: Determiner, part_id: str, situation: Situation, answer: Determination) -> _Product | None:
    """The product with its leaves; None where its value test is settled or nothing hangs on it."""
    share = rolled(situation)
    limb = next((f for f in answer.tried if f.provision == LIMBS["value"]), None)
    if share is None or limb is None or limb.truth is not Truth.UNKNOWN:
        return None
    threshold = determiner.rulebook.parameter("value_share_threshold", situation.as_of.day)
    if view_of(share, determiner.readings_of(situation)).reaches(threshold) is not Truth.UNKNOWN:
        return None
    worth = Fraction(0) if share.value is None else share.value.low
    found = list(contributions(share.roll, share.index, share.currency, share.value))
    lenses = lenses_of(share, determiner.readings_of(situation))
    told = all(lens.numerator_items == "part1" and lens.numerator_origin == "chinese_origin" for lens in lenses)
    return _Product(part_id, found, threshold * worth if told else None, worth)


def _labels(products: Iterable[_Product]) -> dict[str, str]:
    return {c.part_id: c.label for product in products for c in product.found}


def _ranking(products: Sequence[_Product], groups: Groups, names: Mapping[str, str]) -> list[ExposureRow]:
    """Groups of open leaves, those that widen most products first; the blank key stands for what nobody has named."""
    by_key: dict[str, dict[int, list[Contribution]]] = {}
    for place, product in enumerate(products):
        for leaf in product.found:
            for key in groups(leaf) if leaf.open else ():
                by_key.setdefault(key, {}).setdefault(place, []).append(leaf)
    rows = [_row(key, names.get(key, key), products, found) for key, found in by_key.items()]
    rows.sort(key=lambda row: (-len(row.products), -row.width, row.key))
    left = [sum((leaf.high for leaf in product.found), Fraction(0)) for product in products]
    answered: list[set[int]] = [set() for _ in products]
    cleared: set[int] = set()
    out = []
    for row in rows[:MOST_ROWS]:
        for place, leaves in by_key[row.key].items():
            for leaf in leaves:  # a leaf of several suppliers is answered by the first that is asked
                if id(leaf) not in answered[place]:
                    answered[place].add(id(leaf))
                    left[place] -= leaf.high - leaf.at_best
            if products[place].clear(left[place]):
                cleared.add(place)
        out.append(replace(row, together=len(cleared)))
    return out


def _row(key: str, name: str, products: Sequence[_Product], found: Mapping[int, list[Contribution]]) -> ExposureRow:
    alone, width, unbounded = 0, Fraction(0), 0
    for place, leaves in found.items():
        product = products[place]
        rest = sum((leaf.high for leaf in product.found), Fraction(0))
        rest -= sum((leaf.high - leaf.at_best for leaf in leaves), Fraction(0))
        alone += product.clear(rest)
        span = sum((leaf.high - leaf.low for leaf in leaves), Fraction(0))
        width += min(Fraction(1), span / product.worth) if product.worth else Fraction(1)
        unbounded += span >= BEYOND / 10**1500
    every = [leaf for leaves in found.values() for leaf in leaves]
    return ExposureRow(
        key=key,
        name=name,
        products=tuple(products[place].part_id for place in sorted(found)),
        alone=alone,
        together=0,
        width=width,
        unbounded=unbounded,
        questions=tuple(dict.fromkeys(leaf.question for leaf in every if leaf.question)),
        entries=tuple(sorted({leaf.entry for leaf in every if leaf.entry})),
        whys=tuple(dict.fromkeys(leaf.why for leaf in every if leaf.why)),
    )


def _told(
    row: ExposureRow, suppliers: Mapping[str, set[str]], classes: Mapping[str, str], named: Callable[[str], str]
) -> ExposureRow:
    """A part with whoever supplies it, and its class."""
    told = "; ".join(named(key) for key in sorted(suppliers.get(row.key, ())))
    return replace(row, supplier=told, material_class=classes.get(row.key, ""))
