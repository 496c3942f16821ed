"""Whether two results are the same."""

from __future__ import annotations

import numpy as np

from graphs.shapes import Floats

_BLOCK = 1_000_000


def same(found: Floats, expected: Floats, name: str) -> None:
    """Ends the run where a result is not the kernel's. In blocks: a comparison of all at once takes as much again."""
    if found.shape != expected.shape:
        raise SystemExit(f"{name} gives {found.shape} amounts, not {expected.shape}")
    for first in range(0, len(expected), _BLOCK):
        if not np.allclose(found[first : first + _BLOCK], expected[first : first + _BLOCK], rtol=1e-9, atol=0):
            raise SystemExit(f"{name} comes to something else")
