"""`monazite classify`: proposals, approvals read back, and what they change in an answer."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from monazite.cli.main import app

PARTS = """\
part_id,name,kind,unit,mass_kg,unit_value,currency,price_per,made_in,origin,control_entries,composition,profile
P,Product,assembly,pc,1,100,USD,1,DE,DE,cn/mofcom-2025-61/part2.I.parts,complete,
S,Screw M4,part,pc,0.01,0.1,USD,1,DE,,none,,
S2,Screw M5,part,pc,0.01,0.1,USD,1,DE,,none,,
M,Magnet NdFeB,part,pc,0.001,0.2,USD,1,JP,,,,
"""
SHIPMENTS = """shipment_id,line,date,kind,part_id,quantity,unit,from_country,to_country,end_use
S1,1,2026-01-15,goods,P,1,pc,DE,FR,civil
"""


@pytest.fixture
def portfolio(tmp_path: Path) -> Path:
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "parts.csv").write_text(PARTS, "utf-8")
    (folder / "bom.csv").write_text("parent_id,child_id,quantity,unit\nP,S,4,pc\nP,S2,1,pc\n", "utf-8")
    (folder / "contents.csv").write_text("part_id,entry\nX,none\n", "utf-8")
    (folder / "shipments.csv").write_text(SHIPMENTS, "utf-8")
    return folder


def run(*words: object, code: int = 0) -> Any:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == code, done.output
    return done


def proposals(portfolio: Path) -> tuple[Path, list[dict[str, str]]]:
    file = portfolio.parent / "groups.csv"
    file.unlink(missing_ok=True)
    run("classify", portfolio, "--out", file)
    return file, list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))


def fill(file: Path, rows: list[dict[str, str]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return file


def share(portfolio: Path) -> tuple[float, dict[str, Any]]:
    done = run("assess", portfolio, "--out", portfolio.parent / "out", "--format", "json")
    found = json.loads(done.stdout)
    return found["determinations"][0]["share"]["high"], found


def test_an_approval_narrows_the_bounds_and_stands_in_the_proof(portfolio: Path) -> None:
    before, _ = share(portfolio)
    file, rows = proposals(portfolio)
    for row in rows:
        row["approve"] = "yes" if row["class"] == "fastener-steel" else ""
    done = run("classify", portfolio, "--approve", fill(file, rows), "--by", "J. Doe")
    assert "2 parts approved by J. Doe" in done.stdout
    after, _ = share(portfolio)
    assert (before, after) == (0.005, 0.0)
    proof = " ".join(run("explain", portfolio, "S1/1").stdout.split())
    for words in ("fastener-steel [J. Doe,", "approved by J. Doe on", "assumption: The fastener", "[assumption]"):
        assert words in proof, words
    assert "nothing that counts" in run("trace", portfolio, "S").stdout
    groups = proposals(portfolio)[1]
    assert [row["class"] for row in groups] == ["ndfeb"]


def test_an_unknown_amount_narrows_nothing(portfolio: Path) -> None:
    (portfolio / "bom.csv").write_text("parent_id,child_id,quantity,unit\nP,M,1,pc\n", "utf-8")
    before, _ = share(portfolio)
    file, rows = proposals(portfolio)
    for row in rows:
        row["approve"] = "yes"
    run("classify", portfolio, "--approve", fill(file, rows), "--by", "J. Doe")
    assert share(portfolio)[0] == before == 0.002


def test_a_workbook_goes_out_and_comes_back(portfolio: Path) -> None:
    file = portfolio.parent / "groups.xlsx"
    (portfolio / "parts.csv").write_text(PARTS.replace("Screw M5", '"=HYPERLINK(1) screw"'), "utf-8")
    run("classify", portfolio, "--out", file)
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["groups", "members", "all_classes"]
    names = [cell.value for cell in book["groups"][1]]
    for row in book["groups"].iter_rows(min_row=2):
        cells = dict(zip(names, row, strict=True))
        assert cells["names"].data_type == "s"
        if cells["class"].value == "fastener-steel":
            assert cells["parts"].value == 2
            cells["approve"].value, cells["except"].value = "Yes", "S2"
        else:
            cells["approve"].value = "magnet-unstated"
    book.save(file)
    run("classify", portfolio, "--approve", file, "--by", "王")
    rows = list(csv.DictReader((portfolio / "classes.csv").read_text("utf-8").splitlines()))
    assert {(r["class"], r["match"], r["approved_by"]) for r in rows} == {
        ("fastener-steel", "part_id:S", "王"), ("magnet-unstated", "part_id:M", "王"),
    }  # fmt: skip


def test_what_cannot_be_used_is_said_and_nothing_is_approved_with_it(portfolio: Path) -> None:
    file, rows = proposals(portfolio)
    screws, magnets = rows
    sheet = [
        {**screws, "approve": "yes", "except": "S9"},
        {**magnets, "approve": "ndfeb-sinterd"},
        {**screws, "group": "000000000000", "approve": "yes"},
        {**screws, "group": "111111111111", "approve": "yes"},
        {**screws, "group": "111111111111", "approve": "no"},
    ]
    done = run("classify", portfolio, "--approve", fill(file, sheet), "--by", "J. Doe", code=3)
    for code in ("unknown_part", "unknown_class", "unknown_group", "duplicate_row"):
        assert code in done.stderr, code
    assert "did you mean ndfeb-sintered?" in done.stderr
    assert not (portfolio / "classes.csv").exists()


def test_a_group_that_changed_since_is_not_approved(portfolio: Path) -> None:
    file, rows = proposals(portfolio)
    (portfolio / "parts.csv").write_text(PARTS + "S3,Screw M6,part,pc,1,1,USD,1,,,,,\n", "utf-8")
    filled = fill(file, [{**row, "approve": "yes"} for row in rows if row["class"] == "fastener-steel"])
    assert "unknown_group" in run("classify", portfolio, "--approve", filled, "--by", "J. Doe", code=3).stderr


def test_an_approval_that_contradicts_what_is_stated_is_not_used(portfolio: Path) -> None:
    (portfolio / "parts.csv").write_text(PARTS.replace("DE,,none,,\nS2", "DE,,part2.I.3,,\nS2"), "utf-8")
    file, rows = proposals(portfolio)
    filled = fill(file, [{**row, "approve": "yes"} for row in rows])
    done = run("classify", portfolio, "--approve", filled, "--by", "J. Doe")
    assert "class_contradicted" in done.stderr
    assert "part_id:S," not in (portfolio / "classes.csv").read_text("utf-8")
    (portfolio / "contents.csv").write_text("part_id,entry,mass_kg\nS2,Dy,0.001\n", "utf-8")
    codes = {issue["code"] for issue in share(portfolio)[1]["issues"]}
    assert "class_contradicted" in codes
    assert share(portfolio)[0] > 0


CLASSES = "class,match,approved_by,approved_on\n"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("fastener-steel,part_id:S,,\n", "class_not_approved"),
        ("fastener-steel,part_id:ZZ,J,2026-01-01\n", "unknown_part"),
        ("fastener-steel,part_id:S,J,2026-01-01\nseal,part_id:S,J,2026-01-01\n", "class_given_twice"),
        ("fastener-steel,part_id:S,J,2026-01-01\nfastener-steel,part_id:S,J,2026-01-01\n", "duplicate_row"),
    ],
)
def test_a_faulty_membership_leaves_the_part_unknown(portfolio: Path, rows: str, code: str) -> None:
    before, _ = share(portfolio)
    (portfolio / "classes.csv").write_text(CLASSES + rows, "utf-8")
    after, found = share(portfolio)
    assert code in {issue["code"] for issue in found["issues"]}
    assert after == before


def test_a_lost_row_about_a_part_keeps_its_class_from_clearing_it(portfolio: Path) -> None:
    (portfolio / "classes.csv").write_text(CLASSES + "fastener-steel,part_id:S,J,2026-01-01\n", "utf-8")
    assert share(portfolio)[0] == 0.001
    (portfolio / "bom.csv").write_text("parent_id,child_id,quantity,unit\nP,S,4,pc\nP,S2,1,pc\nS,,1,pc\n", "utf-8")
    assert share(portfolio)[0] == 0.005


def test_a_profile_of_the_library_needs_no_row_and_one_of_the_portfolio_goes_before_it(portfolio: Path) -> None:
    named = PARTS.replace("DE,,none,,\n", "DE,,none,,fastener-steel\n")
    (portfolio / "parts.csv").write_text(named, "utf-8")
    high, found = share(portfolio)
    assert high == 0.0
    assert "unknown_profile" not in {issue["code"] for issue in found["issues"]}
    own = "profile,entry,mass_kg,origin,composition\nfastener-steel,part1.2,0.0001,CN,partial\n"
    (portfolio / "profiles.csv").write_text(own, "utf-8")
    assert share(portfolio)[0] > 0


@pytest.mark.parametrize(
    "broken", [b"PK\x03\x04 not a workbook", b"", b"a,b\n1,2\n", b"group,approve,approve\nx,yes,no\n", b"\xff\xfe\xfa"]
)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_broken_file_of_approvals_is_one_line_on_stderr(portfolio: Path, broken: bytes, ending: str) -> None:
    file = portfolio.parent / f"broken.{ending}"
    file.write_bytes(broken)
    done = CliRunner().invoke(app, ["classify", str(portfolio), "--approve", str(file), "--by", "J"])
    assert done.exit_code in (2, 3)
    assert "Traceback" not in done.output
    assert not (portfolio / "classes.csv").exists()


def test_what_stands_in_classes_is_kept(portfolio: Path) -> None:
    mine = '# ours\nreason,class,composition,approved_by\n"a, b",metals,complete,J. Doe\n'
    (portfolio / "classes.csv").write_text(mine, "utf-8")
    file, rows = proposals(portfolio)
    run("classify", portfolio, "--approve", fill(file, [{**r, "approve": "yes"} for r in rows]), "--by", "K")
    text = (portfolio / "classes.csv").read_text("utf-8").splitlines()
    assert text[0] == "# ours"
    assert text[2].startswith('"a, b",metals,complete,J. Doe')
    assert len(text) == 3 + 3


@pytest.mark.parametrize(
    "words", [["--approve", "absent.csv", "--by", "J"], ["--by", "J"], ["--out", "x.pdf"], ["--approve", "p/parts.csv"]]
)
def test_wrong_usage(portfolio: Path, words: list[str]) -> None:
    run("classify", portfolio, *words, code=2)


def test_a_file_of_proposals_is_not_overwritten(portfolio: Path) -> None:
    file, _ = proposals(portfolio)
    run("classify", portfolio, "--out", file, code=2)
