"""Issue 2: one Dy-bearing magnet made in Japan, shipped to Germany, share 0.5 %, on five dates; proved (Z6)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.law.desk import DY_MAGNET, determine, law, shipment, situation

from monazite.law.determine import Determiner
from monazite.law.rulebook import compile_law
from monazite.model.determination import Determination, ProofNode, Verdict
from monazite.model.truth import Truth

FIVE = {
    "2025-11-01 known today": ("2025-11-01", None, "no_licence_required", "not_yet_effective"),
    "2025-12-05 as known on 2025-10-15": ("2025-12-05", "2025-10-15", "licence_required", None),
    "2025-12-05 known today": ("2025-12-05", None, "no_licence_required", "suspended"),
    "2026-06-01 known today": ("2026-06-01", None, "no_licence_required", "suspended"),
    "2026-11-22 known today": ("2026-11-22", None, "undetermined", None),
}


@pytest.mark.parametrize(("as_of", "known_at", "verdict", "grounds"), FIVE.values(), ids=list(FIVE))
def test_the_answer_on_each_date(as_of: str, known_at: str | None, verdict: str, grounds: str | None) -> None:
    """Z2, A3: the substance stays the same, its force changes."""
    answer = determine(shipment(DY_MAGNET), as_of, known_at)
    assert (answer.verdict.value, answer.grounds) == (verdict, grounds)
    assert answer.underlying is Verdict.LICENCE_REQUIRED
    assert [review.value for review in answer.review] == ["ordinary"]


def test_on_2026_11_22_both_branches_and_the_question_are_named() -> None:
    """Z3, A4: if No. 61 binds, if it does not, and what decides."""
    answer = determine(shipment(DY_MAGNET), "2026-11-22")
    assert {branch.id: branch.verdict.value for branch in answer.branches} == {
        "revived": "licence_required",
        "extended": "no_licence_required",
    }
    assert [[question.fact for question in found.questions] for found in answer.deciding] == [["law:after_suspension"]]
    assert answer.deciding[0].guaranteed
    assert answer.between == (Verdict.NO_LICENCE_REQUIRED, Verdict.LICENCE_REQUIRED)


@pytest.mark.parametrize(("as_of", "known_at", "verdict", "grounds"), FIVE.values(), ids=list(FIVE))
def test_the_answer_replays_with_its_proof(as_of: str, known_at: str | None, verdict: str, grounds: str | None) -> None:
    """Z6: the same packs and inputs give the same determination, proofs and all, from another determiner too."""
    first = determine(shipment(DY_MAGNET), as_of, known_at)
    again = determine(shipment(DY_MAGNET), as_of, known_at)
    fresh = Determiner(compile_law(law())).determine(situation(shipment(DY_MAGNET), as_of, known_at))
    assert first == again == fresh
    assert repr(first.tried) == repr(fresh.tried)


@pytest.mark.parametrize(("as_of", "known_at", "verdict", "grounds"), FIVE.values(), ids=list(FIVE))
def test_the_proof_shows_every_rule_tried(as_of: str, known_at: str | None, verdict: str, grounds: str | None) -> None:
    """A5: rules that did not hold are shown too; every part has its truth, and what was read its source."""
    answer = determine(shipment(DY_MAGNET), as_of, known_at)
    tried = {finding.provision: finding for finding in answer.tried}
    assert {f"cn/mofcom-2025-61#{article}" for article in ("1.1", "1.2", "1.3", "2", "3", "4", "5", "7")} <= set(tried)
    assert tried["cn/mofcom-2025-61#1.1"].truth is Truth.TRUE
    assert tried["cn/mofcom-2025-61#1.3"].truth is Truth.FALSE
    for finding in answer.tried:
        assert finding.proof is not None
        assert finding.proof.truth is finding.truth
        assert finding.citations
    read = {node.source for node in _nodes(answer) if node.source}
    assert read
    assert all(source.startswith(("case", "default")) for source in read)


def _nodes(answer: Determination) -> Iterator[ProofNode]:
    stack = [finding.proof for finding in answer.tried if finding.proof is not None]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(node.children)
