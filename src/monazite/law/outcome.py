"""From rules that hold or may hold to an answer: the strictest decides, after carve-outs displaced theirs (A1, A2)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from monazite.law.instances import Instance
from monazite.logic.completions import Open, Settled
from monazite.logic.world import Judged, Variable, conjunction, disjunction
from monazite.model.determination import Review, Verdict
from monazite.model.truth import Truth

Choices = Mapping[str, str]
ASKING = ("licence", "prohibition")
"""Effects of rules that ask for something."""
NOTHING = Verdict.NO_LICENCE_REQUIRED
_BY_RANK = {verdict.rank: verdict for verdict in Verdict}


class Answer(NamedTuple):
    """Verdict of one completion, and the review where a licence is asked for (None: not asked, or not looked at)."""

    verdict: Verdict
    review: Review | None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one instance may bring: its mildest and strictest verdict, every one between, and what it hangs on.

    ``live``: what it hangs on whether the rule holds at all, exemptions aside. ``state``: what is left of it. ``low``
    and ``high``: ranks of the mildest and the strictest.
    """

    possible: frozenset[Verdict]
    open: frozenset[Variable]
    live: frozenset[Variable] = frozenset()
    state: Hashable = None
    low: int = field(init=False)
    high: int = field(init=False)

    def __post_init__(self) -> None:
        ranks = [verdict.rank for verdict in self.possible]
        object.__setattr__(self, "low", min(ranks))
        object.__setattr__(self, "high", max(ranks))


class Outlook(Protocol):
    """What is known of the rules under some choices. ``opened``: what `look` found open, by what it found it from."""

    @property
    def opened(self) -> dict[Hashable, Open[Answer]]:
        """What was found open so far."""
        ...

    def asking(self, choices: Choices) -> Sequence[Instance]:
        """The rules that may ask for something; those that hold under no answer may be left out."""
        ...

    def contribution(self, instance: Instance, choices: Choices) -> Contribution:
        """What a rule brings (`contributed`)."""
        ...

    def reviews(self, choices: Choices) -> list[tuple[Review, Judged]]:
        """What the reviews come to (`reviewed`)."""
        ...


def contributed(instance: Instance, live: Judged, freed: Sequence[tuple[Instance, Judged]]) -> Contribution:
    """What an instance brings. ``live``: whether it holds and is in force; ``freed``: which carve-outs displace it."""
    asked = Verdict.LICENCE_REQUIRED if instance.rule.line.effect == "licence" else Verdict.PROHIBITED
    if live.truth is Truth.FALSE:
        return Contribution(frozenset({NOTHING}), frozenset())
    possible = {asked}
    open_in = set(live.open)
    displacing: list[tuple[Verdict, Hashable]] = []
    for exemption, judged in freed:
        if judged.truth is not Truth.FALSE:
            brought = Verdict(exemption.rule.line.verdict)
            displacing.append((brought, judged.state))
            possible.add(brought)
            open_in |= judged.open
        if judged.truth is Truth.TRUE:
            possible.discard(asked)
    if live.truth is Truth.UNKNOWN:
        possible.add(NOTHING)
    unsaid = live.state is None or any(state is None for _, state in displacing)
    state = None if unsaid else (asked, live.state, tuple(displacing))
    return Contribution(frozenset(possible), frozenset(open_in), live.open, state)


def reviewed(
    licences: Sequence[tuple[Instance, Judged]], reviews: Sequence[tuple[Instance, Judged]]
) -> list[tuple[Review, Judged]]:
    """Every review that a rule brings, and whether the rule holds and a licence of its instrument is asked for."""
    asked: dict[str, list[Judged]] = {}
    for instance, live in licences:
        asked.setdefault(instance.rule.pack.id, []).append(live)
    by_pack = {pack: disjunction(found) for pack, found in asked.items()}
    return [
        (Review(instance.rule.line.review), conjunction([by_pack[instance.rule.pack.id], live]))
        for instance, live in reviews
        if instance.rule.pack.id in by_pack
    ]


def look(outlook: Outlook, choices: Choices, with_review: bool) -> Settled[Answer] | Open[Answer]:
    """The answer under ``choices``, settled or not; the strictest rule decides."""
    contributions = [outlook.contribution(i, choices) for i in outlook.asking(choices)]
    least = max([c.low for c in contributions], default=NOTHING.rank)
    most = max([c.high for c in contributions], default=NOTHING.rank)
    low = _BY_RANK[least]
    if least != most:
        return _open(outlook, choices, with_review, low, [c for c in contributions if c.high > least])
    if low is not Verdict.LICENCE_REQUIRED or not with_review:
        return Settled(Answer(low, None))
    return _review(outlook.reviews(choices))


def _open(
    outlook: Outlook, choices: Choices, with_review: bool, low: Verdict, above: Sequence[Contribution]
) -> Open[Answer]:
    """An open answer; outlooks keep their contributions and reviews, so the same ones are told by where they are."""
    reviews = outlook.reviews(choices) if with_review else []
    key = low, tuple(map(id, above)), id(reviews) if with_review else None
    if key not in outlook.opened:
        outlook.opened[key] = _opened(with_review, low, above, reviews)
    return outlook.opened[key]


def _opened(
    with_review: bool, low: Verdict, above: Sequence[Contribution], reviews: list[tuple[Review, Judged]]
) -> Open[Answer]:
    verdicts = {low} | {v for c in above for v in c.possible if v.rank > low.rank}
    superset = {answer for v in verdicts for answer in _answers(v, with_review)}
    mattering = [(review, judged.state) for review, judged in reviews if judged.truth is not Truth.FALSE]
    states = [c.state for c in above]
    unsaid = None in states or any(state is None for _, state in mattering)
    state = None if unsaid else (low, tuple(states), tuple(mattering))
    open_in = frozenset[Variable]().union(*(c.open for c in above))
    return Open(open_in, frozenset(superset), state, frozenset().union(*(c.live for c in above)))


def _review(judged: list[tuple[Review, Judged]]) -> Settled[Answer] | Open[Answer]:
    """The review of a licence that is asked for: the strictest that a rule of the same instrument brings."""
    sure = max((r for r, j in judged if j.truth is Truth.TRUE), key=lambda r: r.rank, default=Review.ORDINARY)
    stricter = [(r, j) for r, j in judged if j.truth is Truth.UNKNOWN and r.rank > sure.rank]
    if not stricter:
        return Settled(Answer(Verdict.LICENCE_REQUIRED, sure))
    superset = {Answer(Verdict.LICENCE_REQUIRED, r) for r in (sure, *(r for r, _ in stricter))}
    states = [(r, j.rest) for r, j in stricter]
    state = None if any(rest is None for _, rest in states) else (sure, tuple(states))
    return Open(frozenset().union(*(j.open for _, j in stricter)), frozenset(superset), state)


def _answers(verdict: Verdict, with_review: bool) -> set[Answer]:
    if verdict is Verdict.LICENCE_REQUIRED and with_review:
        return {Answer(verdict, review) for review in Review}
    return {Answer(verdict, None)}
