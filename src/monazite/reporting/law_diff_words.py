"""The causes of a change of law in sentences that a manager reads (`monazite law diff`, `monazite today`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from monazite.model.determination import ForceState
from monazite.reporting import words
from monazite.reporting.names import article_name, instrument_name
from monazite.services.law_diff import ForceChange, Standing, Step


def by_cause(changes: Iterable[ForceChange]) -> dict[str, list[ForceChange]]:
    """The changes grouped by what brought them about, in words; the earliest cause first."""
    found: dict[str, list[ForceChange]] = {}
    for change in sorted(changes, key=lambda change: min(map(step_day, change.steps), default=date.max)):
        found.setdefault(cause_words(change.steps), []).append(change)
    return found


def cause_words(steps: Sequence[Step]) -> str:
    """Every event between the two days: what began, what ran out, what was said about it."""
    said = [step_words(step) for step in sorted(steps, key=step_day)]
    if not said:
        return "a day passed beyond which nothing is known"
    return "; ".join(said)


def step_day(step: Step) -> date:
    """The day on which an event tells: its last one where it runs out, else its first."""
    return step.until if step.ends and step.until is not None else step.start


def step_words(step: Step) -> str:
    """One event: ``the suspension by No. 70 ran out on 2026-11-10``."""
    by = f" by {actor(step.by)}" if step.by else ""
    signed = f" (attested: {step.attested})" if step.attested else ""
    if step.kind == "extension_stated":
        told = f"{actor(step.by) or 'an authority'} speaks of an extension to {step.until}, without an instrument"
        return (
            f"the extension to {step.until} that {actor(step.by)} spoke of runs out" if step.ends else told
        ) + signed
    if step.ends:
        return f"the {'suspension' if step.kind == 'suspended' else step.kind}{by} runs out on {step.until}{signed}"
    what = {"effective": "takes effect", "issued": "is issued"}.get(step.kind, f"is {step.kind}")
    until = f" until {step.until}" if step.until else ""
    return f"it {what} on {step.start}{until}{by}{signed}"


def actor(name: str) -> str:
    """An instrument by its short name, a person or authority as given."""
    return instrument_name(name) if name.startswith("cn/") else name


def provisions_words(change: ForceChange) -> str:
    """``No. 61 art. 1(1), 1(2), ...``; the instrument alone where it is one whole."""
    name = instrument_name(change.instrument)
    if not change.provisions:
        return name
    numbered = [one for one in change.provisions if one[:1].isdigit()]
    if len(numbered) < len(change.provisions):
        return f"{name} {', '.join(change.provisions)}" if len(change.provisions) < 4 else name
    short = [article_name(one).removeprefix("art. ") for one in numbered]
    return f"{name} art{'s' if len(short) > 1 else ''}. {', '.join(short)}"


def standing_words(standing: Standing) -> str:
    """``suspended``; ``open (in force or suspended)``; ``open (if revived: in force; if extended: suspended)``."""
    if standing.state is not ForceState.UNKNOWN:
        return words.say(words.STATES[standing.state])
    if standing.branches and all(option == state.value for _, option, state in standing.branches):
        return f"open ({' or '.join(words.say(words.STATES[state]) for _, _, state in standing.branches)})"
    inside = "; ".join(f"if {option}: {words.say(words.STATES[state])}" for _, option, state in standing.branches)
    return f"open ({inside.replace('force unknown', 'open')})" if inside else "open"


def moved_words(change: ForceChange) -> str:
    """``suspended → open (...)``."""
    return f"{standing_words(change.before)} → {standing_words(change.after)}"


def sources(changes: Iterable[ForceChange]) -> list[str]:
    """The keys of the sources of all events, each once, with how it was read."""
    return list(
        dict.fromkeys(
            f"{citation.source} ({words.say(words.READ[citation.read])})"
            for change in changes
            for step in change.steps
            for citation in step.citations
        )
    )
