"""The table `ownership` as holders (cases' README section 5, `affiliation`; rule T4)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

from tests.exchange.support import read

from monazite.model.truth import Truth
from monazite.services.holdings import HoldingsBook

DAY = date(2026, 3, 1)
HALF = Fraction(1, 2)
LISTED = {"L": ("cl-2025-01",), "M": ("cl-2025-01",), "HOLD": (), "A": (), "B": (), "C": ()}


def held(tmp_path: Path, ownership: str, method: str) -> Truth:
    """Whether listed holders hold half of the party A."""
    header = "owner_id,owned_id,share,interest,complete,from,until\n"
    (tmp_path / "ownership.csv").write_text(header + ownership, "utf-8")
    (tmp_path / "parties.csv").write_text("party_id,name\n" + "".join(f"{p},{p}\n" for p in LISTED), "utf-8")
    book = HoldingsBook(read(tmp_path), DAY, LISTED.get, str)
    found = book.of("A")
    if found is None:
        return Truth.UNKNOWN
    return found.held(method, lambda notices: Truth.of(bool(notices)), HALF, None)


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


def test_a_circle_is_left_open_and_not_walked_for_ever(tmp_path: Path) -> None:
    rows = "B,A,0.6,capital,yes,,\nA,B,0.6,capital,yes,,\n"
    assert held(tmp_path, rows, "cascade") is Truth.UNKNOWN


def test_a_branch_of_a_listed_person_is_held(tmp_path: Path) -> None:
    assert held(tmp_path, "L,A,,branch,,,\n", "direct") is Truth.TRUE


def test_a_stake_that_cannot_be_read_leaves_the_party_open(tmp_path: Path) -> None:
    assert held(tmp_path, 'M,A,0.1,capital,yes,,\nL,A,"0,9",capital,yes,,\n', "direct") is Truth.UNKNOWN
