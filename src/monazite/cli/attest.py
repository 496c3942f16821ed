"""Signing attestations: what `monazite law attest` and `monazite lists attest` share (rules Z4, Z5)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from monazite import wiring
from monazite.cli import options
from monazite.law.attest import fault_of
from monazite.law.attestation import AttestationLine, on_or_before
from monazite.law.form_words import fault_words
from monazite.services.attestations import next_id
from monazite.services.nearest import nearest
from monazite.storage.attestation_file import attestation_path

Where = Annotated[Path | None, typer.Argument(help="Portfolio whose answers are to rest on it.")]
File = Annotated[Path | None, typer.Option("--file", help="Keep it in this file instead of beside a portfolio.")]
By = Annotated[str, typer.Option("--by", help="Who attests it: a person's name.")]
On = Annotated[str | None, typer.Option("--on", help="Day of signing; default: today. The law knows it from then on.")]
Citation = Annotated[str, typer.Option("--citation", help="The text behind it, quoted or named.")]
Url = Annotated[str, typer.Option("--url", help="Where that text stands.")]
Read = Annotated[str, typer.Option("--read", help="How it was read: full, copy, summary or not_read.")]
Note = Annotated[str, typer.Option("--note", help="Anything else worth keeping.")]


def sign(portfolio: Path | None, file: Path | None, on: str | None, packs: Path | None, **said: Any) -> None:
    """Check an attestation against the packs, sign it and append it; a faulty one ends with exit code 2."""
    options.sound_packs(packs)
    kept = _kept_in(portfolio, file)
    before, issues = wiring.attested(kept)
    if any(issue.code != "attestation_missing" for issue in issues):
        for issue in issues:
            typer.echo(f"monazite: {issue}", err=True)
        options.usage(f"{kept} has faults; mend it before adding to it")
    today = date.today()
    given = {key: value for key, value in said.items() if value}
    try:
        line = AttestationLine.model_validate({"id": next_id(before), "on": on or str(today), **given})
    except ValidationError as error:
        options.usage("; ".join(fault_words(fault, _option) for fault in error.errors()))
    law = wiring.law_as_attested(kept, today, None, packs)
    fault = fault_of(line, law) or _lost_parties(line.parties, portfolio, packs)
    if line.on > today:
        fault = f"--on {line.on} has not come yet"
    if line.what == "withdrawn" and line.withdraws not in (standing := [one.id for one in on_or_before(before, None)]):
        there = ", ".join(standing) or "none"
        fault = f"no attestation {line.withdraws!r} is in use; there are: {there}"
    if fault:
        options.usage(fault)
    wiring_line = wiring.attest(kept, line)
    typer.echo(f"{kept}: {wiring_line.id} signed by {line.by} on {line.on}: {line.says}")
    for issue in wiring.law_as_attested(kept, today, None, packs).issues:
        typer.echo(f"monazite: {issue}", err=True)


def _lost_parties(named: tuple[str, ...], portfolio: Path | None, packs: Path | None) -> str:
    """The parties of an attestation that its portfolio does not have, with those that look like them; a file that
    belongs to no portfolio is held against that with which it is used.
    """
    if not named or portfolio is None:
        return ""
    there = wiring.party_names(portfolio, packs)
    lost = [party for party in named if party not in there]
    if not lost:
        return ""
    by_name = {name: ident for ident, name in there.items()} | {ident: ident for ident in there}
    near = dict.fromkeys(by_name[found] for party in lost for found in nearest(party, by_name))
    like = f"; there is {', '.join(f'{ident} ({there[ident]})' for ident in near)}" if near else ""
    return f"the table parties of {portfolio.name} has no {', '.join(lost)}{like}"


def _kept_in(portfolio: Path | None, file: Path | None) -> Path:
    if (portfolio is None) == (file is None):
        options.usage("name the portfolio, or a file with --file; one of the two")
    if portfolio is not None:
        if not portfolio.exists():
            options.usage(f"there is no file or folder {portfolio}")
        return attestation_path(portfolio)
    assert file is not None
    return file


#: What a field of an attestation is called on the command line, where that is not its own name.
_OPTIONS = {
    "kind": "event", "start": "from", "lists": "list", "parties": "party", "address": "url", "withdraws": "withdraw",
    "through": "nothing-new, --complete-through or --searched",
}  # fmt: skip


def _option(field: str) -> str:
    head = field.split(".", maxsplit=1)[0]
    return f"--{_OPTIONS.get(head, head.replace('_', '-'))}"
