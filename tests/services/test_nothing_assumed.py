"""Nothing is silently assumed: what a portfolio leaves out, or says against itself, never clears a line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from monazite import wiring
from monazite.model.dates import Moment
from monazite.model.determination import Verdict
from monazite.services.assess import Options
from monazite.services.assessment import Assessment
from monazite.services.assumptions import AssumptionFault
from monazite.services.shares import BasisFault

PARTS = "part_id,name,kind,composition,control_entries,unit_value,currency,price_per,made_in,origin\n"
CONTENTS = "part_id,entry,value,currency,origin\n"
PARTIES = (
    "party_id,name,country,military,screened_on,no_listed_owner\nEX,Maker,JP,no,{day},yes\nCU,Buyer,DE,no,{day},yes\n"
)
SHIPMENTS = (
    "shipment_id,date,kind,part_id,from_country,to_country,exporter_id,end_user_ids,end_use\n"
    "S1,2025-12-05,goods,{part},JP,DE,EX,CU,civil\n"
)


def run(folder: Path, parts: str, contents: str = "", screened: str = "2026-01-01", **options: object) -> Assessment:
    """Assess one part, shipped on 2025-12-05 as the law was known on 2025-10-15."""
    tables = {
        "parts": PARTS + parts,
        "contents": CONTENTS + contents,
        "technologies": f"part_id,activity\n{parts.partition(',')[0]},none\n",
        "parties": PARTIES.format(day=screened),
        "shipments": SHIPMENTS.format(part=parts.partition(",")[0]),
    }
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    chosen = Options(date(2026, 11, 22), known_at=Moment.parse("2025-10-15"), **options)  # type: ignore[arg-type]
    return wiring.assessor(folder, chosen).run()


def codes(assessment: Assessment) -> set[str]:
    return {issue.code for issue in assessment.issues}


def test_a_value_without_price_per_leaves_the_share_open_and_asks_for_the_value(tmp_path: Path) -> None:
    """10 000 USD may pay for a thousand: 0.05 USD of dysprosium is 0.0005 % or 0.5 % of one."""
    found = run(tmp_path, "M,magnet,material,complete,part2.I.3,10000,USD,,JP,JP\n", "M,part1.2,0.05,USD,CN\n")
    answer = found.lines[0].determination
    assert answer.verdict is Verdict.UNDETERMINED
    assert {q.fact for one in answer.deciding for q in one.questions} == {"item.unit_value"}
    assert "price_per_unstated" in codes(found)


def test_a_value_without_price_per_that_is_enough_even_for_one_unit_needs_a_licence(tmp_path: Path) -> None:
    found = run(tmp_path, "M,magnet,material,complete,part2.I.3,100,USD,,JP,JP\n", "M,part1.2,0.50,USD,CN\n")
    assert found.lines[0].determination.verdict is Verdict.LICENCE_REQUIRED


def test_an_assumed_price_per_answers_the_question_and_stands_as_an_assumption(tmp_path: Path) -> None:
    assumed = (wiring.assumption("part:*.price_per=1"),)
    parts = "M,magnet,material,complete,part2.I.3,10000,USD,,JP,JP\n"
    found = run(tmp_path, parts, "M,part1.2,0.05,USD,CN\n", assumptions=assumed)
    assert found.lines[0].determination.verdict is Verdict.NO_LICENCE_REQUIRED
    assert found.assumptions


def test_a_dysprosium_magnet_said_to_contain_nothing_is_open(tmp_path: Path) -> None:
    found = run(tmp_path, "M,magnet,material,complete,part2.I.3,100,USD,1,JP,JP\n")
    assert found.lines[0].determination.verdict is Verdict.UNDETERMINED
    assert "entry_without_content" in codes(found)


def test_a_magnet_whose_dysprosium_is_not_chinese_is_not_in_doubt(tmp_path: Path) -> None:
    found = run(tmp_path, "M,magnet,material,complete,part2.I.3,100,USD,1,JP,JP\n", "M,part1.2,2,USD,AU\n")
    assert found.lines[0].determination.verdict is Verdict.NO_LICENCE_REQUIRED
    assert "entry_without_content" not in codes(found)


def test_a_search_of_tomorrow_has_found_nothing_yet(tmp_path: Path) -> None:
    parts, contents = "M,magnet,material,complete,part2.I.3,100,USD,1,JP,JP\n", "M,part1.2,2,USD,CN\n"
    answer = run(tmp_path, parts, contents, screened="2030-01-01")
    assert "screened_in_future" in codes(answer)
    assert len(answer.lines[0].determination.review) == 2


def test_an_assumption_or_basis_that_nothing_meets_is_refused(tmp_path: Path) -> None:
    parts = "M,magnet,material,complete,none,100,USD,1,JP,JP\n"
    with pytest.raises(AssumptionFault, match="no row for 'Z'"):
        run(tmp_path, parts, assumptions=(wiring.assumption("part:Z.made_in=JP"),))
    with pytest.raises(BasisFault, match="master_data"):
        run(tmp_path, parts, basis="nosuch")


def test_rows_without_an_answer_are_counted(tmp_path: Path) -> None:
    run(tmp_path, "M,magnet,material,complete,none,100,USD,1,JP,JP\n")
    rows = (tmp_path / "shipments.csv").read_text("utf-8")
    more = "S2,45996,goods,M,JP,DE,EX,CU,civil\nS3,,goods,M,JP,DE,EX,CU,civil\n"
    (tmp_path / "shipments.csv").write_text(rows + more, "utf-8")
    found = wiring.assessor(tmp_path, Options(date(2026, 11, 22))).run()
    assert (len(found.lines), found.not_judged) == (1, 2)
