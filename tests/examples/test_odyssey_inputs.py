"""The Odyssey example: its tables agree with the public bill of materials, its sources and its worksheet."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from tests.examples.rows import Rows, read

from monazite.services.schema import SCHEMA

BOM_SHA256 = "7f44336d18441628add57455a3a501a2f9f3b98affdf5b107e6294c3eb80d567"
LEFT_OUT_BASIS = "volume_weighted_2025"
OXIDE_PER_METAL = {"dysprosium": Fraction("1.1477"), "terbium": Fraction("1.1762")}
ENTRY_OF = {"dysprosium": "cn/mofcom-2025-61/part1.2", "terbium": "cn/mofcom-2025-61/part1.4"}
THRESHOLD = Fraction(1, 1000)


@pytest.fixture(scope="module")
def folder(repository: Path) -> Path:
    return repository / "examples" / "odyssey_drone"


@pytest.fixture(scope="module")
def source_bom(folder: Path) -> Rows:
    return read(folder / "source" / "bom.csv")


def premise(folder: Path) -> dict[str, dict[str, str]]:
    return {row["metal"]: row for row in read(folder / "source" / "premise_metals_db_ev_motor_2020.csv")}


def part(tables: dict[str, Rows], part_id: str) -> dict[str, str]:
    (found,) = (row for row in tables["parts"] if row["part_id"] == part_id)
    return found


def motor_value(tables: dict[str, Rows], basis: str, end: str) -> Fraction:
    """USD of Dy and Tb in one motor, of any origin: the worksheet of the README."""
    mass = Fraction(part(tables, "MOTOR")["mass_kg"])
    fractions = {row["entry"]: Fraction(row[f"mass_fraction_{end}"]) for row in tables["contents"]}
    prices = {row["entry"]: Fraction(row["price_per_kg"]) for row in tables["prices"] if row["basis"] == basis}
    return sum((mass * fractions[ENTRY_OF[e]] * prices[e] * OXIDE_PER_METAL[e] for e in ENTRY_OF), start=Fraction(0))


def value(tables: dict[str, Rows], part_id: str) -> Fraction:
    (found,) = (row for row in tables["values"] if row["part_id"] == part_id)
    return Fraction(found["value"])


# --- the tables as such ---------------------------------------------------------------------------


def test_every_table_and_column_is_one_of_ours(tables: dict[str, Rows]) -> None:
    assert set(tables) <= set(SCHEMA)
    for name, rows in tables.items():
        assert rows
        assert set(rows[0]) <= set(SCHEMA[name].by_spelling), name


def test_no_row_is_ragged_or_repeats_a_key(tables: dict[str, Rows]) -> None:
    for name, rows in tables.items():
        assert all(None not in row and None not in row.values() for row in rows), name
        keys = [tuple(row.get(column, "") for column in SCHEMA[name].key) for row in rows if SCHEMA[name].key]
        assert len(keys) == len(set(keys)), name


def test_every_reference_is_met(tables: dict[str, Rows]) -> None:
    ids = {
        "parts": "part_id", "parties": "party_id", "evidence": "evidence_id", "profiles": "profile", "classes": "class",
    }  # fmt: skip
    known = {name: {row[column] for row in tables[name]} for name, column in ids.items()}
    for name, rows in tables.items():
        for column in SCHEMA[name].columns:
            if column.refers not in known or (name, column.name) == (column.refers, ids[column.refers]):
                continue
            used = {text for row in rows for text in row.get(column.name, "").split(";") if text}
            assert used - known[column.refers] <= {"unknown"}, (name, column.name)


# --- against the bill of materials -----------------------------------------------------------------


def test_the_bill_of_materials_is_the_original(folder: Path, source_bom: Rows) -> None:
    assert hashlib.sha256((folder / "source" / "bom.csv").read_bytes()).hexdigest() == BOM_SHA256
    assert len(source_bom) == 26
    for row in source_bom:
        assert Fraction(row["Qty"].split()[0]) * Fraction(row["Unit Price USD"]) == Fraction(row["Total USD"])


def test_each_line_is_a_part_with_its_quantity_mass_and_price(tables: dict[str, Rows], source_bom: Rows) -> None:
    assert len(tables["bom"]) == 26
    assert len(tables["parts"]) == 27
    for line, stated in zip(tables["bom"], source_bom, strict=True):
        child = part(tables, line["child_id"])
        number, _, unit = stated["Qty"].partition(" ")
        assert line["parent_id"] == "DRONE"
        assert (line["quantity"], line["unit"], child["unit"]) == (number, unit or "pc", unit or "pc")
        assert child["name"] == stated["Component"]
        assert (child["unit_value"], child["currency"]) == (stated["Unit Price USD"], "USD")
        assert Fraction(child["mass_kg"]) * Fraction(number) * 1000 == Fraction(stated["Mass g"])


def test_the_value_is_stated_and_equals_the_sum_of_purchase_prices(tables: dict[str, Rows], source_bom: Rows) -> None:
    assert sum(Fraction(row["Total USD"]) for row in source_bom) == value(tables, "DRONE") == Fraction("560.50")
    assert part(tables, "DRONE")["unit_value"] == ""
    assert {row["basis"] for row in tables["values"]} == {"standard_cost"}


def test_the_mass_is_that_of_the_set_with_the_radio_on_the_ground(tables: dict[str, Rows], source_bom: Rows) -> None:
    total = sum(Fraction(row["Mass g"]) for row in source_bom)
    airborne = sum(Fraction(row["Airborne Mass g"]) for row in source_bom)
    assert (total, airborne) == (1420, 1414)
    assert Fraction(part(tables, "DRONE")["mass_kg"]) * 1000 == total


def test_four_motors_of_52_g_at_22_usd(tables: dict[str, Rows]) -> None:
    motor = part(tables, "MOTOR")
    (line,) = (row for row in tables["bom"] if row["child_id"] == "MOTOR")
    assert line["quantity"] == "4"
    assert Fraction(motor["mass_kg"]) == Fraction("0.052")
    assert Fraction(motor["unit_value"]) == value(tables, "MOTOR") == 22


# --- against the other sources ---------------------------------------------------------------------


def test_the_motor_range_is_that_of_the_studies(folder: Path, tables: dict[str, Rows]) -> None:
    studies = premise(folder)
    assert {row["unit"] for row in studies.values()} == {"kg metal/kg motor"}
    assert {row["origin_var"] for row in studies.values()} == {"EV"}
    for element, entry in ENTRY_OF.items():
        (content,) = (row for row in tables["contents"] if row["entry"] == entry)
        stated = studies[element.capitalize()]
        assert content["part_id"] == "MOTOR"
        assert content["origin"] == "", "nobody has stated it"
        assert Fraction(content["mass_fraction_low"]) == Fraction(stated["min"])
        assert Fraction(content["mass_fraction_high"]) == Fraction(stated["max"])
    assert len(tables["contents"]) == 2


def test_the_prices_are_those_of_the_source_less_the_basis_without_terbium(
    folder: Path, tables: dict[str, Rows]
) -> None:
    source = [{k: v for k, v in row.items() if k != "note"} for row in read(folder / "source" / "price_points.csv")]
    assert [row for row in source if row["basis"] != LEFT_OUT_BASIS] == tables["prices"]
    assert {row["entry"] for row in source if row["basis"] == LEFT_OUT_BASIS} == {"dysprosium"}


def test_the_usgs_extract_agrees_with_the_price_points(folder: Path, tables: dict[str, Rows]) -> None:
    usgs = read(folder / "source" / "usgs_mcs2026_prices_2025.csv")
    for row in (row for row in tables["prices"] if row["basis"] == "usgs_average"):
        (found,) = (u for u in usgs if u["commodity"] == row["entry"].capitalize())
        assert "oxide" in found["statistics_detail"]
        assert (found["value"], found["year"]) == (row["price_per_kg"], row["date"])


def test_every_assumption_has_its_paper_and_the_digests_hold(folder: Path, tables: dict[str, Rows]) -> None:
    for row in tables["evidence"]:
        if row["document"]:
            assert hashlib.sha256((folder / row["document"]).read_bytes()).hexdigest() == row["sha256"]
        if row["kind"] == "engineering_assertion":
            assert row["method"].startswith("assumption: ")
    assert all(row["approved_by"] and row["approved_on"] and row["reason"] for row in tables["classes"])
    classed = {row["part_id"] for row in tables["parts"] if row["class"]}
    assert len(classed) == 25


# --- the worksheet ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part_id", "motors", "basis", "low", "high"),
    [
        ("DRONE", 4, "usgs_average", "0.0002", "0.086"),
        ("DRONE", 4, "europe_spot", "0.0008", "0.34"),
        ("MOTOR", 1, "usgs_average", "0.0012", "0.55"),
        ("MOTOR", 1, "europe_spot", "0.0049", "2.2"),
    ],
)
def test_the_shares_of_any_origin(  # in per cent, as many digits as the README prints
    folder: Path, tables: dict[str, Rows], part_id: str, motors: int, basis: str, low: str, high: str
) -> None:
    for end, printed in (("low", low), ("high", high)):
        share = motors * motor_value(tables, basis, end) / value(tables, part_id) * 100
        digits = len(printed.partition(".")[2])
        assert round(share, digits) == Fraction(printed)
    assert f"{low} to {high} %" in (folder / "README.md").read_text("utf-8")


def test_at_usgs_prices_the_drone_is_below_the_line_and_the_motor_open(tables: dict[str, Rows]) -> None:
    high = {basis: motor_value(tables, basis, "high") for basis in ("usgs_average", "europe_spot")}
    assert 4 * high["usgs_average"] < THRESHOLD * value(tables, "DRONE") < 4 * high["europe_spot"]
    assert THRESHOLD * value(tables, "MOTOR") < high["usgs_average"]
    assert motor_value(tables, "europe_spot", "low") < THRESHOLD * value(tables, "MOTOR")


def test_the_flip_point_of_the_drone(folder: Path, tables: dict[str, Rows]) -> None:
    mass = Fraction(part(tables, "MOTOR")["mass_kg"])
    dysprosium, terbium = (Fraction(row["mass_fraction_high"]) for row in tables["contents"])
    rest = THRESHOLD * value(tables, "DRONE") / 4 - mass * terbium * 1010 * OXIDE_PER_METAL["terbium"]
    flip = rest / (mass * dysprosium * OXIDE_PER_METAL["dysprosium"])
    assert round(flip) == 289
    assert f"{float(flip):.2f} USD/kg" in (folder / "README.md").read_text("utf-8")


def test_the_four_elements_left_out_add_at_most_0_004_points(folder: Path, tables: dict[str, Rows]) -> None:
    metal = {
        "Samarium": Fraction("2.82") * Fraction("1.1596"),
        "Gadolinium": Fraction(30) * Fraction("1.1526"),
        "Scandium": Fraction(5200),
        "Yttrium": Fraction(40),
    }
    usgs = {row["value"] for row in read(folder / "source" / "usgs_mcs2026_prices_2025.csv")}
    assert {"2.82", "30", "5200", "40"} <= usgs
    studies = premise(folder)
    left_out = sum(4 * Fraction("0.052") * Fraction(studies[e]["max"]) * price for e, price in metal.items())
    points = left_out / value(tables, "DRONE") * 100
    assert round(points, 4) == Fraction("0.0039")
    assert 4 * motor_value(tables, "usgs_average", "high") + left_out < THRESHOLD * value(tables, "DRONE")


def test_the_sum_of_the_press(folder: Path, tables: dict[str, Rows]) -> None:
    studies = premise(folder)
    usgs = {row["commodity"]: row["value"] for row in read(folder / "source" / "usgs_mcs2026_prices_2025.csv")}
    light = {"Neodymium": Fraction("1.1664"), "Praseodymium": Fraction("1.2082")}
    added = sum(
        4 * Fraction("0.052") * Fraction(studies[e]["max"]) * Fraction(usgs[e]) * oxide for e, oxide in light.items()
    )
    share = (4 * motor_value(tables, "usgs_average", "high") + added) / value(tables, "DRONE") * 100
    assert round(share, 3) == Fraction("0.135")


# --- the shipments ---------------------------------------------------------------------------------


def test_both_items_go_on_both_sides_of_every_date_of_the_law(tables: dict[str, Rows]) -> None:
    days = {
        item: {date.fromisoformat(row["date"]) for row in tables["shipments"] if row["part_id"] == item}
        for item in ("DRONE", "MOTOR")
    }
    # first days of a new state: issued; suspended; limbs 1 and 2 effective; after the suspension; after its extension
    turns = (date(2025, 10, 9), date(2025, 11, 7), date(2025, 12, 1), date(2026, 11, 11), date(2027, 1, 11))
    for found in days.values():
        for before, turn, after in zip((date.min, *turns), turns, (*turns[1:], date.max), strict=False):
            assert any(before <= day < turn for day in found), turn
            assert any(turn <= day < after for day in found), turn


def test_the_shipments_reach_every_kind_of_customer(tables: dict[str, Rows]) -> None:
    rows = tables["shipments"]
    assert {row["from_country"] for row in rows} == {"DK"}, "the exporter is overseas"
    assert {"DE", "US", "CN", "HK", "NO"} <= {row["to_country"] for row in rows}
    assert {"civil", "military", "logic_chip:7", "disaster_relief", ""} == {row["end_use"] for row in rows}
    assert any(row["end_user_ids"] == "unknown" for row in rows)
    military = {row["party_id"] for row in tables["parties"] if row["military"] == "yes"}
    assert {row["part_id"] for row in rows if row["end_user_ids"] in military} == {"DRONE", "MOTOR"}


def test_the_readme_names_every_shipment_and_table(folder: Path, tables: dict[str, Rows]) -> None:
    text = (folder / "README.md").read_text("utf-8")
    special = {row["shipment_id"] for row in tables["shipments"] if row["shipment_id"] > "S11"}
    assert special <= set(re.findall(r"S\d\d", text))
    assert {row["date"] for row in tables["shipments"]} <= set(re.findall(r"\d{4}-\d\d-\d\d", text))
    assert all(row["evidence_id"] in text for row in tables["evidence"] if row["kind"] == "engineering_assertion")
