"""A portfolio of one Chinese or Korean magnet and the law case with the same facts, for the tables about trade."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from monazite import wiring
from monazite.law.determine import Determiner
from monazite.law.rulebook import compile_law
from monazite.model.determination import Determination
from monazite.model.issue import Issue
from monazite.services.assess import Options
from monazite.services.assessment import Assessment
from monazite.services.case_files import CaseRun
from monazite.services.case_situation import situation_of

RUN_ON = date(2026, 11, 22)
#: Searched on the day of the run: whoever has no row in `listings` is named in none.
PARTIES = {"EX": "JP", "CU": "DE", "IM": "DE", "FW": "US", "BU": "DE", "X2": "KR"}
LISTED = {"FW": "cl-2025-21"}


def write(folder: Path, tables: Mapping[str, str]) -> None:
    """Write tables as CSV; the first line of each is its header."""
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")


def magnet_trade(
    folder: Path,
    *,
    as_of: str = "2026-03-01",
    ends: tuple[str, str] = ("CN", "DE"),
    exporter: str = "",
    importer: str = "",
    users: str = "CU",
    origin: str = "CN",
    listed: Mapping[str, str] | None = None,
    **tables: str,
) -> Assessment:
    """Assess one line S1 with a dysprosium magnet; ``tables`` are written beside it, header included."""
    parties = "".join(f"{one},{one},{country},no,{RUN_ON},yes\n" for one, country in PARTIES.items())
    listings = "".join(f"{one},{notice}\n" for one, notice in (LISTED if listed is None else listed).items())
    line = f"S1,{as_of},goods,MAG,10,{ends[0]},{ends[1]},{exporter},{importer},{users},civil\n"
    write(folder, {
        "parts": "part_id,name,kind,control_entries,unit_value,currency,price_per,made_in,origin,composition\n"
        f"MAG,magnet,material,part2.I.3;mofcom-2025-18/1C905.a.4,9000,USD,1,CN,{origin},complete\n"
        "MOT,motor,assembly,part2.I.parts,9000,USD,1,DE,DE,complete\n",
        "bom": "parent_id,child_id,quantity\nMOT,MAG,4\n",
        "contents": "part_id,entry,value,currency,origin\nMAG,part1.2,500,USD,CN\n",
        "technologies": "part_id,activity\nMAG,none\n",
        "parties": f"party_id,name,country,military,screened_on,no_listed_owner\n{parties}",
        "listings": f"party_id,designation\n{listings}",
        "shipments": "shipment_id,date,kind,part_id,quantity,from_country,to_country,exporter_id,importer_id,"
        f"end_user_ids,end_use\n{line}",
        **tables,
    })  # fmt: skip
    return wiring.assessor(folder, Options(RUN_ON)).run()


def answer(found: Assessment) -> Determination:
    """The determination of the only line."""
    (line,) = found.lines
    return line.determination


def told(found: Assessment, code: str) -> list[Issue]:
    """The issues of one code."""
    return [issue for issue in found.issues if issue.code == code]


def case_answer(facts: dict[str, Any], as_of: str) -> Determination:
    """The determination of a law case with these facts."""
    run = CaseRun("tst-01", "test", "test", 1, as_of, None, {}, facts, {})
    return Determiner(compile_law(wiring.law())).determine(situation_of(run, wiring.law())[0])


def magnet_case(ends: tuple[str, str], parties: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """The facts of `magnet_trade` as a law case has them."""
    item = {
        "name": "magnet", "kind": "material", "entries": ["mofcom-2025-61/part2.I.3", "mofcom-2025-18/1C905.a.4"],
        "made_in": "CN", "origin": "CN", "unit_value": 9000, "currency": "USD",
        "contents": [{"entry": "mofcom-2025-61/part1.2", "origin": "CN", "value": 500}], "technologies": [], **more,
    }  # fmt: skip
    shipment = {"kind": "goods", "from": ends[0], "to": ends[1]}
    return {"shipment": shipment, "item": item, "end_use": ["civil"], **parties}


def case_party(name: str, listings: tuple[str, ...] = ()) -> dict[str, Any]:
    """A party of the portfolio as a law case writes it."""
    return {"name": name, "country": PARTIES[name], "military": "no", "listings": list(listings), "owners": []}


def alike(one: Determination, other: Determination) -> None:
    """Fail unless two determinations say the same: verdicts, reviews, findings, duties, questions."""
    for name in ("verdict", "possible", "review", "grounds", "underlying", "branches", "complete"):
        assert getattr(one, name) == getattr(other, name), name
    findings = [{(f.provision, f.truth, f.force, f.verdict) for f in each.findings} for each in (one, other)]
    assert findings[0] == findings[1]
    duties = [{(d.id, d.provision, d.certain) for d in each.duties} for each in (one, other)]
    assert duties[0] == duties[1]
    asked = [{tuple(sorted(q.fact for q in s.questions)) for s in each.deciding} for each in (one, other)]
    assert asked[0] == asked[1]
