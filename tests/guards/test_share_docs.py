"""Guards of docs/share.md: every number of its worked example, and all that it prints, is that of the run."""

from __future__ import annotations

import csv
import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from monazite.cli.main import app
from monazite.reporting.numbers import outwards, plain

DAY = ("--as-of", "2026-11-22")


def _page(repository: Path) -> str:
    return (repository / "docs" / "share.md").read_text("utf-8")


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["headroom", *arguments, *DAY], env={"COLUMNS": "100"})
    assert result.exit_code == 0, result.output
    return result.stdout


def _cell(folder: Path, table: str, column: str, **where: str) -> Fraction:
    """The one cell of a table of the example."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        (found,) = [row[column] for row in csv.DictReader(file) if all(row[k] == v for k, v in where.items())]
    return Fraction(found)


def _steps(page: str) -> dict[str, str]:
    """The worked example: amount of every step, unit left out."""
    table = page.split("| step | from | amount |")[1].split("\n\n", maxsplit=1)[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    return {row[0]: row[2].split(" ")[0] for row in rows}


@pytest.fixture(scope="module")
def usgs() -> dict[str, Any]:
    """The row of the drone at the averages of the US Geological Survey."""
    folder = Path(__file__).resolve().parents[2] / "examples" / "odyssey_drone"
    (product,) = json.loads(_run(str(folder), "DRONE", "--format", "json"))["products"]
    found: dict[str, Any] = next(row for row in product["rows"] if row["price_basis"] == "usgs_average")
    return found


def test_every_step_of_the_worked_example_is_reckoned_anew(repository: Path, usgs: dict[str, Any]) -> None:
    """From the cells of the tables, by nobody's roll-up, to the digits shown; and what the run says is the same."""
    folder, shown = repository / "examples" / "odyssey_drone", _steps(_page(repository))
    dy, tb = "cn/mofcom-2025-61/part1.2", "cn/mofcom-2025-61/part1.4"
    motors = _cell(folder, "bom", "quantity", parent_id="DRONE", child_id="MOTOR")
    mass = _cell(folder, "parts", "mass_kg", part_id="MOTOR")
    fractions = [_cell(folder, "contents", "mass_fraction_high", part_id="MOTOR", entry=one) for one in (dy, tb)]
    prices = [
        _cell(folder, "prices", "price_per_kg", entry=one, basis="usgs_average") for one in ("dysprosium", "terbium")
    ]
    worth = _cell(folder, "values", "value", part_id="DRONE")
    oxides = Fraction("1.1477"), Fraction("1.1762")
    kilos = [motors * mass * one for one in fractions]
    amounts = [kg * oxide * price for kg, oxide, price in zip(kilos, oxides, prices, strict=True)]
    most = sum(amounts, Fraction(0))
    exact = {
        "V": worth,
        "motors in a drone": motors,
        "mass of a motor": mass,
        "Dy in a kg of motor, at most": fractions[0],
        "Tb in a kg of motor, at most": fractions[1],
        "Dy in a drone, at most": kilos[0],
        "Tb in a drone, at most": kilos[1],
        "Dy₂O₃ for a kg of Dy": oxides[0],
        "Tb₄O₇ for a kg of Tb": oxides[1],
        "price of Dy₂O₃": prices[0],
        "price of Tb₄O₇": prices[1],
        "value of the Dy, at most": amounts[0],
        "value of the Tb, at most": amounts[1],
        "N, at least": Fraction(0),
        "N, at most": most,
        "0.001 × V": worth / 1000,
        "headroom": worth / 1000 - most,
        "share, at most": most / worth * 100,
    }
    assert set(shown) == set(exact)
    for step, value in exact.items():
        digits = len(re.sub(r"^0*\.?0*", "", shown[step]).replace(".", "")) or 1
        up = step != "headroom"
        assert shown[step] == plain(outwards(value, up=up, digits=max(digits, 3))), step
    assert Fraction(usgs["denominator"][0]) == worth
    assert abs(Fraction(usgs["numerator"][1]) - most) < Fraction(1, 10**12)
    assert abs(Fraction(usgs["headroom"]["money"]) - (worth / 1000 - most)) < Fraction(1, 10**12)
    assert usgs["side"] == "below"
    times = next(flip["may_reach"] for flip in usgs["flip_contents"])
    assert abs(Fraction(times) - worth / 1000 / most) < Fraction(1, 10**11)
    assert f"with {plain(outwards(worth / 1000 / most, up=True, digits=5))} times" in _page(repository)
    dear = (worth / 1000 - amounts[1]) / (kilos[0] * oxides[0])
    assert f"dysprosium oxide of {plain(outwards(dear, up=True, digits=5))} USD/kg" in _page(repository)


@pytest.mark.parametrize(("number", "arguments"), [(0, ("odyssey_drone", "DRONE")), (1, ("ev_motors",))])
def test_what_the_page_prints_is_what_is_printed(number: int, arguments: tuple[str, ...], repository: Path) -> None:
    shown = re.findall(r"^```text\n(.*?)^```", _page(repository), flags=re.MULTILINE | re.DOTALL)[number]
    folder, *rest = arguments
    printed = _run(str(repository / "examples" / folder), *rest)
    assert [line.rstrip() for line in printed.strip().splitlines()] == [line.rstrip() for line in shown.splitlines()]
