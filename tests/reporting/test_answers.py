"""How answers are worded and ordered (rules A2, A3): a line with a prior duty is never shown as one without duty."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reporting import factory

from monazite.model.citation import Citation
from monazite.model.determination import BranchVerdict, Duty, Question, Verdict
from monazite.reporting.answers import Kind, by_concern, first_counts, kind_counts, shown, what_decides
from monazite.reporting.columns import rows
from monazite.reporting.json_document import summary
from monazite.reporting.page.view import headline
from monazite.reporting.question_words import answer_words, question_name
from monazite.reporting.questions import asked
from monazite.reporting.scope import (
    examined_texts,
    missing_texts,
    missing_words,
    nothing_found,
    open_points,
    short_title,
    source_words,
)
from monazite.reporting.words import Lang
from monazite.reporting.workbook_sheets import summary as sheet
from monazite.services.assessment import Alike, SourceInfo

FIRST = Duty("ask_mofcom_before_transfer", "cn/decree-792#24", "Ask MOFCOM first")


@pytest.mark.parametrize("verdict", [Verdict.NO_LICENCE_REQUIRED, Verdict.EXEMPT_WITH_REPORT])
@pytest.mark.parametrize("certain", [True, False])
def test_a_prior_duty_takes_the_place_of_a_mild_verdict(verdict: Verdict, certain: bool) -> None:
    answer = factory.determination(verdict, duties=(replace(FIRST, certain=certain),))
    assert shown(answer).kind is (Kind.ASK_FIRST if certain else Kind.MAY_ASK_FIRST)
    assert "MOFCOM first" in shown(answer).text
    assert "No duty" not in shown(answer).text


def test_a_possible_prior_duty_says_on_what_it_hangs_and_is_asked_about() -> None:
    question = Question("item.acquired.end_user_undertaking", "M1", "Did we sign an undertaking?", "是否签署过承诺？")
    duty = replace(FIRST, certain=False, questions=(question,))
    answer = factory.determination(Verdict.NO_LICENCE_REQUIRED, duties=(duty,))
    assert shown(answer).text == "Perhaps ask MOFCOM first: if an undertaking was given to the supplier"
    assert what_decides(answer) == "whether an undertaking was given to the supplier"
    line = replace(factory.assessment().lines[0], determination=answer)
    assert [each.question for each in asked([Alike(line, 1)])] == [question]


def test_every_output_counts_the_prior_duty_alike() -> None:
    made = factory.assessment()
    strict = factory.determination(Verdict.LICENCE_REQUIRED, duties=(replace(FIRST, certain=False),))
    made = replace(made, lines=(*made.lines, replace(made.lines[0], shipment_id="X", determination=strict)))
    counts = first_counts(made)
    assert (counts.certain, counts.possible) == (1, 1)
    assert summary(made)["ask_first"] == 1
    assert summary(made)["ask_first_possible"] == 1
    assert [row["ask_first"] for row in rows(made.lines)].count(None) == 1
    assert counts.text in headline(made, asked(made.alike))
    assert any(counts.text in map(str, row) for row in sheet(made).rows)


def test_a_prior_duty_stands_beside_a_strict_verdict() -> None:
    answer = factory.determination(Verdict.LICENCE_REQUIRED, duties=(FIRST,))
    assert shown(answer).kind is Kind.LICENCE
    assert shown(answer).text == "Licence required; Ask MOFCOM first"


def test_nothing_found_names_what_was_and_what_was_not_examined() -> None:
    text = nothing_found(factory.assessment())
    assert text.startswith("No Chinese licence duty found under: No. 61 of 2025")
    assert "Not examined: Annex 1 Part 2 beyond" in text
    assert "未审查" in nothing_found(factory.assessment(), Lang.ZH)


def test_a_text_of_later_days_is_neither_examined_nor_missing() -> None:
    made = factory.assessment()
    first = made.examined[0]
    made = replace(made, examined=(replace(first, published=False), *made.examined[1:]))
    looked, _, later = nothing_found(made).partition(" Not yet published on that day: ")
    assert short_title(first) in later
    assert short_title(first) not in looked.partition("Not examined:")[2].partition("open points")[0]
    assert first not in examined_texts(made)
    assert first not in missing_texts(made)
    assert "当日尚未公布" in nothing_found(made, Lang.ZH)


def test_the_most_serious_lines_come_first() -> None:
    kinds = [shown(line.determination).kind for line in by_concern(factory.thirty_lines())]
    order = list(dict.fromkeys(kinds))
    assert order == [Kind.PROHIBITED, Kind.LICENCE, Kind.OPEN, Kind.ASK_FIRST, Kind.REPORT, Kind.NOTHING]


def test_every_line_is_counted_once() -> None:
    made = factory.assessment()
    assert sum(kind_counts(made).values()) == len(made.lines) == sum(made.counts.values())
    assert kind_counts(made)[Kind.ASK_FIRST] == 1


def test_what_decides_says_article_question_or_ground() -> None:
    decided = {line.shipment_id: what_decides(line.determination) for line in factory.thirty_lines()}
    assert decided["S-0105"] == "No. 61 art. 2"
    assert decided["S-0103"] == "whether No. 61 binds now"
    assert decided["S-0102"] == "suspended on the day; else licence"
    assert decided["S-0106"] == "at most 0.086 % Chinese content"
    assert decided["S-0108"] == "No. 61 art. 5"


def test_questions_are_grouped_by_reach() -> None:
    found = asked(Alike(line, 1) for line in factory.thirty_lines())
    assert [len(question.lines) for question in found] == sorted((len(q.lines) for q in found), reverse=True)
    law = next(question for question in found if question.is_law)
    assert law.question.fact == "law:after_suspension"
    assert list(law.alone) == ["S-0103/1"]


def test_an_open_branch_says_what_is_possible() -> None:
    branch = BranchVerdict("revived", "", Verdict.UNDETERMINED, (Verdict.NO_LICENCE_REQUIRED, Verdict.PROHIBITED), ())
    answer = factory.determination(Verdict.UNDETERMINED, branch.possible, branches=(branch,))
    assert shown(answer).text == "Open: none found or prohibited"
    assert shown(answer, Lang.ZH).text == "未定: 未发现或禁止"


def test_open_points_of_a_text_are_no_text_of_their_own() -> None:
    base = factory.assessment()
    point = replace(base.examined[3], id="cn/mofcom-2025-61: aggregation", title="Do several inputs add up?")
    made = replace(base, examined=(*base.examined, point))
    assert list(open_points(made)) == ["No. 61"]
    assert missing_words(made, 1) == (
        "Annex 1 Part 2 beyond magnets and the targets named; 2 more texts; open points within No. 61 (1)"
    )
    assert "Do several inputs" not in nothing_found(made)


def test_a_source_is_named_in_full_where_the_run_knows_it() -> None:
    citation = Citation("nea-61", "art. 1")
    made = replace(factory.assessment(), sources={"nea-61": SourceInfo("Chinese text of No. 61", "https://x.example")})
    assert source_words(made, citation) == "Chinese text of No. 61, https://x.example"
    assert source_words(factory.assessment(), citation) == "nea-61"


def test_answers_of_a_set_are_put_in_words() -> None:
    assert answer_words("law:after_suspension: extended", alone=True) == "extended"
    assert answer_words("item.origin: CN; law:listed: any_listing", alone=False) == (
        "its origin: CN; whether suspended listings count: any_listing"
    )
    assert answer_words("revived", alone=False) == "revived"
    assert question_name("item.origin, item.kind") == "its origin; part, assembly or product"
