"""S1 to S3, R1: the packs that ship are whole: every citation resolves, every name is known, every reading is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.law.desk import determiner, law, rulebook

from monazite.law.check import cites_of
from monazite.law.rulebook import Rule, attribute_of, text_of, walk
from monazite.logic.parser import parse
from monazite.logic.syntax import Call, Name, Node, Quantified
from monazite.model.citation import Confidence, HowRead

#: Section 5 of the cases' README: every reading, its options, the first of which is the default.
READINGS = {
    "numerator": ("sum", "each_entry"),
    "numerator_origin": ("chinese_origin", "all_part1"),
    "numerator_items": ("part1", "part1_and_part2"),
    "valuation": ("open", "purchase_cost", "market"),
    "assembly_scope": ("open", "materials_only", "parts_and_assemblies", "any_product"),
    "technology_limb": ("chinese_text", "also_chinese_material"),
    "embedded_technology": ("open", "item_only", "also_contents"),
    "metal_origin": ("open", "smelter", "feed"),
    "special_regions": ("open", "outside", "inside"),
    "affiliation": ("open", "direct", "summed", "cascade", "multiplied"),
    "listed": ("open", "in_force_only", "any_listing"),
    "article_5_rank": ("open", "exempt", "licence"),
    "late_report": ("exemption_kept", "exemption_lost"),
    "suspension_end": ("inside", "outside"),
    "after_suspension": ("unknown", "revived", "extended"),
}
#: What services put into a situation beside the vocabulary: derived from facts of it.
DERIVED = {
    "item", "item.share", "item.content_technologies", "item.equipment_missed", "recipients", "importers",
    "service.stated", "shipment.reported_late",
}  # fmt: skip
#: What each member of a collection has.
OF_MEMBERS = {"", "military", "country", "listings", "owners", "branch_of", "activity", "origin", "name"}


def _conditions() -> list[tuple[str, Node]]:
    found: list[tuple[str, Node]] = []
    for rule in rulebook().rules:
        found += [(_name(rule), node) for node in (rule.scope, rule.when, rule.frees_when) if node is not None]
    found += [(f"ground {g.ground}", g.when) for g in rulebook().grounds]
    found += [(f"requirement {r.line.id}", r.when) for r in rulebook().requirements]
    return found


def _name(rule: Rule) -> str:
    return f"{rule.pack.id}: {rule.line.id}"


def test_the_packs_load_without_an_issue() -> None:
    assert [str(issue) for issue in law().issues] == []


def test_every_citation_resolves_and_says_how_it_was_read() -> None:
    """S1: `official_text` only where the text was read in full."""
    for pack in law().packs.values():
        for cite in cites_of([pack.instrument, pack.events, pack.provisions, pack.parameters, pack.lists, pack.rules,
                              pack.readings, pack.requirements, pack.gaps, pack.designations]):  # fmt: skip
            assert cite.source in law().sources, (pack.id, cite)
        lines: list[Any] = [*pack.provisions, *pack.requirements, *pack.rules.rules]
        for line in lines:
            if line.confidence is Confidence.OFFICIAL_TEXT:
                reads = {law().sources[cite.source].read for cite in line.cite}
                assert HowRead.FULL in reads, (pack.id, line.id)


def test_every_value_of_the_law_is_cited() -> None:
    """S1: no rule, provision, event, parameter, entry, reading or duty without a source."""
    for pack in law().packs.values():
        lines: list[Any] = [*pack.provisions, *pack.rules.rules, *pack.events, *pack.readings, *pack.requirements]
        lines += [value for parameter in pack.parameters for value in parameter.values]
        lines += [entry for one in pack.lists for entry in one.entries]
        lines += list(pack.designations.notices) if pack.designations else []
        assert all(line.cite for line in lines), pack.id


@pytest.mark.parametrize("reading", READINGS)
def test_a_reading_has_the_options_and_the_default_of_the_readme(reading: str) -> None:
    """R1, R3: ids, options and defaults are those of the cases' README, section 5."""
    line = law().readings[reading]
    options = [o for o in READINGS[reading] if o not in ("open", "unknown")]
    assert [alternative.id for alternative in line.alternatives] == options
    default = READINGS[reading][0]
    assert line.default == ("open" if default in ("open", "unknown") else default)
    assert {line.lenient, line.strict} <= set(options)
    assert all(alternative.label.en and alternative.label.zh for alternative in line.alternatives)
    if reading == "assembly_scope":
        assert line.range_when_open == ("parts_and_assemblies", "any_product")
    else:
        assert set(line.range_when_open) == set(options)


def test_no_reading_is_there_that_the_readme_does_not_have() -> None:
    assert set(law().readings) == set(READINGS)


def test_the_one_question_about_the_state_of_the_law_has_branches() -> None:
    """Z3: one question for the whole run."""
    assert [line.id for line in law().readings.values() if line.branches] == ["after_suspension"]


@pytest.mark.parametrize("where", sorted({name for name, _ in _conditions()}))
def test_every_name_that_a_rule_reads_is_in_the_vocabulary(where: str) -> None:
    for name, node in _conditions():
        if name != where:
            continue
        for part, around in walk(node):
            if isinstance(part, Quantified):
                assert str(part.collection) in {*law().facts, *DERIVED}, part
            elif isinstance(part, Name):
                bound = part.path[0] in {q.variable for q in around}
                assert attribute_of(part, around) in (OF_MEMBERS if bound else {*law().facts, *DERIVED}), part


def test_every_provision_entry_and_parameter_that_a_rule_names_exists() -> None:
    known = {f"{pack.id}#{line.id}" for pack in law().packs.values() for line in pack.provisions}
    parameters = {line.id for pack in law().packs.values() for line in pack.parameters}
    for rule in rulebook().rules:
        template = rule.line.each_entry_of or rule.line.each_notice_of
        assert template or rule.provision in known or rule.provision in law().entries, rule.provision
        assert set(rule.displaces) <= known
    for where, node in _conditions():
        for part, _ in walk(node):
            if isinstance(part, Call) and part.function == "in_force":
                provision = text_of(part.arguments[0])
                assert provision in known | set(law().packs) | set(law().entries), (where, provision)
            if isinstance(part, Call) and part.function == "param":
                assert text_of(part.arguments[0]) in parameters, where


def test_every_event_is_about_provisions_that_exist() -> None:
    """Z2: an event that names a provision names one of its pack, or a subtree that holds one."""
    for pack in law().packs.values():
        local = [line.id for line in pack.provisions]
        local += [pack.entry_id(one, line).split("/", 2)[2] for one in pack.lists for line in one.entries]
        for event in pack.events:
            for named in event.provisions:
                assert any(ident == named or ident.startswith(f"{named}.") for ident in local), (
                    pack.id,
                    event.id,
                    named,
                )


def test_every_question_of_the_readme_can_be_asked_in_both_languages() -> None:
    """Section 6: names of deciding facts have their question in facts.yaml, readings in readings.yaml (A4)."""
    text = (Path(__file__).parents[2] / "src/monazite/services/case.schema.json").read_text("utf-8")
    block = text[text.index('"deciding"') : text.index('"issues"')]
    names = [n for n in re.findall(r'"([a-z0-9_.:]+)"', block) if "." in n or n.startswith("law:") or n == "end_use"]
    assert len(names) > 30
    for name in names:
        question = (
            law().facts[name].question if name in law().facts else law().readings[name.removeprefix("law:")].question
        )
        assert question.en.rstrip().endswith(("?", ".")), name
        assert question.zh, name


def test_the_conditions_as_written_are_those_of_the_compiled_rules() -> None:
    """A5: what a proof shows is what the pack says; each text parses by itself."""
    definitions = determiner().rulebook.definitions
    for pack in law().packs.values():
        for line in pack.rules.rules:
            for condition in filter(None, (line.scope, line.when, line.frees_when)):
                tree = parse(condition, definitions)
                assert parse(str(tree), definitions) == tree
