"""The life of the law as bars over time: issued, in force, suspended, and the branches of the open (rules Z2, Z3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from monazite.reporting import words
from monazite.reporting.names import article_name, instrument_name, provision_name
from monazite.services.assessment import Assessment, LawEvent

WIDTH = 1000.0
LABEL = 205.0
ROW = 40.0
TOP = 30.0
_HALF = 0.5
_BEFORE = timedelta(days=45)
_AFTER = timedelta(days=80)
_LONGEST = timedelta(days=900)
"""Earlier than this before the run nothing is drawn; a bar that began before starts at the left end."""

_DAY = timedelta(days=1)
_ARTICLE = re.compile(r"\d+(\.\d+)*")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one state. ``half``: 0 the whole height, 1 and 2 the upper and lower branch; ``stated``: hatched."""

    state: str
    start: date
    end: date
    half: int = 0
    stated: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A segment on the page."""

    x: float
    y: float
    width: float
    height: float
    state: str
    stated: bool
    label: str


@dataclass(frozen=True, slots=True)
class Track:
    """A row of the drawing: a provision or a whole instrument."""

    name: str
    sub: str
    y: float
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole drawing, ready for the template."""

    tracks: tuple[Track, ...]
    months: tuple[tuple[float, str, bool], ...]
    today: float
    today_label: str
    shipments: tuple[float, ...]
    height: float
    description: str


def timeline(assessment: Assessment) -> Timeline | None:
    """The drawing of the run's law, with the days of its shipments; None where the run knows no event."""
    if not assessment.timeline:
        return None
    days = sorted(_days(assessment))
    first, last = _span(assessment, days)
    scale = _Scale(first, last)
    tracks = []
    for number, (name, sub, segments) in enumerate(_tracks(assessment.timeline, last)):
        y = TOP + number * ROW
        boxes = tuple(_box(segment, scale, y) for segment in segments if segment.end > first and segment.start < last)
        tracks.append(Track(name, sub, y, boxes))
    return Timeline(
        tuple(tracks),
        tuple(_months(first, last, scale)),
        scale(assessment.run_on),
        assessment.run_on.isoformat(),
        tuple(dict.fromkeys(scale(day) for day in days if first <= day <= last)),
        TOP + len(tracks) * ROW + 34,
        describe(assessment.timeline),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def __call__(self, day: date) -> float:
        along = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(LABEL + min(max(along, 0.0), 1.0) * (WIDTH - LABEL), 1)


def _days(assessment: Assessment) -> set[date]:
    return {line.determination.as_of.day for line in assessment.lines}


def _span(assessment: Assessment, days: Sequence[date]) -> tuple[date, date]:
    known = [event.start for event in assessment.timeline]
    ends = [event.end for event in assessment.timeline if event.end is not None]
    last = max([*known, *ends, *days[-1:], assessment.run_on]) + _AFTER
    first = min([*known, *days[:1], assessment.run_on]) - _BEFORE
    return max(first, assessment.run_on - _LONGEST), min(last, assessment.run_on + _LONGEST)


def _tracks(events: Iterable[LawEvent], last: date) -> Iterable[tuple[str, str, list[Segment]]]:
    """One track per instrument; where its provisions had different lives, one for all that share a life."""
    by_instrument: dict[str, list[LawEvent]] = {}
    for event in events:
        by_instrument.setdefault(event.instrument, []).append(event)
    for instrument, known in by_instrument.items():
        lives: dict[tuple[Segment, ...], list[str]] = {}
        for provision in list(dict.fromkeys(event.provision for event in known if event.provision)) or [""]:
            life = segments([event for event in known if event.provision in ("", provision)], last)
            lives.setdefault(tuple(life), []).append(provision)
        for shared, provisions in lives.items():
            sub = articles(provisions) if provisions != [""] else ""
            yield instrument_name(instrument), sub, list(shared)


def articles(provisions: Sequence[str]) -> str:
    """Several provisions in short: ``1.3``, ``2``, ``3``, ``4`` are "arts. 1(3), 2 to 4"."""
    locals_ = [provision.rpartition("#")[2] for provision in provisions]
    if not all(_ARTICLE.fullmatch(local) for local in locals_):
        return ", ".join(provision_name(provision) for provision in provisions)
    ordered = sorted(locals_, key=lambda local: [int(number) for number in local.split(".")])
    whole = [int(local) for local in ordered if local.isdigit()]
    said = [article_name(local).removeprefix("art. ") for local in ordered if not local.isdigit()]
    while whole:
        run = next(n for n in range(1, len(whole) + 1) if n == len(whole) or whole[n] != whole[n - 1] + 1)
        said.append(f"{whole[0]} to {whole[run - 1]}" if run > 2 else ", ".join(map(str, whole[:run])))
        whole = whole[run:]
    return f"art{'s' if len(locals_) > 1 else ''}. {', '.join(said)}"


def event_name(event: LawEvent) -> str:
    """What an event concerns: the instrument and, unless it is all of it, the article."""
    name = instrument_name(event.instrument)
    return f"{name} {articles([event.provision])}" if event.provision else name


def segments(events: Sequence[LawEvent], last: date) -> list[Segment]:
    """The states of one provision, one after another up to ``last``.

    After a suspension whose end a statement contradicts, two halves run on: above, the text stands and it is in force;
    below, the suspension goes on as stated, and nobody knows what follows.
    """
    legal = sorted((event for event in events if event.nature == "legal"), key=lambda event: event.start)
    said = next((event for event in events if event.nature == "stated" and event.end is not None), None)
    over = max((e.end + _DAY for e in legal if e.kind == "suspended" and e.end is not None), default=None)
    turns = {event.start for event in legal} | {e.end + _DAY for e in legal if e.end is not None}
    turns |= {event.known_on for event in legal if _announced(event)}
    days = [*sorted(day for day in turns if day < last), last]
    drawn: list[Segment] = []
    for start, end in pairwise(days):
        state = state_on(start, legal)
        label = "; ".join(dict.fromkeys(event.label for event in legal if event.start == start and event.label))
        if state == "in_force" and said is not None and said.end is not None and over is not None and start >= over:
            drawn.extend(_branches(start, min(said.end + _DAY, end), end, said.label))
        elif drawn and drawn[-1].state == state and not drawn[-1].half:
            drawn[-1] = replace(drawn[-1], end=end)
        elif state:
            drawn.append(Segment(state, start, end, label=label))
    return [segment for segment in drawn if segment.end > segment.start]


def state_on(day: date, legal: Sequence[LawEvent]) -> str:
    """State by the texts alone: before its effective day a provision waits, even while others are suspended."""
    base, suspended = "", False
    if any(_announced(event) and event.known_on <= day for event in legal):
        base = "waiting"
    for event in legal:
        if event.start > day:
            break
        match event.kind:
            case "issued":
                base = base or "waiting"
            case "effective" | "resumed":
                base, suspended = "in_force", suspended and event.kind == "effective"
            case "suspended":
                suspended = event.end is None or day <= event.end
            case "stopped" | "repealed":
                base = "ended"
    return "suspended" if suspended and base == "in_force" else base


def _announced(event: LawEvent) -> bool:
    """Whether a provision was known before it took effect, so that it waited."""
    return event.kind == "effective" and event.known_on < event.start


def _branches(start: date, until: date, end: date, said: str) -> tuple[Segment, ...]:
    return (
        Segment("in_force", start, end, 1, label="branch: the text stands, in force again"),
        Segment("suspended", start, until, 2, stated=True, label=said),
        Segment("unknown", max(start, until), end, 2, label="what follows is unknown"),
    )


def _box(segment: Segment, scale: _Scale, y: float) -> Box:
    left, right = scale(segment.start), scale(segment.end)
    height = ROW - 14.0
    top = y + 7.0
    if segment.half:
        height = height * _HALF - 1
        top += 0 if segment.half == 1 else height + 2
    state = words.STATE_WORDS[segment.state]
    label = f"{state}, {segment.start.isoformat()} to {(segment.end - _DAY).isoformat()}"
    return Box(left, top, max(right - left, 2.0), height, segment.state, segment.stated,
               f"{label}: {segment.label}" if segment.label else label)  # fmt: skip


def _months(first: date, last: date, scale: _Scale) -> Iterable[tuple[float, str, bool]]:
    """Quarters, January with its year."""
    year, month = first.year, first.month
    while date(year, month, 1) <= last:
        day = date(year, month, 1)
        if day >= first and month in (1, 4, 7, 10):
            yield scale(day), str(year) if month == 1 else f"{day:%b}", month == 1
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def describe(events: Sequence[LawEvent]) -> str:
    """The drawing in a sentence for those who do not see it; the table beneath it holds the same in full."""
    names = ", ".join(dict.fromkeys(instrument_name(event.instrument) for event in events))
    return f"States over time of {names}. The table below lists every event with its source."
