"""`monazite assess PORTFOLIO`: the main job."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from monazite import wiring
from monazite.cli import options
from monazite.cli.bar import bar
from monazite.model.issue import Severity
from monazite.reporting.files import write_reports
from monazite.reporting.json_document import document, proof_paths, text
from monazite.reporting.terminal import make_console, print_assessment
from monazite.services.assessment import Assessment

DEFAULT_OUT = Path("monazite-out")


class Format(StrEnum):
    """What is printed on stdout."""

    TABLE = "table"
    JSON = "json"


def assess(
    portfolio: options.Portfolio,
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    reading: options.Reading = None,
    assume: options.Assume = None,
    basis: options.Basis = "",
    out: Annotated[Path, typer.Option("--out", help="Folder for the reports; made when absent.")] = Path(
        "monazite-out"
    ),
    output: Annotated[Format, typer.Option("--format", help="table for people, json for machines.")] = Format.TABLE,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 when any issue is an error or any line is open.")
    ] = False,
    packs: options.Packs = None,
    attestations: options.Attestations = None,
) -> None:
    """Answer for every shipment: is a Chinese licence needed, under which article, how sure, and what decides.

    Writes report.html, determinations.json, .parquet and .xlsx and proofs/ into --out. Without shipments it answers
    per part. Rows that cannot be read are set aside as issues; everything else is assessed.
    """
    with wiring.seldom_collected():
        run = options.run_over(portfolio, as_of, known_at, reading, assume, basis, packs, attestations)
        with bar("assessing shipments") as progress:
            assessment = run.run(progress)
        if not assessment.total and not assessment.parts:
            _nothing(assessment)
        files = write_reports(assessment, out)
    if output is Format.JSON:
        sys.stdout.write(text(document(assessment, proof_paths(assessment))))
    else:
        print_assessment(assessment, make_console(), files["report"])
    if strict and _fails(assessment):
        raise typer.Exit(1)


def _nothing(assessment: Assessment) -> None:
    typer.echo(f"monazite: nothing in {assessment.portfolio} could be assessed", err=True)
    for issue in assessment.issues[:20]:
        typer.echo(f"  {issue}", err=True)
    raise typer.Exit(3)


def _fails(assessment: Assessment) -> bool:
    """Whether a strict run fails: an error among the issues, or a line whose verdict is open."""
    errors = any(issue.severity is Severity.ERROR for issue in assessment.issues)
    return errors or any(len(alike.line.determination.possible) > 1 for alike in assessment.alike)
