"""Who takes part in lines of which the table `roles` says something, told over columns.

What a rule can tell of the parties of a line is: in which roles they are, in which order, which of them are one and the
same, and what is known of each. `monazite.services.roles` makes nothing else of them, so lines that agree in all this
are alike, and one of each kind is looked at.
"""

from __future__ import annotations

import polars as pl

from monazite.engines.columnar.frames import Frames
from monazite.law.pack import Law
from monazite.services.parties import UNKNOWN_PARTY

_SLOTS = {"end_user_ids": "u", "importer_id": "i", "exporter_id": "e"}
"""What the columns of `shipments` say, in the order in which it is read; the rows of `roles` follow."""


def role_rows(frames: Frames) -> pl.DataFrame:
    """The rows of `roles` in the order of the file, with ``key``: a shipment, or a line of it (``S1/10``)."""
    line = pl.when(pl.col("line") != "").then("line")
    return frames.of("roles").with_columns(key=pl.concat_str("shipment_id", line, separator="/", ignore_nulls=True))


def cast_of(frames: Frames, lines: pl.DataFrame) -> pl.DataFrame:
    """A row per party and role of every line with a row in `roles`: ``row`` of the line, ``slot`` (the role, marked
    where the party is nobody in particular), ``id``, and ``same``: the first place at which the party stands there.
    """
    rows = role_rows(frames).select("key", id="party_id", slot=pl.concat_str(pl.lit("r"), "role", separator=" "))
    rows = rows.with_row_index("at")
    stated = pl.concat(
        lines.select("row", key=pl.col(key), part=pl.lit(part, dtype=pl.Int64)).join(rows, on="key")
        for part, key in ((3, "shipment_id"), (4, "subject"))
    ).select("row", "part", "at", "id", "slot")
    mine = lines.join(stated.select("row").unique(), on="row", how="semi")
    columns = [
        mine.select("row", part=pl.lit(part, dtype=pl.Int64), id=pl.col(column).str.split(";"))
        .explode("id")
        .filter(pl.col("id").is_not_null() & (pl.col("id") != ""))
        .with_row_index("at")
        .with_columns(slot=pl.lit(slot))
        .select("row", "part", "at", "id", "slot")
        for part, (column, slot) in enumerate(_SLOTS.items())
    ]
    cast = pl.concat([*columns, stated]).sort("row", "part", "at", maintain_order=True)
    cast = cast.with_columns(place=pl.int_range(pl.len()).over("row"))
    nobody = pl.when(pl.col("id") == UNKNOWN_PARTY).then(pl.lit("?")).otherwise(pl.lit(""))
    return cast.select(
        "row", "id", slot=pl.concat_str("slot", nobody), same=pl.col("place").min().over("row", "id")
    )  # fmt: skip


def cast_keys(cast: pl.DataFrame, key: pl.Series, lines: pl.DataFrame) -> pl.Series:
    """For every line what tells its cast, `keys` of parties in it: ``slot|key|same`` divided by ``;``; null: no row."""
    told = cast.with_columns(told=pl.concat_str("slot", key.cast(pl.String), pl.col("same"), separator="|"))
    each = told.group_by("row", maintain_order=True).agg(pl.col("told").str.join(";"))
    return lines.select("row").join(each, on="row", how="left", maintain_order="left")["told"].alias("cast_key")


def with_codes(cast: str, parties: dict[int, int]) -> str:
    """What tells a cast, with what the rules can tell of each party in place of its key."""
    pieces = (piece.split("|") for piece in cast.split(";"))
    return ";".join(f"{slot}|{parties[int(key)]}|{same}" for slot, key, same in pieces)


def shown_users(lines: pl.DataFrame, cast: pl.DataFrame, law: Law) -> pl.Series:
    """The ids of the end users of every line as they are shown, with those of `roles`."""
    using = [r.role for pack in law.packs.values() for r in pack.effects.roles if r.counts_as == "end_user"]
    slots = [f"{slot}{mark}" for slot in ("u", *(f"r {role}" for role in using)) for mark in ("", "?")]
    users = cast.filter(pl.col("slot").is_in(slots)).unique(["row", "id"], keep="first", maintain_order=True)
    each = users.group_by("row", maintain_order=True).agg(pl.col("id").str.join(";"))
    found = lines.select("row", "end_user_ids").join(each, on="row", how="left", maintain_order="left")
    return found.select(pl.coalesce("id", "end_user_ids").alias("user_ids")).to_series()
