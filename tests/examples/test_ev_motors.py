"""The seven traction motors: what the importer makes, the numbers by hand, and the answers."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.examples.rows import Rows, read
from typer.testing import CliRunner

from monazite.cli.main import app
from monazite.services.schema import SCHEMA

WITH_MAGNETS = {"Toyota_Prius": "1.24", "BMW_i3": "2.26", "Tesla_model_3": "2.15", "Jaguar_I_Pace": "2.21"}
"""Motors and the mass of their magnets in kg, as known from elsewhere."""
WITHOUT = ("Audi_eTron", "Renault_Zoe", "Tesla_S")
GENERATED = ("parts", "bom", "profiles")
DY, TB = "cn/mofcom-2025-61/part1.2", "cn/mofcom-2025-61/part1.4"
ELEMENT = {DY: "Dysprosium", TB: "Terbium"}
OXIDE_PER_METAL = {DY: Fraction("1.1477"), TB: Fraction("1.1762")}
THRESHOLD = Fraction(1, 1000)
NOW = "2026-11-22"


@pytest.fixture(scope="module")
def folder(repository: Path) -> Path:
    return repository / "examples" / "ev_motors"


@pytest.fixture(scope="module")
def imported(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("imported") / "portfolio"
    done = CliRunner().invoke(app, ["import", str(folder / "source"), "--out", str(out)])
    assert done.exit_code == 0, done.output
    return out


@pytest.fixture(scope="module")
def answers(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], dict[str, Any]]:
    out = tmp_path_factory.mktemp("out")
    done = CliRunner().invoke(app, ["assess", str(folder), "--out", str(out), "--format", "json"])
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert document["issues"] == []
    return {(line["shipment_id"], line["part_id"]): line for line in document["determinations"]}


# --- what the importer makes ----------------------------------------------------------------------


@pytest.mark.parametrize("name", GENERATED)
def test_generated_tables_are_what_the_importer_makes_today(folder: Path, imported: Path, name: str) -> None:
    assert (folder / f"{name}.csv").read_bytes() == (imported / f"{name}.csv").read_bytes()


def test_people_added_to_the_evidence_and_approved_classes_and_changed_nothing(
    tables: dict[str, Rows], imported: Path
) -> None:
    made = read(imported / "evidence.csv")
    assert tables["evidence"][: len(made)] == made
    assert [{k: row[k] for k in ("class", "composition")} for row in tables["classes"]] == read(
        imported / "classes.csv"
    )
    assert all(row["approved_by"] and row["approved_on"] and row["reason"] for row in tables["classes"])


def test_every_table_and_column_is_one_of_ours(tables: dict[str, Rows]) -> None:
    assert set(tables) <= set(SCHEMA)
    for name, rows in tables.items():
        assert set(rows[0]) <= set(SCHEMA[name].by_spelling), name
        assert all(None not in row and None not in row.values() for row in rows), name


def test_documents_have_the_digests_stated(folder: Path, tables: dict[str, Rows]) -> None:
    for row in tables["evidence"]:
        if row["document"]:
            path = next(p for p in (folder / row["document"], folder / "source" / row["document"]) if p.exists())
            assert hashlib.sha256(path.read_bytes()).hexdigest() == row["sha256"], row["evidence_id"]
        assert row["kind"] == "engineering_assertion"
        assert row["method"].startswith("assumption: ")


# --- by hand --------------------------------------------------------------------------------------


def premise(folder: Path) -> Mapping[str, dict[str, str]]:
    return {row["metal"]: row for row in read(folder / "source" / "premise_metals_db_ev_motor_2020.csv")}


def motor_mass(tables: dict[str, Rows], motor: str) -> Fraction:
    return sum((Fraction(row["quantity"]) for row in tables["bom"] if row["parent_id"] == motor), start=Fraction(0))


def magnet_mass(tables: dict[str, Rows], motor: str) -> Fraction:
    (found,) = (row for row in tables["bom"] if row["child_id"] == f"{motor}-MAGNETS")
    return Fraction(found["quantity"])


def content_value(folder: Path, tables: dict[str, Rows], motor: str, basis: str, end: str) -> Fraction:
    """USD of Dy and Tb in one motor, of any origin: studies per kg of motor, oxide prices, stoichiometry."""
    price = {
        row["entry"].capitalize(): Fraction(row["price_per_kg"]) for row in tables["prices"] if row["basis"] == basis
    }
    mass, studies = motor_mass(tables, motor), premise(folder)
    return sum(
        (mass * Fraction(studies[ELEMENT[e]][end]) * price[ELEMENT[e]] * OXIDE_PER_METAL[e] for e in ELEMENT),
        start=Fraction(0),
    )


@pytest.mark.parametrize("motor", WITH_MAGNETS)
def test_contents_are_the_studies_over_the_magnets_rounded_outwards(
    folder: Path, tables: dict[str, Rows], motor: str
) -> None:
    scale = motor_mass(tables, motor) / magnet_mass(tables, motor)
    rows = {row["entry"]: row for row in tables["contents"] if row["part_id"] == f"{motor}-MAGNETS"}
    assert set(rows) == {DY, TB, "neodymium"}
    for entry, row in rows.items():
        stated = premise(folder)[ELEMENT.get(entry, "Neodymium")]
        low, high = Fraction(row["mass_fraction_low"]), Fraction(row["mass_fraction_high"])
        assert 0 <= Fraction(stated["min"]) * scale - low < Fraction(1, 10**9)
        assert 0 <= high - Fraction(stated["max"]) * scale < Fraction(1, 10**9)
        assert row["origin"] == "", "nobody has stated it"


def test_prices_are_those_of_the_source_less_the_basis_without_terbium(folder: Path, tables: dict[str, Rows]) -> None:
    source = [{k: v for k, v in row.items() if k != "note"} for row in read(folder / "source" / "price_points.csv")]
    assert [row for row in source if row["basis"] != "volume_weighted_2025"] == tables["prices"]


@pytest.mark.parametrize("motor", WITH_MAGNETS)
@pytest.mark.parametrize("basis", ["usgs_average", "europe_spot"])
def test_shares_by_hand_are_those_of_the_answers_and_of_the_readme(
    folder: Path, tables: dict[str, Rows], answers: dict[tuple[str, str], dict[str, Any]], motor: str, basis: str
) -> None:
    (value,) = (row for row in tables["values"] if row["part_id"] == motor)
    lowest = content_value(folder, tables, motor, basis, "min") / Fraction(value["value_high"])
    highest = content_value(folder, tables, motor, basis, "max") / Fraction(value["value_low"])
    assert lowest < THRESHOLD < highest
    share = answers["D05", motor]["share"]
    (found,) = (one for one in share["by_basis"] if one["price_basis"] == basis)
    assert found["low"] == 0, "no origin is stated"
    assert found["high"] == pytest.approx(float(highest), rel=1e-5)
    assert found["high"] >= float(highest) * (1 - 1e-12)
    text = (folder / "README.md").read_text("utf-8")
    assert f"{float(lowest) * 100:.4f} to {float(highest) * 100:.1f} %" in text


def test_the_flip_points_of_the_readme(folder: Path, tables: dict[str, Rows]) -> None:
    text = (folder / "README.md").read_text("utf-8")
    for basis, grams in (("usgs_average", ("1.82", "7.29")), ("europe_spot", ("0.45", "1.82"))):
        price = next(
            Fraction(r["price_per_kg"]) for r in tables["prices"] if (r["entry"], r["basis"]) == ("dysprosium", basis)
        )
        for value, printed in zip((500, 2000), grams, strict=True):
            mass = THRESHOLD * value / (price * OXIDE_PER_METAL[DY]) * 1000
            assert f"{float(mass):.2f}" == printed
            assert f"{printed} g" in text
    for motor in WITH_MAGNETS:
        clear = content_value(folder, tables, motor, "usgs_average", "max") / THRESHOLD
        over = content_value(folder, tables, motor, "usgs_average", "min") / THRESHOLD
        assert f"{round(clear):,}" in text
        assert f"| {round(over)} |" in text
        median = motor_mass(tables, motor) * Fraction(premise(folder)["Dysprosium"]["median"])
        assert f"{round(median * 1000)} g" in text
        assert median * 239 * OXIDE_PER_METAL[DY] > THRESHOLD * 2000, "over at any value of the range, were it Chinese"


# --- answers --------------------------------------------------------------------------------------


def test_motors_without_magnets_need_no_licence_on_any_day_whoever_the_customer(
    tables: dict[str, Rows], answers: dict[tuple[str, str], dict[str, Any]]
) -> None:
    lines = [line for (_, part), line in answers.items() if part in WITHOUT]
    assert len(lines) == sum(row["part_id"] in WITHOUT for row in tables["shipments"]) > 10
    for line in lines:
        assert (line["verdict"], line["underlying"], line["grounds"]) == (
            "no_licence_required", "no_licence_required", "not_in_scope",
        )  # fmt: skip
        assert line["share"]["high"] == 0
        assert line["deciding_facts"] == []
    stated = {row["part_id"] for name in ("contents", "values", "technologies") for row in tables[name]}
    assert not any(part.startswith(WITHOUT) for part in stated), "nobody told the engine"


def test_the_import_alone_clears_motors_without_magnets_and_no_other(imported: Path, tmp_path: Path) -> None:
    options = ["--out", str(tmp_path), "--format", "json", "--as-of", NOW]
    done = CliRunner().invoke(app, ["assess", str(imported), *options])
    assert done.exit_code == 0, done.output
    abroad = {line["part_id"]: line for line in json.loads(done.stdout)["determinations"] if line["line"] == "abroad"}
    assert set(abroad) == {*WITH_MAGNETS, *WITHOUT}
    for motor in WITHOUT:
        assert (abroad[motor]["verdict"], abroad[motor]["grounds"]) == ("no_licence_required", "not_in_scope")
    for motor in WITH_MAGNETS:
        assert abroad[motor]["verdict"] == "undetermined"
        assert "licence_required" in abroad[motor]["possible"]
        assert abroad[motor]["share"]["high"] == 1, "anything up to its whole value: nobody states what magnets hold"


@pytest.mark.parametrize("motor", WITH_MAGNETS)
def test_motors_with_magnets_are_open_in_substance_and_clear_while_the_law_is_suspended(
    answers: dict[tuple[str, str], dict[str, Any]], motor: str
) -> None:
    for shipment, grounds in (("D03", "suspended"), ("D04", "suspended")):
        line = answers[shipment, motor]
        assert (line["verdict"], line["grounds"], line["underlying"]) == (
            "no_licence_required", grounds, "undetermined",
        )  # fmt: skip
    for shipment in ("D05", "D06"):
        line = answers[shipment, motor]
        assert line["verdict"] == "undetermined"
        assert line["possible"] == ["no_licence_required", "licence_required"]
        facts = {fact["fact"] for one in line["deciding_facts"] for fact in one["set"]}
        assert {"item.contents.origin", "item.contents.value", "law:after_suspension"} <= facts


def told(folder: Path, target: Path, median: bool, origin: str) -> list[dict[str, Any]]:
    """Answers for 2026-11-22, No. 61 in force, once the maker has spoken: a Dy magnet, its Dy, and the Dy's origin."""
    shutil.copytree(folder, target)
    contents = [row for row in read(target / "contents.csv") if row["entry"] == DY]
    studies = premise(folder)["Dysprosium"]
    for row in contents:
        row["origin"] = origin
        if median:
            found = Fraction(row["mass_fraction_high"]) * Fraction(studies["median"]) / Fraction(studies["max"])
            row["mass_fraction_low"] = row["mass_fraction_high"] = f"{float(found):.9f}"
    write(target / "contents.csv", contents)
    parts = read(target / "parts.csv")
    for row in parts:
        row["control_entries"] = "part2.I.3" if row["part_id"].endswith("-MAGNETS") else row["control_entries"]
    write(target / "parts.csv", parts)
    options = ["--out", str(target.parent / "out"), "--format", "json", "--reading", "after_suspension=revived"]
    done = CliRunner().invoke(app, ["assess", str(target), *options])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)["determinations"]
    return [line for line in found if line["shipment_id"] == "D05" and line["part_id"] in WITH_MAGNETS]


def test_over_the_line_once_the_dysprosium_is_chinese_and_ordinary(folder: Path, tmp_path: Path) -> None:
    lines = told(folder, tmp_path / "chinese", median=True, origin="CN")
    assert len(lines) == len(WITH_MAGNETS)
    for line in lines:
        assert line["verdict"] == "licence_required"
        assert line["share"]["low"] > THRESHOLD


def test_not_by_value_once_none_of_it_is_chinese(folder: Path, tmp_path: Path) -> None:
    lines = told(folder, tmp_path / "other", median=False, origin="not_CN")
    assert {line["share"]["high"] for line in lines} == {0}
    for line in lines:
        facts = {fact["fact"] for one in line["deciding_facts"] for fact in one["set"]}
        assert facts == {"law:embedded_technology", "item.technologies"}, "art. 1(2) is left"


def write(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_special_customers(answers: dict[tuple[str, str], dict[str, Any]]) -> None:
    assert answers["X1", "BMW_i3"]["review"] == "denied_in_principle"
    assert answers["X2", "Renault_Zoe"]["verdict"] == "no_licence_required"
    assert (answers["X3", "Toyota_Prius"]["verdict"], answers["X3", "Toyota_Prius"]["grounds"]) == (
        "no_licence_required", "not_in_scope",
    )  # fmt: skip
    hong_kong = {fact["fact"] for one in answers["X4", "Tesla_model_3"]["deciding_facts"] for fact in one["set"]}
    assert "law:special_regions" in hong_kong
    assert "exempt_with_report" in answers["X5", "Jaguar_I_Pace"]["possible"]


def test_shipments_lie_on_both_sides_of_the_dates_of_the_law(tables: dict[str, Rows]) -> None:
    days = {date.fromisoformat(row["date"]) for row in tables["shipments"]}
    turns = (date(2025, 10, 9), date(2025, 11, 7), date(2026, 11, 11), date(2027, 1, 11))
    for before, after in zip((date.min, *turns), (*turns, date.max), strict=True):
        assert any(before <= day < after for day in days)


def test_the_readme_tells_each_motor_its_masses_and_every_assumption(folder: Path, tables: dict[str, Rows]) -> None:
    text = (folder / "README.md").read_text("utf-8")
    for motor, known in WITH_MAGNETS.items():
        computed = f"{float(magnet_mass(tables, motor)):.3f}"
        assert re.search(rf"^\| {motor} \|.*\b{computed}\b.*\b{known}\b", text, flags=re.MULTILINE), motor
    for motor in WITHOUT:
        assert re.search(rf"^\| {motor} \|.*none", text, flags=re.MULTILINE), motor
    assert all(row["evidence_id"] in text for row in tables["evidence"] if "authors" in row["issuer"])
    assert {row["date"] for row in tables["shipments"]} <= set(re.findall(r"\d{4}-\d\d-\d\d", text))
