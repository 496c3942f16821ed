"""`monazite law ...` in the terminal: instruments, one of them in full, and what is in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from monazite.law.attestation import AttestationLine
from monazite.law.pack import Law, Pack
from monazite.law.schema import Cite
from monazite.model.dates import Moment
from monazite.reporting.ages import aged, list_age
from monazite.reporting.text import visible
from monazite.services.attestations import ListStatus
from monazite.services.law_status import ProvisionStatus


def print_list(law: Law, today: date, console: Console) -> None:
    """The instruments with rules or events, and beneath them what is not modelled."""
    table = Table(box=SIMPLE_HEAD)
    for column in ("id", "title", "issued", "checked", "confidence"):
        table.add_column(column, no_wrap=column in ("id", "issued"))
    for pack in law.packs.values():
        line = pack.instrument
        age = " (stale)" if pack.stale_on(today) else ""
        table.add_row(pack.id, line.title.en, str(line.issued or ""), f"{line.last_checked_on}{age}", line.confidence)
    console.print(table)
    if law.outside:
        console.print("Not modelled: " + "; ".join(f"{line.title.en} ({line.id})" for line in law.outside))


def print_show(law: Law, ident: str, console: Console) -> bool:
    """One instrument, provision, entry or reading; False when no pack has it."""
    full = ident if ident.startswith("cn/") else f"cn/{ident}"
    if full in law.packs:
        _instrument(law, law.packs[full], console)
    elif ident in law.readings:
        _reading(law, ident, console)
    elif full in law.entries:
        _entry(law, full, console)
    else:
        return _provision(law, full, console)
    return True


def _instrument(law: Law, pack: Pack, console: Console) -> None:
    line = pack.instrument
    console.print(f"[bold]{pack.id}[/bold]  {line.title.en}\n{line.title.zh}")
    console.print(
        f"{line.issuer.en}, issued {line.issued}; last checked {line.last_checked_on}; {line.confidence.value}"
    )
    for address in line.addresses:
        console.print(f"  {address}", soft_wrap=True)
    for event in pack.events:
        what = f"{event.kind} {event.start}" + (f" until {event.until}" if event.until else "")
        where = ", ".join(event.provisions) or "all"
        by = f" by {event.by}" if event.by else ""
        console.print(f"  {what}{by} (provisions: {where}; known {event.known_on}; {event.nature})")
    for provision in pack.provisions:
        console.print(f"\n[bold]{pack.id}#{provision.id}[/bold]  {provision.title.en}  {provision.title.zh}")
        console.print(f"  {provision.text.en}")
        _cites(law, provision.cite, console)
    for rule in pack.rules.rules:
        console.print(f"\nrule {rule.id} → #{rule.provision} ({rule.effect})")
        console.print(f"  scope: {rule.scope}", markup=False)
        if rule.when:
            console.print(f"  when:  {rule.when}", markup=False)
    for gap in pack.gaps:
        console.print(f"\ngap {gap.id} ({gap.status}): {gap.question.en}")


def _provision(law: Law, full: str, console: Console) -> bool:
    for pack in law.packs.values():
        for line in pack.provisions:
            if f"{pack.id}#{line.id}" == full:
                console.print(f"[bold]{full}[/bold]  {line.title.en}  {line.title.zh}\n{line.text.en}\n{line.text.zh}")
                console.print(f"confidence: {line.confidence.value}")
                _cites(law, line.cite, console)
                return True
    return False


def _entry(law: Law, full: str, console: Console) -> None:
    line = law.entries[full].line
    console.print(f"[bold]{full}[/bold]  {line.name.en}  {line.name.zh}")
    console.print(f"{line.form}; elements {', '.join(line.elements) or 'none'}; {line.status}; {line.confidence.value}")
    codes = (*line.hs_codes, *line.hs_codes_2026)
    console.print(f"HS codes (a hint, never a decision): {', '.join(codes) or 'none given'}")
    if line.note:
        console.print(line.note, markup=False)
    _cites(law, line.cite, console)


def _reading(law: Law, ident: str, console: Console) -> None:
    line = law.readings[ident]
    console.print(f"[bold]{ident}[/bold]  {line.question.en}\n{line.question.zh}\n{line.why.en}")
    for alternative in line.alternatives:
        mark = " (default)" if alternative.id == line.default else ""
        console.print(f"  {alternative.id}{mark}: {alternative.label.en}")
    if line.default == "open":
        console.print(f"  open by default, over {', '.join(line.range_when_open)}")
    _cites(law, line.cite, console)


def _cites(law: Law, cites: Iterable[Cite], console: Console) -> None:
    for cite in cites:
        source = law.sources.get(cite.source)
        if source is not None:
            article = f", {cite.article}" if cite.article else ""
            text = f"  [{source.read.value}] {source.title}{article}: {source.address}"
            console.print(text, markup=False, soft_wrap=True)


def print_lists(
    found: list[ListStatus], attestations: Sequence[AttestationLine], today: date, console: Console
) -> None:
    """Each list with its days and its age, and the attestations behind them."""
    table = Table("list", "notices", "newest", "complete through", "last checked", box=SIMPLE_HEAD)
    for line in found:
        checked = aged(line.last_checked_on, today, by=line.checked_by)
        newest = str(line.newest_notice or "")
        table.add_row(line.name.replace("_", " "), str(line.notices), newest, list_age(line, today), checked)
    console.print(table)
    for attestation in attestations:
        said = f"{attestation.signed}: {attestation.says}"
        console.print(f"Attested: {visible(said)}", markup=False, soft_wrap=True)
    if any(line.stale for line in found):
        console.print(
            "A name searched earlier counts as not searched for later days. Import the current lists, or attest that "
            "no notice came: monazite lists attest PORTFOLIO --by NAME --complete-through DAY",
            soft_wrap=True,
        )


def print_status(found: list[ProvisionStatus], moment: Moment, console: Console) -> None:
    """The state of each provision on the day, with its event and, where it is open, each branch."""
    table = Table("provision", "title", f"on {moment}", "by", box=SIMPLE_HEAD)
    for line in found:
        state = line.state.value.replace("_", " ")
        event = "" if line.event is None else f"{line.event.kind} {line.event.start}"
        table.add_row(line.provision, line.title, state, event)
    console.print(table)
    branches = dict.fromkeys(branch for line in found for branch in line.by_branch)
    for question, state in branches:
        console.print(f"if {question}: {state.value.replace('_', ' ')}")
