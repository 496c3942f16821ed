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


def test_complete_with_a_profile_that_nobody_describes_is_not_free_of_anything(tmp_path: Path) -> None:
    """A profile by a misspelt name holds what somebody meant; the part's contents are then not all stated."""
    found = run(tmp_path, "M,magnet,part,complete,part2.I.2,100,USD,1,JP,JP\n", "M,part1.2,0.01,USD,CN\n")
    assert found.lines[0].determination.verdict is Verdict.NO_LICENCE_REQUIRED
    header, row = PARTS.strip(), "M,magnet,part,complete,part2.I.2,100,USD,1,JP,JP"
    (tmp_path / "parts.csv").write_text(f"{header},profile\n{row},N42SH\n", "utf-8")
    (tmp_path / "contents.csv").write_text(CONTENTS, "utf-8")
    chosen = Options(date(2026, 11, 22), known_at=Moment.parse("2025-10-15"))
    again = wiring.assessor(tmp_path, chosen).run()
    assert Verdict.LICENCE_REQUIRED in again.lines[0].determination.possible
    assert "unknown_profile" in codes(again)


@pytest.mark.parametrize(
    ("table", "text"),
    [
        pytest.param("bom", "parent_id,child_id,quantity\n,DY,1\n", id="a line of a bill without its parent"),
        pytest.param("contents", CONTENTS + "M,part1.2,0.01,USD,CN\n,part1.2,5,USD,CN\n", id="a content of nobody"),
    ],
)
def test_a_row_that_does_not_say_whose_it_is_leaves_every_complete_part_in_doubt(
    tmp_path: Path, table: str, text: str
) -> None:
    """It may be about any part: what is said to be complete is then perhaps not."""
    run(tmp_path, "M,magnet,part,complete,part2.I.2,100,USD,1,JP,JP\n", "M,part1.2,0.01,USD,CN\n")
    (tmp_path / f"{table}.csv").write_text(text, "utf-8")
    found = wiring.assessor(tmp_path, Options(date(2026, 11, 22), known_at=Moment.parse("2025-10-15"))).run()
    assert Verdict.LICENCE_REQUIRED in found.lines[0].determination.possible
    assert {"missing_value", "composition_in_doubt"} <= codes(found)


def test_a_notice_whose_id_tells_no_list_may_be_of_any(tmp_path: Path) -> None:
    """Somebody names the buyer in `25-13`: no list is cleared by it, and nothing breaks."""
    run(tmp_path, "M,magnet,part,complete,part2.I.2,100,USD,1,JP,JP\n", "M,part1.2,5,USD,CN\n")
    (tmp_path / "listings.csv").write_text("party_id,designation\nCU,25-13\n", "utf-8")
    found = wiring.assessor(tmp_path, Options(date(2026, 11, 22), known_at=Moment.parse("2025-10-15"))).run()
    answer = found.lines[0].determination
    assert answer.verdict is Verdict.LICENCE_REQUIRED
    assert {review.value for review in answer.review} == {"ordinary", "denied_in_principle"}


def test_a_loop_that_multiplies_itself_may_hold_anything(tmp_path: Path) -> None:
    """GEAR holds SUB and SUB holds GEAR: what is said to be complete is not, and neither is its classification."""
    run(tmp_path, "GEAR,gear,assembly,complete,none,320,EUR,1,DE,DE\nSUB,sub,part,complete,none,10,EUR,1,DE,DE\n")
    shipped = (tmp_path / "shipments.csv").read_text("utf-8")
    (tmp_path / "bom.csv").write_text("parent_id,child_id,quantity\nGEAR,SUB,2\nSUB,GEAR,2\n", "utf-8")
    assert "GEAR" in shipped
    found = wiring.assessor(tmp_path, Options(date(2026, 11, 22), known_at=Moment.parse("2025-10-15"))).run()
    assert Verdict.LICENCE_REQUIRED in found.lines[0].determination.possible
    assert "loop_gain" in codes(found)


MAGNET = "M,magnet,part,complete,part2.I.2,100,USD,1,JP,JP\n"
DYSPROSIUM = "M,part1.2,5,USD,CN\n"


def listed(folder: Path, designation: str, owners: str = "", buyer: str = "yes") -> Assessment:
    """A magnet over the line for CU, whom HOLD may own; ``designation`` is stated of ``party,notice``."""
    run(folder, MAGNET, DYSPROSIUM)
    parties = PARTIES.format(day="2026-01-01") + "HOLD,Holding,US,no,2026-01-01,yes\n"
    (folder / "parties.csv").write_text(
        parties.replace("CU,Buyer,DE,no,2026-01-01,yes", f"CU,Buyer,DE,no,2026-01-01,{buyer}")
    )
    (folder / "listings.csv").write_text(f"party_id,designation\n{designation}\n", "utf-8")
    if owners:
        (folder / "ownership.csv").write_text(f"owner_id,owned_id,share\n{owners}\n", "utf-8")
    return wiring.assessor(folder, Options(date(2026, 11, 22), known_at=Moment.parse("2025-12-05"))).run()


@pytest.mark.parametrize("notice", ["cl-2025-51x", "cl-2099-99"])
def test_a_notice_that_no_pack_has_is_an_issue_and_an_open_question(tmp_path: Path, notice: str) -> None:
    found = listed(tmp_path, f"CU,{notice}")
    assert {review.value for review in found.lines[0].determination.review} == {"ordinary", "denied_in_principle"}
    assert "unknown_notice" in codes(found)


def test_the_spelling_of_a_notice_in_capitals_is_the_notice(tmp_path: Path) -> None:
    found = listed(tmp_path, "CU,CL-2025-13")
    assert "unknown_notice" not in codes(found)
    plain = listed(tmp_path, "CU,cl-2025-13").lines[0].determination
    assert found.lines[0].determination.tried == plain.tried
    assert found.lines[0].determination.review == plain.review


def test_no_listed_owner_against_a_listed_owner_is_a_contradiction(tmp_path: Path) -> None:
    """T4: two statements exclude each other; neither settles the review."""
    found = listed(tmp_path, "HOLD,cl-2025-13", owners="HOLD,CU,0.6")
    assert {review.value for review in found.lines[0].determination.review} == {"ordinary", "denied_in_principle"}
    assert "conflicting_statements" in {issue.code for issue in found.lines[0].determination.issues}


def test_a_holder_whom_a_notice_names_is_said_with_the_line(tmp_path: Path) -> None:
    found = listed(tmp_path, "HOLD,cl-2025-13", owners="HOLD,CU,0.3", buyer="")
    assert "listed_affiliate" in {issue.code for issue in found.lines[0].determination.issues}
