"""The designation lists in the terminal: notices and entities by state on a day, and the notices that name a party."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from monazite.model.dates import Moment
from monazite.model.determination import ForceState
from monazite.services.law_lists import ListStatus, Named


def print_lists(found: list[ListStatus], moment: Moment, console: Console) -> None:
    """Each list with its notices, then the entities by state and the day through which the list is known."""
    for one in found:
        table = Table("notice", "title", "entities", f"on {moment}", box=SIMPLE_HEAD, title=_words(one.name))
        for line in one.notices:
            table.add_row(line.notice.id, line.notice.title.en, str(line.entities), _words(line.state.value))
        console.print(table)
        counts = "; ".join(f"{_words(s.value)}: {one.entities[s]}" for s in ForceState if one.entities[s]) or "none"
        console.print(f"entities by state: {counts}")
        if one.complete_through is not None and moment.day > one.complete_through:
            console.print(f"notices after {one.complete_through} are not known")


def print_named(found: list[Named], moment: Moment, console: Console) -> None:
    """Each notice that names the party, with its state on the day."""
    table = Table("party", "", "country", "notice", "list", f"on {moment}", box=SIMPLE_HEAD)
    for line in found:
        table.add_row(
            line.party.name, line.party.name_zh, line.party.country or "", line.notice.id, _words(line.notice.list),
            _words(line.state.value),
        )  # fmt: skip
    console.print(table)
    for why in dict.fromkeys(_why_unknown(line) for line in found if line.state is ForceState.UNKNOWN):
        console.print(why, markup=False, soft_wrap=True)
    console.print("found by spelling alone: a party under another name is not among them")


def _why_unknown(line: Named) -> str:
    """What is missing where the state of a notice is unknown: what ran out, what was said, which text would help."""
    notice, event = line.notice.id, line.event
    ran_out = f"its suspension ({event.by}) ran to {event.until}" if event is not None and event.until else "it is open"
    said = "".join(f" {one.by} said on {one.said_on}: {one.text.en}" for one in line.notice.statements)
    return (
        f"{notice} is unknown: {ran_out}, and no notice of what came after was known when the packs were last checked, "
        f"{line.checked_on}.{said} Missing: that notice of {_words(line.notice.list)}. Once found: monazite law attest "
        f"PORTFOLIO --by NAME --event resumed, suspended or stopped --instrument {notice} --from DAY --citation TEXT"
    )


def _words(name: str) -> str:
    return name.replace("_", " ")
