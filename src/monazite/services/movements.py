"""What the column `movement` of a shipment says, and where it speaks against the countries.

==================  =============================================================================================
movement            what it does
==================  =============================================================================================
export, re_export,  nothing: the countries decide. Neither is free or bound for its name, and a thing that leaves
tolling, repair,    China is exported from China, a re-export too (Decree 792 art. 2)
intercompany
domestic_transfer   one country: where only one end is stated, it is both. No export, so no licence under No. 61
                    art. 1; its art. 7 asks for the notice to the next recipient all the same
sample, exhibition  the purpose of that name; no purpose frees an export
return              goes back after repair or test: the purpose `return_after_repair`, which opens a voucher (art. 19)
bonded              the end in China is a zone under customs supervision. Out of it to abroad is an export from China,
                    into it or between two of them is none (art. 48)
transit             the rules reach transit (art. 48), and no column says through which country. Where neither end is
                    China it may leave China or not: both count, until the fact `from` says it
==================  =============================================================================================

Where movement and countries clash, the countries decide and an issue names both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from monazite.model.citation import Source
from monazite.model.fact import OneOf
from monazite.model.issue import Issue, Severity
from monazite.services.facts import FactBook
from monazite.services.tables import Row

HOME = "CN"
_PURPOSE: Mapping[str, str] = {"sample": "sample", "exhibition": "exhibition", "return": "return_after_repair"}
_CROSSING = ("export", "re_export")


def put_movement(book: FactBook, row: Row, source: Source) -> None:
    """The facts that the movement of a line adds to its countries; ``source`` is that of the cell."""
    movement, start, end = row.text("movement"), row.text("from_country"), row.text("to_country")
    book.put("shipment.purpose", _PURPOSE.get(movement), source)
    if movement == "domestic_transfer" and bool(start) is not bool(end):
        book.put("shipment.to" if start else "shipment.from", start or end, source)
    if movement == "transit" and _may_pass_china(start, end):
        book.put("shipment.from", OneOf((HOME, start)), source)
    for side, country in (("from", start), ("to", end)):
        if movement == "bonded" and country == HOME:
            book.put(f"shipment.{side}_zone", "bonded", source)
        book.put_default(f"shipment.{side}_zone", "ordinary")


def movement_issues(rows: Iterable[Row], settled: Collection[str]) -> Iterator[Issue]:
    """Lines whose movement clashes with their countries, and transits of which the way is not stated.

    ``settled``: subjects (`shipment:S1/1`) of which the table `facts` says from where they leave.
    """
    for row in rows:
        movement, start, end = row.text("movement"), row.text("from_country"), row.text("to_country")
        subject = f"shipment:{row.text('shipment_id')}/{row.text('line', '1')}"
        clash = _clash(movement, start, end)
        if clash:
            yield Issue(
                Severity.WARNING, "movement_contradicts", f"{subject}: {clash}; the countries decide",
                "correct the movement or the countries", "shipments", row.number, "movement", subject,
            )  # fmt: skip
        if movement == "transit" and _may_pass_china(start, end) and subject not in settled:
            yield Issue(
                Severity.WARNING, "transit_way_unstated",
                f"{subject} is in transit from {start} to {end}, and nothing says whether through China; "
                "it is judged both ways",
                f"add to facts: {subject}, from, CN where it passes China, otherwise {start}",
                "shipments", row.number, "movement", subject,
            )  # fmt: skip


def _may_pass_china(start: str, end: str) -> bool:
    return bool(start) and HOME not in (start, end)


def _clash(movement: str, start: str, end: str) -> str:
    if movement == "re_export" and start == HOME:
        return "a re-export that leaves China is an export from China"
    if not start or not end:
        return ""
    if movement == "domestic_transfer" and start != end:
        return f"a domestic transfer goes from {start} to {end}"
    if movement in _CROSSING and start == end:
        return f"the movement is {movement}, and both countries are {start}"
    return ""
