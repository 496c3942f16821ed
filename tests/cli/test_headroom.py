"""`monazite headroom`: as a user meets it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from tests.cli.test_commands import EXAMPLE, monazite
from tests.services.fleet import fleet, part

from monazite.reporting.json_document import document, schema

DAY = ("--as-of", "2026-11-22")


def products(*arguments: str | Path) -> list[dict[str, Any]]:
    """The products of the document that a run prints."""
    done = monazite("headroom", *arguments, *DAY, "--format", "json")
    assert done.exit_code == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["products"]
    return found


def test_every_shipped_part_is_looked_at_where_none_is_named() -> None:
    assert [one["subject"] for one in products(EXAMPLE)] == ["DRONE", "MOTOR"]


def test_every_product_is_looked_at_where_nothing_is_shipped(tmp_path: Path) -> None:
    target = tmp_path / "portfolio"
    shutil.copytree(EXAMPLE, target)
    (target / "shipments.csv").unlink()
    assert [one["subject"] for one in products(target)] == ["DRONE"]


def test_rows_are_those_of_the_ledger_as_published() -> None:
    """Every row meets the schema of `share.by_basis`, and has the flip amounts beside."""
    rows = [row for one in products(EXAMPLE) for row in one["rows"]]
    basis = {**schema(), "$ref": "#/$defs/basis"}
    check = Draft202012Validator({key: basis[key] for key in ("$schema", "$defs", "$ref")})
    for row in rows:
        flips = {key: row.pop(key) for key in ("flip_contents", "flip_masses")}
        check.validate(row)
        assert [one["part_id"] for one in flips["flip_contents"]] == ["MOTOR"]
        assert [one["name"] for one in flips["flip_masses"]] == ["dysprosium metal", "terbium metal"]


def test_a_line_is_looked_at_with_its_own_invoice(tmp_path: Path) -> None:
    contents = "part_id,entry,mass_kg,origin\nM,part1.2,0.0001,CN\n"
    prices = "entry,form,basis,price_per_kg,currency,date\ndysprosium,metal,market,1000,USD,2025\n"
    lines = "shipment_id,line,date,kind,part_id,from_country,to_country,unit_value,currency,price_per\n"
    lines += "S1,1,2026-11-22,goods,P,JP,DE,99,USD,1\nS1,2,2026-11-22,goods,P,JP,DE,101,USD,1\n"
    fleet(tmp_path, part("P", "500") + part("M"), "P,M,1\n", contents=contents, prices=prices, shipments=lines)
    sides = {}
    for name in ("S1/1", "S1/2", "P"):
        (one,) = products(tmp_path, name)
        sides[name] = {row["value_basis"]: row["side"] for row in one["rows"]}
    assert sides == {
        "S1/1": {"invoice": "reached", "master_data": "below"},
        "S1/2": {"invoice": "below", "master_data": "below"},
        "P": {"master_data": "below"},
    }


def test_the_answer_of_assess_and_the_headroom_agree(tmp_path: Path) -> None:
    """The side of a row is that of the same row in `assess`."""
    done = monazite("assess", EXAMPLE, "--out", tmp_path, "--format", "json", *DAY)
    lines = json.loads(done.stdout)["determinations"]
    for one in products(EXAMPLE):
        (told,) = {
            tuple((row["price_basis"], row["side"], row["headroom"]["money"]) for row in line["share"]["by_basis"])
            for line in lines if line["part_id"] == one["part_id"]
        }  # fmt: skip
        assert told == tuple((row["price_basis"], row["side"], row["headroom"]["money"]) for row in one["rows"])


def test_one_basis_alone_can_be_looked_at() -> None:
    (drone,) = products(EXAMPLE, "DRONE", "--basis", "usgs_average")
    assert [row["price_basis"] for row in drone["rows"]] == ["usgs_average"]


def test_what_cannot_be_read_is_said_with_exit_code_2() -> None:
    done = monazite("headroom", EXAMPLE, "NO-SUCH")
    assert done.exit_code == 2
    assert "NO-SUCH" in done.stderr


def test_names_from_outside_reach_the_terminal_as_text(tmp_path: Path) -> None:
    fleet(tmp_path, part("P", "100").replace("P,P,", "P,[red]\x1b[31mP,") + part("N"), "P,N,1\n")
    done = monazite("headroom", tmp_path, "P")
    assert done.exit_code == 0
    assert "\x1b" not in done.stdout
    assert "[red]" in done.stdout


def test_the_document_of_a_run_without_shipments_meets_the_published_schema(tmp_path: Path) -> None:
    """Product matrix and exposure: with values and without, with suppliers, in a loop."""
    parts = part("P", "100") + part("Q") + part("R", "9") + part("M", "5", "", "magnets", "ONE") + part("L", "1", "")
    found = fleet(tmp_path, parts, "P,M,1\nQ,M,2\nR,L,1\nL,R,0.5\n").run()
    made = json.loads(json.dumps(document(found)))
    Draft202012Validator(schema()).validate(made)
    assert [one["part_id"] for one in made["products"]] == ["P", "Q", "R", "L"]
    assert made["exposure"]["open"] >= 3
