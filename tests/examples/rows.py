"""The rows of an example's CSV files."""

from __future__ import annotations

import csv
from pathlib import Path

Rows = list[dict[str, str]]


def read(path: Path) -> Rows:
    """The rows of one file, as they stand."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
