"""The law cases: the published files and those that the packs carry, one test per answer (T1-T3, Z1-Z3, A1-A4)."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.law.desk import determiner

from monazite.services.case_files import CaseRun, read_case_file
from monazite.services.cases import run_case

ROOT = Path(__file__).resolve().parents[2]


def _files() -> list[Path]:
    published = sorted((ROOT / "tests" / "law_cases").glob("*.yaml"))
    carried = sorted((ROOT / "src" / "monazite" / "packs" / "cn").glob("*/cases/*.yaml"))
    return [*published, *carried]


def _runs() -> list[CaseRun]:
    taken: set[str] = set()
    found: list[CaseRun] = []
    for file in _files():
        runs, issues = read_case_file(file.read_text("utf-8"), str(file.relative_to(ROOT)), taken)
        assert not issues, [str(issue) for issue in issues]
        found.extend(runs)
    return found


RUNS = _runs()


@pytest.mark.parametrize("run", [pytest.param(run, id=f"{run.id} {run.name}") for run in RUNS])
def test_the_answer_is_the_one_that_the_case_expects(run: CaseRun) -> None:
    result = run_case(run, determiner())
    found = [f"{d.key}: expected {d.expected}, found {d.found}" for d in result.differences]
    assert result.passed, "; ".join([*found, result.fault])


def test_every_published_file_and_every_pack_with_rules_has_cases() -> None:
    files = {run.file for run in RUNS}
    assert sum(file.startswith("tests/law_cases/") for file in files) == 13
    packs = {file.parent.name for file in (ROOT / "src" / "monazite" / "packs" / "cn").glob("*/rules.yaml")}
    for pack in packs:
        assert any(f"/{pack}/cases/" in file for file in files), pack
