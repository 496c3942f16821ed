"""The forms in which a portfolio comes: encodings, delimiters, quoting, CSV, Parquet and workbooks."""

from __future__ import annotations

import csv
import dataclasses
import io
import string
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.support import (
    SOUND,
    Tables,
    columns_of,
    found,
    grave,
    one_table,
    read,
    write_parquet,
    write_workbook,
)  # fmt: skip

from monazite.model.bounds import Bounds
from monazite.model.issue import Severity
from monazite.services.tables import Period, Portfolio

BOM = "parent_id,child_id,quantity\nDRONE-1,MOTOR-1,4\n"


def sound_tables() -> Tables:
    return {
        file.stem: list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))) for file in SOUND.glob("*.csv")
    }


def write_csv(folder: Path, tables: Tables) -> Path:
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns_of(rows), restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def same(one: Portfolio, other: Portfolio) -> None:
    """Equal but for name and digest of the files."""
    assert one.issues == other.issues
    assert one == dataclasses.replace(other, name=one.name, sha256=one.sha256)


def test_csv_parquet_and_workbook_say_the_same(tmp_path: Path) -> None:
    tables = sound_tables()
    from_csv = read(SOUND)
    same(from_csv, read(write_parquet(tmp_path / "parquet", tables)))
    same(from_csv, read(write_workbook(tmp_path / "book.xlsx", tables)))


def test_a_folder_that_holds_one_workbook_is_that_workbook(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "book.xlsx", sound_tables())
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "~$book.xlsx").write_bytes(b"lock")
    same(read(book), read(tmp_path))


# Text that a person may enter; what is stripped or begins like a comment or formula is tried elsewhere.
_WORDS = st.text(string.ascii_letters + string.digits + " .,;\"'_/äöü镝Ω\n", min_size=1, max_size=12).filter(
    lambda text: text == text.strip() and "\r" not in text
)
_IDS = st.text(string.ascii_letters + string.digits + "-_.", min_size=1, max_size=8).filter(lambda t: t[0].isalnum())
_AMOUNTS = st.decimals(min_value="0.000001", max_value=10**9, places=6).map(str)
_PART = st.fixed_dictionaries(
    {"part_id": _IDS, "mass_kg": _AMOUNTS},
    optional={
        "name": _WORDS,
        "kind": st.sampled_from(["material", "part", "assembly", "product"]),
        "made_in": st.sampled_from(["NO", "CN", "DE", "JP"]),
        "hs_code": st.from_regex(r"[0-9]{4,10}", fullmatch=True),
        "control_entries": st.sampled_from(["none", "part1.2", "1E902.a; part2.I.3", "dysprosium"]),
        "free_issue": st.sampled_from(["yes", "no", "TRUE"]),
    },
)
_LINE = st.fixed_dictionaries({"parent_id": _IDS, "child_id": _IDS, "quantity": _AMOUNTS})
_CONTENT = st.fixed_dictionaries(
    {"part_id": _IDS, "entry": st.sampled_from(["part1.2", "Dy", "1C905.a.4", "none"])},
    optional={"mass_kg_low": _AMOUNTS, "origin": st.sampled_from(["CN", "not_CN", "NO"])},
)
_SHIPMENT = st.fixed_dictionaries(
    {"shipment_id": _IDS, "line": st.from_regex("[0-9]{1,6}", fullmatch=True)},
    optional={
        "date": st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(str),
        "end_use": st.sampled_from(["civil", "civil; military", "memory_chip:256layers"]),
        "to_country": st.sampled_from(["NO", "US"]),
    },
)
_CORE = st.fixed_dictionaries(
    {
        "parts": st.lists(_PART, min_size=1, max_size=6),
        "bom": st.lists(_LINE, min_size=1, max_size=6),
        "contents": st.lists(_CONTENT, min_size=1, max_size=6),
        "shipments": st.lists(_SHIPMENT, min_size=1, max_size=6),
    }
)


@given(_CORE)
def test_round_trip_through_all_three_forms(tables: Mapping[str, list[dict[str, str]]]) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        from_csv = read(write_csv(folder / "csv", tables))
        same(from_csv, read(write_parquet(folder / "parquet", tables)))
        same(from_csv, read(write_workbook(folder / "book.xlsx", tables)))
    for name, rows in tables.items():
        table = from_csv.tables[name]
        back = sorted((*table.rows, *table.set_aside), key=lambda row: row.number)
        assert [dict(row.raw) for row in back] == rows
        assert [row.number for row in back] == list(range(2, len(rows) + 2))
    for row in from_csv.rows("parts"):
        assert row.number_of("mass_kg") == Bounds.exactly(Fraction(row.raw["mass_kg"]))
        assert row.text("hs_code") == row.raw.get("hs_code", "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_say_what_they_are(encoding: str, tmp_path: Path) -> None:
    text = "party_id,name,country\nP1,Müsterwerk 镝业,NO\n"
    portfolio = read(one_table(tmp_path, "parties", text.encode(encoding)))
    assert portfolio.rows("parties")[0].values == {"party_id": "P1", "name": "Müsterwerk 镝业", "country": "NO"}


@pytest.mark.parametrize(
    "text",
    [
        BOM,
        BOM.replace(",", ";"),
        BOM.replace(",", "\t"),
        "sep=;\n" + BOM.replace(",", ";"),
        BOM.replace("\n", "\r\n"),
        BOM.replace("\n", "\r"),
        '# a comment, with commas; and "a quote\n\n' + BOM,
        BOM.replace("parent_id,child_id", ' Parent_ID ,"CHILD_ID"'),
        BOM.replace("DRONE-1", '" DRONE-1 "'),
        BOM + "\n,,\n# the end\n",
        BOM.rstrip("\n"),
    ],
)
def test_shapes_of_csv(text: str, tmp_path: Path) -> None:
    portfolio = read(one_table(tmp_path, "bom", text))
    [row] = portfolio.rows("bom")
    assert row.values == {"parent_id": "DRONE-1", "child_id": "MOTOR-1", "quantity": Bounds.exactly(4)}
    assert {issue.code for issue in portfolio.issues} == {"missing_table", "unknown_part"}


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    text = '# first\npart_id,name\nP1,"two\nlines"\n# between\n\nP2,x\nP3,"# quoted"\n"#P4",y\n'
    rows = read(one_table(tmp_path, "parts", text)).rows("parts")
    assert [(row.number, row.text("part_id")) for row in rows] == [(3, "P1"), (6, "P2"), (7, "P3"), (8, "#P4")]
    assert rows[0].text("name") == "two\nlines"


def test_a_list_in_a_file_of_semicolons_is_quoted(tmp_path: Path) -> None:
    portfolio = read(one_table(tmp_path, "shipments", 'shipment_id;end_use\nS1;"civil;military"\n'))
    assert portfolio.rows("shipments")[0].many("end_use") == ("civil", "military")


def test_text_is_typed_by_its_column_and_never_by_its_looks(tmp_path: Path) -> None:
    header = "part_id,parameter,value,unit"
    portfolio = read(one_table(tmp_path, "parameters", f"{header}\n00123,1E902,007,no\n1E5,nan,=1,true\n"))
    one, two = portfolio.rows("parameters")
    assert one.values == {"part_id": "00123", "parameter": "1E902", "value": "007", "unit": "no"}
    assert two.values == {"part_id": "1E5", "parameter": "nan", "value": "=1", "unit": "true"}


def test_known_to_be_none_is_not_unknown(tmp_path: Path) -> None:
    text = "part_id,control_entries\nP1,none\nP2,\nP3,Part1.2; mofcom-2025-61/part1.2; dysprosium oxide\n"
    one, two, three = read(one_table(tmp_path, "parts", text)).rows("parts")
    assert one.many("control_entries") == ()
    assert "control_entries" not in two
    assert three.many("control_entries") == ("cn/mofcom-2025-61/part1.2", "cn/mofcom-2025-61/part1.12")


def test_ranges_may_be_open_at_one_end(tmp_path: Path) -> None:
    text = "part_id,entry,mass_kg_low,mass_kg_high,mass_fraction_low\nP,Dy,0.1,,\nP,Tb,,0.2,\nP,Sm,,,0.5\nP,Gd,0,0,\n"
    rows = read(one_table(tmp_path, "contents", text)).rows("contents")
    assert [row.number_of("mass_kg") for row in rows] == [
        Bounds(Fraction(1, 10), None), Bounds(Fraction(0), Fraction(1, 5)), None, Bounds.exactly(0),
    ]  # fmt: skip
    assert rows[2].number_of("mass_fraction") == Bounds(Fraction(1, 2), Fraction(1))


def test_the_precision_of_a_date_is_kept(tmp_path: Path) -> None:
    text = "entry,basis,price_per_kg,currency,date\nDy,a,1,USD,2025\nDy,b,1,USD,2025-08\nDy,c,1,USD,2025-08-03\n"
    rows = read(one_table(tmp_path, "prices", text)).rows("prices")
    assert [row.values["date"] for row in rows] == [Period(2025), Period(2025, 8), date(2025, 8, 3)]
    assert [row.day("date") for row in rows] == [date(2025, 1, 1), date(2025, 8, 1), date(2025, 8, 3)]
    assert str(rows[1].values["date"]) == "2025-08"
    assert Period(2024, 2).last == date(2024, 2, 29)


def test_free_issue_means_its_zero(tmp_path: Path) -> None:
    text = "part_id,unit_value,currency,free_issue\nP1,0.00,USD,yes\nP2,0.00,USD,no\n"
    portfolio = read(one_table(tmp_path, "parts", text))
    assert [row.number_of("unit_value") for row in portfolio.rows("parts")] == [Bounds.exactly(0), None]
    assert [issue.row for issue in found(portfolio, "zero_price")] == [3]


def test_typed_parquet(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "part_id": ["P1", "P2"],
            "mass_kg": pl.Series([0.1, None], dtype=pl.Float64),
            "unit_value": pl.Series([0.1, 2.5], dtype=pl.Float32),
            "currency": pl.Series(["USD", "USD"], dtype=pl.Categorical),
            "price_per": [1, 1000],
            "free_issue": [True, None],
            "control_entries": [["part1.2", "Dy"], None],
        }
    )
    frame.write_parquet(tmp_path / "parts.parquet")
    one, two = read(tmp_path).rows("parts")
    assert one.number_of("mass_kg") == one.number_of("unit_value") == Bounds.exactly(Fraction(1, 10))
    assert one.many("control_entries") == ("cn/mofcom-2025-61/part1.2", "Dy")
    assert (one.flag("free_issue"), two.flag("free_issue"), two.integer("price_per")) == (True, None, 1000)


def test_what_no_cell_can_hold_in_parquet(tmp_path: Path) -> None:
    frame = pl.DataFrame({"part_id": ["P1", "P2", "P3"], "name": [{"a": 1}, None, {"a": 2}], "mine": [[1], [2], None]})
    frame.write_parquet(tmp_path / "parts.parquet")
    portfolio = read(tmp_path)
    assert [row.faulty for row in portfolio.rows("parts")] == [{"name"}, frozenset(), {"name"}]
    assert {(i.severity, i.row, i.column) for i in found(portfolio, "bad_type")} == {
        (Severity.ERROR, 2, "name"), (Severity.ERROR, 4, "name"), (Severity.WARNING, 2, "mine"),
        (Severity.WARNING, 3, "mine"),
    }  # fmt: skip


def test_infinite_floats_and_shortened_ids_in_parquet(tmp_path: Path) -> None:
    pl.DataFrame({"part_id": [1e300, 12.5], "mass_kg": [float("inf"), 1.0]}).write_parquet(tmp_path / "parts.parquet")
    portfolio = read(tmp_path)
    assert portfolio.rows("parts") == ()
    assert [i.row for i in found(portfolio, "number_in_text")] == [2, 3]
    assert [i.row for i in found(portfolio, "not_finite")] == [2]


def test_unknown_tables_and_columns_are_kept(tmp_path: Path) -> None:
    folder = one_table(tmp_path, "parts", "part_id,my_note\nP1,hello\n")
    (folder / "warehouse.csv").write_text("bin,part\n7,P1\n", encoding="utf-8")
    portfolio = read(folder)
    assert portfolio.tables["parts"].unknown_columns == ("my_note",)
    assert portfolio.rows("parts")[0].raw["my_note"] == "hello"
    assert portfolio.unknown_tables["warehouse"].rows[0].raw == {"bin": "7", "part": "P1"}
    assert found(portfolio, "unknown_table")[0].severity is Severity.INFO
    assert found(portfolio, "unknown_column")[0].severity is Severity.INFO


def test_the_digest_follows_names_and_bytes(tmp_path: Path) -> None:
    first = read(one_table(tmp_path, "bom", BOM)).sha256
    assert first == read(one_table(tmp_path, "bom", BOM)).sha256
    assert first != read(one_table(tmp_path, "bom", BOM + "\n")).sha256
    (tmp_path / "one" / "bom.csv").rename(tmp_path / "one" / "bomb.csv")
    assert len({first, read(tmp_path / "one").sha256}) == 2


def test_nothing_to_read(tmp_path: Path) -> None:
    empty = read(tmp_path)
    assert [issue.code for issue in empty.issues] == ["no_tables"]
    assert empty.tables == {}
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    assert [issue.code for issue in read(tmp_path / "old.xls").issues] == ["ignored_file", "no_tables"]
    with pytest.raises(FileNotFoundError, match="there is no file or folder"):
        read(tmp_path / "nowhere")


def test_a_workbook_beside_tables_is_not_read(tmp_path: Path) -> None:
    folder = one_table(tmp_path, "bom", BOM)
    write_workbook(folder / "results.xlsx", {"bom": [{"parent_id": "X"}]})
    portfolio = read(folder)
    assert len(portfolio.rows("bom")) == 1
    assert found(portfolio, "ignored_file")[0].table == "results.xlsx"


def test_several_workbooks(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, sound_tables())
    portfolio = read(tmp_path)
    assert [issue.code for issue in portfolio.issues] == ["several_workbooks", "several_workbooks", "no_tables"]


def test_a_header_with_nothing_below_is_an_empty_table(tmp_path: Path) -> None:
    portfolio = read(one_table(tmp_path, "bom", "parent_id,child_id,quantity\n"))
    assert portfolio.rows("bom") == ()
    assert "bom: warning empty_table" in grave(portfolio)[0]


def test_optional_tables_without_rows_are_named_together_in_one_line(tmp_path: Path) -> None:
    one_table(tmp_path, "parts", "part_id\nP1\n")
    one_table(tmp_path, "sources", "part_id,source_id\n")
    one_table(tmp_path, "roles", "shipment_id,party_id,role\n")
    folder = one_table(tmp_path, "bom", "parent_id,child_id,quantity\n")
    one_line, core = sorted(found(read(folder), "empty_table"), key=lambda issue: issue.severity is not Severity.INFO)
    assert (one_line.severity, one_line.table, one_line.row) == (Severity.INFO, "", 0)
    assert one_line.message == "no rows in sources, roles: what they would say is unknown"
    assert (core.severity, core.table) == (Severity.WARNING, "bom")


def test_a_portfolio_has_a_name_where_it_is_given_as_the_folder_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "motors" / "inner"
    folder.mkdir(parents=True)
    (folder / "parts.csv").write_text("part_id\nP1\n", encoding="utf-8")
    (folder.parent / "parts.csv").write_text("part_id\nP1\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    assert read(Path()).name == "inner"
    assert read(Path("..")).name == "motors"
