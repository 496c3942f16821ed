"""Guards of docs/import.md and the issues of the import: every field, question and code is explained, none is stale."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from monazite.exchange.erp.dictionary import LANGUAGES, dictionary, folded

_CODE = re.compile(r"[a-z]+(?:_[a-z]+)+")
_REPORTING = {"error": 0, "warning": 0, "info": 0, "add": 0, "remark": 1, "Refused": 0}
"""Calls that make an issue, and which of their arguments is its code."""


def _trees(repository: Path) -> Iterator[ast.AST]:
    for path in sorted((repository / "src/monazite/exchange/erp").glob("*.py")):
        yield from ast.walk(ast.parse(path.read_text("utf-8")))


def _made(repository: Path) -> set[str]:
    found = set()
    for node in _trees(repository):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            place = _REPORTING.get(name)
            if place is not None and len(node.args) > place and isinstance(node.args[place], ast.Constant):
                found.add(str(node.args[place].value))
    return found


def _documented(repository: Path) -> tuple[set[str], set[str]]:
    """The codes of the whole page, and those of the section on the import."""
    text = (repository / "docs/issues.md").read_text("utf-8")
    section = text.split("## Importing exports of an ERP")[1].split("\n## ")[0]
    return tuple(set(re.findall(r"^\| `(\w+)` \|", part, flags=re.MULTILINE)) for part in (text, section))  # type: ignore[return-value]


def test_every_issue_of_the_import_is_explained(repository: Path) -> None:
    made = _made(repository)
    assert {"left_alone", "zero_price", "alternative_boms", "unclosed_quote"} <= made
    assert made - _documented(repository)[0] == set()


def test_no_issue_of_the_import_is_explained_that_nobody_makes(repository: Path) -> None:
    words = {n.value for n in _trees(repository) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    assert _documented(repository)[1] - {word for word in words if _CODE.fullmatch(word)} == set()


def test_every_field_is_explained(repository: Path) -> None:
    text = (repository / "docs/import.md").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    rows = {name: line for line in reversed(lines) for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert [name for name in dictionary() if name not in rows] == []
    missing = [f"{t.name}.{f}" for t in dictionary().values() for f in t.fields if f"`{f}`" not in rows[t.name]]
    assert missing == []


def test_every_question_is_explained(repository: Path) -> None:
    text = (repository / "docs/import.md").read_text("utf-8")
    asked = {str(node.args[0].value) for node in _trees(repository) if isinstance(node, ast.Call)
             and getattr(node.func, "id", "") == "Question" and isinstance(node.args[0], ast.Constant)}  # fmt: skip
    assert {"plants", "currency", "ship_to"} <= asked
    assert [name for name in {*asked, "decimal_mark", "date_order"} if f"| `{name}` |" not in text] == []


def test_the_dictionary_has_every_language_and_no_header_of_two_fields() -> None:
    shared = {"price", "preis", "价格"}  # one price, which the price control names
    for table in dictionary().values():
        spelled = [name for field in table.fields.values() for name in field.spellings]
        assert {name for name in spelled if spelled.count(name) > 1} <= shared, table.name
    assert folded("Komponentenausschuss in %") == folded("komponentenausschuß IN")
    assert LANGUAGES == ("en", "de", "zh")
