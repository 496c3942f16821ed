"""What an import writes over: its own tables and empty ones, never what somebody made; and all of it or nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.exchange.erp_support import ANSWERS, codes, dump, portfolio_rows, texts

from monazite.exchange.blank import write_blank
from monazite.exchange.erp.importer import import_erp
from monazite.exchange.erp.writing import Blocked
from monazite.exchange.portfolio import read_portfolio
from monazite.wiring import known_entries

MARA = {"MARA": texts("MATNR MTART MEINS", "A FERT ST")}
SUPPLIED = MARA | {"EINA": texts("INFNR MATNR LIFNR", "1 A 7")}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return dump(tmp_path / "dumps", SUPPLIED)


def test_a_table_made_by_hand_is_left_alone(source: Path, tmp_path: Path) -> None:
    mine = tmp_path / "p" / "parts.csv"
    mine.parent.mkdir()
    mine.write_text("part_id,made_in\nA,JP\n", "utf-8")
    done = import_erp((source,), mine.parent, ANSWERS)
    assert set(done.tables) == {"sources"}
    assert "left_alone" in codes(done.issues)
    assert mine.read_text("utf-8") == "part_id,made_in\nA,JP\n"
    assert not (mine.parent / "parts.parquet").exists()


def test_replace_takes_the_place_of_what_was_made_by_hand(source: Path, tmp_path: Path) -> None:
    mine = tmp_path / "p" / "parts.csv"
    mine.parent.mkdir()
    mine.write_text("part_id,made_in\nA,JP\n", "utf-8")
    assert set(import_erp((source,), mine.parent, ANSWERS, replace=True).tables) == {"parts", "sources"}
    assert not mine.exists()


def test_what_the_import_wrote_and_somebody_changed_is_left_alone(source: Path, tmp_path: Path) -> None:
    import_erp((source,), tmp_path / "p", ANSWERS)
    changed = tmp_path / "p" / "parts.parquet"
    pl.read_parquet(changed).with_columns(made_in=pl.lit("JP")).write_parquet(changed)
    for _ in range(2):
        done = import_erp((source,), tmp_path / "p", ANSWERS)
        assert set(done.tables) == {"sources"}
        assert pl.read_parquet(changed)["made_in"].to_list() == ["JP"]


def test_the_empty_tables_of_init_are_filled(source: Path, tmp_path: Path) -> None:
    write_blank(tmp_path / "p")
    import_erp((source,), tmp_path / "p", ANSWERS)
    assert not (tmp_path / "p" / "parts.csv").exists()
    assert (tmp_path / "p" / "contents.csv").exists()
    read = read_portfolio(tmp_path / "p", known_entries())
    assert [row.text("part_id") for row in read.rows("parts")] == ["A"]
    assert "ignored_file" not in codes(read.issues)


def test_tables_beside_those_of_the_import_stay(source: Path, tmp_path: Path) -> None:
    mine = tmp_path / "p" / "contents.csv"
    mine.parent.mkdir()
    mine.write_text("part_id,entry,mass_kg,origin\nA,Dy,0.1,CN\n", "utf-8")
    import_erp((source,), mine.parent, ANSWERS)
    assert mine.exists()


def test_what_the_last_import_wrote_and_this_one_has_not_goes(source: Path, tmp_path: Path) -> None:
    import_erp((source,), tmp_path / "p", ANSWERS)
    import_erp((dump(tmp_path / "less", MARA),), tmp_path / "p", ANSWERS)
    assert set(portfolio_rows(tmp_path / "p")) == {"parts"}


def test_a_fault_on_the_way_leaves_everything_as_it_was(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_erp((source,), tmp_path / "p", ANSWERS)
    before = {path.name: path.read_bytes() for path in (tmp_path / "p").iterdir()}

    def full(*_: Any, **__: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    with pytest.raises(OSError, match="no space"):
        import_erp((source,), tmp_path / "p", ANSWERS)
    assert {path.name: path.read_bytes() for path in (tmp_path / "p").iterdir()} == before


def test_nothing_is_half_moved(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_erp((source,), tmp_path / "p", ANSWERS)
    before = {path.name: path.read_bytes() for path in (tmp_path / "p").iterdir()}
    dump(source, {"MARA": texts("MATNR MTART MEINS", "B FERT ST"), "EINA": texts("INFNR MATNR LIFNR", "1 B 7")})
    moved = os.replace

    def second_fails(here: Path, there: Path) -> None:
        if there.name == "sources.parquet" and here.parent.name.startswith(".import-") and here.parent.name != "old":
            raise OSError("no such device")
        moved(here, there)

    monkeypatch.setattr(os, "replace", second_fails)
    with pytest.raises(OSError, match="no such device"):
        import_erp((source,), tmp_path / "p", ANSWERS)
    assert {path.name: path.read_bytes() for path in (tmp_path / "p").iterdir()} == before


def test_a_workbook_portfolio_takes_no_tables_beside_it(source: Path, tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "mine.xlsx").write_bytes(b"PK")
    with pytest.raises(Blocked, match=r"holds the workbook mine\.xlsx"):
        import_erp((source,), tmp_path / "p", ANSWERS)
