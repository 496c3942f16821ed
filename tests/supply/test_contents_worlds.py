"""Every completion of what a contents tree leaves open lies within its bounds (rules N4, N6, N9, T3)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

import pytest

from monazite.model.bounds import Bounds
from monazite.model.share import Lens, Pin, ShareView
from monazite.model.truth import Truth
from monazite.supply.case_content import CaseContent
from monazite.supply.contents import ContentsShare
from monazite.supply.scope import ShareScope

F = Fraction
SCOPE = ShareScope(("cn/mofcom-2025-61/part1",), ("cn/mofcom-2025-61/part2",))
PART1 = tuple(f"cn/mofcom-2025-61/part1.{n}" for n in (2, 10))
PART2 = "cn/mofcom-2025-61/part2.I.3"
LENSES = [
    Lens(*choice)
    for choice in itertools.product(
        ("sum", "each_entry"),
        ("chinese_origin", "all_part1"),
        ("part1", "part1_and_part2"),
        ("purchase_cost", "market"),
        ("smelter", "feed"),
    )
]


@dataclass
class World:
    """A content as it might really be: ``home`` is the fraction of Chinese origin."""

    entry: str
    value: F
    home: F
    inside: list[World]


def tree(rng: Random, budget: int, depth: int) -> CaseContent:
    """A random content worth at most ``budget``, its stated values consistent with one another."""
    worth = F(rng.randint(1, budget))
    entry = rng.choice([None, "none", PART2, *PART1, *PART1])
    contents: tuple[CaseContent, ...] | None = None
    if depth and rng.random() < 0.6 and worth >= 4:
        n = rng.randint(0, 2)
        contents = tuple(tree(rng, int(worth) // 4, depth - 1) for _ in range(n))
    content = CaseContent(entry=entry, contents=contents if entry != "none" else None)
    origin = rng.choice(["CN", "JP", None, "share", "metal"])
    if origin == "share":
        low, high = sorted((F(rng.randint(0, 4), 4), F(rng.randint(0, 4), 4)))
        content = replace(content, cn_share_low=low, cn_share_high=high)
    elif origin == "metal":
        content = replace(content, smelted_in=rng.choice(["CN", "KR"]), feed_origin=rng.choice(["CN", None]))
    else:
        content = replace(content, origin=origin)
    kind = rng.choice(["exact", "exact", "wide", "missing", "bases", "statements", "from"])
    low = worth * F(rng.randint(2, 4), 4)
    if kind == "exact":
        return replace(content, value=Bounds.exactly(worth))
    if kind == "wide":
        return replace(content, value=Bounds(low, worth))
    if kind == "bases":
        bases = {"purchase_cost": Bounds.exactly(low), "market": Bounds.exactly(worth)}
        return replace(content, value_by_basis=bases)
    if kind == "statements":
        return replace(content, statements=(("a", low), ("b", worth)))
    return replace(content, value=Bounds(low, None)) if kind == "from" else content


def complete(rng: Random, content: CaseContent, lens: Lens, room: F) -> World:
    """One way in which a content may really be, inside something with ``room`` left."""
    ends = content.worth(lens)
    low, high = ends or (F(0), None)
    top = max(low, room) if high is None else high
    value = low + (top - low) * F(rng.choice([0, 1, 2, 4, 4]), 4)
    least, most = content.home_share(lens, "CN")
    home = least + (most - least) * F(rng.choice([0, 0, 1, 2, 2]), 2)
    if least == 0 and most == 1 and content.cn_share_low is None and content.cn_share_high is None:
        home = F(rng.choice([0, 1]))
    entry = content.entry or rng.choice(["none", PART2, *PART1])
    if content.entry is None and content.contents is None and entry == "none":
        entry = "cn/mofcom-2025-18/1C905.a.4"  # an unnamed content may be anything with something in it
    inside = []
    if content.contents is not None:
        left = value
        for inner in content.contents:
            member = complete(rng, inner, lens, left)
            inside.append(member)
            left = max(F(0), left - member.value)
    elif entry not in PART1 and entry != "none":
        first = value * F(rng.choice([0, 1, 2, 4]), 4)
        inside = [World(rng.choice(PART1), part, F(rng.choice([0, 1])), []) for part in (first, value - first) if part]
    return World(entry, value, home, inside)


def consistent(world: World) -> bool:
    """Whether contents are worth no more than what holds them."""
    return sum((w.value for w in world.inside), F(0)) <= world.value and all(map(consistent, world.inside))


def scaled(found: Iterator[tuple[str, F]], factor: F) -> Iterator[tuple[str, F]]:
    return ((entry, value * factor) for entry, value in found)


def counted(world: World, lens: Lens, any_origin: bool) -> Iterator[tuple[str, F]]:
    """Entries and values that count in a world; the home part is a like sample of the whole."""
    counts = world.entry in PART1
    carries = world.entry == PART2 and lens.numerator_items == "part1_and_part2"
    if counts and any_origin:
        yield world.entry, world.value
        return
    home = world.home if counts or carries else F(0)
    if home:
        yield world.entry, world.value * home
    for inner in world.inside:
        yield from scaled(counted(inner, lens, any_origin), 1 - home)


def numerator(worlds: list[World], lens: Lens) -> tuple[F, bool]:
    home = [pair for world in worlds for pair in counted(world, lens, False)]
    present = bool(home)
    found = home
    if lens.numerator_origin == "all_part1":
        found = [pair for world in worlds for pair in counted(world, lens, True)] if present else []
    sums: dict[str, F] = {}
    for entry, value in found:
        sums[entry] = sums.get(entry, F(0)) + value
    if lens.numerator == "each_entry":
        return max(sums.values(), default=F(0)), present
    return sum(sums.values(), F(0)), present


def ratios(view: ShareView) -> tuple[F, F | None]:
    low = F(0) if not view.high_v else view.low_n / view.high_v
    high = None if view.high_n is None or not view.low_v else view.high_n / view.low_v
    return low, F(0) if view.high_n == 0 else high


def item_of(rng: Random) -> ContentsShare:
    contents = tuple(tree(rng, 40, 2) for _ in range(rng.randint(0, 3)))
    worth = rng.choice([Bounds.exactly(200), Bounds(F(150), F(300)), None])
    return ContentsShare(SCOPE, contents, worth, rng.random() < 0.8)


def worlds_of(rng: Random, item: ContentsShare, lens: Lens) -> tuple[list[World], F] | None:
    assert item.contents is not None
    v = item.unit_value
    value = F(rng.choice([100, 300, 900])) if v is None else rng.choice([v.low, v.high or v.low])
    left, worlds = value, []
    for content in item.contents:
        worlds.append(complete(rng, content, lens, left))
        left -= worlds[-1].value
    if left < 0 or not all(map(consistent, worlds)):
        return None
    if not item.complete:
        hidden = left * F(rng.choice([0, 1, 2]), 2)
        worlds += [World(rng.choice(PART1), hidden, F(rng.choice([0, 1])), [])] if hidden else []
    return worlds, value


@pytest.mark.parametrize("seed", range(12))
def test_n9_sampled_worlds_never_leave_the_bounds(seed: int) -> None:
    rng = Random(seed)
    seen = 0
    for _ in range(15):
        item = item_of(rng)
        for lens in LENSES[:: rng.choice([1, 3])]:
            view = item.view(lens, {})
            low, high = ratios(view)
            for _ in range(4):
                drawn = worlds_of(rng, item, lens)
                if drawn is None:
                    continue
                worlds, value = drawn
                amount, _ = numerator(worlds, lens)
                seen += 1
                assert low <= amount / value, (item, lens, worlds)
                assert high is None or amount / value <= high, (item, lens, worlds)
                if amount:
                    assert view.contains is not Truth.FALSE
                for threshold in (F("0.001"), F("0.1")):
                    answer = view.reaches(threshold)
                    assert answer is Truth.UNKNOWN or answer is Truth.of(amount >= threshold * value)
    assert seen > 150


@pytest.mark.parametrize("seed", range(6))
def test_pins_answer_every_question(seed: int) -> None:
    """When every question has its answer the share is settled, and low answers never exceed high ones."""
    rng = Random(1000 + seed)
    for _ in range(8):
        item = item_of(rng)
        for lens in rng.sample(LENSES, 4):
            free = item.view(lens, {})
            for pins in itertools.product(Pin, repeat=len(item.questions)):
                view = item.view(lens, dict(zip(item.questions, pins, strict=True)))
                assert view.contains.settled
                answer = view.reaches(F("0.001"))
                assert answer.settled, (item, lens, pins, view)
                assert free.reaches(F("0.001")) in (Truth.UNKNOWN, answer)


@pytest.mark.parametrize("seed", range(6))
def test_t3_a_stated_origin_or_value_never_widens_the_bounds(seed: int) -> None:
    rng = Random(2000 + seed)
    for _ in range(60):
        item = item_of(rng)
        if not item.contents:
            continue
        first = item.contents[0]
        refined = []
        if first.origin is None and first.smelted_in is None:
            least, most = first.home_share(Lens(), "CN")
            refined += [replace(first, origin="CN", cn_share_low=None, cn_share_high=None)] if most == 1 else []
            refined += [replace(first, origin="JP", cn_share_low=None, cn_share_high=None)] if least == 0 else []
        ends = first.worth(Lens())
        if first.value is not None and ends is not None and ends[1] is not None and ends[0] < ends[1]:
            refined += [replace(first, value=Bounds.exactly(end)) for end in ends if end]
        for better in refined:
            after = replace(item, contents=(better, *item.contents[1:]))
            for lens in LENSES[::3]:
                low, high = ratios(item.view(lens, {}))
                new_low, new_high = ratios(after.view(lens, {}))
                assert low <= new_low, (item, better, lens)
                assert high is None or (new_high is not None and new_high <= high), (item, better, lens)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_contents_changes_nothing(seed: int) -> None:
    rng = Random(3000 + seed)
    for _ in range(20):
        item = item_of(rng)
        assert item.contents is not None
        turned = replace(item, contents=item.contents[::-1])
        for lens in LENSES:
            assert item.view(lens, {}) == turned.view(lens, {})
