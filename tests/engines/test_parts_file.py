"""A large bill of materials: `assess` leaves the bounds of all parts behind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
from tests.engines.trader import write

from monazite.reporting.files import PARTS_NAME, write_reports
from monazite.services.assess import Options
from monazite.wiring import run_over

LINES = 20_000


def test_the_bounds_of_all_parts_stand_beside_the_answers(tmp_path: Path) -> None:
    folder, out = tmp_path / "portfolio", tmp_path / "out"
    folder.mkdir()
    write(folder, 3, times=130)
    _grow(folder)
    found = run_over(folder, Options(run_on=date(2026, 11, 23))).run()
    files = write_reports(found, out)
    parts = pl.read_parquet(files["parts"])
    case = {row["part_id"]: row for row in parts.iter_rows(named=True)}
    assert case["BOX1"]["side"] == "over"  # a hundred magnets over the line in a box of no greater value
    assert case["BOX2"]["side"] == "below"
    assert case["BOX3"]["contains"] is None
    assert [issue.subject for issue in found.issues if issue.code == "loop_gain"] == ["part:RING1"]
    write_reports(run_over(Path("examples/odyssey_drone"), Options(run_on=date(2026, 11, 23))).run(), out)
    assert not (out / PARTS_NAME).exists()


def test_they_stand_there_without_shipments_too(tmp_path: Path) -> None:
    """The product matrix is answered line by line; the bounds of all parts lie beside it."""
    folder, out = tmp_path / "portfolio", tmp_path / "out"
    folder.mkdir()
    write(folder, 3)
    _grow(folder)
    for table in ("shipments", "roles"):
        (folder / f"{table}.csv").unlink(missing_ok=True)
        (folder / f"{table}.parquet").unlink(missing_ok=True)
    found = run_over(folder, Options(run_on=date(2026, 11, 23))).run()
    assert found.lines
    parts = pl.read_parquet(write_reports(found, out)["parts"])
    case = {row["part_id"]: row["side"] for row in parts.iter_rows(named=True)}
    assert (case["BOX1"], case["BOX2"]) == ("over", "below")


def _grow(folder: Path) -> None:
    """Boxes and a ring around the trader's parts, and as many screws as make the table a large one."""
    parts = pl.read_csv(folder / "parts.csv", infer_schema=False)
    boxes = [{"part_id": f"BOX{n}", "kind": "assembly", "composition": "complete", "control_entries": "none",
              "unit_value": "9900", "currency": "USD", "price_per": "1"} for n in (1, 2, 3)]  # fmt: skip
    rings = [{"part_id": f"RING{n}", "kind": "part", "composition": "complete"} for n in (1, 2)]
    pl.concat([parts, pl.DataFrame([*boxes, *rings])], how="diagonal").write_csv(folder / "parts.csv")
    old = pl.read_csv(folder / "bom.csv", infer_schema=False)
    new = [("BOX1", "OVER", "100"), ("BOX2", "BELOW", "1"), ("BOX3", "OPEN", "1"), ("RING1", "RING2", "2"),
           ("RING2", "RING1", "1"), *(("BOX2", f"SCREW{n}", "1") for n in range(1))]  # fmt: skip
    many = [("BOX2", "FREE", "1")] * LINES
    lines = pl.DataFrame([*new[:-1], *many], schema=["parent_id", "child_id", "quantity"], orient="row")
    pl.concat([old, lines], how="diagonal").write_parquet(folder / "bom.parquet")
    (folder / "bom.csv").unlink()
