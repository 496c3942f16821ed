"""What a run says about the law itself: packs used, the open question with its branches, the timeline, the gaps."""

from __future__ import annotations

from datetime import date

from monazite.law.attestation import AttestedEvent
from monazite.law.pack import Law, Pack
from monazite.law.schema import Cite
from monazite.law.schema_text import EventLine
from monazite.model.citation import Citation, Confidence, HowRead
from monazite.model.dates import Moment
from monazite.services.assessment import Examined, LawBranch, LawEvent, LawQuestion, PackInfo


def pack_infos(law: Law, run_on: date) -> tuple[PackInfo, ...]:
    """The packs as used, with their age on the day of the run (rule Z4)."""
    return tuple(
        PackInfo(
            pack.id,
            pack.instrument.title.en,
            pack.instrument.title.zh,
            pack.instrument.version,
            pack.instrument.last_checked_on,
            pack.sha256,
            pack.stale_on(run_on),
            (run_on - pack.instrument.last_checked_on).days,
            pack.checked_by,
        )
        for pack in law.packs.values()
    )


def citations(law: Law, cites: tuple[Cite, ...]) -> tuple[Citation, ...]:
    """Citations with how each source was read; a source that is missing counts as not read."""
    return tuple(
        Citation(c.source, c.article, law.sources[c.source].read if c.source in law.sources else HowRead.NOT_READ)
        for c in cites
    )


def law_questions(law: Law, known_at: Moment | None = None) -> tuple[LawQuestion, ...]:
    """What is open about the law for the whole run (rule Z3), as far as it could be known of by ``known_at``."""
    asked = {
        event.reading
        for pack in law.packs.values()
        for event in pack.events
        if known_at is None or event.known_on <= known_at.day
    }
    return tuple(
        LawQuestion(
            f"law:{line.id}",
            line.question.en,
            line.question.zh,
            tuple(LawBranch(a.id, a.label.en, a.label.zh) for a in line.alternatives),
            citations(law, line.cite),
        )
        for line in law.readings.values()
        if line.branches and line.id in asked
    )


def timeline(law: Law, known_at: Moment | None = None) -> tuple[LawEvent, ...]:
    """Every event of every pack known of by ``known_at``, in order of start; a provision that the event does not name
    is empty (= all).
    """
    events = [
        _event(law, pack, event, provision)
        for pack in law.packs.values()
        for event in pack.events
        for provision in event.provisions or ("",)
        if known_at is None or event.known_on <= known_at.day
    ]
    return tuple(sorted(events, key=lambda e: (e.start, e.instrument, e.provision)))


def _event(law: Law, pack: Pack, event: EventLine, provision: str) -> LawEvent:
    words = {
        "issued": "issued", "effective": "takes effect", "suspended": "suspended",
        "extension_stated": "extension stated, no instrument", "resumed": "resumed", "stopped": "stopped",
        "repealed": "repealed",
    }  # fmt: skip
    label = words[event.kind] + (f" by {event.by}" if event.by else "")
    label += f" (attested: {event.signed})" if isinstance(event, AttestedEvent) else ""
    return LawEvent(
        pack.id, provision, event.kind, event.moment.day, event.until, event.by, event.known_on, event.nature, label,
        citations(law, event.cite),
    )  # fmt: skip


def examined(law: Law, known_at: Moment | None = None) -> tuple[Examined, ...]:
    """What was examined and what was not (rule S3): packs with rules, instruments not modelled, gaps of the packs.

    What nobody could know of by ``known_at`` is neither: it is marked as not yet published, without its note, and its
    gaps are left out.
    """
    outlined = {line.id for line in law.outside}
    hidden = {pack.id for pack in law.packs.values() if not _published(pack, known_at)}
    found = [
        Examined(
            p.id,
            p.instrument.short.en,
            p.id not in hidden,
            "" if p.id in hidden else p.instrument.title.en,
            p.instrument.confidence,
            p.id not in hidden,
        )
        for p in law.packs.values()
        if p.rules.rules and p.id not in outlined
    ]
    for line in law.outside:
        late = line.id in hidden or _later(line.issued, known_at)
        note = "" if late else line.note
        found.append(Examined(line.id, line.title.en, False, note, Confidence.UNKNOWN, not late))
    found += [
        Examined(f"{pack.id}: {gap.id}", gap.question.en, False, gap.why_it_matters, Confidence.UNKNOWN)
        for pack in law.packs.values()
        if pack.id not in hidden
        for gap in pack.gaps
    ]
    return tuple(found)


def _published(pack: Pack, known_at: Moment | None) -> bool:
    """Whether anything of the instrument was known by then; a pack without events counts as known."""
    return known_at is None or not pack.events or any(event.known_on <= known_at.day for event in pack.events)


def _later(issued: date | None, known_at: Moment | None) -> bool:
    """Whether the text is certainly later; one without a day of issue is not."""
    return known_at is not None and issued is not None and issued > known_at.day
