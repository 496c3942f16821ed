"""Who holds a party, under the four methods of the reading `affiliation` (cases' README section 5; No. 61 art. 2)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from monazite.model.share import Pin
from monazite.model.truth import Truth
from monazite.screening.ownership import holdings
from monazite.screening.stakes import Holder, Owners

HALF = Fraction(1, 2)
METHODS = ("direct", "summed", "cascade", "multiplied")
YES, NO = Truth.TRUE, Truth.FALSE
#: Notices of lists that art. 2 names are `cl-` and `wl-`; the Unreliable Entity List is not named.
LISTED = ("cl-2025-01",)


def named(notices: tuple[str, ...]) -> Truth:
    return Truth.of(any(notice.startswith(("cl-", "wl-")) for notice in notices))


def part(text: str | Fraction | int) -> Fraction:
    return Fraction(text)


def listed(name: str, share: str | Fraction | int) -> Holder:
    return Holder(name, part(share), part(share), LISTED, None)


def firm(name: str, share: str | Fraction | int, *owners: Holder) -> Holder:
    """A holder that no notice names, with its owners; what they leave belongs to harmless others."""
    return Holder(name, part(share), part(share), (), whole(*owners))


def whole(*owners: Holder) -> Owners:
    rest = 1 - sum((owner.share_low for owner in owners), Fraction(0))
    return (*owners, Holder("other holders", rest, rest, (), ())) if owners and rest else owners


def by_method(owners: Owners | None, pin: Pin | None = None, at_least: Fraction = HALF) -> dict[str, Truth]:
    return {method: holdings(owners).held(method, named, at_least, pin) for method in METHODS}


def _all(truth: Truth) -> dict[str, Truth]:
    return dict.fromkeys(METHODS, truth)


def _only(*methods: str) -> dict[str, Truth]:
    return {method: Truth.of(method in methods) for method in METHODS}


#: The worked examples and comparison vectors of affiliation-rules.yaml; OFAC and BIS reckon as `cascade` does.
EXAMPLES: dict[str, tuple[Owners, dict[str, Truth]]] = {
    "ofac-399: X 25 % and Y 25 % of A": (whole(listed("X", "0.25"), listed("Y", "0.25")), _only("summed", "cascade")),
    "ofac-401-1: X 50 % of A; A 50 % of B": (whole(firm("A", "0.5", listed("X", "0.5"))), _only("cascade")),
    "ofac-401-2: X 50 % of A and of B; A and B 25 % each of C": (
        whole(firm("A", "0.25", listed("X", "0.5")), firm("B", "0.25", listed("X", "0.5"))),
        _only("cascade"),
    ),
    "ofac-401-3: X 50 % of A and 10 % of B; A 40 % of B": (
        whole(firm("A", "0.4", listed("X", "0.5")), listed("X", "0.1")),
        _only("cascade"),
    ),
    "ofac-401-4: X 50 % of A and 25 % of B; A and B 25 % each of C": (
        whole(firm("A", "0.25", listed("X", "0.5")), firm("B", "0.25", listed("X", "0.25"))),
        _all(NO),
    ),
    "ofac-401-5: X 25 % of A and of B; A and B 50 % each of C": (
        whole(firm("A", "0.5", listed("X", "0.25")), firm("B", "0.5", listed("X", "0.25"))),
        _all(NO),
    ),
    "bis-agg-1: 35 % and 15 %": (whole(listed("X", "0.35"), listed("Y", "0.15")), _only("summed", "cascade")),
    "bis-agg-4: under 50 % of a holder that has the majority": (
        whole(firm("A", "0.6", listed("X", "0.49"))),
        _all(NO),
    ),
    "bis-agg-5: 30 % and 25 %": (whole(listed("X", "0.3"), listed("Y", "0.25")), _only("summed", "cascade")),
    "L1 60 % of A, A 60 % of B (multiplied 36 %)": (whole(firm("A", "0.6", listed("L1", "0.6"))), _only("cascade")),
    "L1 50.0 % of A": (whole(listed("L1", "0.500")), _all(YES)),
    "L1 49.99 % of A": (whole(listed("L1", "0.4999")), _all(NO)),
    "L1 40 % of A, A 100 % of B": (whole(firm("A", 1, listed("L1", "0.4"))), _all(NO)),
    "A owns 60 % of listed L1: parents are not owners": ((), _all(NO)),
    "L1 50 % of A; A 10 % and L1 45 % of B": (
        whole(firm("A", "0.1", listed("L1", "0.5")), listed("L1", "0.45")),
        _only("cascade", "multiplied"),
    ),
    "U on the Unreliable Entity List alone, 100 % of A": (
        (Holder("U", Fraction(1), Fraction(1), ("uel-2025-7",), None),),
        _all(NO),
    ),
    "a wholly owned holding is looked through, twice over": (
        whole(firm("H", "0.5", firm("G", 1, listed("L1", 1)))),
        _all(YES),
    ),
    "own 30 % and 20 % through a wholly owned holding are added": (
        whole(listed("L1", "0.3"), firm("H", "0.2", listed("L1", 1))),
        _all(YES),
    ),
    "a holding of two listed owners is wholly owned by neither": (
        whole(firm("H", "0.5", listed("L1", "0.5"), listed("L2", "0.5"))),
        _only("cascade"),
    ),
    "two wholly owned holdings of two listed owners": (
        whole(firm("H", "0.25", listed("L1", 1)), firm("G", "0.25", listed("L2", 1))),
        _only("summed", "cascade"),
    ),
    "a listed holding is its owner's stake too": (
        whole(listed("L1", "0.2"), Holder("H", part("0.3"), part("0.3"), LISTED, (listed("L1", 1),))),
        _all(YES),
    ),
    "the same owner named twice is one owner": (whole(listed("L1", "0.25"), listed("L1", "0.25")), _all(YES)),
    "a third and a sixth are a half": (
        whole(listed("L1", Fraction(1, 3)), listed("L1", Fraction(1, 6))),
        _all(YES),
    ),
    "a third of a half and a third are a half when multiplied": (
        whole(firm("H", Fraction(1, 2), listed("L1", Fraction(1, 3))), listed("L1", Fraction(1, 3))),
        _only("multiplied"),
    ),
    "one part in ten to the twentieth below": (whole(listed("L1", HALF - Fraction(1, 10**20))), _all(NO)),
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_worked_examples(name: str) -> None:
    owners, expected = EXAMPLES[name]
    assert by_method(owners) == expected
    assert not holdings(owners).open


# -- the cases own-*


def _holder(data: dict[str, Any]) -> Holder:
    share = Fraction(str(data["share"]))
    owners = data.get("owners")
    inner = None if owners is None else tuple(_holder(o) for o in owners)
    return Holder(data["name"], share, share, tuple(data["listings"]), inner)


def _cases() -> Iterator[Any]:
    text = (Path(__file__).parents[1] / "law_cases" / "ownership.yaml").read_text("utf-8")
    for case in yaml.load(text, Loader=yaml.BaseLoader):
        users = case["facts"].get("end_users", [])
        if len(users) == 1 and "owners" in users[0] and "expect" in case and not users[0].get("listings"):
            yield pytest.param(users[0]["owners"], case["expect"], id=case["id"])


@pytest.mark.parametrize(("owners", "expect"), list(_cases()))
def test_the_published_cases_by_method(owners: list[dict[str, Any]], expect: dict[str, Any]) -> None:
    """The review of each case is that of its methods: denied where the party is held, ordinary where it is not."""
    found = by_method(tuple(_holder(owner) for owner in owners))
    if isinstance(expect["review"], str):
        assert found == _all(Truth.of(expect["review"] == "denied_in_principle"))
    else:
        options = expect["other_readings"]["affiliation"]
        assert found == {m: Truth.of(options[m]["review"] == "denied_in_principle") for m in METHODS}


# -- what is unknown


def test_an_unknown_slice_may_belong_to_anyone_the_same_owner_included() -> None:
    """README section 2: what the shares leave to 1 is an unknown slice."""
    owners = (listed("L1", "0.3"), firm("F", "0.5"))
    assert by_method(owners) == _all(Truth.UNKNOWN)
    assert by_method(owners, Pin.HIGH) == _all(YES)
    assert by_method(owners, Pin.LOW) == _all(NO)
    assert holdings(owners).open


def test_a_slice_too_small_to_matter_leaves_the_answer() -> None:
    assert by_method((listed("L1", "0.3"), firm("F", "0.51"))) == _all(NO)
    assert by_method((listed("L1", "0.5"),)) == _all(YES)


def test_no_owners_at_all_is_known_and_no_list_is_unknown() -> None:
    """`[]` = no owner, near or far, that any notice names; absent = unknown."""
    assert by_method(()) == _all(NO)
    assert by_method(None) == _all(Truth.UNKNOWN)
    assert (holdings(()).open, holdings(None).open) == (False, True)


def test_what_is_absent_below_a_named_owner_does_not_matter() -> None:
    """Even where the notice does not count: the Unreliable Entity List is not named in art. 2."""
    on_uel = Holder("U", Fraction(1), Fraction(1), ("uel-2025-7",), None)
    assert by_method((on_uel,)) == _all(NO)
    assert not holdings((on_uel,)).open


def test_an_owner_that_nobody_has_searched_for_may_be_listed() -> None:
    unsearched = Holder("S", HALF, HALF, None, ())
    assert by_method((unsearched, firm("F", "0.5"))) == _all(Truth.UNKNOWN)
    too_small = Holder("S", part("0.4"), part("0.4"), None, None)
    assert by_method((too_small, firm("F", "0.6"))) == _all(NO)


def test_an_owner_of_unknown_owners_may_be_wholly_owned_by_a_listed_one() -> None:
    owners = (listed("L1", "0.3"), Holder("F", part("0.2"), part("0.2"), (), None), firm("G", "0.5"))
    assert by_method(owners) == _all(Truth.UNKNOWN)


def test_bounded_shares_reach_as_far_as_the_others_leave_room() -> None:
    """The most that listed owners can hold is what the least of the others leaves."""
    wide = [Holder(f"L{n}", part("0.1"), part("0.4"), LISTED, None) for n in (1, 2)]
    assert by_method((*wide, firm("F", "0.51")))["summed"] is NO
    assert by_method((*wide, firm("F", "0.5")))["summed"] is Truth.UNKNOWN


def test_a_branch_of_a_listed_person_is_held_whatever_its_owners() -> None:
    """Art. 2: branches are covered whatever the percentage."""
    person = Holder("L1", Fraction(1), Fraction(1), LISTED, ())
    assert holdings((), person).held("direct", named, HALF, None) is YES
    clean = Holder("P", Fraction(1), Fraction(1), (), ())
    assert holdings((), clean).held("direct", named, HALF, None) is NO
    unsearched = Holder("P", Fraction(1), Fraction(1), None, ())
    assert holdings((), unsearched).held("direct", named, HALF, None) is Truth.UNKNOWN
    assert holdings((), unsearched).open


def test_a_notice_of_open_state_leaves_the_answer_open_only_where_it_decides() -> None:
    def doubtful(notices: tuple[str, ...]) -> Truth:
        return Truth.UNKNOWN if notices == ("wl-2026-12",) else named(notices)

    suspended = Holder("T", part("0.7"), part("0.7"), ("wl-2026-12",), None)
    assert holdings(whole(suspended)).held("direct", doubtful, HALF, None) is Truth.UNKNOWN
    small = Holder("T", part("0.3"), part("0.3"), ("wl-2026-12",), None)
    assert holdings(whole(small)).held("direct", doubtful, HALF, None) is NO
    assert holdings(whole(small, listed("L1", "0.5"))).held("direct", doubtful, HALF, None) is YES


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="no method"):
        holdings(()).held("votes", named, HALF, None)


# -- properties


@st.composite
def trees(draw: st.DrawFn, depth: int = 2, known: bool = False) -> Owners | None:
    """Owners of a party; unless ``known``, some lists, listings and shares are not."""
    if not known and draw(st.integers(0, 4)) == 0:
        return None
    weights = draw(st.lists(st.sampled_from((1, 2, 3, 5)), max_size=3))
    rest = 0 if known else draw(st.sampled_from((0, 0, 1, 3)))
    found = []
    for weight in weights:
        share = Fraction(weight, sum(weights) + rest)
        low = share if known or draw(st.booleans()) else share / 2
        listings: tuple[str, ...] | None = draw(st.sampled_from((LISTED, ("uel-2025-7",), (), ())))
        if not known and draw(st.integers(0, 5)) == 0:
            listings = None
        inner = draw(trees(depth=depth - 1, known=known)) if depth and not listings else ()
        found.append(Holder(draw(st.sampled_from("PQRST")) + (listings or ("",))[0], low, share, listings, inner))
    return tuple(found)


def _worlds(owners: Owners | None, other: str) -> Owners:
    """A world with everything known: what is open is listed and belongs to ``other``; harmless where that is empty."""
    if owners is None:
        return (listed(other, 1),) if other else ()
    found = []
    for holder in owners:
        listings = (LISTED if other else ()) if holder.listings is None else holder.listings
        below = _worlds(holder.owners_known, other)
        found.append(Holder(holder.name, holder.share_low, holder.share_low, listings, below))
    rest = 1 - sum((holder.share_low for holder in owners), Fraction(0))
    if owners and rest:
        found.append(listed(other, rest) if other else Holder("harmless", rest, rest, (), ()))
    return tuple(found)


def _names(owners: Owners | None) -> set[str]:
    found: set[str] = set()
    for holder in owners or ():
        found |= {holder.name, *_names(holder.owners)}
    return found


@settings(max_examples=200)
@given(trees(), st.sampled_from(METHODS))
def test_both_ends_are_possible_worlds(owners: Owners | None, method: str) -> None:
    """N9 for holdings: UNKNOWN only where a world in which the party is held and one in which it is not both exist."""
    low = holdings(_worlds(owners, "")).held(method, named, HALF, None)
    highs = [holdings(_worlds(owners, other)).held(method, named, HALF, None) for other in (*_names(owners), "N")]
    assert holdings(owners).held(method, named, HALF, Pin.LOW) is low
    assert holdings(owners).held(method, named, HALF, Pin.HIGH) is Truth.any(highs)
    assert holdings(owners).held(method, named, HALF, None) is Truth.hull([low, Truth.any(highs)])


def _forgetful(owners: Owners | None, draw: Random) -> Owners | None:
    """The same owners with some shares wider and some of the rest forgotten."""
    if owners is None or draw.random() < 0.1:
        return None
    found = []
    for holder in owners:
        low, high = holder.share_low, holder.share_high
        if draw.random() < 0.3:
            low, high = low * Fraction(draw.randrange(5), 4 + 1), min(Fraction(1), high * 2)
        listings = None if draw.random() < 0.15 else holder.listings
        found.append(Holder(holder.name, low, high, listings, _forgetful(holder.owners_known, draw)))
    return tuple(found)


@settings(max_examples=200)
@given(trees(known=True), st.integers(0, 2**32), st.sampled_from(METHODS))
def test_what_is_learnt_of_holders_never_flips_the_answer(owners: Owners, seed: int, method: str) -> None:
    """T3: with less known the answer is the same or open."""
    known = holdings(owners).held(method, named, HALF, None)
    less = _forgetful(owners, Random(seed))
    even_less = _forgetful(less, Random(seed + 1))
    assert known.settled
    between = holdings(less).held(method, named, HALF, None)
    assert between in (known, Truth.UNKNOWN)
    assert holdings(even_less).held(method, named, HALF, None) in (between, Truth.UNKNOWN)


@settings(max_examples=100)
@given(trees(), st.integers(0, 2**32), st.sampled_from(METHODS))
def test_the_order_of_owners_changes_nothing(owners: Owners | None, seed: int, method: str) -> None:
    draw = Random(seed)

    def mixed(some: Owners | None) -> Owners | None:
        if some is None:
            return None
        found = [Holder(h.name, h.share_low, h.share_high, h.listings, mixed(h.owners)) for h in some]
        draw.shuffle(found)
        return tuple(found)

    other = holdings(mixed(owners))
    assert other.held(method, named, HALF, None) is holdings(owners).held(method, named, HALF, None)
    assert other.open == holdings(owners).open
    assert other.notices() == holdings(owners).notices()
