"""`monazite lists ...`: the lists of designated parties, how far they are known, and what was attested of them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from monazite import wiring
from monazite.cli import attest, options
from monazite.law.attest import LIST_NAMES
from monazite.reporting.json_document import text
from monazite.reporting.law_text import print_lists
from monazite.reporting.terminal import make_console
from monazite.services.attestations import list_status
from monazite.storage.attestation_file import attestation_path

app = typer.Typer(
    no_args_is_help=True,
    help="The Control List, the Watch List and the Unreliable Entity List: how far they are known.",
)


@app.command()
def status(
    portfolio: attest.Where = None,
    output: Annotated[options.Format, typer.Option("--format", help="table or json.")] = options.Format.TABLE,
    attestations: options.Attestations = None,
    packs: options.Packs = None,
) -> None:
    """Show each list: through which day it is complete, when it was last checked, its age, and whether it is stale."""
    options.sound_packs(packs)
    today = date.today()
    file = attestations or (attestation_path(portfolio) if portfolio is not None else None)
    law = wiring.law(packs) if file is None else wiring.law_as_attested(file, today, None, packs)
    found = list_status(law, today)
    for issue in law.issues:
        typer.echo(f"monazite: {issue}", err=True)
    if output is options.Format.JSON:
        rows = [asdict(one) for one in found]
        document = {"schema": "monazite/lists/1", "run_on": str(today), "lists": rows}
        typer.echo(text(options.plain(document)), nl=False)
    else:
        print_lists(found, law.attestations, today, make_console())


@app.command("attest")
def attest_(
    portfolio: attest.Where = None,
    by: attest.By = "",
    lists: Annotated[
        list[str] | None, typer.Option("--list", help="control_list, watch_list, unreliable_entity_list. Default: all.")
    ] = None,
    complete_through: Annotated[
        str, typer.Option("--complete-through", help="The packs hold every notice up to this day.")
    ] = "",
    searched: Annotated[
        str, typer.Option("--searched", help="Names were searched as of this day; hits stand in the table listings.")
    ] = "",
    party: Annotated[
        list[str] | None, typer.Option("--party", help="Party that was searched. Repeatable; default: all.")
    ] = None,
    citation: attest.Citation = "",
    url: attest.Url = "",
    read: attest.Read = "",
    on: attest.On = None,
    note: attest.Note = "",
    file: attest.File = None,
    packs: options.Packs = None,
) -> None:
    """Attest that lists are complete through a day, or that parties were searched in them. To take it back: law attest.

    Beyond the newest search, "named in no notice" holds only as far as every list is attested complete and has had no
    notice since that search.
    """
    if bool(complete_through) == bool(searched):
        options.usage("say one of --complete-through and --searched")
    attest.sign(
        portfolio,
        file,
        on,
        packs,
        what="list_searched" if searched else "list_complete",
        by=by,
        lists=tuple(lists or LIST_NAMES),
        through=searched or complete_through,
        parties=tuple(party or ()),
        citation=citation,
        address=url,
        read=read,
        note=note,
    )
