"""Licences held: whether the one that a line names covers it, which other may, and what may be applied for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.services.trade_desk import PARTIES, answers, assess, codes

from monazite.model.determination import Determination, Verdict
from monazite.reporting.columns import row as flat_row
from monazite.reporting.json_line import line_json
from monazite.reporting.proof_text import proof_text
from monazite.services.assessment import Assessment

SHIPMENT = {
    "shipment_id": "S1", "date": "2025-10-15", "kind": "goods", "part_id": "DY", "quantity": "600", "unit": "kg",
    "from_country": "CN", "to_country": "DE", "exporter_id": "CN1", "end_user_ids": "DE1", "end_use": "civil",
    "licence_no": "L-1", "freight_mode": "sea", "order_no": "", "unit_value": "", "currency": "", "price_per": "",
    "movement": "",
}  # fmt: skip
LICENCE = {
    "licence_no": "L-1", "kind": "general", "instrument": "mofcom-2025-18", "holder_id": "CN1", "entries": "1C905.a",
    "end_user_ids": "DE1", "end_use": "civil", "quantity": "1000", "unit": "kg", "value": "", "currency": "",
    "from": "2025-06-01", "until": "2027-05-31", "freight_mode": "", "order_no": "",
}  # fmt: skip


def table(plain: Mapping[str, str], *rows: Mapping[str, str]) -> str:
    lines = [",".join({**plain, **row}[name] for name in plain) for row in rows]
    return "\n".join([",".join(plain), *lines, ""])


def run(folder: Path, shipments: list[dict[str, str]], licences: list[dict[str, str]], **more: str) -> Assessment:
    return assess(folder, {"shipments": table(SHIPMENT, *shipments), "licences": table(LICENCE, *licences), **more})


def cover(answer: Determination) -> Mapping[str, Any]:
    found = answer.extras["covered_by"]
    assert isinstance(found, Mapping)
    return found


def test_a_licence_that_fits_is_usable_and_the_verdict_stays(tmp_path: Path) -> None:
    found = run(tmp_path, [{}], [{}])
    answer = answers(found)["S1"]
    assert answer.verdict is Verdict.LICENCE_REQUIRED
    assert (answer.extras["licence_held"], cover(answer)["reasons"]) == ("usable", [])
    assert line_json(found.lines[0], None)["covered_by"] == cover(answer)
    assert flat_row(found.lines[0])["licence_held"] == "usable"
    assert "Licence named: L-1: usable" in proof_text(found, found.lines[0])


@pytest.mark.parametrize(
    ("shipment", "licence", "check"),
    [
        ({}, {"kind": "registration_voucher"}, ""),
        ({}, {"instrument": "mofcom-2025-57"}, "instrument"),
        ({}, {"entries": "1C904"}, "entries"),
        ({}, {"holder_id": "CN2"}, "holder"),
        ({}, {"end_user_ids": "DE2"}, "end_users"),
        ({"end_user_ids": "DE1;DE2"}, {"kind": "single", "end_user_ids": "DE1;DE2"}, "end_users"),
        ({"end_use": "civil;medical_routine"}, {}, "end_use"),
        ({"date": "2025-05-31"}, {}, "dates"),
        ({"date": "2025-10-15"}, {"until": "2025-10-14"}, "dates"),
        ({"date": "2025-10-15"}, {"kind": "single", "from": "2024-10-01"}, "dates"),
        ({}, {"freight_mode": "air"}, "freight_mode"),
        ({"order_no": "O-1"}, {"order_no": "O-2"}, "order_no"),
        ({"quantity": "1001"}, {}, "quantity"),
    ],
)  # fmt: skip
def test_whatever_does_not_fit_is_named(
    tmp_path: Path, shipment: dict[str, str], licence: dict[str, str], check: str
) -> None:
    """Each by itself; a voucher is open, since art. 19 knows more uses than the packs do."""
    answer = answers(run(tmp_path, [shipment], [licence]))["S1"]
    assert answer.extras["licence_held"] == ("not_usable" if check else "unknown")
    failed = [c["check"] for c in cover(answer)["checks"] if c["met"] == "false"]
    assert failed == ([check] if check else [])


@pytest.mark.parametrize(
    "column", ["kind", "instrument", "holder_id", "entries", "end_user_ids", "end_use", "quantity", "from"]
)
def test_a_blank_of_the_licence_leaves_it_open(tmp_path: Path, column: str) -> None:
    assert answers(run(tmp_path, [{}], [{column: ""}]))["S1"].extras["licence_held"] == "unknown"


def test_lines_draw_down_in_the_order_of_their_days(tmp_path: Path) -> None:
    lines = [{"shipment_id": "S2", "date": "2025-10-17"}, {}, {"shipment_id": "S3", "quantity": "400000", "unit": "g"}]
    found = {name: answer.extras["licence_held"] for name, answer in answers(run(tmp_path, lines, [{}])).items()}
    assert found == {"S1": "usable", "S2": "not_usable", "S3": "usable"}


def test_two_lines_of_one_day_for_which_it_is_not_enough_are_open(tmp_path: Path) -> None:
    found = answers(run(tmp_path, [{}, {"shipment_id": "S2"}], [{}]))
    assert {answer.extras["licence_held"] for answer in found.values()} == {"unknown"}


def test_units_and_currencies_that_cannot_be_compared_are_open_and_asked(tmp_path: Path) -> None:
    priced = {"unit": "pc", "unit_value": "10", "currency": "USD", "price_per": "1"}
    found = run(tmp_path, [priced], [{"value": "90000", "currency": "CNY"}])
    assert answers(found)["S1"].extras["licence_held"] == "unknown"
    assert {"licence_unit", "licence_currency"} <= set(codes(found))


def test_a_row_that_was_set_aside_may_have_drawn(tmp_path: Path) -> None:
    lines = [{}, {"shipment_id": "S2", "date": "yesterday"}]
    assert answers(run(tmp_path, lines, [{}]))["S1"].extras["licence_held"] == "unknown"


def test_a_single_licence_dies_with_its_use(tmp_path: Path) -> None:
    lines = [{"quantity": "1"}, {"shipment_id": "S2", "date": "2025-10-16", "quantity": "1"}]
    found = answers(run(tmp_path, lines, [{"kind": "single", "until": "2026-05-31"}]))
    assert (found["S1"].extras["licence_held"], found["S2"].extras["licence_held"]) == ("usable", "not_usable")
    assert cover(found["S2"])["reasons"] == ["one_export: already used by S1"]


def test_a_licence_that_is_not_named_may_cover(tmp_path: Path) -> None:
    answer = answers(run(tmp_path, [{"licence_no": ""}], [{}, {"licence_no": "L-2", "entries": "1C904"}]))["S1"]
    assert cover(answer) == {"may_be_covered_by": ["L-1"]}
    assert "licence_held" not in answer.extras


def test_a_licence_in_no_table_is_unknown(tmp_path: Path) -> None:
    answer = answers(run(tmp_path, [{"licence_no": "L-9"}], [{}]))["S1"]
    assert (answer.extras["licence_held"], cover(answer)["may_be_covered_by"]) == ("unknown", ["L-1"])


def test_the_applicant_may_hold_it(tmp_path: Path) -> None:
    roles = "shipment_id,party_id,role\nS1,CN2,applicant_in_china\n"
    assert answers(run(tmp_path, [{}], [{"holder_id": "CN2"}], roles=roles))["S1"].extras["licence_held"] == "usable"


def test_a_party_nobody_searched_for_leaves_general_licences_open(tmp_path: Path) -> None:
    """It may be on the Watch List (art. 26), and it may be one to whom nothing may go."""
    parties = PARTIES.replace("DE1,German maker,DE,DE,no,2026-01-01", "DE1,German maker,DE,DE,no,")
    tables = {"shipments": table(SHIPMENT, {"date": "2026-09-01"}), "licences": table(LICENCE, {}), "parties": parties}
    answer = answers(assess(tmp_path, tables, known_at=None))["S1"]
    assert answer.extras["licence_kinds"] == {"open": ("single",), "barred": (), "unknown": ("general",)}
    assert (answer.extras["licence_held"], answer.extras["time_limit"]) == ("unknown", None)
    assert [c["check"] for c in cover(answer)["checks"] if c["met"] != "true"] == ["kind", "prohibition"]


def test_goods_sent_back_after_repair_may_travel_on_a_voucher(tmp_path: Path) -> None:
    answer = answers(run(tmp_path, [{"movement": "return"}], [{"kind": "registration_voucher"}]))["S1"]
    assert answer.extras["licence_held"] == "usable"
    assert answer.extras["licence_kinds"] == {"open": ("single", "general", "registration_voucher"), "barred": ()}


def test_where_no_licence_is_asked_for_nothing_is_said(tmp_path: Path) -> None:
    answer = answers(run(tmp_path, [{"to_country": "CN"}], [{}]))["S1"]
    assert not {"licence_held", "covered_by", "licence_kinds", "time_limit"} & set(answer.extras)
