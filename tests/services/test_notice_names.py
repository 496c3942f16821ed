"""A party that bears a name from a notice is pointed out; the verdict does not change."""

from __future__ import annotations

from pathlib import Path

import pytest

from monazite import wiring
from monazite.services.notice_names import names_in_notices


@pytest.mark.parametrize("name", ["GENERAL DYNAMICS, Inc.", "通用动力公司", "Skydio"])
@pytest.mark.parametrize("listed", [False, True])
def test_a_name_from_a_notice_without_a_listing_is_pointed_out(name: str, listed: bool, tmp_path: Path) -> None:
    (tmp_path / "parties.csv").write_text(f'party_id,name\nP,"{name}"\n', "utf-8")
    rows = "P,cl-2025-01\n" if listed else ""
    (tmp_path / "listings.csv").write_text(f"party_id,designation\n{rows}", "utf-8")
    portfolio = wiring.read_portfolio(tmp_path, wiring.known_entries())
    found = names_in_notices(portfolio, wiring.law())
    assert [(i.code, i.row, i.column) for i in found] == ([] if listed else [("name_in_notice", 2, "name")])
