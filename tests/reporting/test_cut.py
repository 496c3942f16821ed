"""Where not all lines can be shown, the most serious stay, and some of every kind of answer."""

from __future__ import annotations

from collections import Counter

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from monazite.reporting.cut import kept, left_out

KINDS = st.lists(st.integers(0, 12), max_size=300)


@given(kinds=KINDS, limit=st.integers(1, 200))
def test_a_cut_keeps_as_many_as_there_is_room_for_in_order(kinds: list[int], limit: int) -> None:
    places = kept(pl.Series(kinds, dtype=pl.Int64), limit)
    assert places == sorted(set(places))
    assert len(places) == min(limit, len(kinds))
    assert all(0 <= place < len(kinds) for place in places)


@given(kinds=KINDS, limit=st.integers(130, 200))
def test_every_kind_stays_where_a_tenth_of_the_places_is_enough_for_all(kinds: list[int], limit: int) -> None:
    places = kept(pl.Series(kinds, dtype=pl.Int64), limit)
    assert {kinds[place] for place in places} == set(kinds)


@given(kinds=KINDS, limit=st.integers(1, 200))
def test_nine_tenths_of_the_places_are_for_the_most_serious(kinds: list[int], limit: int) -> None:
    places = kept(pl.Series(kinds, dtype=pl.Int64), limit)
    head = min(limit - limit // 10, len(kinds))
    assert places[:head] == list(range(head))


def test_of_a_kind_that_was_crowded_out_up_to_ten_lines_stay() -> None:
    kinds = [1] * 5000 + [2] * 50 + [3] * 3
    found = Counter(kinds[place] for place in kept(pl.Series(kinds), 1000))
    assert found == {1: 987, 2: 10, 3: 3}


def test_what_is_left_out_is_counted_and_its_place_named() -> None:
    said = left_out(1_000_000, 10_000, "determinations.parquet")
    assert "10,000 of 1,000,000 lines" in said
    assert "990,000 are left out here and are in determinations.parquet" in said
    assert left_out(10, 10, "determinations.parquet") == ""
