"""Z1, Z2, Z3, Z6: whether a provision is in force on a day, as known on a day; every boundary day of the packs."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from tests.law.desk import law, rulebook

from monazite.law.views import LawView, MomentView, settled_readings
from monazite.logic.world import Probe
from monazite.model.dates import DateFault, Moment
from monazite.model.determination import ForceState
from monazite.services.law_status import status_of

ORIGIN_DAY, VALUE_DAY = date(2025, 10, 9), date(2025, 12, 1)
STARTS = {
    "1.1": VALUE_DAY, "1.2": VALUE_DAY, "1.3": ORIGIN_DAY, "2": ORIGIN_DAY, "3": ORIGIN_DAY, "4": ORIGIN_DAY,
    "5": ORIGIN_DAY, "7": ORIGIN_DAY,
}  # fmt: skip
NO_70, STATEMENT = date(2025, 11, 7), date(2026, 9, 28)
DAYS = [
    "2025-10-08", "2025-10-09", "2025-10-10", "2025-11-06", "2025-11-07", "2025-11-08", "2025-11-30", "2025-12-01",
    "2025-12-02", "2026-06-01", "2026-09-28", "2026-11-09", "2026-11-10", "2026-11-11", "2026-11-22", "2026-12-01",
    "2027-01-09", "2027-01-10", "2027-01-11", "2030-01-01",
]  # fmt: skip
KNOWN = [
    None, "2025-10-08", "2025-10-09", "2025-10-15", "2025-11-06", "2025-11-07", "2026-08-01", "2026-09-27",
    "2026-09-28", "2026-10-08", "2026-10-09", "2026-11-22", "2027-06-01",
]  # fmt: skip


def _state(
    provision: str, as_of: str, known_at: str | None = None, readings: dict[str, str] | None = None
) -> ForceState:
    view = LawView(rulebook(), Moment.parse(known_at) if known_at else None)
    moment = MomentView(view, Moment.parse(as_of), settled_readings(rulebook(), readings or {}))
    return moment.state(provision, Probe({})).state


def _by_the_readme(provision: str, as_of: str, known_at: str | None, end: str, after: str) -> ForceState:
    """Section 4 of the cases' README, "Force", said once more by itself."""
    day, known = date.fromisoformat(as_of), date.fromisoformat(known_at) if known_at else date.max
    if known < ORIGIN_DAY or day < STARTS[provision]:
        return ForceState.NOT_YET_EFFECTIVE
    if known < NO_70 or day < NO_70:
        return ForceState.IN_FORCE
    if day < date(2026, 11, 10) or (day == date(2026, 11, 10) and end == "inside"):
        return ForceState.SUSPENDED
    if known < STATEMENT or after == "revived":
        return ForceState.IN_FORCE
    if after == "extended" and day <= date(2027, 1, 10):
        return ForceState.SUSPENDED
    return ForceState.UNKNOWN


@pytest.mark.parametrize("provision", STARTS)
@pytest.mark.parametrize("known_at", KNOWN)
def test_no_61_on_every_boundary_day(provision: str, known_at: str | None) -> None:
    """Z2: replay of what was known; a day before the effective one comes first, then suspension, then the readings."""
    for as_of, end, after in product(DAYS, ("inside", "outside"), ("unknown", "revived", "extended")):
        readings = {"suspension_end": end, "after_suspension": after}
        found = _state(f"cn/mofcom-2025-61#{provision}", as_of, known_at, readings)
        assert found is _by_the_readme(provision, as_of, known_at, end, after), (as_of, readings)


@pytest.mark.parametrize("known_at", KNOWN)
def test_no_18_was_never_suspended(known_at: str | None) -> None:
    """Z6: No. 70 does not name No. 18."""
    for as_of in DAYS:
        assert _state("cn/mofcom-2025-18/1C905.a.4", as_of, known_at) is ForceState.IN_FORCE
    assert _state("cn/mofcom-2025-18/1C905.a.4", "2025-04-03", known_at) is ForceState.NOT_YET_EFFECTIVE
    assert _state("cn/mofcom-2025-18/1C905.a.4", "2025-04-04", known_at) is ForceState.IN_FORCE


@pytest.mark.parametrize(
    ("as_of", "known_at", "state"),
    [
        ("2025-11-30T16:59+01:00", "2025-10-15", ForceState.NOT_YET_EFFECTIVE),
        ("2025-11-30T17:00+01:00", "2025-10-15", ForceState.IN_FORCE),
        ("2025-12-01T00:00+08:00", "2025-10-15", ForceState.IN_FORCE),
        ("2025-11-30T23:59+08:00", "2025-10-15", ForceState.NOT_YET_EFFECTIVE),
        ("2025-11-30T11:00-05:00", "2025-10-15", ForceState.IN_FORCE),
        ("2025-12-01T00:30+09:00", "2025-10-15", ForceState.NOT_YET_EFFECTIVE),
        ("2026-11-10T15:59Z", "2026-11-22", ForceState.SUSPENDED),
        ("2026-11-10T16:00Z", "2026-11-22", ForceState.UNKNOWN),
        ("2026-11-10T23:59:59+08:00", "2026-11-22", ForceState.SUSPENDED),
    ],
)
def test_a_minute_counts_as_the_minute_in_beijing(as_of: str, known_at: str, state: ForceState) -> None:
    """Z1: law days are Beijing days, whatever the zone of the shipment."""
    assert _state("cn/mofcom-2025-61#1.1", as_of, known_at) is state


def test_the_suspension_of_limb_3_begins_with_its_day_in_beijing() -> None:
    """Z1: 6 November 2025, 17:00 in Berlin is 7 November in Beijing."""
    provision = "cn/mofcom-2025-61#1.3"
    assert _state(provision, "2025-11-06T16:59+01:00", "2025-11-22") is ForceState.IN_FORCE
    assert _state(provision, "2025-11-06T17:00+01:00", "2025-11-22") is ForceState.SUSPENDED


def test_a_bare_date_is_the_end_of_that_day_and_a_time_needs_its_place() -> None:
    """Z1: what starts at 12:01 that day has started; a time without an offset is refused."""
    assert Moment.parse("2025-12-05") > Moment.parse("2025-12-05T23:58+08:00")
    assert Moment.parse("2025-12-05").day == date(2025, 12, 5)
    for text in ("2025-12-05T10:00", "2025-02-30", "5.12.2025", "45996", "2025-12-05T25:00+08:00", "2025-1-5"):
        with pytest.raises(DateFault):
            Moment.parse(text)


def test_the_status_names_the_question_and_the_state_in_each_branch() -> None:
    """Z3: what is open about the law is one question, with its branches."""
    found = status_of(law(), "mofcom-2025-61#1.1", Moment.parse("2026-11-22"), None)
    assert [status.state for status in found] == [ForceState.UNKNOWN]
    assert found[0].questions == ("law:after_suspension",)
    states = {state for _, state in found[0].by_branch}
    assert states == {ForceState.IN_FORCE, ForceState.SUSPENDED}


def test_what_was_not_known_yet_is_no_law() -> None:
    """Z1: `known_at` hides the instrument itself, not only its events."""
    assert _state("cn/mofcom-2025-61#1.3", "2025-10-20", "2025-10-08") is ForceState.NOT_YET_EFFECTIVE
