"""Cross-product exposure: which parts, suppliers and classes keep how many products open on the value limb."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from monazite.law.determine import Determiner
from monazite.law.share_atoms import lenses_of, view_of
from monazite.model.determination import Determination
from monazite.model.exact import Fraction
from monazite.model.exposure import Exposure, ExposureRow
from monazite.model.fact import Situation
from monazite.model.truth import Truth
from monazite.services.assessment import LineAnswer
from monazite.services.ledgers import MOST_LINES, rolled
from monazite.services.limbs import LIMBS
from monazite.services.tables import Portfolio
from monazite.supply.content_walk import CONTENTS
from monazite.supply.exposure import Contribution, contributions
from monazite.supply.measure import BEYOND, UNBOUNDED

MOST_ROWS = 1_000
"""Rows that a ranking keeps."""

Groups = Callable[[Contribution], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Variant:
    """A product as one or several lines export it: what may count in it, its least value, and the threshold times that.

    ``limit`` None: readings of the run count more than the leaves tell, or the line is reached as it stands, so that
    none of their answers surely clears it.
    """

    found: tuple[Contribution, ...]
    limit: Fraction | None
    worth: Fraction

    @property
    def most(self) -> Fraction:
        """The most that may count as it stands."""
        return sum((leaf.high for leaf in self.found), Fraction(0))

    def clear(self, rest: Fraction) -> bool:
        """Whether it is surely below the threshold where no more than ``rest`` counts."""
        return self.limit is not None and (rest == 0 or rest < self.limit)


@dataclass(slots=True)
class _Product:
    """A product: each of its variants, and whether any of them is open. It is clear where all of them are."""

    part_id: str
    name: str
    variants: dict[Hashable, _Variant] = field(default_factory=dict)
    open: bool = False

    def clear(self, rests: Iterable[Fraction]) -> bool:
        """Whether all of its variants are, where no more than ``rests`` counts in each."""
        return all(variant.clear(rest) for variant, rest in zip(self.variants.values(), rests, strict=True))


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
    every: dict[str, _Product] = {}
    for line, situation in zip(lines, situations, strict=True):
        if line.part_id:
            product = every.setdefault(line.part_id, _Product(line.part_id, line.part_name))
            _add(product, determiner, situation, line.determination)
    suppliers: dict[str, set[str]] = {}
    for row in portfolio.rows("parts"):
        if row.text("supplier_id"):
            suppliers.setdefault(row.text("part_id"), set()).add(row.text("supplier_id"))
    lost = (aside.row for aside in portfolio.set_aside if aside.row.table == "sources")
    for row in (*portfolio.rows("sources"), *lost):  # a source of which nobody says who it is stays to be asked
        suppliers.setdefault(row.text("part_id"), set()).add(row.text("supplier_id"))
    classes: dict[str, set[str]] = {}
    for row in portfolio.rows("parts"):
        classes.setdefault(row.text("part_id"), set()).add(row.text("class"))
    ranked = [product for product in every.values() if product.open]
    by_part = _ranking(ranked, lambda c: (c.part_id,), _labels(ranked))
    return Exposure(
        products=len(every),
        open=tuple(sorted(product.part_id for product in ranked)),
        names={product.part_id: product.name for product in ranked},
        parts=tuple(_told(row, suppliers, classes, named) for row in by_part),
        suppliers=tuple(
            _ranking(
                ranked,
                lambda c: tuple(sorted(suppliers.get(c.part_id, {""}))),
                {key: named(key) for keys in suppliers.values() for key in keys if key},
            )
        ),
        classes=tuple(_ranking(ranked, lambda c: tuple(sorted(classes.get(c.part_id, {""}))), {})),
    )


def _add(product: _Product, determiner: Determiner, situation: Situation, answer: Determination) -> None:
    """One line of a product: a variant where something hangs on its value test, and that is not surely below."""
    share = rolled(situation)
    limb = next((f for f in answer.tried if f.provision == LIMBS["value"]), None)
    if limb is None or limb.truth is Truth.FALSE:
        return
    if share is None:
        if limb.truth is Truth.UNKNOWN:
            product.open = True
            product.variants.setdefault("", _Variant((_unknown(product.part_id),), Fraction(0), Fraction(0)))
        return
    threshold = determiner.rulebook.parameter("value_share_threshold", situation.as_of.day)
    reaches = view_of(share, determiner.readings_of(situation)).reaches(threshold)
    if reaches is Truth.FALSE:
        return
    lenses = tuple(lenses_of(share, determiner.readings_of(situation)))
    product.open = product.open or reaches is Truth.UNKNOWN is limb.truth
    key = id(share), lenses, threshold  # lines that export it alike have one share, which the situations keep alive
    if key not in product.variants:
        worth = Fraction(0) if share.value is None else share.value.low
        found = tuple(contributions(share.roll, share.index, share.currency, share.value))
        told = all(lens.numerator_items == "part1" and lens.numerator_origin == "chinese_origin" for lens in lenses)
        limit = threshold * worth if told and reaches is Truth.UNKNOWN else None
        product.variants[key] = _Variant(found, limit, worth)


def _unknown(part_id: str) -> Contribution:
    """A product that no table describes: it may contain anything, and nothing at all."""
    return Contribution(part_id, part_id, "", Fraction(0), BEYOND, Fraction(0), CONTENTS, "nobody has described it")


def _labels(products: Iterable[_Product]) -> dict[str, str]:
    return {leaf.part_id: leaf.label for product in products for one in product.variants.values() for leaf in one.found}


def _ranking(products: Sequence[_Product], groups: Groups, names: Mapping[str, str]) -> list[ExposureRow]:
    """Groups of open leaves, those that widen most products first; the blank key stands for what nobody has named.

    A leaf of several groups (a part with two suppliers) is answered once all of them have been asked.
    """
    found: dict[str, dict[int, list[tuple[int, Contribution]]]] = {}
    waiting: dict[int, int] = {}
    left = [[variant.most for variant in product.variants.values()] for product in products]
    for place, product in enumerate(products):
        for number, variant in enumerate(product.variants.values()):
            for leaf in filter(_is_open, variant.found):
                keys = groups(leaf)
                waiting[id(leaf)] = len(keys)
                for key in keys:
                    found.setdefault(key, {}).setdefault(place, []).append((number, leaf))
    rows = []
    for key, places in found.items():
        alone = sum(
            products[place].clear(_less(left[place], [one for one in leaves if waiting[id(one[1])] == 1]))
            for place, leaves in places.items()
        )
        rows.append(_row(key, names.get(key, key), products, places, alone))
    rows.sort(key=lambda row: (-len(row.products), -row.width, row.key))
    cleared: set[int] = set()
    out = []
    for row in rows[:MOST_ROWS]:
        for place, leaves in found[row.key].items():
            for _, leaf in leaves:
                waiting[id(leaf)] -= 1
            left[place] = _less(left[place], [one for one in leaves if waiting[id(one[1])] == 0])
            if products[place].clear(left[place]):
                cleared.add(place)
        out.append(replace(row, together=len(cleared)))
    return out


def _is_open(leaf: Contribution) -> bool:
    return leaf.open


def _less(left: Sequence[Fraction], answered: Sequence[tuple[int, Contribution]]) -> list[Fraction]:
    """What may still count in each variant of a product once some of its leaves have come back low."""
    rest = list(left)
    for number, leaf in answered:
        rest[number] -= leaf.high - leaf.at_best
    return rest


def _row(
    key: str,
    name: str,
    products: Sequence[_Product],
    places: Mapping[int, Sequence[tuple[int, Contribution]]],
    alone: int,
) -> ExposureRow:
    """One group: the products that it widens, with its leaves in their variants, and by how much at the most."""
    width, unbounded = Fraction(0), 0
    for place, leaves in places.items():
        spans: dict[int, Fraction] = {}
        for number, leaf in leaves:
            spans[number] = spans.get(number, Fraction(0)) + leaf.high - leaf.low
        worths = [variant.worth for variant in products[place].variants.values()]
        width += max(min(Fraction(1), span / worths[n]) if worths[n] else Fraction(1) for n, span in spans.items())
        unbounded += any(span >= UNBOUNDED for span in spans.values())
    every = [leaf for leaves in places.values() for _, leaf in leaves]
    return ExposureRow(
        key=key,
        name=name,
        products=tuple(products[place].part_id for place in sorted(places)),
        alone=alone,
        together=0,
        width=width,
        unbounded=unbounded,
        questions=tuple(dict.fromkeys(leaf.question for leaf in every if leaf.question)),
        entries=tuple(sorted({leaf.entry for leaf in every if leaf.entry})),
        whys=tuple(dict.fromkeys(leaf.why for leaf in every if leaf.why)),
    )


def _told(
    row: ExposureRow, suppliers: Mapping[str, set[str]], classes: Mapping[str, set[str]], named: Callable[[str], str]
) -> ExposureRow:
    """A part with whoever supplies it, and its class."""
    told = "; ".join(named(key) for key in sorted(suppliers.get(row.key, ())) if key)
    return replace(row, supplier=told, material_class="; ".join(sorted(classes.get(row.key, set()) - {""})))
