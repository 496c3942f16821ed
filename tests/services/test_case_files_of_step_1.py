"""The law cases: the published files and those that the packs carry, one test per answer (T1 to T3, Z1 to Z3, A1 to A4).

What belongs to a later step is named here with its reason; a case on the list that starts to pass fails its test, so
that the list shrinks with the work.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.law.desk import determiner

from monazite.services.case_files import CaseRun, read_case_file
from monazite.services.cases import run_case

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ("threshold", "origin", "technology", "finished-goods", "dates", "end-use", "unknown-data")

#: Cases that the packs of this step cannot answer, by case id.
LATER = {
    "use-03": "No. 46 of 2024 (military end use in the US) has no pack yet",
    "use-18": "the notices of the control list have no pack yet",
    "reg-02": "which licences may be applied for (licence_kinds) is not answered yet",
    "reg-03": "whether the licence held covers the shipment (licence_held) is not answered yet",
    "reg-04": "licence_held and time_limit are not answered yet",
    "reg-05": "licence_held is not answered yet",
    "reg-06": "the duty ask_mofcom_before_transfer (Decree 792 art. 24) has no rule yet",
}


def _files() -> list[Path]:
    published = [ROOT / "tests" / "law_cases" / f"{name}.yaml" for name in PUBLISHED]
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
    reason = LATER.get(run.id.partition("/")[0])
    if reason is None:
        assert result.passed, "; ".join([*found, result.fault])
    else:
        assert not result.passed, f"{run.id} passes now; take it off the list ({reason})"


def test_the_list_of_later_cases_names_existing_cases() -> None:
    assert set(LATER) <= {run.id.partition("/")[0] for run in RUNS}


def test_every_published_file_and_every_pack_with_rules_has_cases() -> None:
    files = {run.file for run in RUNS}
    assert {f"tests/law_cases/{name}.yaml" for name in PUBLISHED} <= files
    for pack in ("mofcom-2025-61", "mofcom-2025-18", "mofcom-2025-70", "decree-792"):
        assert any(f"/{pack}/cases/" in file for file in files), pack
