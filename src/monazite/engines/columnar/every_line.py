"""From judged lines to what is shown of them: a table of all, one line of each answer, any line in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from monazite.engines.columnar.bulk import Answered
from monazite.licensing.clock import working_days_after
from monazite.model.determination import Determination, ShareReport
from monazite.services.assessment import Alike, EveryLine, LineAnswer, PartAnswer
from monazite.services.column_frame import NUMBER
from monazite.services.duties import with_dates
from monazite.services.row_issues import issues_by_row

SEPARATOR = "; "


def every_line(answered: Answered) -> EveryLine:
    """All lines."""
    table = _table(answered)
    first = table.with_row_index("at").unique("pattern", keep="first", maintain_order=True).sort("pattern")
    counts = np.bincount(table["pattern"].to_numpy(), minlength=len(answered.judged.answers)).tolist()
    answers = answered.judged.answers
    threshold = float(answered.run.desk.threshold)
    lines = full_lines(answered, table, first["at"].to_list(), threshold)
    alike = tuple(Alike(line, counts[number]) for number, line in enumerate(lines))
    assert len(alike) == len(answers)
    return EveryLine(table, alike, threshold, answered.judged.made)


def full_lines(answered: Answered, table: pl.DataFrame, rows: Sequence[int], threshold: float) -> Iterator[LineAnswer]:
    """Some lines in full, in the order asked for."""
    rulebook = answered.run.determiner.rulebook
    moments = answered.moments
    at = answered.judged.lines["moment"]
    for row, line in zip(rows, table[list(rows)].iter_rows(named=True), strict=True):
        common: Determination = answered.judged.answers[line["pattern"]]
        subject = f"{line['shipment_id']}/{line['line']}"
        own = replace(common, subject=subject, as_of=moments[at[row]], share=_report(line, threshold))
        yield LineAnswer(
            shipment_id=line["shipment_id"],
            line=line["line"],
            part_id=line["part_id"] or "",
            part_name=line["part_name"] or "",
            day=line["day"],
            from_country=line["from_country"] or "",
            to_country=line["to_country"] or "",
            end_users=tuple(filter(None, (line["end_users"] or "").split(SEPARATOR))),
            end_use=line["end_use"] or "",
            quantity=line["quantity"] or "",
            determination=with_dates(own, rulebook),
        )


def _report(line: dict[str, object], threshold: float) -> ShareReport | None:
    low, high, tight = line["share_low"], line["share_high"], line["share_tight"]
    if tight is None:
        return None
    assert isinstance(low, float)
    headroom = None if high is None else threshold - float(str(high))
    return ShareReport(low, None if high is None else float(str(high)), threshold, headroom, bool(tight))


def _table(answered: Answered) -> pl.DataFrame:
    lines = answered.judged.lines
    days = pl.Series([str(moment) for moment in answered.moments])
    names = answered.parts.select("part_id", part_name=pl.coalesce("name", "part_id"))
    shared = pl.col("share_low").is_not_nan()
    shown = lines.join(names, on="part_id", how="left", maintain_order="left").select(
        "shipment_id",
        pl.col("line").fill_null("1"),
        "part_id",
        pl.coalesce("part_name", "part_id").alias("part_name"),
        days.gather(lines["moment"]).alias("day"),
        "from_country",
        "to_country",
        _names(lines["user_ids"], answered.names).alias("end_users"),
        "end_use",
        _quantities(lines).alias("quantity"),
        days.gather(lines["moment"]).alias("as_of"),
        pl.when(shared).then("share_low").alias("share_low"),
        pl.when(shared & pl.col("share_high").is_finite()).then("share_high").alias("share_high"),
        pl.when(shared).then("share_tight").alias("share_tight"),
        _due(answered).alias("duties_due"),
        _issues(answered).alias("issues"),
        pl.col("pattern"),
    )
    return shown


def _issues(answered: Answered) -> pl.Series:
    """The codes of what was found about the row of a line while it was read, then of what is said beside its answer."""
    lines = answered.judged.lines
    read = issues_by_row(answered.run.portfolio.issues, "shipments")
    if not read:
        return lines["issues"]
    codes = {number: SEPARATOR.join(dict.fromkeys(one.code for one in found)) for number, found in read.items()}
    own = lines[NUMBER].cast(pl.Int64).replace_strict(codes, default=None, return_dtype=pl.String)
    both = pl.concat_str(own, lines["issues"], separator=SEPARATOR, ignore_nulls=True)
    return pl.select(both).to_series().replace("", None)


def _names(ids: pl.Series, names: dict[str, str]) -> pl.Series:
    """The names of the parties of every line, by those of every set of ids that occurs."""
    different = ids.drop_nulls().unique()
    told = [SEPARATOR.join(names.get(one, one) for one in text.split(";")) for text in different.to_list()]
    return ids.replace_strict(different, told, default=None, return_dtype=pl.String)


def _quantities(lines: pl.DataFrame) -> pl.Series:
    amount = lines["quantity_low"]
    different = amount.drop_nulls().unique()
    text = amount.replace_strict(
        different, [f"{n:.15g}" for n in different.to_list()], default=None, return_dtype=pl.String
    )
    return pl.select(pl.concat_str(text, lines["unit"], separator=" ", ignore_nulls=True)).to_series().replace("", None)


def _due(answered: Answered) -> pl.Series:
    """The days on which duties fall due, made once for every set of duties on a day."""
    rulebook = answered.run.determiner.rulebook
    periods = {r.line.id: r.line.working_days for r in rulebook.requirements if r.line.working_days is not None}
    dated = [tuple(d.id for d in answer.duties if d.id in periods) for answer in answered.judged.answers]
    sets = list(dict.fromkeys(dated))
    kind = pl.Series([sets.index(duties) for duties in dated], dtype=pl.Int64)
    lines = answered.judged.lines.select("law_day", kind=kind.gather(answered.judged.lines["pattern"]))
    found = lines.unique().with_columns(due=pl.lit(None, dtype=pl.String))
    texts = [
        SEPARATOR.join(f"{duty} {working_days_after(day, periods[duty]).due.isoformat()}" for duty in sets[number])
        or None
        for day, number in found.select("law_day", "kind").iter_rows()
    ]
    found = found.with_columns(due=pl.Series(texts, dtype=pl.String))
    return lines.join(found, on=["law_day", "kind"], how="left", maintain_order="left")["due"]


def part_answers(answered: Answered, most: int) -> tuple[PartAnswer, ...]:
    """The shipped parts with the highest possible shares of those that are on a list or of which that is open."""
    lines, threshold = answered.judged.lines, float(answered.run.desk.threshold)
    shares = (
        lines.filter(pl.col("part") >= 0)
        .group_by("part", maintain_order=True)
        .agg(pl.col("share_low").min(), pl.col("share_high").max(), shipments=pl.len())
    )
    parts = answered.parts.with_row_index("part").with_columns(pl.col("part").cast(pl.Int64))
    listed = pl.col("control_entries").is_null() | (pl.col("control_entries") != "")
    ranked = parts.join(shares, on="part").sort(~listed, -pl.col("share_high").fill_nan(-1.0), maintain_order=True)
    return tuple(_part(row, threshold) for row in ranked.head(most).iter_rows(named=True))


def _part(row: dict[str, object], threshold: float) -> PartAnswer:
    def number(name: str) -> float | None:
        found = row[name]
        return found if isinstance(found, float) and np.isfinite(found) else None

    value = number("value")
    return PartAnswer(
        part_id=str(row["part_id"]),
        name=str(row["name"] or row["part_id"]),
        kind=str(row["kind"] or ""),
        entries=tuple(filter(None, str(row["control_entries"] or "").split(";"))),
        possible_entries=(),
        made_in=str(row["made_in"] or ""),
        origin=str(row["origin"] or ""),
        unit_value="unknown" if value is None else f"{value:.2f} {row['currency'] or ''} (master_data)",
        share_low=number("share_low"),
        share_high=number("share_high"),
        threshold=threshold,
        share=None,
        shipments=int(str(row["shipments"])),
    )
