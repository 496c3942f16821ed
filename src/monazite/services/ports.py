"""What the services need from outside; adapters implement these, `wiring` chooses them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from monazite.services.tables import Portfolio


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a text may mean among the known list entries and elements.

    One of ``matches``: that is meant. None: unknown, and ``nearest`` are the closest names. Several: ambiguous.
    """

    matches: tuple[str, ...]
    nearest: tuple[str, ...] = ()


class EntryResolver(Protocol):
    """Finds the list entry or element that a text names; `monazite.services.entries.KnownEntries` is one."""

    def resolve(self, text: str) -> Resolution:
        """The full entry ids (``cn/mofcom-2025-61/part1.2``) or element symbols (``Dy``) that ``text`` may mean."""
        ...


class PortfolioReader(Protocol):
    """Reads a portfolio from where it is kept.

    Faults of the content are issues in the portfolio and never exceptions; a path that does not exist raises
    `FileNotFoundError`.
    """

    def __call__(self, path: Path, entries: EntryResolver) -> Portfolio:
        """Read the folder or workbook at ``path``, resolving list entries with ``entries``."""
        ...
