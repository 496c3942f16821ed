"""The table `roles`: which parties the rules test, and a named party in another role is never silence."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.services.trading import alike, answer, case_answer, case_party, magnet_case, magnet_trade, told

from monazite import wiring
from monazite.model.determination import Verdict
from monazite.model.issue import Severity
from monazite.services.schema_trade import ROLES

HEADER = "shipment_id,line,party_id,role\n"
#: In force on the day of the tests, and known to the packs.
NOTICE = "cl-2025-35"


def rows(*pairs: tuple[str, str]) -> str:
    return HEADER + "".join(f"S1,,{party},{role}\n" for party, role in pairs)


@pytest.mark.parametrize("role", ["forwarder", "broker", "manufacturer", "applicant_in_china"])
def test_a_named_party_in_a_role_that_no_list_binds_is_told_and_changes_nothing(tmp_path: Path, role: str) -> None:
    found = magnet_trade(tmp_path, listed={"FW": NOTICE}, roles=rows(("FW", role)))
    assert answer(found).verdict is Verdict.LICENCE_REQUIRED
    (issue,) = told(found, "listed_party_in_role")
    assert issue.severity is Severity.WARNING
    assert issue.subject == "shipment:S1/1"
    assert NOTICE in issue.message
    assert role.replace("_", " ") in issue.message
    assert issue in answer(found).issues


def test_the_forwarder_gives_the_answer_of_the_law_case(tmp_path: Path) -> None:
    found = magnet_trade(tmp_path, exporter="EX", listed={"FW": NOTICE}, roles=rows(("FW", "forwarder")))
    parties = {
        "exporter": {"country": "JP"},
        "end_users": [case_party("CU")],
        "intermediaries": [case_party("FW", (NOTICE,))],
    }
    alike(answer(found), case_answer(magnet_case(("CN", "DE"), parties), "2026-03-01"))


@pytest.mark.parametrize(("column", "role"), [("importer", "importer"), ("users", "end_user")])
@pytest.mark.parametrize("named", [(), (NOTICE,), ("cl-2025-21",), ("wl-2026-12",)])
def test_a_role_says_what_the_column_says(tmp_path: Path, column: str, role: str, named: tuple[str, ...]) -> None:
    listed = dict.fromkeys(("IM",), *named) if named else {}
    users = {"importer": "CU", "users": "CU;IM"}[column]
    columns = {"importer": "IM"} if column == "importer" else {}
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    by_column = magnet_trade(tmp_path / "a", exporter="EX", users=users, listed=listed, **columns)  # type: ignore[arg-type]
    by_role = magnet_trade(tmp_path / "b", exporter="EX", listed=listed, roles=rows(("IM", role)))
    alike(answer(by_role), answer(by_column))
    parties = {"exporter": {"country": "JP"}, "end_users": [case_party("CU")]}
    if role == "importer":
        parties["importer"] = case_party("IM", named)
    else:
        parties["end_users"].append(case_party("IM", named))  # type: ignore[attr-defined]
    alike(answer(by_role), case_answer(magnet_case(("CN", "DE"), parties), "2026-03-01"))


def test_an_ultimate_consignee_counts_as_an_end_user(tmp_path: Path) -> None:
    found = magnet_trade(tmp_path, listed={"IM": NOTICE}, roles=rows(("IM", "ultimate_consignee")))
    assert answer(found).verdict is Verdict.PROHIBITED
    assert told(found, "listed_party_in_role") == []


@pytest.mark.parametrize("role", ["buyer", "distributor", "intermediate_consignee"])
def test_whoever_may_import_leaves_it_open_until_the_importer_is_stated(tmp_path: Path, role: str) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    found = magnet_trade(tmp_path / "a", listed={"BU": NOTICE}, roles=rows(("BU", role)))
    assert answer(found).possible == (Verdict.LICENCE_REQUIRED, Verdict.PROHIBITED)
    assert {(q.fact, q.subject) for one in answer(found).deciding for q in one.questions} == {("importer", "magnet")}
    assert "may be the importer" in told(found, "listed_party_in_role")[0].message
    stated = magnet_trade(tmp_path / "b", importer="IM", listed={"BU": NOTICE}, roles=rows(("BU", role)))
    assert answer(stated).verdict is Verdict.LICENCE_REQUIRED
    assert told(stated, "listed_party_in_role")


def test_a_harmless_buyer_is_no_question(tmp_path: Path) -> None:
    found = magnet_trade(tmp_path, roles=rows(("BU", "buyer")))
    assert answer(found).verdict is Verdict.LICENCE_REQUIRED
    assert answer(found).deciding == ()


def test_rows_of_roles_do_not_close_what_the_column_leaves_open(tmp_path: Path) -> None:
    found = magnet_trade(tmp_path, users="", roles=rows(("CU", "end_user")))
    assert answer(found).possible[-1] is Verdict.PROHIBITED
    assert {q.fact for one in answer(found).deciding for q in one.questions} == {"end_users"}


def test_a_row_that_cannot_be_read_leaves_the_end_users_open(tmp_path: Path) -> None:
    found = magnet_trade(tmp_path, roles=rows(("IM", "endusr")))
    assert told(found, "unknown_word")
    assert answer(found).verdict is Verdict.UNDETERMINED


def test_who_exports_may_be_said_by_role(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).mkdir()
    ends = ("KR", "DE")
    by_column = magnet_trade(tmp_path / "a", as_of="2025-10-20", ends=ends, exporter="EX")
    for name, role in (("b", "exporter_of_record"), ("c", "seller")):
        found = magnet_trade(tmp_path / name, as_of="2025-10-20", ends=ends, roles=rows(("EX", role)))
        alike(answer(found), answer(by_column))


def test_two_exporters_are_a_contradiction_and_leave_open_what_they_differ_in(tmp_path: Path) -> None:
    china = (
        "party_id,name,country,military,screened_on,no_listed_owner\n"
        "EX,EX,JP,no,2026-11-22,yes\nCN1,CN1,CN,no,2026-11-22,yes\nCU,CU,DE,no,2026-11-22,yes\n"
    )
    found = magnet_trade(
        tmp_path, as_of="2025-10-20", ends=("KR", "DE"), exporter="EX", listed={}, parties=china,
        roles=rows(("CN1", "exporter_of_record")),
    )  # fmt: skip
    (issue,) = told(found, "conflicting_statements")
    assert "EX" in issue.message
    assert "CN1" in issue.message
    assert answer(found).verdict is Verdict.UNDETERMINED
    assert {q.fact for one in answer(found).deciding for q in one.questions} == {"exporter.country"}


def test_a_seller_beside_an_exporter_is_no_contradiction(tmp_path: Path) -> None:
    found = magnet_trade(tmp_path, exporter="EX", listed={"X2": NOTICE}, roles=rows(("X2", "seller")))
    assert told(found, "conflicting_statements") == []
    assert told(found, "listed_party_in_role")


def test_a_named_exporter_is_told_and_a_notice_to_come_is_not(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).mkdir()
    assert told(magnet_trade(tmp_path / "a", exporter="EX", listed={"EX": NOTICE}), "listed_party_in_role")
    later = magnet_trade(tmp_path / "b", listed={"FW": "cl-2026-30"}, roles=rows(("FW", "forwarder")))
    assert told(later, "listed_party_in_role") == []
    asleep = magnet_trade(tmp_path / "c", listed={"FW": "cl-2025-21"}, roles=rows(("FW", "forwarder")))
    (issue,) = told(asleep, "listed_party_in_role")
    assert (issue.severity, "suspended" in issue.message) == (Severity.INFO, True)


def test_a_notice_that_no_pack_has_is_told_with_its_state_unknown(tmp_path: Path) -> None:
    found = magnet_trade(tmp_path, listed={"FW": "cl-2026-99"}, roles=rows(("FW", "forwarder")))
    (issue,) = told(found, "listed_party_in_role")
    assert (issue.severity, "not known" in issue.message) == (Severity.WARNING, True)


def test_a_forwarder_whom_nobody_searched_is_told(tmp_path: Path) -> None:
    found = magnet_trade(
        tmp_path, listed={}, roles=rows(("FW", "forwarder")),
        parties="party_id,name,country,military,screened_on,no_listed_owner\nCU,CU,DE,no,2026-11-22,yes\nFW,FW,US,no,,\n",
    )  # fmt: skip
    assert told(found, "role_not_searched")
    assert answer(found).verdict is Verdict.LICENCE_REQUIRED


def test_the_packs_place_every_role_of_the_table() -> None:
    placed = [line.role for pack in wiring.law().packs.values() for line in pack.effects.roles]
    assert sorted(placed) == sorted(ROLES)


# Each example assesses two portfolios with all packs: few examples, over a small space.
_PARTY = st.sampled_from(("IM", "BU", "FW"))
_BOUND = st.sampled_from(("end_user", "ultimate_consignee", "importer", "forwarder", "broker", "seller"))


@settings(max_examples=12)
@given(
    st.lists(st.tuples(_PARTY, _BOUND), max_size=3),
    st.tuples(_PARTY, st.sampled_from(("end_user", "importer", "ultimate_consignee"))),
    st.dictionaries(_PARTY, st.sampled_from((NOTICE, "wl-2026-12", "uel-2025-6"))),
)
def test_one_more_end_user_or_importer_never_makes_the_worst_case_milder(
    before: list[tuple[str, str]], more: tuple[str, str], listed: dict[str, str]
) -> None:
    """Rule T3: a row of `roles` adds a party and never removes an effect."""
    worst = []
    for pairs in (before, [*before, more]):
        with TemporaryDirectory() as folder:
            found = magnet_trade(Path(folder), listed=listed, roles=rows(*dict.fromkeys(pairs)))
            worst.append(answer(found).possible[-1].rank)
    assert worst[0] <= worst[1]
