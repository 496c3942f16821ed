"""Cells as plain text: numbers with a point, days as days, ids without the zeros that SAP fills them up with.

A cell that cannot be read is null, with an issue; a row whose key cannot be read is set aside.
"""

from __future__ import annotations

import polars as pl

from monazite.exchange.erp.conventions import COMMA, GAPS, POINT, SLASHED, Writing
from monazite.exchange.erp.dumps import FILE, ROW, UNREAD, Dump
from monazite.exchange.findings import TableFindings, shown

NOT_SET = ("", "0", "n", "no", "nein", "false", "否")
"""What a flag that is not set may look like."""
_NATIVE = "\x1f"
_KEYS = ("id", "plant", "alternative")
_PLAIN = r"^\d+$"
_NO_DAY = r"^0*[.\-/]?0*[.\-/]?0*$"
_SHORTENED = r"^\d([.,]\d+)?[Ee]\+\d+$"


def typed(dump: Dump, writing: Writing, findings: TableFindings) -> pl.DataFrame:
    """The frame with every column read by its type, `_file`, and `_unread` (a cell of the row could not be read); rows
    without a key are set aside.
    """
    frame = dump.frame.with_columns(pl.lit(dump.name).alias(FILE), pl.lit(False).alias(UNREAD))
    for name, field in dump.match.table.fields.items():
        if name not in frame.columns:
            continue
        text = pl.col(name).str.strip_chars(" \t\r\n\u00a0\u3000")
        if field.type == "number":
            frame = _read(frame, name, number(text, writing.mark), "unreadable_number",
                          "write digits, with decimals as in the rest of the file", findings)  # fmt: skip
        elif field.type == "date":
            frame = _read(frame, name, day(text, writing.order), "unreadable_date",
                          "export dates as in 31.12.2026 or 20261231", findings)  # fmt: skip
        elif field.type == "flag":
            plain = text.str.strip_chars(_NATIVE).str.to_lowercase()
            frame = frame.with_columns((~plain.is_in(NOT_SET)).fill_null(False).alias(name))
        else:
            frame = frame.with_columns(_text(text.str.strip_chars(_NATIVE), field.type).alias(name))
            if field.type in _KEYS:
                frame = _keyed(frame, name, field.filled, findings)
    return frame


def _text(text: pl.Expr, type_: str) -> pl.Expr:
    digits = text.str.contains(_PLAIN)
    if type_ == "id":
        text = pl.when(digits & text.str.contains("[1-9]")).then(text.str.strip_chars_start("0")).otherwise(text)
    elif type_ in ("plant", "alternative"):
        text = pl.when(digits).then(text.str.zfill(4 if type_ == "plant" else 2)).otherwise(text)
    elif type_ == "text":
        text = text.str.replace_all(r"[\x00-\x1f\x7f]+", " ")
    return pl.when(text == "").then(None).otherwise(text)


def number(text: pl.Expr, mark: str) -> pl.Expr:
    """A number with a decimal point, without superfluous zeros; blank gives null, what is none gives `?`."""
    negative = text.str.contains(r"^-|-$")
    bare = text.str.replace_all(GAPS, "").str.strip_chars_start("+-").str.strip_chars_end("+-")
    comma = bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    point = bare.str.replace_all(",", "", literal=True)
    whole = bare.str.contains(_PLAIN)
    bare = pl.when(bare.str.contains(r"\d")).then(bare)
    as_comma = whole | bare.str.contains(r"^(?:\d{1,3}(?:\.\d{3})+|\d*)(?:,\d+)?$")
    as_point = whole | bare.str.contains(r"^(?:\d{1,3}(?:,\d{3})+|\d*)(?:\.\d+)?$")
    read: pl.Expr
    if mark == "comma":
        read = pl.when(as_comma).then(comma)
    elif mark == "point":
        read = pl.when(as_point).then(point)
    else:
        each = pl.when(bare.str.contains(COMMA)).then(comma).when(bare.str.contains(POINT)).then(point)
        read = pl.when(whole).then(bare).otherwise(each)
    inside = text.str.strip_chars(_NATIVE)
    native = text.str.starts_with(_NATIVE)
    magnitude = pl.when(native).then(
        pl.when(inside.str.contains(r"^-?\d+(\.\d+)?$")).then(inside.str.strip_chars_start("-"))
    ).otherwise(read)  # fmt: skip
    minus = pl.when(native).then(inside.str.starts_with("-")).otherwise(negative)
    tidy = (
        pl.concat_str([pl.lit("0"), magnitude])
        .str.replace(r"(\.\d*?)0+$", "$1").str.strip_chars_end(".").str.replace(r"^0+(\d)", "$1")
    )  # fmt: skip
    signed = pl.when(minus & (tidy != "0")).then(pl.concat_str([pl.lit("-"), tidy])).otherwise(tidy)
    nothing = inside.is_null() | (inside == "")
    return pl.when(nothing).then(None).otherwise(signed.fill_null("?"))


def day(text: pl.Expr, order: str) -> pl.Expr:
    """A day as `2026-12-31`; blank, `00.00.0000` and the end of time give null, what is none gives `?`."""
    plain = text.str.strip_chars(_NATIVE).str.replace(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.0+)?)?$", "")
    slashed = plain.str.replace_all("-", "/", literal=True)
    by_order = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}.get(order)
    written = plain.str.replace_all(r"[/.]", "-")
    read = (
        pl.when(plain.str.contains(r"^\d{8}$")).then(plain.str.to_date("%Y%m%d", strict=False))
        .when(plain.str.contains(r"^\d{1,2}\.\d{1,2}\.\d{4}$")).then(plain.str.to_date("%d.%m.%Y", strict=False))
        .when(plain.str.contains(r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$"))
        .then(written.str.to_date("%Y-%m-%d", strict=False))
    )  # fmt: skip
    if by_order is not None:
        read = read.when(plain.str.contains(SLASHED)).then(slashed.str.to_date(by_order, strict=False))
    nothing = plain.is_null() | (plain == "") | plain.str.contains(_NO_DAY)
    endless = plain.is_in(["99991231", "31.12.9999", "9999-12-31", "12/31/9999", "31/12/9999", "9999/12/31"])
    return pl.when(nothing | endless).then(None).otherwise(read.dt.to_string("%Y-%m-%d").fill_null("?"))


def _read(
    frame: pl.DataFrame, name: str, read: pl.Expr, code: str, remedy: str, findings: TableFindings
) -> pl.DataFrame:
    """The column as read; each `?` is reported and becomes null."""
    after = frame.with_columns(read.alias("_new"))
    for row in after.filter(pl.col("_new") == "?").select(ROW, name).iter_rows():
        cell = shown(str(row[1]).strip().strip(_NATIVE))
        findings.warning(code, f"{cell} cannot be read; taken as unknown", remedy, row[0], name)
    known = pl.when(pl.col("_new") != "?").then(pl.col("_new"))
    unread = pl.col(UNREAD) | (pl.col("_new") == "?").fill_null(False)
    return after.with_columns(known.alias(name), unread.alias(UNREAD)).drop("_new")


def _keyed(frame: pl.DataFrame, name: str, required: bool, findings: TableFindings) -> pl.DataFrame:
    """Without the rows whose id a spreadsheet has shortened, or is missing where the row cannot do without."""
    short = frame.filter(pl.col(name).str.contains(_SHORTENED)).select(ROW, name)
    for row, cell in short.iter_rows():
        message = f"{cell} is a number that a spreadsheet has shortened; its digits are lost; row set aside"
        findings.error("shortened_number", message, "export again, and read the column as text", row, name)
    frame = frame.filter(~pl.col(name).str.contains(_SHORTENED).fill_null(False))
    if not required:
        return frame
    for (row,) in frame.filter(pl.col(name).is_null()).select(ROW).iter_rows():
        findings.error("missing_key", f"{name} is blank; row set aside", "fill it, or delete the row", row, name)
    return frame.filter(pl.col(name).is_not_null())
