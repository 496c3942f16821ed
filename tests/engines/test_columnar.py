"""Design, section 4, Scale: what is told over columns is answered as each line alone is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.engines import trader

from monazite import wiring
from monazite.engines.columnar import bulk
from monazite.engines.columnar.every_line import every_line
from monazite.exchange.limits import Limits
from monazite.exchange.portfolio import read_portfolio
from monazite.model.dates import Moment
from monazite.model.determination import Determination
from monazite.reporting.answers import by_concern, concern, most_serious
from monazite.reporting.columns import COLUMNS, OWN, every_frame, row
from monazite.services.assess import Assessor, Options
from monazite.services.tables import Portfolio

RUN_ON = date(2026, 11, 23)


def _read(folder: Path, by_rows: bool) -> Portfolio:
    return read_portfolio(folder, wiring.known_entries(), Limits(columnar_rows=10**9 if by_rows else 100))


def _told(answer: Determination) -> Mapping[str, object]:
    """All that lines of one pattern have in common."""
    return {
        "verdict": answer.possible,
        "review": answer.review,
        "grounds": answer.grounds,
        "underlying": answer.underlying_possible,
        "confidence": answer.confidence,
        "holds_until": answer.holds_until,
        "duties": [(duty.id, duty.certain, duty.due, [q.fact for q in duty.questions]) for duty in answer.duties],
        "branches": answer.branches,
        "other_readings": answer.other_readings,
        "deciding": [([q.fact for q in d.questions], d.settles, d.guaranteed, d.aspect) for d in answer.deciding],
        "findings": [replace(finding, proof=None) for finding in answer.tried],
    }


@pytest.mark.parametrize(
    ("seed", "as_of", "known_at"),
    [(1, None, None), (2, None, None), (3, "2026-11-12", None), (4, None, "2026-06-01")],
)
def test_every_line_is_answered_as_it_is_alone(
    tmp_path: Path, seed: int, as_of: str | None, known_at: str | None
) -> None:
    """Lines of everything, each against its own run: answers, shares, issues and the cells of the table."""
    trader.write(tmp_path, seed)
    options = Options(
        RUN_ON,
        as_of=Moment.parse(as_of) if as_of else None,
        known_at=Moment.parse(known_at) if known_at else None,
    )
    law = wiring.law()
    large = _read(tmp_path, by_rows=False)
    assert bulk.fits(large, law, options)
    answered = bulk.answer(large, law, options)
    every = every_line(answered)
    table = every_frame(every)
    one_by_one = Assessor(_read(tmp_path, by_rows=True), law, options)
    alone = {f"{line.shipment_id}/{line.line}": line for line in one_by_one.run().lines}
    assert answered.undated == sum(1 for subject in one_by_one.rows if subject not in alone)
    subjects = [f"{a}/{b}" for a, b in every.table.select("shipment_id", "line").iter_rows()]
    assert subjects == list(alone)
    for number, (subject, cells) in enumerate(zip(subjects, table.iter_rows(named=True), strict=True)):
        line = alone[subject]
        common = answered.judged.answers[every.table["pattern"][number]]
        expected = {**_told(line.determination), "duties": None}
        assert {**_told(common), "duties": None} == expected, subject
        wanted = row(line, [branch.id for branch in line.determination.branches])
        for name in OWN:
            _same_cell(subject, name, cells[name], wanted[name])
        for name in ("verdict", "possible", "review", "provisions", "duties", "questions", "confidence"):
            assert cells[name] == wanted[name], (subject, name)
    assert set(COLUMNS) <= set(table.columns)


def _same_cell(subject: str, name: str, found: object, wanted: object) -> None:
    """Shares may be wider by the rounding of their last digit, and never narrower."""
    if isinstance(found, float) and isinstance(wanted, float) and name != "share_threshold":
        assert found == pytest.approx(wanted, rel=1e-11, abs=4e-12), (subject, name)
        slack = 1e-11 * abs(wanted)
        outwards = found <= wanted + slack if name in ("share_low", "share_headroom") else found >= wanted - slack
        assert outwards, (subject, name, found, wanted)
    else:
        assert found == wanted, (subject, name)


def test_the_most_serious_lines_are_those_of_a_small_run(tmp_path: Path) -> None:
    """What is shown of a large run is what would be shown of a small one, and counts are those of all lines."""
    trader.write(tmp_path, 5)
    options = Options(RUN_ON)
    answered = bulk.answer(_read(tmp_path, by_rows=False), wiring.law(), options)
    every = every_line(answered)
    small = Assessor(_read(tmp_path, by_rows=True), wiring.law(), options).run()
    places = most_serious(every, 50)
    shown = [concern(every.alike[every.table["pattern"][place]].line) for place in places]
    assert shown == [concern(line) for line in by_concern(small.lines, 50)]
    assert sum(alike.count for alike in every.alike) == len(small.lines)
    counted = replace(small, every=every)
    assert counted.counts == small.counts


@pytest.mark.parametrize("table", ["licences", "undertakings", "activities"])
def test_what_is_held_against_each_line_by_itself_is_not_told_over_columns(tmp_path: Path, table: str) -> None:
    """Licences, undertakings and activities speak of single lines: such a portfolio is read line by line."""
    trader.write(tmp_path, 6, lines=200)
    text = {
        "licences": "licence_no,kind\nL1,single\n",
        "undertakings": "undertaking_id,giver_id,part_ids,no_retransfer\nU1,CIVIL,OVER,yes\n",
        "activities": "activity_id,date,kind\nA1,2026-10-01,technology_transfer\n",
    }
    (tmp_path / f"{table}.csv").write_text(text[table], encoding="utf-8")
    read = _read(tmp_path, by_rows=False)
    assert read.rows(table)
    assert not bulk.fits(read, wiring.law(), Options(RUN_ON))
