"""How long an answer holds and what would end it (rule A3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from monazite.law.judge import Judge
from monazite.law.schema_text import EventLine
from monazite.model.fact import Situation
from monazite.model.share import ValueShare
from monazite.model.truth import Truth


@dataclass(frozen=True, slots=True)
class Terms:
    """``holds_until``: the last day (ISO) on which the law as known stays as it is for this situation, or None.
    ``ends_if``: what of the law and its lists would end the answer.
    """

    holds_until: str | None
    ends_if: tuple[str, ...]


def terms_of(judge: Judge) -> Terms:
    """Dates of the law and its lists that would end the answer; the same for all situations of a pattern."""
    day = judge.situation.as_of.day
    coming: list[tuple[date, str]] = []
    concerned = False
    for instance in judge.instances:
        if judge.condition(instance, {}).truth is Truth.FALSE:
            continue
        concerned = True
        for event in judge.view.events(instance.provision):
            coming.extend(ahead(event, instance.rule.pack.instrument.short.en, day))
    reasons = [text for _, text in sorted(set(coming))]
    if concerned:
        reasons.append("an instrument changes the law, or a list names a party, after the packs were last checked")
    return Terms(min(d for d, _ in coming).isoformat() if coming else None, tuple(dict.fromkeys(reasons)))


def ahead(event: EventLine, instrument: str, day: date) -> list[tuple[date, str]]:
    """What an event will change after ``day``, with the last day before it does."""
    if event.moment.day > day:
        if event.kind in ("issued", "extension_stated"):
            return []
        which = f"{instrument}, art. {', '.join(event.provisions)}," if event.provisions else instrument
        what = "takes effect" if event.kind == "effective" else f"is {event.kind}"
        return [(event.moment.day - timedelta(days=1), f"{which} {what} on {event.moment.day}")]
    if event.until is None or event.until < day:
        return []
    what = "suspension" if event.kind == "suspended" else "stated extension"
    return [(event.until, f"the {what} of {instrument} runs out on {event.until}")]


def flips_of(situation: Situation) -> tuple[str, ...]:
    """The prices that would end the answer, in words."""
    fact = situation.facts.get("item.share")
    if fact is None:
        return ()
    share: ValueShare = fact.value  # type: ignore[assignment]
    return tuple(f"{basis.price_basis}: {basis.flip}" for basis in share.by_basis if basis.flip)
