"""What becomes of a filled sheet of proposals: which parts were put into which class, and what could not be used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from monazite.model.issue import Issue, Severity
from monazite.services.class_use import bearing
from monazite.services.classify import Group
from monazite.services.library import Library
from monazite.services.nearest import nearest
from monazite.services.tables import Portfolio

YES, NO = ("yes", "y", "ja", "是"), ("no", "n", "nein", "否", "")


class Answer(Protocol):
    """One row of the sheet (`monazite.exchange.approval.sheet.ApprovalRow`)."""

    @property
    def number(self) -> int: ...  # noqa: D102
    @property
    def group(self) -> str: ...  # noqa: D102
    @property
    def approve(self) -> str: ...  # noqa: D102
    @property
    def left_out(self) -> tuple[str, ...]: ...  # noqa: D102


@dataclass(slots=True)
class Approved:
    """Part -> its class and why; and what was wrong with the sheet."""

    members: dict[str, tuple[str, str]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


def approved(
    answers: Sequence[Answer], groups: Iterable[Group], portfolio: Portfolio, library: Library, sheet: str
) -> Approved:
    """The parts that the answers put into classes; nothing else is. Groups are those of the portfolio as it is now."""
    found = Approved()
    known = {group.key: group for group in groups}
    stated = bearing(portfolio)
    rows: dict[str, list[Answer]] = {}
    for answer in answers:
        rows.setdefault(answer.group, []).append(answer)
    for key, alike in rows.items():
        answer = alike[0]
        if len(alike) > 1:
            _say(found, "duplicate_row", f"the group {key} is there {len(alike)} times; none is used",
                 "keep one row", sheet, answer.number)  # fmt: skip
            continue
        word = answer.approve.casefold()
        if word in NO:
            continue
        group = known.get(key)
        if group is None:
            text = f"the portfolio has no group {key} (any more): its parts or their names have changed"
            _say(found, "unknown_group", text, "run classify again and approve anew", sheet, answer.number)
            continue
        class_ = group.proposal.class_ if word in YES else word
        if class_ not in library.classes:
            close = nearest(class_, library.classes, 1, 0.7) if class_ else []
            text = f"{answer.approve!r} of the group {key} is no class" if class_ else f"no class is proposed for {key}"
            remedy = f"did you mean {close[0]}?" if close else "write yes, no, or the id of a class"
            _say(found, "unknown_class", text, remedy, sheet, answer.number)
            continue
        _take(found, group, answer, class_, stated if library.classes[class_].plain else {}, sheet)
    return found


def _take(found: Approved, group: Group, answer: Answer, class_: str, stated: dict[str, str], sheet: str) -> None:
    unknown = sorted(set(answer.left_out) - group.members.keys())
    if unknown:  # whoever leaves out a part that is not there meant another one
        text = f"{', '.join(unknown[:5])} to be left out of the group {group.key} are not in it; it is not used"
        _say(found, "unknown_part", text, "correct the column except", sheet, answer.number)
        return
    why = group.proposal.rule if class_ == group.proposal.class_ else f"chosen in place of: {group.proposal.rule}"
    for part, name in group.members.items():
        if part in answer.left_out:
            continue
        if part in stated:
            text = f"{part} is approved as {class_!r}, which holds nothing that counts, and {stated[part]}"
            _say(found, "class_contradicted", text, "correct one of them; it stays unknown", sheet, answer.number, part)
            continue
        found.members[part] = (class_, f"{name} ({why})" if name else why)


def _say(found: Approved, code: str, message: str, remedy: str, sheet: str, row: int, part: str = "") -> None:
    subject = f"part:{part}" if part else ""
    found.issues.append(Issue(Severity.WARNING, code, message, remedy, sheet, row, "approve", subject))
