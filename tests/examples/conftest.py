"""The tables of the example that a module is about, its fixture ``folder``."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.examples.rows import Rows, read


@pytest.fixture(scope="module")
def tables(folder: Path) -> dict[str, Rows]:
    return {path.stem: read(path) for path in sorted(folder.glob("*.csv"))}
