"""The company of the benchmark, in small: every dialect, five questions or fewer, an assessment at the end."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from tests.exchange.erp_support import ANSWERS, Person, codes, portfolio_rows
from typer.testing import CliRunner

from monazite.cli import import_command
from monazite.cli.main import app
from monazite.exchange.erp.desk import Question
from monazite.exchange.erp.importer import Imported, import_erp
from monazite.exchange.portfolio import read_portfolio
from monazite.model.issue import Severity
from monazite.wiring import known_entries

SIZE = {"parts": 60, "lines": 200, "items": 8, "seed": 5}


@pytest.fixture
def dumps(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(repository / "benchmarks"))
    from sap_company import generate

    generate(tmp_path / "dumps", **SIZE)
    return tmp_path / "dumps"


@pytest.fixture
def done(dumps: Path, tmp_path: Path) -> Imported:
    return import_erp((dumps,), tmp_path / "p", ANSWERS)


def test_the_first_import_asks_five_questions_or_fewer(dumps: Path, tmp_path: Path) -> None:
    person = Person(ANSWERS)
    done = import_erp((dumps,), tmp_path / "p", prompt=person)
    assert [q.id for q in person.asked] == ["plants", "material_types", "currency", "ship_to"]
    assert {"parts", "bom", "values", "sources", "parties", "shipments", "roles"} == set(done.tables)
    again = Person({})
    import_erp((dumps,), tmp_path / "p", prompt=again)
    assert again.asked == []


def test_its_faults_are_found_and_no_others(done: Imported) -> None:
    errors = {issue.code for issue in done.issues if issue.severity is Severity.ERROR}
    assert errors == {"row_too_long", "shortened_number", "conflicting_rows"}
    assert {"unreadable_number", "unknown_unit", "encoding_read"} <= codes(done.issues)


def test_every_encoding_is_read_off_the_files(done: Imported) -> None:
    found = {issue.table: issue.message.split(":")[0].removeprefix("read as ") for issue in done.issues
             if issue.code == "encoding_read"}  # fmt: skip
    assert {"windows-1252", "utf-16", "gb18030"} <= set(found.values())
    assert found["LIPS.txt"] == "gb18030"
    assert found["KNA1.csv"] == "windows-1252"


def test_the_portfolio_has_no_error_of_its_own(done: Imported, tmp_path: Path) -> None:
    assert done.tables
    read = read_portfolio(tmp_path / "p", known_entries())
    assert [issue for issue in read.issues if issue.severity is Severity.ERROR] == []
    assert len(read.rows("shipments")) == SIZE["items"]


def test_names_come_in_their_own_signs(done: Imported, tmp_path: Path) -> None:
    assert done.tables
    rows = portfolio_rows(tmp_path / "p")
    said = " ".join(f"{row.get('name', '')} {row.get('description', '')}" for row in rows["parts"])
    assert "ä" in said
    assert any("\u4e00" <= sign <= "\u9fff" for sign in said)
    assert rows["parties"][-1]["name"].startswith("Lieferant Jäger")


def test_the_command_imports_and_assess_answers(dumps: Path, tmp_path: Path) -> None:
    portfolio, answers = tmp_path / "p", tmp_path / "answers.yaml"
    runner = CliRunner()
    asked = runner.invoke(app, ["import", str(dumps), "--out", str(portfolio)])
    assert asked.exit_code == 3
    assert "4 questions are open" in asked.output
    answers.write_text("".join(f"{name}: {answer}\n" for name, answer in ANSWERS.items()), "utf-8")
    done = runner.invoke(app, ["import", str(dumps), "--out", str(portfolio), "--answers", str(answers)])
    assert done.exit_code == 0, done.output
    assert "wrote into" in done.stdout
    assessed = runner.invoke(app, ["assess", str(portfolio), "--out", str(tmp_path / "out")])
    assert assessed.exit_code == 0, assessed.output


@pytest.mark.parametrize(("arguments", "said"), [
    (["nowhere", "--out", "p"], "nowhere does not exist"),
    ([".", "--out", "p", "--format", "tarot"], "known are pyleecan, erp"),
    (["empty", "--out", "p"], "no file is of a format known"),
    (["MARA.csv", "--out", "p", "--answers", "MARA.csv"], "ids with their answers are expected"),
])  # fmt: skip
def test_wrong_use_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("MARA.csv").write_text("MATNR;MTART;MEINS\nA;FERT;ST\n", "utf-8")
    result = CliRunner().invoke(app, ["import", *arguments])
    assert result.exit_code == 2
    assert said in result.output


def test_the_seed_decides_the_dumps(dumps: Path, tmp_path: Path) -> None:
    from sap_company import generate

    generate(tmp_path / "again", **SIZE)
    texts = [path.name for path in dumps.iterdir() if path.suffix != ".xlsx"]
    assert {n: (tmp_path / "again" / n).read_bytes() for n in texts} == {n: (dumps / n).read_bytes() for n in texts}


def test_a_question_at_the_terminal_shows_evidence_and_answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(typer, "prompt", lambda *_, **__: "euro")
    said = import_command._ask(Question("currency", "In which currency?", "such as 12.50", {"EUR": ""}, "EUR"))
    shown = capsys.readouterr().err
    assert said == "euro"
    assert all(
        text in shown for text in ("In which currency?", "such as 12.50", "EUR", "unknown", "none of the answers")
    )
