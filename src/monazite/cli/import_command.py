"""`monazite import SOURCE...`: tables of another system into a portfolio."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monazite.cli import options
from monazite.model.issue import Issue, Severity

if TYPE_CHECKING:
    from monazite.exchange.erp.desk import Prompt, Question

SHOWN_ISSUES = 20


@dataclass(frozen=True, slots=True)
class Request:
    """What a format is asked to do: ``files`` into ``out``, with the answers of a file and a person to ask, if any."""

    files: tuple[Path, ...]
    out: Path
    answers: Path | None
    replace: bool


@dataclass(frozen=True, slots=True)
class Format:
    """``recognises``: whether the files are of this format. ``run``: imports them and says what it did."""

    title: str
    recognises: Callable[[tuple[Path, ...]], bool]
    run: Callable[[Request], None]


def import_(
    source: Annotated[list[Path], typer.Argument(help="Files, or folders whose files are taken.")],
    out: Annotated[Path, typer.Option("--out", help="Folder of the portfolio to write into; made when absent.")],
    format_: Annotated[
        str, typer.Option("--format", help="Name of the format: erp or pyleecan. Default: told from the files.")
    ] = "",
    answers: Annotated[
        Path | None, typer.Option("--answers", help="YAML file with answers to the questions of the import.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Overwrite tables that were made or changed by hand.")
    ] = False,
) -> None:
    """Write tables of a portfolio from files of another system: table dumps of SAP as text, CSV or .xlsx; machine
    descriptions of pyleecan, masses from geometry.

    What the files do not say is asked in a terminal, five questions at most, and remembered in import.yaml beside the
    tables; without a terminal the questions are written there and nothing else. Tables that were made by hand are left
    alone. Exit code 3: nothing was written.
    """
    absent = [path for path in source if not path.exists()]
    if absent:
        options.usage(f"{absent[0]} does not exist")
    if format_ and format_ not in FORMATS:
        options.usage(f"--format {format_!r} is not known; known are {', '.join(FORMATS)}")
    request = Request(tuple(source), out, answers, replace)
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


def _recognises_erp(files: tuple[Path, ...]) -> bool:
    from monazite.exchange.erp.sheets import recognises

    return recognises(files)


def _run_erp(request: Request) -> None:
    from monazite.exchange.erp.desk import BadAnswer
    from monazite.exchange.erp.importer import import_erp
    from monazite.exchange.erp.memory import MemoryFault, read_answers
    from monazite.exchange.erp.writing import Blocked
    from monazite.exchange.inputs import IMPORT_FILE

    try:
        given = read_answers(request.answers) if request.answers is not None else {}
        done = import_erp(request.files, request.out, given, _prompt(), request.replace)
    except (BadAnswer, MemoryFault, Blocked, OSError) as error:
        options.usage(str(error))
    _print_issues(done.issues, request.out)
    if done.open:
        typer.echo(
            f"{len(done.open)} questions are open; nothing was imported. Answer them in {request.out / IMPORT_FILE}:"
        )
        for question in done.open:
            typer.echo(f"  {question.id}: {question.text} (offered: {question.default})")
        raise typer.Exit(3)
    if not done.tables:
        raise typer.Exit(3)
    typer.echo(f"wrote into {request.out}: {_counts(done.tables)}")
    typer.echo(f"  monazite assess {request.out}")


def _counts(tables: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {rows:,}" for name, rows in tables.items())


def _print_issues(issues: tuple[Issue, ...], out: Path) -> None:
    """The most serious on stderr; all of them are in the report beside the tables."""
    from monazite.exchange.erp.importer import REPORT

    order = list(Severity)
    first = sorted(issues, key=lambda issue: order.index(issue.severity))[:SHOWN_ISSUES]
    for issue in first:
        typer.echo(str(issue), err=True)
    if len(issues) > len(first):
        typer.echo(f"... and {len(issues) - len(first)} more: {out / REPORT}", err=True)


def _prompt() -> Prompt | None:
    """Asks at the terminal; None where there is none."""
    return _ask if sys.stdin.isatty() and sys.stderr.isatty() else None


def _ask(question: Question) -> str:
    typer.echo(f"\n{question.text}\n  seen: {question.evidence}", err=True)
    for option, meaning in {**question.options, "unknown": "what hangs on it stays unknown"}.items():
        typer.echo(f"  {option}{': ' + meaning if meaning else ''}", err=True)
    said = typer.prompt("  answer", default=question.default, err=True)
    if question.read(said) is None:
        typer.echo(f"  {said!r} is none of the answers", err=True)
    return str(said)


FORMATS: Mapping[str, Format] = {
    "pyleecan": Format("machine descriptions of pyleecan", _recognises_pyleecan, _run_pyleecan),
    "erp": Format("tables of an ERP", _recognises_erp, _run_erp),
}
"""The formats by name, in the order in which files are tried against them."""
