"""Unpacking a workbook under a cap before any parser sees it: no zip bomb, no lying directory, no foreign packing.

The directory of a zip states sizes that need not be true, and parsers differ in what they believe. So the members are
unpacked here once, counted byte by byte, and nothing larger than a piece is kept.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from monazite.exchange.findings import Refused
from monazite.exchange.limits import Limits

PIECE = 1 << 16
REMEDY = "open it in a spreadsheet program and save it again as .xlsx"
_LOCAL_HEADER = 30


class Workbook:
    """A zip that has passed the check of its directory; `pieces` unpacks members under one common budget."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path, self._limits = path, limits
        self._left = limits.inflated_bytes
        self.members = _directory(path, limits)

    def pieces(self, name: str) -> Iterator[bytes]:
        """The member ``name`` unpacked, piece by piece. Raises `Refused` where more comes out than the caps admit."""
        with self._path.open("rb") as file:
            for piece in _unpack(file, self.members[name]):
                self._left -= len(piece)
                if self._left < 0:
                    raise _bomb(f"unpacks to more than {self._limits.inflated_bytes:,} bytes")
                yield piece

    def read(self, name: str) -> bytes:
        """A small member whole; empty where there is none."""
        return b"".join(self.pieces(name)) if name in self.members else b""


def _directory(path: Path, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _unreadable(path, error) from error
    packed, unpacked = sum(i.compress_size for i in infos), sum(i.file_size for i in infos)
    if len(infos) > limits.members:
        raise _bomb(f"holds {len(infos):,} members")
    if unpacked > limits.inflated_bytes:
        raise _bomb(f"unpacks to {unpacked:,} bytes; at most {limits.inflated_bytes:,} are read")
    if unpacked > limits.ratio_from_bytes and unpacked > limits.ratio * max(packed, 1):
        raise _bomb(f"unpacks to {unpacked // max(packed, 1):,} times its size")
    if packed > path.stat().st_size:
        raise _bomb("has members that overlap")
    return {info.filename: info for info in infos}


def _bomb(what: str) -> Refused:
    return Refused("zip_bomb", f"the workbook {what}", "do not trust the file; give the tables as CSV")


def _unreadable(path: Path, error: Exception) -> Refused:
    with path.open("rb") as file:
        if file.read(4) == b"\xd0\xcf\x11\xe0":
            message = f"{path.name} is an old .xls or is protected by a password"
            return Refused("unreadable_file", message, "save it as .xlsx without a password")
    return Refused("unreadable_file", f"{path.name} is no workbook: {error}", REMEDY)


def _unpack(file: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack one member, and check that exactly the stated size comes out."""
    if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("unreadable_file", f"{info.filename} is encrypted or packed in an unusual way", REMEDY)
    file.seek(info.header_offset)
    head = file.read(_LOCAL_HEADER)
    if len(head) < _LOCAL_HEADER or head[:4] != b"PK\x03\x04":
        raise Refused("unreadable_file", f"{info.filename} is not where the directory says", REMEDY)
    file.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
    packed = _limited(file, info.compress_size)
    unpacked = _inflate(packed) if info.compress_type == zipfile.ZIP_DEFLATED else packed
    count = 0
    for piece in unpacked:
        count += len(piece)
        if count > info.file_size:
            raise _bomb(f"states {info.file_size:,} bytes for {info.filename} and unpacks to more")
        yield piece
    if count != info.file_size:
        raise Refused("unreadable_file", f"{info.filename} is cut off", REMEDY)


def _limited(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0 and (piece := file.read(min(PIECE, size))):
        size -= len(piece)
        yield piece


def _inflate(packed: Iterator[bytes]) -> Iterator[bytes]:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for piece in packed:
            rest = piece
            while rest and not engine.eof:
                yield engine.decompress(rest, PIECE)
                rest = engine.unconsumed_tail
        while not engine.eof and (tail := engine.decompress(engine.unconsumed_tail, PIECE)):
            yield tail
    except zlib.error as error:
        raise Refused("unreadable_file", f"the workbook is damaged: {error}", REMEDY) from error
