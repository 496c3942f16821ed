"""One situation, looked at through the law: which alternative a reading has, which state a provision or notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from monazite.law.in_force import NOTHING_KNOWN, Chronicle, ForceAnswer, ReadingOf
from monazite.law.pack import Pack
from monazite.law.rulebook import Rulebook
from monazite.law.schema_text import EventLine
from monazite.logic.world import Judged, Probe, Variable, known
from monazite.model.dates import Moment
from monazite.model.determination import ForceState
from monazite.model.truth import Truth

PARAMETERS = "@parameters"
"""The slot of the dated values of the law."""
PAIR = "@pair"
"""The slot of whether the shipment stays in one country: the only comparison of two facts."""


def settled_readings(rulebook: Rulebook, chosen: Mapping[str, str]) -> ReadingOf:
    """Readings as a run takes them: ``chosen`` (positions, a case, options) over the defaults of the packs.

    `open`, and `unknown` for a reading that has such a word for it, leave the question open. Raises ValueError naming
    the reading or alternative that does not exist.
    """
    settled: dict[str, str] = {}
    ranges: dict[str, tuple[str, ...]] = {}
    wrong = set(chosen) - set(rulebook.law.readings)
    if wrong:
        known_ids = ", ".join(sorted(rulebook.law.readings))
        raise ValueError(f"no reading is named {', '.join(sorted(wrong))}; there are {known_ids}")
    for line in rulebook.law.readings.values():
        choice = chosen.get(line.id, line.default)
        ranges[line.id] = line.range_when_open
        if choice in ("open", "unknown"):
            continue
        alternatives = {alternative.id for alternative in line.alternatives}
        if choice not in alternatives:
            raise ValueError(
                f"the reading {line.id} has no alternative {choice!r}; it has {', '.join(sorted(alternatives))}"
            )
        settled[line.id] = choice
    return ReadingOf(settled, ranges)


class LawView:
    """The law as known at ``known_at``, asked about one moment. Chronicles are made once and shared by all lines."""

    def __init__(self, rulebook: Rulebook, known_at: Moment | None) -> None:
        self.rulebook = rulebook
        self.known_at = known_at
        self._chronicles: dict[str, Chronicle] = {}

    def chronicle(self, provision: str) -> Chronicle:
        """The life of a provision (`cn/mofcom-2025-61#1.1`), of an instrument, of an entry or of a notice."""
        found = self._chronicles.get(provision)
        if found is None:
            found = self._chronicles[provision] = self._make(provision)
        return found

    def _make(self, provision: str) -> Chronicle:
        notice = self.rulebook.law.notices.get(provision)
        if notice is not None:
            pack = next(
                p for p in self.rulebook.law.packs.values() if p.designations and notice in p.designations.notices
            )
            return Chronicle(
                notice.events, "", self.known_at, pack.instrument.last_checked_on, f"law:{notice.id}", is_notice=True
            )
        if is_notice(provision):  # stated of a party, and in no pack: nothing is known of its life
            return Chronicle((), "", self.known_at, date.min, f"law:{provision}", is_notice=True)
        owner, _, local = provision.partition("#")
        pack = self.rulebook.law.packs["/".join(owner.split("/")[:2])]
        checked, question = pack.instrument.last_checked_on, f"law:{pack.id.removeprefix('cn/')}"
        return Chronicle(
            pack.events, local, self.known_at, checked, question,
            own_checked=pack.own_checked_on, checked_by=pack.checked_by,
        )  # fmt: skip

    def knows(self, pack: Pack) -> bool:
        """Whether anything of an instrument was known by then; what was not known yet is not part of the law."""
        return not pack.events or any(
            self.known_at is None or event.known_on <= self.known_at.day for event in pack.events
        )

    def events(self, provision: str) -> tuple[EventLine, ...]:
        """The known events of a provision, in order."""
        return self.chronicle(provision).events


class MomentView:
    """The law on one moment under one set of readings; ``underlying``: the flagged instruments count as in force.

    ``note`` is told whose chronicle is asked about the moment, as `life_of` names it.
    """

    def __init__(
        self,
        law: LawView,
        moment: Moment,
        reading_of: ReadingOf,
        underlying: bool = False,
        note: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.law = law
        self.note = note
        self.moment = moment
        self.reading_of = reading_of
        self.underlying = underlying

    def state(self, provision: str, probe: Probe) -> ForceAnswer:
        """State of a provision or notice, in the completion that ``probe`` looks at."""
        if is_notice(provision) and provision not in self.law.rulebook.law.notices:
            return _unheard_of(provision, probe)
        self.note(life_of(provision))
        chronicle = self.law.chronicle(provision)
        if not chronicle.known:
            return NOTHING_KNOWN
        return chronicle.on(self.moment, probe, self.reading_of)

    def force(self, provision: str, probe: Probe) -> Judged:
        """Whether a provision is in force; TRUE without asking where the underlying verdict assumes so."""
        if self.underlying and self._assumed(provision):
            return known(self.law.chronicle(provision).known)
        look = probe.fresh()
        state = self.state(provision, look).state
        if state is ForceState.UNKNOWN:
            return look.judged(Truth.UNKNOWN)
        return known(state is ForceState.IN_FORCE)

    def events(self, provision: str) -> tuple[EventLine, ...]:
        """The known events of a provision, in order, to be held against the moment."""
        self.note(life_of(provision))
        return self.law.events(provision)

    def _assumed(self, provision: str) -> bool:
        pack = self.law.rulebook.law.packs.get("/".join(provision.partition("#")[0].split("/")[:2]))
        return pack is not None and pack.instrument.underlying


def life_of(provision: str) -> str:
    """The slot of whatever a provision shares its events with: its instrument, or itself when it is a notice."""
    return f"@{provision if is_notice(provision) else '/'.join(provision.partition('#')[0].split('/')[:2])}"


def is_notice(provision: str) -> bool:
    """Whether the id is that of a designation notice (`cl-2025-01`): provisions and entries name their pack."""
    return "/" not in provision


def _unheard_of(notice: str, probe: Probe) -> ForceAnswer:
    """A stated notice that no pack has: its state is an open question, never a clean record."""
    chosen = probe.ask(Variable(f"law:{notice}", f"law:{notice}", ("in_force", "suspended")))
    return ForceAnswer(ForceState.UNKNOWN if chosen is None else ForceState(chosen), None)
