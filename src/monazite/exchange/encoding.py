"""Which encoding a text file has: UTF-8, or UTF-16 with its mark; anything else is refused with the place of the byte.

Guessing an encoding changes names and ids without a word, so it is not done.
"""

from __future__ import annotations

import codecs
from pathlib import Path

from monazite.exchange.findings import Refused

CHUNK = 1 << 20
REMEDY = 'save the file again as UTF-8 (Excel: "CSV UTF-8 (comma delimited)")'
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NO_TEXT = ((b"PK\x03\x04", "a workbook or zip file"), (b"\xd0\xcf\x11\xe0", "an old Excel file"), (b"PAR1", "Parquet"))


def detect(path: Path) -> str:
    """The codec of the file at ``path``; the whole of it has been checked. Raises `Refused`."""
    with path.open("rb") as file:
        head = file.read(4)
    for magic, what in _NO_TEXT:
        if head.startswith(magic):
            raise Refused("not_text", f"{path.name} is {what}, not text", "give it the right ending, or save it as CSV")
    if head in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        raise Refused("wrong_encoding", f"{path.name} is UTF-32", REMEDY)
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), "utf-8")
    _check(path, encoding)
    return encoding


def _check(path: Path, encoding: str) -> None:
    """Decode everything once, a piece at a time, keeping nothing."""
    decoder = codecs.getincrementaldecoder(encoding)()
    offset, line = 0, 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise _refusal(path, encoding, error, offset + len(chunk), line) from error
            if "\0" in text:
                line += text[: text.index("\0")].count("\n")
                raise Refused("wrong_encoding", f"{path.name} has a zero byte (UTF-16 without its mark?)", REMEDY, line)
            if not chunk:
                return
            offset += len(chunk)
            line += text.count("\n")


def _refusal(path: Path, encoding: str, error: UnicodeDecodeError, end: int, line: int) -> Refused:
    """``end``: offset in the file of the end of what was being decoded, which may begin with a kept-back piece."""
    at = end - len(error.object) + error.start
    line += error.object[: error.start].decode(encoding, "ignore").count("\n")
    name = "UTF-16" if encoding == "utf-16" else "UTF-8"
    message = (
        f"{path.name} is not {name} throughout: byte 0x{error.object[error.start]:02X} at offset {at} (line {line}) "
        "belongs to another encoding"
    )
    return Refused("wrong_encoding", message, REMEDY, line)
