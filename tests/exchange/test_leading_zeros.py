"""A reference that a spreadsheet robbed of its leading zeros is not found, and its remedy names the id that it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from monazite import wiring
from monazite.exchange.limits import Limits
from monazite.exchange.portfolio import read_portfolio

PARTS = "part_id,name\n007,magnet\n12,motor\nA7,rotor\n"


@pytest.mark.parametrize(
    ("wanted", "remedy"),
    [
        ("7", "did you mean '007'?"),
        ("012", "did you mean '12'?"),
        ("8", "add it to parts"),
        ("0A7", "did you mean 'A7'"),
    ],
)
def test_the_remedy_names_the_same_number_with_other_zeros(tmp_path: Path, wanted: str, remedy: str) -> None:
    (tmp_path / "parts.csv").write_text(PARTS, "utf-8")
    (tmp_path / "contents.csv").write_text(f"part_id,entry,mass_kg,origin\n{wanted},part1.2,1,CN\n", "utf-8")
    found = read_portfolio(tmp_path, wiring.known_entries(), Limits())
    (issue,) = [issue for issue in found.issues if issue.code == "unknown_part"]
    assert remedy in issue.remedy
    assert (issue.table, issue.row, issue.column) == ("contents", 2, "part_id")
