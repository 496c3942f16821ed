"""The answer in the terminal: readable at 100 columns and when piped."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.reporting import factory

from monazite.model.determination import Verdict
from monazite.reporting.alike import grouped
from monazite.reporting.terminal import make_console, print_assessment
from monazite.services.assessment import Assessment


def _printed(assessment: Assessment, width: int = 100) -> str:
    out = io.StringIO()
    console = make_console(out)
    console.width = width
    print_assessment(assessment, console, Path("out/report.html"))
    return out.getvalue()


@pytest.mark.parametrize("width", [80, 100, 120, 160, 220])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(cell_len(line) for line in _printed(factory.assessment(), width).splitlines()) <= width


def test_piped_it_is_100_columns_without_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert make_console(io.StringIO()).width == 100
    assert "\x1b" not in _printed(factory.assessment())


def test_head_table_questions_issues_and_scope_are_there() -> None:
    text = " ".join(_printed(factory.assessment(), 160).split())
    for phrase in (
        "stale: No. 61, No. 70 (last checked 2026-10-08, 45 days ago)",
        "Does No. 61 bind today? (16 lines hang on it.)",
        "revived: No. 61 binds again since 2026-11-11",
        "KR→DE",
        "No. 61 art. 1(1)",
        "1 Ask MOFCOM first",
        "Questions to ask 1. What mass of dysprosium",
        "(serves 15 lines)",
        "Issues: 1 error, 2 warnings, 1 info",
        "parts:19:part_id: error duplicate_key",
        "“No duty found” means under: No. 61 of 2025",
        "Not examined: Annex 1 Part 2 beyond",
        "Report: out/report.html",
    ):
        assert phrase in text, phrase


def test_nobody_is_told_to_be_free() -> None:
    assert "free" not in _printed(factory.assessment(issues=())).lower()


def test_branch_columns_appear_only_where_branches_differ() -> None:
    calm = tuple(line for line in factory.thirty_lines() if not line.determination.branches)
    assert "if No. 61 binds" in " ".join(_printed(factory.assessment(), 160).split())
    assert "if not" not in _printed(factory.assessment(calm), 160)


def test_text_from_outside_cannot_steer_the_terminal() -> None:
    nasty = "[red]x[/red]\x1b[2J\u202e"
    line = factory.line(nasty, (nasty, nasty), "2026-11-22", "KR>DE", factory.determination(Verdict.PROHIBITED))
    issue = replace(factory.ISSUES[0], message=nasty)
    text = _printed(factory.assessment((line,), issues=(issue,), portfolio=nasty), 200)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[red]x[/red]" in text


def test_many_lines_are_cut_and_nothing_is_said_to_be_nothing() -> None:
    base = factory.thirty_lines()
    many = tuple(replace(base[n % 30], shipment_id=f"S{n}") for n in range(90))
    found = _printed(factory.assessment(many))
    groups = grouped(factory.assessment(many).alike)
    assert sum(group.count for group in groups) == 90
    assert f"{len(groups)} answers of 90 lines, each by one line" in found
    assert sum(int(more) + 1 for more in re.findall(r"and (\d+) alike", found)) == 90
    assert "No shipment line could be assessed." in _printed(factory.assessment((), parts=()))
