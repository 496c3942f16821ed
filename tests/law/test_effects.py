"""``effects.yaml``: which role each list binds, checked against the rules; parties that only may have a role (T2)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.law.desk import DY_MAGNET, determiner, law, shipment, situation

from monazite.law.load import load_law
from monazite.model.determination import Determination, Verdict
from monazite.model.fact import PartyFacts, Situation
from monazite.storage.pack_files import shipped_packs

LISTS, SHARED = "cn/designations/effects.yaml", "cn/decree-792/effects.yaml"
RULES, NOTICES = "cn/designations/rules.yaml", "cn/designations/designations.yaml"


@cache
def packs() -> dict[str, str]:
    """Decree 792 and the lists without the names on them: quick to load."""
    kept = ("cn/decree-792/", "cn/designations/")
    files = {n: t for n, t in shipped_packs().items() if n.count("/") == 1 or n.startswith(kept)}
    files[NOTICES] = re.sub(r"^    parties:\n(?:      .*\n)+", "", files[NOTICES], flags=re.MULTILINE)
    return files


def faults(**changes: tuple[str, str, str]) -> list[tuple[str, str, int, str]]:
    """The faults of effects.yaml after some changes: file -> old text -> new text."""
    files = dict(packs())
    for file, old, new in changes.values():
        assert old in files[file]
        files[file] = files[file].replace(old, new, 1)
    found = [issue for issue in load_law(files).issues if issue.table.endswith("effects.yaml")]
    return [(issue.table, issue.code, issue.row, issue.message) for issue in found]


def line_of(file: str, text: str) -> int:
    return packs()[file].splitlines().index(text) + 1


def test_the_shipped_effects_agree_with_the_rules() -> None:
    assert [str(issue) for issue in law().issues] == []
    assert faults() == []


@pytest.mark.parametrize(
    ("change", "file", "code", "line", "words"),
    [
        pytest.param((LISTS, "binds: [importer, end_user]", "binds: [importer, end_user, intermediary]"), LISTS,
                     "effect_mismatch", "- id: control-list-from-china", "tests end_user, importer", id="a role more"),
        pytest.param((LISTS, "lists: [watch_list]", "lists: [control_list]"), LISTS,
                     "effect_mismatch", "- id: watch-list", "the rule watch-list tests watch_list", id="another list"),
        pytest.param((LISTS, "persons: anyone_abroad", "persons: overseas_exporter"), LISTS,
                     "effect_mismatch", "- id: control-list-passed-on", "does not say so", id="other persons"),
        pytest.param((LISTS, "from_notice: cl-2026-11", "from_notice: cl-2025-35"), LISTS,
                     "effect_mismatch", "- id: control-list-passed-on", "cl-2025-35 binds abroad", id="too early"),
        pytest.param((LISTS, "from_notice: cl-2026-11", "from_notice: cl-2026-12"), LISTS,
                     "unknown_id", "- id: control-list-passed-on", "no notice is 'cl-2026-12'", id="no notice"),
        pytest.param((LISTS, "rules: [watch-list]", "rules: [watchlist]"), LISTS,
                     "unknown_id", "- id: watch-list", "no rule is 'watchlist'", id="no rule"),
        pytest.param((LISTS, "rules: [watch-list]", "rules: [watchlist]"), LISTS,
                     "effect_mismatch", "", "no effect says which role the rule watch-list binds", id="no effect"),
        pytest.param((SHARED, "- role: importer", "- role: broker"), SHARED,
                     "duplicate_id", "- role: broker", "broker is given twice", id="a role twice"),
        pytest.param((SHARED, "provisions: ['18', '24']", "provisions: ['181']"), SHARED,
                     "unknown_provision", "- term: end_user", "'181' is not in provisions.yaml", id="no article"),
        pytest.param((LISTS, "persons: anyone_abroad", "persons: everybody"), LISTS,
                     "pack_format", "", "effects.1.persons", id="no such persons"),
    ],
)  # fmt: skip
def test_an_effect_that_disagrees_is_reported_with_file_and_line(
    change: tuple[str, str, str], file: str, code: str, line: str, words: str
) -> None:
    told = [(table, what, row) for table, what, row, message in faults(it=change) if words in message]
    assert [(table, what) for table, what, _ in told] == [(file, code)]
    if line:
        assert told[0][2] == line_of(file, line)


# -- a party that may have a role


def _with(found: Situation, party: PartyFacts | None) -> Situation:
    importers = () if party is None else (party,)
    parties = {**found.parties, "importers": importers, "recipients": found.parties["end_users"] + importers}
    return replace(found, parties=parties)


def three(listings: list[str] | None, military: str | None, as_of: str, end: str) -> tuple[Determination, ...]:
    """The answers where a party imports, does not, and may: a magnet from China or passed on from Korea."""
    importer = {"name": "IM", "country": "US", "military": military, "listings": listings, "owners": []}
    stated = {key: value for key, value in importer.items() if value is not None}
    facts = shipment({**DY_MAGNET, "origin": "CN"}, (end, "US"), "KR", importer=stated)
    found = situation(facts, as_of)
    (party,) = found.parties["importers"]
    doubtful = replace(party, key="importer.possible.0", doubt="importer")
    return tuple(determiner().determine(_with(found, one), beside=False) for one in (party, None, doubtful))


@settings(max_examples=15)
@given(
    st.sampled_from([None, [], ["cl-2025-35"], ["cl-2026-23"], ["wl-2026-12"], ["uel-2025-7"], ["cl-2025-21"]]),
    st.sampled_from([None, "yes", "no"]),
    st.sampled_from(["2025-05-01", "2025-10-20", "2026-03-01", "2026-07-01"]),
    st.sampled_from(["CN", "KR"]),
)
def test_a_party_that_may_import_gives_what_either_answer_gives(
    listings: list[str] | None, military: str | None, as_of: str, end: str
) -> None:
    """Rule T2: the verdicts over all completions, the role of the party being one of the unknowns."""
    with_it, without, doubtful = three(listings, military, as_of, end)
    assert set(doubtful.possible) == set(with_it.possible) | set(without.possible)
    asked = {question.fact for found in doubtful.deciding for question in found.questions}
    if with_it.verdict is not without.verdict and Verdict.UNDETERMINED not in (with_it.verdict, without.verdict):
        assert "importer" in asked


def test_the_proof_says_that_it_is_open_whether_the_party_imports() -> None:
    _, _, doubtful = three(["cl-2025-35"], "no", "2026-03-01", "CN")
    texts = []
    stack = [finding.proof for finding in doubtful.findings if finding.provision == "cl-2025-35"]
    while stack:
        node = stack.pop()
        assert node is not None
        texts.append((node.text, node.question))
        stack.extend(node.children)
    assert ("IM", "importer") in texts
