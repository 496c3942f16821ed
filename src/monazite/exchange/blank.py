"""An empty, commented portfolio for `monazite init DIR`: one CSV per table that explains itself."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from monazite.exchange.fresh_files import write_fresh
from monazite.services.schema import CORE_TABLES, SCHEMA
from monazite.services.tables import Column, Kind, Range, TableSchema

README = "README.txt"
EXAMPLE = "# example: "
"""What a commented example line begins with; what follows is a line of CSV."""

_KINDS = {
    Kind.TEXT: "text", Kind.ID: "id", Kind.LINE: "id", Kind.NUMBER: "number", Kind.VALUE: "text or number",
    Kind.INTEGER: "whole number", Kind.DATE: "date 2025-12-05", Kind.PERIOD: "date 2025-12-05 or 2025-12 or 2025",
    Kind.TIME: "time 11:30+08:00", Kind.ENUM: "word", Kind.COUNTRY: "country, two letters",
    Kind.ORIGIN: "country, two letters, or not_CN", Kind.CURRENCY: "currency, three letters",
    Kind.ENTRY: "list entry, element or none", Kind.ENTRIES: "list entries divided by ; or none",
    Kind.CODES: "codes divided by ;", Kind.IDS: "ids divided by ;", Kind.YES_NO: "yes or no",
}  # fmt: skip
_RANGES = {
    Range.SHARE: "0 to 1",
    Range.LOSS: "0 to below 1",
    Range.POSITIVE: "above 0",
    Range.MASS: "0 counts as unknown",
    Range.MONEY: "0 counts as unknown",
}


def write_blank(directory: Path) -> list[Path]:
    """Write an empty portfolio into ``directory`` (made if need be) and return its files.

    Raises `FileExistsError`, and writes nothing, where a file of one of the names is there and not empty.
    """
    texts = {f"{name}.csv": blank_table(schema) for name, schema in SCHEMA.items()} | {README: _readme()}
    return write_fresh(directory, texts)


def blank_table(schema: TableSchema) -> str:
    """The text of an empty table: what it is for, what each column means, an example in a comment, the header."""
    names = [column.name for column in schema.columns]
    example = [column.example for column in schema.columns]
    lines = [f"# {schema.name}: {schema.purpose}", *(f"# {_describe(column)}" for column in schema.columns)]
    if schema.any_of:
        groups = " or ".join(" and ".join(group) for group in schema.any_of)
        lines.append(f"# every row needs {groups}")
    if schema.key:
        lines.append(f"# no two rows may share {' + '.join(schema.key)}")
    return "\n".join([*lines, EXAMPLE + _csv_line(example), _csv_line(names), ""])


def _csv_line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def _describe(column: Column) -> str:
    """One line on a column. No quotation marks: a spreadsheet would quote the line when it saves the file."""
    notes = ["REQUIRED"] if column.required else []
    notes.append(_KINDS[column.kind])
    if column.kind in (Kind.NUMBER, Kind.INTEGER) and column.range in _RANGES:
        notes.append(_RANGES[column.range])
    if column.pair:
        notes.append(f"or {column.name}_low and {column.name}_high")
    words = f": {', '.join(column.values)}" if column.values else ""
    blank = f" (blank: {column.blank})" if column.blank else ""
    return f"{column.name} [{'; '.join(notes)}]: {column.meaning}{words}{blank}"


def _readme() -> str:
    tables = "\n".join(f"  {name + '.csv':<18}{schema.purpose}" for name, schema in SCHEMA.items())
    return f"""A portfolio for monazite: what is in your products, who gets them, what for and when.

Start with {", ".join(f"{name}.csv" for name in CORE_TABLES)}. Every other table is optional.
Each file begins with comment lines (#) that explain its columns; the header stands below them.

- Save as UTF-8 (in Excel: CSV UTF-8). Cells are divided by commas, semicolons or tabs.
- A blank cell means unknown. It never means none or zero.
- Numbers have a decimal point and no thousands separator: 1234.5. Where a number is not known exactly, put the columns
  <name>_low and <name>_high in place of <name>.
- Dates are year-month-day: 2025-12-05. Countries are two letters of ISO 3166: DE, JP, CN.
- Lists within a cell are divided by semicolons.
- Columns and tables of your own may stay: they are kept, and reported as not used.
- The same tables may be given as .parquet, or as the sheets of one .xlsx.

Then run: monazite assess THIS_FOLDER

{tables}
"""
