"""The three lists on given days, as the notices say it (research of 2026-11-22: designations.yaml, by notice)."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from tests.law.desk import law

from monazite.model.dates import Moment
from monazite.model.determination import ForceState
from monazite.reporting.lists_text import print_named
from monazite.services.law_lists import LISTS, lists_on, parties_on
from monazite.services.law_status import status_of

IN, SUSPENDED, STOPPED, UNKNOWN = (
    ForceState.IN_FORCE, ForceState.SUSPENDED, ForceState.STOPPED, ForceState.UNKNOWN,
)  # fmt: skip
NOT_YET = ForceState.NOT_YET_EFFECTIVE
#: Entities in force, suspended, stopped, unknown: added by hand from the number in the title of each notice (No. 6 of
#: 2025 adds a measure and no name) and from the days on which notices began, were suspended and were stopped.
COUNTS = {
    ("cl", "2025-01-01"): (0, 0, 0, 0),
    ("cl", "2025-01-02"): (28, 0, 0, 0),
    ("cl", "2025-03-04"): (43, 0, 0, 0),
    ("cl", "2025-04-09"): (59, 0, 0, 0),
    ("cl", "2025-05-13"): (71, 0, 0, 0),
    ("cl", "2025-05-14"): (43, 28, 0, 0),
    ("cl", "2025-08-12"): (51, 16, 12, 0),
    ("cl", "2025-10-20"): (54, 16, 12, 0),
    ("cl", "2025-11-09"): (54, 16, 12, 0),
    ("cl", "2025-11-10"): (39, 16, 27, 0),
    ("cl", "2026-02-24"): (59, 16, 27, 0),
    ("cl", "2026-06-29"): (96, 16, 27, 0),
    ("cl", "2026-07-24"): (110, 16, 27, 0),
    ("cl", "2026-11-09"): (110, 16, 27, 0),
    ("cl", "2026-11-10"): (110, 0, 27, 16),
    ("cl", "2026-11-22"): (110, 0, 27, 16),
    ("wl", "2026-02-23"): (0, 0, 0, 0),
    ("wl", "2026-02-24"): (20, 0, 0, 0),
    ("wl", "2026-06-29"): (40, 0, 0, 0),
    ("wl", "2026-11-22"): (40, 0, 0, 0),
    ("uel", "2023-02-16"): (2, 0, 0, 0),
    ("uel", "2025-01-15"): (26, 0, 0, 0),
    ("uel", "2025-03-04"): (38, 0, 0, 0),
    ("uel", "2025-05-13"): (55, 0, 0, 0),
    ("uel", "2025-05-14"): (38, 17, 0, 0),
    ("uel", "2025-08-12"): (38, 11, 6, 0),
    ("uel", "2025-10-20"): (55, 11, 6, 0),
    ("uel", "2025-11-10"): (45, 11, 16, 0),
    ("uel", "2026-11-09"): (45, 11, 16, 0),
    ("uel", "2026-11-10"): (45, 0, 16, 11),
    ("uel", "2026-11-22"): (45, 0, 16, 11),
}
#: What was searched, and the state of each notice that names such a party, day by day.
PARTIES = {
    "AeroVironment": {
        "2025-03-03": {"cl-2025-13": NOT_YET, "uel-2025-10": NOT_YET},
        "2025-03-04": {"cl-2025-13": IN, "uel-2025-10": NOT_YET},
        "2025-10-09": {"cl-2025-13": IN, "uel-2025-10": IN},
        "2025-11-09": {"cl-2025-13": IN, "uel-2025-10": IN},
        "2025-11-10": {"cl-2025-13": STOPPED, "uel-2025-10": IN},
        "2026-11-22": {"cl-2025-13": STOPPED, "uel-2025-10": IN},
    },
    "skydio": {
        "2025-03-04": {"cl-2025-13": IN, "uel-2025-7": NOT_YET},
        "2025-04-04": {"cl-2025-13": IN, "uel-2025-7": IN},
        "2025-05-14": {"cl-2025-13": IN, "uel-2025-7": SUSPENDED},
        "2025-11-10": {"cl-2025-13": STOPPED, "uel-2025-7": SUSPENDED},
        "2026-11-09": {"cl-2025-13": STOPPED, "uel-2025-7": SUSPENDED},
        "2026-11-10": {"cl-2025-13": STOPPED, "uel-2025-7": UNKNOWN},
    },
    "Cubic Corporation": {
        "2025-03-04": {"cl-2025-21": NOT_YET, "uel-2025-5": IN},
        "2025-04-04": {"cl-2025-21": IN, "uel-2025-5": IN},
        "2025-05-14": {"cl-2025-21": SUSPENDED, "uel-2025-5": IN},
        "2025-11-10": {"cl-2025-21": SUSPENDED, "uel-2025-5": STOPPED},
        "2026-11-10": {"cl-2025-21": UNKNOWN, "uel-2025-5": STOPPED},
    },
    "Cubic Global": {"2025-10-08": {"uel-2025-10": NOT_YET}, "2025-10-09": {"uel-2025-10": IN}},
    "TDK": {
        "2026-02-23": {"wl-2026-12": NOT_YET}, "2026-02-24": {"wl-2026-12": IN}, "2026-11-22": {"wl-2026-12": IN},
    },
    "MP Materials": {
        "2026-06-21": {"cl-2026-23": NOT_YET}, "2026-06-22": {"cl-2026-23": IN}, "2026-11-22": {"cl-2026-23": IN},
    },
    "莱茵金属": {
        "2026-07-23": {"cl-2026-30": NOT_YET}, "2026-07-24": {"cl-2026-30": IN}, "2026-11-22": {"cl-2026-30": IN},
    },
    "rheinmetall": {"2026-07-24": {"cl-2026-30": IN}},
}  # fmt: skip


@pytest.mark.parametrize(("which", "day"), COUNTS)
def test_entities_by_list_and_day(which: str, day: str) -> None:
    (found,) = lists_on(law(), which, Moment.parse(day), None)
    counted = tuple(found.entities[state] for state in (IN, SUSPENDED, STOPPED, UNKNOWN))
    assert counted == COUNTS[which, day]
    assert sum(counted) == sum(found.entities.values()), "a removal has never been announced"


@pytest.mark.parametrize("text", PARTIES)
def test_parties_by_notice_and_day(text: str) -> None:
    for day, expected in PARTIES[text].items():
        found = {line.notice.id: line.state for line in parties_on(law(), text, Moment.parse(day), None)}
        assert found == expected, day


@pytest.mark.parametrize("notice", ["cl-2025-22", "uel-2025-8"])
def test_two_notices_begin_at_a_minute(notice: str) -> None:
    """12:01 Beijing time on 10 April 2025."""
    which = notice.split("-", maxsplit=1)[0]
    for time, begun in (("12:00", False), ("12:01", True)):
        (found,) = lists_on(law(), which, Moment.parse(f"2025-04-10T{time}:00+08:00"), None)
        assert (notice in {line.notice.id for line in found.notices}) == begun


def test_what_was_not_published_yet_is_on_no_list() -> None:
    (found,) = lists_on(law(), "cl", Moment.parse("2026-11-22"), Moment.parse("2026-02-23"))
    assert found.entities == {IN: 39, STOPPED: 27, UNKNOWN: 16}


def test_all_lists_at_once_and_none_by_another_name() -> None:
    moment = Moment.parse("2026-11-22")
    assert [one.name for one in lists_on(law(), "lists", moment, None)] == list(LISTS.values())
    assert all(str(one.complete_through) == "2026-07-24" for one in lists_on(law(), "lists", moment, None))
    assert lists_on(law(), "Skydio", moment, None) == []
    assert parties_on(law(), " . ", moment, None) == []


def test_the_page_says_the_same() -> None:
    """docs/lists.md has the counts of every day of the table."""
    text = (Path(__file__).parents[2] / "docs" / "lists.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\d{4}-\d\d-\d\d) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|", text, re.MULTILINE)
    assert {(which, day): tuple(map(int, counts)) for which, day, *counts in rows} == COUNTS


def test_a_list_is_found_in_capitals_too() -> None:
    moment = Moment.parse("2026-11-22")
    assert lists_on(law(), "CL", moment, None) == lists_on(law(), "cl", moment, None) != []
    assert status_of(law(), "CL-2025-13", moment, None) == status_of(law(), "cl-2025-13", moment, None) != []


def test_an_unknown_state_is_explained_by_what_ran_out_and_what_is_missing() -> None:
    console = Console(file=StringIO(), width=200)
    moment = Moment.parse("2026-11-22")
    print_named(parties_on(law(), "Skydio", moment, None), moment, console)
    assert isinstance(console.file, StringIO)
    said = console.file.getvalue()
    assert "uel-2025-7 is unknown: its suspension (MOFCOM statement of 5 November 2025) ran to 2026-11-09" in said
    assert "Missing: that notice of unreliable entity list" in said
    assert "cl-2025-13 is unknown" not in said
