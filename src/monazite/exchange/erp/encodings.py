"""Which encoding a dump has, as far as its bytes prove it.

UTF-8 and UTF-16 prove themselves. Windows-1252 and GB18030 are told apart by how their bytes above 0x7F stand: Chinese
text has them in pairs of a narrow range, German text has single ones. What is not proven so is asked (`encoding`).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path

CHUNK = 1 << 20
ASKED = ("windows-1252", "windows-1250", "gb18030")
"""The encodings one may be asked to choose from."""
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HIGH = re.compile(rb"[\x80-\xff]+")
_HANZI_PAIRS = re.compile(rb"(?:[\xa1-\xf7][\xa1-\xfe])+")
_FEW = 3
_TWO_PAIRS = 4
"""German has letters above 0x7F in pairs (Größe), but hardly four of them in a row."""
_COMMON_LETTERS = frozenset("ÄÖÜäöüßéÉáÁíÍóÓúÚçÇâÂîÎôÔëË°§µ´·±÷×«»€\u00a0".encode("cp1252"))
"""Bytes that mean the same in the Western and the Central European page."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """``name`` is empty where it has to be asked. ``evidence``: what the bytes show, for the question or the report."""

    name: str
    evidence: str


@dataclass
class _Runs:
    """How the bytes above 0x7F stand: runs in all; runs of Chinese pairs, and those of two pairs and more that are no
    Western letters; single bytes; runs with bytes that the Western and the Central European page read differently.
    """

    all: int = 0
    pairs: int = 0
    long: int = 0
    single: int = 0
    doubtful: int = 0
    sample: bytes = b""
    first: list[bytes] = field(default_factory=list)

    def take(self, piece: bytes) -> None:
        for found in _HIGH.finditer(piece):
            run = found[0]
            self.all += 1
            pairs = bool(_HANZI_PAIRS.fullmatch(run))
            self.pairs += pairs
            self.long += pairs and len(run) >= _TWO_PAIRS and not _COMMON_LETTERS.issuperset(run)
            self.single += len(run) == 1
            self.doubtful += not _COMMON_LETTERS.issuperset(run)
            if len(self.first) < _FEW:
                self.first.append(run)
            if not self.sample:
                self.sample = piece[max(found.start() - 12, 0) : found.end() + 12]


def encoding_of(path: Path) -> Encoding:
    """The encoding of the file at ``path``; all of it has been looked through, a piece at a time."""
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, "its first bytes say so")
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 5 > len(head) // 2:
        return Encoding("utf-16-le" if odd > even else "utf-16-be", "every second byte is zero")
    runs, utf8, gb = _scan(path)
    if utf8 and not _by_chance(runs):
        return Encoding("utf-8", "every byte fits UTF-8" if runs.all else "")
    return _legacy(runs, gb)


def _by_chance(runs: _Runs) -> bool:
    """Whether so little stands above 0x7F that a few Chinese signs may look like UTF-8 (`芯` like a Cyrillic letter).

    Western letters count as what they look like.
    """
    if not 0 < runs.all <= _FEW or runs.pairs < runs.all:
        return False
    seen = b"".join(runs.first).decode("utf-8", "replace")
    return not all("\u00c0" <= sign <= "\u024f" for sign in seen)


def _scan(path: Path) -> tuple[_Runs, bool, bool]:
    """The runs of high bytes, whether all is UTF-8, and whether all is GB18030."""
    runs = _Runs()
    utf8, gb = codecs.getincrementaldecoder("utf-8")(), codecs.getincrementaldecoder("gb18030")()
    fits = {id(utf8): True, id(gb): True}
    rest = b""
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            for decoder in (utf8, gb):
                if fits[id(decoder)]:
                    try:
                        decoder.decode(chunk, final=not chunk)
                    except UnicodeDecodeError:
                        fits[id(decoder)] = False
            piece, _, rest = (rest + chunk).rpartition(b"\n") if chunk else (rest, b"", b"")
            runs.take(piece)
            if not chunk:
                return runs, fits[id(utf8)], fits[id(gb)]


def _legacy(runs: _Runs, gb: bool) -> Encoding:
    """No Unicode: Chinese pairs throughout, German single letters, or a question."""
    if gb and runs.pairs == runs.all and runs.long * 10 >= runs.all:
        return Encoding("gb18030", f"all {runs.all:,} stretches of bytes above 0x7F are pairs of Chinese signs")
    if runs.single * 2 >= runs.all and not runs.doubtful:
        return Encoding("windows-1252", f"{runs.single:,} of {runs.all:,} bytes above 0x7F stand single and are "
                        "letters that every Western page shares")  # fmt: skip
    seen = "; ".join(f"{name}: {runs.sample.decode(name, 'replace').strip()!r}" for name in ASKED)
    return Encoding("", seen)
