"""What the import asks: at most five questions, once; never a guess, and every answer may be `unknown`."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.erp_support import ANSWERS, Person, codes, dump, portfolio_rows, texts

from monazite.exchange.erp.desk import MOST, UNKNOWN, BadAnswer, Desk, Question
from monazite.exchange.erp.importer import import_erp
from monazite.exchange.erp.memory import MemoryFault, memory_text, read_answers, read_memory

TABLES = {
    "MARA": texts("MATNR MTART MEINS", "A FERT ST", "B HALB ST"),
    "MBEW": texts("MATNR BWKEY VPRSV STPRS", "A 1000 S 12.50", "B 2000 S 7.10"),
    "MAST": texts("MATNR WERKS STLAN STLNR STLAL", "A 1000 1 1 01", "B 2000 2 2 01"),
    "LIKP": texts("VBELN WADAT KUNNR", "1 2026-11-01 7"),
    "LIPS": texts("VBELN POSNR MATNR LFIMG", "1 10 A 1"),
}
ASKED = ["plants", "material_types", "currency", "price_unit", "bom_usage"]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return dump(tmp_path / "dumps", TABLES)


def test_five_questions_are_asked_and_the_sixth_is_unknown(source: Path, tmp_path: Path) -> None:
    person = Person(ANSWERS)
    done = import_erp((source,), tmp_path / "p", prompt=person)
    assert [question.id for question in person.asked] == ASKED
    assert len(person.asked) == MOST
    assert "question_left" in codes(done.issues)
    remembered = yaml.safe_load((tmp_path / "p" / "import.yaml").read_text("utf-8"))
    assert [question["id"] for question in remembered["open"]] == ["ship_to"]
    assert "roles" not in done.tables


def test_every_question_shows_what_the_data_say(source: Path, tmp_path: Path) -> None:
    person = Person(ANSWERS)
    import_erp((source,), tmp_path / "p", prompt=person)
    evidence = {question.id: question.evidence for question in person.asked}
    assert "1000: rows: MAST 1, MBEW 1" in evidence["plants"]
    assert "12.5" in evidence["currency"]
    assert "FERT 1" in evidence["material_types"]


def test_the_next_import_asks_nothing(source: Path, tmp_path: Path) -> None:
    import_erp((source,), tmp_path / "p", {**ANSWERS}, None)
    first = portfolio_rows(tmp_path / "p")
    again = import_erp((source,), tmp_path / "p", prompt=None)
    assert (again.open, again.asked) == ((), 0)
    assert portfolio_rows(tmp_path / "p") == first
    assert read_memory(tmp_path / "p" / "import.yaml").answers["currency"] == "EUR"


def test_without_a_terminal_the_questions_are_written_and_nothing_else(source: Path, tmp_path: Path) -> None:
    done = import_erp((source,), tmp_path / "p")
    assert [question.id for question in done.open] == ASKED
    assert done.tables == {}
    assert sorted(path.name for path in (tmp_path / "p").iterdir()) == ["import-report.txt", "import.yaml"]
    written = yaml.safe_load((tmp_path / "p" / "import.yaml").read_text("utf-8"))
    assert written["answers"] == {}
    assert [question["id"] for question in written["open"]] == [*ASKED, "ship_to"]


def test_open_questions_can_be_answered_in_the_file(source: Path, tmp_path: Path) -> None:
    import_erp((source,), tmp_path / "p")
    path = tmp_path / "p" / "import.yaml"
    path.write_text(path.read_text("utf-8").replace("answers: {}", yaml.safe_dump({"answers": ANSWERS})), "utf-8")
    assert set(import_erp((source,), tmp_path / "p").tables) >= {"parts", "values", "shipments"}


def test_unknown_is_an_answer_to_everything(source: Path, tmp_path: Path) -> None:
    done = import_erp((source,), tmp_path / "p", dict.fromkeys(ANSWERS, UNKNOWN))
    assert done.open == ()
    rows = portfolio_rows(tmp_path / "p")
    assert "values" not in rows  # without a currency
    assert not any("kind" in row for row in rows["parts"])


def test_a_currency_is_three_capitals(source: Path, tmp_path: Path) -> None:
    with pytest.raises(BadAnswer, match="currency: 'euro' is no answer"):
        import_erp((source,), tmp_path / "p", {**ANSWERS, "currency": "euro"})
    assert not (tmp_path / "p").exists()


def test_a_wrong_answer_at_the_terminal_is_asked_again(source: Path, tmp_path: Path) -> None:
    said = iter(["euro", "EUR"])

    def person(question: Question) -> str:
        return next(said) if question.id == "currency" else ANSWERS[question.id]

    import_erp((source,), tmp_path / "p", prompt=person)
    assert read_memory(tmp_path / "p" / "import.yaml").answers["currency"] == "EUR"


def test_a_column_that_no_header_names_is_asked_with_its_cells(tmp_path: Path) -> None:
    prices = {"MATNR": ["A"], "BWKEY": ["1000"], "STPRS": ["1"]}
    items = {"STLNR": ["1"], "IDNRK": ["B"], "Wieviel": ["2.5"], "Bemerkung": ["x"]}
    source = dump(tmp_path / "dumps", {"MARA": TABLES["MARA"], "MBEW": prices, "STPO": items})
    done = import_erp((source,), tmp_path / "p")
    (question,) = [question for question in done.open if question.id == "column:STPO.MENGE"]
    assert question.options == {"Wieviel": "Wieviel (2.5)", "Bemerkung": "Bemerkung (x)"}
    mast = {**TABLES, "STPO": items, "STKO": texts("STLNR STLAL BMENG BMEIN", "1 01 1 ST")}
    answered = import_erp((dump(tmp_path / "more", mast),), tmp_path / "q", {**ANSWERS, "column:STPO.MENGE": "Wieviel"})
    assert answered.open == ()
    assert [row["quantity"] for row in portfolio_rows(tmp_path / "q")["bom"]] == ["2.5"]


def test_two_columns_of_one_name_are_asked_unless_they_say_the_same(tmp_path: Path) -> None:
    rows = "Material;Sprache;Materialkurztext;Materialkurztext\nA;D;eins;{}\n"
    (tmp_path / "MAKT.csv").write_text(rows.format("zwei"), "utf-8")
    done = import_erp((tmp_path,), tmp_path / "p")
    assert [question.id for question in done.open] == ["column:MAKT.MAKTX"]
    assert set(done.open[0].options) == {"#3", "#4"}
    (tmp_path / "MAKT.csv").write_text(rows.format("eins"), "utf-8")
    assert import_erp((tmp_path,), tmp_path / "q").open == ()


def test_an_encoding_that_nothing_proves_is_asked(tmp_path: Path) -> None:
    (tmp_path / "MAKT.csv").write_bytes("MATNR;SPRAS;MAKTX\nA;D;Größe\n".encode("cp1252"))
    assert [question.id for question in import_erp((tmp_path,), tmp_path / "p").open] == ["encoding"]


@pytest.mark.parametrize(("text", "said"), [
    ("version: 2\n", "version must be 1"),
    ("version: 1\nanswer: {}\n", "unknown key 'answer'"),
    ("version: 1\nanswers: [EUR]\n", "every id has one text"),
    ("version: 1\nanswers:\n  plants: [1000]\n", "every id has one text"),
    ("version: 1\nanswers: &a {x: y}\nwritten: *a\n", "no aliases"),
    ("version: 1\nanswers: {\n", "cannot be read"),
    ("- currency\n", "ids with their answers"),
    ("version: 1\nanswers: !!python/object/apply:os.getcwd [x]\n", "every id has one text"),
])  # fmt: skip
def test_an_import_yaml_that_is_none_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "import.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(MemoryFault, match=said):
        read_memory(path)


PRINTED = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")))


@given(st.dictionaries(PRINTED.map(str.strip).filter(bool), PRINTED))
def test_what_is_remembered_is_read_back(tmp_path_factory: pytest.TempPathFactory, answers: dict[str, str]) -> None:
    path = tmp_path_factory.mktemp("memory") / "import.yaml"
    path.write_text(memory_text(answers, (), {"parts.parquet": "00"}), "utf-8", newline="")
    assert dict(read_memory(path).answers) == answers
    assert read_answers(path) == answers


@given(st.lists(st.sampled_from("abcdefgh"), max_size=30), st.booleans())
def test_never_more_than_five(ids: list[str], terminal: bool) -> None:
    person = Person({})
    desk = Desk({}, {}, person if terminal else None)
    for one in ids:
        desk.ask(Question(one, "", "", {"x": ""}, "x"))
    assert len(person.asked) == (min(len(set(ids)), MOST) if terminal else 0)
    assert len({*desk.answers, *(q.id for q in (*desk.open, *desk.beyond))}) == len(set(ids))


def test_a_remembered_answer_that_fits_no_longer_is_asked_again() -> None:
    desk = Desk({"plants": "3000"}, {}, Person({"plants": "1000"}))
    assert desk.ask(Question("plants", "", "", {"1000": "", "2000": ""})) == "1000"


def test_frames_stay_as_they_are_where_nothing_is_open(source: Path, tmp_path: Path) -> None:
    import_erp((source,), tmp_path / "p", ANSWERS)
    before = pl.read_parquet(tmp_path / "p" / "parts.parquet")
    import_erp((source,), tmp_path / "q", ANSWERS)
    assert before.equals(pl.read_parquet(tmp_path / "q" / "parts.parquet"))
