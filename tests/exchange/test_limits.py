"""Files made to exhaust memory or patience: refused or reported, with memory bounded."""

from __future__ import annotations

import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from tests.exchange.support import found, one_table, read, write_workbook

from monazite.exchange.limits import Limits
from monazite.exchange.parquet_footer import read_footer

MIB = 1 << 20
PARTS = {"parts": [{"part_id": "P1", "name": "x"}]}


def peak_of(run: Callable[[], object]) -> int:
    """The most memory that Python held during ``run``."""
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_of_200_mb_costs_one_row_and_little_memory(quote: str, tmp_path: Path) -> None:
    path = tmp_path / "parts.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(f"part_id,name\nP1,x\nP2,{quote}")
        for _ in range(200):
            file.write("x" * MIB)
        file.write(f"{quote}\nP3,y\n")
    portfolio = read(tmp_path)
    assert [row.text("part_id") for row in portfolio.rows("parts")] == ["P1", "P3"]
    [issue] = found(portfolio, "cell_too_long")
    assert (issue.table, issue.row) == ("parts", 3)
    assert peak_of(lambda: read(tmp_path)) < 24 * MIB


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_longer_than_a_spreadsheet_holds_is_unknown(quote: str, tmp_path: Path) -> None:
    portfolio = read(one_table(tmp_path, "parts", _with_a_long_cell(32_768, quote)))
    long, whole = portfolio.rows("parts")
    assert (long.faulty, "name" in long) == ({"name"}, False)
    assert (whole.faulty, len(whole.text("name"))) == (frozenset(), 32_767)
    assert [issue.row for issue in found(portfolio, "cell_too_long")] == [2]


@pytest.mark.parametrize("length", [131_073, 900_000])
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_too_long_to_be_split_costs_its_row(length: int, quote: str, tmp_path: Path) -> None:
    portfolio = read(one_table(tmp_path, "parts", _with_a_long_cell(length, quote)))
    assert [row.text("part_id") for row in portfolio.rows("parts")] == ["P2"]
    assert [aside.row.number for aside in portfolio.set_aside] == [2]
    assert [issue.row for issue in found(portfolio, "cell_too_long")] == [2]


def _with_a_long_cell(length: int, quote: str) -> str:
    """Two parts: the name of one is too long, that of the other as long as a spreadsheet's cell can be."""
    return f"part_id,name\nP1,{quote}{'x' * length}{quote}\nP2,{'y' * 32_767}\n"


def test_a_quote_that_swallows_the_rest_is_not_held(tmp_path: Path) -> None:
    text = 'part_id,name\nP1,"x\n' + "P2,y\n" * 400_000
    folder = one_table(tmp_path, "parts", text)
    assert found(read(folder), "unclosed_quote")[0].row == 2
    assert peak_of(lambda: read(folder)) < 24 * MIB


def test_a_header_without_end(tmp_path: Path) -> None:
    assert found(read(one_table(tmp_path, "parts", "p" * 2 * MIB)), "cell_too_long")[0].row == 1


def test_a_long_cell_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("parts")
        sheet.write_row(0, 0, ["part_id", "name"])
        sheet.write_row(1, 0, ["P1", "MARK"])
        sheet.write_row(2, 0, ["P2", "y"])
    _rewrite(path, "xl/sharedStrings.xml", lambda data: data.replace(b"MARK", b"x" * 40_000))
    portfolio = read(path)
    assert [row.faulty for row in portfolio.rows("parts")] == [{"name"}, frozenset()]
    assert found(portfolio, "cell_too_long")[0].row == 2


def _rewrite(path: Path, member: str, change: Callable[[bytes], bytes]) -> None:
    """Pack the workbook again with one member changed, or added."""
    with zipfile.ZipFile(path) as old:
        contents = {name: old.read(name) for name in old.namelist()}
    contents[member] = change(contents.get(member, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in contents.items():
            new.writestr(name, data)


def test_a_zip_bomb_by_its_ratio(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "b.xlsx", PARTS)
    _rewrite(path, "xl/media/image1.bin", lambda _: bytes(64 * MIB))
    assert path.stat().st_size < MIB
    assert peak_of(lambda: read(path)) < 8 * MIB
    assert [issue.code for issue in read(path).issues] == ["zip_bomb", "no_tables"]


def test_a_workbook_that_unpacks_to_too_much(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "b.xlsx", PARTS)
    tight = replace(Limits(), inflated_bytes=5_000)
    assert "zip_bomb" in {issue.code for issue in read(path, tight).issues}


def test_a_directory_that_lies_about_sizes(tmp_path: Path) -> None:
    """The directory says 10 bytes; 64 MB come out."""
    path = write_workbook(tmp_path / "b.xlsx", PARTS)
    _rewrite(path, "xl/media/image1.bin", lambda _: bytes(64 * MIB))
    data = path.read_bytes()
    assert data.count(struct.pack("<I", 64 * MIB)) == 2
    path.write_bytes(data.replace(struct.pack("<I", 64 * MIB), struct.pack("<I", 10)))
    assert peak_of(lambda: read(path)) < 8 * MIB
    assert [issue.code for issue in read(path).issues] == ["zip_bomb", "no_tables"]


def test_too_many_members(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "b.xlsx", PARTS)
    assert "zip_bomb" in {issue.code for issue in read(path, replace(Limits(), members=3)).issues}


def test_members_that_overlap(tmp_path: Path) -> None:
    """Many entries of the directory name one and the same packed piece."""
    path = write_workbook(tmp_path / "b.xlsx", PARTS)
    _rewrite(path, "xl/media/image1.bin", lambda _: bytes(range(256)) * 4096)
    data = path.read_bytes()
    start = data.rindex(b"PK\x05\x06")
    size, offset = struct.unpack("<II", data[start + 12 : start + 20])
    directory = data[offset : offset + size]
    count = struct.unpack("<H", data[start + 10 : start + 12])[0]
    end = data[start : start + 8] + struct.pack("<HHIIH", count * 40, count * 40, size * 40, offset, 0)
    path.write_bytes(data[:offset] + directory * 40 + end)
    assert [issue.code for issue in read(path).issues] == ["zip_bomb", "no_tables"]


def test_a_cell_far_off_costs_no_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "parts"
    sheet["A1"], sheet["A2"], sheet["XFD1048576"] = "part_id", "P1", "far"
    book.create_sheet("bom").append(["parent_id", "child_id", "quantity"])
    book.save(tmp_path / "b.xlsx")
    portfolio = read(tmp_path / "b.xlsx")
    assert portfolio.refused == ("parts",)
    assert "1,048,576" in found(portfolio, "too_many_rows")[0].message
    assert "bom" in portfolio.tables


def test_caps_on_files_rows_and_columns(tmp_path: Path) -> None:
    folder = one_table(tmp_path, "parts", "part_id,name\nP1,x\nP2,y\n")
    assert found(read(folder, replace(Limits(), file_bytes=10)), "file_too_large")[0].table == "parts"
    assert found(read(folder, replace(Limits(), rows=1)), "too_many_rows")[0].row == 3
    assert found(read(folder, replace(Limits(), columns=1)), "too_many_columns")[0].row == 1
    assert read(folder, replace(Limits(), rows=1)).refused == ("parts",)


def test_a_parquet_file_that_unpacks_to_too_much(tmp_path: Path) -> None:
    frame = pl.DataFrame({"part_id": [str(n) for n in range(2000)], "name": ["x" * 30_000] * 2000})
    frame.write_parquet(tmp_path / "parts.parquet", use_pyarrow=False, statistics=False)
    footer = read_footer(tmp_path / "parts.parquet")
    assert footer.rows == 2000
    assert footer.unpacked_bytes > 30_000
    tight = replace(Limits(), inflated_bytes=footer.unpacked_bytes - 1)
    assert found(read(tmp_path, tight), "file_too_large")[0].table == "parts"
    assert len(read(tmp_path).rows("parts")) == 2000


def test_a_parquet_file_cut_off_or_flipped_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "parts.parquet"
    pl.DataFrame({"part_id": ["P1", "P2"], "mass_kg": [1.0, 2.0]}).write_parquet(path)
    data = path.read_bytes()
    for place in range(0, len(data), 41):
        for broken in (data[:place], data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]):
            path.write_bytes(broken)
            portfolio = read(tmp_path)
            assert "parts" in portfolio.tables or "parts" in portfolio.refused
