"""The table `facts`: values read by what the vocabulary says that a fact holds, never taken as they stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from monazite.services.assess import Options
from monazite.services.assessment import Assessment
from monazite.services.tables import Portfolio
from monazite.wiring import assessor, read

PARTS = "part_id,kind,composition,control_entries,made_in\nM1,part,complete,none,JP\n"
SHIPMENTS = "shipment_id,date,part_id,from_country,to_country,end_use\nS1,2026-10-01,M1,DE,US,civil\n"


def portfolio(folder: Path, *rows: str) -> Path:
    (folder / "parts.csv").write_text(PARTS, encoding="utf-8")
    (folder / "shipments.csv").write_text(SHIPMENTS, encoding="utf-8")
    (folder / "facts.csv").write_text("\n".join(("subject,attribute,value", *rows, "")), encoding="utf-8")
    return folder


def codes(found: Portfolio) -> list[str]:
    return [issue.code for issue in found.issues if issue.table == "facts"]


def judged(folder: Path) -> Assessment:
    return assessor(folder, Options(run_on=date(2026, 11, 23))).run()


ORIGIN, UNDERTAKING = "part:M1,origin,CN", "part:M1,acquired.end_user_undertaking,yes"


@pytest.mark.parametrize(
    ("row", "other", "code"),
    [
        ("part:M1,origin,China", UNDERTAKING, "unknown_country"),
        ("part:M1,origin,cn", UNDERTAKING, "country_case"),
        ("part:M1,acquired.end_user_undertaking,ja", ORIGIN, "unknown_word"),
        ("part:M1,acquired.end_user_undertaking,Yes", ORIGIN, ""),
    ],
)
def test_a_word_that_is_none_never_clears_an_export(row: str, other: str, code: str, tmp_path: Path) -> None:
    """With both facts well written MOFCOM must be asked; no spelling of them takes that away."""
    sound, odd = tmp_path / "sound", tmp_path / "odd"
    for folder in (sound, odd):
        folder.mkdir()
    (one,) = judged(portfolio(sound, ORIGIN, UNDERTAKING)).lines
    (other_one,) = judged(portfolio(odd, row, other)).lines
    duties = {duty.id for duty in one.determination.duties}
    assert duties
    assert duties <= {duty.id for duty in other_one.determination.duties}
    assert codes(read(odd)) == ([code] if code else [])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("part:M1,entries,part2.I.parts", "fact_elsewhere"),
        ("part:M1,technologies,none", "fact_elsewhere"),
        ("party:X1,listings,cl-2026-23", "fact_elsewhere"),
        ("part:M1,article,gizmo", "unknown_word"),
        ("part:M1,possible_entries,part9.9", "unknown_entry"),
        ("part:M1,contents_complete,perhaps", "unknown_word"),
        ("shipment:S1,reported_on,yesterday", "bad_date"),
        ("shipment:S1,end_use,zivil", "unknown_code"),
        ("party:X1,country,Deutschland", "unknown_country"),
    ],
)
def test_what_cannot_be_read_is_set_aside_and_the_run_goes_on(row: str, code: str, tmp_path: Path) -> None:
    found = read(portfolio(tmp_path, row))
    assert codes(found) == [code]
    assert not found.rows("facts")
    assert [aside.row.table for aside in found.set_aside] == ["facts"]
    assert judged(tmp_path).lines


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("part:M1,control_entries,part2.I.parts", "fact_of_column"),
        ("part:M1,mass_kg,3", "fact_of_column"),
        ("part:M1,colour_of_moon,blue", "unknown_fact"),
    ],
)
def test_what_nothing_reads_is_kept_and_said(row: str, code: str, tmp_path: Path) -> None:
    found = read(portfolio(tmp_path, row))
    assert codes(found) == [code]
    assert len(found.rows("facts")) == 1


@pytest.mark.parametrize("example", ["odyssey_drone", "ev_motors"])
def test_the_facts_of_the_examples_are_read_as_they_stand(example: str, repository: Path) -> None:
    assert codes(read(repository / "examples" / example)) == []


def test_lists_and_truths_are_written_as_the_table_writes_them(tmp_path: Path) -> None:
    found = read(
        portfolio(tmp_path, "part:M1,possible_entries,part2.I.3; part2.I.parts", "part:M1,contents_complete,TRUE")
    )
    assert [row.text("value") for row in found.rows("facts")] == [
        "cn/mofcom-2025-61/part2.I.3;cn/mofcom-2025-61/part2.I.parts", "yes",
    ]  # fmt: skip
