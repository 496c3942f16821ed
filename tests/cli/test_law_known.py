"""`law attest`, `lists`, `law diff` and `today` as a user meets them: files, screens, exit codes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from tests.services.small import write
from typer.testing import CliRunner, Result

from monazite.cli.main import app
from monazite.law.attestation import read_attestations

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "odyssey_drone"
TODAY = str(date.today())


def monazite(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env={"COLUMNS": "100"})


def event(portfolio: Path, *more: str) -> Result:
    given = ("--by", "Li Wei", "--event", "resumed", "--instrument", "mofcom-2025-61", "--from", "2026-11-11")
    return monazite("law", "attest", portfolio, *given, "--citation", "No. 99", *more)


def test_an_attestation_is_appended_shown_and_changes_the_answer(tmp_path: Path) -> None:
    folder = write(tmp_path / "p")
    before = json.loads(monazite("assess", folder, "--out", tmp_path / "out", "--format", "json").stdout)
    assert [line["verdict"] for line in before["determinations"]] == ["undetermined"]
    assert event(folder).exit_code == 0
    first = (folder / "attestations.yaml").read_text("utf-8")
    nothing_new = monazite("law", "attest", folder, "--by", "Li Wei", "--nothing-new", TODAY)
    assert nothing_new.exit_code == 0, nothing_new.output
    whole = (folder / "attestations.yaml").read_text("utf-8")
    assert whole.startswith(first)
    lines, issues = read_attestations(whole, "attestations.yaml")
    assert ([line.what for line in lines], issues) == (["event", "nothing_new"], [])
    after = json.loads(monazite("assess", folder, "--out", tmp_path / "out", "--format", "json").stdout)
    (answer,) = after["determinations"]
    assert (answer["verdict"], answer["confidence"]) == ("licence_required", "user_attested")
    assert [attested["by"] for attested in after["attestations"]] == ["Li Wei", "Li Wei"]
    assert {pack["checked_by"] for pack in after["packs"]} == {"a-2"}


def test_an_attestation_is_taken_back_by_another(tmp_path: Path) -> None:
    folder = write(tmp_path / "p")
    event(folder)
    assert monazite("law", "attest", folder, "--by", "Li Wei", "--withdraw", "a-1").exit_code == 0
    status = monazite("law", "status", "mofcom-2025-61#1.1", "--as-of", "2026-11-22", "--attestations",
                      folder / "attestations.yaml")  # fmt: skip
    assert "force unknown" in status.output or "unknown" in status.output
    assert monazite("law", "attest", folder, "--by", "Li Wei", "--withdraw", "a-1").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--by", "Li Wei"), "say one of --event"),
        (("--nothing-new", TODAY), "--by is missing"),
        (("--by", "Li Wei", "--nothing-new", "2999-01-01"), "nobody knows it yet"),
        (
            ("--by", "X", "--event", "stopped", "--instrument", "mofcom-2025-61", "--from", "2026-11-11"),
            "where does it",
        ),
        (
            ("--by", "X", "--event", "stopped", "--instrument", "nosuch", "--from", "2026-11-11", "--citation", "c"),
            "no pack",
        ),
    ],
)
def test_a_faulty_attestation_ends_with_2_and_writes_nothing(
    tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    folder = write(tmp_path / "p")
    done = monazite("law", "attest", folder, *arguments)
    assert done.exit_code == 2
    assert message in done.output
    assert not (folder / "attestations.yaml").exists()


def test_nothing_is_added_to_a_file_that_was_tampered_with(tmp_path: Path) -> None:
    folder = write(tmp_path / "p")
    event(folder)
    file = folder / "attestations.yaml"
    file.write_text(file.read_text("utf-8").replace("Li Wei", "Li Wen"), "utf-8")
    done = event(folder)
    assert done.exit_code == 2
    assert "attestations.yaml:3" in done.output
    assert "attestation_changed" in done.output


def test_lists_are_attested_and_their_status_says_so(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    done = monazite(
        "lists", "attest", "--file", file, "--by", "Li Wei", "--list", "watch_list", "--complete-through", TODAY
    )
    assert done.exit_code == 0, done.output
    found = json.loads(monazite("lists", "status", "--attestations", file, "--format", "json").stdout)
    through = {one["name"]: (one["complete_through"], one["complete_by"]) for one in found["lists"]}
    assert through["watch_list"] == (TODAY, "a-1")
    assert through["control_list"] == ("2026-07-24", "")
    assert "attested, a-1" in " ".join(monazite("lists", "status", "--attestations", file).stdout.split())


def test_a_search_is_not_attested_of_a_party_that_the_portfolio_does_not_have(tmp_path: Path) -> None:
    folder = write(tmp_path / "p")
    given = ("lists", "attest", folder, "--by", "Li Wei", "--searched", TODAY)
    done = monazite(*given, "--party", "CU", "--party", "Buyr")
    assert done.exit_code == 2
    said = " ".join(done.output.split())
    assert "the table parties of p has no Buyr; there is CU (Buyer)" in said
    assert not (folder / "attestations.yaml").exists()
    assert monazite(*given, "--party", "CU").exit_code == 0


def test_the_end_of_the_suspension_is_explained_to_a_manager_on_one_screen() -> None:
    shown = monazite("law", "diff", "2026-11-10", "2026-11-11", EXAMPLE).stdout
    assert len(shown.splitlines()) <= 40
    assert max(len(line) for line in shown.splitlines()) <= 100
    said = " ".join(shown.split())
    assert "28 of 29 lines change their answer" in said
    assert "Because the suspension by No. 70 runs out on 2026-11-10" in said
    assert "No. 61: suspended → open (if revived: in force; if extended: suspended)" in said
    assert "if No. 61" in said
    assert "if not" in said
    assert "denied in principle" in said


def test_law_diff_in_json_names_causes_flips_and_branches(tmp_path: Path) -> None:
    done = monazite("law", "diff", "2026-11-10", "2026-11-11", write(tmp_path / "p"), "--format", "json")
    document = json.loads(done.stdout)
    assert document["schema"] == "monazite/law-diff/1"
    (flip,) = document["flips"]
    assert (flip["before"]["verdict"], flip["after"]["verdict"]) == ("no_licence_required", "undetermined")
    assert {b["id"]: b["verdict"] for b in flip["after"]["branches"]} == {
        "revived": "licence_required", "extended": "no_licence_required"
    }  # fmt: skip
    events = document["causes"][flip["causes"][0]]["events"]
    assert {"worldjournal-70", "mofcom-statement-2026-09-28"} <= {c["source"] for e in events for c in e["citations"]}


def test_law_diff_of_the_law_alone_and_its_exit_codes(tmp_path: Path) -> None:
    alone = monazite("law", "diff", "2025-11-30", "2025-12-01", "--known-at", "2025-10-15")
    assert alone.exit_code == 0
    assert "No. 61 arts. 1(1), 1(2): not yet effective → in force" in " ".join(alone.stdout.split())
    assert "differs" in monazite("law", "diff", "2026-06-01", "2026-06-02").stdout
    assert monazite("law", "diff", "2026-11-11", "2026-11-10").exit_code == 2
    assert monazite("law", "diff", "tomorrow", "2026-11-10").exit_code == 2
    assert monazite("law", "diff", "2026-11-10", "2026-11-11", tmp_path / "nowhere").exit_code == 2
    (tmp_path / "empty").mkdir()
    assert monazite("law", "diff", "2026-11-10", "2026-11-11", tmp_path / "empty").exit_code == 3


def test_today_begins_says_what_changed_and_why_and_can_only_look(tmp_path: Path) -> None:
    folder = write(tmp_path / "p")
    first = monazite("today", folder)
    assert first.exit_code == 0, first.output
    assert "first run, nothing to compare with" in first.stdout
    assert "Law ahead" in first.stdout
    assert event(folder).exit_code == 0
    for _ in range(2):
        looked = " ".join(monazite("today", folder, "--look").stdout.split())
        assert "1 answer changed" in looked
        assert "because: law: cn/mofcom-2025-61" in looked
    kept = json.loads(monazite("today", folder, "--format", "json").stdout)
    assert [(a["line"], a["cause_known"]) for a in kept["answers"]] == [("S1/1", True)]
    assert "0 answers changed" in monazite("today", folder).stdout


def test_today_with_a_broken_record_ends_with_2_and_without_lines_with_3(tmp_path: Path) -> None:
    folder = write(tmp_path / "p")
    out = tmp_path / "kept"
    assert monazite("today", folder, "--out", out).exit_code == 0
    assert not (folder / ".monazite").exists()
    (out / "last_run.json").write_text("{}", "utf-8")
    assert monazite("today", folder, "--out", out).exit_code == 2
    (tmp_path / "empty").mkdir()
    assert monazite("today", tmp_path / "empty").exit_code == 3
