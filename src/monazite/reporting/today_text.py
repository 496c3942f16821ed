"""`monazite today` in the terminal: what changed since the last run, by kind, each with its cause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from monazite.model.determination import Verdict
from monazite.reporting import words
from monazite.reporting.ages import aged, list_age
from monazite.reporting.law_diff_words import by_cause, moved_words, provisions_words
from monazite.reporting.names import instrument_name
from monazite.reporting.text import visible
from monazite.services.assessment import LawQuestion
from monazite.services.expiry import Expiry
from monazite.services.law_diff import ForceChange
from monazite.services.run_record import LineRecord
from monazite.services.today import AnswerChange, TableChange, Today

_PRICES = ("prices", "rates", "values")
_ORDERS = ("shipments",)
_NAMED = 6


def print_today(found: Today, name: str, questions: Sequence[LawQuestion], console: Console) -> None:
    """The whole of it. Nothing to say under a heading is said too: silence would look like not having looked."""
    if found.since is None:
        console.print(Text(f"{visible(name)} on {found.run_on}: first run, nothing to compare with.", style="bold"))
        console.print("What changes from now on is shown by the next run.")
    else:
        title = f"{visible(name)} on {found.run_on}, since the run of {found.since}: {_headline(found)}"
        console.print(Text(title, style="bold"))
    if found.not_judged:
        console.print(Text(f"NOT JUDGED: {found.not_judged} lines could not be assessed.", style="bold red"))
    for question in questions:
        console.print(Text(f"Open: {visible(question.question_en)}", style="magenta"))
    compared = found.since is not None
    _section(console, "Law", [*_law(found, compared)])
    _section(console, "Law ahead", [*_ahead(found)])
    _section(console, "Lists", [*_lists(found, compared)])
    _section(console, "Running out", [*_expiries(found)])
    if compared:
        _section(console, "Prices", [_table(t) for t in found.tables if t.table in _PRICES])
        _section(console, "Orders", [*_orders(found)])
        others = [_table(t) for t in found.tables if t.table not in (*_PRICES, *_ORDERS)]
        _section(console, "Other tables", others)
        _section(console, "Answers", [*_answers(found.answers)])


def _headline(found: Today) -> str:
    changed = sum(1 for answer in found.answers if answer.before is not None)
    new = len(found.answers) - changed
    parts = [f"{changed} answers changed" if changed != 1 else "1 answer changed"]
    parts += [f"{new} new lines"] if new else []
    parts += [f"{len(found.gone)} lines gone"] if found.gone else []
    return f"{', '.join(parts)}, of {found.lines} lines."


def _section(console: Console, title: str, said: list[str]) -> None:
    console.print(Text(title, style="bold"), end="")
    if not said:
        console.print(Text(": nothing", style="not bold dim"))
        return
    console.print()
    for text in said:
        console.print(f"  {visible(text, lines=True)}", markup=False)


def _law(found: Today, compared: bool) -> Iterable[str]:
    yield from found.law
    yield from _changes(found.calendar)
    if found.stale:
        named = ", ".join(instrument_name(ident) for ident, _, _ in found.stale[:4])
        more = f" and {len(found.stale) - 4} more" if len(found.stale) > 4 else ""
        oldest = min(day for _, day, _ in found.stale)
        age = aged(oldest, found.run_on)
        yield f"stale: {named}{more} (last checked {age}); look for news, then law attest --nothing-new"
    elif compared and not found.law and not found.calendar:
        yield "no change"


def _changes(changes: Iterable[ForceChange]) -> Iterable[str]:
    for cause, alike in by_cause(changes).items():
        moved = dict.fromkeys(moved_words(change) for change in alike)
        yield f"{', '.join(provisions_words(change) for change in alike)}: {'; '.join(moved)}, because {cause}"


def _ahead(found: Today) -> Iterable[str]:
    """Each scheduled change with its day, and the planned lines that it would answer otherwise."""
    for one in found.ahead:
        days = (one.day - found.run_on).days
        for said in _changes(one.changes):
            yield f"from {one.day} (in {days} {'day' if days == 1 else 'days'}): {said}"
        groups: dict[tuple[str, str], list[str]] = {}
        for flip in one.flips:
            groups.setdefault((_said(flip.before), _said(flip.after)), []).append(flip.subject)
        for (before, after), subjects in groups.items():
            yield f"  if they leave on {one.day} or later: {_keys(subjects)}: {before} → {after}"


def _lists(found: Today, compared: bool) -> Iterable[str]:
    if found.notices:
        yield f"new notices: {', '.join(found.notices)}; search the names of your parties anew"
    for one in found.lists:
        yield f"{one.name.replace('_', ' ')}: complete through {list_age(one, found.run_on)}"


def _expiries(found: Today) -> Iterable[str]:
    since = f" since {found.since}" if found.since else ""
    yield from (f"ran out{since}: {_paper(one)}" for one in found.expired)
    yield from (f"runs out: {_paper(one)}" for one in found.soon)


def _paper(one: Expiry) -> str:
    assumed = " (no last day stated: twelve months from issue)" if one.assumed else ""
    return f"{one.kind} {one.id} on {one.until}{assumed}"


def _orders(found: Today) -> Iterable[str]:
    yield from (_table(t) for t in found.tables if t.table in _ORDERS)
    if found.gone:
        yield f"no longer there: {_keys(found.gone)}"


def _table(change: TableChange) -> str:
    if not change.counted:
        return f"{change.table}: changed (too many rows to say which)"
    parts = [
        f"{len(keys)} {what}: {_keys(keys)}"
        for what, keys in (("changed", change.changed), ("new", change.new), ("gone", change.gone))
        if keys
    ]
    return f"{change.table}: {'; '.join(parts) or 'order of rows'}"


def _keys(keys: Sequence[str]) -> str:
    return ", ".join(keys[:_NAMED]) + (f" and {len(keys) - _NAMED} more" if len(keys) > _NAMED else "")


def _answers(changes: Iterable[AnswerChange]) -> Iterable[str]:
    """One entry per change and cause; lines that changed alike stand together."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for change in changes:
        before = _said(change.before) if change.before is not None else "new"
        groups.setdefault((before, _said(change.after), change.causes), []).append(change.subject)
    for (before, after, causes), subjects in groups.items():
        why = "; ".join(causes) or "cause unknown: neither law nor facts are recorded as changed"
        yield f"{_keys(subjects)}: {before} → {after}\n    because: {why}"


def _said(line: LineRecord) -> str:
    possible = tuple(Verdict(one) for one in line.possible)
    text = words.range_words(possible)
    text = f"open ({text})" if len(possible) > 1 else text
    if len({branch[1:] for branch in line.branches}) > 1:
        sides = (f"if {name}: {words.range_words(tuple(map(Verdict, found)))}" for name, found, _ in line.branches)
        text = f"{text} ({'; '.join(sides)})"
    return f"{text}, {'/'.join(one.replace('_', ' ') for one in line.review)}" if line.review else text
