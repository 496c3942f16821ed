"""The declared schema against the tables of `portfolio.md` (copied word for word beside this file)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monazite.services.schema import CORE_TABLES, SCHEMA
from monazite.services.tables import Kind

_NOT_COLUMNS = {"element"}  # "entry (or element + form)": the alternative of a column, in brackets in portfolio.md


def _specified() -> dict[str, tuple[set[str], set[str]]]:
    """By table: all columns, and the bold ones."""
    text = (Path(__file__).parent / "portfolio-tables.md").read_text(encoding="utf-8")
    tables = {}
    for line in text.splitlines():
        match = re.fullmatch(r"\| (\w+) \| (.*) \|", line)
        if match and match[1] != "table":
            plain = re.sub(r"\([^()]*(\([^()]*\)[^()]*)*\)", "", match[2]).split(". ")[0]
            names = {name.strip(" *.") for name in re.split(r",| or | \+ ", plain)}
            bold = {name for cell in re.findall(r"\*\*(\w+)\*\*", match[2]) for name in [cell]}
            tables[match[1]] = (names - {""}, bold)
    return tables


SPECIFIED = _specified()


def test_every_table_is_declared() -> None:
    assert list(SCHEMA) == list(SPECIFIED)
    assert CORE_TABLES == ("parts", "bom", "contents")


@pytest.mark.parametrize("name", SPECIFIED)
def test_every_column_is_declared(name: str) -> None:
    specified, bold = SPECIFIED[name]
    declared = set(SCHEMA[name].by_name)
    assert specified <= declared
    assert declared - specified <= _NOT_COLUMNS | ({"currency"} if name == "contents" else set()) | (
        {"form"} if name == "prices" else set()
    )
    alternatives = {column for group in SCHEMA[name].any_of for column in group}
    assert bold - alternatives == set(SCHEMA[name].required)


def test_declarations_are_whole() -> None:
    for schema in SCHEMA.values():
        assert schema.purpose.endswith(".")
        assert set(schema.key) <= set(schema.by_name)
        assert schema.subject
        for column in schema.columns:
            assert column.meaning, f"{schema.name}.{column.name}"
            assert bool(column.values) == (column.kind in (Kind.ENUM, Kind.CODES)), f"{schema.name}.{column.name}"
            assert not column.refers or column.refers in SCHEMA
            assert '"' not in column.meaning + column.blank
        low_high = [s for c in schema.columns for s in c.spellings]
        assert len(low_high) == len(set(low_high))
