"""Texts are found in a column at the same places by hashes as by joins."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from monazite.services import column_ids
from monazite.services.column_ids import NOWHERE, places_in

_TEXT = st.text("ab é", max_size=3)


@given(st.lists(_TEXT, max_size=8), st.lists(_TEXT, max_size=30), st.sampled_from([0, 1_000]))
def test_each_text_is_found_at_its_last_place(known: list[str], asked: list[str], many: int) -> None:
    before, column_ids.MANY = column_ids.MANY, many
    try:
        found = places_in(pl.Series(known, dtype=pl.String), pl.Series(asked, dtype=pl.String))
    finally:
        column_ids.MANY = before
    last = {text: place for place, text in enumerate(known)}
    assert found.tolist() == [last.get(text, int(NOWHERE)) for text in asked]
