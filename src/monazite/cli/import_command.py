"""`monazite import SOURCE...`: what another program wrote, as a portfolio."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from monazite.cli import options


@dataclass(frozen=True, slots=True)
class Request:
    """What a format is asked to do: ``files`` (or folders) into ``out``."""

    files: tuple[Path, ...]
    out: Path


@dataclass(frozen=True, slots=True)
class Format:
    """``recognises``: whether the files are of this format. ``run``: imports them and says what it did."""

    title: str
    recognises: Callable[[tuple[Path, ...]], bool]
    run: Callable[[Request], None]


def import_(
    source: Annotated[list[Path], typer.Argument(help="Files, or folders whose files are taken.")],
    out: Annotated[Path, typer.Option("--out", help="Folder of the portfolio to write; made when absent.")],
    format_: Annotated[
        str, typer.Option("--format", help="Name of the format: pyleecan. Default: told from the files.")
    ] = "",
) -> None:
    """Write a portfolio from files of another program: machine descriptions of pyleecan, masses from geometry.

    Nothing is written over. What no file states (values, places, contents of magnets) stays blank; a file that cannot
    be used is named with its fault, and the others are taken. Exit code 3: nothing could be taken.
    """
    absent = [path for path in source if not path.exists()]
    if absent:
        options.usage(f"{absent[0]} does not exist")
    if format_ and format_ not in FORMATS:
        options.usage(f"--format {format_!r} is not known; known are {', '.join(FORMATS)}")
    request = Request(tuple(source), out)
    told = [FORMATS[format_]] if format_ else [f for f in FORMATS.values() if f.recognises(request.files)]
    if not told:
        options.usage(f"no file is of a format known ({', '.join(FORMATS)}); name it with --format")
    told[0].run(request)


def _recognises_pyleecan(files: tuple[Path, ...]) -> bool:
    from monazite.exchange.imports import sources
    from monazite.exchange.pyleecan.nodes import looks_like_machine

    return any(looks_like_machine(file) for file in sources(files))


def _run_pyleecan(request: Request) -> None:
    from monazite.exchange.imports import sources, write_tables
    from monazite.exchange.pyleecan.nodes import looks_like_machine
    from monazite.exchange.pyleecan.tables import read_machines

    try:
        # a file that is named is taken at its word; of a folder, what is no machine is left out and said
        found = sources(request.files)
        taken = [file for file in found if file in request.files or looks_like_machine(file)]
        left = [file.name for file in found if file not in taken]
        if left:
            typer.echo(f"no machine descriptions, left out: {', '.join(left)}", err=True)
        imported = read_machines(taken)
        for issue in imported.issues:
            typer.echo(str(issue), err=True)
        if not imported.tables:
            typer.echo("nothing could be taken", err=True)
            raise typer.Exit(3)
        written = write_tables(imported, request.out)
    except OSError as error:
        options.usage(str(error))
    typer.echo(f"wrote {', '.join(path.name for path in written)} into {request.out}; add what no description states")
    typer.echo(f"(values, places, contents of magnets), then\n  monazite assess {request.out}")


FORMATS: Mapping[str, Format] = {
    "pyleecan": Format("machine descriptions of pyleecan", _recognises_pyleecan, _run_pyleecan),
}
"""The formats by name, in the order in which files are tried against them."""
