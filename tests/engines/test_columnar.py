"""Design, section 4, Scale: what is told over columns is answered as each line alone is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import polars as pl
import pytest
from jsonschema import Draft202012Validator
from tests.engines import trader

from monazite import wiring
from monazite.engines.columnar import bulk
from monazite.engines.columnar.every_line import every_line
from monazite.engines.columnar.representatives import only
from monazite.exchange.limits import Limits
from monazite.exchange.portfolio import read_portfolio
from monazite.model.dates import Moment
from monazite.model.determination import Determination
from monazite.reporting.answers import by_concern, concern, most_serious
from monazite.reporting.columns import COLUMNS, OWN, every_frame, row
from monazite.reporting.files import write_reports
from monazite.reporting.json_document import schema
from monazite.services.assess import Assessor, Options
from monazite.services.assessment import Assessment
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
    _assert_each_as_alone(tmp_path, options)


@pytest.mark.parametrize("seed", [7, 8])
def test_parties_of_the_table_roles_are_told_over_columns(tmp_path: Path, seed: int) -> None:
    """Roles of lines and of whole shipments: one party in several, several in one, unknown and unheard of, beside
    the parties that the columns name.
    """
    trader.write(tmp_path, seed)
    draw = Random(seed)
    roles = ("buyer", "end_user", "importer", "ultimate_consignee", "broker", "exporter_of_record", "seller")
    people = ("CIVIL", "CIVIL2", "ARMY", "OPEN", "NAMED", "LIKE", "unknown", "NOT_IN_PARTIES", "NOR_THIS")
    rows = {
        f"S{draw.randrange(trader.LINES):04d},{draw.choice(('', '', '1'))},{draw.choice(people)},{draw.choice(roles)}"
        for _ in range(250)
    }
    text = "\n".join(["shipment_id,line,party_id,role", *sorted(rows)])
    (tmp_path / "roles.csv").write_text(text + "\n", encoding="utf-8")
    _assert_each_as_alone(tmp_path, Options(RUN_ON))


def _assert_each_as_alone(folder: Path, options: Options) -> None:
    law = wiring.law()
    large = _read(folder, by_rows=False)
    assert bulk.fits(large, law, options)
    answered = bulk.answer(large, law, options)
    every = every_line(answered)
    table = every_frame(every)
    one_by_one = Assessor(_read(folder, by_rows=True), law, options)
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


def _shipped_again(folder: Path, at_least: int) -> tuple[Assessment, Assessment, int]:
    """The run over a few lines, over the same lines shipped as often as gives so many answers, and how often."""
    trader.write(folder / "one", 7, lines=16)
    small = wiring.assessor(folder / "one", Options(RUN_ON)).run()
    times = at_least // len(small.lines) + 1
    trader.write(folder / "many", 7, lines=16, times=times)
    run = wiring.run_over(folder / "many", Options(RUN_ON))
    assert isinstance(run, wiring.LargeRun)
    heard: list[tuple[int, int]] = []
    found = run.run(lambda done, total: heard.append((done, total)))
    assert heard[-1][0] == heard[-1][1]
    assert found.total + found.not_judged == 16 * times
    assert any(issue.code == "one_of_each_kind" for issue in found.issues)
    return small, found, times


def test_a_run_of_some_ten_thousand_lines_holds_each_of_them(tmp_path: Path) -> None:
    """Up to 100,000 lines the document has every determination, so the run has."""
    small, found, _ = _shipped_again(tmp_path, 20_000)
    assert found.every is None
    assert len(found.lines) == found.total
    ends = {(line.shipment_id[-5:], line.line): line.determination for line in found.lines[-200:]}
    for line in small.lines:
        if line.shipment_id not in trader.APART:
            told = ends[line.shipment_id, line.line]
            assert (told.verdict, told.possible) == (line.determination.verdict, line.determination.possible)


def test_a_run_of_more_lines_than_the_document_holds_says_where_they_are(tmp_path: Path) -> None:
    """Counts are those of all lines; the Parquet file holds all, page and workbook the most serious."""
    small, found, times = _shipped_again(tmp_path, 100_000)
    files = write_reports(found, tmp_path / "out")
    table = pl.read_parquet(files["parquet"])
    assert table.height == found.total > 100_000
    for line in small.lines:
        if line.shipment_id not in trader.APART:
            copies = table.filter(pl.col("shipment_id").str.ends_with(line.shipment_id), pl.col("line") == line.line)
            assert copies.height == times
            assert set(copies["verdict"]) == {line.determination.verdict.value}
    document = json.loads(files["json"].read_text(encoding="utf-8"))
    Draft202012Validator(schema()).validate(document)
    assert document["summary"]["lines"] == found.total
    assert sum(document["summary"]["verdicts"].values()) == found.total
    assert "determinations" not in document
    assert document["parquet"] == "determinations.parquet"
    assert document["summary"]["patterns"] < 100
    assert f"of {found.total:,} lines" in files["report"].read_text(encoding="utf-8")


def test_one_shipment_of_a_large_portfolio_is_explained_by_itself(tmp_path: Path) -> None:
    """`explain` leaves all others out, and says what the whole portfolio would."""
    trader.write(tmp_path, 8)
    options, law = Options(RUN_ON), wiring.law()
    whole = Assessor(_read(tmp_path, by_rows=True), law, options)
    large = _read(tmp_path, by_rows=False)
    for subject in list(whole.rows)[::40]:
        alone = Assessor(only(large, subject.partition("/")[0]), law, options)
        assert set(alone.rows) <= {f"{subject[:5]}/{line}" for line in "12"}
        if whole.situation(subject) is None:
            assert alone.situation(subject) is None
            continue
        one, other = alone.determine(subject), whole.determine(subject)
        assert one is not None
        assert other is not None
        assert _told(one) == _told(other)
        assert (one.share is None) == (other.share is None)
        if one.share is not None and other.share is not None:
            assert (one.share.low, one.share.high) == (other.share.low, other.share.high)
    assert len(only(large, "NONE").rows("shipments")) == 8
