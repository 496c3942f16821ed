"""A row whose part or party cannot be read may be about anybody: nobody looks whole because of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.services.small import TABLES, assessor, write

from monazite.model.dates import Moment
from monazite.model.determination import Verdict
from monazite.services.assessment import Assessment

LONG = "x" * 40_000
OWNED = "owner_id,owned_id,share,complete\n"


def run(folder: Path, **tables: str) -> Assessment:
    """On 2025-12-05, as the law was known on 2025-10-15: the announcement is in force."""
    written = write(folder, "2025-12-05", "2026-01-01", **tables)
    return assessor(written, known_at=Moment.parse("2025-10-15")).run()


def open_owner(found: Assessment) -> list[tuple[str, int, str]]:
    return [(i.table, i.row, i.column) for i in found.issues if i.code == "owner_not_read"]


@pytest.mark.parametrize(
    ("table", "text", "column"),
    [
        ("bom", f"parent_id,child_id,quantity\n{LONG},DY,1\n", "parent_id"),
        (
            "contents",
            f"part_id,entry,value,currency,origin\nM,part1.2,0.01,USD,CN\n{LONG},part1.2,5,USD,CN\n",
            "part_id",
        ),
        ("profiles", f"profile,entry,mass_fraction\nN42,none,\n{LONG},part1.2,0.04\n", "profile"),
    ],
)
def test_no_part_is_complete_beside_a_row_that_may_be_about_it(
    tmp_path: Path, table: str, text: str, column: str
) -> None:
    parts = TABLES["parts"].replace("origin\n", "origin,profile\n").replace("JP,JP\n", "JP,JP,N42\n")
    sound = {"contents": TABLES["contents"].replace("0.50", "0.01"), "profiles": "profile,entry\nN42,none\n"}
    clear = run(tmp_path / "sound", parts=parts, **sound)
    assert clear.lines[0].determination.verdict is Verdict.NO_LICENCE_REQUIRED
    assert open_owner(clear) == []
    found = run(tmp_path / "faulty", parts=parts, **{**sound, table: text})
    assert Verdict.LICENCE_REQUIRED in found.lines[0].determination.possible
    last = text.count("\n")
    assert open_owner(found) == [(table, last, column)]
    assert "composition_in_doubt" in {issue.code for issue in found.issues}


def test_a_profile_that_cannot_be_read_leaves_parts_without_a_profile_alone(tmp_path: Path) -> None:
    clear = {"contents": TABLES["contents"].replace("0.50", "0.01")}
    found = run(tmp_path, **clear, profiles=f"profile,entry,mass_fraction\n{LONG},part1.2,0.04\n")
    assert found.lines[0].determination.verdict is Verdict.NO_LICENCE_REQUIRED


def test_a_technology_of_nobody_may_have_made_the_part(tmp_path: Path) -> None:
    small = {"contents": TABLES["contents"].replace("0.50", "0.01")}
    of_nobody = f"part_id,activity,origin\nM,none,\n{LONG},magnet_making,CN\n"
    assert run(tmp_path / "a", **small).lines[0].determination.verdict is Verdict.NO_LICENCE_REQUIRED
    found = run(tmp_path / "b", **small, technologies=of_nobody)
    assert Verdict.LICENCE_REQUIRED in found.lines[0].determination.possible
    assert open_owner(found) == [("technologies", 3, "part_id")]


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("listings", f"party_id,designation\n{LONG},cl-2026-23\n"),
        ("ownership", f"owner_id,owned_id,share\nBAD,{LONG},0.6\n"),
        ("roles", f"shipment_id,party_id,role\n{LONG},BAD,end_user\n"),
    ],
)
def test_a_buyer_is_not_cleared_beside_a_row_that_may_name_it(tmp_path: Path, table: str, text: str) -> None:
    clear = run(tmp_path / "sound").lines[0].determination
    found = run(tmp_path / "faulty", **{table: text})
    assert len(clear.review) == 1
    assert set(found.lines[0].determination.review) > set(clear.review)
    assert [where[0] for where in open_owner(found)] == [table]


def test_a_row_that_says_nothing_of_anybody_leaves_nobody_in_doubt(tmp_path: Path) -> None:
    """A line of totals: an amount, and neither parent nor child."""
    found = run(tmp_path, bom="parent_id,child_id,quantity\n,,12\n")
    assert open_owner(found) == []
    assert "composition_in_doubt" not in {issue.code for issue in found.issues}
