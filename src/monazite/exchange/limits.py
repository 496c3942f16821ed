"""How much of a file is read before it is refused: generous for real work, small enough to keep memory bounded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps of one reading. Sizes in bytes or characters.

    ``cell_chars`` is what a cell of Excel can hold; ``record_chars`` bounds one row of a CSV. ``inflated_bytes`` and
    ``ratio`` bound what a workbook unpacks to (the ratio counts only above ``ratio_from_bytes``: small files may pack
    well). ``cells`` bounds rows times columns of one sheet. ``issues_per_code`` bounds what is reported one by one.
    A Parquet table of at least ``columnar_rows`` rows is read by columns: the same meaning, sooner. It may have
    ``columnar_most`` rows and unpack to ``columnar_bytes``.
    """

    file_bytes: int = 1 << 30
    rows: int = 5_000_000
    columns: int = 2_000
    cell_chars: int = 32_767
    record_chars: int = 1_000_000
    inflated_bytes: int = 512 << 20
    ratio: int = 200
    ratio_from_bytes: int = 16 << 20
    members: int = 10_000
    cells: int = 50_000_000
    issues_per_code: int = 1_000
    columnar_rows: int = 20_000
    columnar_most: int = 400_000_000
    columnar_bytes: int = 16 << 30
