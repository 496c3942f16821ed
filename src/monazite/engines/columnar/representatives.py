"""The portfolio cut down to some of its parts, parties and lines, with all that is said of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from monazite.engines.columnar.frames import Frames
from monazite.engines.columnar.line_roles import role_rows
from monazite.services.column_frame import NUMBER
from monazite.services.tables import Portfolio


def beneath(frames: Frames, parts: Iterable[str]) -> set[str]:
    """Some parts and everything in their bills of materials."""
    bom = frames.of("bom").select("parent_id", "child_id")
    found = set(parts)
    new = found
    while new and bom.height:
        wanted = pl.Series(sorted(new), dtype=pl.String).implode()
        children = set(bom.filter(pl.col("parent_id").is_in(wanted))["child_id"].drop_nulls())
        new = children - found
        found |= new
    return found


def only(portfolio: Portfolio, shipment_id: str) -> Portfolio:
    """A large portfolio with one shipment alone, what it ships and to whom.

    A small one, or one with licences or undertakings, whose lines bear on one another, stays as it is. Of a shipment
    that is not there, the first eight rows of all are left.
    """
    bound = any(portfolio.rows(table) for table in ("licences", "undertakings"))
    if portfolio.frame("shipments") is None or bound:
        return portfolio
    frames = Frames(portfolio)
    lines = frames.of("shipments")
    mine = lines.filter(pl.col("shipment_id") == shipment_id)
    return cut_to(frames, *named_in(mine if mine.height else lines.head(8)))


def named_in(lines: pl.DataFrame) -> tuple[set[str], set[str], list[int]]:
    """The parts, parties and row numbers of some lines."""
    users = {party for ids in lines["end_user_ids"].drop_nulls() for party in ids.split(";")}
    people = users.union(lines["exporter_id"].drop_nulls(), lines["importer_id"].drop_nulls())
    return set(lines["part_id"].drop_nulls()), people, sorted(lines[NUMBER])


def cut_to(frames: Frames, parts: Iterable[str], parties: Iterable[str], lines: Sequence[int]) -> Portfolio:
    """The portfolio with these parts and what is beneath them, these parties and every holder, and these rows of
    `shipments` alone, with their roles and all who are in them. Prices, rates, facts and evidence stay whole.
    """
    kept = beneath(frames, parts)
    roles = _roles(frames, lines)
    owners = frames.of("ownership")
    people = {
        *parties,
        *roles["party_id"].drop_nulls(),
        *owners["owner_id"].drop_nulls(),
        *owners["owned_id"].drop_nulls(),
        *_offices(frames),
    }
    about = {"parts": kept, "contents": kept, "technologies": kept, "values": kept, "sources": kept}
    rows = {table: frames.about(table, "part_id", ids) for table, ids in about.items()}
    by_line = frames.of("values").filter(pl.col("part_id").is_null())["number"].to_list()
    return frames.cut({
        **rows,
        "values": (*rows["values"], *frames.numbered("values", by_line)),
        "bom": frames.about("bom", "parent_id", kept),
        "parties": frames.about("parties", "party_id", people),
        "listings": frames.about("listings", "party_id", people),
        "shipments": frames.numbered("shipments", lines),
        "roles": frames.numbered("roles", roles[NUMBER].to_list()),
    })  # fmt: skip


def _roles(frames: Frames, lines: Sequence[int]) -> pl.DataFrame:
    """The rows of `roles` about some rows of `shipments`."""
    shown = frames.of("shipments").filter(pl.col(NUMBER).is_in(pl.Series(lines, dtype=pl.Int64).implode()))
    subjects = pl.concat_str("shipment_id", pl.col("line").fill_null("1"), separator="/")
    keys = pl.concat([shown["shipment_id"], shown.select(subjects.alias("shipment_id"))["shipment_id"]])
    return role_rows(frames).filter(pl.col("key").is_in(keys.implode()))


def _offices(frames: Frames) -> set[str]:
    return set(frames.of("parties")["branch_of"].drop_nulls())
