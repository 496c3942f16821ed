"""The empty, commented portfolio of `monazite init`."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.support import grave, read

from monazite.exchange.blank import EXAMPLE, README, write_blank
from monazite.services.schema import SCHEMA


def test_one_file_per_table_and_a_readme(tmp_path: Path) -> None:
    files = write_blank(tmp_path / "new" / "portfolio")
    assert {file.name for file in files} == {f"{name}.csv" for name in SCHEMA} | {README}
    assert all(file.stat().st_size for file in files)


def test_it_reads_as_an_empty_portfolio(tmp_path: Path) -> None:
    write_blank(tmp_path)
    portfolio = read(tmp_path)
    assert set(portfolio.tables) == set(SCHEMA)
    assert not any(len(table) for table in portfolio.tables.values())
    assert {issue.code for issue in portfolio.issues} == {"empty_table"}
    for name, schema in SCHEMA.items():
        assert portfolio.tables[name].columns == tuple(schema.by_name)


def test_every_example_line_is_sound(tmp_path: Path) -> None:
    for file in write_blank(tmp_path):
        lines = file.read_text(encoding="utf-8").splitlines()
        examples = [line.removeprefix(EXAMPLE) for line in lines if line.startswith(EXAMPLE)]
        file.write_text("\n".join([*lines, *examples, ""]), encoding="utf-8")
    portfolio = read(tmp_path)
    assert all(len(table) == 1 for table in portfolio.tables.values())
    assert all("unknown_p" in text for text in grave(portfolio))  # parts and parties that no row describes


def test_every_column_is_explained(tmp_path: Path) -> None:
    write_blank(tmp_path)
    for name, schema in SCHEMA.items():
        text = (tmp_path / f"{name}.csv").read_text(encoding="utf-8")
        comments = [line for line in text.splitlines() if line.startswith("#")]
        for column in schema.columns:
            [line] = [line for line in comments if line.startswith(f"# {column.name} [")]
            assert column.meaning in line
            assert ("REQUIRED" in line) == column.required
        assert '"' not in "".join(comments)  # a spreadsheet would quote the line, and it were no comment any more


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "bom.csv").write_text("mine", encoding="utf-8")
    (tmp_path / "parts.csv").write_text("", encoding="utf-8")
    with pytest.raises(FileExistsError, match=r"already holds bom\.csv; nothing was written"):
        write_blank(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {"bom.csv", "parts.csv"}
    (tmp_path / "bom.csv").write_text("", encoding="utf-8")
    assert write_blank(tmp_path)
