"""`monazite`: the commands, in the order of a user's work."""

from __future__ import annotations

from typing import Annotated

import typer

from monazite import __version__
from monazite.cli import assess, cases, classify, explain, headroom, import_command, init, law, lists, today, trace

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help=(
        "Does a product, shipment or activity need a Chinese export licence under the rare-earth controls "
        "(MOFCOM No. 61 of 2025 and its kin), under which article, how sure is that, and which fact would settle "
        "what is open?\n\n"
        "Start: [bold]monazite init DIR[/bold] writes an empty portfolio to fill in; [bold]monazite assess DIR[/bold] "
        "answers for every shipment in it and writes report.html.\n\n"
        "Exit codes: 0 done, whatever the verdicts; 1 a check failed; 2 wrong usage; 3 nothing could be assessed."
    ),
)
app.command("init")(init.init)
app.command("import")(import_command.import_)
app.command("classify")(classify.classify)
app.command("assess")(assess.assess)
app.command("today")(today.today)
app.command("explain")(explain.explain)
app.command("trace")(trace.trace)
app.command("headroom")(headroom.headroom)
app.command("cases")(cases.cases)
app.add_typer(law.app, name="law")
app.add_typer(lists.app, name="lists")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"monazite {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """See the help of the application."""
