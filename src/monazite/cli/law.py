"""`monazite law ...`: the law as monazite has it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from monazite import wiring
from monazite.cli import options
from monazite.cli.law_attest import law_attest
from monazite.cli.law_diff import law_diff
from monazite.law.load import load_law
from monazite.model.dates import Moment
from monazite.reporting.law_text import print_list, print_show, print_status
from monazite.reporting.lists_text import print_lists, print_named
from monazite.reporting.terminal import make_console
from monazite.services.law_lists import lists_on, parties_on
from monazite.services.law_status import status_of
from monazite.storage.pack_files import packs_in

app = typer.Typer(
    no_args_is_help=True, help="The law: what it says, since when, whether it is in force, how well it is known."
)

InstrumentId = Annotated[
    str, typer.Argument(help="Instrument, provision or entry: mofcom-2025-61, mofcom-2025-61#1.1, ...")
]


@app.command("list")
def list_(packs: options.Packs = None) -> None:
    """List the instruments: id, title, when last checked, and those that are not modelled."""
    print_list(wiring.law(packs), date.today(), make_console())


@app.command()
def show(ident: InstrumentId, packs: options.Packs = None) -> None:
    """Show an instrument, a provision, a list entry or a reading, with its citations and how they were read; of a
    notice its state today.
    """
    law, today = wiring.law(packs), Moment.end_of(date.today())
    if print_show(law, ident, make_console()):
        return
    notice = status_of(law, ident, today, None) if ident in law.notices else []
    if not notice:
        options.usage(f"no pack has {ident!r}; see: monazite law list")
    print_status(notice, today, make_console())


StatusOf = Annotated[
    str,
    typer.Argument(
        help="Instrument, provision or notice; `cl`, `wl`, `uel` or `lists` for whole lists; or part of a listed name."
    ),
]


@app.command()
def status(
    ident: StatusOf,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    packs: options.Packs = None,
    attestations: options.Attestations = None,
) -> None:
    """Say whether each provision is in force on a day, as known on a day, and by which event.

    For a designation list: its notices with their state, and how many entities stand in which; for part of a name: the
    notices that name such a party.
    """
    today = date.today()
    moment, known = options.moment(as_of, "--as-of") or Moment.end_of(today), options.moment(known_at, "--known-at")
    law = wiring.law(packs) if attestations is None else wiring.law_as_attested(attestations, today, known, packs)
    for issue in law.issues:
        typer.echo(f"monazite: {issue}", err=True)
    if found := status_of(law, ident, moment, known):
        print_status(found, moment, make_console())
    elif lists := lists_on(law, ident, moment, known):
        print_lists(lists, moment, make_console())
    elif named := parties_on(law, ident, moment, known):
        print_named(named, moment, make_console())
    else:
        options.usage(
            f"{ident!r} is no id of a pack (see: monazite law list) and stands in no name of a notice as spelt. That "
            "clears nobody: try a shorter part of the name, another spelling or script, and the original lists"
        )


app.command("diff")(law_diff)
app.command("attest")(law_attest)


@app.command()
def check(directory: Annotated[Path, typer.Argument(help="Folder of packs: cn/PACK/instrument.yaml, ...")]) -> None:
    """Check packs: form, citations, conditions, names. All issues at once; exit 1 when there is any."""
    try:
        loaded = load_law(packs_in(directory))
    except NotADirectoryError as error:
        options.usage(str(error))
    for issue in loaded.issues:
        typer.echo(str(issue))
    rules = sum(len(pack.rules.rules) for pack in loaded.packs.values())
    typer.echo(f"{len(loaded.packs)} packs, {len(loaded.entries)} entries, {rules} rules, {len(loaded.issues)} issues")
    if loaded.issues or not loaded.packs:
        raise typer.Exit(1)
