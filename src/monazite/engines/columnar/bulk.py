"""Determinations of a large portfolio: what the rules cannot tell apart is judged once (design, section 4, Scale).

The story: lines, parts and parties are told over columns (`line_keys`, `part_classes`, `party_classes`,
`share_cells`); one of each kind is looked at by the code that looks at a portfolio of one line (`kinds`, `patterns`);
what the rules can tell of it is joined back; and every pattern that occurs is determined once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from monazite.engines.columnar.frames import Frames, classes
from monazite.engines.columnar.kinds import kinds_of, party_keys
from monazite.engines.columnar.line_keys import shipment_lines, with_moments
from monazite.engines.columnar.line_roles import cast_of, shown_users
from monazite.engines.columnar.part_classes import part_classes
from monazite.engines.columnar.party_classes import PartyClasses
from monazite.engines.columnar.patterns import Judged, Progress, judge
from monazite.engines.columnar.ranked_shares import ranked_shares
from monazite.engines.columnar.representatives import cut_to, named_in
from monazite.engines.columnar.share_cells import share_cells
from monazite.engines.columnar.special import special_subjects
from monazite.law.pack import Law
from monazite.model.dates import Moment
from monazite.services.assess import Assessor, Options
from monazite.services.column_frame import NUMBER
from monazite.services.notice_names import names_in_notices
from monazite.services.tables import Portfolio

_A_DAY = Moment.end_of(date(1900, 1, 1))


@dataclass(frozen=True, slots=True)
class Answered:
    """Every line with the number of its pattern.

    ``run``: the run over one line of each kind; ``parts`` as `part_classes` tells them; ``moments`` by number;
    ``names`` of parties by id; ``undated``: how many lines have no day and are left out.
    """

    judged: Judged
    run: Assessor
    parts: pl.DataFrame
    moments: list[Moment]
    names: dict[str, str]
    undated: int


def answer(portfolio: Portfolio, law: Law, options: Options, progress: Progress | None = None) -> Answered:
    """The determinations of all lines of a portfolio whose table `shipments` is read by columns."""
    frames = Frames(portfolio)
    named = frozenset(issue.subject.removeprefix("party:") for issue in names_in_notices(portfolio, law))
    special = special_subjects(frames, named)
    parts = part_classes(frames, special)
    lines, moments = _lines(frames, shipment_lines(frames, special), parts, options)
    cast = cast_of(frames, lines)
    keys = party_keys(PartyClasses(frames, special, options.run_on), lines, moments, cast)
    lines = lines.with_columns(*keys.columns, shown_users(lines, cast, law))
    kinds = kinds_of(frames, special, law, options, lines, parts, keys)
    cells = share_cells(lines, parts, kinds.desk, kinds.worths, kinds.currency)
    lines = lines.with_columns(period=pl.Series(cells.period))
    ranked = ranked_shares(frames, lines, cells.alone, kinds.desk, kinds.determiner)
    first = int(cells.key.max()) + 1 if len(cells.key) else 0
    cell = pl.DataFrame({"cell": np.where(ranked.kind < 0, cells.key, first + ranked.kind)})
    alone = pl.when("unread").then("row").otherwise(-1).alias("alone")
    told = pl.DataFrame([*kinds.codes, lines["own"]]).with_columns(lines.select(alone))
    lines = lines.with_columns(
        static=classes(told, told.columns), cell=classes(pl.DataFrame({"cell": cell}), ["cell"]).cast(pl.Int64)
    )
    run = Assessor(_represented(frames, lines, special.parties), law, options)
    people = frames.of("parties").select("party_id", pl.coalesce("name", "party_id"))
    undated = frames.of("shipments").height - lines.height
    if (ranked.kind >= 0).any():
        run.issues.extend(kinds.desk.issues)  # of all parts that were looked at, while few of them stand for all
    judged = judge(run, lines, cells, ranked, moments, progress)
    return Answered(judged, run, parts, moments, dict(people.iter_rows()), undated)


def fits(portfolio: Portfolio, law: Law, options: Options) -> bool:
    """Whether the lines of a portfolio can be told over columns.

    They can where `shipments` was read by columns, and nothing is there that is held against each line by itself:
    licences, undertakings, activities, attested searches, assumptions, a chosen basis.
    """
    apart = any(portfolio.rows(table) for table in ("licences", "undertakings", "activities"))
    attested = any(line.lists for line in law.attestations)
    return portfolio.frame("shipments") is not None and not (apart or attested or options.assumptions or options.basis)


def _lines(
    frames: Frames, lines: pl.DataFrame, parts: pl.DataFrame, options: Options
) -> tuple[pl.DataFrame, list[Moment]]:
    """The lines that have a day: with the number of their moment, its day in Beijing and the row of their part."""
    if options.as_of is None:
        lines, found = with_moments(lines, frames)
        lines = lines.filter(pl.col("moment").is_in([n for n, moment in enumerate(found) if moment is not None]))
        # A line without a day has been left out, so its moment is asked by nobody.
        moments = [moment if moment is not None else _A_DAY for moment in found]
    else:
        lines = lines.with_columns(moment=pl.lit(0, dtype=pl.Int64))
        moments = [options.as_of]
    days = pl.Series([moment.day for moment in moments], dtype=pl.Date)
    places = parts.select("part_id", part=pl.int_range(pl.len(), dtype=pl.Int64))
    lines = lines.join(places, on="part_id", how="left", maintain_order="left")
    return lines.with_columns(
        pl.col("part").fill_null(-1),
        law_day=days.gather(lines["moment"]),
        row=pl.int_range(pl.len(), dtype=pl.Int64),
    ), moments


def _represented(frames: Frames, lines: pl.DataFrame, special: frozenset[str]) -> Portfolio:
    """The portfolio of the first line of each kind and of each cell."""
    first = [lines.unique(column, keep="first", maintain_order=True)[NUMBER] for column in ("static", "cell")]
    numbers = set(first[0]) | set(first[1])
    shown = lines.filter(pl.col(NUMBER).is_in(pl.Series(sorted(numbers), dtype=pl.Int64).implode()))
    shipped, people, rows = named_in(shown)
    return cut_to(frames, shipped, people | special, rows)
