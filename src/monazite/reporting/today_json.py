"""The JSON document of `monazite today`: ``monazite/today/1``."""

from __future__ import annotations

from monazite import __version__
from monazite.reporting.json_line import Json
from monazite.reporting.law_diff_words import by_cause, moved_words, provisions_words
from monazite.services.expiry import Expiry
from monazite.services.run_record import LineRecord
from monazite.services.today import Today


def today_document(found: Today, name: str) -> Json:
    """Everything that changed. ``since`` null: the first run, nothing was compared."""
    return {
        "schema": "monazite/today/1",
        "monazite": __version__,
        "portfolio": name,
        "since": found.since.isoformat() if found.since else None,
        "run_on": found.run_on.isoformat(),
        "law": list(found.law),
        "calendar": [
            {"cause": cause, "provisions": provisions_words(change), "moved": moved_words(change)}
            for cause, changes in by_cause(found.calendar).items()
            for change in changes
        ],
        "ahead": [
            {
                "from": one.day.isoformat(),
                "changes": [
                    {"cause": cause, "provisions": provisions_words(change), "moved": moved_words(change)}
                    for cause, changes in by_cause(one.changes).items()
                    for change in changes
                ],
                "flips": [
                    {"line": f.subject, "part_id": f.before.part_id or None, "before": _answer(f.before),
                     "after": _answer(f.after)}
                    for f in one.flips
                ],
            }
            for one in found.ahead
        ],
        "new_notices": list(found.notices),
        "lists": [
            {"list": one.name, "complete_through": one.complete_through.isoformat(), "age_days": one.age_days,
             "stale": one.stale, "attested": one.complete_by or None}
            for one in found.lists
        ],
        "stale_packs": [{"id": i, "last_checked_on": day.isoformat(), "age_days": age} for i, day, age in found.stale],
        "expired": [_expiry(one) for one in found.expired],
        "expiring": [_expiry(one) for one in found.soon],
        "tables": [
            {"table": t.table, "new": list(t.new), "gone": list(t.gone), "changed": list(t.changed),
             "counted": t.counted}
            for t in found.tables
        ],
        "answers": [
            {"line": a.subject, "part_id": a.part_id or None, "before": _answer(a.before), "after": _answer(a.after),
             "causes": list(a.causes), "cause_known": bool(a.causes)}
            for a in found.answers
        ],
        "lines_gone": list(found.gone),
        "lines": found.lines,
        "not_judged": found.not_judged,
    }  # fmt: skip


def _expiry(one: Expiry) -> Json:
    return {"kind": one.kind, "id": one.id, "until": one.until.isoformat(), "assumed": one.assumed}


def _answer(line: LineRecord | None) -> Json | None:
    if line is None:
        return None
    return {"verdict": line.verdict, "possible": list(line.possible), "review": list(line.review)}
