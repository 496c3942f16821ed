"""The document of `assess` and the proofs: exactly the form that is promised (design, section 6)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from tests.reporting import factory

from monazite.model.citation import Confidence
from monazite.model.determination import Verdict
from monazite.reporting import json_document
from monazite.reporting.json_document import document, proof_paths, schema, text
from monazite.reporting.json_proof import proof_document
from monazite.services.assessment import Assessment


def _read(assessment: Assessment) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(text(document(assessment, proof_paths(assessment))))
    jsonschema.Draft202012Validator(schema()).validate(loaded)
    return loaded


def _line(loaded: dict[str, Any], shipment: str) -> dict[str, Any]:
    found: dict[str, Any] = next(d for d in loaded["determinations"] if d["shipment_id"] == shipment)
    return found


@pytest.fixture(scope="module")
def loaded() -> dict[str, Any]:
    return _read(factory.assessment())


@pytest.mark.parametrize("name", ["determinations-1", "proof-1"])
def test_the_schemas_are_schemas(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))


def test_the_keys_of_the_document_are_the_promised_ones(loaded: dict[str, Any]) -> None:
    assert list(loaded) == [
        "schema", "monazite", "as_of", "known_at", "packs", "inputs_sha256", "positions", "law_questions", "issues",
        "summary", "parts", "determinations",
    ]  # fmt: skip
    assert loaded["schema"] == "monazite/determinations/1"
    for pack in loaded["packs"]:
        promised = ["id", "version", "last_checked_on", "sha256", "stale"]
        assert list(pack) == ([*promised, "age_days"] if pack["stale"] else promised)
    assert {pack["stale"] for pack in loaded["packs"]} == {True, False}
    assert list(loaded["issues"][0])[:7] == ["severity", "code", "table", "row", "column", "message", "remedy"]


def test_an_open_line_has_its_range_branches_and_questions(loaded: dict[str, Any]) -> None:
    line = _line(loaded, "S-0103")
    assert line["verdict"] == "undetermined"
    assert line["possible"] == line["between"] == ["no_licence_required", "licence_required"]
    assert line["branches"] == [
        {"id": "revived", "verdict": "licence_required", "review": "ordinary"},
        {"id": "extended", "verdict": "no_licence_required"},
    ]
    assert line["underlying"] == "licence_required"
    (deciding,) = line["deciding_facts"]
    assert deciding["settles"] == {"revived": "licence_required", "extended": "no_licence_required"}
    assert deciding["guaranteed"] is True
    assert list(deciding["set"][0]) == ["fact", "subject", "question"]
    assert line["proof"] == "proofs/S-0103_1.json"
    assert "grounds" not in line


def test_absent_is_not_applicable_and_null_is_unknown(loaded: dict[str, Any]) -> None:
    settled = _line(loaded, "S-0104")
    assert "between" not in settled
    assert "grounds" not in settled
    assert "share" not in _line(loaded, "S-0108")
    nothing = _line(loaded, "S-0101")
    assert nothing["grounds"] == "not_yet_effective"
    assert nothing["holds_until"] == "2026-11-10"
    assert _line(loaded, "S-0202")["holds_until"] is None
    assert "review" not in _line(loaded, "S-0202")


def test_a_review_that_is_open_is_a_list(loaded: dict[str, Any]) -> None:
    assert _line(loaded, "S-0107")["review"] == ["ordinary", "case_by_case", "denied_in_principle"]
    assert _line(loaded, "S-0107")["complete"] is False


def test_shares_are_numbers_and_money_is_text(loaded: dict[str, Any]) -> None:
    share = _line(loaded, "S-0202")["share"]
    assert list(share) == ["low", "high", "threshold", "headroom", "by_basis", "tight"]
    assert (share["low"], share["high"], share["threshold"], share["headroom"]) == (2e-06, 0.00086, 0.001, 0.00014)
    assert share["by_basis"][1]["denominator"] == ["560.5", "560.5"]
    assert share["by_basis"][0]["flip"].startswith("crosses 0.1 %")


def test_the_same_assessment_gives_the_same_bytes() -> None:
    one, two = factory.assessment(), factory.assessment()
    assert text(document(one, proof_paths(one))) == text(document(two, proof_paths(two)))


def test_many_lines_leave_summary_issues_and_the_path_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_document, "MAX_LINES", 29)
    found = _read(factory.assessment())
    assert found["parquet"] == "determinations.parquet"
    assert found["summary"]["lines"] == 30
    assert "determinations" not in found
    assert "parts" not in found


def test_nothing_assessed_is_a_document_too() -> None:
    found = _read(factory.assessment(lines=(), parts=(), law_questions=(), timeline=()))
    assert found["determinations"] == []
    assert found["summary"]["verdicts"]["undetermined"] == 0


def test_the_summary_says_what_was_not_examined_and_whom_to_ask(loaded: dict[str, Any]) -> None:
    summary = loaded["summary"]
    assert summary["branches"]["extended"]["undetermined"] == 0
    assert summary["ask_first"] == 1
    assert summary["not_examined"][0]["id"] == "cn/mofcom-2025-61/part2"
    assert summary["questions"][0]["fact"] == "law:after_suspension"
    assert summary["questions"][0]["question_zh"].startswith("第70号公告")


def test_unbounded_shares_and_odd_text_are_written() -> None:
    line = factory.line("S\ud800/=1", factory.DRONE, "2026-11-22", "KR>DE", factory.determination(Verdict.PROHIBITED))
    share = replace(factory.report(factory.made_share("0", "1")), high=None, headroom=None)
    line = replace(line, determination=replace(line.determination, share=share, confidence=Confidence.UNKNOWN))
    found = _read(factory.assessment(lines=(line,)))
    assert found["determinations"][0]["share"]["high"] is None
    assert found["determinations"][0]["shipment_id"] == "S?/=1"


def test_every_proof_keeps_to_its_schema_and_holds_every_rule_tried() -> None:
    made = factory.assessment()
    validator = jsonschema.Draft202012Validator(schema("proof-1"))
    for line in made.lines:
        proof = json.loads(text(proof_document(made, line)))
        validator.validate(proof)
        assert len(proof["tried"]) == len(line.determination.tried)
        assert (proof["scope"] is None) == (line.determination.grounds is None)
