"""Rows of the table `ownership` as stakes: what the holders of one party have, as its rows say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.services.tables import Row

ANY = Bounds(Fraction(0), Fraction(1))
#: What a stake may be measured by. A row that says neither holds for both.
_INTERESTS = ("capital", "votes")


def is_branch(row: Row) -> bool:
    """Whether the owned is a branch of the owner, which is no stake."""
    return row.text("interest") == "branch"


def runs_on(row: Row, day: date) -> bool:
    """Whether the stake runs on ``day``; its first and its last day are in it."""
    begins, ends = row.day("from"), row.day("until")
    return (begins is None or begins <= day) and (ends is None or day <= ends)


def stakes_of(rows: Sequence[Row]) -> Mapping[str, Bounds]:
    """One stake per owner from the rows of one owned party: the hull of what they say (rule T4).

    A row without a share leaves the stake between nothing and all; so does, where the party's holders are stated by
    votes and by capital, what is said by one of the two only: what the owner has by the other is not known.
    """
    found: dict[str, Bounds] = {}
    measures = _measures(rows)
    for owner, stated in _by_owner(rows).items():
        partly = any(not _of(interest, stated) for interest in measures)
        stake = ANY if partly else _hull(stated)
        found[owner] = Bounds(stake.low, Fraction(1) if stake.high is None else min(stake.high, Fraction(1)))
    return found


def most_stated(rows: Sequence[Row]) -> Fraction:
    """What the holders of one party have together at the least, by votes or by capital, whichever is more.

    Above 1 the rows contradict each other.
    """
    sums = [Fraction(0)]
    for interest in _measures(rows) or ("",):
        stated = _by_owner(_of(interest, rows))
        sums.append(sum((_hull(of_owner).low for of_owner in stated.values()), Fraction(0)))
    return max(sums)


def _measures(rows: Iterable[Row]) -> list[str]:
    said = {row.text("interest") for row in rows}
    return [interest for interest in _INTERESTS if interest in said]


def _of(interest: str, rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.text("interest") in ("", interest)]


def _by_owner(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.text("owner_id"), []).append(row)
    return found


def _hull(rows: Iterable[Row]) -> Bounds:
    first, *others = (row.number_of("share") or ANY for row in rows)
    for other in others:
        first = first.hull(other)
    return first
