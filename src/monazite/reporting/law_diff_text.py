"""`monazite law diff` in the terminal: what changes, why, and for which lines, on one screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monazite.model.determination import BranchVerdict, Determination, Verdict
from monazite.reporting import words
from monazite.reporting.answers import shown, shown_with_duty
from monazite.reporting.branches import branch_heading, branch_of, law_reading
from monazite.reporting.law_diff_words import by_cause, moved_words, provisions_words, sources
from monazite.reporting.text import clip, visible
from monazite.services.assessment import LawBranch, LawQuestion
from monazite.services.flips import Flip, PortfolioDiff, signature
from monazite.services.law_diff import ForceChange, LawDiff

_WHAT = 33
_WIDTHS = (12, 24)
_BRANCH = 12


def print_law_diff(diff: LawDiff, days: tuple[str, str], console: Console) -> None:
    """The law alone: causes, the provisions that each moves, and on which texts that rests."""
    if not diff.changes and not diff.parameters:
        console.print(f"Nothing of the law, as the packs know it, differs between {days[0]} and {days[1]}.")
        return
    console.print(Text(f"The law from {days[0]} to {days[1]}", style="bold"))
    _print_causes(diff.changes, console)
    for line in diff.parameters:
        console.print(f"{line.instrument} {line.parameter}: {line.before} → {line.after}", markup=False)


def print_portfolio_diff(
    diff: PortfolioDiff, name: str, days: tuple[str, str], questions: Sequence[LawQuestion], console: Console
) -> None:
    """What flips, grouped by cause: a table per cause, lines with one answer in one row."""
    flips = diff.flips
    console.print(Text(f"{visible(name)}, exported on {days[1]} instead of {days[0]}: {_count(diff)}", style="bold"))
    if diff.not_judged:
        console.print(Text(f"NOT JUDGED: {diff.not_judged} lines could not be assessed.", style="bold red"))
    groups: dict[tuple[str, ...], list[Flip]] = {}
    for flip in flips:
        groups.setdefault(tuple(by_cause(flip.by_law)) + tuple(f"facts: {f}" for f in flip.facts), []).append(flip)
    for found in groups.values():
        _print_group(found, days, questions, console)
    rest = [c for c in diff.law.changes if not any(c in flip.by_law for flip in flips)]
    if rest:
        named = ", ".join(dict.fromkeys(provisions_words(change) for change in rest))
        console.print(f"Changed too, and moving no answer here: {named}.", markup=False, style="dim")


def _count(diff: PortfolioDiff) -> str:
    kept = diff.judged - len(diff.flips)
    if not diff.flips:
        return f"no answer changes; {kept} lines keep theirs."
    one = len(diff.flips) == 1
    return f"{len(diff.flips)} of {diff.judged} lines change{'s' if one else ''} their answer, {kept} keep it."


def _print_group(flips: list[Flip], days: tuple[str, str], questions: Sequence[LawQuestion], console: Console) -> None:
    changes = tuple(dict.fromkeys(change for flip in flips for change in flip.by_law))
    _print_causes(changes, console)
    if flips[0].facts:
        console.print(f"Because facts are dated: {', '.join(flips[0].facts)}", markup=False)
    if not changes and not flips[0].facts:
        console.print("Cause unknown: neither a change of force nor a dated fact accounts for it.", style="bold")
    asked = [q for q in questions if any(_hangs(change, q) for change in changes)]
    for question in asked:
        console.print(f"Open: {visible(question.question_en)}", markup=False)
        reading = law_reading(question)
        console.print(
            f"  What settles it: a position of your house (table positions, reading {reading}), or an instrument, "
            "signed with monazite law attest.",
            style="dim",
        )
    console.print(_table(flips, days, asked))


def _hangs(change: ForceChange, question: LawQuestion) -> bool:
    return any(name == question.id for side in (change.before, change.after) for name, _, _ in side.branches)


def _print_causes(changes: Iterable[ForceChange], console: Console) -> None:
    for cause, found in by_cause(changes).items():
        console.print(Text(f"Because {cause}:", style="bold"))
        moves: dict[str, list[ForceChange]] = {}
        for change in found:
            moves.setdefault(moved_words(change), []).append(change)
        for moved, there in moves.items():
            console.print(f"  {'; '.join(provisions_words(c) for c in there)}: {moved}", markup=False)
        named = sources(found)
        if named:
            console.print(f"  Source: {', '.join(named)}", markup=False, style="dim")


def _table(flips: list[Flip], days: tuple[str, str], questions: Sequence[LawQuestion]) -> Table:
    branches = [branch for question in questions for branch in question.branches]
    table = Table(box=SIMPLE_HEAD, show_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("what is shipped", width=_WHAT, overflow="fold")
    for heading, width in zip(days, _WIDTHS, strict=True):
        table.add_column(heading, width=width, overflow="fold")
    for branch in branches:
        table.add_column(branch_heading(branch), width=_BRANCH, overflow="fold")
    rows: dict[object, list[Flip]] = {}
    for flip in flips:
        key = (flip.part_id, flip.route, flip.end_use, flip.end_users, signature(flip.before), signature(flip.after))
        rows.setdefault(key, []).append(flip)
    for found in rows.values():
        one = found[0]
        cells = [_answer(one.before), _answer(one.after), *(_branch(one.after, branch) for branch in branches)]
        table.add_row(_what(found), *cells)
    return table


def _what(flips: list[Flip]) -> Text:
    one = flips[0]
    tail = f" {one.route[0] or '?'}→{one.route[1] or '?'}, {visible(one.end_use) or 'use unknown'}"
    part = clip(visible(one.part_name or one.part_id or "?"), max(_WHAT - len(tail), 10))
    return Text.assemble(f"{part}{tail}\n", (_ids([visible(flip.subject) for flip in flips]), "dim"))


def _ids(names: list[str]) -> str:
    """As many line names as fit into the column, and how many more there are."""
    for shown_names in range(len(names), 0, -1):
        more = f" and {len(names) - shown_names} more" if shown_names < len(names) else ""
        text = " ".join(names[:shown_names]) + more
        if len(text) <= _WHAT:
            return text
    return f"{len(names)} lines"


def _answer(answer: Determination) -> str:
    said = shown(answer)
    verdict = said.between or words.say(words.SHORT_VERDICTS[answer.verdict])
    asks = {Verdict.LICENCE_REQUIRED, Verdict.PROHIBITED} & set(answer.possible)
    review = ""
    if answer.review and asks:
        most = words.say(words.REVIEWS[answer.review[-1]])
        review = f"\n{most}" if len(answer.review) == 1 else f"\n… {most}"
    first = f"\n{said.first}" if said.first else ""
    return f"{said.sign} {verdict}{review}{first}"


def _branch(answer: Determination, branch: LawBranch) -> str:
    found: BranchVerdict | None = branch_of(answer, branch.id)
    if found is None:
        return "same"
    said = shown_with_duty(answer, found.verdict, found.possible)
    return f"{said.sign} {words.say(words.SHORT_VERDICTS[found.verdict])}" + (f"\n{said.first}" if said.first else "")
