"""The command line as a user meets it: real processes, real files, the exit codes of the design."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.exchange.support import BROKEN, SOUND, sound_with
from typer.testing import CliRunner, Result

from monazite.cli.main import app
from monazite.reporting.json_document import schema

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "odyssey_drone"


def process(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own."""
    command = [sys.executable, "-m", "monazite", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300)


def monazite(*arguments: str | Path) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def drone(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """The example, assessed once, in a process of its own."""
    out = tmp_path_factory.mktemp("drone")
    return process("assess", EXAMPLE, "--out", out, "--format", "json"), out


def test_the_example_is_assessed_and_every_file_is_written(
    drone: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    done, out = drone
    assert done.returncode == 0, done.stderr
    written = {path.name for path in out.iterdir()}
    assert {"report.html", "determinations.json", "determinations.parquet", "determinations.xlsx", "proofs"} <= written


def test_format_json_prints_one_document_that_meets_the_published_schema(
    drone: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    document = json.loads(drone[0].stdout)
    Draft202012Validator(schema()).validate(document)
    assert len(document["determinations"]) == 29


def test_the_drone_is_clear_at_usgs_prices_and_open_at_european_ones_and_the_motor_is_open(
    drone: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    """Issue: at USGS prices the drone is clear whatever its motors hold; the motor is open under both."""
    document = json.loads(drone[0].stdout)
    share = {(d["shipment_id"], d["line"]): d["share"] for d in document["determinations"]}
    assert share["S06", "1"]["high"] == pytest.approx(0.000857, abs=1e-6)
    assert share["S10", "1"]["high"] == pytest.approx(0.003431, abs=1e-6)
    assert share["S06", "2"]["high"] == pytest.approx(0.005456, abs=1e-6)
    assert share["S10", "2"]["high"] == pytest.approx(0.021856, abs=1e-6)
    assert all(entry["low"] == 0 for entry in share.values())


def test_the_run_replays_bit_for_bit(drone: tuple[subprocess.CompletedProcess[str], Path], tmp_path: Path) -> None:
    """Z6: the same inputs, packs and day give the same document."""
    again = monazite("assess", EXAMPLE, "--out", tmp_path, "--format", "json")
    assert again.stdout == drone[0].stdout


def test_a_portfolio_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    done = monazite("assess", tmp_path / "nowhere")
    assert (done.exit_code, "nowhere" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--as-of", "5.12.2025"],
        ["--reading", "assembly_scope=everything"],
        ["--reading", "no_such_reading=x"],
        ["--assume", "part:MOTOR.made_in=Korea"],
        ["--assume", "MOTOR made in KR"],
    ],
)
def test_a_faulty_option_is_one_line_that_says_what_would_be_right(arguments: list[str], tmp_path: Path) -> None:
    done = monazite("assess", EXAMPLE, "--out", tmp_path, *arguments)
    assert done.exit_code == 2
    assert done.stderr.startswith("monazite: ")
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_empty_folder_is_nothing_to_assess(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = monazite("assess", tmp_path / "empty", "--out", tmp_path / "out")
    assert done.exit_code == 3
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("fault", sorted(path.name for path in BROKEN.iterdir() if path.is_dir()))
def test_a_broken_row_is_reported_and_the_sound_rest_is_assessed(fault: str, tmp_path: Path) -> None:
    """Bad input never becomes an answer; what is sound is still processed; the exit code is 0 or 3."""
    done = monazite("assess", sound_with(BROKEN / fault, tmp_path), "--out", tmp_path / "out", "--format", "json")
    assert done.exit_code in (0, 3), done.stderr
    assert done.exception is None or isinstance(done.exception, SystemExit)
    if done.exit_code == 0:
        document = json.loads(done.stdout)
        assert document["issues"], "the fault is reported"
        assert document["determinations"], "something was assessed"


def test_a_price_that_cannot_be_read_does_not_clear_the_drone(tmp_path: Path) -> None:
    """A European price with a decimal comma is set aside; the drone may not come out clear on the other basis."""
    target = tmp_path / "portfolio"
    shutil.copytree(EXAMPLE, target)
    prices = target / "prices.csv"
    prices.write_text(prices.read_text("utf-8").replace("europe_spot,960,", 'europe_spot,"960,00",'), "utf-8")
    done = monazite("assess", target, "--out", tmp_path / "out", "--format", "json", "--as-of", "2026-11-22")
    document = json.loads(done.stdout)
    drone = next(d for d in document["determinations"] if d["part_id"] == "DRONE")
    assert drone["verdict"] == "undetermined"
    assert any(issue["code"] == "decimal_comma" for issue in document["issues"])


def test_strict_fails_on_open_lines(tmp_path: Path) -> None:
    assert monazite("assess", EXAMPLE, "--out", tmp_path, "--strict").exit_code == 1


def test_a_position_settles_the_open_question_and_is_shown(tmp_path: Path) -> None:
    """R1: a house position settles a reading; --reading alone is exploratory."""
    done = monazite("assess", EXAMPLE, "--out", tmp_path, "--format", "json", "--reading", "after_suspension=extended")
    document = json.loads(done.stdout)
    assert document["positions"]["after_suspension"]
    lines = {(d["shipment_id"], d["line"]): d["verdict"] for d in document["determinations"]}
    assert lines["S10", "1"] == "no_licence_required"


def test_an_assumption_enters_the_answer(tmp_path: Path) -> None:
    done = monazite(
        "assess", EXAMPLE, "--out", tmp_path, "--format", "json", "--as-of", "2025-10-20",
        "--assume", "part:MOTOR.origin=CN",
    )  # fmt: skip
    document = json.loads(done.stdout)
    motor = next(d for d in document["determinations"] if d["part_id"] == "MOTOR" and d["shipment_id"] == "S01")
    assert motor["verdict"] == "licence_required"
    assert any(f["provision"].endswith("61#1.3") for f in motor["findings"])


def test_without_shipments_products_are_answered_by_destination(tmp_path: Path) -> None:
    target = tmp_path / "portfolio"
    shutil.copytree(EXAMPLE, target)
    (target / "shipments.csv").unlink()
    done = monazite("assess", target, "--out", tmp_path / "out", "--format", "json")
    document = json.loads(done.stdout)
    assert {d["line"] for d in document["determinations"]} == {"abroad", "special_regions", "china"}


def test_explain_gives_the_proof_in_three_forms_and_two_languages() -> None:
    text = monazite("explain", EXAMPLE, "S10/2")
    assert "No. 61 art. 1(1)" in text.stdout
    chinese = monazite("explain", EXAMPLE, "S10/2", "--lang", "zh")
    assert "是否" in chinese.stdout
    document = json.loads(monazite("explain", EXAMPLE, "S10/2", "--format", "json").stdout)
    assert document
    assert monazite("explain", EXAMPLE, "S10/2", "--format", "html").stdout.lstrip().startswith("<!doctype html>")
    assert monazite("explain", EXAMPLE, "S99").exit_code == 2


def test_trace_shows_where_the_dysprosium_is() -> None:
    done = monazite("trace", EXAMPLE, "DRONE", "--as-of", "2026-06-01")
    assert "MOTOR" in done.stdout
    assert "EV-MAGNET" in done.stdout
    assert monazite("trace", EXAMPLE, "NO-SUCH").exit_code == 2


def test_cases_pass_and_a_wrong_expectation_fails_with_exit_code_1(tmp_path: Path) -> None:
    folder = Path(__file__).resolve().parents[1] / "law_cases"
    assert monazite("cases", folder / "threshold.yaml").exit_code == 0
    wrong = tmp_path / "wrong.yaml"
    text = (folder / "threshold.yaml").read_text("utf-8").replace("verdict: licence_required", "verdict: prohibited", 1)
    wrong.write_text(text, "utf-8")
    done = monazite("cases", wrong)
    assert done.exit_code == 1
    assert "FAIL thr-01" in done.stdout
    assert "verdict: expected prohibited, found licence_required" in done.stdout


def test_init_writes_a_portfolio_that_assess_can_read(tmp_path: Path) -> None:
    assert monazite("init", tmp_path / "mine").exit_code == 0
    assert (tmp_path / "mine" / "parts.csv").exists()
    assert monazite("init", tmp_path / "mine").exit_code == 2
    assert monazite("assess", tmp_path / "mine", "--out", tmp_path / "out").exit_code == 3


def test_law_list_show_status_and_check(repository: Path, tmp_path: Path) -> None:
    assert "mofcom-2025-61" in monazite("law", "list").stdout
    assert "samarium" in monazite("law", "show", "mofcom-2025-61/part1.1").stdout
    assert "suspended" in monazite("law", "status", "mofcom-2025-61#1.1", "--as-of", "2026-06-01").stdout
    assert "revived" in monazite("law", "status", "mofcom-2025-61", "--as-of", "2026-11-22").stdout
    lists = monazite("law", "status", "cl", "--as-of", "2026-11-22").stdout
    assert "entities by state: in force: 110; stopped: 27; unknown: 16" in lists
    assert "notices after 2026-07-24 are not known" in lists
    assert "cl-2026-23" in monazite("law", "status", "mp materials", "--as-of", "2026-07-01").stdout
    assert monazite("law", "status", "no such name").exit_code == 2
    packs = repository / "src" / "monazite" / "packs"
    assert monazite("law", "check", packs).exit_code == 0
    copy = tmp_path / "packs"
    shutil.copytree(packs, copy)
    rules = copy / "cn" / "mofcom-2025-61" / "rules.yaml"
    rules.write_text(rules.read_text("utf-8").replace("limb_1 and in_force", "limb_one and in_force", 1), "utf-8")
    broken = monazite("law", "check", copy)
    assert broken.exit_code == 1
    assert "'limb_one' is neither a definition nor a fact" in broken.stdout


def test_faulty_packs_are_refused_before_anything_is_answered(repository: Path, tmp_path: Path) -> None:
    """Half a law clears nobody: assess, explain and cases end with exit code 3 and name the faults."""
    copy = tmp_path / "packs"
    shutil.copytree(repository / "src" / "monazite" / "packs", copy)
    (copy / "cn" / "mofcom-2024-46" / "rules.yaml").write_text("rules: [", "utf-8")
    for command in (("assess", EXAMPLE), ("explain", EXAMPLE, "S01"), ("cases", repository / "tests" / "law_cases")):
        done = monazite(*command, "--packs", copy)
        assert done.exit_code == 3
        assert "mofcom-2024-46/rules.yaml" in done.stderr


def test_the_sound_portfolio_of_the_reader_is_assessed(tmp_path: Path) -> None:
    assert monazite("assess", SOUND, "--out", tmp_path).exit_code == 0
