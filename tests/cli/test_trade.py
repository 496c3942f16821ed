"""Roles and undertakings on the command line: what is told beside the answer, in every form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.services.test_undertakings import signed
from tests.services.trading import magnet_trade
from typer.testing import CliRunner

from monazite.cli.main import app

ROLES = "shipment_id,line,party_id,role\nS1,,FW,forwarder\n"


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """EX resells Chinese magnets under an undertaking for Japan, through a forwarder whom a notice names."""
    folder = tmp_path_factory.mktemp("trade")
    magnet_trade(
        folder, ends=("NL", "DE"), exporter="EX", listed={"FW": "cl-2025-35"}, roles=ROLES,
        undertakings=signed(territory="JP"),
    )  # fmt: skip
    return folder


def document(portfolio: Path) -> dict[str, Any]:
    done = CliRunner().invoke(app, ["assess", str(portfolio), "--format", "json", "--out", str(portfolio / "out")])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_assess_tells_the_named_forwarder_the_duty_and_the_departure(portfolio: Path) -> None:
    found = document(portfolio)
    told = {issue["code"]: issue["message"] for issue in found["issues"]}
    assert "FW (forwarder) is named in cl-2025-35, in force" in told["listed_party_in_role"]
    assert "Decree 792 art. 18" in told["undertaking_mismatch"]
    assert "table_not_used" not in told
    (line,) = found["determinations"]
    assert line["verdict"] == "no_licence_required"
    assert "ask_mofcom_before_transfer" in {duty["id"] for duty in line["duties"]}


def test_explain_shows_the_undertaking_behind_the_duty(portfolio: Path) -> None:
    done = CliRunner().invoke(app, ["explain", str(portfolio), "S1", "--format", "text"])
    assert done.exit_code == 0, done.output
    assert "Ask MOFCOM first" in done.output
    assert "FW (forwarder) is named in" in " ".join(done.output.split())
