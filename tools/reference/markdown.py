"""Small pieces of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MADE = "<!-- Made by scripts/reference from {source}. Do not edit: change the source and run it again. -->"


def header(source: str) -> str:
    """The first line of a page that is generated whole."""
    return MADE.format(source=source)


def cell(text: str) -> str:
    """Text that may stand in a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def code(text: str) -> str:
    """Text as code; nothing for nothing."""
    return f"`{text}`" if text else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with its header."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(cell(value) for value in row)} |" for row in rows]
    return "\n".join(lines)


def both(en: str, zh: str) -> str:
    """A text in both languages, the Chinese one on a line of its own."""
    return f"{en}<br>{zh}" if zh else en
