"""What stands under "if No. 61 binds" and "if not", up to the day to which an extension was spoken of and later."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.services.small import TABLES, assessor, write

from monazite.model.determination import BEYOND, Verdict
from monazite.reporting.branches import branch_heading, branch_of, hangs_on_law, law_branches
from monazite.reporting.page import render_report

NONE, LICENCE, OPEN = Verdict.NO_LICENCE_REQUIRED, Verdict.LICENCE_REQUIRED, Verdict.UNDETERMINED


def test_if_not_is_the_answer_of_a_law_that_does_not_bind_on_every_day(tmp_path: Path) -> None:
    head, line = TABLES["shipments"].splitlines()
    days = {"S1": "2026-11-22", "S2": "2027-01-10", "S3": "2027-01-11", "S4": "2027-03-01"}
    lines = [line.replace("S1", ident).replace("{shipped}", day) for ident, day in days.items()]
    folder = write(tmp_path / "p", screened="2027-03-01", shipments="\n".join((head, *lines, "")))
    run = assessor(folder).run()
    assert [branch_heading(branch) for branch in law_branches(run)] == ["if No. 61 binds", "if not"]
    for one in run.lines:
        answer = one.determination
        assert hangs_on_law(answer)
        found = [branch_of(answer, name) for name in ("revived", "extended")]
        assert [branch and branch.verdict for branch in found] == [LICENCE, NONE], one.day
    page = render_report(run)
    assert page.count('<div class="branch">') == 2, "the card of the open question has both branches"


@pytest.mark.parametrize(("day", "beyond"), [("2027-01-10", False), ("2027-01-11", True)])
def test_the_branch_extended_itself_is_open_after_the_day_that_was_spoken_of(
    tmp_path: Path, day: str, beyond: bool
) -> None:
    run = assessor(write(tmp_path / "p", shipped=day, screened="2027-03-01")).run()
    branches = {branch.id: branch.verdict for branch in run.lines[0].determination.branches}
    expected = (
        {"revived": LICENCE, "extended": OPEN, BEYOND: NONE} if beyond else {"revived": LICENCE, "extended": NONE}
    )
    assert branches == expected
    assert ("beyond" in law_branches(run)[1].label_en) is beyond


def test_a_line_that_the_open_law_does_not_reach_has_no_branch_beyond(tmp_path: Path) -> None:
    parts = TABLES["parts"].replace("part2.I.3", "none")
    contents = "part_id,entry,value,currency,origin\n"
    folder = write(tmp_path / "p", shipped="2027-02-01", screened="2027-03-01", parts=parts, contents=contents)
    (line,) = assessor(folder).run().lines
    assert not hangs_on_law(line.determination)
