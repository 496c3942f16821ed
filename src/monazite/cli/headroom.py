"""`monazite headroom PORTFOLIO [PART]`: how far from the line, and what carries a product across."""

from __future__ import annotations

from typing import Annotated

import typer

from monazite import __version__
from monazite.cli import options
from monazite.reporting.json_document import text
from monazite.reporting.sensitivity_json import headroom_document
from monazite.reporting.sensitivity_text import print_headrooms
from monazite.reporting.terminal import make_console
from monazite.services.sensitivity import headrooms, subjects


def headroom(
    portfolio: options.Portfolio,
    part: Annotated[
        str, typer.Argument(help="A part, or SHIPMENT/LINE with the values of that line; none: every shipped part.")
    ] = "",
    as_of: options.AsOf = None,
    known_at: options.KnownAt = None,
    reading: options.Reading = None,
    assume: options.Assume = None,
    basis: options.Basis = "",
    output: Annotated[options.Format, typer.Option("--format", help="table or json.")] = options.Format.TABLE,
    packs: options.Packs = None,
    attestations: options.Attestations = None,
) -> None:
    """Show how far a product is from the 0.1 % line under each pair of bases, and what would carry it across.

    N, V, share, side and headroom; then the prices, the values, and the masses of each content at which the side
    changes, everything else being as it is. It decides on exact fractions, like every answer.
    """
    run = options.assessor(portfolio, as_of, known_at, reading, assume, basis, packs, attestations)
    found = list(headrooms(run, (part,) if part else subjects(run)))
    if not found and part:
        options.usage(f"no part and no shipment line {part!r} could be read")
    if not found:
        typer.echo(f"monazite: nothing in {run.portfolio.name} could be assessed", err=True)
        raise typer.Exit(3)
    if output is options.Format.JSON:
        typer.echo(text(headroom_document(found, __version__)), nl=False)
    else:
        print_headrooms(found, make_console(), turns=bool(part))
