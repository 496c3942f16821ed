"""Parties that no rule can tell apart, told by their columns and the notices that name them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
import polars as pl

from monazite.engines.columnar.frames import Frames, classes
from monazite.engines.columnar.special import Special
from monazite.services.column_frame import NUMBER

#: Columns that are shown, and that no rule reads. The day of a search is held against the day of each line.
_SHOWN = ("party_id", "name", "name_local", "address", "identifiers", NUMBER, "screened_on")
_NOBODY, _UNHEARD_OF = -1, -2


class PartyClasses:
    """Keys of parties on days: parties of one key are told apart by no rule on their days.

    A party of ``special`` has a key of its own, one for each stretch of days on which nothing changes that is said of
    it or its owners.
    """

    def __init__(self, frames: Frames, special: Special, run_on: date) -> None:
        parties, listings = frames.of("parties"), frames.of("listings")
        listed = listings.select("party_id", row=pl.col("designation").str.to_lowercase()).sort("party_id", "row")
        named = listed.group_by("party_id", maintain_order=True).agg(listed=pl.col("row").str.join(","))
        table = parties.join(named, on="party_id", how="left", maintain_order="left")
        own = [c for c in parties.columns if c not in _SHOWN]
        apart = pl.Series(sorted(special.parties), dtype=pl.String)
        kind = classes(table, [*own, "listed"])
        self._edges = sorted(_days(parties.filter(pl.col("party_id").is_in(apart.implode())), frames.of("ownership")))
        self._table = table.select(
            "party_id",
            # A search dated after the day of the run has found nothing.
            searched=pl.when(pl.col("screened_on") <= run_on).then(pl.col("screened_on")),
            party_class=kind.cast(pl.Int64),
            apart=pl.col("party_id").is_in(apart.implode()),
            place=pl.int_range(pl.len(), dtype=pl.Int64),
        )
        self._plain_keys = 2 * (len(kind) + 1)

    def keys(self, ids: pl.Series, days: pl.Series) -> pl.Series:
        """The key of each party on the day beside it; one that is blank or in no row has a key for that."""
        epoch = np.searchsorted(np.array(self._edges, dtype="datetime64[D]"), days.to_numpy(), side="right")
        frame = pl.DataFrame({"party_id": ids, "day": days, "epoch": pl.Series(epoch, dtype=pl.Int64)})
        joined = frame.join(self._table, on="party_id", how="left", maintain_order="left")
        fresh = (pl.col("searched") >= pl.col("day")).fill_null(False).cast(pl.Int64)
        apart = self._plain_keys + pl.col("place") * (len(self._edges) + 1) + pl.col("epoch")
        key = pl.when(pl.col("apart")).then(apart).otherwise(2 * pl.col("party_class") + fresh)
        told = pl.when(pl.col("party_id").is_null()).then(_NOBODY).otherwise(key.fill_null(_UNHEARD_OF))
        return joined.select(key=told)["key"]


def _days(parties: pl.DataFrame, ownership: pl.DataFrame) -> set[date]:
    """First days on which something said of special parties or of holders is otherwise than the day before."""
    day = timedelta(days=1)
    return {
        *_known(ownership["from"]),
        *(d + day for d in _known(ownership["until"])),
        *(d + day for d in _known(parties["screened_on"])),
    }


def _known(days: pl.Series) -> Iterable[date]:
    return days.drop_nulls().unique().to_list()
