"""Which determinations flip between two days, from what to what, and by what: `monazite law diff D1 D2 PORTFOLIO`.

Every line is judged three times: on the first day; with the facts of the first day under the law of the second; on
the second day, its prices and searches as dated. What the middle one changes is the law's doing, the rest the facts'.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace

from monazite.model.dates import Moment
from monazite.model.determination import Determination
from monazite.model.fact import Fact, Situation
from monazite.model.share import Lens, ValueShare
from monazite.model.truth import Truth
from monazite.services.assess import Assessor
from monazite.services.law_diff import ForceChange, LawDiff, law_diff


@dataclass(frozen=True, slots=True)
class Flip:
    """One line whose answer differs. ``by_law``: the changes of force that reach it; ``facts``: facts that differ by
    their own dates and move the answer. Both empty: nobody can say why, and that is said.
    """

    subject: str
    part_id: str
    part_name: str
    route: tuple[str, str]
    end_use: str
    end_users: tuple[str, ...]
    before: Determination
    after: Determination
    by_law: tuple[ForceChange, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PortfolioDiff:
    """The law between two days, and what it does to a portfolio. ``judged``: lines with an answer on both days."""

    law: LawDiff
    flips: tuple[Flip, ...]
    judged: int
    not_judged: int


def signature(answer: Determination) -> Hashable:
    """What counts as the answer: verdicts and reviews possible, also in each branch of what is open about the law."""
    branches = tuple((b.id, b.possible, b.review) for b in answer.branches)
    return answer.possible, answer.review, branches


def portfolio_diff(first: Assessor, second: Assessor, days: tuple[Moment, Moment]) -> PortfolioDiff:
    """Compare two runs over one portfolio and one law that differ in `as_of` only."""
    law = law_diff(first.law, *days, first.options.known_at)
    pairs = [(s, old, new) for s in first.rows if (old := first.situation(s)) and (new := second.situation(s))]
    situations = [one for _, old, new in pairs for one in (old, replace(old, as_of=new.as_of), new)]
    answers = list(first.determiner.determine_all(situations, proofs=False))
    flips = []
    for number, (subject, old, new) in enumerate(pairs):
        before, moved, after = answers[3 * number : 3 * number + 3]
        if signature(before) != signature(after):
            flips.append(_flip(first, subject, (old, new), (before, moved, after), law))
    return PortfolioDiff(law, tuple(flips), len(pairs), len(first.rows) - len(pairs))


def _flip(
    run: Assessor,
    subject: str,
    facts: tuple[Situation, Situation],
    answers: tuple[Determination, Determination, Determination],
    law: LawDiff,
) -> Flip:
    row = run.rows[subject]
    before, moved, after = answers
    by_law = tuple(reaching(law, before, moved)) if signature(before) != signature(moved) else ()
    by_facts = tuple(differing(*facts)) if signature(moved) != signature(after) else ()
    line = run.shown(row, facts[0], before)
    return Flip(
        subject,
        line.part_id,
        line.part_name,
        (line.from_country, line.to_country),
        line.end_use,
        line.end_users,
        before,
        after,
        by_law,
        by_facts,
    )


def reaching(law: LawDiff, before: Determination, after: Determination) -> Iterator[ForceChange]:
    """The changes of force that reach a line: its condition holds or may hold on one of the two days."""
    live = {f.provision for answer in (before, after) for f in answer.tried if f.truth is not Truth.FALSE}
    for change in law.changes:
        if any(change.about(provision) for provision in live):
            yield change


def differing(old: Situation, new: Situation) -> Iterator[str]:
    """Names of the facts that are not the same on the two days; those of a party by its key and attribute."""
    yield from _differing(old.facts, new.facts)
    for role in ("end_users", "importers"):
        for one, other in zip(old.parties.get(role, ()), new.parties.get(role, ()), strict=False):
            yield from (f"{role}.{attribute}" for attribute in _differing(one.facts, other.facts))


def _differing(old: Mapping[str, Fact], new: Mapping[str, Fact]) -> Iterator[str]:
    for attribute in sorted({*old, *new}):
        if told(old.get(attribute)) != told(new.get(attribute)):
            yield attribute


def told(fact: Fact | None) -> object:
    """What a fact says, comparable: a share by its bounds, a fact that is absent as nothing."""
    if fact is None:
        return None
    if fact.attribute == "item.share" or hasattr(fact.value, "view"):
        share: ValueShare = fact.value  # type: ignore[assignment]
        view = share.view(Lens(), {})
        return view.low_n, view.high_n, view.low_v, view.high_v, view.contains
    return fact.value
