"""The open question of law as columns: which branches a run has, what they are called at the head of a column (Z3)."""

from __future__ import annotations

from monazite.model.determination import BEYOND, BranchVerdict, Determination
from monazite.services.assessment import Assessment, LawBranch, LawQuestion

_NOT_BINDING = "extended"
_HEADINGS = {"revived": "if No. 61 binds", _NOT_BINDING: "if not"}


def law_branches(assessment: Assessment) -> tuple[LawBranch, ...]:
    """The branches of the run's question, in order; branches that only lines know come after, under their own label."""
    known = {branch.id: branch for question in assessment.law_questions for branch in question.branches}
    for alike in assessment.alike:
        for branch in alike.line.determination.branches:
            known.setdefault(branch.id, LawBranch(branch.id, branch.label, branch.label))
    beyond = known.pop(BEYOND, None)
    if beyond is not None and (spoken := known.get(_NOT_BINDING)) is not None:
        en, zh = "; for later lines: beyond that day too", "；其后各行：该日之后仍继续暂停"
        known[_NOT_BINDING] = LawBranch(spoken.id, spoken.label_en + en, spoken.label_zh + zh)
    return tuple(known.values())


def branch_heading(branch: LawBranch) -> str:
    """The head of a branch's column; for the question of today "if No. 61 binds" and "if not"."""
    return _HEADINGS.get(branch.id, f"if: {branch.label_en or branch.id}")


def branch_of(answer: Determination, branch_id: str) -> BranchVerdict | None:
    """The answer in one branch; None where the line does not hang on the question.

    On a day after that to which an extension was spoken of the announcements do not bind only if the suspension runs on
    beyond it: that answer stands under "if not".
    """
    if branch_id == _NOT_BINDING:
        branch_id = next((BEYOND for branch in answer.branches if branch.id == BEYOND), branch_id)
    return next((branch for branch in answer.branches if branch.id == branch_id), None)


def branches_differ(answer: Determination) -> bool:
    """Whether the open question of law changes this line's answer."""
    return len({(branch.verdict, branch.possible, branch.review) for branch in answer.branches}) > 1


def hangs_on_law(answer: Determination) -> bool:
    """Whether some branch leads to another answer than the line has, so that branches are worth a look."""
    now = (answer.verdict, answer.possible)
    return any((branch.verdict, branch.possible) != now for branch in answer.branches)


def law_fact(question: LawQuestion) -> str:
    """The name of the deciding fact behind the run's question of law: ``law:after_suspension``."""
    return question.id if question.id.startswith("law:") else f"law:{question.id}"


def law_reading(question: LawQuestion) -> str:
    """The reading by which a position settles the run's question of law: ``after_suspension``."""
    return law_fact(question).removeprefix("law:")
