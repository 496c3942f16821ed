"""The designation lists on a day, counted, and the notices that name a party: `monazite law status cl | NAME`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from monazite.law.designation import NoticeLine, PartyLine
from monazite.law.pack import Law
from monazite.law.rulebook import compile_law
from monazite.law.schema_text import EventLine
from monazite.law.views import LawView, MomentView, settled_readings
from monazite.logic.world import Probe
from monazite.model.dates import Moment
from monazite.model.determination import ForceState

#: The lists by the first part of the ids of their notices.
LISTS = {"cl": "control_list", "wl": "watch_list", "uel": "unreliable_entity_list"}


@dataclass(frozen=True, slots=True)
class NoticeStatus:
    """One notice on the day. ``entities``: the number in its title, without those that an earlier notice has named."""

    notice: NoticeLine
    state: ForceState
    entities: int


@dataclass(frozen=True, slots=True)
class ListStatus:
    """One list on the day: its notices, how many entities they name by state, and the day through which they are known.

    A notice that has not begun, or was not known, on the day is not among them. Removals from a list would be a state
    `repealed`; none has been found.
    """

    name: str
    notices: tuple[NoticeStatus, ...]
    complete_through: date | None

    @property
    def entities(self) -> Counter[ForceState]:
        """Entities named, by the state of the notice. An entity that two notices name counts twice."""
        found: Counter[ForceState] = Counter()
        for line in self.notices:
            found[line.state] += line.entities
        return found


@dataclass(frozen=True, slots=True)
class Named:
    """A party in a notice, with the state of the notice on the day and the event that brought it about.

    An unknown state has the event that ran out without a known sequel; ``checked_on``: when somebody last looked for
    one.
    """

    party: PartyLine
    notice: NoticeLine
    state: ForceState
    event: EventLine | None
    checked_on: date


def lists_on(law: Law, which: str, moment: Moment, known_at: Moment | None) -> list[ListStatus]:
    """The lists that ``which`` names: `lists` all, or `cl`, `wl`, `uel`, in capitals too; nothing for another word."""
    which = which.casefold()
    names = LISTS.values() if which == "lists" else [LISTS[which]] if which in LISTS else []
    view = _view(law, moment, known_at)
    through: dict[str, date] = {}
    for pack in law.packs.values():
        if pack.designations is not None:
            through.update({str(name): day for name, day in pack.designations.complete_through.items()})
    return [
        ListStatus(
            name, tuple(_begun(_status(view, n) for n in law.notices.values() if n.list == name)), through.get(name)
        )
        for name in names
    ]


def parties_on(law: Law, text: str, moment: Moment, known_at: Moment | None) -> list[Named]:
    """Every notice that names a party in whose name, Chinese name, alias or id ``text`` stands, begun or not.

    Upper and lower case and the points and spaces in names make no difference. A notice issued after ``known_at`` was
    not known then and is left out. That nothing is found clears nobody.
    """
    wanted = _plain(text)
    view = _view(law, moment, known_at)
    found = []
    for pack in law.packs.values():
        for notice in pack.designations.notices if pack.designations is not None else ():
            if known_at is not None and notice.issued > known_at.day:
                continue
            force = view.state(notice.id, Probe({}))
            found += [
                Named(party, notice, force.state, force.event, pack.instrument.last_checked_on)
                for party in notice.parties
                if wanted and any(wanted in _plain(n) for n in (party.id, party.name, party.name_zh, *party.aliases))
            ]
    return found


def _view(law: Law, moment: Moment, known_at: Moment | None) -> MomentView:
    rulebook = compile_law(law)
    return MomentView(LawView(rulebook, known_at), moment, settled_readings(rulebook, {}))


def _status(view: MomentView, notice: NoticeLine) -> NoticeStatus:
    counted = sum(party.counts_as_entity and party.already_listed_by is None for party in notice.parties)
    return NoticeStatus(notice, view.state(notice.id, Probe({})).state, counted)


def _begun(lines: Iterable[NoticeStatus]) -> Iterator[NoticeStatus]:
    return (line for line in lines if line.state is not ForceState.NOT_YET_EFFECTIVE)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
