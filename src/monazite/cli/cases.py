"""`monazite cases PATH...`: run law cases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monazite import wiring
from monazite.cli import options
from monazite.law.determine import Determiner
from monazite.law.rulebook import compile_law
from monazite.services.case_files import CaseRun, read_case_file
from monazite.services.cases import CaseResult, run_case


def cases(
    paths: Annotated[list[Path], typer.Argument(help="Case files, or folders of them.", exists=True)],
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print failures and the summary only.")] = False,
    packs: options.Packs = None,
) -> None:
    """Compute every law case and compare it with what it expects. Exit 1 if one fails or a file cannot be read."""
    options.sound_packs(packs)
    texts, unreadable = wiring.case_texts(tuple(paths))
    for name, reason in unreadable:
        typer.echo(f"{name}: cannot be read: {reason}", err=True)
    runs, faults = _read(texts)
    determiner = Determiner(compile_law(wiring.law(packs)))
    results = []
    for run in runs:
        results.append(run_case(run, determiner))
        _print(results[-1], quiet)
    failed = sum(not result.passed for result in results)
    typer.echo(f"{len(results) - failed} passed, {failed} failed" + (f", {faults} issues" if faults else ""))
    if failed or faults or unreadable or not results:
        raise typer.Exit(1)


def _read(texts: dict[str, str]) -> tuple[list[CaseRun], int]:
    """All runs of all files; issues are printed as they come, and counted."""
    taken: set[str] = set()
    runs: list[CaseRun] = []
    faults = 0
    for name, text in texts.items():
        found, issues = read_case_file(text, name, taken)
        runs.extend(found)
        faults += len(issues)
        for issue in issues:
            typer.echo(str(issue), err=True)
    return runs, faults


def _print(result: CaseResult, quiet: bool) -> None:
    if result.passed:
        if not quiet:
            typer.echo(f"pass {result.run.id}  {result.run.name}")
        return
    typer.echo(f"FAIL {result.run.id}  {result.run.name}  ({result.run.file}:{result.run.line})")
    if result.fault:
        typer.echo(f"     {result.fault}")
    for difference in result.differences:
        typer.echo(f"     {difference.key}: expected {difference.expected}, found {difference.found}")
