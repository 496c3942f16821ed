"""What of the law differs between two days, and by which events: `monazite law diff D1 D2`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from monazite.law.attestation import AttestedEvent
from monazite.law.pack import Law
from monazite.law.rulebook import compile_law
from monazite.law.schema_text import EventLine
from monazite.law.views import LawView, MomentView, settled_readings
from monazite.logic.world import Probe
from monazite.model.citation import Citation, Confidence
from monazite.model.dates import Moment
from monazite.model.determination import ForceState
from monazite.services.law_report import citations


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a provision on a day. ``branches``: where it is open, (question, option, state) for each option."""

    state: ForceState
    branches: tuple[tuple[str, str, ForceState], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One event that came between the two days: ``ends`` true when it is its end that did (a suspension runs out).

    ``attested``: who signed it, where no pack has it.
    """

    id: str
    kind: str
    start: date
    until: date | None
    ends: bool
    by: str
    nature: str
    known_on: date
    confidence: Confidence
    attested: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class ForceChange:
    """Provisions of one instrument (local ids; none: the whole of it) whose standing differs, and by what."""

    instrument: str
    provisions: tuple[str, ...]
    before: Standing
    after: Standing
    steps: tuple[Step, ...]

    def about(self, provision: str) -> bool:
        """Whether the change is about a provision, an entry or a notice, given by its full id."""
        owner, _, local = provision.partition("#")
        if owner != self.instrument and not owner.startswith(f"{self.instrument}/"):
            return False
        return not local or not self.provisions or local in self.provisions


@dataclass(frozen=True, slots=True)
class ParameterChange:
    """A number of the law that has another value."""

    instrument: str
    parameter: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LawDiff:
    """Everything that differs, in the order of the packs."""

    changes: tuple[ForceChange, ...]
    parameters: tuple[ParameterChange, ...]


def law_diff(law: Law, first: Moment, second: Moment, known_at: Moment | None) -> LawDiff:
    """The law of two days, both as known at ``known_at``."""
    rulebook = compile_law(law)
    view = LawView(rulebook, known_at)
    readings = settled_readings(rulebook, {})
    before, after = MomentView(view, first, readings), MomentView(view, second, readings)
    found: dict[tuple[object, ...], list[str]] = {}
    for instrument, local in _provisions(law):
        provision = f"{instrument}#{local}" if local else instrument
        old, new = _standing(before, provision), _standing(after, provision)
        if old != new:
            steps = tuple(_steps(law, view.events(provision), first, second))
            found.setdefault((instrument, old, new, steps), []).append(local)
    changes = []
    for key, locals_ in found.items():
        pack = law.packs.get(str(key[0]))
        whole = pack is None or len(locals_) == len(pack.provisions)
        changes.append(ForceChange(key[0], () if whole else tuple(locals_), *key[1:]))  # type: ignore[arg-type]
    return LawDiff(tuple(changes), tuple(_parameters(law, first.day, second.day)))


def _provisions(law: Law) -> Iterator[tuple[str, str]]:
    for pack in law.packs.values():
        yield from ((pack.id, line.id) for line in pack.provisions)
    yield from ((notice, "") for notice in law.notices)


def _standing(view: MomentView, provision: str) -> Standing:
    probe = Probe({})
    state = view.state(provision, probe).state
    if state is not ForceState.UNKNOWN:
        return Standing(state)
    branches = [
        (variable.name, option, view.state(provision, Probe({variable.key: option})).state)
        for variable in sorted(probe.missed, key=lambda v: v.key)
        for option in variable.options
    ]
    return Standing(state, tuple(branches))


def _steps(law: Law, events: tuple[EventLine, ...], first: Moment, second: Moment) -> Iterator[Step]:
    """The events that begin, or whose last day passes, between two days; a statement goes with the end it speaks of."""
    ending = [e for e in events if e.until is not None and first.day <= e.until <= second.day]
    for event in events:
        begins = first < event.moment <= second
        ends = event in ending
        speaks = event.kind == "extension_stated" and any(e.until == event.moment.day for e in ending)
        if begins or ends or speaks:
            yield Step(
                event.id, event.kind, event.moment.day, event.until, ends and not begins and not speaks, event.by,
                event.nature, event.known_on, event.confidence,
                event.signed if isinstance(event, AttestedEvent) else "", citations(law, event.cite),
            )  # fmt: skip


def _parameters(law: Law, first: date, second: date) -> Iterator[ParameterChange]:
    for pack in law.packs.values():
        for line in pack.parameters:
            values = [
                next((v.value for v in sorted(line.values, key=lambda v: v.start, reverse=True) if v.start <= day), "")
                for day in (first, second)
            ]
            if all(values) and values[0] != values[1]:
                yield ParameterChange(pack.id, line.id, *values)
