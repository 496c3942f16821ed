"""The age of the lists is said in the same words by every command that says it."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

from rich.console import Console
from tests.services.small import RUN_ON, assessor, write

from monazite import wiring
from monazite.reporting.ages import aged, list_age
from monazite.reporting.law_text import print_lists
from monazite.reporting.terminal import render
from monazite.reporting.today_text import print_today
from monazite.services.attestations import list_status
from monazite.services.today import today


def _console() -> Console:
    return Console(file=StringIO(), width=200)


def _said(console: Console) -> str:
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_lists_status_and_today_say_the_same_of_each_list(tmp_path: Path) -> None:
    run = assessor(write(tmp_path / "p"))
    status, since = _console(), _console()
    found = list_status(wiring.law(), RUN_ON)
    print_lists(found, (), RUN_ON, status)
    print_today(today(run, None, None, 30)[0], "p", (), since)
    ages = {list_age(one, RUN_ON) for one in found}
    assert ages == {"2026-07-24, 122 days ago, stale"}
    for age in ages:
        assert _said(status).count(age) == _said(since).count(age) == len(found)


def test_the_age_of_the_check_is_that_of_the_answers_too(tmp_path: Path) -> None:
    run = assessor(write(tmp_path / "p"))
    answers, since = _console(), _console()
    answers.print(render(run.run(), 200))
    print_today(today(run, None, None, 30)[0], "p", (), since)
    for console in (answers, since):
        assert "last checked 2026-08-22, 93 days ago" in _said(console)


def test_a_day_is_aged_in_words() -> None:
    day = date(2026, 11, 22)
    assert aged(day, day) == "2026-11-22, today"
    assert aged(day, RUN_ON) == "2026-11-22, 1 day ago"
    assert aged(day, RUN_ON, stale=True, by="a-1") == "2026-11-22, 1 day ago, stale (attested, a-1)"
