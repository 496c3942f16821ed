"""Numbers are read exactly as written, and what is none is told apart by what it most likely is."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite.exchange.native import Bad
from monazite.exchange.numbers import read_number, read_pair
from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.services.tables import Column, Kind, Range


def column(allowed: Range) -> Column:
    return Column("x", Kind.NUMBER, "a number", range=allowed)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0,5", "decimal_comma"), ("0,012", "decimal_comma"), ("12,50", "decimal_comma"),
        ("1,234", "thousands_separator"),
        ("1.234,5", "thousands_separator"), ("1,234.5", "thousands_separator"), ("1 234", "thousands_separator"),
        ("1'234", "thousands_separator"), ("12%", "percent_sign"), ("12,5 %", "percent_sign"), ("NaN", "not_finite"),
        ("-inf", "not_finite"), ("12 kg", "text_in_number"), ("$5", "text_in_number"), ("n/a", "text_in_number"),
        (".5", "text_in_number"), ("1e5000", "text_in_number"), ("9" * 5000, "text_in_number"),
        ("-1", "negative_number"), ("0x10", "text_in_number"), ("1_000", "text_in_number"),
    ],
)  # fmt: skip
def test_what_is_no_number(text: str, code: str) -> None:
    with pytest.raises(Bad) as caught:
        read_number(text, column(Range.QUANTITY))
    assert caught.value.fault.code == code
    assert caught.value.fault.remedy


@pytest.mark.parametrize(
    ("text", "allowed", "code"),
    [
        ("1.01", Range.SHARE, "share_above_one"), ("1", Range.LOSS, "share_above_one"),
        ("0", Range.POSITIVE, "zero_number"), ("-1", Range.SHARE, "negative_number"),
    ],
)  # fmt: skip
def test_what_is_out_of_range(text: str, allowed: Range, code: str) -> None:
    with pytest.raises(Bad) as caught:
        read_number(text, column(allowed))
    assert caught.value.fault.code == code


def test_the_ends_of_ranges_are_inside() -> None:
    assert read_number("1", column(Range.SHARE)) == 1
    assert read_number("0", column(Range.LOSS)) == 0
    assert read_number("-3", column(Range.BY_PRODUCT)) == -3


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**12, places=9))
def test_n1_decimals_are_exact(number: object) -> None:
    assert read_pair(str(number), "", "", column(Range.QUANTITY)) == Bounds.exactly(Fraction(str(number)))


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading(text: str) -> None:
    with suppress(Bad):
        assert isinstance(read_number(text, column(Range.ANY)), Fraction)
