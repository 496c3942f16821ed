"""Activities: transfers of technology, work and services are judged by the facts that law cases state of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.services.trade_desk import answers, assess, assessor, codes

from monazite import wiring
from monazite.law.determine import Determiner
from monazite.law.rulebook import compile_law
from monazite.model.determination import Determination, Verdict
from monazite.reporting.json_document import document
from monazite.services.case_files import CaseRun
from monazite.services.case_situation import situation_of

COLUMNS = (
    "activity_id", "date", "kind", "ree_activity", "entry", "provider_id", "chinese_person", "place", "recipient_id",
    "knows_use", "public_domain", "basic_research", "patent_filing",
)  # fmt: skip
PLAIN = {
    "activity_id": "A1",
    "date": "2025-10-20",
    "public_domain": "no",
    "basic_research": "no",
    "patent_filing": "no",
}
BOLT = "part_id,name,kind,composition,control_entries,made_in,origin\nBOLT,Bolt,part,complete,none,DE,DE\n"
WHOLE = {"kind": "training", "ree_activity": "separation", "entry": "1E902.b", "provider_id": "CN1", "place": "CN",
         "recipient_id": "DE1"}  # fmt: skip
FACTS = "subject,attribute,value\nactivity:A1,end_use,civil\n"


def table(**cells: str) -> str:
    """The table of one activity."""
    row = {**PLAIN, **cells}
    return f"{','.join(COLUMNS)}\n{','.join(row.get(name, '') for name in COLUMNS)}\n"


def judged(folder: Path, facts: str = FACTS, **cells: str) -> Determination:
    found = assessor(folder, {"activities": table(**cells), "facts": facts}).run_one("activity:A1")
    assert found is not None
    return found.lines[0].determination


def provisions(answer: Determination) -> set[str]:
    return {finding.provision for finding in answer.findings}


# -- the kinds


def test_separation_parameters_sent_from_china_need_a_licence(tmp_path: Path) -> None:
    answer = judged(tmp_path, kind="technology_transfer", ree_activity="separation", entry="1E902.a",
                    provider_id="CN1", place="CN", recipient_id="DE1")  # fmt: skip
    assert answer.verdict is Verdict.LICENCE_REQUIRED
    assert "cn/mofcom-2025-62/1E902.a" in provisions(answer)


def test_know_how_shown_to_a_foreigner_in_china_is_exported(tmp_path: Path) -> None:
    """A technology of magnet making under 1E902.a makes one of the three magnets that it names, whichever."""
    answer = judged(tmp_path, kind="deemed_export", ree_activity="magnet_making", entry="1E902.a",
                    provider_id="CN2", place="CN", recipient_id="DE1")  # fmt: skip
    assert answer.verdict is Verdict.LICENCE_REQUIRED


def test_know_how_shown_to_a_chinese_firm_in_china_is_not(tmp_path: Path) -> None:
    answer = judged(tmp_path, kind="deemed_export", ree_activity="magnet_making", entry="1E902.a",
                    provider_id="CN2", place="CN", recipient_id="CN1")  # fmt: skip
    assert answer.verdict is Verdict.NO_LICENCE_REQUIRED


def test_a_chinese_engineer_employed_abroad_needs_a_licence_whatever_he_does_there(tmp_path: Path) -> None:
    facts = f"{FACTS}activity:A1,technology.magnet_type,ndfeb\n"
    cells = {"kind": "employment", "ree_activity": "magnet_making", "provider_id": "US1", "place": "US",
             "recipient_id": "US2"}  # fmt: skip
    assert judged(tmp_path, facts, chinese_person="yes", **cells).verdict is Verdict.LICENCE_REQUIRED
    assert judged(tmp_path, facts, chinese_person="no", **cells).verdict is Verdict.NO_LICENCE_REQUIRED
    unsaid = judged(tmp_path, facts, **cells)
    assert unsaid.possible == (Verdict.NO_LICENCE_REQUIRED, Verdict.LICENCE_REQUIRED)
    assert "exporter.nationality" in {q.fact for one in unsaid.deciding for q in one.questions}


def test_a_publication_is_a_disclosure_to_unspecified_persons(tmp_path: Path) -> None:
    facts = f"{FACTS}activity:A1,technology.recipient_foreign,yes\nactivity:A1,end_users,DE1\nactivity:A1,to,DE\n"
    answer = judged(tmp_path, facts, kind="publication", ree_activity="separation", entry="1E902.a",
                    provider_id="CN1", place="CN")  # fmt: skip
    assert answer.verdict is Verdict.LICENCE_REQUIRED
    assert "cn/mofcom-2025-62#6" in provisions(answer)


def test_an_intermediary_is_a_service_that_asks_for_the_licence_of_what_it_serves(tmp_path: Path) -> None:
    cells = {"kind": "intermediary", "provider_id": "CN1", "place": "CN", "recipient_id": "DE1"}
    unsaid = judged(tmp_path, **cells)
    assert Verdict.PROHIBITED in unsaid.possible
    assert "service.for_unlicensed_transfer" in {q.fact for one in unsaid.deciding for q in one.questions}
    facts = f"{FACTS}activity:A1,service.for_unlicensed_transfer,yes\n"
    assert judged(tmp_path, facts, **cells).verdict is Verdict.PROHIBITED


def test_public_knowledge_is_outside(tmp_path: Path) -> None:
    answer = judged(tmp_path, kind="training", ree_activity="separation", entry="1E902.a", provider_id="CN1",
                    place="CN", recipient_id="DE1", public_domain="yes")  # fmt: skip
    assert (answer.verdict, answer.grounds) == (Verdict.NO_LICENCE_REQUIRED, "excluded")


def test_training_at_either_place_is_exported_when_the_recipient_is_foreign(tmp_path: Path) -> None:
    answer = judged(tmp_path, kind="training", ree_activity="separation", entry="1E902.b", provider_id="CN1",
                    place="MY", recipient_id="DE1")  # fmt: skip
    assert answer.verdict is Verdict.LICENCE_REQUIRED


def test_nobody_is_named_and_nothing_is_clean(tmp_path: Path) -> None:
    answer = judged(tmp_path, kind="technology_transfer", ree_activity="separation", entry="1E902.a", place="CN")
    assert answer.verdict is Verdict.UNDETERMINED
    assert Verdict.PROHIBITED in answer.possible, "whoever receives it may be listed"


def test_clashing_statements_of_nationality_are_named_and_clear_nobody(tmp_path: Path) -> None:
    cells = {"kind": "employment", "ree_activity": "separation", "provider_id": "DE1", "place": "DE",
             "recipient_id": "DE2", "chinese_person": "yes"}  # fmt: skip
    found = assess(tmp_path, {"activities": table(**cells), "facts": FACTS, "parts": BOLT})
    assert "conflicting_statements" in codes(found)
    assert answers(found)["A1"].possible == (Verdict.NO_LICENCE_REQUIRED, Verdict.LICENCE_REQUIRED)


# -- where they stand


def test_activities_stand_beside_shipments_and_without_them(tmp_path: Path) -> None:
    shipments = (
        "shipment_id,date,kind,part_id,from_country,to_country,exporter_id,end_user_ids,end_use\n"
        "A1,2025-10-20,goods,BOLT,DE,US,DE1,US2,civil\n"
    )
    rows = table(**WHOLE)
    alone = assess(tmp_path, {"activities": rows, "facts": FACTS, "parts": BOLT})
    assert [line.activity_id for line in alone.lines if line.activity_id] == ["A1"]
    both = assess(tmp_path, {"activities": rows, "facts": FACTS, "parts": BOLT, "shipments": shipments})
    assert [(line.shipment_id, line.line) for line in both.lines] == [("A1", "1"), ("activity:A1", "")]
    loaded = document(both, {})["determinations"]
    assert [entry.get("activity_id") for entry in loaded] == [None, "A1"]  # type: ignore[attr-defined]
    assert "table_not_used" not in codes(both)


def test_an_activity_without_a_day_is_not_judged(tmp_path: Path) -> None:
    found = assess(tmp_path, {"activities": table(kind="training", date=""), "parts": BOLT})
    assert "no_date" in codes(found)
    assert found.not_judged == 1


def test_an_activity_is_run_alone(tmp_path: Path) -> None:
    run = assessor(tmp_path, {"activities": table(**WHOLE), "facts": FACTS})
    alone = run.run_one("activity:A1")
    assert alone is not None
    assert [line.activity_id for line in alone.lines] == ["A1"]


# -- a law case with equal facts gives an equal determination

_DETERMINER = Determiner(compile_law(wiring.law()))
_PARTY = {
    "DE1": {"name": "German maker", "country": "DE", "military": "no", "listings": [], "owners": []},
    "CN1": {"name": "Ganzhou Separation", "country": "CN", "military": "no", "listings": [], "owners": []},
}
_SUBJECTS = {"1E902.a": "process", "1E902.b": "line_services", "none": "support"}


def case(cells: dict[str, str]) -> Determination:
    """The answer to a law case that states what the row states, in the words of cases."""
    recipient = cells["recipient_id"]
    home = {"CN1": "CN", "DE1": "DE"}
    kind = cells["kind"]
    technology: dict[str, object] = {
        "recipient_foreign": "yes" if recipient == "DE1" else "no",
        "disclosure": "unspecified_persons" if kind == "publication" else "named_recipients",
    }
    technology |= {"activity": "other" if cells["ree_activity"] == "none" else cells["ree_activity"]}
    if cells["entry"]:
        technology["subject"] = _SUBJECTS[cells["entry"]]
    names = {
        "public_domain": "public_domain",
        "basic_research": "basic_research",
        "patent_filing": "patent_application",
    }
    technology |= {attribute: cells[column] for column, attribute in names.items() if cells[column]}
    shipment = {"kind": "service" if kind in ("service", "employment") else "technology", "from": cells["place"]}
    if kind == "deemed_export":
        shipment["to"] = cells["place"]
    elif kind == "technology_transfer":
        shipment["to"] = home[recipient]
    exporter = {"country": "CN", "nationality": "CN"}
    facts: dict[str, object] = {
        "shipment": shipment, "exporter": exporter, "technology": technology, "end_users": [_PARTY[recipient]],
        "end_use": ["civil"],
    }  # fmt: skip
    if cells["knows_use"]:
        facts["exporter_knows_end_use"] = cells["knows_use"]
    run = CaseRun("a-1", "", "", 1, "2025-10-20", "2025-10-25", {}, facts, {})
    return _DETERMINER.determine(situation_of(run, wiring.law())[0])


_ROWS = st.fixed_dictionaries({
    "kind": st.sampled_from(["technology_transfer", "deemed_export", "publication"]),
    "ree_activity": st.sampled_from(["mining", "separation", "metal_smelting", "recycling", "none"]),
    "entry": st.sampled_from(["", "1E902.a", "1E902.b", "none"]),
    "provider_id": st.just("CN1"),
    "place": st.sampled_from(["CN", "MY"]),
    "recipient_id": st.sampled_from(["DE1", "CN1"]),
    "knows_use": st.sampled_from(["", "yes", "no"]),
    "public_domain": st.sampled_from(["", "yes", "no"]),
    "basic_research": st.sampled_from(["", "yes", "no"]),
    "patent_filing": st.sampled_from(["", "no"]),
})  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(cells=_ROWS)
def test_a_law_case_with_equal_facts_gives_an_equal_determination(
    tmp_path_factory: pytest.TempPathFactory, cells: dict[str, str]
) -> None:
    found = judged(tmp_path_factory.mktemp("activity"), **cells)
    wanted = case(cells)
    for name in ("verdict", "possible", "review", "grounds", "underlying_possible", "branches", "other_readings"):
        assert getattr(found, name) == getattr(wanted, name), name
    told = [(f.provision, f.truth, f.force, f.verdict) for f in found.findings]
    assert told == [(f.provision, f.truth, f.force, f.verdict) for f in wanted.findings]
    asked = [tuple(q.fact for q in one.questions) for one in found.deciding]
    assert asked == [tuple(q.fact for q in one.questions) for one in wanted.deciding]
    assert found.duties == wanted.duties
