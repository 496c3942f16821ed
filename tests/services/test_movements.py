"""Movements: what the column adds to the countries, and where it speaks against them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.services.trade_desk import answers, assess, codes

from monazite.model.determination import Determination, Verdict
from monazite.services.assessment import Assessment
from monazite.services.schema_trade import MOVEMENTS

HEAD = (
    "shipment_id,date,kind,part_id,quantity,unit,unit_value,currency,price_per,from_country,to_country,movement,"
    "exporter_id,end_user_ids,end_use\n"
)


def run(
    folder: Path, movement: str, start: str, end: str, use: str = "civil", facts: str = "", day: str = "2025-10-20"
) -> Assessment:
    """A Chinese metal that leaves China, or a Korean magnet of Chinese origin elsewhere."""
    part, exporter = ("DY", "CN1") if start == "CN" else ("MAG", "KR1")
    line = f"S1,{day},goods,{part},1,kg,100,USD,1,{start},{end},{movement},{exporter},DE1,{use}\n"
    tables = {"shipments": HEAD + line, "technologies": "part_id,activity\nDY,none\nMAG,none\n"}
    return assess(folder, {**tables, "facts": f"subject,attribute,value\n{facts}"} if facts else tables)


def duties(answer: Determination) -> dict[str, str | None]:
    return {duty.id: duty.due for duty in answer.duties}


@pytest.mark.parametrize("movement", [m for m in MOVEMENTS if m != "domestic_transfer"])
def test_no_movement_frees_what_leaves_china(tmp_path: Path, movement: str) -> None:
    answer = answers(run(tmp_path, movement, "CN", "DE"))["S1"]
    assert answer.verdict is Verdict.LICENCE_REQUIRED
    assert "cn/mofcom-2025-18/1C905.a.1" in {finding.provision for finding in answer.findings}


@pytest.mark.parametrize("movement", ["bonded", "domestic_transfer", "tolling"])
def test_moving_between_zones_in_china_is_no_export(tmp_path: Path, movement: str) -> None:
    assert answers(run(tmp_path, movement, "CN", "CN"))["S1"].verdict is Verdict.NO_LICENCE_REQUIRED


@pytest.mark.parametrize("ends", [("KR", "KR"), ("KR", ""), ("", "KR")])
def test_a_domestic_transfer_needs_no_licence_and_the_notice_all_the_same(
    tmp_path: Path, ends: tuple[str, str]
) -> None:
    answer = answers(run(tmp_path, "domestic_transfer", *ends))["S1"]
    assert answer.verdict is Verdict.NO_LICENCE_REQUIRED
    assert "compliance_notice_to_next_recipient" in duties(answer)


def test_a_transit_of_unstated_way_is_not_clean_until_it_is_told(tmp_path: Path) -> None:
    """What No. 18 lists may be leaving China on the way."""
    found = run(tmp_path, "transit", "KR", "CN")
    assert "transit_way_unstated" not in codes(found), "what goes to China does not leave it"
    found = run(tmp_path, "transit", "KR", "DE", "medical_emergency")
    assert answers(found)["S1"].possible == (Verdict.EXEMPT_WITH_REPORT, Verdict.LICENCE_REQUIRED)
    assert "transit_way_unstated" in codes(found)
    told = run(tmp_path, "transit", "KR", "DE", "medical_emergency", "shipment:S1/1,from,KR\n")
    assert answers(told)["S1"].verdict is Verdict.EXEMPT_WITH_REPORT
    assert "transit_way_unstated" not in codes(told)


@pytest.mark.parametrize(
    ("movement", "start", "end"),
    [("domestic_transfer", "KR", "DE"), ("re_export", "CN", "DE"), ("export", "KR", "KR"), ("re_export", "KR", "KR")],
)
def test_a_movement_that_the_countries_speak_against_is_an_issue(
    tmp_path: Path, movement: str, start: str, end: str
) -> None:
    assert "movement_contradicts" in codes(run(tmp_path, movement, start, end))


@pytest.mark.parametrize("movement", ["", *(m for m in MOVEMENTS if m != "domestic_transfer")])
def test_a_movement_abroad_that_fits_is_none(tmp_path: Path, movement: str) -> None:
    assert "movement_contradicts" not in codes(run(tmp_path, movement, "KR", "DE"))


def test_relief_is_exempt_with_its_report_dated_in_chinese_working_days(tmp_path: Path) -> None:
    answer = answers(run(tmp_path, "export", "KR", "DE", "medical_emergency"))["S1"]
    assert answer.verdict is Verdict.EXEMPT_WITH_REPORT
    assert duties(answer)["report_within_10_working_days"] == "2025-11-03"
    early = run(tmp_path, "export", "KR", "DE", "medical_emergency", "shipment:S1/1,reported_on,2025-11-03\n")
    late = run(tmp_path, "export", "KR", "DE", "medical_emergency", "shipment:S1/1,reported_on,2025-11-04\n")
    assert ("report_late" in codes(early), "report_late" in codes(late)) == (False, True)
