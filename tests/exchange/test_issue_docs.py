"""Guard: every code of an issue in `exchange/` is explained in docs/issues.md, and nothing there is stale."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from monazite.services.schema import SCHEMA

_SNAKE = re.compile(r"[a-z]+(_[a-z]+)+")


def _words_of_the_domain() -> set[str]:
    """Snake-case words in the code that are no codes: columns and their admitted words."""
    words = {spelling for schema in SCHEMA.values() for spelling in schema.by_spelling}
    return words | {word for schema in SCHEMA.values() for column in schema.columns for word in column.values} | {
        "not_cn", "unicode_escape"
    }  # fmt: skip


def _codes(room: Path) -> set[str]:
    found = set()
    for file in room.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SNAKE.fullmatch(node.value):
                found.add(node.value)
    return found - _words_of_the_domain()


def _documented(repository: Path) -> dict[str, list[str]]:
    section = (repository / "docs" / "issues.md").read_text(encoding="utf-8")
    section = section.split("## Reading a portfolio")[1].split("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("| `")
    ]
    assert len(rows) == len({row[0] for row in rows}), "a code is explained twice"
    return {row[0].strip("`"): row[1:] for row in rows}


def test_every_code_is_explained(repository: Path) -> None:
    documented = _documented(repository)
    used = _codes(repository / "src" / "monazite" / "exchange")
    assert used - set(documented) == set(), "not in docs/issues.md"
    assert set(documented) - used == set(), "in docs/issues.md and used nowhere"


def test_meaning_effect_and_remedy(repository: Path) -> None:
    for code, cells in _documented(repository).items():
        assert len(cells) == 3, code
        assert all(cells), code
