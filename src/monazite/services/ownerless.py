"""Rows that were set aside and do not readably say whose they are: each may be about anybody, so nobody is spared.

A row that names its part or party leaves that one in doubt. Where the name itself cannot be read, the one whose row it
was looks whole: its bill seems complete, its name seems found in no list. So all of that sort are in doubt until the
row is mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from monazite.model.issue import Issue, Severity
from monazite.services.tables import Portfolio, Row


class _Says(NamedTuple):
    """The column that says whose a row is, those of which one says something of it, and what is open for whom."""

    owner: str
    said: tuple[str, ...]
    open: str


_TABLES: Mapping[str, _Says] = {
    "bom": _Says("parent_id", ("child_id",), "no part is taken as completely described"),
    "contents": _Says("part_id", ("entry",), "no part is taken as completely described"),
    "profiles": _Says("profile", ("entry", "element"), "no part with a profile is taken as completely described"),
    "technologies": _Says("part_id", ("activity",), "what technology made any part is not taken as fully stated"),
    "listings": _Says("party_id", ("designation",), "no party is taken as named in none of the lists"),
    "ownership": _Says("owned_id", ("owner_id",), "the holders of no party are taken as fully stated"),
    "roles": _Says("shipment_id", ("party_id",), "any line may have further end users"),
}


def ownerless(portfolio: Portfolio, *tables: str) -> str:
    """Where a row of one of ``tables`` stands that may be about anybody (``bom row 7``); empty when there is none."""
    return next((row.place for row in _rows(portfolio) if row.table in tables), "")


def ownerless_issues(portfolio: Portfolio) -> list[Issue]:
    """A warning `owner_not_read` for every such row: what is open because of it."""
    return [
        Issue(
            Severity.WARNING, "owner_not_read",
            f"whose row it is cannot be read, so it may be about any: {_TABLES[row.table].open}",
            f"mend {_TABLES[row.table].owner}, or delete the row", row.table, row.number, _TABLES[row.table].owner,
        )
        for row in _rows(portfolio)
    ]  # fmt: skip


def _rows(portfolio: Portfolio) -> Iterator[Row]:
    for aside in portfolio.set_aside:
        says = _TABLES.get(aside.row.table)
        if says is None or says.owner in aside.row:
            continue
        if any(aside.row.raw.get(f, "").strip() or f in aside.row.faulty for f in says.said):
            yield aside.row
