"""Bounds of all parts over columns are those of the exact roll-up of the same tables, part by part (rules N1 to N9)."""

from __future__ import annotations

from datetime import date
from math import inf
from pathlib import Path

import polars as pl
import pytest
from tests.engines.nasty_parts import write

from monazite.engines.columnar.bounds.part_bounds import PartBounds, part_bounds
from monazite.exchange import column_checks
from monazite.exchange.limits import Limits
from monazite.exchange.portfolio import read_portfolio
from monazite.law.rulebook import compile_law
from monazite.services.column_rows import ColumnRows
from monazite.services.evidence import EvidenceBook
from monazite.services.shares import ShareDesk
from monazite.supply.measure import BEYOND, Setting
from monazite.supply.rollup import RollUp
from monazite.wiring import known_entries, law

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module", name="rulebook")
def _rulebook():  # type: ignore[no-untyped-def]
    return compile_law(law())


def both(folder: Path, rulebook) -> tuple[PartBounds, RollUp]:  # type: ignore[no-untyped-def]
    portfolio = read_portfolio(folder, known_entries())
    desk = ShareDesk(portfolio, law(), EvidenceBook(portfolio), rulebook)
    return part_bounds(portfolio, law(), rulebook, DAY), desk.roll(DAY)


def compare(found: PartBounds, roll: RollUp) -> int:
    """Assert equality within rounding, never narrower than exact where there is no loop; how many parts there were."""
    loops = {i for members in roll.network.order if roll.network.is_loop(members) for i in members}
    above = {i for i in range(len(roll.network.nodes)) if loops & roll.network.beneath(i)}
    compared = 0
    for row in found.table.iter_rows(named=True):
        name = row["part_id"] if row["revision"] is None else f"{row['part_id']}@{row['revision']}"
        index = roll.network.ids.get(name, roll.network.ids.get(row["part_id"]))
        if index is None:  # a line out of force names it, and nothing else
            continue
        exact = [roll.run(Setting(found.currency, basis)).of(index) for basis in roll.bases]
        low, high = min(a.low for a in exact), max(a.high for a in exact)
        most = inf if row["content_high"] is None else row["content_high"]
        if high >= BEYOND / 10**1500:
            assert most == inf, name
        else:
            assert most <= float(high) * (1 + 1e-9), name
            assert index in above or most >= high, name
        assert row["content_low"] >= float(low) * (1 - 1e-9), name
        assert index in above or row["content_low"] <= low, name
        for entry, kilograms in exact_masses(roll, index, found.table.columns).items():
            stands = row[f"kg_low_{entry}"], inf if row[f"kg_high_{entry}"] is None else row[f"kg_high_{entry}"]
            assert kilograms[0] * (1 - 1e-9) <= stands[0] or index in above, (name, entry)
            assert index in above or stands[0] <= kilograms[0], (name, entry)
            assert kilograms[1] * (1 + 1e-9) >= stands[1] or index in above, (name, entry)
            assert stands[1] >= kilograms[1] or index in above, (name, entry)
        compared += 1
    return compared


def exact_masses(roll: RollUp, index: int, columns: list[str]) -> dict[str, tuple[float, float]]:
    """Kilograms of each entry that has columns, as the exact roll-up has them; infinite: unbounded."""
    amounts = roll.run(Setting("", "")).of(index)
    found = {}
    for name in columns:
        if name.startswith("kg_low_"):
            entry = f"cn/mofcom-2025-61/{name.removeprefix('kg_low_')}"
            high = amounts.high_of(entry)
            unbounded = high >= BEYOND / 10**1500
            found[name.removeprefix("kg_low_")] = float(amounts.lows.get(entry, 0)), inf if unbounded else float(high)
    return found


@pytest.mark.parametrize("seed", [*range(40), 72, 86, 99, 145, 156, 199, 201])
def test_columns_and_exact_rows_give_every_part_the_same_bounds(seed: int, tmp_path: Path, rulebook) -> None:  # type: ignore[no-untyped-def]
    write(tmp_path, seed)
    assert compare(*both(tmp_path, rulebook)) >= 3


def test_ids_that_reading_has_looked_up_are_the_nodes_that_a_look_anew_finds(
    tmp_path: Path, rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    """Revisions, parts that no row describes and loops included: the same table of bounds either way."""
    kept = 0
    for seed in range(20):
        folder = tmp_path / str(seed)
        folder.mkdir()
        write(folder, seed)
        for name in ("parts", "bom"):
            pl.read_csv(folder / f"{name}.csv", infer_schema=False).write_parquet(folder / f"{name}.parquet")
            (folder / f"{name}.csv").unlink()
        tables = []
        for many in (10**9, 0):
            monkeypatch.setattr(column_checks, "MANY", many)
            portfolio = read_portfolio(folder, known_entries(), Limits(columnar_rows=1))
            tables.append(part_bounds(portfolio, law(), rulebook, DAY).table)
        lines, parts = portfolio.rows("bom"), portfolio.rows("parts")
        assert isinstance(lines, ColumnRows)
        assert isinstance(parts, ColumnRows)
        kept += lines.places("child_id", parts) is not None
        assert tables[0].equals(tables[1]), seed
    assert kept >= 10


def test_the_drone_too(rulebook) -> None:  # type: ignore[no-untyped-def]
    found, roll = both(Path("examples/odyssey_drone"), rulebook)
    assert compare(found, roll) == 27
    drone = found.table.filter(found.table["part_id"] == "DRONE").row(0, named=True)
    assert drone["side"] == "open"
    assert drone["contains"] is None


def test_a_part_on_the_threshold_is_left_to_the_exact_roll_up(tmp_path: Path, rulebook) -> None:  # type: ignore[no-untyped-def]
    tables = {
        "parts": "part_id,kind,composition,unit_value,currency,price_per\nON,part,complete,100,USD,1\n"
        "OVER,part,complete,99,USD,1\nUNDER,part,complete,101,USD,1\nCASE,assembly,complete,200,USD,1\n",
        "bom": "parent_id,child_id,quantity\nCASE,ON,2\n",
        "contents": "part_id,entry,mass_kg,origin\n"
        + "".join(f"{p},part1.4,0.0001,CN\n" for p in ("ON", "OVER", "UNDER")),
        "prices": "entry,basis,price_per_kg,currency,date\npart1.4,a,1000,USD,2025\n",
    }
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text)
    found, roll = both(tmp_path, rulebook)
    assert compare(found, roll) == 4
    sides = dict(found.table.select("part_id", "side").iter_rows())
    assert sides == {"ON": "near", "OVER": "over", "UNDER": "below", "CASE": "near"}


def test_a_loop_that_feeds_itself_is_named(tmp_path: Path, rulebook) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "parts.csv").write_text("part_id,kind,composition\nA,part,complete\nB,part,complete\n")
    (tmp_path / "bom.csv").write_text("parent_id,child_id,quantity\nA,B,2\nB,A,1\n")
    (tmp_path / "contents.csv").write_text("part_id,entry,mass_kg,origin\nA,part1.4,0.1,CN\n")
    found, roll = both(tmp_path, rulebook)
    compare(found, roll)
    assert [sorted(loop) for loop in found.loops] == [["A", "B"]]
    assert found.table["content_high"].to_list() == [None, None]
