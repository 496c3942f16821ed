"""Whom or what a question is about."""

from __future__ import annotations

import re

import pytest
from tests.law import desk

from monazite.law.questions import any_line, question_of, subjects

MAGNET = {"name": "magnet", "kind": "part"}


def test_who_the_end_users_are_is_asked_about_the_line_and_not_about_themselves() -> None:
    unknown = desk.situation(desk.shipment(MAGNET, end_users=None), "2026-11-20")
    assert subjects(unknown)("end_users") == (unknown.subject, unknown.subject)
    assert any_line("end_users") == any_line("end_use")


def test_what_the_end_users_are_is_asked_about_them() -> None:
    stated = desk.situation(desk.shipment(MAGNET, end_users=[{"name": "Beispiel GmbH", "country": "DE"}]), "2026-11-20")
    assert subjects(stated)("end_users.military") == ("Beispiel GmbH", "Beispiel GmbH")
    assert any_line("end_users.military") == ("each end user", "各最终用户")


@pytest.mark.parametrize("name", sorted(desk.law().facts))
def test_every_question_about_many_lines_is_a_whole_sentence_in_both_languages(name: str) -> None:
    question = question_of(desk.rulebook(), any_line(name), name)
    assert not re.search(r"each|shipment|item|end user|\{", question.zh.replace("end_users", ""))
    assert not re.search(r"\b(the|an?|one|end user|technology|metal) each\b|\{", question.en)


def test_an_end_user_without_a_name_is_called_so_in_the_language_of_the_question() -> None:
    nameless = desk.situation(desk.shipment(MAGNET, end_users=[]), "2026-11-20")
    assert subjects(nameless)("end_users.military") == ("the end user", "最终用户")
