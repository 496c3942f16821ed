"""`ContentsShare` against cases worked by hand (restated from the law cases of the announcement's value limb)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from monazite.model.bounds import Bounds
from monazite.model.share import Lens, Pin
from monazite.model.truth import Truth
from monazite.supply.case_content import CaseContent
from monazite.supply.contents import ContentsShare
from monazite.supply.scope import ShareScope

F = Fraction
SCOPE = ShareScope(("cn/mofcom-2025-61/part1",), ("cn/mofcom-2025-61/part2",))
T = F("0.001")
DY = "mofcom-2025-61/part1.2"
DYFE = "cn/mofcom-2025-61/part1.10"
MAGNET = "mofcom-2025-61/part2.I.3"
ALL = Lens(numerator_origin="all_part1")
WITH_MAGNETS = Lens(numerator_items="part1_and_part2")


def exactly(text: str | int) -> Bounds:
    return Bounds.exactly(F(text))


def dy(value: str | int | None = None, origin: str | None = "CN", **more: object) -> CaseContent:
    worth = None if value is None else exactly(value)
    return CaseContent(entry=DY, origin=origin, value=worth, **more)  # type: ignore[arg-type]


def share(*contents: CaseContent, v: str | int | Bounds | None = 100000, complete: bool = True) -> ContentsShare:
    worth = exactly(v) if isinstance(v, str | int) else v
    return ContentsShare(SCOPE, contents, worth, complete)


def truth(item: ContentsShare, lens: Lens | None = None, **pins: Pin) -> Truth:
    return item.view(lens or Lens(), {name.replace("__", "."): pin for name, pin in pins.items()}).reaches(T)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("100", Truth.TRUE),  # thr-01: exactly 0.1 %
        ("99.99", Truth.FALSE),  # thr-02
        ("99.95", Truth.FALSE),  # thr-03: no rounding
        ("99.99999999999999999999", Truth.FALSE),
        ("500", Truth.TRUE),  # unk-03
        ("10", Truth.FALSE),  # unk-04
    ],
)
def test_n1_known_values_are_compared_exactly(value: str, expected: Truth) -> None:
    item = share(dy(value))
    assert truth(item) is expected
    assert item.questions == ()
    assert item.readings == frozenset()


def test_known_to_contain_nothing() -> None:
    item = share()
    view = item.view(Lens(), {})
    assert (view.reaches(T), view.contains, item.questions) == (Truth.FALSE, Truth.FALSE, ())


def test_thr08_what_is_on_no_list_does_not_count() -> None:
    assert truth(share(CaseContent(entry="none", origin="CN", value=exactly(30000)), dy(20))) is Truth.FALSE


def test_thr10_origin_of_the_numerator_is_a_reading() -> None:
    item = share(dy(50), dy(80, "AU"))
    assert item.readings == {"numerator_origin"}
    assert truth(item) is Truth.FALSE
    assert truth(item, ALL) is Truth.TRUE
    assert truth(share(dy(80, "AU"), dy(50, "not_CN")), ALL) is Truth.FALSE


def test_thr13_14_bounded_chinese_share() -> None:
    assert truth(share(dy(500, None, cn_share_low=F("0.4"), cn_share_high=F(1)))) is Truth.TRUE
    item = share(dy(140, None, cn_share_low=F("0.43"), cn_share_high=F(1)))
    assert item.questions == ("item.contents.origin",)
    assert truth(item) is Truth.UNKNOWN
    assert truth(item, item__contents__origin=Pin.LOW) is Truth.FALSE
    assert truth(item, item__contents__origin=Pin.HIGH) is Truth.TRUE
    assert truth(item, ALL) is Truth.TRUE
    view = item.view(Lens(), {})
    assert (view.low_n, view.high_n, view.contains) == (F("60.2"), F(140), Truth.TRUE)


def test_thr15_valuation_is_a_reading() -> None:
    item = share(dy(None, value_by_basis={"purchase_cost": exactly(95), "market": exactly(130)}))
    assert item.readings == {"valuation"}
    assert item.questions == ()
    assert truth(item) is Truth.FALSE
    assert truth(item, Lens(valuation="market")) is Truth.TRUE
    assert [basis.price_basis for basis in item.by_basis] == ["purchase_cost", "market"]


def test_a_basis_that_is_not_stated_leaves_the_value_open_under_it() -> None:
    item = share(dy(None, value_by_basis={"purchase_cost": exactly(95)}))
    assert truth(item) is Truth.FALSE
    assert truth(item, Lens(valuation="market")) is Truth.UNKNOWN
    assert item.questions == ("item.contents.value",)


def test_thr17_origin_of_smelted_metal_is_a_reading() -> None:
    item = share(dy(900, None, smelted_in="KR", feed_origin="CN"))
    assert "metal_origin" in item.readings
    assert item.questions == ()
    assert truth(item) is Truth.FALSE
    assert truth(item, Lens(metal_origin="feed")) is Truth.TRUE


def test_a_missing_half_of_the_metal_origin_is_unknown() -> None:
    item = share(dy(900, None, smelted_in="KR"))
    assert truth(item) is Truth.FALSE
    assert truth(item, Lens(metal_origin="feed")) is Truth.UNKNOWN
    assert item.questions == ("item.contents.origin",)


def test_thr20_a_magnet_of_unstated_contents() -> None:
    item = share(CaseContent(entry=MAGNET, origin="CN", value=exactly(100)), v=10000)
    assert item.questions == ("item.contents.value",)
    assert item.readings == {"numerator_items"}
    view = item.view(Lens(), {})
    assert (view.low_n, view.high_n, view.reaches(T), view.contains) == (F(0), F(100), Truth.UNKNOWN, Truth.UNKNOWN)
    assert truth(item, WITH_MAGNETS) is Truth.TRUE
    for pin, expected in ((Pin.LOW, Truth.FALSE), (Pin.TRACE, Truth.FALSE), (Pin.HIGH, Truth.TRUE)):
        assert truth(item, item__contents__value=pin) is expected
    assert item.view(Lens(), {"item.contents.value": Pin.LOW}).contains is Truth.FALSE
    assert item.view(Lens(), {"item.contents.value": Pin.TRACE}).contains is Truth.TRUE


def test_thr21_the_alloy_in_the_magnet() -> None:
    alloy = CaseContent(entry=DYFE, origin="CN", value=exactly(8))
    item = share(CaseContent(entry=MAGNET, origin="CN", value=exactly(100), contents=(alloy,)), v=10000)
    assert truth(item) is Truth.FALSE
    assert truth(item, WITH_MAGNETS) is Truth.TRUE
    assert item.questions == ()


def test_part2_of_another_origin_counts_through_its_contents_under_part1_and_part2() -> None:
    alloy = CaseContent(entry=DYFE, origin="CN", value=exactly(8))
    item = share(CaseContent(entry=MAGNET, origin="JP", value=exactly(100), contents=(alloy,)), v=10000)
    assert item.readings == frozenset()
    assert truth(item, WITH_MAGNETS) is Truth.FALSE


@pytest.mark.parametrize(
    ("value", "v", "expected"),
    [("0.02", 800, 0), ("1.2", 800, 2), ("20", 30000, 0), ("60", 30000, 2), ("7.5", 1500, 2), ("0.08", 20, 2)],
)
def test_finished_goods(value: str, v: int, expected: int) -> None:
    assert truth(share(CaseContent(entry=DYFE, origin="CN", value=exactly(value)), v=v)) is Truth(expected)


def test_unk01_unequal_statements_give_the_hull_and_an_issue() -> None:
    item = share(dy(None, statements=(("supplier A", F(50)), ("supplier B", F(200)))))
    assert truth(item) is Truth.UNKNOWN
    assert item.questions == ("item.contents.value",)
    assert [issue.code for issue in item.issues] == ["conflicting_statements"]
    agreed = share(dy(None, statements=(("supplier A", F(50)), ("supplier B", F(50)))))
    assert truth(agreed) is Truth.FALSE
    assert agreed.issues == ()
    assert agreed.questions == ()


def test_mix09_a_bounded_item_value() -> None:
    item = share(dy(100), v=Bounds(F(50000), F(200000)))
    assert truth(item) is Truth.UNKNOWN
    assert item.questions == ("item.unit_value",)
    assert truth(item, item__unit_value=Pin.LOW) is Truth.TRUE
    assert truth(item, item__unit_value=Pin.HIGH) is Truth.FALSE


def test_mix14_an_incomplete_list() -> None:
    item = share(dy(20), complete=False)
    view = item.view(Lens(), {})
    assert (view.low_n, view.high_n, view.reaches(T)) == (F(20), F(100000), Truth.UNKNOWN)
    assert item.questions == ("item.contents",)
    assert truth(item, item__contents=Pin.LOW) is Truth.FALSE
    assert truth(item, item__contents=Pin.HIGH) is Truth.TRUE


def test_unknown_contents_reach_up_to_the_whole_value() -> None:
    item = ContentsShare(SCOPE, None, exactly(300))
    view = item.view(Lens(), {})
    assert (view.low_n, view.high_n, view.reaches(T), view.contains) == (F(0), F(300), Truth.UNKNOWN, Truth.UNKNOWN)
    assert item.questions == ("item.contents",)
    assert truth(item, item__contents=Pin.TRACE) is Truth.FALSE


@pytest.mark.parametrize("v", [None, Bounds.exactly(0)])
def test_n2_a_value_of_zero_is_unknown(v: Bounds | None) -> None:
    item = share(dy(100), v=v)
    assert item.questions == ("item.unit_value",)
    assert truth(item) is Truth.UNKNOWN
    assert truth(item, item__unit_value=Pin.LOW) is Truth.TRUE
    assert truth(item, item__unit_value=Pin.HIGH) is Truth.FALSE
    assert truth(share(v=v)) is Truth.FALSE  # nothing in it: no ratio needed


def test_unknown_contents_of_an_item_of_unknown_value_are_a_share_between_nothing_and_all() -> None:
    item = ContentsShare(SCOPE, None, None)
    view = item.view(Lens(), {})
    assert (view.low_n, view.high_n, view.low_v, view.reaches(T)) == (F(0), F(1), F(1), Truth.UNKNOWN)
    for pin in (Pin.LOW, Pin.HIGH):
        assert truth(item, item__contents=Pin.HIGH, item__unit_value=pin) is Truth.TRUE
        assert truth(item, item__contents=Pin.LOW, item__unit_value=pin) is Truth.FALSE
    assert truth(item, item__contents=Pin.HIGH) is Truth.TRUE


def test_a_missing_value_lies_below_that_of_its_container() -> None:
    magnet = CaseContent(entry=MAGNET, origin="JP", value=exactly(5), contents=(dy(None), dy(None)))
    assert truth(share(magnet, v=8000)) is Truth.FALSE  # at most 5 of 8000 (rule N4)
    assert truth(share(magnet, v=4000)) is Truth.UNKNOWN


def test_n6_nothing_is_counted_beneath_a_chinese_part1_item() -> None:
    outer = CaseContent(entry=DYFE, origin="CN", value=exactly(90), contents=(dy(80),))
    assert truth(share(outer)) is Truth.FALSE
    foreign = CaseContent(entry=DYFE, origin="JP", value=exactly(190), contents=(dy(100),))
    assert truth(share(foreign)) is Truth.TRUE
    assert truth(share(CaseContent(entry=DYFE, origin="JP", value=exactly(190)))) is Truth.FALSE
    unknown = CaseContent(entry=DYFE, value=exactly(190), contents=(dy(80),))
    view = share(unknown).view(Lens(), {})
    assert (view.low_n, view.high_n, view.contains) == (F(80), F(190), Truth.TRUE)
    assert share(unknown).questions == ("item.contents.origin",)


def test_a_chinese_share_around_nested_contents_never_counts_twice() -> None:
    half = CaseContent(
        entry=DYFE, value=exactly(100), cn_share_low=F("0.5"), cn_share_high=F("0.5"), contents=(dy(80),)
    )
    view = share(half).view(Lens(), {})
    assert (view.low_n, view.high_n) == (F(80), F(100))


def test_the_largest_single_entry() -> None:
    item = share(dy(60), CaseContent(entry=DYFE, origin="CN", value=exactly(70)))
    assert truth(item) is Truth.TRUE
    assert truth(item, Lens(numerator="each_entry")) is Truth.FALSE
    assert item.readings == {"numerator"}


def test_an_unstated_entry_is_a_question_about_the_contents_and_about_the_value() -> None:
    item = share(CaseContent(origin="CN", value=exactly(500)))
    assert item.questions == ("item.contents", "item.contents.value")
    assert truth(item) is Truth.UNKNOWN
    assert truth(item, item__contents=Pin.LOW) is Truth.FALSE
    assert truth(item, item__contents__value=Pin.LOW) is Truth.FALSE


def test_content_under_another_list_may_hold_anything_up_to_its_value() -> None:
    item = share(CaseContent(entry="mofcom-2025-18/1C905.a.4", origin="DE", value=exactly(150)))
    assert truth(item) is Truth.UNKNOWN
    assert item.questions == ("item.contents.value",)


def test_leaves_name_the_widest_first() -> None:
    item = share(CaseContent(entry=MAGNET, value=exactly(100), name="magnet"), dy(500, None, name="flake"))
    assert [(leaf.label, leaf.question) for leaf in item.leaves] == [
        ("flake", "item.contents.origin"),
        ("magnet", "item.contents.value"),
    ]
