"""Stakes in one party that add up to more than the whole on some day: they contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from monazite.exchange.findings import Findings
from monazite.exchange.subjects import subject_of
from monazite.services.schema import SCHEMA
from monazite.services.stakes_stated import is_branch, most_stated, runs_on
from monazite.services.tables import Row, Table


def check_stakes(tables: Mapping[str, Table], findings: Findings) -> None:
    """Report each party whose holders have more than all of it, once, at the last row that runs on the first such day.

    The rows stay; whoever reckons with them takes the holders of the party as unknown on such a day.
    """
    table = tables.get("ownership")
    stakes: dict[str, list[Row]] = defaultdict(list)
    for row in table.rows if table is not None else ():
        if not is_branch(row):
            stakes[row.text("owned_id")].append(row)
    for owned, rows in stakes.items():
        for day in sorted({row.day("from") or date.min for row in rows}):
            running = [row for row in rows if runs_on(row, day)]
            together = most_stated(running)
            if together > 1:
                numbers = ", ".join(str(row.number) for row in running[:10])
                message = (
                    f"the holders of {owned} have {float(together):.6g} of it together (rows {numbers}), more than the "
                    "whole; they are taken as unknown"
                )
                remedy = "correct the shares; shares of different times need `from` and `until`"
                last = running[-1]
                findings.of("ownership").warning(
                    "stakes_above_one", message, remedy, last.number, "share", subject_of(last, SCHEMA["ownership"])
                )
                break
