"""Z4, Z5: the age of the law and of the lists, and what was attested, in every output of a run."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path

from jsonschema import Draft202012Validator
from rich.console import Console
from tests.services.small import assessor, write

from monazite.law.attestation import AttestationLine
from monazite.model.citation import Confidence
from monazite.model.dates import Moment
from monazite.reporting.json_document import document, schema
from monazite.reporting.json_proof import proof_document
from monazite.reporting.page import render_report
from monazite.reporting.proof_page import proof_page
from monazite.reporting.proof_text import proof_text
from monazite.reporting.terminal import print_assessment
from monazite.services.assessment import Assessment
from monazite.services.attestations import list_status
from monazite.wiring import attest, law, law_as_attested


def sign(folder: Path, **said: object) -> AttestationLine:
    line = AttestationLine.model_validate({"by": "Li Wei", "on": "2026-11-20", **said})
    return attest(folder / "attestations.yaml", line)


def terminal(assessment: Assessment) -> str:
    out = StringIO()
    print_assessment(assessment, Console(file=out, width=200))
    return out.getvalue()


def test_a_stale_law_caps_the_confidence_and_its_age_is_printed_everywhere(tmp_path: Path) -> None:
    """The day after the last fresh one, in head, page and JSON alike."""
    found = assessor(write(tmp_path / "p", shipped="2026-11-10")).run()
    assert found.lines[0].determination.confidence is Confidence.STALE
    assert "stale: " in terminal(found)
    assert "93 days ago" in terminal(found)
    assert "(93 days)" in render_report(found)
    packs = {pack["id"]: pack for pack in document(found)["packs"]}
    assert packs["cn/designations"]["stale"] is True
    assert packs["cn/designations"]["age_days"] == 93


def test_the_last_day_on_which_the_law_is_fresh(tmp_path: Path) -> None:
    folder = write(tmp_path / "p", shipped="2026-09-21")
    designations = law().packs["cn/designations"].instrument
    assert (date(2026, 9, 21) - designations.last_checked_on).days == designations.stale_after_days
    fresh = assessor(folder, date(2026, 9, 21)).run()
    assert fresh.lines[0].determination.confidence is not Confidence.STALE
    assert "stale" not in terminal(fresh)
    stale = assessor(folder, date(2026, 9, 22), as_of=Moment.parse("2026-09-22")).run()
    assert stale.lines[0].determination.confidence is Confidence.STALE
    assert "stale: designations" in terminal(stale)


def test_attestations_in_use_stand_in_the_head_of_every_output(tmp_path: Path) -> None:
    folder = write(tmp_path / "p")
    line = sign(folder, id="a-1", what="event", instrument="cn/mofcom-2025-61", kind="resumed", start="2026-11-11",
                citation="No. 99 <b>", address="https://example.org/99")  # fmt: skip
    found = assessor(folder).run()
    said = "Attested (a-1, Li Wei, 2026-11-20): cn/mofcom-2025-61 resumed from 2026-11-11; source: No. 99 <b>"
    assert said in terminal(found)
    assert said in " ".join(proof_text(found, found.lines[0]).replace("\n  ", " ").split())
    escaped = said.replace("<b>", "&lt;b&gt;")
    assert escaped in render_report(found)
    assert escaped in proof_page(found, found.lines[0])
    for made, name in ((document(found), "determinations-1"), (proof_document(found, found.lines[0]), "proof-1")):
        Draft202012Validator(schema(name)).validate(json.loads(json.dumps(made)))
        assert [(a["id"], a["digest"]) for a in made["attestations"]] == [("a-1", line.digest)]


def test_where_nothing_is_attested_nothing_is_said_of_it(tmp_path: Path) -> None:
    found = assessor(write(tmp_path / "p")).run()
    assert "attestations" not in document(found)
    assert "Attested" not in terminal(found)


def test_a_changed_attestation_is_an_issue_of_the_run_and_not_used(tmp_path: Path) -> None:
    folder = write(tmp_path / "p")
    sign(
        folder,
        id="a-1",
        what="event",
        instrument="cn/mofcom-2025-61",
        kind="repealed",
        start="2026-11-11",
        citation="x",
    )
    file = folder / "attestations.yaml"
    file.write_text(file.read_text("utf-8").replace("repealed", "resumed"), "utf-8")
    found = assessor(folder).run()
    assert found.attestations == ()
    assert "attestation_changed" in {issue.code for issue in found.issues}


def test_a_workbook_has_its_attestations_beside_it_and_a_folder_inside(tmp_path: Path) -> None:
    found = assessor(write(tmp_path / "p")).run()
    sign(tmp_path / "p", id="a-1", what="nothing_new", through="2026-11-20")
    again = assessor(tmp_path / "p").run()
    assert [issue.code for issue in again.issues] == [issue.code for issue in found.issues]
    assert again.inputs_sha256 == found.inputs_sha256


def test_an_earlier_search_holds_where_the_lists_are_attested_complete(tmp_path: Path) -> None:
    """Z5: with the search of 1 August alone the review is open; with complete lists, and no notice since, it is not."""
    folder = write(tmp_path / "p", shipped="2026-11-10", screened="2026-08-01")
    alone = assessor(folder, readings={"suspension_end": "outside", "after_suspension": "revived"}).run()
    assert len(alone.lines[0].determination.review) == 2
    lists = ["control_list", "watch_list", "unreliable_entity_list"]
    sign(folder, id="a-1", what="list_complete", lists=lists, through="2026-11-18")
    found = assessor(folder, readings={"suspension_end": "outside", "after_suspension": "revived"})
    answer = found.run().lines[0].determination
    assert len(answer.review) == 1
    users = found.situation("S1/1").parties["end_users"]  # type: ignore[union-attr]
    assert users[0].facts["listings"].source.kind == "attested"
    assert "a-1, Li Wei" in users[0].facts["listings"].source.place


def test_lists_attested_only_in_part_leave_the_search_where_it_was(tmp_path: Path) -> None:
    folder = write(tmp_path / "p", shipped="2026-11-10", screened="2026-08-01")
    sign(folder, id="a-1", what="list_complete", lists=["control_list"], through="2026-11-18")
    found = assessor(folder, readings={"suspension_end": "outside", "after_suspension": "revived"}).run()
    assert len(found.lines[0].determination.review) == 2


def test_the_status_of_the_lists_says_how_far_each_is_known(tmp_path: Path) -> None:
    sign(tmp_path, id="a-1", what="list_complete", lists=["watch_list"], through="2026-11-18")
    found = {
        one.name: one
        for one in list_status(law_as_attested(tmp_path / "attestations.yaml", date(2026, 11, 23)), date(2026, 11, 23))
    }
    assert (found["watch_list"].complete_through, found["watch_list"].complete_by) == (date(2026, 11, 18), "a-1")
    assert (found["watch_list"].age_days, found["watch_list"].stale) == (5, False)
    assert (found["control_list"].complete_through, found["control_list"].stale) == (date(2026, 7, 24), True)
