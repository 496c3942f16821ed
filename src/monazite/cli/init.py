"""`monazite init DIR`: an empty, commented portfolio."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monazite.cli import options
from monazite.exchange.blank import write_blank


def init(directory: Annotated[Path, typer.Argument(help="Folder to write into; made when absent.")]) -> None:
    """Write an empty portfolio: one commented CSV per table. Three make a start: parts, bom, contents."""
    try:
        written = write_blank(directory)
    except OSError as error:
        options.usage(str(error))
    typer.echo(f"wrote {len(written)} files into {directory}; start with parts.csv, bom.csv and contents.csv, then")
    typer.echo(f"  monazite assess {directory}")
