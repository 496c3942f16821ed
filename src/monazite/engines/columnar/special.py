"""What cannot be told by its columns alone: subjects about which another table says something of their own."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from monazite.engines.columnar.frames import Frames
from monazite.services.column_frame import NUMBER


@dataclass(frozen=True, slots=True)
class Special:
    """Ids of parts and parties, and subjects of shipments (`S1`, `S1/2`), that are looked at one by one."""

    parts: frozenset[str]
    parties: frozenset[str]
    shipments: frozenset[str]


def special_subjects(frames: Frames, flagged: frozenset[str] = frozenset()) -> Special:
    """Everything that the tables `facts`, `evidence`, `values`, `undertakings`, `licences` and `ownership` name,
    everything with a faulty row, and the ``flagged`` parties."""
    subjects = set(frames.of("facts")["subject"]) | frames.portfolio.touched_by_faults()
    named = {kind: {s.partition(":")[2] for s in subjects if s.startswith(f"{kind}:")} for kind in _KINDS}
    covered = {part.partition(":")[0].strip() for text in frames.of("evidence")["covers"].drop_nulls() for part in
               text.split(";")}  # fmt: skip
    ownership, undertakings, values = frames.of("ownership"), frames.of("undertakings"), frames.of("values")
    owners = {*ownership["owner_id"], *ownership["owned_id"]} - {None}
    bound = {part for text in undertakings["part_ids"].drop_nulls() for part in text.split(";")}
    shipped = {*values["shipment_id"].drop_nulls(), *_odd(frames, ("roles",), "shipment_id")}
    odd_parts = _odd(frames, ("parts", "contents", "technologies", "values"), "part_id")
    return Special(
        parts=frozenset({*named["part"], *covered, *bound, *values["part_id"].drop_nulls(), *odd_parts}),
        parties=frozenset({*named["party"], *covered, *owners, *flagged, *_branches(frames),
                           *_odd(frames, ("parties", "listings"), "party_id")}),
        shipments=frozenset({*named["shipment"], *covered, *shipped}),
    )  # fmt: skip


_KINDS = ("part", "party", "shipment")


def _branches(frames: Frames) -> set[str]:
    """Head offices and branches: what is said of one is said of the other."""
    parties = frames.of("parties").filter(pl.col("branch_of").is_not_null())
    return {*parties["party_id"], *parties["branch_of"]}


def _odd(frames: Frames, tables: tuple[str, ...], column: str) -> set[str]:
    found: set[str] = set()
    for table in tables:
        odd = frames.odd(table)
        if len(odd):
            found |= set(frames.of(table).filter(pl.col(NUMBER).is_in(odd.implode()))[column].drop_nulls())
    return found
