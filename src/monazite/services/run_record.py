"""What a run leaves behind so that the next one can say what changed: digests, answers, dates. No input or output here.

The record holds no value of the portfolio in clear but the keys of rows: rows and facts stand in it as digests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from monazite import __version__
from monazite.model.determination import Determination
from monazite.model.fact import Fact, PartyFacts, Situation
from monazite.model.share import Lens
from monazite.services.assess import Assessor
from monazite.services.schema import SCHEMA
from monazite.services.tables import Row

#: Rows of larger tables are not recorded one by one: that the table changed is still seen.
_MOST_ROWS = 50_000


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LineRecord(_Frozen):
    """The answer of a line, and a digest of every fact that it was made from (attribute -> digest)."""

    part_id: str
    as_of: str
    verdict: str
    possible: tuple[str, ...]
    review: tuple[str, ...]
    branches: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    confidence: str
    facts: dict[str, str]

    @property
    def answer(self) -> tuple[object, ...]:
        """What counts as the answer: verdicts and reviews possible, also per branch."""
        return self.possible, self.review, self.branches


class TableRecord(_Frozen):
    """A table: a digest over all, and one per row by its key; ``rows`` None where there are too many of them."""

    sha256: str
    rows: dict[str, str] | None


class RunRecord(_Frozen):
    """One run: its day, the law and the inputs that it was made with, and its answers."""

    schema_: str = "monazite/last-run/1"
    monazite: str
    run_on: date
    packs: dict[str, str]
    attestations: dict[str, str]
    positions: dict[str, str]
    inputs_sha256: str
    tables: dict[str, TableRecord]
    lines: dict[str, LineRecord]


def record_of(run: Assessor, situations: Mapping[str, Situation], answers: Iterable[Determination]) -> RunRecord:
    """The record of a run whose lines were answered."""
    lines = {
        subject: line_record(run.rows[subject].text("part_id"), situation, answer)
        for (subject, situation), answer in zip(situations.items(), answers, strict=True)
    }
    tables = {name: _table(name, table.rows) for name, table in run.portfolio.tables.items()}
    return RunRecord(
        monazite=__version__,
        run_on=run.options.run_on,
        packs={pack.id: pack.sha256 for pack in run.law.packs.values()},
        attestations={line.id: line.digest for line in run.law.attestations},
        positions=dict(sorted(run.positions.items())),
        inputs_sha256=run.portfolio.sha256,
        tables=tables,
        lines=lines,
    )


def line_record(part_id: str, situation: Situation, answer: Determination) -> LineRecord:
    """One line: its answer and the digests of its facts."""
    branches = tuple(
        (b.id, tuple(v.value for v in b.possible), tuple(r.value for r in b.review)) for b in answer.branches
    )
    return LineRecord(
        part_id=part_id,
        as_of=str(situation.as_of),
        verdict=answer.verdict.value,
        possible=tuple(verdict.value for verdict in answer.possible),
        review=tuple(review.value for review in answer.review),
        branches=branches,
        confidence=answer.confidence.value,
        facts=_facts(situation),
    )


def _facts(situation: Situation) -> dict[str, str]:
    found = {"as_of": _digest(str(situation.as_of))}
    found |= {attribute: _digest(_said(fact)) for attribute, fact in situation.facts.items()}
    for role in ("end_users", "importers"):
        members: tuple[PartyFacts, ...] = situation.parties.get(role, ())
        found[role] = _digest(str(len(members)))
        for member in members:
            found |= {f"{member.key}.{attribute}": _digest(_said(fact)) for attribute, fact in member.facts.items()}
    return dict(sorted(found.items()))


def _said(fact: Fact) -> str:
    """The value of a fact as text that is the same in every process; a share by its bounds, leaves and bases."""
    value: Any = fact.value
    if hasattr(value, "by_basis"):
        value = (value.view(Lens(), {}), value.by_basis, value.leaves, value.questions)
    return f"{_text(value)} {fact.confidence.value}"


def _text(value: object) -> str:
    if is_dataclass(value) and not isinstance(value, type):
        inside = ", ".join(f"{f.name}={_text(getattr(value, f.name))}" for f in fields(value))
        return f"{type(value).__name__}({inside})"
    if isinstance(value, Mapping):
        return "{" + ", ".join(sorted(f"{_text(key)}: {_text(item)}" for key, item in value.items())) + "}"
    if isinstance(value, set | frozenset):
        return "{" + ", ".join(sorted(_text(item) for item in value)) + "}"
    if isinstance(value, tuple | list):
        return "(" + ", ".join(_text(item) for item in value) + ")"
    return str(value)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _table(name: str, rows: Sequence[Row]) -> TableRecord:
    digests: dict[str, str] = {}
    whole = hashlib.sha256()
    for row in rows:
        said = repr(sorted(row.raw.items()))
        whole.update(said.encode("utf-8", "surrogatepass"))
        key = _key(name, row)
        digests[key] = _digest(digests.get(key, "") + said)
    return TableRecord(sha256=whole.hexdigest(), rows=digests if len(rows) <= _MOST_ROWS else None)


def _key(name: str, row: Row) -> str:
    """What tells a row from the others, readable: its key columns, or all its cells where the table has no key."""
    columns = SCHEMA[name].key
    cells = [row.raw.get(column, "") for column in columns] if columns else list(row.raw.values())
    return " ".join(cell for cell in cells if cell)
