"""What is told of a shipment line by its own cells, as numbers over columns."""

from __future__ import annotations

import polars as pl

from monazite.engines.columnar.frames import Frames, classes
from monazite.engines.columnar.special import Special
from monazite.model.dates import Moment
from monazite.services.column_frame import NUMBER
from monazite.services.shipment_situation import moment_of

#: Columns that name things, or are shown, or are looked at by themselves; all others tell lines apart.
_BY_THEMSELVES = (
    "shipment_id", "line", "date", "time", "part_id", "quantity", "quantity_low", "quantity_high", "unit",
    "unit_value", "unit_value_low", "unit_value_high", "currency", "price_per", "exporter_id", "importer_id",
    "end_user_ids", "order_no", "contract_no", "hs_code", "lot_id", "need_date", NUMBER,
)  # fmt: skip


def shipment_lines(frames: Frames, special: Special) -> pl.DataFrame:
    """The lines with a day, in the order of the file: ``row`` counts them, ``own`` numbers what their plain cells say,
    ``unread`` those about which something of their own is said, so that they are looked at one by one.
    """
    lines = frames.of("shipments")
    plain = [c for c in lines.columns if c not in _BY_THEMSELVES]
    subject = pl.concat_str("shipment_id", pl.lit("/"), pl.col("line").fill_null("1"))
    apart = pl.Series(sorted(special.shipments), dtype=pl.String).implode()
    odd = frames.odd("shipments").implode()
    return lines.with_columns(
        own=classes(lines, plain),
        unread=pl.col("shipment_id").is_in(apart) | subject.is_in(apart) | pl.col(NUMBER).is_in(odd)
        | pl.col("licence_no").is_not_null(),
        subject=subject,
        invoice=pl.col("unit_value") / pl.col("price_per"),
        invoiced=pl.col("unit_value").is_not_null() | pl.col("unit_value_low").is_not_null()
        | pl.col("unit_value_high").is_not_null(),
    )  # fmt: skip


def with_moments(lines: pl.DataFrame, frames: Frames) -> tuple[pl.DataFrame, list[Moment | None]]:
    """The lines with ``moment``, the number of their moment in the list beside; `moment_of` says what it is."""
    keys = classes(lines, ["date", "time"])
    first = lines.select(NUMBER, moment=keys).unique("moment", keep="first", maintain_order=True)
    rows = {row.number: row for row in frames.numbered("shipments", first[NUMBER].to_list())}
    moments: list[Moment | None] = [moment_of(rows[number]) for number in first[NUMBER].to_list()]
    return lines.with_columns(moment=keys.cast(pl.Int64)), moments
