"""Small random portfolios, and worlds in which everything that they leave open is fixed (rule N9).

A world fixes quantities, masses, prices, the form of an element, origins, hidden contents, alternates, and what each
part is worth. Five hundred worlds of one portfolio are drawn at once, in floats.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

import numpy as np
from numpy.typing import NDArray
from tests.supply.portfolio import DAY, DY, DY_OXIDE, DYFE, P2, SCOPE, TB, content, line, num, part, price, value

from monazite.model.bounds import Bounds
from monazite.model.share import Lens
from monazite.supply.graph import BomLine, Content, Part, PartValue, PricePoint, SupplyInput
from monazite.supply.rollup import RollUp

Array = NDArray[np.float64]
WORLDS = 500
ENTRIES = (DY, TB, DYFE, DY_OXIDE)
FACTOR = {DY: 1.0, DY_OXIDE: 1.1477}
CHINESE, EVERY = Lens(), Lens(numerator_origin="all_part1")
LENSES = (CHINESE, EVERY, Lens(numerator="each_entry"), Lens("each_entry", "all_part1"))


def bounds(rng: Random, least: int, most: int) -> Bounds:
    low, high = sorted((rng.randint(least, most), rng.randint(least, most)))
    return Bounds(num(low) / 10, num(high if rng.random() < 0.7 else low) / 10)


def portfolio(rng: Random) -> SupplyInput:
    """A random portfolio of up to six parts; every part contains only later ones."""
    count = rng.randint(2, 6)
    parts: list[Part] = []
    lines: list[BomLine] = []
    rows: list[Content] = []
    values: list[PartValue] = []
    for i in range(count):
        kind = rng.random()
        entries = (rng.choice(ENTRIES),) if i and kind < 0.2 else (f"{P2}.I.3",) if kind < 0.3 else None
        composition = rng.choice(["complete", "complete", None, "partial"])
        origin = rng.choice(["CN", "JP", None])
        parts.append(part(f"P{i}", composition, mass_kg=num_bounds(1), control_entries=entries, origin=origin))
        if i == 0 or rng.random() < 0.8:
            values += [value(f"P{i}", bounds(rng, 200, 9000), f"basis{k}") for k in range(rng.randint(1, 2))]
        for _ in range(rng.randint(0, 2) if i + 1 < count else 0):
            group = rng.choice(["", "", "", "g"])
            child = rng.randint(i + 1, count - 1)
            lines.append(line(f"P{i}", f"P{child}", bounds(rng, 0, 30), alt_group=group))
        for _ in range(rng.randint(0, 2)):
            entry = rng.choice([*ENTRIES, "dysprosium", "terbium", "none"])
            row = content(f"P{i}", entry, bounds(rng, 1, 20), origin=rng.choice(["CN", "JP", None]), scope="added")
            if row.origin is None and rng.random() < 0.5:
                row = replace(row, cn_share=Bounds(num("0.25"), num(rng.choice(["0.25", "0.75"]))))
            rows.append(row)
    prices: list[PricePoint] = []
    for basis in ("one", "two")[: rng.randint(1, 2)]:
        for entry in (DY_OXIDE, "terbium", DYFE):
            form = "metal" if entry == "terbium" else ""
            if rng.random() < 0.85 or basis == "one":
                prices.append(replace(price(entry, 1, form, basis), price_per_kg=bounds(rng, 10, 400)))
    return SupplyInput(tuple(parts), tuple(lines), tuple(rows), prices=tuple(prices), values=tuple(values))


def num_bounds(number: int) -> Bounds:
    return Bounds.exactly(number)


@dataclass
class Sampler:
    """Worlds of one portfolio: an array holds one number for each world."""

    supply: SupplyInput
    roll: RollUp
    draw: np.random.Generator
    corners: bool = False
    """Whether every number lies at an end of its bounds: where a bound is attained, it is attained there."""

    def __post_init__(self) -> None:
        self.sound = np.ones(WORLDS, dtype=bool)
        self.inside = {"P0"}
        for one in self.supply.parts:
            if one.part_id in self.inside:
                self.inside |= {x.child_id for x in self.supply.bom if x.parent_id == one.part_id}
        self.basis = self.draw.integers(len(self.roll.bases), size=WORLDS)
        self.price = {entry: self._price(entry) for entry in ENTRIES}
        self.worths: dict[str, Array | None] = {p.part_id: self._worth(p.part_id) for p in self.supply.parts}
        self.origin = {p.part_id: self._home(p.origin) for p in self.supply.parts}
        self.home: dict[str, dict[str, Array]] = {}
        self.every: dict[str, dict[str, Array]] = {}
        for one in reversed(self.supply.parts):
            if one.part_id in self.inside:
                self._build(one)

    def between(self, span: Bounds) -> Array:
        """Uniform within the bounds, and often at an end."""
        assert span.high is not None
        low, high = float(span.low), float(span.high)
        return low + (high - low) * self._part()

    def _part(self) -> Array:
        """Numbers from 0 to 1, often one of both."""
        if self.corners:
            return self.draw.integers(2, size=WORLDS).astype(np.float64)
        return np.clip(self.draw.uniform(-0.5, 1.5, WORLDS), 0, 1)

    def _price(self, entry: str) -> Array:
        """One price for each world, of the basis that the world uses."""
        form = SCOPE.form_of(entry)
        assert form is not None
        columns = []
        for basis in self.roll.bases:
            quotes = self.roll.prices.quotes(form, basis)
            columns.append(self.between(quotes[0].price_per_kg) * float(quotes[0].factor))
        return np.asarray(np.choose(self.basis, columns), dtype=np.float64)

    def _worth(self, part_id: str) -> Array | None:
        """What a part is worth, on one of its bases."""
        claims = [claim for claim in self.supply.values if claim.part_id == part_id]
        if not claims:
            return None
        pick = self.draw.integers(len(claims), size=WORLDS)
        return np.asarray(np.choose(pick, [self.between(claim.value) for claim in claims]), dtype=np.float64)

    def _home(self, origin: str | None) -> Array:
        if origin is None:
            return self.draw.integers(2, size=WORLDS).astype(np.float64)
        return np.full(WORLDS, float(origin == "CN"))

    def _build(self, one: Part) -> None:
        """Counted amounts of a part, from those of its children."""
        home: dict[str, Array] = {}
        every: dict[str, Array] = {}

        def put(entry: str, amount: Array, share: Array) -> None:
            home[entry] = home.get(entry, np.zeros(WORLDS)) + amount * share
            every[entry] = every.get(entry, np.zeros(WORLDS)) + amount

        mine = [x for x in self.supply.bom if x.parent_id == one.part_id]
        members = [x for x in mine if x.alt_group]
        chosen = self.draw.integers(max(1, len(members)), size=WORLDS)
        for bom in mine:
            quantity = self.between(bom.quantity)
            if bom.alt_group:
                quantity = quantity * (chosen == members.index(bom))
            for entry, amount in self.every[bom.child_id].items():
                put(entry, amount * quantity, np.zeros(WORLDS))
            for entry, amount in self.home[bom.child_id].items():
                home[entry] = home.get(entry, np.zeros(WORLDS)) + amount * quantity
        for row in self.supply.contents:
            if row.part_id == one.part_id and row.entry != "none":
                self._row(row, put)
        worth = self.worths[one.part_id]
        counted = one.control_entries is not None and SCOPE.counts(one.control_entries[0])
        bare = not mine and not any(row.part_id == one.part_id for row in self.supply.contents)
        if one.composition != "complete" and not (counted and bare and one.composition != "partial"):
            self._hide(worth, every, put)
        self._check(worth, every)
        if counted and one.control_entries is not None:
            home, every = self._whole(one, one.control_entries[0], home, every)
        self.home[one.part_id], self.every[one.part_id] = home, every

    def _row(self, row: Content, put: object) -> None:
        """A stated content; an element may be charged as metal, as oxide, or as a compound that does not count."""
        assert callable(put)
        assert row.mass_kg is not None
        mass = self.between(row.mass_kg)
        share = self.between(row.cn_share) if row.cn_share is not None else self._home(row.origin)
        if row.entry in ENTRIES:
            put(row.entry, mass * self.price[row.entry], share)
            return
        forms = {"dysprosium": (DY, DY_OXIDE), "terbium": (TB,)}[row.entry]
        form = self.draw.integers(len(forms) + 1, size=WORLDS)
        for i, entry in enumerate(forms):
            put(entry, mass * FACTOR.get(entry, 1.0) * self.price[entry] * (form == i), share)

    def _hide(self, worth: Array | None, every: dict[str, Array], put: object) -> None:
        """Content that nobody has described, within what the part is worth."""
        assert callable(put)
        stated = sum(every.values(), np.zeros(WORLDS))
        room = np.full(WORLDS, 50.0) if worth is None else np.maximum(worth - stated, 0)
        amount = room * self._part()
        pick = self.draw.integers(len(ENTRIES), size=WORLDS)
        share = self._home(None)
        for i, entry in enumerate(ENTRIES):
            put(entry, amount * (pick == i), share)

    def _check(self, worth: Array | None, every: dict[str, Array]) -> None:
        """A world in which contents are worth more than what holds them is not consistent."""
        if worth is not None:
            self.sound &= sum(every.values(), np.zeros(WORLDS)) <= worth

    def _whole(
        self, one: Part, entry: str, home: dict[str, Array], every: dict[str, Array]
    ) -> tuple[dict[str, Array], dict[str, Array]]:
        """A part that is itself a counted item: whole if Chinese, else through what is in it."""
        own = self.worths[one.part_id]
        priced = self.price[entry]
        amount = priced if own is None else np.where(self.draw.integers(2, size=WORLDS) == 1, own, priced)
        self.sound &= sum(every.values(), np.zeros(WORLDS)) <= amount
        chinese = self.origin[one.part_id]
        found = {e: a * (1 - chinese) for e, a in home.items()}
        found[entry] = found.get(entry, np.zeros(WORLDS)) + amount * chinese
        return found, {entry: amount}

    def numerator(self, part_id: str, lens: Lens) -> Array:
        home, every = self.home[part_id], self.every[part_id]
        found = every if lens.numerator_origin == "all_part1" else home
        if not found:
            return np.zeros(WORLDS)
        stack = np.stack(list(found.values()))
        amount = stack.max(axis=0) if lens.numerator == "each_entry" else stack.sum(axis=0)
        if lens.numerator_origin == "all_part1":
            present = sum(home.values(), np.zeros(WORLDS)) > 0
            amount = np.where(present, amount, 0)
        return np.asarray(amount, dtype=np.float64)


@dataclass
class Sampled:
    """What was seen: consistent worlds, portfolios, ends of bounds that a world left (its portfolio and lens), how many
    ends of bounds said to be tight were looked at, and how many of these some world attained.
    """

    worlds: int = 0
    portfolios: int = 0
    outside: tuple[tuple[SupplyInput, Lens], ...] = ()
    tight: int = 0
    attained: int = 0


def sampled(seed: int, least: int) -> Sampled:
    """Draw worlds of random portfolios until ``least`` consistent ones were compared with the bounds, every lens."""
    rng, draw = Random(seed), np.random.default_rng(seed)
    seen = Sampled()
    while seen.worlds < least:
        supply = portfolio(rng)
        of = RollUp(supply, SCOPE, DAY)
        if any(not of.prices.quotes(form, basis) for form in map(SCOPE.form_of, ENTRIES) if form for basis in of.bases):
            continue
        worlds = Sampler(supply, of, draw)
        if worlds.sound.any():
            seen.worlds += int(worlds.sound.sum())
            seen.portfolios += 1
            _compare(seen, supply, of, worlds)
    return seen


def _compare(seen: Sampled, supply: SupplyInput, of: RollUp, worlds: Sampler) -> None:
    share = of.share("P0")
    for lens in LENSES:
        view = share.view(lens, {})
        assert view.high_n is not None
        assert view.low_v
        assert view.high_v
        found = _ratios(worlds, lens)
        low, high = float(view.low_n / view.high_v), float(view.high_n / view.low_v)
        if (found < low * (1 - 1e-9)).any() or (found > high * (1 + 1e-9)).any():
            seen.outside += ((supply, lens),)
        if share.tight:
            seen.tight += 2
            seen.attained += _attained(supply, of, worlds.draw, lens, (low, high))


def _ratios(worlds: Sampler, lens: Lens) -> Array:
    worth = worlds.worths["P0"]
    assert worth is not None
    return np.asarray((worlds.numerator("P0", lens) / worth)[worlds.sound], dtype=np.float64)


def _attained(supply: SupplyInput, of: RollUp, draw: np.random.Generator, lens: Lens, ends: tuple[float, float]) -> int:
    """How many of two ends some corner attains, as far as a hundred thousand of them tell."""
    least, most = np.inf, -np.inf
    for _ in range(200):
        found = _ratios(Sampler(supply, of, draw, corners=True), lens)
        least, most = found.min(initial=least), found.max(initial=most)
        if least <= ends[0] * (1 + 1e-9) and most >= ends[1] * (1 - 1e-9):
            break
    return int(least <= ends[0] * (1 + 1e-9)) + int(most >= ends[1] * (1 - 1e-9))
