"""`monazite today PORTFOLIO`: what changed since the last run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monazite import wiring
from monazite.cli import options
from monazite.cli.bar import bar
from monazite.reporting.json_document import text
from monazite.reporting.terminal import make_console
from monazite.reporting.today_json import today_document
from monazite.reporting.today_text import print_today
from monazite.services.law_report import law_questions
from monazite.services.today import today as compare
from monazite.storage.run_record_file import RecordFault, read_record, record_path, write_record


def today(
    portfolio: options.Portfolio,
    within: Annotated[int, typer.Option("--within", min=0, help="Say what runs out within so many days.")] = 30,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the record of the run; default: PORTFOLIO/.monazite.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep/--look", help="Keep this run as the last one, or only look.")] = True,
    output: Annotated[options.Format, typer.Option("--format", help="table or json.")] = options.Format.TABLE,
    packs: options.Packs = None,
    attestations: options.Attestations = None,
) -> None:
    """Show what changed since the last run of this command: law, lists, papers running out, prices, orders, answers.

    Each with its cause; a cause that cannot be told is said to be unknown. The first run has nothing to compare with.
    """
    run = options.assessor(portfolio, packs=packs, attestations=attestations)
    path = record_path(portfolio, out)
    try:
        old = read_record(path)
    except RecordFault as fault:
        options.usage(str(fault))
    before = wiring.assessor_as_of_record(portfolio, old, path, run, attestations) if old is not None else None
    with bar("looking at every line") as progress:
        found, record = compare(run, old, before, within, progress)
    if not found.lines:
        typer.echo(f"monazite: nothing in {run.portfolio.name} could be assessed", err=True)
        raise typer.Exit(3)
    if output is options.Format.JSON:
        typer.echo(text(today_document(found, run.portfolio.name)), nl=False)
    else:
        print_today(found, run.portfolio.name, law_questions(run.law), make_console())
    if keep:
        try:
            write_record(path, record, wiring.pack_texts(packs))
        except OSError as error:
            options.usage(f"the record of this run cannot be kept: {error}; name a folder with --out")
