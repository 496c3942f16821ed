"""How old something known of the law is, said alike by every command: a list since the day through which it is
complete, a pack since the day on which somebody last looked for news.
"""

from __future__ import annotations

from datetime import date

from monazite.services.attestations import ListStatus


def aged(day: date, run_on: date, stale: bool = False, by: str = "") -> str:
    """``2026-07-24, 122 days ago, stale (attested, a-1)``. ``by``: the attestation that moved the day, or empty."""
    days = (run_on - day).days
    age = "today" if days == 0 else f"{days} {'day' if days == 1 else 'days'} ago"
    return f"{day}, {age}" + (", stale" if stale else "") + (f" (attested, {by})" if by else "")


def list_age(one: ListStatus, run_on: date) -> str:
    """Through which day a list is complete, and how long ago that was."""
    return aged(one.complete_through, run_on, one.stale, one.complete_by)
