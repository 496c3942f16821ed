"""Guards of the documentation: what the code has is documented, what is generated is fresh, what is shown works."""

from __future__ import annotations

import ast
import csv
import json
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tools.reference.commands import rows, walk
from tools.reference.pages import pages, stale
from typer.testing import CliRunner

from monazite.cli.main import app
from monazite.law.load import COUNTRY_FILES, PACK_FILES, load_law
from monazite.logic.parser import FUNCTIONS
from monazite.model.citation import Confidence, HowRead
from monazite.model.determination import Review, Verdict
from monazite.services.case_files import read_case_file
from monazite.storage.pack_files import shipped_packs
from monazite.wiring import law

RULE = re.compile(r"\b([TNZRSA]\d{1,2})\b")
GROUNDS = ("suspended", "not_yet_effective", "excluded", "not_in_scope", "below_threshold", "no_limb_met")


def _doc(repository: Path, name: str) -> str:
    return (repository / "docs" / f"{name}.md").read_text("utf-8")


def _written(repository: Path) -> list[Path]:
    """Every page of prose."""
    return [*sorted(repository.glob("*.md")), *sorted((repository / "docs").rglob("*.md"))]


def _blocks(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Code blocks whose first line is a comment with a path: (path, the whole block)."""
    for block in re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL):
        first = re.match(r"# (\S.*)\n", block)
        if first:
            yield first[1], block


# -- what is generated is fresh


def test_generated_docs_are_fresh(repository: Path) -> None:
    assert stale(repository, pages(repository)) == [], "run: bash scripts/reference"


# -- what the code has is documented


def test_every_command_and_option_is_documented(repository: Path) -> None:
    text = _doc(repository, "cli")
    for name, command in walk():
        assert f"\n## {name}\n" in text
        section = text.split(f"\n## {name}\n")[1].split("\n## ")[0]
        for spelling, meaning, _ in rows(command):
            assert spelling in section, f"{name}: {spelling}"
            assert meaning, f"{name}: {spelling} has no help"


def test_every_pack_file_is_documented(repository: Path) -> None:
    text = _doc(repository, "packs")
    names = [*PACK_FILES, *(f"cn/{name}" for name in COUNTRY_FILES), "lists/*.yaml", "cases/*.yaml"]
    assert [name for name in names if f"`{name}`" not in text] == []
    models = {*PACK_FILES.values(), *COUNTRY_FILES.values()}
    assert [key for model in models for key in model.model_fields if f"`{key}`" not in text] == []


def test_every_fact_and_reading_is_documented(repository: Path) -> None:
    facts, readings = _doc(repository, "facts"), _doc(repository, "readings")
    assert [name for name in law().facts if f"| `{name}` |" not in facts] == []
    for line in law().readings.values():
        assert f"| `{line.id}` |" in readings
        assert [a.id for a in line.alternatives if f"`{a.id}`" not in readings] == []


def test_every_function_of_the_condition_language_is_documented(repository: Path) -> None:
    text = _doc(repository, "conditions")
    assert [name for name in FUNCTIONS if f"`{name}()`" not in text] == []


def test_every_word_of_an_answer_is_documented(repository: Path) -> None:
    answer, sources = _doc(repository, "answer"), _doc(repository, "sources")
    words = [*(v.value for v in Verdict), *(r.value for r in Review), *GROUNDS]
    assert [word for word in words if f"`{word}`" not in answer] == []
    assert [c.value for c in Confidence if f"`{c.value}`" not in sources] == []
    assert [h.value for h in HowRead if f"`{h.value}`" not in sources] == []


def _documented_rules(repository: Path) -> set[str]:
    headings = [line for path in _written(repository) for line in path.read_text("utf-8").splitlines()]
    return {match[1] for line in headings if (match := re.match(r"### ([TNZRSA]\d{1,2})\. ", line))}


def _comments(path: Path) -> str:
    """Comments and docstrings of a module; the rest may hold an `A1` of its own."""
    tree = ast.parse(path.read_text("utf-8"))
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = [ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, holders)]
    with path.open("rb") as file:
        docs += [token.string for token in tokenize.tokenize(file.readline) if token.type == tokenize.COMMENT]
    return "\n".join(docs)


def test_every_rule_number_cited_in_the_code_is_explained(repository: Path) -> None:
    documented = _documented_rules(repository)
    assert len(documented) == 5 + 10 + 6 + 3 + 3 + 5
    cited = {
        (number, path.name)
        for path in sorted((repository / "src").rglob("*.py"))
        for number in RULE.findall(_comments(path))
    }
    assert {pair for pair in cited if pair[0] not in documented} == set()
    assert {number for number, _ in cited} >= {"T2", "N1", "Z2", "R2", "S2", "A4"}, "the scan finds nothing"


# -- issues


class _Codes(ast.NodeVisitor):
    """The codes of issues that a module makes: literals in `Issue(...)`, and what is passed on to it as a parameter."""

    def __init__(self, tree: ast.Module) -> None:
        self.found: set[str] = set()
        self.unclear: list[int] = []
        self._passing: dict[str, int] = {}
        self._functions: list[ast.FunctionDef] = []
        self._tree = tree
        self.visit(tree)
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            position = self._passing.get(_called(call))
            if position is not None and len(call.args) > position and not self._read(call.args[position], None):
                self.unclear.append(call.lineno)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._functions.append(node)
        self.generic_visit(node)
        self._functions.pop()

    def visit_Call(self, node: ast.Call) -> None:
        if _called(node) == "Issue":
            named = {keyword.arg: keyword.value for keyword in node.keywords}
            code = node.args[1] if len(node.args) > 1 else named["code"]
            if not self._read(code, self._functions[-1] if self._functions else None):
                self.unclear.append(node.lineno)
        self.generic_visit(node)

    def _read(self, code: ast.expr, function: ast.FunctionDef | None) -> bool:
        if isinstance(code, ast.Constant) and isinstance(code.value, str):
            self.found.add(code.value)
            return True
        if not isinstance(code, ast.Name):
            return False
        if function is None:
            function = next(
                f for f in ast.walk(self._tree)
                if isinstance(f, ast.FunctionDef) and f.lineno <= code.lineno <= (f.end_lineno or f.lineno)
            )  # fmt: skip
        parameters = [argument.arg for argument in function.args.args if argument.arg != "self"]
        if code.id in parameters:
            self._passing[function.name] = parameters.index(code.id)
            return True
        return self._assigned(code.id, function)

    def _assigned(self, name: str, function: ast.FunctionDef) -> bool:
        """Literals given to a variable in the function, alone or as one of a tuple."""
        before = len(self.found)
        for node in (n for n in ast.walk(function) if isinstance(n, ast.Assign)):
            target, value = node.targets[0], node.value
            pairs = [(target, value)]
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = list(zip(target.elts, value.elts, strict=True))
            for left, right in pairs:
                if isinstance(left, ast.Name) and left.id == name and isinstance(right, ast.Constant):
                    self.found.add(str(right.value))
        return len(self.found) > before


def _called(call: ast.Call) -> str:
    function = call.func
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _issue_codes(repository: Path) -> dict[str, str]:
    """Code -> a module that makes it. `exchange` has its own guard, beside its tests."""
    package = repository / "src" / "monazite"
    found: dict[str, str] = {}
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if name.startswith("exchange/") or name == "model/issue.py":
            continue
        codes = _Codes(ast.parse(path.read_text("utf-8")))
        assert codes.unclear == [], f"{name}: the code of an issue should be a literal"
        found |= dict.fromkeys(codes.found, name)
    return found


def _documented_codes(repository: Path) -> set[str]:
    return set(re.findall(r"^\| `(\w+)` \|", _doc(repository, "issues"), flags=re.MULTILINE))


def test_every_issue_code_is_documented(repository: Path) -> None:
    codes = _issue_codes(repository)
    assert {"no_date", "case_format", "yaml_syntax", "price_undated", "loop_gain", "report_late"} <= set(codes)
    documented = _documented_codes(repository)
    assert {code: name for code, name in codes.items() if code not in documented} == {}


def test_no_issue_is_documented_that_nobody_makes(repository: Path) -> None:
    later = _doc(repository, "issues").split("## Adding up what is in the product")[1]
    documented = set(re.findall(r"^\| `(\w+)` \|", later, flags=re.MULTILINE))
    assert documented - set(_issue_codes(repository)) == set()


# -- links and places


def _anchor(heading: str) -> str:
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower().replace("`", ""))
    return kept.replace(" ", "-")


def _anchors(path: Path) -> set[str]:
    return {_anchor(match[1]) for match in re.finditer(r"^#+ (.*)$", path.read_text("utf-8"), flags=re.MULTILINE)}


def test_every_link_inside_the_repository_resolves(repository: Path) -> None:
    broken = []
    for page in _written(repository):
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            path = (page.parent / name).resolve() if name else page
            if not path.exists() or (anchor and anchor not in _anchors(path)):
                broken.append(f"{page.relative_to(repository)}: {target}")
    assert broken == []


def test_docs_that_the_code_points_to_exist(repository: Path) -> None:
    sources = sorted((repository / "src").rglob("*.py")) + sorted((repository / "src").rglob("*.yaml"))
    named = {name for path in sources for name in re.findall(r"\bdocs/[\w/]+\.md\b", path.read_text("utf-8"))}
    assert named
    assert [name for name in sorted(named) if not (repository / name).exists()] == []


def test_docs_name_no_place_outside_the_repository(repository: Path) -> None:
    outside = re.compile(r"(?<![\w.:/-])/(work|home|root|tmp)/|\.\./shared")
    found = [
        f"{page.relative_to(repository)}: {line}"
        for page in _written(repository)
        for line in page.read_text("utf-8").splitlines()
        if outside.search(line)
    ]
    assert found == []


def test_the_readme_points_to_every_page(repository: Path) -> None:
    text = (repository / "README.md").read_text("utf-8")
    pages_there = [path.name for path in sorted((repository / "docs").glob("*.md"))]
    assert [name for name in pages_there if f"docs/{name}" not in text] == []


# -- what is shown works


def test_the_pack_of_the_docs_loads_without_an_issue(repository: Path) -> None:
    files = shipped_packs()
    shown = dict(_blocks(_doc(repository, "packs"), "yaml"))
    for name, text in shown.items():
        if name.startswith("add to "):
            files[name.removeprefix("add to ")] += text
        else:
            files[name] = text
    loaded = load_law(files)
    assert loaded.issues == ()
    pack = loaded.packs["cn/example-2031-5"]
    assert {name.split("/")[2] for name in shown if name.startswith(pack.id)} >= set(PACK_FILES) - {"designations.yaml"}
    assert pack.rules.rules
    assert "cn/example-2031-5/annex.1" in loaded.entries


def test_the_case_of_the_docs_passes(repository: Path, tmp_path: Path) -> None:
    block = re.search(r"^```yaml\n(- id: .*?)^```", _doc(repository, "cases"), flags=re.MULTILINE | re.DOTALL)
    assert block
    runs, issues = read_case_file(block[1], "docs/cases.md")
    assert (len(runs), issues) == (1, [])
    file = tmp_path / "case.yaml"
    file.write_text(block[1], "utf-8")
    result = CliRunner().invoke(app, ["cases", str(file)])
    assert result.exit_code == 0, result.output


@pytest.fixture
def tour(repository: Path, tmp_path: Path) -> Path:
    """The portfolio that README builds, step by step."""
    assert CliRunner().invoke(app, ["init", str(tmp_path / "mine")]).exit_code == 0
    for name, text in _blocks((repository / "README.md").read_text("utf-8"), "csv"):
        assert (tmp_path / name).exists(), f"`init` writes no {name}"
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path / "mine"


def _answers(portfolio: Path, *options: str) -> list[dict[str, Any]]:
    """The determinations of a run, line by line."""
    arguments = ["assess", str(portfolio), "--out", str(portfolio.parent / "out"), "--format", "json", *options]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)["determinations"]
    return found


def _verdicts(portfolio: Path, *options: str) -> list[str]:
    return [line["verdict"] for line in _answers(portfolio, *options)]


def test_the_tour_of_the_readme_says_what_happens(tour: Path) -> None:
    assert _verdicts(tour) == ["no_licence_required", "undetermined"]
    assert _verdicts(tour, "--known-at", "2025-10-15") == ["licence_required", "licence_required"]
    extended = _verdicts(tour, "--reading", "after_suspension=extended")
    assert extended == ["no_licence_required", "no_licence_required"]
    military = _answers(tour, "--assume", "party:CUST.military=yes")
    assert [line["review"] for line in military] == ["denied_in_principle"] * 2


def test_the_commands_of_the_readme_run(repository: Path, tour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (repository / "README.md").read_text("utf-8").split("## Two minutes")[1].split("\n## ")[0]
    blocks = re.findall(r"^```console\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    commands = [line.split()[1:] for block in blocks for line in block.splitlines()]
    assert len(commands) >= 9
    monkeypatch.chdir(tour.parent)
    for command in commands:
        if command[0] in ("init", "cases"):  # the one has run, the other is a test of its own
            continue
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 0, f"{command}: {result.output}"


def test_every_csv_of_the_docs_is_rectangular(repository: Path) -> None:
    for name, text in _blocks((repository / "README.md").read_text("utf-8"), "csv"):
        lines = list(csv.reader(text.splitlines()[1:]))
        assert {len(line) for line in lines} == {len(lines[0])}, name
