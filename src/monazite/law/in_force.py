"""Whether a provision is in force on a day, as known on a day (rules Z2, Z3, Z6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from monazite.law.attestation import AttestedEvent
from monazite.law.schema_text import EventLine
from monazite.logic.world import Probe, Variable
from monazite.model.dates import Moment
from monazite.model.determination import ForceState


@dataclass(frozen=True, slots=True)
class ForceAnswer:
    """State of a provision; ``event`` is what brought it about, None when nothing was known of it at all.

    ``checked_by``: the attestation by which nothing came in between, where the state rests on that.
    """

    state: ForceState
    event: EventLine | None
    checked_by: str = ""

    @property
    def attestation(self) -> str:
        """The id of the attestation on which the state rests; empty where it rests on the packs alone."""
        return self.event.attestation if isinstance(self.event, AttestedEvent) else self.checked_by


NOTHING_KNOWN = ForceAnswer(ForceState.NOT_YET_EFFECTIVE, None)


def concerns(event: EventLine, provision: str) -> bool:
    """Whether the event is about the provision: it names it, a subtree that holds it, or nothing at all."""
    return not event.provisions or any(
        provision == named or provision.startswith(f"{named}.") for named in event.provisions
    )


def known_events(events: Sequence[EventLine], provision: str, known_at: Moment | None) -> list[EventLine]:
    """Events about the provision that were known by ``known_at`` (None: everything), in order of start."""
    return sorted(
        (e for e in events if concerns(e, provision) and (known_at is None or e.known_on <= known_at.day)),
        key=lambda e: (e.moment, e.known_on),
    )


#: Events that change the state of a provision once it has begun; the last of them that has operated decides.
MOVING = ("suspended", "resumed", "stopped", "repealed")


class Chronicle:
    """The life of one provision or notice as known on a day, ready to be asked for any moment.

    ``question`` is the name under which an open state is asked when no reading stands for it (`law:uel-2025-7`);
    ``last_checked`` the newest day on which anybody looked. ``is_notice``: a designation whose suspension has run out
    without a known sequel is unknown whenever it is asked about (cases' README section 4). ``own_checked`` and
    ``checked_by``: what ``last_checked`` was before somebody attested a later one, and that attestation.
    """

    def __init__(
        self,
        events: Sequence[EventLine],
        provision: str,
        known_at: Moment | None,
        last_checked: date,
        question: str,
        is_notice: bool = False,
        own_checked: date | None = None,
        checked_by: str = "",
    ) -> None:
        self._events = known_events(events, provision, known_at)
        self._is_notice = is_notice
        self._question = question
        self._last_checked = last_checked
        self._own_checked = own_checked or last_checked
        self._checked_by = checked_by
        self._later = known_at is None or known_at.day > last_checked

    @property
    def known(self) -> bool:
        """Whether anything about it was known by then."""
        return bool(self._events)

    @property
    def events(self) -> tuple[EventLine, ...]:
        """What was known, in order."""
        return tuple(self._events)

    def on(self, moment: Moment, probe: Probe, reading_of: ReadingOf) -> ForceAnswer:
        """State at ``moment``: replay the events; scheduled ones operate on their terms.

        An effective day that lies ahead comes first: a provision that has not begun is `not_yet_effective` even inside
        a suspension. Where an ended suspension was said to go on, the reading named by the statement decides.
        """
        effective = [e for e in self._events if e.kind == "effective"]
        if not effective or effective[0].moment > moment:
            return ForceAnswer(ForceState.NOT_YET_EFFECTIVE, effective[0] if effective else None)
        begun = [e for e in self._events if e.moment <= moment and e.kind in MOVING]
        if not begun:
            return ForceAnswer(ForceState.IN_FORCE, effective[0])
        return self._after(begun[-1], moment, probe, reading_of)

    def _after(self, event: EventLine, moment: Moment, probe: Probe, reading_of: ReadingOf) -> ForceAnswer:
        if isinstance(event, AttestedEvent) and event.contested:
            return self._open(event, probe, "")
        match event.kind:
            case "suspended":
                return self._suspension(event, moment, probe, reading_of)
            case "stopped":
                return ForceAnswer(ForceState.STOPPED, event)
            case "repealed":
                return ForceAnswer(ForceState.REPEALED, event)
        return ForceAnswer(ForceState.IN_FORCE, event)

    def _suspension(self, event: EventLine, moment: Moment, probe: Probe, reading_of: ReadingOf) -> ForceAnswer:
        suspended = ForceAnswer(ForceState.SUSPENDED, event)
        if event.until is None or moment.day < event.until:
            return suspended
        if moment.day == event.until:
            inside = reading_of(event.until_reading, probe) if event.until_reading else "inside"
            if inside is None:
                return ForceAnswer(ForceState.UNKNOWN, event)
            if inside == "inside":
                return suspended
        return self._run_out(event, moment, probe, reading_of)

    def _run_out(self, event: EventLine, moment: Moment, probe: Probe, reading_of: ReadingOf) -> ForceAnswer:
        """The suspension has ended by its text. Does the text stand?"""
        stated = (e for e in self._events if e.kind == "extension_stated" and e.known_on >= event.known_on)
        statement = next((e for e in stated if e.start >= event.start), None)
        if statement is not None:
            return self._stated(statement, moment, probe, reading_of)
        assert event.until is not None
        if self._is_notice or (event.until >= self._last_checked and self._later):
            return self._open(event, probe, "")
        return ForceAnswer(ForceState.IN_FORCE, event, self._checked_by if event.until >= self._own_checked else "")

    def _stated(self, statement: EventLine, moment: Moment, probe: Probe, reading_of: ReadingOf) -> ForceAnswer:
        chosen = reading_of(statement.reading, probe)
        if chosen is None:
            return ForceAnswer(ForceState.UNKNOWN, statement)
        if chosen == "revived":
            return ForceAnswer(ForceState.IN_FORCE, statement)
        if statement.until is None or moment.day <= statement.until:
            return ForceAnswer(ForceState.SUSPENDED, statement)
        return self._open(statement, probe, f"law:{statement.reading}")

    def _open(self, event: EventLine, probe: Probe, name: str) -> ForceAnswer:
        """Nobody knows what came after ``event``: in force again, or suspended further."""
        question = name or self._question
        chosen = probe.ask(Variable(f"{question}@{event.until}", question, ("in_force", "suspended")))
        if chosen is None:
            return ForceAnswer(ForceState.UNKNOWN, event)
        return ForceAnswer(ForceState(chosen), event)


class ReadingOf:
    """How a reading is to be taken: settled by a position, a case or its default, or open (a variable)."""

    def __init__(self, settled: dict[str, str], ranges: dict[str, tuple[str, ...]]) -> None:
        self.settled = settled
        self._ranges = ranges

    def __call__(self, reading: str, probe: Probe) -> str | None:
        """The alternative to take; None when it is open and not chosen in this completion.

        A choice made for the completion goes before what is settled: so one judge answers for other readings too.
        """
        settled = self.settled.get(reading)
        key = f"law:{reading}"
        if settled is not None and key not in probe.choices:
            probe.asked.add(key)
            return settled
        return probe.ask(self.variable(reading))

    def variable(self, reading: str) -> Variable:
        """The variable that an open reading is."""
        return Variable(f"law:{reading}", f"law:{reading}", self._ranges[reading])
