"""Whether a line judged by itself and the same line judged among a million get one answer.

    uv run python benchmarks/single_equals_columnar.py out/million --sample 10000 --seed 1

Judges the whole portfolio over columns, then line by line a random sample of its lines and the last line of every
pattern (the first ones are those that were judged for all). Compared is everything that lines of a pattern have in
common, and the bounds of the share, which the columns may widen by their rounding and nothing else. Every difference
is printed with its line and the fields that differ; exit code 1 when there is one.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from math import inf, isclose, isnan
from pathlib import Path

import polars as pl
from rich.progress import track

from monazite import wiring
from monazite.engines.columnar import bulk
from monazite.engines.columnar.frames import Frames
from monazite.engines.columnar.representatives import cut_to
from monazite.exchange.portfolio import read_portfolio
from monazite.model.determination import Determination
from monazite.services.assess import Assessor, Options
from monazite.services.column_frame import NUMBER

ROUNDING = 2e-12
"""Both round shares outwards to 12 digits; floats may fall on the next one."""


def common(answer: Determination) -> dict[str, object]:
    """What lines of a pattern have in common, by name."""
    names = ("possible", "review", "grounds", "underlying_possible", "confidence", "holds_until", "branches",
             "other_readings", "complete", "extras")  # fmt: skip
    return {name: getattr(answer, name) for name in names} | {
        "duties": [(duty.id, duty.certain, [q.fact for q in duty.questions]) for duty in answer.duties],
        "deciding": [([q.fact for q in s.questions], s.settles, s.guaranteed, s.aspect) for s in answer.deciding],
        "tried": [replace(finding, proof=None) for finding in answer.tried],
    }


def differing(alone: Determination, among: Determination, row: dict[str, object]) -> Iterator[str]:
    """The names of what differs between the answers of one line."""
    one, other = common(alone), common(among)
    yield from (name for name in one if one[name] != other[name])
    low, high, tight = float(str(row["share_low"])), float(str(row["share_high"])), row["share_tight"]
    if alone.share is None or alone.share.share is None:
        if not isnan(low):
            yield "share (none alone)"
        return
    least, most = alone.share.low, inf if alone.share.high is None else alone.share.high
    if low > least or not isclose(low, least, rel_tol=1e-12, abs_tol=ROUNDING):
        yield f"share_low ({least} alone, {low} among all)"
    if high < most or not isclose(high, most, rel_tol=1e-12, abs_tol=ROUNDING):
        yield f"share_high ({most} alone, {high} among all)"
    if tight != (not alone.share.share.questions):
        yield "share_tight"


def chosen(lines: pl.DataFrame, sample: int, seed: int) -> list[int]:
    """The places of a random sample and of the last line of every pattern."""
    picked = random.Random(seed).sample(range(lines.height), min(sample, lines.height))
    last = lines.with_row_index("at").unique("pattern", keep="last")["at"]
    return sorted({*picked, *last})


def main() -> int:
    """Compare, and say what differs."""
    ask = argparse.ArgumentParser(description="Compare lines judged by themselves with those of a large run.")
    ask.add_argument("folder", type=Path, help="a portfolio as Parquet, made by portfolio_generator.py")
    ask.add_argument("--sample", type=int, default=10_000)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--run-on", type=date.fromisoformat, default=date.today(), help="the day of the run")
    given = ask.parse_args()
    law, options = wiring.law(None), Options(run_on=given.run_on)
    portfolio = read_portfolio(given.folder, wiring.known_entries(None))
    among = bulk.answer(portfolio, law, options)
    places = chosen(among.judged.lines, given.sample, given.seed)
    lines = among.judged.lines[places]
    people = {one for name in ("exporter_id", "importer_id") for one in lines[name].drop_nulls()}
    people |= {one for ids in lines["end_user_ids"].drop_nulls() for one in ids.split(";")}
    few = cut_to(Frames(portfolio), set(lines["part_id"].drop_nulls()), people, lines[NUMBER].to_list())
    run = Assessor(few, law, options)
    bad = 0
    for row in track(lines.iter_rows(named=True), "Judging one by one", len(places)):
        alone = run.determiner.determine(run.situation(row["subject"]), proofs=False)
        found = list(differing(alone, among.judged.answers[row["pattern"]], row))
        if found:
            bad += 1
            sys.stdout.write(f"{row['subject']}: {', '.join(found)}\n")
    patterns = lines["pattern"].n_unique()
    sys.stdout.write(f"{len(places):,} lines of {patterns:,} patterns compared: {bad:,} differ\n")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
