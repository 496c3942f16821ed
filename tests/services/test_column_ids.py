"""Texts are found in a column at the same places by hashes as by joins."""

from __future__ import annotations

import polars as pl
import pytest
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


def test_two_texts_of_one_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first hash takes two texts for one the second differs, and a join is made instead."""
    same = pl.Series([7, 7], dtype=pl.UInt64)
    monkeypatch.setattr(column_ids, "MANY", 0)
    monkeypatch.setattr(column_ids, "_SEEDS", (0, 1))
    hashed = pl.Series.hash
    monkeypatch.setattr(pl.Series, "hash", lambda texts, seed: hashed(texts, seed) if seed else same.head(len(texts)))
    found = places_in(pl.Series(["a", "b"]), pl.Series(["a", "b"]))
    assert found.tolist() == [0, 1]
