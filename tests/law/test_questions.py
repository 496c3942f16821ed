"""Whom or what a question is about."""

from __future__ import annotations

from tests.law import desk

from monazite.law.questions import any_line, subjects

MAGNET = {"name": "magnet", "kind": "part"}


def test_who_the_end_users_are_is_asked_about_the_line_and_not_about_themselves() -> None:
    unknown = desk.situation(desk.shipment(MAGNET, end_users=None), "2026-11-20")
    assert subjects(unknown)("end_users") == unknown.subject
    assert any_line("end_users") == any_line("end_use")


def test_what_the_end_users_are_is_asked_about_them() -> None:
    stated = desk.situation(desk.shipment(MAGNET, end_users=[{"name": "Beispiel GmbH", "country": "DE"}]), "2026-11-20")
    assert subjects(stated)("end_users.military") == "Beispiel GmbH"
    assert any_line("end_users.military") == "the end users"
