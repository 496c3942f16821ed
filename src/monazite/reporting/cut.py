"""Which lines stay where not all can be shown: the most serious, and of every other kind of answer some."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

#: A tenth of the places is for kinds of answer that the most serious lines would crowd out.
_ROOM = 10
#: At most so many lines of such a kind.
_OF_A_KIND = 10


def kept(kinds: pl.Series, limit: int) -> list[int]:
    """The places to keep of lines in order of seriousness, by their ``kinds`` of answer: ``limit`` of them, in order.

    Where more kinds are crowded out than there is room for, the most serious of them stay.
    """
    if len(kinds) <= limit:
        return list(range(len(kinds)))
    room = limit // _ROOM
    ranked = pl.DataFrame({"kind": kinds}).with_row_index("place").with_columns(pl.col("place").cast(pl.Int64))
    missing = ranked.filter(~pl.col("kind").is_in(kinds.head(limit - room).unique().implode()))
    named = missing["kind"].unique(maintain_order=True).head(room)
    each = min(_OF_A_KIND, room // max(len(named), 1))
    reserved = missing.filter(pl.col("kind").is_in(named.implode()), pl.int_range(pl.len()).over("kind") < each)[
        "place"
    ]
    rest = ranked.filter(~pl.col("place").is_in(reserved.implode()))["place"].head(limit - len(reserved))
    return sorted([*reserved.to_list(), *rest.to_list()])


def left_out(total: int, shown: int, table: str) -> str:
    """What the head of a cut sheet or page says; empty where nothing was cut. ``table``: where all of them are."""
    if total <= shown:
        return ""
    return (
        f"{shown:,} of {total:,} lines are shown, the strictest or open ones first and some of every kind of answer; "
        f"{total - shown:,} are left out here and are in {table}."
    )


def numbered(kinds: Sequence[object]) -> pl.Series:
    """A number for every kind, the same for equal ones."""
    codes: dict[object, int] = {}
    return pl.Series([codes.setdefault(kind, len(codes)) for kind in kinds], dtype=pl.Int64)
