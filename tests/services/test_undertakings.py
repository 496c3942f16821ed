"""The table `undertakings`: the duty to ask first, what it reaches, and departures from what was promised."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.services.trading import alike, answer, case_answer, case_party, magnet_case, magnet_trade, told

from monazite.model.determination import Determination, Verdict
from monazite.model.issue import Severity
from monazite.services.assessment import Assessment

HEADER = "undertaking_id,giver_id,part_ids,quantity,use_stated,end_user_stated,territory,no_retransfer,given_on\n"
ASK = "ask_mofcom_before_transfer"
ABROAD = ("NL", "DE")


def signed(
    giver: str = "EX", parts: str = "MAG", *, forbids: str = "yes", on: str = "2025-06-01", quantity: str = "",
    use: str = "", user: str = "", territory: str = "",
) -> str:  # fmt: skip
    return f"{HEADER}U1,{giver},{parts},{quantity},{use},{user},{territory},{forbids},{on}\n"


def resale(folder: Path, undertakings: str | None, **more: str) -> Assessment:
    """EX passes ten Chinese magnets on from the Netherlands to Germany while No. 61 sleeps."""
    tables = {} if undertakings is None else {"undertakings": undertakings}
    return magnet_trade(folder, ends=ABROAD, exporter=more.pop("exporter", "EX"), **tables, **more)


def asked(found: Determination) -> bool | None:
    """Whether leave must be asked: certain, or may have to be; None: not a duty at all."""
    return next((duty.certain for duty in found.duties if duty.id == ASK), None)


def test_what_the_exporter_signed_is_asked_for_first_as_in_the_law_case(tmp_path: Path) -> None:
    found = answer(resale(tmp_path, signed()))
    assert (found.verdict, asked(found)) == (Verdict.NO_LICENCE_REQUIRED, True)
    parties = {"exporter": {"country": "JP"}, "end_users": [case_party("CU")]}
    facts = magnet_case(ABROAD, parties, acquired={"on": "2025-06-01", "from": "CN", "end_user_undertaking": "yes"})
    alike(found, case_answer(facts, "2026-03-01"))


def test_without_a_row_it_is_unknown_as_in_the_law_case(tmp_path: Path) -> None:
    found = answer(resale(tmp_path, None))
    assert asked(found) is False
    parties = {"exporter": {"country": "JP"}, "end_users": [case_party("CU")]}
    alike(found, case_answer(magnet_case(ABROAD, parties), "2026-03-01"))


@pytest.mark.parametrize(
    "undertakings",
    [
        pytest.param(signed("X2"), id="given by somebody else"),
        pytest.param(signed(parts="OTHER"), id="for another part"),
        pytest.param(signed(on="2026-03-02"), id="given on the day after"),
        pytest.param(signed(on=""), id="given nobody knows when"),
        pytest.param(signed(""), id="given by nobody knows whom"),
        pytest.param(signed(forbids=""), id="nobody knows whether it forbids transfer"),
        pytest.param(signed(forbids="no"), id="this one does not forbid transfer"),
        pytest.param(signed(parts=""), id="for parts that nobody has named"),
    ],
)
def test_no_row_proves_that_none_was_given(tmp_path: Path, undertakings: str) -> None:
    assert asked(answer(resale(tmp_path, undertakings))) is False


@pytest.mark.parametrize("name", ["acquired.end_user_undertaking", "item.acquired.end_user_undertaking"])
def test_only_a_stated_fact_says_that_none_was_given(tmp_path: Path, name: str) -> None:
    denied = f"subject,attribute,value\npart:MAG,{name},no\n"
    assert asked(answer(resale(tmp_path, None, facts=denied))) is None


def test_a_row_and_a_fact_that_denies_it_leave_it_unknown(tmp_path: Path) -> None:
    denied = "subject,attribute,value\npart:MAG,item.acquired.end_user_undertaking,no\n"
    found = resale(tmp_path, signed(), facts=denied)
    assert asked(answer(found)) is False
    (issue,) = told(found, "conflicting_statements")
    assert "facts row 2" in issue.message
    assert "undertakings row 2" in issue.message


MOTOR = (
    "shipment_id,date,kind,part_id,quantity,from_country,to_country,exporter_id,importer_id,end_user_ids,end_use\n"
    "S1,2026-03-01,goods,{part},10,{ends},EX,,CU,civil\n"
)


def test_a_magnet_under_an_undertaking_may_bind_the_motor_that_holds_it(tmp_path: Path) -> None:
    """How far art. 24 reaches is not stated in the texts read: the duty may hold."""
    bom = "parent_id,child_id,quantity\nDRV,MOT,1\nMOT,MAG,4\n"
    for name in ("motor", "drive", "none", "other"):
        (tmp_path / name).mkdir()
    motor = resale(tmp_path / "motor", signed(), bom=bom, shipments=MOTOR.format(part="MOT", ends="DE,US"))
    drive = resale(tmp_path / "drive", signed(), bom=bom, shipments=MOTOR.format(part="DRV", ends="DE,US"))
    assert asked(answer(motor)) is False
    assert asked(answer(drive)) is False
    none = resale(tmp_path / "none", None, bom=bom, shipments=MOTOR.format(part="MOT", ends="DE,US"))
    other = resale(tmp_path / "other", signed("X2"), bom=bom, shipments=MOTOR.format(part="MOT", ends="DE,US"))
    assert asked(answer(none)) is None
    assert asked(answer(other)) is None


@pytest.mark.parametrize(
    ("undertakings", "bom"),
    [
        pytest.param(signed(parts=""), "MOT,MAG,4", id="for parts that nobody has named"),
        pytest.param(signed() + "U1,EX,MAG,1,,,,yes,2025-06-01\n", "MOT,X,4", id="two rows of one number"),
        pytest.param(signed(), "MOT,MAG,four", id="a line of the bill that cannot be read"),
        pytest.param(signed(on=""), "MOT,MAG,4", id="given nobody knows when"),
    ],
)
def test_what_may_be_inside_leaves_it_open(tmp_path: Path, undertakings: str, bom: str) -> None:
    header = "parent_id,child_id,quantity\n"
    shipments = MOTOR.format(part="MOT", ends="DE,US")
    assert asked(answer(resale(tmp_path, undertakings, bom=header + bom + "\n", shipments=shipments))) is False


def test_a_loop_of_parts_is_not_walked_for_ever(tmp_path: Path) -> None:
    bom = "parent_id,child_id,quantity\nMOT,MAG,1\nMAG,MOT,0.1\n"
    assert asked(answer(resale(tmp_path, signed(), bom=bom))) is True


@pytest.mark.parametrize(
    ("undertakings", "words"),
    [
        pytest.param(signed(territory="JP;KR"), ("territory", "DE", "art. 18"), id="another territory"),
        pytest.param(signed(territory="Japan"), ("territory", "DE", "art. 18"), id="a territory by name"),
        pytest.param(signed(user="Somebody GmbH"), ("end user", "CU", "art. 18, 24"), id="another end user"),
        pytest.param(signed(use="medical_routine"), ("end use", "civil", "art. 18, 24"), id="another end use"),
    ],
)
def test_a_departure_is_told_with_its_article(tmp_path: Path, undertakings: str, words: tuple[str, ...]) -> None:
    found = resale(tmp_path, undertakings)
    (issue,) = told(found, "undertaking_mismatch")
    assert [word for word in words if word not in issue.message] == []
    assert issue.severity is Severity.WARNING
    assert issue in answer(found).issues


def test_what_was_promised_is_no_departure(tmp_path: Path) -> None:
    kept = signed(territory="DE, AT", user="somebody;cu", use="civil;medical_routine", quantity="10")
    found = resale(tmp_path, kept)
    assert [issue.code for issue in found.issues if issue.code.startswith("undertaking_")] == []


def test_free_text_is_said_not_to_be_compared(tmp_path: Path) -> None:
    found = resale(tmp_path, signed(use="traction motors", territory="the Union"))
    assert {issue.column for issue in told(found, "undertaking_not_compared")} == {"use_stated", "territory"}
    assert told(found, "undertaking_mismatch") == []


@pytest.mark.parametrize(("quantity", "exceeded"), [("10", False), ("9.99", True)])
def test_a_quantity_is_exceeded_just_above_it(tmp_path: Path, quantity: str, exceeded: bool) -> None:
    found = told(resale(tmp_path, signed(quantity=quantity)), "undertaking_exceeded")
    assert bool(found) is exceeded
    assert all("art. 18" in issue.message for issue in found)


def test_the_promise_of_somebody_else_is_not_departed_from(tmp_path: Path) -> None:
    found = resale(tmp_path, signed("X2", territory="JP", quantity="1"))
    assert [issue.code for issue in found.issues if issue.code.startswith("undertaking_")] == []
