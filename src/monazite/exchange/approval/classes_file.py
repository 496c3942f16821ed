"""Approved memberships as rows of `classes`, and the file that takes them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from monazite.exchange.approval.sheet import ApprovalFault, csv_text

_CLASS_COLUMNS = ("class", "match", "profile", "approved_by", "approved_on", "reason")


def class_rows(members: Mapping[str, tuple[str, str]], by: str, on: date) -> list[dict[str, str]]:
    """Rows of `classes`: part -> (class, reason), approved by a person on a day."""
    return [
        {"class": class_, "match": f"part_id:{part}", "profile": class_, "approved_by": by,
         "approved_on": on.isoformat(), "reason": reason}
        for part, (class_, reason) in sorted(members.items())
    ]  # fmt: skip


def append_classes(folder: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """Add rows to ``classes.csv`` of a portfolio, what stands there untouched. Raises `ApprovalFault`, OSError."""
    if not folder.is_dir() or any(folder.glob("*.xlsx")):
        raise ApprovalFault("the portfolio is a workbook: save its sheets as CSV files in a folder first")
    if (folder / "classes.parquet").exists():
        raise ApprovalFault("classes.parquet cannot be added to: save it as classes.csv first")
    path = folder / "classes.csv"
    try:
        there = [row for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"))) if row] if path.exists() else []
    except (UnicodeDecodeError, csv.Error) as error:
        raise ApprovalFault(f"classes.csv cannot be read: {error}") from error
    start = next((i for i, row in enumerate(there) if not row[0].startswith("#")), len(there))
    header = [cell.strip() for cell in there[start]] if start < len(there) else []
    if header and not {"class", "match"} & set(header):
        raise ApprovalFault("classes.csv has no column class or match; is it divided by commas?")
    header += [column for column in _CLASS_COLUMNS if column not in header]
    kept = [row + [""] * (len(header) - len(row)) if not row[0].startswith("#") else row for row in there[start + 1 :]]
    added = [[row.get(column, "") for column in header] for row in rows]
    stage = path.with_name(".classes.csv.new")
    stage.write_text(csv_text([*there[:start], header, *kept, *added]), "utf-8", newline="\n")
    stage.replace(path)
    return path
