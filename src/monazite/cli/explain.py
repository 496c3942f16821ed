"""`monazite explain PORTFOLIO SHIPMENT[/LINE]`: the proof."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from monazite.cli import options
from monazite.reporting.json_document import text
from monazite.reporting.json_proof import proof_document
from monazite.reporting.proof_page import proof_page
from monazite.reporting.proof_text import proof_text
from monazite.reporting.words import Lang


class Format(StrEnum):
    """How the proof is printed."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"


def explain(
    portfolio: options.Portfolio,
    shipment: Annotated[
        str, typer.Argument(help="SHIPMENT, SHIPMENT/LINE (line 1 when none is given), or an activity.")
    ],
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    reading: options.Reading = None,
    assume: options.Assume = None,
    basis: options.Basis = "",
    output: Annotated[Format, typer.Option("--format", help="text, html or json.")] = Format.TEXT,
    lang: Annotated[Lang, typer.Option("--lang", help="en or zh.")] = Lang.EN,
    packs: options.Packs = None,
    attestations: options.Attestations = None,
) -> None:
    """Show why: every rule tried, what it read and from where, what is open and which answer would settle it."""
    name, _, _ = shipment.partition("/")
    run = options.assessor(portfolio, as_of, known_at, reading, assume, basis, packs, attestations, name)
    names = (shipment, f"{shipment}/1", f"activity:{shipment}")
    subject = next((name for name in names if name in run.rows), "")
    if not subject:
        near = ", ".join(sorted(run.rows)[:8])
        options.usage(f"no shipment line or activity {shipment} could be read; there are {near or 'none'}")
    assessment = run.run_one(subject)
    if assessment is None:
        options.usage(f"{subject} has no date; give --as-of")
    line = assessment.lines[0]
    others = [other for other in run.rows if other.startswith(f"{shipment}/") and other != subject]
    if others:
        typer.echo(f"monazite: this is {subject}; {shipment} also has {', '.join(sorted(others)[:20])}", err=True)
    if output is Format.JSON:
        typer.echo(text(proof_document(assessment, line)), nl=False)
    else:
        show = proof_text if output is Format.TEXT else proof_page
        typer.echo(show(assessment, line, lang), nl=False)
