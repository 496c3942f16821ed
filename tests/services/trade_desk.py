"""A portfolio written from short texts, and its assessment as the law was known in October 2025."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from monazite import wiring
from monazite.model.dates import Moment
from monazite.model.determination import Determination
from monazite.services.assess import Assessor, Options
from monazite.services.assessment import Assessment

PARTIES = """\
party_id,name,country,nationality,military,screened_on,no_listed_owner
CN1,Ganzhou Separation,CN,CN,no,2026-01-01,yes
CN2,Baotou Magnets,CN,CN,no,2026-01-01,yes
KR1,Korean trader,KR,KR,no,2026-01-01,yes
DE1,German maker,DE,DE,no,2026-01-01,yes
DE2,Other German maker,DE,DE,no,2026-01-01,yes
US1,Engineer in Texas,US,,no,2026-01-01,yes
US2,Texas magnets,US,US,no,2026-01-01,yes
"""
PARTS = """\
part_id,name,kind,unit,composition,control_entries,made_in,origin
DY,Dysprosium metal,material,kg,complete,part1.2;1C905.a.1,CN,CN
MAG,Dysprosium magnet,material,kg,complete,part2.I.3;1C905.a.4,KR,CN
BOLT,Bolt,part,kg,complete,none,DE,DE
"""


def assessor(folder: Path, tables: Mapping[str, str], **options: object) -> Assessor:
    """A run over ``tables`` and the parties and parts above."""
    given = {"parties": PARTIES, "parts": PARTS, **tables}
    for name, text in given.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    chosen = {"known_at": Moment.parse("2025-10-25"), **options}
    return wiring.assessor(folder, Options(date(2026, 11, 22), **chosen))  # type: ignore[arg-type]


def assess(folder: Path, tables: Mapping[str, str], **options: object) -> Assessment:
    """The answers of such a run."""
    return assessor(folder, tables, **options).run()


def answers(assessment: Assessment) -> dict[str, Determination]:
    """Determinations by shipment (of its line 1) or activity."""
    return {line.activity_id or line.shipment_id: line.determination for line in assessment.lines}


def codes(assessment: Assessment) -> list[str]:
    """Codes of the issues."""
    return [issue.code for issue in assessment.issues]
