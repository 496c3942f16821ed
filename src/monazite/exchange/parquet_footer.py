"""How large a Parquet file becomes when it is unpacked, read from its footer before anything is unpacked.

The footer is a Thrift struct in the compact protocol (parquet.thrift, `FileMetaData`): field 3 is the number of rows,
field 4 the row groups, whose field 2 is the size of all their columns uncompressed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from monazite.exchange.findings import Refused

_LARGEST = 64 << 20
_BOOLEANS, _BYTE, _VARINTS, _DOUBLE, _BINARY, _LISTS, _STRUCT = (1, 2), 3, (4, 5, 6), 7, 8, (9, 10), 12
_DEEPEST = 16


@dataclass(frozen=True, slots=True)
class Footer:
    """Rows, and bytes of all column data when unpacked, as the file states them."""

    rows: int
    unpacked_bytes: int


def read_footer(path: Path) -> Footer:
    """The footer's figures; `Refused` where the file is no Parquet."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - 8, 0))
        tail = file.read(8)
        length = int.from_bytes(tail[:4], "little")
        if size < 12 or tail[4:] != b"PAR1" or length > min(size - 8, _LARGEST):
            raise _broken(path)
        file.seek(size - 8 - length)
        data = file.read(length)
    try:
        return _Compact(data).footer()
    except (IndexError, RecursionError) as error:
        raise _broken(path) from error


def _broken(path: Path) -> Refused:
    return Refused(
        "unreadable_file", f"{path.name} is no sound Parquet file", "write it again, or give the table as CSV"
    )


class _Compact:
    """Just enough of Thrift's compact protocol; raises `IndexError` at the end of the data."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def footer(self) -> Footer:
        rows, unpacked = 0, 0
        field = 0
        while (step := self._field(field)) is not None:
            field, kind = step
            if field == 3:
                rows = self._zigzag()
            elif field == 4 and kind in _LISTS:
                unpacked = sum(self._group() for _ in range(self._list_header()[0]))
            else:
                self._skip(kind, 0)
        return Footer(rows, unpacked)

    def _group(self) -> int:
        """The unpacked size of one row group."""
        size, field = 0, 0
        while (step := self._field(field)) is not None:
            field, kind = step
            if field == 2:
                size = self._zigzag()
            else:
                self._skip(kind, 0)
        return size

    def _byte(self) -> int:
        value = self._data[self._at]
        self._at += 1
        return value

    def _varint(self) -> int:
        value, shift = 0, 0
        while True:
            byte = self._byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
            if shift > 70:
                raise IndexError("a number without end")

    def _zigzag(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)

    def _field(self, last: int) -> tuple[int, int] | None:
        """Number and type of the next field; None at the end of the struct."""
        head = self._byte()
        if head == 0:
            return None
        delta, kind = head >> 4, head & 0x0F
        return (last + delta if delta else self._zigzag()), kind

    def _list_header(self) -> tuple[int, int]:
        head = self._byte()
        count = head >> 4
        return (self._varint() if count == 15 else count), head & 0x0F

    def _skip(self, kind: int, depth: int) -> None:
        if depth > _DEEPEST:
            raise IndexError("nested too deeply")
        if kind in _BOOLEANS:
            return
        if kind in _VARINTS:
            self._varint()
        elif kind in (_BYTE, _DOUBLE, _BINARY):
            length = {_BYTE: 1, _DOUBLE: 8}.get(kind) or self._varint()
            self._at += length
        elif kind in _LISTS:
            self._skip_list(depth)
        elif kind == _STRUCT:
            field = 0
            while (step := self._field(field)) is not None:
                field, inner = step
                self._skip(inner, depth + 1)
        else:
            raise IndexError(f"type {kind} does not occur in a footer")

    def _skip_list(self, depth: int) -> None:
        count, kind = self._list_header()
        if count > len(self._data):
            raise IndexError("a list longer than the footer")
        for _ in range(count):
            if kind in _BOOLEANS:
                self._byte()
            else:
                self._skip(kind, depth + 1)
