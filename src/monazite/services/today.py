"""What changed since the last run, each with its cause: `monazite today`.

An answer that changed is put down to what changed for it. Where both the law and its facts did, the new facts are
judged under the old law too: what that leaves unchanged is the law's doing. What neither explains is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from monazite.model.dates import Moment
from monazite.model.determination import Determination
from monazite.model.fact import Situation
from monazite.model.truth import Truth
from monazite.services.assess import Assessor, Progress, Steps
from monazite.services.attestations import ListStatus, list_status
from monazite.services.expiry import Expiry, expiries
from monazite.services.law_ahead import LawAhead, law_ahead
from monazite.services.law_diff import ForceChange, law_diff
from monazite.services.run_record import LineRecord, RunRecord, TableRecord, line_record, record_of

#: What the facts of an attribute may come from; the first prefix that fits.
_TABLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("item.share", ("prices", "rates", "contents", "bom", "parts", "values", "sources", "profiles", "classes", "units",
                    "evidence", "shipments", "facts")),
    ("as_of", ("shipments",)),
    ("shipment.", ("shipments", "evidence", "facts")),
    ("end_use", ("shipments", "evidence", "facts", "parties", "listings", "ownership")),
    ("importer", ("shipments", "parties", "listings", "ownership", "evidence", "facts")),
    ("exporter", ("shipments", "parties", "evidence", "facts")),
    ("item.", ("parts", "contents", "bom", "technologies", "classes", "parameters", "facts", "evidence", "shipments")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableChange:
    """Rows of a table that are new, gone or changed, by their keys; ``counted`` false: too many rows to tell."""

    table: str
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    counted: bool = True


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A line whose answer is not what it was; ``before`` None: it is new. ``causes`` in words, empty: unknown."""

    subject: str
    part_id: str
    before: LineRecord | None
    after: LineRecord
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """Everything since the last run. ``since`` None: this is the first run, and nothing can be compared.

    ``law``: packs and attestations that are not the same, in words; ``calendar``: what the law did by itself between
    the two days; ``ahead``: what it is scheduled to do after today; ``expired``: since the last run (on the first: by
    today), ``soon``: within the days asked for.
    """

    since: date | None
    run_on: date
    law: tuple[str, ...]
    calendar: tuple[ForceChange, ...]
    ahead: tuple[LawAhead, ...]
    lists: tuple[ListStatus, ...]
    notices: tuple[str, ...]
    stale: tuple[tuple[str, date, int], ...]
    expired: tuple[Expiry, ...]
    soon: tuple[Expiry, ...]
    tables: tuple[TableChange, ...]
    answers: tuple[AnswerChange, ...]
    gone: tuple[str, ...]
    lines: int
    not_judged: int


def today(
    run: Assessor, old: RunRecord | None, before: Assessor | None, within: int, progress: Progress | None = None
) -> tuple[Today, RunRecord]:
    """Compare a run with the record ``old``. ``before``: the same portfolio under the law of the old run, where that
    is still at hand. Returns what changed, and the record to keep. Each line is a step to be answered and one to be
    recorded for ``progress``.
    """
    situations = {subject: s for subject in run.rows if (s := run.situation(subject)) is not None}
    steps = Steps(progress, 2 * len(situations))
    answers = list(steps.over(run.determiner.determine_all(situations.values(), proofs=False)))
    new = record_of(run, situations, steps.over(answers))
    by_line = dict(zip(situations, answers, strict=True))
    day = run.options.run_on
    papers = expiries(run.portfolio)
    since = old.run_on if old is not None else None
    tables = tuple(_table_changes(old, new)) if old is not None else ()
    found = Today(
        since=since,
        run_on=day,
        law=tuple(_law_words(old, new)) if old is not None else (),
        calendar=_calendar(run, since) if since is not None else (),
        ahead=law_ahead(run, situations, by_line),
        lists=tuple(list_status(run.law, day)),
        notices=_new_notices(run, before),
        stale=tuple(_stale(run, day)),
        expired=tuple(e for e in papers if e.until < day and (since is None or e.until >= since)),
        soon=tuple(e for e in papers if day <= e.until <= day + timedelta(days=within)),
        tables=tables,
        answers=tuple(_answers(old, new, _Causes(tables, before, situations, by_line))) if old is not None else (),
        gone=tuple(sorted(set(old.lines) - set(new.lines))) if old is not None else (),
        lines=len(new.lines),
        not_judged=len(run.rows) - len(new.lines),
    )
    return found, new


def _stale(run: Assessor, day: date) -> Iterator[tuple[str, date, int]]:
    for pack in run.law.packs.values():
        if pack.stale_on(day):
            checked = pack.instrument.last_checked_on
            yield pack.id, checked, (day - checked).days


def _calendar(run: Assessor, since: date) -> tuple[ForceChange, ...]:
    if since >= run.options.run_on:
        return ()
    return law_diff(run.law, Moment.end_of(since), Moment.end_of(run.options.run_on), None).changes


def _law_words(old: RunRecord, new: RunRecord) -> Iterator[str]:
    for ident in sorted({*old.packs, *new.packs}):
        if old.packs.get(ident) != new.packs.get(ident):
            what = "changed" if ident in old.packs and ident in new.packs else "new" if ident in new.packs else "gone"
            yield f"pack {ident} {what}"
    for ident in sorted({*old.attestations, *new.attestations}):
        if old.attestations.get(ident) != new.attestations.get(ident):
            yield f"attestation {ident} {'new' if ident in new.attestations else 'no longer in use'}"
    for reading in sorted({*old.positions, *new.positions}):
        if old.positions.get(reading) != new.positions.get(reading):
            yield f"position {reading}: {old.positions.get(reading, 'none')} → {new.positions.get(reading, 'none')}"
    if old.monazite != new.monazite:
        yield f"monazite {old.monazite} → {new.monazite}"


def _new_notices(run: Assessor, before: Assessor | None) -> tuple[str, ...]:
    return () if before is None else tuple(sorted(set(run.law.notices) - set(before.law.notices)))


def _table_changes(old: RunRecord, new: RunRecord) -> Iterator[TableChange]:
    empty = TableRecord(sha256="", rows={})
    for name in sorted({*old.tables, *new.tables}):
        one, other = old.tables.get(name, empty), new.tables.get(name, empty)
        if one.sha256 == other.sha256:
            continue
        if one.rows is None or other.rows is None:
            yield TableChange(name, counted=False)
            continue
        shared = {key for key in one.rows if key in other.rows}
        yield TableChange(
            name,
            tuple(key for key in other.rows if key not in shared),
            tuple(key for key in one.rows if key not in shared),
            tuple(key for key in other.rows if key in shared and one.rows[key] != other.rows[key]),
        )


class _Causes:
    """Puts a changed answer down to what changed for it."""

    def __init__(
        self,
        tables: tuple[TableChange, ...],
        before: Assessor | None,
        situations: Mapping[str, Situation],
        answers: Mapping[str, Determination],
    ) -> None:
        self._tables = {change.table: change for change in tables}
        self._before = before
        self._situations = situations
        self._answers = answers

    def of(self, subject: str, old: RunRecord, new: RunRecord) -> tuple[str, ...]:
        """The causes in words; none where nothing that is recorded explains the change."""
        one, other = old.lines[subject], new.lines[subject]
        moved = sorted(a for a in {*one.facts, *other.facts} if one.facts.get(a) != other.facts.get(a))
        moved = [attribute for attribute in moved if attribute.rpartition(".")[2] != "name"]
        law = (old.packs, old.attestations) != (new.packs, new.attestations)
        signed = [words for words in _law_words(old, new) if words.startswith("attestation ")]
        facts = tuple(self._facts(moved, signed))
        positions = tuple(w for w in _law_words(old, new) if w.startswith("position "))
        program = tuple(w for w in _law_words(old, new) if w.startswith("monazite "))
        if not law:
            return (*facts, *positions, *program)
        under_old = self._under_old_law(subject)
        if under_old is None:
            said = "the packs or attestations changed, and the old ones are not at hand to tell by"
            return (said, *facts, *positions, *program)
        middle = line_record(other.part_id, self._situations[subject], under_old).answer
        causes: list[str] = []
        if middle != other.answer:
            causes.append(self._law(subject, under_old, old, new))
        if middle != one.answer:
            causes += [*facts, *positions, *program]
        return tuple(causes)

    def _under_old_law(self, subject: str) -> Determination | None:
        if self._before is None:
            return None
        return next(iter(self._before.determiner.determine_all([self._situations[subject]], proofs=False)))

    def _law(self, subject: str, under_old: Determination, old: RunRecord, new: RunRecord) -> str:
        """The provisions that hold or stand otherwise under the new law, or the packs where none does."""
        then = {f.provision: (f.truth, f.state) for f in under_old.tried}
        now = {f.provision: (f.truth, f.state) for f in self._answers[subject].tried}
        none = (Truth.FALSE, None)
        reached = [p for p in now if now[p] != then.get(p, none)] + [p for p in then if p not in now]
        named = [p for p in dict.fromkeys(reached) if now.get(p, none)[0] is not Truth.FALSE or p in then]
        where = f": {_arts(named)}" if named else ""
        changed = [words for words in _law_words(old, new) if words.startswith(("pack ", "attestation "))]
        return f"law{where} ({'; '.join(changed)})"

    def _facts(self, moved: list[str], signed: list[str]) -> Iterator[str]:
        """Each moved fact with the tables that changed and may hold it; none of them changed: what was attested, or
        its own dates.
        """
        told: dict[tuple[str, ...], list[str]] = {}
        for attribute in moved:
            tables = next((t for prefix, t in _TABLES if attribute.startswith(prefix)), ())
            told.setdefault(tuple(t for t in tables if t in self._tables), []).append(attribute)
        for tables, attributes in told.items():
            what = ", ".join(attributes)
            by_word = "; ".join(signed) if any(a.endswith(".listings") for a in attributes) else ""
            yield f"{what}: {'; '.join(self._rows(t) for t in tables) or by_word or 'dated, and days passed'}"

    def _rows(self, table: str) -> str:
        change = self._tables[table]
        keys = [*change.changed, *change.new, *change.gone]
        named = ", ".join(keys[:3]) + (f" and {len(keys) - 3} more" if len(keys) > 3 else "")
        return f"{table} ({named})" if named else table


def _arts(provisions: list[str]) -> str:
    """Provisions by instrument: ``cn/mofcom-2025-61 #1.1 #1.2``."""
    found: dict[str, list[str]] = {}
    for provision in sorted(provisions):
        owner, hash_, local = provision.partition("#")
        found.setdefault(owner, []).extend([f"#{local}"] if hash_ else [])
    return ", ".join(" ".join([owner, *locals_]) for owner, locals_ in found.items())


def _answers(old: RunRecord, new: RunRecord, causes: _Causes) -> Iterator[AnswerChange]:
    for subject, line in new.lines.items():
        before = old.lines.get(subject)
        if before is None:
            yield AnswerChange(subject, line.part_id, None, line, ("new line",))
        elif before.answer != line.answer:
            yield AnswerChange(subject, line.part_id, before, line, causes.of(subject, old, new))
