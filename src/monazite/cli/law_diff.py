"""`monazite law diff D1 D2 [PORTFOLIO]`: what two days differ in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from monazite import wiring
from monazite.cli import options
from monazite.reporting.json_document import text
from monazite.reporting.law_diff_json import law_diff_document, portfolio_diff_document
from monazite.reporting.law_diff_text import print_law_diff, print_portfolio_diff
from monazite.reporting.terminal import make_console
from monazite.services.flips import portfolio_diff
from monazite.services.law_diff import law_diff as diff_of_law
from monazite.services.law_report import law_questions


def law_diff(
    first: Annotated[str, typer.Argument(metavar="D1", help="The earlier day: 2026-11-10.")],
    second: Annotated[str, typer.Argument(metavar="D2", help="The later day: 2026-11-11.")],
    portfolio: Annotated[
        Path | None, typer.Argument(metavar="[PORTFOLIO]", help="Whose answers to compare; none: the law alone.")
    ] = None,
    known_at: options.KnownAt = None,
    reading: options.Reading = None,
    assume: options.Assume = None,
    basis: options.Basis = "",
    output: Annotated[options.Format, typer.Option("--format", help="table or json.")] = options.Format.TABLE,
    packs: options.Packs = None,
    attestations: options.Attestations = None,
) -> None:
    """Show what of the law differs between two days, and which answers flip by it, grouped by cause.

    Every line of the portfolio is judged as if exported on either day: the same facts, prices as dated.
    """
    one, other = options.moment(first, "D1"), options.moment(second, "D2")
    assert one is not None
    assert other is not None
    if one > other:
        options.usage(f"D1 ({one}) comes after D2 ({other}); give the earlier day first")
    days, known = (one, other), options.moment(known_at, "--known-at")
    named = (str(one), str(other))
    if portfolio is None:
        options.sound_packs(packs)
        law = wiring.law(packs)
        if attestations is not None:
            law = wiring.law_as_attested(attestations, date.today(), known, packs)
        found = diff_of_law(law, one, other, known)
        if output is options.Format.JSON:
            typer.echo(text(law_diff_document(found, days, known)), nl=False)
        else:
            print_law_diff(found, named, make_console())
        return
    runs = [
        options.assessor(portfolio, day, known_at, reading, assume, basis, packs, attestations)
        for day in (first, second)
    ]
    diff = portfolio_diff(runs[0], runs[1], days)
    if not diff.judged:
        typer.echo(f"monazite: nothing in {portfolio.name} could be assessed", err=True)
        raise typer.Exit(3)
    if output is options.Format.JSON:
        typer.echo(text(portfolio_diff_document(diff, runs[0].portfolio.name, days, known)), nl=False)
    else:
        questions = law_questions(runs[0].law, known)
        print_portfolio_diff(diff, runs[0].portfolio.name, named, questions, make_console())
