"""The nearest known names to a misspelt one, for remedies."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

LONGEST = 60
"""Longer texts are no misspelt names; comparing them would only cost time."""


def nearest(text: str, known: Iterable[str], count: int = 3, cutoff: float = 0.6) -> list[str]:
    """Up to ``count`` of the ``known`` names that look like ``text``, the likeliest first; none for long texts."""
    if not text or len(text) > LONGEST:
        return []
    folded = {name.lower(): name for name in known}
    return [folded[name] for name in get_close_matches(text.lower(), folded, count, cutoff)]
