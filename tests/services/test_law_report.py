"""What a run says about the law speaks of nothing that was published after the day as known on which it judges."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monazite import wiring
from monazite.model.dates import Moment
from monazite.services.law_report import examined, timeline

LAW = wiring.law(None)


def test_in_october_2025_the_later_instruments_are_not_yet_published() -> None:
    known = Moment.end_of(date(2025, 10, 15))
    later = {item.id for item in examined(LAW, known) if not item.published}
    assert {"cn/mofcom-2026-1", "cn/mofcom-2026-34", "cn/decree-835", "cn/mofcom-2026-26"} <= later
    assert not {"cn/mofcom-2025-61", "cn/mofcom-2025-18", "cn/mofcom-2025-10"} & later
    assert not any(item.id.startswith("cn/mofcom-2025-70") and item.published for item in examined(LAW, known))


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_what_was_published_stays_published(one: date, other: date) -> None:
    early, late = sorted((one, other))
    before = {item.id for item in examined(LAW, Moment.end_of(early)) if item.published}
    after = {item.id for item in examined(LAW, Moment.end_of(late)) if item.published}
    assert before <= after <= {item.id for item in examined(LAW)}


@pytest.mark.parametrize("day", [date(2025, 4, 10), date(2025, 10, 15), date(2026, 9, 28)])
def test_the_timeline_holds_no_later_event(day: date) -> None:
    assert all(event.known_on <= day for event in timeline(LAW, Moment.end_of(day)))
