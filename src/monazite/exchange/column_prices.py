"""Which prices of tables read by columns are far from their neighbours': found in floats, settled on the rows.

Floats only choose what to look at: a price within a billionth of the limit is compared exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from monazite.services.column_frame import NUMBER
from monazite.services.column_rows import ColumnRows
from monazite.services.tables import Row, Table

_SLACK = 1e-9
_GROUP = ("what", "who", "form", "currency")
_TYPES = dict.fromkeys(_GROUP, pl.String) | {"amount": pl.Float64, "place": pl.Int64, NUMBER: pl.Int64}


@dataclass(frozen=True, slots=True)
class Amounts:
    """One column of amounts of one table, as `suspects` compares it: what names the thing that is priced."""

    table: Table
    column: str
    what: str
    names: tuple[str, ...]
    form: str = ""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A row whose price may be far from the ``middle`` row's: each as the place of its `Amounts`, and its number.
    ``sure``: it is.
    """

    row: tuple[int, int]
    middle: tuple[int, int]
    sure: bool


def suspects(amounts: Sequence[Amounts], factor: float) -> list[Suspect]:
    """All prices that may be ``factor`` times from the middle of their group, group by group, the lowest first."""
    parts = [_frame(place, one) for place, one in enumerate(amounts)]
    every = pl.concat([pl.DataFrame(schema=_TYPES), *parts]).with_row_index("order")
    every = every.filter(pl.col("who").is_duplicated())  # a price alone is not far from anything
    spread = pl.col("amount").max() / pl.col("amount").min()
    wide = every.group_by(_GROUP).agg(spread.alias("spread")).filter(pl.col("spread") >= factor * (1 - _SLACK))
    every = every.join(wide, on=_GROUP, how="semi", maintain_order="left")
    every = every.with_columns(pl.col("order").min().over(_GROUP).alias("group")).sort("group", "amount", "order")
    size = pl.len().over("group")
    rank = pl.int_range(pl.len()).over("group")
    middles = every.filter(rank == (size - 1) // 2).select("group", middle="amount", its="place", row=NUMBER)
    ratio = pl.max_horizontal("amount", "middle") / pl.min_horizontal("amount", "middle")
    far = every.join(middles, on="group", how="left", maintain_order="left").filter(ratio >= factor * (1 - _SLACK))
    chosen = far.select("place", NUMBER, "its", "row", ratio >= factor * (1 + _SLACK))
    return [Suspect((place, number), (other, its), sure) for place, number, other, its, sure in chosen.iter_rows()]


def rows_of(amounts: Sequence[Amounts], wanted: Iterable[tuple[int, int]]) -> Mapping[tuple[int, int], Row]:
    """The rows at these places and numbers."""
    numbers: dict[int, dict[int, None]] = {}
    for place, number in wanted:
        numbers.setdefault(place, {})[number] = None
    found: dict[tuple[int, int], Row] = {}
    for place, its in numbers.items():
        rows = amounts[place].table.rows
        chosen = rows.numbered(list(its)) if isinstance(rows, ColumnRows) else [r for r in rows if r.number in its]
        found |= {(place, row.number): row for row in chosen}
    return found


def unstated(rows: ColumnRows, column: str) -> int:
    """How many amounts have no price_per."""
    if column not in rows.frame.columns:
        return 0
    given = pl.col(f"{column}_low").is_not_null()
    lacking = pl.col("price_per").is_null() if "price_per" in rows.frame.columns else pl.lit(True)
    return rows.frame.filter(given & lacking).height


def _frame(place: int, amounts: Amounts) -> pl.DataFrame:
    rows = amounts.table.rows
    if not isinstance(rows, ColumnRows):
        return _by_rows(place, amounts, rows)
    frame = rows.frame
    if amounts.column not in frame.columns:
        return pl.DataFrame(schema=_TYPES)
    per = pl.col("price_per").fill_null(1) if "price_per" in frame.columns else pl.lit(1)
    who = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in amounts.names if name in frame.columns]
    high = pl.col(f"{amounts.column}_high")
    kept = frame.select(
        pl.lit(amounts.what).alias("what"),
        (pl.coalesce(who).fill_null("") if who else pl.lit("")).alias("who"),
        _text(frame, amounts.form).alias("form"),
        _text(frame, "currency").alias("currency"),
        (high / per).alias("amount"),
        pl.lit(place, pl.Int64).alias("place"),
        NUMBER,
    ).filter(pl.col("amount").is_not_null() & (pl.col("amount") > 0))
    return kept.filter(pl.col("who") != "") if amounts.what == "value" else kept


def _text(frame: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name).fill_null("") if name in frame.columns else pl.lit("")


def _by_rows(place: int, amounts: Amounts, rows: Iterable[Row]) -> pl.DataFrame:
    cells = []
    for row in rows:
        bounds = row.number_of(amounts.column)
        who = next((text for name in amounts.names if (text := row.text(name))), "")
        if bounds is None or not bounds.high or (amounts.what == "value" and not who):
            continue
        form = row.text(amounts.form) if amounts.form else ""
        amount = float(bounds.high / (row.integer("price_per") or 1))
        cells.append((amounts.what, who, form, row.text("currency"), amount, place, row.number))
    return pl.DataFrame(cells, schema=_TYPES, orient="row")
