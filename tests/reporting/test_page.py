"""The page: one file, no address ever asked for, text from outside never read as markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.reporting import factory
from tests.reporting.factory_law import N61, TIMELINE

from monazite.model.determination import ShareReport, Verdict
from monazite.model.truth import Truth
from monazite.reporting.json_document import proof_paths, summary
from monazite.reporting.page import render_report
from monazite.reporting.page.bounds import WIDTH, chart
from monazite.reporting.page.timeline import articles, segments, state_on, timeline
from monazite.reporting.page.view import headline
from monazite.reporting.questions import asked
from monazite.services.assessment import Assessment

NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'</td>\u2028\u202e{{7*7}}中文Кириллица" + "W" * 400


def _nasty() -> Assessment:
    base = factory.thirty_lines()[2]
    answer = base.determination
    question = replace(factory.CONTENT, en=NASTY, zh=NASTY, who=NASTY, subject=NASTY)
    finding = replace(answer.tried[0], title=NASTY, proof=factory.node(NASTY, Truth.TRUE, NASTY, NASTY))
    answer = replace(
        answer,
        tried=(finding,),
        deciding=(replace(factory.settles(question), settles={NASTY: NASTY}),),
        ends_if=(NASTY,),
        issues=(replace(factory.ISSUES[0], message=NASTY),),
    )
    line = replace(base, shipment_id=NASTY, part_name=NASTY, part_id=NASTY, end_users=(NASTY,), end_use=NASTY,
                   day=NASTY, to_country=NASTY, quantity=NASTY, determination=answer)  # fmt: skip
    part = replace(factory.parts()[0], name=NASTY, part_id=NASTY, unit_value=NASTY)
    issue = replace(factory.ISSUES[0], table=NASTY, message=NASTY, remedy=NASTY, subject=NASTY)
    return factory.assessment((line,), portfolio=NASTY, parts=(part,), issues=(issue,), assumptions=(NASTY,),
                              positions={NASTY: NASTY}, exploratory=(NASTY,))  # fmt: skip


def _data(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert found
    loaded: dict[str, Any] = json.loads(found.group(1))
    return loaded


def test_nothing_from_outside_becomes_markup() -> None:
    page = render_report(_nasty())
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert "49中文" not in page
    assert len(re.findall(r"<script", page)) == 2
    assert _data(page)["lines"][0]["name"].startswith("<script>alert(1)</script>")


def test_the_page_asks_for_nothing() -> None:
    page = render_report(factory.assessment())
    assert not re.findall(r"(?:src|href|action|data)=[\"'](?!#|proofs/)[^\"']+", page)
    assert "@import" not in page
    assert not re.findall(r"url\((?!#)", page)


def test_the_policy_names_exactly_the_style_and_script_of_the_page() -> None:
    page = render_report(factory.assessment())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    for tag, pattern in (("style-src", r"<style>(.*?)</style>"), ("script-src", r"<script>(.*?)</script>")):
        (content,) = re.findall(pattern, page, re.S)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag} &#39;sha256-{digest}&#39;" in policy.group(1)
    assert " style=" not in page
    assert not re.findall(r"\son[a-z]+=", page)


def test_the_same_assessment_gives_the_same_page() -> None:
    assert render_report(factory.assessment()) == render_report(factory.assessment())


def test_the_head_says_it_in_a_sentence() -> None:
    made = factory.assessment()
    (law,) = [one for one in summary(made)["questions"] if one["fact"] == "law:after_suspension"]
    assert headline(made, asked(made.alike)) == (
        "Of 30 shipment lines, 1 is prohibited, 2 need a Chinese licence, 16 are open, 1 must first be put to MOFCOM, "
        "1 needs a report but no licence and for 9 no Chinese licence duty was found. "
        f"The open question of law bears on {law['lines']} lines and alone settles {law['settles_alone']} of them. "
        "To ask MOFCOM before the transfer (Decree 792 art. 24), whatever the verdict: certain for 1 line."
    )


def test_a_page_of_nothing_says_so() -> None:
    page = render_report(factory.assessment((), parts=(), issues=(), timeline=(), law_questions=(), packs=()))
    assert "No shipment line could be assessed." in page


def test_substance_branches_and_what_decides_stand_side_by_side() -> None:
    page = render_report(factory.assessment(), proof_paths(factory.assessment()))
    row = re.search(r'<tr id="line-\d+"[^>]*>(?:(?!</tr>).)*S-0103/1.*?</tr>', page, re.S)
    assert row
    words = " ".join(re.sub(r"<[^>]+>", " ", row.group(0)).split())
    assert "◐ Open none found or licence ● Licence required ● Licence required ○ No duty found" in words
    assert "whether No. 61 binds now" in words


def test_a_prior_duty_is_shown_in_every_column() -> None:
    line = next(line for line in factory.thirty_lines() if line.shipment_id == "S-0106")
    duties = line.determination.duties
    hanging = replace(line, determination=replace(factory.open_today(factory.made_share("0", "1")), duties=duties))
    for made, expected in ((line, 2), (hanging, 4)):
        page = render_report(factory.assessment((made,)))
        body = page[page.index("<tbody>") : page.index("</tbody>")]
        assert body.count("Ask MOFCOM first") == expected
        assert "No duty found" not in body


def test_above_the_cap_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monazite.reporting.page.view.SHOWN_LINES", 5)
    page = render_report(factory.assessment())
    assert "5 of 30 lines are shown" in page
    assert "25 are left out here and are in determinations.parquet" in page
    assert len(_data(page)["lines"]) == 5


def test_lines_that_share_their_proof_share_its_bytes() -> None:
    one = render_report(factory.assessment())
    lines = tuple(
        replace(line, shipment_id=f"{line.shipment_id}-{n}") for n in range(5) for line in factory.thirty_lines()
    )
    assert len(_data(render_report(factory.assessment(lines)))["pool"]) < 1.3 * len(_data(one)["pool"])


# -- bounds against the threshold


def _bars(low: float, high: float | None) -> tuple[str, float, float, float]:
    drawn = chart(ShareReport(low, high, 0.001, None, True))
    (bar,) = drawn.bars
    return bar.side, bar.start, bar.end, drawn.threshold


@pytest.mark.parametrize(
    ("low", "high", "side"),
    [
        (0.0, 0.00086, "below"),
        (0.0, 0.0009999999999, "below"),
        (0.001, 0.001, "above"),
        (0.000002, 0.0034, "across"),
        (0.0, 0.001, "across"),
        (0.0, None, "across"),
        (0.5, 0.9, "above"),
    ],
)
def test_a_bar_lies_on_its_side_of_the_threshold(low: float, high: float | None, side: str) -> None:
    found, start, end, limit = _bars(low, high)
    assert found == side
    assert 0 <= start <= end <= WIDTH
    assert (start < limit) == (low < 0.001)
    assert (high is None or high >= 0.001) == (end >= limit)


def test_an_unbounded_share_runs_to_the_end() -> None:
    assert _bars(0.0, None)[2] == WIDTH


def test_the_scale_is_linear_near_the_threshold_and_logarithmic_over_decades() -> None:
    assert chart(ShareReport(0.0, 0.0008, 0.001, None, True)).scale == "linear"
    assert chart(ShareReport(0.000002, 0.34, 0.001, None, True)).scale == "logarithmic"


# -- the law over time


def test_a_provision_waits_sleeps_and_then_branches() -> None:
    value_limb = [event for event in TIMELINE if event.instrument == N61 and event.provision in ("", f"{N61}#1.1")]
    found = [(s.state, s.half, s.stated, s.start, s.end) for s in segments(value_limb, date(2027, 3, 1))]
    assert found == [
        ("waiting", 0, False, date(2025, 10, 9), date(2025, 12, 1)),
        ("suspended", 0, False, date(2025, 12, 1), date(2026, 11, 11)),
        ("in_force", 1, False, date(2026, 11, 11), date(2027, 3, 1)),
        ("suspended", 2, True, date(2026, 11, 11), date(2027, 1, 11)),
        ("unknown", 2, False, date(2027, 1, 11), date(2027, 3, 1)),
    ]


def test_the_origin_limb_was_in_force_for_four_weeks() -> None:
    legal = [e for e in TIMELINE if e.instrument == N61 and e.provision in ("", f"{N61}#1.3") and e.nature == "legal"]
    legal.sort(key=lambda event: event.start)
    assert state_on(date(2025, 11, 6), legal) == "in_force"
    assert state_on(date(2025, 11, 7), legal) == "suspended"
    assert state_on(date(2026, 11, 11), legal) == "in_force"


def test_the_drawing_has_a_row_per_provision_and_marks_shipments() -> None:
    drawn = timeline(factory.assessment())
    assert drawn is not None
    assert [(track.name, track.sub) for track in drawn.tracks] == [
        ("No. 61", "art. 1(1)"), ("No. 61", "art. 1(3)"), ("No. 18", ""), ("No. 70", ""),
    ]  # fmt: skip
    assert drawn.shipments
    assert timeline(factory.assessment(timeline=())) is None


def test_a_repealed_or_resumed_provision_ends_or_goes_on() -> None:
    base = TIMELINE[6]
    repealed = replace(base, kind="repealed", start=date(2026, 1, 1))
    assert state_on(date(2026, 2, 1), [base, repealed]) == "ended"
    suspended = replace(base, kind="suspended", start=date(2026, 1, 1), end=None)
    resumed = replace(base, kind="resumed", start=date(2026, 3, 1))
    assert state_on(date(2026, 2, 1), [base, suspended, resumed]) == "suspended"
    assert state_on(date(2026, 3, 1), [base, suspended, resumed]) == "in_force"


def test_a_technology_line_without_part_has_a_row() -> None:
    line = factory.line("T", ("", ""), "2026-11-22", ">", factory.determination(Verdict.PROHIBITED))
    assert "? → ?" in render_report(factory.assessment((line,)))


def test_provisions_with_one_life_share_a_row() -> None:
    assert articles(["1.3", "2", "3", "4", "7"]) == "arts. 1(3), 2 to 4, 7"
    assert articles([f"{N61}#1.1"]) == "art. 1(1)"
    assert articles(["1.1", "1.2"]) == "arts. 1(1), 1(2)"
    twins = [replace(TIMELINE[2], provision=f"{N61}#{article}") for article in ("1.3", "2", "3", "4")]
    drawn = timeline(factory.assessment(timeline=tuple(twins)))
    assert drawn is not None
    assert [track.sub for track in drawn.tracks] == ["arts. 1(3), 2 to 4"]


def test_a_provision_known_before_its_day_waits() -> None:
    effective = replace(TIMELINE[1], known_on=date(2025, 10, 9))
    assert state_on(date(2025, 11, 1), [effective]) == "waiting"
    assert state_on(date(2025, 12, 1), [effective]) == "in_force"
