"""What was found about a shipment line while its row was read stands beside its answer, and beside no other."""

from __future__ import annotations

from pathlib import Path

from tests.services.small import TABLES, assessor, write

from monazite.reporting.columns import row


def test_an_issue_of_the_import_stands_on_its_line_alone(tmp_path: Path) -> None:
    head, line = TABLES["shipments"].splitlines()
    lines = (f"{line},many", f"{line.replace('S1', 'S2')},12")
    folder = write(tmp_path / "p", shipments="\n".join((f"{head},quantity", *lines, "")))
    told = {one.shipment_id: row(one)["issues"] for one in assessor(folder).run().lines}
    (issue,) = [issue for issue in assessor(folder).run().issues if (issue.table, issue.row) == ("shipments", 2)]
    assert issue.code in str(told["S1"]).split("; ")
    assert issue.code not in str(told["S2"]).split("; ")
