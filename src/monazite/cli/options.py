"""Options that several commands share, and their faults: each one line, with what would be right (exit code 2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer

from monazite import wiring
from monazite.model.dates import DateFault, Moment
from monazite.services.assess import Assessor, Options
from monazite.services.assumptions import AssumptionFault
from monazite.services.shares import BasisFault

Portfolio = Annotated[Path, typer.Argument(help="Folder of <table>.csv or <table>.parquet, or one .xlsx.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", help="Judge every line on this day (2025-12-05) instead of its own.")
]
KnownAt = Annotated[
    str | None, typer.Option("--known-at", help="Judge with what had been published by this day. Default: everything.")
]
Reading = Annotated[
    list[str] | None,
    typer.Option("--reading", help="Read the law so: ID=ALTERNATIVE. Repeatable; marked exploratory in every answer."),
]
Assume = Annotated[
    list[str] | None,
    typer.Option("--assume", help="Take for granted: SUBJECT.COLUMN=VALUE, such as part:P1.made_in=JP. Repeatable."),
]
Basis = Annotated[str, typer.Option("--basis", help="Use only prices and values of this basis.")]
Attestations = Annotated[
    Path | None,
    typer.Option("--attestations", help="Take this file of attestations instead of the one beside the portfolio."),
]
Packs = Annotated[Path | None, typer.Option("--packs", help="Folder of regulation packs instead of those shipped.")]


Run = TypeVar("Run")


class Format(StrEnum):
    """What is printed on stdout: for people, or one JSON document for machines."""

    TABLE = "table"
    JSON = "json"


def plain(value: Any) -> Any:
    """A value as JSON has it: days and words as text, tuples as lists."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def usage(message: str) -> NoReturn:
    """End with exit code 2 and one line on stderr."""
    typer.echo(f"monazite: {message}", err=True)
    raise typer.Exit(2)


def sound_packs(packs: Path | None) -> None:
    """End with exit code 3 when the packs have faults: what is faulty is left out, and half a law clears nobody."""
    issues = wiring.law(packs).issues
    if issues:
        for issue in issues[:20]:
            typer.echo(f"monazite: {issue}", err=True)
        typer.echo(f"monazite: the packs have {len(issues)} faults; mend them (monazite law check)", err=True)
        raise typer.Exit(3)


def moment(text: str | None, option: str) -> Moment | None:
    """Read a day or minute of an option."""
    if text is None:
        return None
    try:
        return Moment.parse(text)
    except DateFault as fault:
        usage(f"{option}: {fault}")


def readings(texts: list[str] | None, packs: Path | None) -> dict[str, str]:
    """Read `--reading ID=ALTERNATIVE`, checked against the packs."""
    found: dict[str, str] = {}
    known = wiring.law(packs).readings
    for text in texts or []:
        name, _, choice = text.partition("=")
        if name not in known:
            usage(f"--reading {text}: no reading is named {name!r}; there are {', '.join(sorted(known))}")
        alternatives = [a.id for a in known[name].alternatives]
        if choice not in (*alternatives, "open"):
            usage(f"--reading {text}: {name} can be {', '.join(alternatives)} or open")
        found[name] = choice
    return found


def assessor(
    portfolio: Path,
    as_of: str | None = None,
    known_at: str | None = None,
    reading: list[str] | None = None,
    assume: list[str] | None = None,
    basis: str = "",
    packs: Path | None = None,
    attestations: Path | None = None,
    shipment: str = "",
) -> Assessor:
    """Read a portfolio under the options of a command; faults of the options end with exit code 2. ``shipment``: the
    only one that will be asked about.
    """
    chosen = _chosen(as_of, known_at, reading, assume, basis, packs, attestations)
    return _made(lambda: wiring.assessor(portfolio, chosen, packs, attestations, shipment), portfolio)


def run_over(
    portfolio: Path,
    as_of: str | None,
    known_at: str | None,
    reading: list[str] | None,
    assume: list[str] | None,
    basis: str,
    packs: Path | None,
    attestations: Path | None,
) -> wiring.Run:
    """As `assessor`, for a run over the whole portfolio, which may be a large one."""
    chosen = _chosen(as_of, known_at, reading, assume, basis, packs, attestations)
    return _made(lambda: wiring.run_over(portfolio, chosen, packs, attestations), portfolio)


def _chosen(
    as_of: str | None,
    known_at: str | None,
    reading: list[str] | None,
    assume: list[str] | None,
    basis: str,
    packs: Path | None,
    attestations: Path | None,
) -> Options:
    sound_packs(packs)
    if attestations is not None and not attestations.is_file():
        usage(f"--attestations: there is no file {attestations}")
    try:
        assumptions = tuple(wiring.assumption(text, packs) for text in assume or [])
    except AssumptionFault as fault:
        usage(f"--assume: {fault}")
    return Options(
        run_on=date.today(),
        as_of=moment(as_of, "--as-of"),
        known_at=moment(known_at, "--known-at"),
        readings=readings(reading, packs),
        assumptions=assumptions,
        basis=basis,
    )


def _made(make: Callable[[], Run], portfolio: Path) -> Run:
    try:
        return make()
    except AssumptionFault as fault:
        usage(f"--assume: {fault}")
    except BasisFault as fault:
        usage(f"--basis: {fault}")
    except (FileNotFoundError, NotADirectoryError) as error:
        usage(f"{portfolio}: {error}" if str(portfolio) not in str(error) else str(error))
