"""The proof of a line as text and page: an argument that an auditor can follow (rule A5)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len
from tests.reporting import factory

from monazite.model.determination import ProofNode
from monazite.model.truth import Truth
from monazite.reporting.labels import JOINTS, LABELS
from monazite.reporting.proof_page import proof_page
from monazite.reporting.proof_text import proof_text
from monazite.reporting.words import Lang

MADE = factory.assessment()
LINES = {line.shipment_id: line for line in MADE.lines}


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("shipment", sorted(LINES))
def test_no_line_of_a_proof_is_wider_than_100_columns(shipment: str, lang: Lang) -> None:
    text = proof_text(MADE, LINES[shipment], lang)
    assert max(cell_len(line) for line in text.splitlines()) <= 100
    assert text.endswith("\n")


def test_the_argument_has_its_parts_in_order() -> None:
    text = proof_text(MADE, LINES["S-0103"])
    parts = [
        "Proof: S-0103/1",
        "ANSWER",
        "◐ Open: none found or licence",
        "WHY: RULES THAT HOLD",
        "RULES THAT MAY HOLD",
        "? may hold  No. 61 art. 1(1)",
        "✓ exporter.country != 'CN': KR  [table: shipments.csv row 4]",
        "RULES THAT DID NOT HOLD",
        "✗ did not hold  No. 61 art. 1(2)",
        "WHAT IS OPEN, AND WHAT WOULD SETTLE IT",
        "revived → Licence required",
        "every answer settles it",
        "IF THE OPEN QUESTION OF LAW IS SETTLED",
        "VALUE SHARE OF COUNTED CONTENT",
        "NOT EXAMINED",
        "SOURCES OF THE LAW",
        "[read in a copy]",
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)


def test_in_chinese_the_structure_is_the_same() -> None:
    english, chinese = (proof_text(MADE, LINES["S-0102"], lang) for lang in Lang)
    titles = [line for line in chinese.splitlines() if line.startswith("【")]
    assert len(titles) == sum(1 for line in english.splitlines() if line and line.isupper())
    assert "【结论】" in titles
    assert "未发现许可义务" in chinese


def test_every_label_has_both_languages() -> None:
    assert all(english and chinese for english, chinese in LABELS.values())


def test_a_sleeping_rule_is_no_reason_that_holds() -> None:
    text = proof_text(MADE, LINES["S-0102"])
    assert text.index("nothing") < text.index("WHOSE CONDITION HOLDS, BUT WHICH ARE NOT IN FORCE")
    assert "[suspended]" in text
    assert "No Chinese licence duty found under:" in text


def test_a_deep_proof_stays_within_its_columns() -> None:
    node = ProofNode("leaf " + "x" * 300, Truth.UNKNOWN, "v" * 200, "s" * 200, question="item.origin")
    for depth in range(60):
        node = ProofNode(f"level {depth}", Truth.UNKNOWN, children=(node,))
    line = LINES["S-0103"]
    finding = replace(line.determination.tried[0], proof=node)
    deep = replace(line, determination=replace(line.determination, tried=(finding,)))
    assert max(map(cell_len, proof_text(MADE, deep).splitlines())) <= 100
    assert "level 0" in proof_page(MADE, deep)


def test_the_page_of_a_proof_is_readable_without_scripts() -> None:
    page = proof_page(MADE, LINES["S-0103"], Lang.ZH)
    assert "<noscript>" in page
    assert "【结论】" in page
    assert "<script src" not in page


def test_only_what_bears_out_a_step_is_told_and_nothing_twice() -> None:
    leaf = ProofNode("a != b", Truth.TRUE, "a = 1")
    shared = ProofNode("the shared condition", Truth.UNKNOWN, children=(ProofNode("c == d", Truth.UNKNOWN),))
    beside = ProofNode("a settled part", Truth.TRUE, children=(leaf,))
    root = ProofNode(
        "root", Truth.UNKNOWN, children=(shared, beside, ProofNode("again", Truth.UNKNOWN, children=(shared,)))
    )
    dead = ProofNode("dead", Truth.FALSE, children=(leaf, ProofNode("e == f", Truth.FALSE)))
    line = LINES["S-0103"]
    tried = (replace(line.determination.tried[0], proof=root), replace(line.determination.tried[1], proof=dead))
    text = proof_text(MADE, replace(line, determination=replace(line.determination, tried=tried)))
    assert text.count("c == d") == 1
    assert "the shared condition (as above)" in text
    assert "✓ a settled part" in text
    assert "a != b" not in text
    assert "✗ e == f" in text


def test_in_chinese_the_joints_of_steps_are_chinese() -> None:
    line = LINES["S-0103"]
    leaf = ProofNode("the thing", Truth.TRUE)
    parts = (leaf, replace(leaf, text="all of", children=(leaf,)))
    node = ProofNode("a step", Truth.TRUE, note="any of", children=parts)
    findings = tuple(replace(f, proof=node) for f in line.determination.findings)
    judged = replace(line, determination=replace(line.determination, findings=findings, tried=()))
    chinese = proof_text(MADE, judged, Lang.ZH)
    english = proof_text(MADE, judged, Lang.EN)
    for joint, (said, zh) in JOINTS.items():
        assert zh in chinese
        assert joint not in chinese
        assert said in english
