"""`monazite import SOURCE...`: what another program wrote, as a portfolio."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monazite.cli import options


def import_(
    source: Annotated[list[Path], typer.Argument(help="Files, or folders whose files are taken.")],
    out: Annotated[Path, typer.Option("--out", help="Folder of the portfolio to write; made when absent.")],
    format_: Annotated[
        str, typer.Option("--format", help="Name of the format, such as pyleecan. Default: told from the files.")
    ] = "",
) -> None:
    """Write a portfolio from files of another program: machine descriptions of pyleecan, masses from geometry.

    Nothing is written over. What no file states (values, places, contents of magnets) stays blank; a file that cannot
    be used is named with its fault, and the others are taken. Exit code 3: nothing could be taken.
    """
    from monazite.exchange.formats import FORMATS, told
    from monazite.exchange.imports import sources, write_tables

    absent = [path for path in source if not path.exists()]
    if absent:
        options.usage(f"{absent[0]} does not exist")
    if format_ and format_ not in FORMATS:
        options.usage(f"--format {format_!r} is not known; known are {', '.join(FORMATS)}")
    try:
        files = sources(source)
        chosen = FORMATS[format_] if format_ else told(files)
        if chosen is None:
            options.usage(f"no file is of a format known ({', '.join(FORMATS)}); name it with --format")
        taken = [file for file in files if format_ or chosen.recognises(file)]
        left = [file.name for file in files if file not in taken]
        if left:
            typer.echo(f"not {chosen.title}, left out: {', '.join(left)}", err=True)
        imported = chosen.read(taken)
        for issue in imported.issues:
            typer.echo(str(issue), err=True)
        if not imported.tables:
            typer.echo("nothing could be taken", err=True)
            raise typer.Exit(3)
        written = write_tables(imported, out)
    except OSError as error:
        options.usage(str(error))
    typer.echo(f"wrote {', '.join(path.name for path in written)} into {out} from {chosen.title}; add what they do not")
    typer.echo(f"state (values, places, contents), then\n  monazite assess {out}")
