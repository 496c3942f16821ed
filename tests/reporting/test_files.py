"""Everything is written, and nothing is half-written."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.reporting import factory

from monazite.reporting import files
from monazite.reporting.files import write_reports
from monazite.services.assessment import LineAnswer


def test_all_files_are_written_and_named(tmp_path: Path) -> None:
    made = factory.assessment()
    written = write_reports(made, tmp_path / "new" / "out")
    assert sorted(written) == ["json", "parquet", "proofs", "report", "xlsx"]
    assert sorted(path.name for path in (tmp_path / "new" / "out").iterdir()) == [
        "determinations.json", "determinations.parquet", "determinations.xlsx", "proofs", "report.html",
    ]  # fmt: skip
    document = json.loads(written["json"].read_text("utf-8"))
    for determination in document["determinations"]:
        assert (written["json"].parent / determination["proof"]).is_file()
    assert len(list(written["proofs"].iterdir())) == 30


def test_a_second_run_replaces_the_first_and_spares_what_is_not_ours(tmp_path: Path) -> None:
    write_reports(factory.assessment(), tmp_path)
    (tmp_path / "proofs" / "signed.pdf").write_bytes(b"mine")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    write_reports(factory.assessment(factory.thirty_lines()[:3]), tmp_path)
    assert sorted(path.name for path in (tmp_path / "proofs").iterdir()) == [
        "S-0101_1.json", "S-0102_1.json", "S-0103_1.json", "signed.pdf",
    ]  # fmt: skip
    assert (tmp_path / "notes.txt").exists()


def test_a_failure_leaves_the_earlier_files_unharmed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = write_reports(factory.assessment(), tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def fail(*_: object) -> str:
        raise OSError("disk full")

    monkeypatch.setattr(files, "render_report", fail)
    with pytest.raises(OSError, match="disk full"):
        write_reports(factory.assessment(factory.thirty_lines()[:3]), tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert written["report"].exists()


def test_proofs_are_kept_for_the_strictest_lines_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "SHOWN_LINES", 4)
    written = write_reports(factory.assessment(), tmp_path)
    names = sorted(path.stem for path in written["proofs"].iterdir())
    assert names == ["S-0104_1", "S-0105_1", "S-0107_1", "S-0109_1"]
    document = json.loads(written["json"].read_text("utf-8"))
    assert sum("proof" in determination for determination in document["determinations"]) == 4


def test_a_run_without_proofs_leaves_no_empty_folder_and_none_of_an_earlier_run(tmp_path: Path) -> None:
    def bare(line: LineAnswer) -> LineAnswer:
        tried = tuple(replace(finding, proof=None) for finding in line.determination.tried)
        return replace(line, determination=replace(line.determination, tried=tried))

    write_reports(factory.assessment(), tmp_path)
    written = write_reports(factory.assessment(tuple(map(bare, factory.thirty_lines()))), tmp_path)
    assert "proofs" not in written
    assert not (tmp_path / "proofs").exists()
