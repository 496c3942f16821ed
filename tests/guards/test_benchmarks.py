"""Guards of the benchmarks: the generated portfolio is sound input, and the peers' conditions can be evaluated."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from monazite.exchange.portfolio import read_portfolio
from monazite.model.issue import Severity
from monazite.wiring import known_entries

SMALL = {"parts": 120, "parties": 150, "families": 60, "segments": 40, "contracts": 50, "lines": 200}


@pytest.fixture
def portfolio(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(repository / "benchmarks"))
    _generate(tmp_path / "first", seed=3)
    return tmp_path / "first"


def _generate(folder: Path, seed: int) -> None:
    from portfolio_generator import generate

    days = {"first_day": date(2025, 10, 1), "last_day": date(2027, 2, 28)}
    generate(folder, Namespace(**SMALL, **days, unknown=0.12, odd=0.02, assemblies=0.05, seed=seed))


def test_a_generated_portfolio_is_read_without_a_complaint(portfolio: Path) -> None:
    read = read_portfolio(portfolio, known_entries())
    assert [issue for issue in read.issues if issue.severity is not Severity.INFO] == []
    assert len(read.rows("shipments")) == SMALL["lines"]
    assert {"bom", "contents", "listings"} <= set(read.tables)


def test_the_seed_decides_the_portfolio(portfolio: Path, tmp_path: Path) -> None:
    def written(folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    _generate(tmp_path / "again", seed=3)
    _generate(tmp_path / "other", seed=4)
    assert written(tmp_path / "again") == written(portfolio)
    assert written(tmp_path / "other") != written(portfolio)


def test_two_ways_to_evaluate_the_conditions_agree(portfolio: Path) -> None:
    from peers import numpy_rules, polars_rules
    from peers.conditions import CONDITIONS
    from peers.facts import facts

    table = facts(portfolio)
    assert table.null_count().sum_horizontal().item() == 0
    by_polars = polars_rules.evaluate(table, polars_rules.stages())
    by_numpy = numpy_rules.evaluate({name: table[name].to_numpy() for name in table.columns}, numpy_rules.formulas())
    assert {name: np.array_equal(by_polars[name].to_numpy(), by_numpy[name]) for name in CONDITIONS} == dict.fromkeys(
        CONDITIONS, True
    )
    assert set(by_polars.unpivot()["value"]) == {0, 1, 2}
