"""Round trips: a table written in any dialect is read back as it was; what a dialect hides is unknown, never wrong."""

from __future__ import annotations

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from benchmarks.sap.dialects import Dialect, Table, write
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.erp_support import dump, read

from monazite.exchange.erp.encodings import encoding_of

HEADERS = {
    "technical": {},
    "english": {"MATNR": "Material", "BWKEY": "Valuation Area", "STPRS": "Standard Price", "PEINH": "Price Unit",
                "LAEPR": "Last Price Change", "BWTAR": "Valuation Type"},
    "german": {"MATNR": "Materialnummer", "BWKEY": "Bewertungskreis", "STPRS": "Standardpreis", "PEINH": "Preiseinheit",
               "LAEPR": "Letzte Preisänderung", "BWTAR": "Bewertungsart"},
    "chinese": {"MATNR": "物料", "BWKEY": "评估范围", "STPRS": "标准价格", "PEINH": "价格单位",
                "LAEPR": "上次价格更改", "BWTAR": "评估类型"},
}  # fmt: skip
ENCODINGS = {"technical": ("utf-8", "utf-8-sig", "utf-16", "cp1252", "gb18030"),
             "english": ("utf-8", "utf-16", "cp1252"), "german": ("utf-8", "utf-16", "cp1252"),
             "chinese": ("utf-8", "utf-16", "gb18030")}  # fmt: skip
LETTERS = {"cp1252": "aZ09äöüß °-./", "gb18030": "aZ09电机转子磁体铁芯-./"}


@st.composite
def dialects(draw: st.DrawFn) -> tuple[Dialect, str]:
    headers = draw(st.sampled_from(sorted(HEADERS)))
    return Dialect(
        draw(st.sampled_from(("list", "tab", "semicolon", "comma", "xlsx"))),
        draw(st.sampled_from(ENCODINGS[headers])),
        draw(st.sampled_from(("comma", "point"))),
        draw(st.sampled_from(("%d.%m.%Y", "%Y%m%d", "%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y"))),
        draw(st.booleans()),
        draw(st.booleans()),
    ), headers


def prices(places: int) -> st.SearchStrategy[Decimal]:
    return st.integers(-(10**9), 10**9).map(lambda number: Decimal(number).scaleb(-places))


@st.composite
def tables(draw: st.DrawFn, alphabet: str) -> Table:
    ids = draw(st.lists(st.from_regex(r"[A-Z]{1,3}-[0-9]{1,6}|[1-9][0-9]{0,8}", fullmatch=True), min_size=1, max_size=8,
                        unique=True))  # fmt: skip
    many = len(ids)
    text = st.text(alphabet, min_size=1, max_size=12).map(str.strip)
    days = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2090, 12, 31)))
    places = draw(st.integers(0, 5))
    return {
        "MATNR": ids,
        "BWKEY": ["1000"] * many,
        "BWTAR": draw(st.lists(text, min_size=many, max_size=many)),
        "STPRS": draw(st.lists(prices(places), min_size=many, max_size=many)),
        "PEINH": draw(
            st.lists(st.sampled_from((Decimal(1), Decimal(100), Decimal(1000))), min_size=many, max_size=many)
        ),
        "LAEPR": draw(st.lists(days, min_size=many, max_size=many)),
    }


@st.composite
def dumps(draw: st.DrawFn) -> tuple[Table, Dialect, str]:
    dialect, headers = draw(dialects())
    unquoted = dialect.framing in ("list", "tab")
    alphabet = LETTERS.get(dialect.encoding, "aZ09äöß电机" + ("" if unquoted else ';,|\t"'))
    return draw(tables(alphabet)), dialect, headers


def _read_back(dump_: tuple[Table, Dialect, str], answers: dict[str, str]) -> list[tuple[object, ...]]:
    table, dialect, headers = dump_
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), "MBEW", table, dialect, HEADERS[headers])
        frames, _, _ = read(Path(folder), answers)
    return list(frames["MBEW"].select(*table).iter_rows()) if "MBEW" in frames else []


def _plain(table: Table) -> list[tuple[object, ...]]:
    """The table as its typed frame should hold it."""

    def text(cell: object) -> object:
        if isinstance(cell, Decimal):
            return format(cell.normalize() + 0, "f")
        return str(cell) if cell not in (None, "") else None

    return [tuple(text(cell) for cell in row) for row in zip(*table.values(), strict=True)]


@settings(max_examples=50)
@given(dumps())
def test_what_is_written_in_any_dialect_is_read_back(dump_: tuple[Table, Dialect, str]) -> None:
    table, dialect, _ = dump_
    encoding = {"cp1252": "windows-1252", "gb18030": "gb18030"}.get(dialect.encoding, "windows-1252")
    told = {"decimal_mark": dialect.mark, "date_order": "dmy", "encoding": encoding}
    assert _read_back(dump_, told) == _plain(table)


@settings(max_examples=50)
@given(dumps())
def test_what_nobody_was_told_is_unknown_and_never_wrong(dump_: tuple[Table, Dialect, str]) -> None:
    expected = _plain(dump_[0])
    read_ = _read_back(dump_, {})
    assert len(read_) in (0, len(expected))  # the whole file waits where its encoding is open
    for row, meant in zip(read_, expected, strict=False):
        assert all(cell in (None, true) for cell, true in zip(row, meant, strict=True))


@given(
    st.lists(st.text("aäöüßßÄé ", min_size=1), min_size=1),
    st.lists(st.text("电机转子磁体铁芯", min_size=1), min_size=1),
)
def test_an_encoding_that_is_not_unicode_is_proven_or_asked(western: list[str], chinese: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for lines, encoding, name in ((western, "cp1252", "windows-1252"), (chinese, "gb18030", "gb18030")):
            text = "\n".join(lines)
            path = Path(folder) / "any.txt"
            path.write_bytes(text.encode(encoding))
            found = encoding_of(path).name
            if found not in ("", name):
                assert path.read_bytes().decode(found) == text  # the bytes mean the same in both


@pytest.mark.parametrize("framing", ["list", "tab", "semicolon", "comma", "xlsx"])
def test_rows_are_numbered_as_the_file_shows_them(tmp_path: Path, framing: str) -> None:
    table = {"MATNR": ["A", "B"], "SPRAS": ["E", "E"], "MAKTX": ["one", "two"]}
    dump(tmp_path, {"MAKT": table}, Dialect(framing))
    frames, _, _ = read(tmp_path)
    first = {"list": 7}.get(framing, 2)  # three lines and a rule stand above the header of a list, a rule below it
    assert frames["MAKT"]["_row"].to_list() == [first, first + 1]


def test_a_bar_inside_a_text_of_a_list_is_no_frame(tmp_path: Path) -> None:
    table = {"MATNR": ["A", "B"], "SPRAS": ["E", "E"], "MAKTX": ["pipe | tube", "plain"]}
    dump(tmp_path, {"MAKT": table}, Dialect("list"))
    frames, issues, _ = read(tmp_path)
    assert frames["MAKT"]["MAKTX"].to_list() == ["pipe | tube", "plain"]
    assert not [issue for issue in issues if issue.code == "row_too_long"]


def test_headers_repeated_on_every_page_are_no_rows(tmp_path: Path) -> None:
    line = "|MATNR|SPRAS|MAKTX|\n"
    (tmp_path / "MAKT.txt").write_text(f"{line}------\n|A    |E    |one  |\n\n{line}------\n|B    |E    |two  |\n")
    frames, _, _ = read(tmp_path)
    assert frames["MAKT"]["MATNR"].to_list() == ["A", "B"]


@pytest.mark.parametrize(("text", "encoding", "found"), [
    ("Müller", "utf-8", "utf-8"), ("Größe", "utf-8", "utf-8"), ("电机", "utf-8", "utf-8"), ("ASCII", "ascii", "utf-8"),
    ("Müller", "cp1252", "windows-1252"), ("Größe", "cp1252", ""),
    ("转子", "gb18030", "gb18030"), ("芯", "gb18030", ""),
    ("Dvořák", "cp1250", ""), ("Müller", "utf-16", "utf-16"), ("M\u00fc", "utf-16-le", "utf-16-le"),
])  # fmt: skip
def test_what_the_bytes_prove(tmp_path: Path, text: str, encoding: str, found: str) -> None:
    path = tmp_path / "any.txt"
    path.write_bytes(text.encode(encoding))
    assert encoding_of(path).name == found
