"""One flat row per line: the columns of ``determinations.parquet`` and of the workbook's main sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from monazite.model.determination import Determination, Finding
from monazite.model.truth import Truth
from monazite.reporting import licence_words
from monazite.reporting.answers import by_concern, first_duty, most_serious, what_decides
from monazite.reporting.numbers import share_number
from monazite.reporting.text import sound
from monazite.services.assessment import Assessment, EveryLine, LineAnswer

Cell = str | float | bool | None
SEPARATOR = "; "

_TEXT = pl.String()
COLUMNS: Mapping[str, pl.DataType] = {
    "shipment_id": _TEXT,
    "line": _TEXT,
    "part_id": _TEXT,
    "part_name": _TEXT,
    "day": _TEXT,
    "from_country": _TEXT,
    "to_country": _TEXT,
    "end_users": _TEXT,
    "end_use": _TEXT,
    "quantity": _TEXT,
    "as_of": _TEXT,
    "known_at": _TEXT,
    "verdict": _TEXT,
    "possible": _TEXT,
    "best": _TEXT,
    "worst": _TEXT,
    "ask_first": pl.Boolean(),
    "review": _TEXT,
    "grounds": _TEXT,
    "underlying": _TEXT,
    "underlying_possible": _TEXT,
    "what_decides": _TEXT,
    "provisions": _TEXT,
    "provisions_possible": _TEXT,
    "provisions_dormant": _TEXT,
    "share_low": pl.Float64(),
    "share_high": pl.Float64(),
    "share_threshold": pl.Float64(),
    "share_headroom": pl.Float64(),
    "share_tight": pl.Boolean(),
    "questions": _TEXT,
    "questions_en": _TEXT,
    "questions_zh": _TEXT,
    "who_would_know": _TEXT,
    "deciding_complete": pl.Boolean(),
    "duties": _TEXT,
    "duties_due": _TEXT,
    "licence_no": _TEXT,
    "licence_held": _TEXT,
    "licence_reasons": _TEXT,
    "may_be_covered_by": _TEXT,
    "licence_kinds": _TEXT,
    "time_limit": _TEXT,
    "other_readings": _TEXT,
    "holds_until": _TEXT,
    "ends_if": _TEXT,
    "confidence": _TEXT,
    "issues": _TEXT,
}
"""Name and type of every fixed column. Several values in one cell are separated by ``; ``; null: unknown or none.
After them comes a column ``if_<branch>`` per branch of the open question of law, null where a line has no such branch.
"""


def branch_ids(lines: Iterable[LineAnswer]) -> list[str]:
    """The branches that occur in any line, in the order in which they do."""
    return list(dict.fromkeys(branch.id for line in lines for branch in line.determination.branches))


def rows(lines: Iterable[LineAnswer]) -> list[dict[str, Cell]]:
    """The flat rows of ``lines``, each with the same keys."""
    known = list(lines)
    branches = branch_ids(known)
    return [row(line, branches) for line in known]


def row(line: LineAnswer, branches: Iterable[str] = ()) -> dict[str, Cell]:
    """The flat row of one line; ``branches`` are the ids for which it gets a column."""
    answer = line.determination
    share = answer.share
    cells: dict[str, Cell] = {
        "shipment_id": line.shipment_id,
        "line": line.line,
        "part_id": line.part_id or None,
        "part_name": line.part_name or None,
        "day": line.day,
        "from_country": line.from_country or None,
        "to_country": line.to_country or None,
        "end_users": _joined(line.end_users),
        "end_use": line.end_use or None,
        "quantity": line.quantity or None,
        "as_of": str(answer.as_of),
        "known_at": str(answer.known_at) if answer.known_at else None,
        "verdict": answer.verdict.value,
        "possible": _joined(verdict.value for verdict in answer.possible),
        "best": answer.possible[0].value if answer.possible else None,
        "worst": answer.possible[-1].value if answer.possible else None,
        "ask_first": _first(answer),
        "review": _joined(review.value for review in answer.review),
        "grounds": answer.grounds,
        "underlying": answer.underlying.value,
        "underlying_possible": _joined(verdict.value for verdict in answer.underlying_possible),
        "what_decides": what_decides(answer) or None,
        "share_low": share_number(share.low, up=False) if share else None,
        "share_high": share_number(share.high, up=True) if share else None,
        "share_threshold": share_number(share.threshold, up=True) if share else None,
        "share_headroom": share_number(share.headroom, up=False) if share else None,
        "share_tight": share.tight if share else None,
        "duties": _joined(duty.id for duty in answer.duties),
        "duties_due": _joined(f"{duty.id} {duty.due}" for duty in answer.duties if duty.due),
        "other_readings": _joined(f"{o.reading}={o.alternative}: {o.verdict.value}" for o in answer.other_readings),
        "holds_until": answer.holds_until,
        "ends_if": _joined(answer.ends_if),
        "confidence": answer.confidence.value,
        "issues": _joined(dict.fromkeys(issue.code for issue in answer.issues)),
    }
    cells |= _provisions(answer) | _questions(answer) | _licences(answer)
    found = {branch.id: branch.verdict.value for branch in answer.branches}
    ordered = {name: cells[name] for name in COLUMNS} | {f"if_{name}": found.get(name) for name in branches}
    return {name: sound(cell) if isinstance(cell, str) else cell for name, cell in ordered.items()}


def _provisions(answer: Determination) -> dict[str, Cell]:
    """Provisions that hold, that may hold, and whose condition holds while they are not in force."""
    holds: Callable[[Finding], bool] = lambda f: f.truth is Truth.TRUE and f.force is Truth.TRUE  # noqa: E731
    sleeps: Callable[[Finding], bool] = lambda f: f.truth is Truth.TRUE and f.force is Truth.FALSE  # noqa: E731
    possible = [f for f in answer.findings if not holds(f) and not sleeps(f) and f.truth is not Truth.FALSE]
    return {
        "provisions": _joined(f.provision for f in answer.findings if holds(f)),
        "provisions_possible": _joined(f.provision for f in possible),
        "provisions_dormant": _joined(f.provision for f in answer.findings if sleeps(f)),
    }


def _licences(answer: Determination) -> dict[str, Cell]:
    """The licence that the line names and others that may cover it; kinds that may be applied for, and the time."""
    cover, kinds = answer.extras.get("covered_by"), answer.extras.get("licence_kinds")
    held: Mapping[str, object] = cover if isinstance(cover, Mapping) else {}
    number, others, limit = held.get("licence_no"), held.get("may_be_covered_by"), answer.extras.get("time_limit")
    return {
        "licence_no": None if number is None else str(number),
        "licence_held": None if number is None else str(held["state"]),
        "licence_reasons": _joined(licence_words.reasons(answer)),
        "may_be_covered_by": _joined(map(str, others)) if isinstance(others, list) else None,
        "licence_kinds": _joined(kinds["open"]) if isinstance(kinds, Mapping) else None,
        "time_limit": None if limit is None else str(limit),
    }


def _questions(answer: Determination) -> dict[str, Cell]:
    """The questions of the first deciding set, and whether the search for sets was complete."""
    questions = answer.deciding[0].questions if answer.deciding else ()
    return {
        "questions": _joined(question.fact for question in questions),
        "questions_en": _joined(question.en for question in questions),
        "questions_zh": _joined(question.zh for question in questions),
        "who_would_know": _joined(dict.fromkeys(question.who for question in questions if question.who)),
        "deciding_complete": answer.complete,
    }


def _joined(values: Iterable[str]) -> str | None:
    return SEPARATOR.join(value for value in values if value) or None


def frame(lines: tuple[LineAnswer, ...]) -> pl.DataFrame:
    """All lines as a table, in the order given."""
    schema = dict(COLUMNS) | {f"if_{name}": _TEXT for name in branch_ids(lines)}
    return pl.DataFrame(rows(lines), schema=schema, orient="row")


#: Columns that a line has by itself; all others it has in common with the lines of its answer.
OWN = (
    "shipment_id", "line", "part_id", "part_name", "day", "from_country", "to_country", "end_users", "end_use",
    "quantity", "as_of", "share_low", "share_high", "share_threshold", "share_headroom", "share_tight", "duties_due",
    "issues",
)  # fmt: skip


def every_frame(every: EveryLine, places: Sequence[int] | None = None) -> pl.DataFrame:
    """All lines of a large run as a table, in the order given; or those at some ``places``."""
    answers = frame(tuple(alike.line for alike in every.alike))
    common = [name for name in answers.columns if name not in OWN]
    lines = (every.table if places is None else every.table[places]).with_columns(
        share_threshold=pl.when(pl.col("share_tight").is_not_null()).then(every.threshold),
        share_headroom=(((every.threshold - pl.col("share_high")) * 1e12).floor() / 1e12).round(12),
    )
    found = pl.concat([lines.select(OWN), answers.select(common)[lines["pattern"]]], how="horizontal")
    return found.select(*COLUMNS, *(name for name in common if name not in COLUMNS))


def shown_frame(assessment: Assessment, limit: int) -> tuple[list[Determination], pl.DataFrame]:
    """The ``limit`` most serious lines, the first before all others, as answers and as a table."""
    if assessment.every is None:
        lines = by_concern(assessment.lines, limit)
        return [line.determination for line in lines], frame(tuple(lines))
    every = assessment.every
    places = most_serious(every, limit)
    answers = [every.alike[number].line.determination for number in every.table["pattern"].gather(places)]
    return answers, every_frame(every, places)


def write_parquet(assessment: Assessment, path: Path) -> None:
    """Write ``determinations.parquet``: every line, however many there are."""
    table = frame(assessment.lines) if assessment.every is None else every_frame(assessment.every)
    table.write_parquet(path, compression="zstd")


def _first(answer: Determination) -> bool | None:
    """Whether MOFCOM must be asked first; None where that is possible as far as is known."""
    duty = first_duty(answer)
    return False if duty is None else duty.certain or None
