"""`monazite classify PORTFOLIO`: proposes material classes in bulk for approval."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monazite.cli import options

if TYPE_CHECKING:
    from monazite.services.classify import Group

ENDINGS = (".xlsx", ".csv")


def classify(
    portfolio: options.Portfolio,
    out: Annotated[
        Path, typer.Option("--out", help="File for the proposals, .xlsx or .csv; one that is there is not overwritten.")
    ] = Path("classes-to-approve.xlsx"),
    approve: Annotated[
        Path | None, typer.Option("--approve", help="Filled file of proposals: what it approves enters the portfolio.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Who approves; with --approve.")] = "",
    packs: options.Packs = None,
) -> None:
    """Propose a material class for every part of which nothing is said, in groups to approve; or read approvals back.

    Fill the column approve of the file with yes, no or another class, and the column except with parts that do not
    belong, divided by semicolons. Then give the file back with --approve FILE --by NAME: each approved part becomes a
    row of classes.csv in the portfolio with who approved it and when. An approval is an assumption: it lowers the
    confidence of answers and stands in them. What is not approved stays unknown.
    """
    if approve is not None and not by.strip():
        options.usage("--approve needs --by NAME: an approval is somebody's")
    if approve is None and (by or out.suffix.lower() not in ENDINGS):
        options.usage("--by goes with --approve" if by else f"--out {out}: name a file that ends in .xlsx or .csv")
    if approve is not None:
        if not approve.is_file() or approve.suffix.lower() not in ENDINGS:
            options.usage(f"--approve {approve}: there is no such .xlsx or .csv file")
        _approve(portfolio, approve, by.strip(), packs)
    else:
        if out.exists():
            options.usage(f"{out} is there already; name another file with --out, or give it back with --approve")
        _propose(portfolio, out, packs)


def _propose(path: Path, out: Path, packs: Path | None) -> None:
    from monazite import wiring
    from monazite.exchange.approval.sheet import write_proposals
    from monazite.services.classify import Classifier

    options.sound_packs(packs)
    try:
        groups = Classifier(wiring.library()).groups(wiring.read(path, packs))
        if not groups:
            typer.echo("something is said of the content of every part; nothing is to be classified")
            raise typer.Exit(3)
        write_proposals(groups, wiring.library(), out)
    except OSError as error:
        options.usage(str(error))
    proposed = [group for group in groups if group.proposal.class_]
    others = [group for group in groups if not group.proposal.class_]
    typer.echo(f"{_count(proposed)} have a class proposed; {_count(others)} have none")
    typer.echo(f"wrote {out}: fill the column approve, then\n  monazite classify {path} --approve {out} --by NAME")


def _count(groups: list[Group]) -> str:
    return f"{sum(len(group.members) for group in groups):,} parts in {len(groups)} groups"


def _approve(path: Path, file: Path, by: str, packs: Path | None) -> None:
    from monazite import wiring
    from monazite.exchange.approval.classes_file import append_classes, class_rows
    from monazite.exchange.approval.sheet import ApprovalFault, read_approvals
    from monazite.services.class_approval import approved
    from monazite.services.classify import Classifier

    options.sound_packs(packs)
    try:
        answers = read_approvals(file)
        portfolio = wiring.read(path, packs)
        groups = Classifier(wiring.library()).groups(portfolio)
        found = approved(answers, groups, portfolio, wiring.library(), file.name)
        for issue in found.issues:
            typer.echo(str(issue), err=True)
        if not found.members:
            typer.echo("nothing was approved; the portfolio is as it was", err=True)
            raise typer.Exit(3)
        written = append_classes(path, class_rows(found.members, by, date.today()))
    except (ApprovalFault, OSError) as error:
        options.usage(str(error))
    typer.echo(f"{len(found.members):,} parts approved by {by}: rows of {written}\n  monazite assess {path}")
