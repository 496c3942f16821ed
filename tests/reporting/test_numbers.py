"""Shares rounded outwards (design, section 6): what is printed never claims more than what is known (rule N1)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.reporting.numbers import exact, money, outwards, percent, percent_range, share_number

shares = st.fractions(min_value=0, max_value=2)
THRESHOLD = Fraction(1, 1000)


@given(shares)
def test_bounds_are_rounded_outwards_to_twelve_digits(share: Fraction) -> None:
    low, high = outwards(share, up=False), outwards(share, up=True)
    assert Fraction(low) <= share <= Fraction(high)
    assert Fraction(high) - Fraction(low) <= share * Fraction(1, 10**11)
    assert len(high.as_tuple().digits) <= 12


@given(shares)
def test_rounding_twice_changes_nothing(share: Fraction) -> None:
    once = share_number(share, up=True)
    assert share_number(once, up=True) == once


@given(st.integers(-(10**6), 10**6))
def test_a_share_is_shown_on_its_own_side_of_the_threshold(step: int) -> None:
    share = THRESHOLD * (1 + Fraction(step, 10**10))
    for up in (True, False):
        shown = Fraction(percent(share, up=up, threshold=THRESHOLD).removesuffix(" %")) / 100
        assert (shown >= THRESHOLD) == (share >= THRESHOLD)


def test_exactly_the_threshold_prints_as_the_threshold() -> None:
    assert percent(0.001, up=True, threshold=0.001) == percent(0.001, up=False, threshold=0.001) == "0.1 %"
    assert share_number(0.001, up=True) == share_number(0.001, up=False) == 0.001


def test_one_ten_billionth_below_is_still_below() -> None:
    assert percent_range(0.0009999999999, 0.0009999999999, 0.001) == "0.09999999999 %"


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0.000002, 0.00086, "0.0002 to 0.086 %"),
        (0.005, 0.005, "0.5 %"),
        (0.0, None, "0 % or more, no upper bound"),
        (0, Fraction(1, 3), "0 to 33.4 %"),
    ],
)
def test_ranges_read_well(low: float, high: float | None, text: str) -> None:
    assert percent_range(low, high, 0.001) == text


def test_money_is_exact_where_its_decimal_ends() -> None:
    assert money(Fraction("560.50"), up=True) == "560.5"
    assert money(Fraction(1, 3), up=False) == "0.333333333333"
    assert money(Fraction(1, 3), up=True) == "0.333333333334"


def test_a_float_stands_for_the_decimal_that_it_prints_as() -> None:
    assert exact(0.1) == Fraction(1, 10)
