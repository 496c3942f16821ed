"""`monazite law attest`: a named person's word about the law."""

from __future__ import annotations

from typing import Annotated

import typer

from monazite import wiring
from monazite.cli import attest, options
from monazite.law.attest import full_id


def law_attest(
    portfolio: attest.Where = None,
    by: attest.By = "",
    event: Annotated[
        str, typer.Option("--event", help="issued, effective, suspended, resumed, stopped or repealed.")
    ] = "",
    instrument: Annotated[
        str, typer.Option("--instrument", help="What it happened to: mofcom-2025-61, mofcom-2025-61#1.1, cl-2026-23.")
    ] = "",
    start: Annotated[str, typer.Option("--from", help="First day on which it operates (or minute with offset).")] = "",
    until: Annotated[str, typer.Option("--until", help="Last day of a suspension.")] = "",
    issued_by: Annotated[str, typer.Option("--issued-by", help="The act behind it: MOFCOM Announcement No. ...")] = "",
    nothing_new: Annotated[
        str, typer.Option("--nothing-new", help="Nothing new was found as of this day, about --instrument or all law.")
    ] = "",
    withdraw: Annotated[str, typer.Option("--withdraw", help="Take back an earlier attestation by its id.")] = "",
    citation: attest.Citation = "",
    url: attest.Url = "",
    read: attest.Read = "",
    on: attest.On = None,
    note: attest.Note = "",
    file: attest.File = None,
    packs: options.Packs = None,
) -> None:
    """Attest an event in the life of the law, or that nothing new is known of it. Signed, dated, shown in every answer.

    What rests on an attestation is never surer than "attested by you". The file only grows; to correct an entry,
    withdraw it and sign anew.
    """
    if sum(map(bool, (event, nothing_new, withdraw))) != 1:
        options.usage("say one of --event, --nothing-new and --withdraw")
    whole, _, provision = instrument.partition("#")
    attest.sign(
        portfolio,
        file,
        on,
        packs,
        what="event" if event else "nothing_new" if nothing_new else "withdrawn",
        by=by,
        kind=event,
        instrument=full_id(wiring.law(packs), whole) if whole else "",
        provisions=(provision,) if provision else (),
        start=start,
        until=until,
        issued_by=issued_by,
        through=nothing_new,
        withdraws=withdraw,
        citation=citation,
        address=url,
        read=read,
        note=note,
    )
