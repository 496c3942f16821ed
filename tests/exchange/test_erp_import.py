"""What each SAP table becomes in a portfolio; what an export does not say stays unknown."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from benchmarks.sap.dialects import Dialect, Table
from tests.exchange.erp_support import codes, imported, texts

from monazite.exchange.erp.boms import GROUP
from monazite.exchange.portfolio import read_portfolio
from monazite.wiring import known_entries

MARA = texts(
    "MATNR MTART MEINS NTGEW GEWEI MATKL LVORM",
    "MOTOR FERT ST 12.5 KG M1 .", "ROTOR HALB ST 800 G M2 X", "000000000000004711 ROH ST 0 KG R1 .",
    "WIRE ROH KG 1 KG R2 .", "BOX VERP ST . . V1 .",
)  # fmt: skip
MAST = texts("MATNR WERKS STLAN STLNR STLAL", "MOTOR 1000 1 00000001 01", "ROTOR 1000 1 00000002 01")
STKO = texts("STLNR STLAL BMENG BMEIN", "1 01 1 ST", "2 01 10 ST")
STPO = texts(
    "STLNR STLAL POSTP IDNRK MENGE MEINS AUSCH ALPGR EWAHR",
    "1 01 L ROTOR 1 ST . . .", "1 01 L WIRE 250 G 5 . .", "1 01 L 4711 2 ST . A1 70", "1 01 L BOX 2 ST . A1 30",
    "1 01 T . . . . . .", "2 01 L 000000000000004711 14 ST . . .", "2 01 L WIRE 0.5- KG . . .",
)  # fmt: skip
MBEW = texts(
    "MATNR BWKEY VPRSV STPRS VERPR PEINH LAEPR",
    "MOTOR 1000 S 560.50 1 1 2023-02-01", "4711 1000 V 9 1234.50 100 2023-03-01", "WIRE 1000 S 0.00 9 1 2023-01-01",
)  # fmt: skip
BASE: Mapping[str, Table] = {"MARA": MARA, "MAST": MAST, "STKO": STKO, "STPO": STPO, "MBEW": MBEW}
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def portfolio(tmp_path: Path) -> Rows:
    rows, _ = imported(tmp_path, BASE)
    return rows


def _part(rows: Rows, part: str) -> dict[str, Any]:
    return next(row for row in rows["parts"] if row["part_id"] == part)


def _lines(rows: Rows, parent: str) -> list[dict[str, Any]]:
    return [row for row in rows["bom"] if row["parent_id"] == parent]


def test_leading_zeros_of_numbers_do_not_make_another_part(portfolio: Rows) -> None:
    assert {row["child_id"] for row in _lines(portfolio, "ROTOR")} == {"4711", "WIRE"}
    assert "4711" in {row["part_id"] for row in portfolio["parts"]}


def test_a_material_becomes_a_part_and_nothing_is_added(portfolio: Rows) -> None:
    assert _part(portfolio, "MOTOR") == {
        "part_id": "MOTOR", "kind": "product", "unit": "pc", "material_group": "M1", "mass_kg": "12.5",
    }  # fmt: skip
    assert _part(portfolio, "ROTOR")["mass_kg"] == "0.8"
    assert _part(portfolio, "WIRE") == {
        "part_id": "WIRE", "kind": "material", "unit": "kg", "material_group": "R2", "mass_kg": "1",
    }  # fmt: skip
    assert "kind" not in _part(portfolio, "BOX")


def test_zero_weight_and_zero_price_are_unknown(tmp_path: Path) -> None:
    rows, done = imported(tmp_path, BASE)
    assert "mass_kg" not in _part(rows, "4711")
    assert "WIRE" not in {row["part_id"] for row in rows["values"]}
    assert {"zero_weight", "zero_price"} <= codes(done.issues)


def test_the_price_control_says_which_price_holds(portfolio: Rows) -> None:
    assert portfolio["values"] == [
        {"part_id": "MOTOR", "basis": "standard_cost", "value": "560.5", "currency": "EUR", "price_per": "1",
         "date": "2023-02-01"},
    ]  # fmt: skip
    moving = _part(portfolio, "4711")
    assert (moving["unit_value"], moving["currency"], moving["price_per"]) == ("1234.5", "EUR", "100")


def test_quantities_are_in_base_units_per_base_quantity(portfolio: Rows) -> None:
    magnets, _ = _lines(portfolio, "ROTOR")
    assert (magnets["quantity"], magnets["per_quantity"], magnets["unit"]) == ("14", "10", "pc")
    wire = next(row for row in _lines(portfolio, "MOTOR") if row["child_id"] == "WIRE")
    assert (wire["quantity"], wire["per_quantity"], wire["unit"]) == ("250", "1000", "kg")


def test_scrap_is_the_fraction_lost_of_what_is_taken(portfolio: Rows) -> None:
    wire = next(row for row in _lines(portfolio, "MOTOR") if row["child_id"] == "WIRE")
    assert wire["scrap"] == "0.047619047620"[:-1]  # 5/105, rounded up


def test_alternates_stay_together_and_text_items_go(portfolio: Rows) -> None:
    lines = _lines(portfolio, "MOTOR")
    assert [(row["child_id"], row["alt_share"]) for row in lines if row.get("alt_group") == "A1"] == [
        ("4711", "0.7"), ("BOX", "0.3"),
    ]  # fmt: skip
    assert len(lines) == 4


def test_a_negative_quantity_comes_out(portfolio: Rows) -> None:
    wire = next(row for row in _lines(portfolio, "ROTOR") if row["child_id"] == "WIRE")
    assert (wire["quantity"], wire["by_product"]) == ("0.5", "yes")


def test_the_portfolio_is_read_without_a_complaint(tmp_path: Path) -> None:
    imported(tmp_path, BASE)
    read = read_portfolio(tmp_path / "portfolio", known_entries())
    assert {issue.code for issue in read.issues} <= {"missing_table", "unknown_column"}
    assert len(read.rows("bom")) == 6


@pytest.mark.parametrize(("column", "cell"), [("FMENG", "X"), ("MENGE", "0"), ("MENGE", "many"), ("DATUV", "soon")])
def test_a_quantity_that_nobody_can_tell_is_open_from_zero(tmp_path: Path, column: str, cell: str) -> None:
    items = {"STLNR": ["1"], "STLAL": ["01"], "IDNRK": ["ROTOR"], "MENGE": ["3"], "MEINS": ["ST"], column: [cell]}
    rows, _ = imported(tmp_path, BASE | {"STPO": items})
    (line,) = rows["bom"]
    assert "quantity" not in line
    assert line["quantity_low"] == "0"
    assert line.get("quantity_high") == ("3" if column == "FMENG" else None)


def test_without_the_head_of_a_bill_its_quantities_are_open(tmp_path: Path) -> None:
    rows, done = imported(tmp_path, {name: table for name, table in BASE.items() if name != "STKO"})
    assert all("quantity" not in row and row["quantity_low"] == "0" for row in rows["bom"])
    assert "base_quantity_unknown" in codes(done.issues)


def test_the_own_conversion_of_a_material_beats_the_general_one(tmp_path: Path) -> None:
    marm = texts("MATNR MEINH UMREZ UMREN", "4711 KAR 10 3")
    items = texts("STLNR STLAL IDNRK MENGE MEINS", "1 01 4711 2 KAR")
    rows, _ = imported(tmp_path, BASE | {"MARM": marm, "STPO": items})
    (line,) = rows["bom"]
    assert (line["quantity"], line["per_quantity"], line["unit"]) == ("20", "3", "pc")


def test_a_unit_that_cannot_be_converted_is_kept_and_said(tmp_path: Path) -> None:
    items = texts("STLNR STLAL IDNRK MENGE MEINS", "1 01 4711 2 KAR")
    rows, done = imported(tmp_path, BASE | {"STPO": items})
    assert [(row["quantity"], row["unit"]) for row in rows["bom"]] == [("2", "KAR")]
    assert "unit_not_convertible" in codes(done.issues)


def test_own_unit_codes_are_read_by_their_iso_code(tmp_path: Path) -> None:
    rows, done = imported(tmp_path, BASE | {
        "MARA": texts("MATNR MTART MEINS", "A ROH PZ", "B ROH QQ"), "T006": texts("MSEHI ISOCODE", "PZ PCE"),
    })  # fmt: skip
    assert [row["unit"] for row in rows["parts"]] == ["pc", "QQ"]
    assert "unknown_unit" in codes(done.issues)


ALTERNATIVES: Mapping[str, Table] = BASE | {
    "MAST": texts("MATNR WERKS STLAN STLNR STLAL", "MOTOR 1000 1 1 01", "MOTOR 1000 1 1 02"),
    "STKO": texts("STLNR STLAL BMENG BMEIN", "1 01 1 ST", "1 02 1 ST"),
    "STPO": texts("STLNR STLKN IDNRK MENGE MEINS", "1 1 ROTOR 1 ST", "1 2 4711 2 ST"),
}


def test_alternative_bills_are_stand_ins_of_which_one_is_built(tmp_path: Path) -> None:
    nodes = texts("STLNR STLAL STLKN LKENZ DATUV", "1 01 1 . .", "1 02 1 . .", "1 02 2 . .", "1 02 1 X 2026-01-01")
    rows, _ = imported(tmp_path, ALTERNATIVES | {"STAS": nodes})
    choices = _lines(rows, "MOTOR")
    assert [(row["child_id"], row["alt_group"]) for row in choices] == [
        ("MOTOR|1000/1/01", GROUP), ("MOTOR|1000/1/02", GROUP),
    ]  # fmt: skip
    assert [row["child_id"] for row in _lines(rows, "MOTOR|1000/1/01")] == ["ROTOR"]
    ends = {row["child_id"]: str(row.get("valid_to")) for row in _lines(rows, "MOTOR|1000/1/02")}
    assert ends == {"ROTOR": "2025-12-31", "4711": "None"}
    stand_in = _part(rows, "MOTOR|1000/1/01")
    assert (stand_in["control_entries"], stand_in["composition"]) == ("none", "complete")
    assert "composition" not in _part(rows, "MOTOR")


def test_items_without_their_alternative_are_perhaps_in_each(tmp_path: Path) -> None:
    rows, done = imported(tmp_path, ALTERNATIVES)
    lines = _lines(rows, "MOTOR|1000/1/01")
    assert [(row["child_id"], row["quantity_low"], row["quantity_high"]) for row in lines] == [
        ("ROTOR", "0", "1"), ("4711", "0", "2"),
    ]  # fmt: skip
    assert "alternative_unknown" in codes(done.issues)


def test_a_stand_in_that_lost_a_line_is_not_complete(tmp_path: Path) -> None:
    items = texts("STLNR STLAL IDNRK MENGE MEINS", "1 01 ROTOR 1 ST", "1 02 . 2 ST", "1 02 ROTOR 2 ST")
    rows, _ = imported(tmp_path, ALTERNATIVES | {"STPO": items})
    assert _part(rows, "MOTOR|1000/1/01")["composition"] == "complete"
    assert _part(rows, "MOTOR|1000/1/02")["composition"] == "partial"


def test_one_bill_in_two_plants_is_one_bill(tmp_path: Path) -> None:
    mast = texts("MATNR WERKS STLAN STLNR STLAL", "ROTOR 1000 1 2 01", "ROTOR 2000 1 2 01")
    rows, _ = imported(tmp_path, BASE | {"MAST": mast})
    assert {row["parent_id"] for row in rows["bom"]} == {"ROTOR"}


def test_deleted_and_inactive_bills_and_deleted_items_go(tmp_path: Path) -> None:
    heads = texts("STLNR STLAL BMENG BMEIN STLST LKENZ", "1 01 1 ST 2 .", "2 01 10 ST 1 .")
    items = texts("STLNR STLAL IDNRK MENGE MEINS LKENZ", "1 01 ROTOR 1 ST .", "2 01 4711 1 ST X", "2 01 WIRE 1 KG .")
    rows, done = imported(tmp_path, BASE | {"STKO": heads, "STPO": items})
    assert [(row["parent_id"], row["child_id"]) for row in rows["bom"]] == [("ROTOR", "WIRE")]
    assert {"inactive_bom", "deleted_item"} <= codes(done.issues)


def test_an_item_ends_where_its_successor_begins(tmp_path: Path) -> None:
    items = texts("STLNR STLAL STLKN VGKNT IDNRK MENGE MEINS DATUV", "1 01 1 . ROTOR 1 ST 2020-01-01",
                  "1 01 2 1 ROTOR 2 ST 2025-07-01")  # fmt: skip
    rows, _ = imported(tmp_path, BASE | {"STPO": items})
    assert [(str(r["valid_from"]), str(r.get("valid_to"))) for r in rows["bom"]] == [
        ("2020-01-01", "2025-06-30"), ("2025-07-01", "None"),
    ]  # fmt: skip


PLANTS = texts("MATNR BWKEY VPRSV STPRS PEINH", "MOTOR 1000 S 500 1", "MOTOR 2000 S 40000 100", "ROTOR 1000 S 7 1",
               "ROTOR 2000 S 700 100")  # fmt: skip


def test_prices_of_several_plants_are_a_range(tmp_path: Path) -> None:
    rows, _ = imported(tmp_path, BASE | {"MBEW": PLANTS})
    motor, rotor = rows["values"]
    assert (motor["value_low"], motor["value_high"], motor["price_per"]) == ("40000", "50000", "100")
    assert (rotor["value"], rotor["price_per"]) == ("700", "100")


def test_one_plant_can_be_chosen(tmp_path: Path) -> None:
    rows, _ = imported(tmp_path, BASE | {"MBEW": PLANTS}, answers={"plants": "2000"})
    assert [row["value"] for row in rows["values"]] == ["40000", "700"]
    assert "bom" not in rows  # the bills are those of plant 1000


def test_currencies_come_from_the_company_code(tmp_path: Path) -> None:
    rows, done = imported(tmp_path, BASE | {
        "MBEW": PLANTS, "T001K": texts("BWKEY BUKRS", "1000 DE01", "2000 CN01"),
        "T001": texts("BUKRS WAERS", "DE01 EUR", "CN01 CNY"),
    })  # fmt: skip
    assert "values" not in rows  # euro and yuan have no common range
    assert "plants_differ" in codes(done.issues)


@pytest.mark.parametrize(("answer", "value"), [("as_shown", "10"), ("hundredth", "1000"), ("unknown", None)])
def test_amounts_in_yen_may_be_shifted(tmp_path: Path, answer: str, value: str | None) -> None:
    prices = texts("MATNR BWKEY VPRSV STPRS PEINH", "MOTOR 1000 S 10.00 1")
    rows, _ = imported(tmp_path, BASE | {"MBEW": prices}, answers={"currency": "JPY", "shifted_amounts": answer})
    assert [row["value"] for row in rows.get("values", [])] == ([] if value is None else [value])


SALES: Mapping[str, Table] = BASE | {
    "LIKP": texts("VBELN LFART WADAT WADAT_IST KUNNR KUNAG", "0080000001 LF 2026-11-01 2026-11-03 0000000007 8",
                  "80000002 LF 2026-12-01 . 9 9"),
    "LIPS": texts("VBELN POSNR MATNR WERKS LFIMG VRKME VGBEL VGPOS", "80000001 000010 MOTOR 1000 5 ST 4500 10",
                  "80000002 10 MOTOR 1000 1 ST 4500 20", "80000003 10 MOTOR 1000 1 ST . ."),
    "VBAP": texts("VBELN POSNR NETPR KPEIN KMEIN WAERK", "0000004500 000010 810.00 1 ST USD", "4500 20 0.00 1 ST USD"),
    "KNA1": texts("KUNNR NAME1 LAND1", "7 Ende KR", "8 Haendler US", "9 Nachbar DE"),
    "LFA1": texts("LIFNR NAME1 LAND1", "7 Magnetwerk CN"),
    "EINA": texts("INFNR MATNR LIFNR LOEKZ", "1 4711 7 .", "2 4711 8 X"),
    "T001W": texts("WERKS LAND1", "1000 DE"),
}  # fmt: skip


def test_a_delivery_item_becomes_a_shipment_line(tmp_path: Path) -> None:
    rows, done = imported(tmp_path, SALES)
    first, second, third = rows["shipments"]
    assert {name: str(value) for name, value in first.items()} == {
        "shipment_id": "80000001", "line": "10", "date": "2026-11-03", "date_kind": "departed", "kind": "goods",
        "part_id": "MOTOR", "quantity": "5", "unit": "pc", "unit_value": "810", "currency": "USD", "price_per": "1",
        "from_country": "DE", "to_country": "KR", "order_no": "4500",
    }  # fmt: skip
    assert (second["date_kind"], second["movement"]) == ("planned", "domestic_transfer")
    assert "unit_value" not in second
    assert "date" not in third
    assert {"head_missing", "zero_price"} <= codes(done.issues)


def test_customers_and_suppliers_with_one_number_are_two_parties(tmp_path: Path) -> None:
    rows, _ = imported(tmp_path, SALES)
    assert {(row["party_id"], row["country"]) for row in rows["parties"]} == {
        ("C-7", "KR"), ("C-8", "US"), ("C-9", "DE"), ("V-7", "CN"),
    }  # fmt: skip
    assert [(row["source_id"], row["supplier_id"]) for row in rows["sources"]] == [("7", "V-7"), ("8", "V-8")]


@pytest.mark.parametrize("answer", ["end_user", "unknown"])
def test_the_role_of_a_ship_to_party_is_what_was_answered(tmp_path: Path, answer: str) -> None:
    rows, _ = imported(tmp_path, SALES, answers={"ship_to": answer})
    roles = {(row["party_id"], row["role"]) for row in rows["roles"]}
    assert roles == {("C-8", "buyer"), ("C-9", "buyer")} | (
        {("C-7", "end_user"), ("C-9", "end_user")} if answer == "end_user" else set()
    )


def test_a_supplier_in_china_makes_no_part_chinese(tmp_path: Path) -> None:
    rows, _ = imported(tmp_path, SALES)
    claims = {"made_in", "origin", "composition", "control_entries", "end_user_ids", "importer_id", "exporter_id"}
    assert not claims & {name for table in rows.values() for row in table for name in row}


def test_texts_in_several_languages_are_kept(tmp_path: Path) -> None:
    makt = {"MATNR": ["MOTOR"] * 3, "SPRAS": ["1", "D", "E"], "MAKTX": ["电机", "Motor, groß", "Motor, large"]}
    groups = {"MATKL": ["M1"], "SPRAS": ["D"], "WGBEZ": ["Motoren"]}
    rows, _ = imported(tmp_path, BASE | {"MAKT": makt, "T023T": groups})
    motor = _part(rows, "MOTOR")
    assert (motor["name"], motor["description"]) == ("Motor, large", "Motor, groß / 电机; Motoren")


def test_origin_and_tariff_number_hold_only_where_the_plants_agree(tmp_path: Path) -> None:
    marc = texts("MATNR WERKS STAWN HERKL", "MOTOR 1000 85015230 DE", "MOTOR 2000 85015230 CN", "ROTOR 1000 8503 JP",
                 "ROTOR 2000 . JP", "WIRE 1000 7408 XYZ")  # fmt: skip
    rows, done = imported(tmp_path, BASE | {"MARC": marc})
    assert (_part(rows, "MOTOR").get("origin"), _part(rows, "MOTOR").get("hs_code")) == (None, "85015230")
    assert (_part(rows, "ROTOR").get("origin"), _part(rows, "ROTOR").get("hs_code")) == ("JP", None)
    assert {"plants_differ", "not_a_country"} <= codes(done.issues)


def test_a_list_of_materials_with_prices_serves_several_tables(tmp_path: Path) -> None:
    listed = {"Material": ["MOTOR"], "Plant": ["1000"], "Material Description": ["Motor"], "Material Type": ["FERT"],
              "Base Unit of Measure": ["EA"], "Price Control": ["S"], "Price": ["12.50"], "Price Unit": ["1"],
              "Currency": ["USD"]}  # fmt: skip
    rows, _ = imported(tmp_path, {"materials": listed})
    assert _part(rows, "MOTOR")["name"] == "Motor"
    assert [(row["value"], row["currency"]) for row in rows["values"]] == [("12.5", "USD")]


def test_an_order_of_another_material_states_no_price(tmp_path: Path) -> None:
    orders = texts("VBELN POSNR MATNR NETPR KPEIN KMEIN WAERK", "4500 10 ROTOR 810.00 1 ST USD")
    rows, _ = imported(tmp_path, SALES | {"VBAP": orders})
    assert not any("unit_value" in row for row in rows["shipments"])


def test_an_order_price_for_another_unit_states_no_value(tmp_path: Path) -> None:
    orders = texts("VBELN POSNR NETPR KPEIN KMEIN WAERK", "4500 10 810.00 1 KAR USD")
    rows, done = imported(tmp_path, SALES | {"VBAP": orders})
    assert not any("unit_value" in row for row in rows["shipments"])
    assert "price_in_other_unit" in codes(done.issues)


def test_a_number_that_a_workbook_has_shortened_is_no_key(tmp_path: Path) -> None:
    table = {"MATNR": ["A", Decimal("123456789012345678")], "MTART": ["ROH"] * 2, "MEINS": ["ST"] * 2}
    rows, done = imported(tmp_path, {"MARA": table}, Dialect("xlsx"))
    assert [row["part_id"] for row in rows["parts"]] == ["A"]
    assert "shortened_number" in codes(done.issues)
