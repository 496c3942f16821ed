"""Attestations applied to the law: events enter chronicles, checks move the age of packs (rules Z4, Z5).

Nothing here raises a confidence: what rests on an attestation is `user_attested` at best, and named in the proof.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from monazite.law.attestation import AttestationLine, AttestedEvent, moment_of, on_or_before
from monazite.law.designation import DesignationsFile, ListName, NoticeLine
from monazite.law.in_force import MOVING, concerns
from monazite.law.pack import Law, Pack
from monazite.law.schema import Cite
from monazite.law.schema_text import EventLine, SourceLine
from monazite.model.citation import Confidence
from monazite.model.issue import Issue, Severity

LIST_NAMES: tuple[ListName, ...] = get_args(ListName)


def full_id(law: Law, ident: str) -> str:
    """An instrument or notice as the packs name it: `mofcom-2025-61` is `cn/mofcom-2025-61`."""
    return ident if ident in law.notices or ident.startswith("cn/") else f"cn/{ident}"


def fault_of(line: AttestationLine, law: Law, parties: frozenset[str] | None = None) -> str:
    """Why the packs cannot take up an attestation; empty when they can. ``parties``: ids of the portfolio."""
    if line.what == "list_searched" and parties is not None:
        lost = sorted(set(line.parties) - parties)
        return f"the table parties has no {', '.join(lost)}" if lost else ""
    if not line.instrument:
        return ""
    if line.instrument not in law.packs and line.instrument not in law.notices:
        return f"no pack has {line.instrument!r}; see: monazite law list"
    return _event_fault(line, law) if line.what == "event" else ""


def _event_fault(line: AttestationLine, law: Law) -> str:
    if line.instrument in law.notices:
        events, known = law.notices[line.instrument].events, frozenset[str]()
        if line.provisions:
            return f"the notice {line.instrument} is one whole; name no provisions"
    else:
        pack = law.packs[line.instrument]
        events, known = pack.events, frozenset(one.id for one in pack.provisions)
    for named in line.provisions:
        if not any(one == named or one.startswith(f"{named}.") for one in known):
            return f"{line.instrument} has no provision {named!r}; it has {', '.join(sorted(known))}"
    return _against_the_text(line, events)


def _against_the_text(line: AttestationLine, events: Iterable[EventLine]) -> str:
    """What the packs themselves say goes before: no attestation sets another effective day, or another event for a
    moment for which the text has one.
    """
    for event in events:
        if isinstance(event, AttestedEvent) or not _overlap(event.provisions, line.provisions):
            continue
        if event.kind == line.kind == "effective":
            already = f"{line.instrument} takes effect on {event.start} by its own text"
            return f"{already}; attest what became of it (suspended, resumed, stopped, repealed)"
        if event.kind in MOVING and line.kind in MOVING and event.moment == moment_of(line.start):
            until = f" until {event.until}" if event.until else ""
            if (event.kind, event.until) != (line.kind, line.until):
                already = f"{line.instrument} is {event.kind} from {event.start}{until} by the text in the packs"
                return f"{already}; attest what came after it, from a later day"
    return ""


def _in_packs(line: AttestationLine, law: Law) -> bool:
    """Whether the packs have the very event, so that nothing rests on the attestation."""
    pack, notice = law.packs.get(line.instrument), law.notices.get(line.instrument)
    events = pack.events if pack is not None else notice.events if notice is not None else ()
    said = (line.kind, line.until, moment_of(line.start))
    return any(
        (event.kind, event.until, event.moment) == said
        and all(concerns(event, named) for named in line.provisions or ("",))
        for event in events
    )


def with_attestations(
    law: Law,
    lines: tuple[AttestationLine, ...],
    run_on: date,
    known_at: date | None = None,
    place: str = "",
    parties: frozenset[str] | None = None,
) -> Law:
    """The law as the packs and ``lines`` know it at ``known_at``. A faulty one, or one signed after ``run_on``, is an
    issue of the law (``place``: the file) and not used; of two that contradict each other, neither is believed: from
    their first day on the state is open.
    """
    issues: list[Issue] = []
    used: list[AttestationLine] = []
    for line in on_or_before(lines, known_at):
        fault = fault_of(line, law, parties)
        if line.on > run_on:
            fault = f"it is signed on {line.on}, which has not come yet"
        if fault:
            remedy = "withdraw it and sign anew"
            issues.append(Issue(Severity.ERROR, "attestation_unusable", f"{line.id}: {fault}", remedy, place))
        else:
            used.append(line)
    events = _events([line for line in used if line.what == "event" and not _in_packs(line, law)], issues, place)
    packs = {ident: _pack(pack, used, events) for ident, pack in law.packs.items()}
    return replace(
        law,
        packs=packs,
        notices={n.id: n for p in packs.values() if p.designations for n in p.designations.notices},
        sources={**law.sources, **{line.source_key: _source(line) for line in used}},
        issues=(*law.issues, *issues),
        attestations=tuple(used),
    )


def _source(line: AttestationLine) -> SourceLine:
    title = f"attested by {line.by} on {line.on}: {line.citation or line.address or line.says}"
    return SourceLine(title=title, address=line.address, kind="attestation", read=line.read, checked_on=line.on)


def _events(attested: list[AttestationLine], issues: list[Issue], place: str) -> dict[str, list[AttestedEvent]]:
    """Attested events by instrument or notice; contradictions are marked and reported."""
    found: dict[str, list[AttestedEvent]] = {}
    told: set[frozenset[str]] = set()
    for line in attested:
        against = [other for other in attested if other is not line and _contradict(line, other)]
        for other in against:
            pair = frozenset((line.id, other.id))
            if pair not in told:
                told.add(pair)
                message = f"{line.id} ({line.says}) and {other.id} ({other.says}) exclude each other; the state is open"
                remedy = "withdraw the one that does not hold"
                issues.append(Issue(Severity.ERROR, "attestations_conflict", message, remedy, place))
        found.setdefault(line.instrument, []).append(_event(line, bool(against)))
    return found


def _contradict(one: AttestationLine, other: AttestationLine) -> bool:
    """Two claims about one provision from the same moment on that differ in what happened, or for how long."""
    same = one.instrument == other.instrument and moment_of(one.start) == moment_of(other.start)
    if not same or "issued" in (one.kind, other.kind):
        return False
    return (one.kind, one.until) != (other.kind, other.until) and _overlap(one.provisions, other.provisions)


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return True
    return any(a == b or a.startswith(f"{b}.") or b.startswith(f"{a}.") for a in one for b in other)


def _event(line: AttestationLine, contested: bool) -> AttestedEvent:
    assert line.kind is not None
    return AttestedEvent(
        id=line.id,
        kind=line.kind,
        provisions=line.provisions,
        start=line.start,
        until=line.until,
        by=line.issued_by,
        known_on=line.on,
        recorded_on=line.on,
        nature="stated",
        confidence=Confidence.USER_ATTESTED,
        cite=(Cite(source=line.source_key),),
        attestation=line.id,
        signed=line.signed,
        contested=contested,
    )


def _pack(pack: Pack, used: list[AttestationLine], events: dict[str, list[AttestedEvent]]) -> Pack:
    own = pack.instrument.last_checked_on
    newest = max(_checks(pack, used), default=None, key=lambda check: check.day)
    moved: list[EventLine] = [*pack.events, *events.get(pack.id, ())]
    changed = replace(pack, events=tuple(moved), designations=_designations(pack.designations, events))
    if newest is None or newest.day <= own:
        return changed
    instrument = pack.instrument.model_copy(update={"last_checked_on": newest.day})
    return replace(changed, instrument=instrument, own_checked_on=own, checked_by=newest.attestation)


def _designations(
    designations: DesignationsFile | None, events: dict[str, list[AttestedEvent]]
) -> DesignationsFile | None:
    if designations is None or not any(notice.id in events for notice in designations.notices):
        return designations
    notices: list[NoticeLine] = []
    for notice in designations.notices:
        more = (*notice.events, *events.get(notice.id, ()))
        notices.append(notice.model_copy(update={"events": more}))
    return designations.model_copy(update={"notices": tuple(notices)})


@dataclass(frozen=True, slots=True)
class Check:
    """A day up to which something is known, and the attestation that says so (empty: the pack's own)."""

    day: date
    attestation: str = ""


def _checks(pack: Pack, used: list[AttestationLine]) -> list[Check]:
    """Until when somebody looked for news about the instrument; for the lists also: until when all are complete."""
    found = [
        Check(line.through, line.id)
        for line in used
        if line.what == "nothing_new" and line.through and line.instrument in ("", pack.id)
    ]
    if pack.designations is not None:
        through = [complete_through(pack.designations, used, name) for name in LIST_NAMES]
        if all(check.attestation for check in through):
            found.append(min(through, key=lambda check: check.day))
    return found


def complete_through(designations: DesignationsFile, used: Iterable[AttestationLine], name: ListName) -> Check:
    """The day up to which a list is complete: the pack's, or a later one that somebody attested (rule Z5)."""
    own = [Check(day) for listed, day in designations.complete_through.items() if listed == name]
    attested = [
        Check(line.through, line.id)
        for line in used
        if line.what == "list_complete" and line.through and name in line.lists
    ]
    return max([*own, *attested], key=lambda check: check.day, default=Check(date.min))


def searched_on(used: Iterable[AttestationLine], name: ListName, party: str) -> Check:
    """The newest attested search of a list for a party; the first of all days where there is none."""
    found = [
        Check(line.through, line.id)
        for line in used
        if line.what == "list_searched" and line.through and name in line.lists
        and (not line.parties or party in line.parties)
    ]  # fmt: skip
    return max(found, key=lambda check: check.day, default=Check(date.min))


def clear_through(law: Law, name: ListName, searched: date, party: str = "") -> Check:
    """Until when a search of ``searched`` says what a list says of a party (rule Z5).

    An attested search may be newer. Beyond the search the list must be attested complete, and no notice of it may have
    come in between: a notice would have to be searched anew.
    """
    found = max(Check(searched), searched_on(law.attestations, name, party), key=lambda check: check.day)
    holder = next((pack.designations for pack in law.packs.values() if pack.designations is not None), None)
    if holder is None:
        return found
    complete = complete_through(holder, law.attestations, name)
    if not complete.attestation or complete.day <= found.day:
        return found
    newer = [notice for notice in holder.notices if notice.list == name and notice.issued > found.day]
    return found if newer else complete
