"""Which licences may be applied for, within which time, and whether the one that is held covers a shipment.

Regulations (Decree 792) arts. 15, 17 to 20 and 26, as far as the cases' README states them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monazite.model.truth import Truth

SINGLE, GENERAL, VOUCHER = "single", "general", "registration_voucher"
#: The purpose of a shipment under which a voucher may be had (art. 19).
SENT_BACK = "return_after_repair"
#: Longest run of a licence in years (art. 15).
_YEARS = {SINGLE: 1, GENERAL: 3}


@dataclass(frozen=True, slots=True)
class LicenceHeld:
    """A licence that the exporter holds; None is unknown. ``used`` concerns single licences: used is used up."""

    kind: str
    issued: date | None = None
    valid_until: date | None = None
    used: bool | None = None
    end_user_matches: bool | None = None
    item_matches: bool | None = None


@dataclass(frozen=True, slots=True)
class LicenceKinds:
    """Kinds that may be applied for, kinds that may not, and kinds of which that is open."""

    open: tuple[str, ...]
    barred: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def kinds(watch_listed: bool, owned_by_listed: bool, sent_back_after_repair: bool) -> LicenceKinds:
    """Arts. 15, 19, 20 and 26: no general licence or voucher towards a watch-listed party, nor for a unit in China that
    a control-listed party wholly owns; a voucher only where art. 19 knows one (goods sent back after repair).
    """
    barred = (GENERAL, VOUCHER) if watch_listed or owned_by_listed else ()
    also = (VOUCHER,) if sent_back_after_repair else ()
    return LicenceKinds(tuple(kind for kind in (SINGLE, GENERAL, *also) if kind not in barred), barred)


def kinds_as_known(watch_listed: Truth, owned_by_listed: Truth, sent_back_after_repair: bool) -> LicenceKinds:
    """`kinds` where it may be unknown whether a bar applies: what would be barred is then open to question."""
    bar = Truth.any((watch_listed, owned_by_listed))
    if bar.settled:
        return kinds(bar is Truth.TRUE, False, sent_back_after_repair)
    free = kinds(False, False, sent_back_after_repair)
    return LicenceKinds((SINGLE,), (), tuple(kind for kind in free.open if kind != SINGLE))


def time_limit_as_known(watch_listed: Truth) -> str | None:
    """`time_limit`; None where it is unknown whether a watch-listed party is among importer and end users."""
    return time_limit(watch_listed is Truth.TRUE) if watch_listed.settled else None


def time_limit(watch_listed: bool) -> str:
    """Art. 17: 45 working days from acceptance; none towards a watch-listed importer or end user (art. 26)."""
    return "none" if watch_listed else "45_working_days"


def covers(held: LicenceHeld, day: date, barred: tuple[str, ...], purpose: str | None) -> str:
    """`usable`, `not_usable` or `unknown`: whether a licence covers a shipment on ``day`` (arts. 15, 18 and 19).

    ``purpose`` of the shipment, None if unknown: a voucher carries goods sent back after repair.
    """
    tests = [runs(held, day), held.end_user_matches, held.item_matches, held.kind not in barred]
    if held.kind == SINGLE:
        tests.append(None if held.used is None else not held.used)
    if held.kind == VOUCHER:
        tests.append(carried_by_voucher(purpose))
    if False in tests:
        return "not_usable"
    return "unknown" if None in tests else "usable"


def carried_by_voucher(purpose: str | None) -> bool | None:
    """Art. 19: goods sent back after repair. It speaks of fairs too, in words not read: an exhibition stays unknown."""
    return None if purpose in (None, "exhibition") else purpose == SENT_BACK


def runs(held: LicenceHeld, day: date) -> bool | None:
    """Whether the licence has begun and not ended; at most its longest run from its issue counts, often less."""
    if held.issued is not None and held.issued > day:
        return False
    ends = [end for end in (held.valid_until, _longest(held)) if end is not None]
    if ends and day > min(ends):
        return False
    return None if held.issued is None or held.valid_until is None else True


def _longest(held: LicenceHeld) -> date | None:
    """The last day of the longest run: the day before the anniversary of the issue."""
    years = _YEARS.get(held.kind)
    if years is None or held.issued is None:
        return None
    try:
        anniversary = held.issued.replace(year=held.issued.year + years)
    except ValueError:  # 29 February
        anniversary = held.issued.replace(year=held.issued.year + years, day=28)
    return date.fromordinal(anniversary.toordinal() - 1)
