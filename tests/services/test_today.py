"""What changed since the last run, each with its cause; a cause that cannot be told is said to be unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.services.small import RUN_ON, TABLES, assessor, write

from monazite.law.attestation import AttestationLine
from monazite.services.assess import Assessor
from monazite.services.expiry import expiries
from monazite.services.law_ahead import Flip
from monazite.services.run_record import RunRecord
from monazite.services.today import Today, today
from monazite.storage.run_record_file import read_record, record_path, write_record
from monazite.wiring import assessor_as_of_record, attest, pack_texts

IN_FORCE = {"shipped": "2025-12-05", "screened": "2026-11-22"}


def first(folder: Path, run_on: date = RUN_ON) -> RunRecord:
    found, record = today(assessor(folder, run_on), None, None, 30)
    assert found.since is None
    return record


def again(folder: Path, old: RunRecord, before: Assessor | None = None, run_on: date = RUN_ON) -> Today:
    run = assessor(folder, run_on)
    return today(run, old, before or run, 30)[0]


def test_nothing_changed_is_nothing_said(tmp_path: Path) -> None:
    folder = write(tmp_path / "p")
    found = again(folder, first(folder))
    assert (found.law, found.calendar, found.tables, found.answers, found.gone) == ((), (), (), (), ())
    assert found.since == RUN_ON


def test_the_record_reads_back_as_written_and_holds_no_value_in_clear(tmp_path: Path) -> None:
    folder = write(tmp_path / "p")
    record, path = first(folder), record_path(folder)
    write_record(path, record, pack_texts())
    assert read_record(path) == record
    assert "Buyer" not in path.read_text("utf-8")
    assert again(folder, record).answers == ()


def test_a_changed_content_is_the_cause_with_its_row(tmp_path: Path) -> None:
    folder = write(tmp_path / "p")
    old = first(folder)
    write(folder, contents=TABLES["contents"].replace("0.50", "0.05"))
    found = again(folder, old)
    (change,) = found.answers
    assert change.before is not None
    assert change.before.verdict == "undetermined"
    assert change.after.verdict == "no_licence_required"
    (cause,) = change.causes
    assert cause.startswith("item.share: contents")
    assert [table.table for table in found.tables] == ["contents"]


def test_an_attested_event_is_the_cause_with_the_provisions_that_it_moves(tmp_path: Path) -> None:
    folder = write(tmp_path / "p")
    old, before = first(folder), assessor(folder)
    line = {"id": "a-1", "what": "event", "by": "Li Wei", "on": "2026-11-20", "instrument": "cn/mofcom-2025-61",
            "kind": "resumed", "start": "2026-11-11", "citation": "x"}  # fmt: skip
    attest(folder / "attestations.yaml", AttestationLine.model_validate(line))
    found = again(folder, old, before)
    (change,) = found.answers
    (cause,) = change.causes
    assert cause.startswith("law: cn/mofcom-2025-61")
    assert "#1.1" in cause
    assert "attestation a-1 new" in cause
    assert found.law == ("attestation a-1 new",)


def test_where_law_and_facts_changed_the_one_that_moved_the_answer_is_named(tmp_path: Path) -> None:
    """The attestation is about No. 62, which does not reach the line: the new facts alone are the cause."""
    folder = write(tmp_path / "p")
    old, before = first(folder), assessor(folder)
    line = {"id": "a-1", "what": "event", "by": "Li Wei", "on": "2026-11-20", "instrument": "cn/mofcom-2025-62",
            "kind": "resumed", "start": "2026-11-11", "citation": "x"}  # fmt: skip
    attest(folder / "attestations.yaml", AttestationLine.model_validate(line))
    write(folder, contents=TABLES["contents"].replace("0.50", "0.05"))
    (change,) = again(folder, old, before).answers
    (cause,) = change.causes
    assert cause.startswith("item.share: contents")


def test_the_old_law_is_found_again_by_the_record(tmp_path: Path) -> None:
    """Packs are kept beside the record; attestations signed since are left out."""
    folder = write(tmp_path / "p")
    path = record_path(folder)
    write_record(path, first(folder), pack_texts())
    line = {"id": "a-1", "what": "nothing_new", "by": "Li Wei", "on": "2026-11-20", "through": "2026-11-20"}
    attest(folder / "attestations.yaml", AttestationLine.model_validate(line))
    record, run = read_record(path), assessor(folder)
    assert record is not None
    before = assessor_as_of_record(folder, record, path, run)
    assert before is not None
    assert before.law.attestations == ()
    assert run.law.attestations != ()
    path.with_suffix(".packs.gz").write_bytes(b"damaged")
    assert assessor_as_of_record(folder, record, path, run) is None


def test_an_answer_that_changed_for_no_recorded_reason_has_no_cause(tmp_path: Path) -> None:
    folder = write(tmp_path / "p")
    old = first(folder)
    line = old.lines["S1/1"].model_copy(update={"possible": ("prohibited",), "verdict": "prohibited"})
    (change,) = again(folder, old.model_copy(update={"lines": {"S1/1": line}})).answers
    assert change.causes == ()


def test_new_and_vanished_lines_are_orders(tmp_path: Path) -> None:
    folder = write(tmp_path / "p")
    old = first(folder)
    write(folder, shipments=TABLES["shipments"].replace("S1,", "S2,"))
    found = again(folder, old)
    assert found.gone == ("S1/1",)
    assert [(change.subject, change.before, change.causes) for change in found.answers] == [
        ("S2/1", None, ("new line",))
    ]
    (table,) = found.tables
    assert (table.table, table.new, table.gone) == ("shipments", ("S2",), ("S1",))


def test_what_the_calendar_did_to_the_law_is_said_though_no_pack_changed(tmp_path: Path) -> None:
    folder = write(tmp_path / "p", **IN_FORCE)
    found = again(folder, first(folder, date(2026, 11, 10)), run_on=date(2026, 11, 12))
    assert {change.instrument[-2:] for change in found.calendar} == {"55", "56", "57", "58", "61", "62"}
    assert found.law == ()


def test_papers_that_ran_out_since_and_those_about_to(tmp_path: Path) -> None:
    evidence = (
        "evidence_id,kind,issuer,issued,valid_until\n"
        "E1,supplier_declaration,Maker,2025-11-15,\n"
        "E2,supplier_declaration,Maker,2025-01-01,2026-12-01\n"
        "E3,lab_report,Lab,2025-01-01,2026-06-30\n"
        "E4,lab_report,Lab,,\n"
    )
    licences = "licence_no,kind,until\nL1,single,2026-11-23\n"
    folder = write(tmp_path / "p", **IN_FORCE, evidence=evidence, licences=licences)
    run = assessor(folder)
    assert [(e.id, str(e.until), e.assumed) for e in expiries(run.portfolio)] == [
        ("E3", "2026-06-30", False), ("E1", "2026-11-15", True), ("L1", "2026-11-23", False),
        ("E2", "2026-12-01", False),
    ]  # fmt: skip
    found = again(folder, first(folder, date(2026, 11, 1)))
    assert [one.id for one in found.expired] == ["E1"]
    assert [one.id for one in found.soon] == ["L1", "E2"]


def test_another_position_is_the_cause_and_is_no_law(tmp_path: Path) -> None:
    folder = write(tmp_path / "p")
    old = first(folder)
    write(folder, positions="reading,choice,decided_by\nafter_suspension,extended,Counsel\n")
    found = again(folder, old)
    assert found.law == ("position after_suspension: none → extended",)
    (change,) = found.answers
    assert change.causes == ("position after_suspension: none → extended",)


def test_too_many_rows_to_keep_are_said_to_have_changed_all_the_same(tmp_path: Path) -> None:
    folder = write(tmp_path / "p")
    old = first(folder)
    tables = {**old.tables, "contents": old.tables["contents"].model_copy(update={"sha256": "0", "rows": None})}
    (table,) = again(folder, old.model_copy(update={"tables": tables})).tables
    assert replace(table, counted=True) != table
    assert (table.table, table.counted) == ("contents", False)


def test_the_end_of_a_suspension_that_lies_ahead_is_said_with_its_day_and_cause(tmp_path: Path) -> None:
    """Announcement 46 of 2024 para. 2 is suspended to 2026-11-27; the extension that was spoken of, to 2027-01-10."""
    folder = write(tmp_path / "p", **IN_FORCE)
    found, _ = today(assessor(folder), None, None, 30)
    said = {(str(one.day), change.instrument[-7:], change.provisions) for one in found.ahead for change in one.changes}
    assert ("2026-11-28", "2024-46", ("2",)) in said
    assert ("2027-01-11", "2025-61", ()) in said
    assert all(one.day > RUN_ON for one in found.ahead)
    assert [[step.id for step in one.steps] for one in found.ahead[0].changes] == [["para-2-suspended"]]


def test_a_planned_line_is_said_to_be_answered_otherwise_after_the_change_and_a_past_or_later_one_is_not(
    tmp_path: Path,
) -> None:
    head, line = TABLES["shipments"].splitlines()
    days = {"S1": "2026-12-05", "S2": "2026-11-20", "S3": "2027-01-11"}
    lines = [line.replace("S1", ident).replace("{shipped}", day) for ident, day in days.items()]
    folder = write(tmp_path / "p", screened="2027-02-01", shipments="\n".join((head, *lines, "")))
    found, _ = today(assessor(folder), None, None, 30)
    flips = {str(one.day): [(flip.subject, *_extended(flip)) for flip in one.flips] for one in found.ahead}
    assert flips["2027-01-11"] == [("S1/1", ("no_licence_required",), ("no_licence_required", "licence_required"))]
    assert flips["2026-11-28"] == []


def _extended(flip: Flip) -> tuple[tuple[str, ...], ...]:
    return tuple(
        possible for line in (flip.before, flip.after) for name, possible, _ in line.branches if name == "extended"
    )
