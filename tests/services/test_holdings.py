"""The table `ownership` as holders (cases' README section 5, `affiliation`; rule T4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.support import read

from monazite.model.truth import Truth
from monazite.services.holdings import HoldingsBook

Answers = dict[str, Truth]
DAY = date(2026, 3, 1)
HALF = Fraction(1, 2)
LISTED = {"L": ("cl-2025-01",), "M": ("cl-2025-01",), "HOLD": (), "A": (), "B": (), "C": ()}


METHODS = ("direct", "summed", "cascade", "multiplied")


def by_method(tmp_path: Path, ownership: str, others: Mapping[str, tuple[str, ...]] = MappingProxyType({})) -> Answers:
    """Whether listed holders hold half of the party A, by method."""
    listings = {**LISTED, **others}
    header = "owner_id,owned_id,share,interest,complete,from,until\n"
    (tmp_path / "ownership.csv").write_text(header + ownership, "utf-8")
    (tmp_path / "parties.csv").write_text("party_id,name\n" + "".join(f"{p},{p}\n" for p in listings), "utf-8")
    book = HoldingsBook(read(tmp_path), DAY, listings.get, str)
    found = book.of("A")
    if found is None:
        return dict.fromkeys(METHODS, Truth.UNKNOWN)
    return {method: found.held(method, lambda notices: Truth.of(bool(notices)), HALF, None) for method in METHODS}


def held(tmp_path: Path, ownership: str, method: str) -> Truth:
    return by_method(tmp_path, ownership)[method]


def test_exactly_half_is_held(tmp_path: Path) -> None:
    assert held(tmp_path, "L,A,0.5,capital,,,\n", "direct") is Truth.TRUE


def test_just_below_half_with_nobody_else_is_not_held(tmp_path: Path) -> None:
    assert held(tmp_path, "L,A,0.4999,capital,yes,,\n", "cascade") is Truth.FALSE


def test_just_below_half_with_an_unknown_rest_is_open(tmp_path: Path) -> None:
    assert held(tmp_path, "L,A,0.4999,capital,,,\n", "direct") is Truth.UNKNOWN


def test_two_listed_holders_add_up_only_where_they_are_summed(tmp_path: Path) -> None:
    rows = "L,A,0.3,capital,yes,,\nM,A,0.3,capital,yes,,\n"
    assert held(tmp_path, rows, "direct") is Truth.FALSE
    assert held(tmp_path, rows, "summed") is Truth.TRUE


def test_a_chain_counts_whole_in_the_cascade_and_in_part_when_multiplied(tmp_path: Path) -> None:
    rows = "L,HOLD,0.6,capital,yes,,\nHOLD,A,0.6,capital,yes,,\n"
    assert held(tmp_path, rows, "cascade") is Truth.TRUE
    assert held(tmp_path, rows, "multiplied") is Truth.FALSE


def test_a_stake_that_has_ended_is_no_stake(tmp_path: Path) -> None:
    assert held(tmp_path, "L,A,0.9,capital,yes,,2026-02-01\n", "direct") is Truth.UNKNOWN


def test_votes_and_capital_of_one_owner_give_a_range(tmp_path: Path) -> None:
    rows = "L,A,0.6,votes,yes,,\nL,A,0.4,capital,yes,,\n"
    assert held(tmp_path, rows, "direct") is Truth.UNKNOWN


def test_a_circle_without_a_listed_holder_covers_nobody(tmp_path: Path) -> None:
    """The members of a circle do not cover each other out of nothing; the rest is said to be nobody's."""
    rows = "B,A,0.6,capital,yes,,\nA,B,0.6,capital,yes,,\n"
    assert by_method(tmp_path, rows) == dict.fromkeys(METHODS, Truth.FALSE)


def test_a_circle_that_nobody_outside_it_holds_is_open(tmp_path: Path) -> None:
    """Somebody stands behind it; nobody has said who."""
    rows = "B,A,1,capital,,,\nA,B,1,capital,,,\n"
    assert by_method(tmp_path, rows) == dict.fromkeys(METHODS, Truth.UNKNOWN)


def test_a_stake_that_comes_back_through_a_circle_counts_once_more_when_multiplied(tmp_path: Path) -> None:
    """L has 45 % of A, A has 10 % of itself: 0.45 / (1 - 0.1) is one half; by each other method 45 % are too little."""
    rows = "L,A,0.45,capital,yes,,\nA,A,0.1,capital,yes,,\n"
    expected = dict.fromkeys(METHODS, Truth.FALSE) | {"multiplied": Truth.TRUE}
    assert by_method(tmp_path, rows) == expected
    assert by_method(tmp_path, rows.replace("0.45", "0.449999999"))["multiplied"] is Truth.FALSE


def test_a_cross_holding_below_a_listed_owner_is_covered_by_the_cascade(tmp_path: Path) -> None:
    """L has 50 % of B; B has 40 % of A and L 10 %; A has 30 % of B. A: 40 + 10 by cascade, by no other method."""
    rows = "L,B,0.5,capital,yes,,\nA,B,0.3,capital,yes,,\nB,A,0.4,capital,yes,,\nL,A,0.1,capital,yes,,\n"
    expected = dict.fromkeys(METHODS, Truth.FALSE) | {"cascade": Truth.TRUE}
    assert by_method(tmp_path, rows) == expected


def test_a_holding_that_holds_itself_beside_its_one_owner_is_wholly_owned(tmp_path: Path) -> None:
    rows = "L,HOLD,0.7,capital,,,\nC,HOLD,0.3,capital,,,\nHOLD,C,1,capital,,,\nHOLD,A,0.5,capital,yes,,\n"
    assert by_method(tmp_path, rows) == dict.fromkeys(METHODS, Truth.TRUE)


def test_a_branch_holds_for_its_legal_person(tmp_path: Path) -> None:
    assert by_method(tmp_path, "L,B,,branch,,,\nB,A,0.5,capital,yes,,\n") == dict.fromkeys(METHODS, Truth.TRUE)


def test_a_branch_counts_on_its_days_only(tmp_path: Path) -> None:
    assert held(tmp_path, "L,A,,branch,,,2026-02-28\n", "direct") is Truth.UNKNOWN
    assert held(tmp_path, "L,A,,branch,,2026-03-01,2026-03-01\n", "direct") is Truth.TRUE


def test_stakes_above_the_whole_say_nothing(tmp_path: Path) -> None:
    """They contradict each other: which of them is wrong is not guessed."""
    rows = "L,A,0.6,capital,yes,,\nB,A,0.6,capital,yes,,\n"
    assert by_method(tmp_path, rows) == dict.fromkeys(METHODS, Truth.UNKNOWN)
    issues = read(tmp_path).issues
    found = [(issue.row, issue.subject) for issue in issues if issue.code == "stakes_above_one"]
    assert found == [(3, "party:A")]


def test_stakes_of_different_times_do_not_add_up(tmp_path: Path) -> None:
    rows = "L,A,0.6,capital,yes,,2026-02-28\nB,A,0.6,capital,yes,2026-03-01,\n"
    assert held(tmp_path, rows, "direct") is Truth.UNKNOWN
    assert "stakes_above_one" not in {issue.code for issue in read(tmp_path).issues}


def test_what_an_owner_has_by_votes_is_not_what_it_has_by_capital(tmp_path: Path) -> None:
    """L has 60 % of the votes, B 60 % of the capital: no contradiction, and nothing is settled."""
    rows = "L,A,0.6,votes,,,\nB,A,0.6,capital,,,\n"
    assert by_method(tmp_path, rows) == dict.fromkeys(METHODS, Truth.UNKNOWN)
    assert "stakes_above_one" not in {issue.code for issue in read(tmp_path).issues}


def test_votes_and_capital_that_agree_settle(tmp_path: Path) -> None:
    """As in the first of the BODS 0.4 fixtures (PyPI bods-v04-fixtures 0.1.1, 01-direct-ownership): 75 % by both."""
    rows = "L,A,0.75,votes,,,\nL,A,0.75,capital,,,\n"
    assert by_method(tmp_path, rows) == dict.fromkeys(METHODS, Truth.TRUE)


def test_a_holder_of_unknown_stake_in_a_chain_leaves_it_open(tmp_path: Path) -> None:
    """As in indirect-ownership.json of BODS 0.4: B has 60 % of A, L an unknown part of B."""
    assert by_method(tmp_path, "B,A,0.6,capital,,,\nL,B,,,,,\n") == dict.fromkeys(METHODS, Truth.UNKNOWN)


def test_diamonds_upon_diamonds_are_walked_once(tmp_path: Path) -> None:
    """Sixty storeys of two holdings each: 2 to the 60th chains, 240 stakes."""
    rows = "X0,A,0.5,capital,,,\nY0,A,0.5,capital,,,\n"
    for n in range(60):
        rows += "".join(f"{u}{n + 1},{o}{n},0.5,capital,,,\n" for u in "XY" for o in "XY")
    rows += "L,X60,1,capital,,,\nL,Y60,1,capital,,,\n"
    names = {f"{letter}{n}": () for letter in "XY" for n in range(61)}
    assert by_method(tmp_path, rows, names) == dict.fromkeys(METHODS, Truth.TRUE)


STAKES = (
    "L,HOLD,0.3,capital,yes,,", "A,HOLD,0.4,capital,yes,,", "B,HOLD,0.3,capital,yes,,", "HOLD,A,0.45,capital,yes,,",
    "L,A,0.25,capital,yes,,", "C,A,0.2,votes,,,", "C,A,0.1,capital,,,", "HOLD,C,0.5,capital,,,",
    "M,B,0.5,capital,yes,,", "A,B,0.2,capital,yes,,",
)  # fmt: skip


@given(st.permutations(STAKES))
@settings(max_examples=20)
def test_the_order_of_rows_changes_nothing(rows: list[str]) -> None:
    with TemporaryDirectory() as first, TemporaryDirectory() as second:
        mixed, straight = by_method(Path(first), "\n".join(rows)), by_method(Path(second), "\n".join(STAKES))
    assert mixed == straight


def test_a_branch_of_a_listed_person_is_held(tmp_path: Path) -> None:
    assert held(tmp_path, "L,A,,branch,,,\n", "direct") is Truth.TRUE


def test_a_stake_that_cannot_be_read_leaves_the_party_open(tmp_path: Path) -> None:
    assert held(tmp_path, 'M,A,0.1,capital,yes,,\nL,A,"0,9",capital,yes,,\n', "direct") is Truth.UNKNOWN
