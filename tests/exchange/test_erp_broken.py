"""One fault per file: each is reported with its place and its remedy, and the rest is used."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.erp_support import ANSWERS, codes, portfolio_rows, read

from monazite.exchange.erp.importer import import_erp

GOOD = "MATNR;MTART;MEINS;NTGEW;GEWEI\nA;FERT;ST;1.5;KG\nB;ROH;ST;0.5;KG\n"
TEXTS = "MATNR;SPRAS;MAKTX\nA;E;one\nB;E;two\n"
PRICES = "MATNR;BWKEY;VPRSV;STPRS;PEINH\nA;1000;S;12.50;1\nB;1000;S;2.50;1\n"
HEAD = GOOD.splitlines()[0]

FAULTS = {
    "row_too_long": ("MARA.csv", GOOD + "C;ROH;ST;1.5;KG;and;more\n", 4, ["A", "B"]),
    "unreadable_number": ("MARA.csv", GOOD + "C;ROH;ST;1.5x;KG\n", 4, ["A", "B", "C"]),
    "shortened_number": ("MARA.csv", GOOD + "1.23E+10;ROH;ST;1.5;KG\n", 4, ["A", "B"]),
    "missing_key": ("MARA.csv", GOOD + ";ROH;ST;1.5;KG\n", 4, ["A", "B"]),
    "conflicting_rows": ("MARA.csv", GOOD + "A;ROH;ST;1.5;KG\n", 2, ["B"]),
    "unknown_unit": ("MARA.csv", GOOD + "C;ROH;??;1.5;KG\n", 4, ["A", "B", "C"]),
    "zero_weight": ("MARA.csv", GOOD + "C;ROH;ST;0.00;KG\n", 4, ["A", "B", "C"]),
    "unclosed_quote": ("MAKT.csv", 'MATNR;SPRAS;MAKTX\nA;E;"one\n' + "B;E;two\n" * 90, 2, ["A", "B"]),
    "header_not_found": ("MAKT.csv", "Hello;World\nA;E\n", 0, ["A", "B"]),
    "empty_dump": ("MAKT.csv", "", 0, ["A", "B"]),
    "column_missing": ("MBEW.csv", "MATNR;VPRSV;STPRS\nA;S;1.5\n", 0, ["A", "B"]),
    "table_not_recognised": ("other.csv", "MATNR;WERKS\nA;1000\n", 0, ["A", "B"]),
    "not_a_dump": ("notes.pdf", "%PDF", 0, ["A", "B"]),
    "unreadable_file": ("MAKT.xlsx", "no workbook", 0, ["A", "B"]),
    "wrong_encoding": ("MAKT.csv", "\ufeffMATNR;SPRAS;MAKTX\nA;E;one\n\udcff", 0, ["A", "B"]),
    "perhaps_cut_off": ("MAKT.csv", "MATNR;SPRAS;MAKTX\n" + "".join(f"M{n};E;x\n" for n in range(500)), 0, ["A", "B"]),
    "zero_price": ("MBEW.csv", PRICES.replace("S;2.50", "S;0.00"), 3, ["A", "B"]),
    "negative_price": ("MBEW.csv", PRICES.replace("S;2.50", "S;2.50-"), 3, ["A", "B"]),
    "price_unit_missing": ("MBEW.csv", PRICES.replace("S;2.50;1", "S;2.50;"), 3, ["A", "B"]),
    "price_control_unknown": ("MBEW.csv", PRICES.replace("B;1000;S", "B;1000;Q"), 3, ["A", "B"]),
    "unreadable_date": ("LIKP.csv", "VBELN;WADAT\n1;someday\n", 2, ["A", "B"]),
    "name_missing": ("KNA1.csv", "KUNNR;NAME1\n7;\n", 2, ["A", "B"]),
    "not_a_country": ("KNA1.csv", "KUNNR;NAME1;LAND1\n7;Firm;D\n", 2, ["A", "B"]),
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_reported_in_its_place_and_the_rest_is_used(tmp_path: Path, code: str) -> None:
    name, text, row, parts = FAULTS[code]
    source = tmp_path / "dumps"
    source.mkdir()
    (source / "MARA.csv").write_text(GOOD, "utf-8")
    (source / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    done = import_erp((source,), tmp_path / "p", ANSWERS)
    found = [issue for issue in done.issues if issue.code == code]
    assert found, codes(done.issues)
    assert found[0].table.startswith(name)
    assert found[0].row == row or not row
    assert found[0].remedy
    assert [line["part_id"] for line in portfolio_rows(tmp_path / "p")["parts"]] == parts


def test_sound_files_bring_no_complaint(tmp_path: Path) -> None:
    for name, text in (("MARA.csv", GOOD), ("MAKT.csv", TEXTS), ("MBEW.csv", PRICES)):
        (tmp_path / name).write_text(text, "utf-8")
    done = import_erp((tmp_path,), tmp_path / "p", ANSWERS)
    assert codes(done.issues) == {"decimal_mark_read"}


def test_nothing_that_can_be_used_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a;b\n1;2\n", "utf-8")
    done = import_erp((tmp_path,), tmp_path / "p", ANSWERS)
    assert codes(done.issues) == {"header_not_found", "nothing_imported"}
    assert not (tmp_path / "p").exists()


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        import_erp((tmp_path / "nowhere",), tmp_path / "p")


def test_files_of_one_table_are_one_table(tmp_path: Path) -> None:
    (tmp_path / "MARA 1.csv").write_text(GOOD, "utf-8")
    (tmp_path / "MARA 2.csv").write_text(f"{HEAD}\nB;ROH;ST;0.5;KG\nC;ROH;ST;1;KG\n", "utf-8")
    frames, issues, _ = read(tmp_path)
    assert frames["MARA"]["MATNR"].to_list() == ["A", "B", "C"]
    assert "conflicting_rows" not in codes(issues)


def test_one_price_without_its_control_is_no_standard_cost(tmp_path: Path) -> None:
    (tmp_path / "MARA.csv").write_text(GOOD, "utf-8")
    (tmp_path / "MBEW.csv").write_text("Material;Plant;Price;Price Unit\nA;1000;12.50;1\n", "utf-8")
    done = import_erp((tmp_path,), tmp_path / "p", ANSWERS)
    assert "price_control_missing" in codes(done.issues)
    rows = portfolio_rows(tmp_path / "p")
    assert "values" not in rows
    assert [row.get("unit_value") for row in rows["parts"]] == ["12.5", None]
