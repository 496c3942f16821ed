"""Text from outside made safe to show: no control characters, no bidirectional tricks, known widths."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rich.cells import cell_len

_KEPT = {"\n", "\t"}
_TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}

_ODD = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Any character that `_shown` shows as something else: a text without one is shown as it is."""


def visible(text: str, *, lines: bool = False) -> str:
    """``text`` with every control character and direction override written out as ``⟨U+202E⟩``.

    A terminal would obey an escape sequence and a page would turn text around: both could make an answer look like
    another. Line breaks become spaces unless ``lines``.
    """
    if _ODD.search(text) is None:
        return text
    return "".join(_shown(character, lines) for character in text)


def _shown(character: str, lines: bool) -> str:
    if character in _KEPT:
        return character if lines else " "
    if unicodedata.category(character) in {"Cc", "Cs"} or ord(character) in _TURNING:
        return f"⟨U+{ord(character):04X}⟩"
    return character


def sound(text: str) -> str:
    """``text`` with question marks for lone surrogates, which no UTF-8 file can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def clip(text: str, width: int) -> str:
    """``text`` cut to ``width`` characters, with an ellipsis where something is missing."""
    return text if len(text) <= width else text[: max(width - 1, 0)].rstrip() + "…"


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """``text`` in lines of at most ``width`` columns; a Chinese character counts two and may stand at any line's end.

    ``first`` starts the first line, ``rest`` (default: as many spaces) the others.
    """
    follow = " " * cell_len(first) if rest is None else rest
    done: list[str] = []
    line = first
    empty = True
    for piece in _pieces(visible(text), max(width - max(cell_len(first), cell_len(follow)), 8)):
        if not empty and cell_len(line) + cell_len(piece.rstrip()) > width:
            done.append(line.rstrip())
            line, empty = follow, True
        line += piece.lstrip() if empty else piece
        empty = empty and not piece.strip()
    done.append(line.rstrip())
    return done


def _pieces(text: str, longest: int) -> Iterator[str]:
    """Words with the space that follows, single wide characters, and long words in slices."""
    word = ""
    for character in text:
        wide = cell_len(character) > 1
        if wide and word:
            yield word
            word = ""
        word += character
        if wide or character == " " or cell_len(word) >= longest:
            yield word
            word = ""
    if word:
        yield word
