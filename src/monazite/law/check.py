"""What must agree across the files of the packs: citations, readings, parameters, entries, provisions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pydantic import BaseModel

from monazite.law.check_effects import effect_faults
from monazite.law.pack import Law, Pack
from monazite.law.rulebook import attribute_of, compile_condition, definitions_of, text_of, under, walk
from monazite.law.schema import Cite
from monazite.logic.parser import ConditionFault
from monazite.logic.syntax import Call, Compare, Defined, Name, Node, Quantified
from monazite.model.issue import Issue, Severity


def check_law(law: Law, files: Mapping[str, str]) -> list[Issue]:
    """Every citation resolves, every condition parses, every name that a rule uses exists, every id is given once.

    One issue per fault, with the line in ``files`` (name -> text) where the thing at fault begins.
    """
    found: list[Issue] = []
    for pack in law.packs.values():
        found.extend(_citations(pack, law, files))
        found.extend(_rules(pack, law))
        found.extend(_events(pack, law))
        found.extend(_doubles(pack))
    found.extend(effect_faults(law))
    return [issue if issue.row else replace(issue, row=_row(issue, files)) for issue in found]


def _fault(code: str, message: str, file: str, remedy: str = "", subject: str = "") -> Issue:
    """``subject`` is the id of the thing at fault, behind its key where that is none of `id` and `ground`."""
    return Issue(Severity.ERROR, code, message, remedy, file, subject=subject)


def _row(issue: Issue, files: Mapping[str, str]) -> int:
    """The line on which the thing at fault begins; the last where its id is given twice; 1 when it is not found."""
    key, _, name = issue.subject.rpartition(":")
    ident = re.compile(rf"\b(?:{key or 'id|ground'}):\s*['\"]?{re.escape(name)}['\"]?\s*(?:[,}}#]|$)")
    rows = [n for n, line in enumerate(files.get(issue.table, "").splitlines(), start=1) if ident.search(line)]
    return (rows[-1] if issue.code == "duplicate_id" else rows[0]) if rows else 1


def _doubles(pack: Pack) -> Iterator[Issue]:
    """Ids that two lines of one kind share: nobody knows which of the two is meant."""
    kinds: list[tuple[str, str, list[str]]] = [
        ("rule", "rules.yaml", [line.id for line in pack.rules.rules]),
        ("definition", "rules.yaml", [line.id for line in pack.rules.definitions]),
        ("provision", "provisions.yaml", [line.id for line in pack.provisions]),
        ("parameter", "parameters.yaml", [line.id for line in pack.parameters]),
        ("reading", "readings.yaml", [line.id for line in pack.readings]),
        ("event", "status.yaml", [line.id for line in pack.events]),
        ("effect", "effects.yaml", [line.id for line in pack.effects.effects]),
        ("notice", "designations.yaml", [n.id for n in pack.designations.notices] if pack.designations else []),
    ]
    entries = [pack.entry_id(one, line) for one in pack.lists for line in one.entries]
    for what, file, ids in kinds:
        for ident in sorted({i for i in ids if ids.count(i) > 1}):
            yield _fault("duplicate_id", f"the {what} {ident} is given twice", f"{pack.id}/{file}", "keep one", ident)
    for entry in sorted(entry for entry, times in Counter(entries).items() if times > 1):
        one = next(o for o in pack.lists if any(pack.entry_id(o, line) == entry for line in o.entries))
        local = next(line.id for line in one.entries if pack.entry_id(one, line) == entry)
        file = f"{pack.id}/lists/{one.list or 'items'}.yaml"
        yield _fault("duplicate_id", f"the entry {entry} is given twice", file, "keep one", local)


def cites_of(model: object) -> Iterator[Cite]:
    """Every citation anywhere in a loaded file, in order."""
    if isinstance(model, Cite):
        yield model
    elif isinstance(model, tuple | list):
        for item in model:
            yield from cites_of(item)
    elif isinstance(model, dict):
        for item in model.values():
            yield from cites_of(item)
    elif isinstance(model, BaseModel):
        for name in type(model).model_fields:
            yield from cites_of(getattr(model, name))


def _citations(pack: Pack, law: Law, files: Mapping[str, str]) -> Iterator[Issue]:
    parts = (
        pack.instrument, pack.events, pack.provisions, pack.parameters, pack.lists, pack.rules, pack.readings,
        pack.requirements, pack.gaps, pack.designations, pack.effects,
    )  # fmt: skip
    missing = {cite.source for part in parts for cite in cites_of(part)} - set(law.sources)
    for key in sorted(missing):
        cited = re.compile(rf"source:\s*['\"]?{re.escape(key)}['\"]?\s*(?:[,}}#]|$)")
        file, row = next(
            ((name, n) for name in sorted(files) if name.startswith(f"{pack.id}/") and "/cases/" not in name
             for n, line in enumerate(files[name].splitlines(), start=1) if cited.search(line)),
            (pack.id, 1),
        )  # fmt: skip
        message = f"the source {key!r} is cited and not in sources.yaml"
        yield replace(_fault("unknown_source", message, file, "add the source"), row=row)


def _rules(pack: Pack, law: Law) -> Iterator[Issue]:
    definitions, issues = definitions_of(law)
    yield from (issue for issue in issues if issue.table == f"{pack.id}/rules.yaml")
    known = {line.id for line in pack.provisions} | {"entry", "notice"}
    for rule in pack.rules.rules:
        if rule.provision not in known:
            message = f"rule {rule.id}: provision {rule.provision!r} is not in provisions.yaml"
            yield _fault("unknown_provision", message, f"{pack.id}/rules.yaml", "add it", rule.id)
        for text in filter(None, (rule.scope, rule.when, rule.frees_when)):
            yield from _condition(text, f"rule {rule.id}", f"{pack.id}/rules.yaml", definitions, law)
    for ground in pack.rules.grounds:
        name = f"ground {ground.ground}"
        yield from _condition(ground.when, name, f"{pack.id}/rules.yaml", definitions, law)
    for line in pack.requirements:
        file = f"{pack.id}/requirements.yaml"
        yield from _condition(line.when, f"requirement {line.id}", file, definitions, law)


def _condition(text: str, name: str, file: str, definitions: Mapping[str, Defined], law: Law) -> Iterator[Issue]:
    ident = name.rpartition(" ")[2]
    try:
        node = compile_condition(text, definitions, law, file.rpartition("/")[0])
    except ConditionFault as fault:
        yield _fault("condition_syntax", f"{name}: {fault}", file, "see docs/conditions.md for the language", ident)
        return
    for what, unknown in sorted(_unknown_ids(node, law)):
        remedy = "see monazite law list and law show"
        yield _fault("unknown_id", f"{name}: no {what} is {unknown!r}", file, remedy, ident)
    for unknown in sorted(_unknown_names(node, law)):
        message = f"{name}: {unknown!r} is neither a definition nor a fact of facts.yaml"
        yield _fault("unknown_fact", message, file, "correct the name, or add the fact to facts.yaml", ident)


#: Names that services put into a situation beside the facts of the vocabulary.
_DERIVED = frozenset(
    {
        "item",
        "item.content_technologies",
        "item.equipment_missed",
        "service.stated",
        "recipients",
        "importers",
        "shipment.reported_late",
    }
)
#: What a member of a collection has: a party as in facts.yaml, a technology its three words; nothing = the member.
_OF_TECHNOLOGY = frozenset({"", "activity", "origin", "name"})


def _unknown_ids(node: Node, law: Law) -> set[tuple[str, str]]:
    """Entries, provisions, alternatives and lists that a condition names and no pack has."""
    found: set[tuple[str, str]] = set()
    for part, _ in walk(node):
        if isinstance(part, Call):
            found.update(_unknown_arguments(part, law))
        elif isinstance(part, Compare) and isinstance(part.left, Call) and part.left.function == "reading":
            reading, choice = text_of(part.left.arguments[0]), text_of(part.right)
            if choice not in {alternative.id for alternative in law.readings[reading].alternatives}:
                found.add((f"alternative of {reading}", choice))
    return found


def _unknown_arguments(call: Call, law: Law) -> Iterator[tuple[str, str]]:
    if call.function in ("listed", "excluded", "value_share", "contains"):
        named = [text_of(call.arguments[1]), *(text_of(value) for key, value in call.named if key == "but")]
        for prefix in named:
            if not any(under(entry, prefix) for entry in law.entries):
                yield "list entry", prefix
    elif call.function in ("in_force", "holds"):
        provision = text_of(call.arguments[0])
        if not _provision_known(provision, law):
            yield "provision", provision
    elif call.function in ("named_on", "affiliated", "listing_suspended"):
        yield from (("list", text_of(a)) for a in call.arguments[1:] if text_of(a) not in LISTS)


#: The lists of designated parties.
LISTS = frozenset({"control_list", "watch_list", "unreliable_entity_list"})


def _provision_known(provision: str, law: Law) -> bool:
    """Whether a pack has the provision; an instrument's own id, or an entry, stands for its provisions."""
    pack, _, local = provision.partition("#")
    if local:
        return pack in law.packs and any(line.id == local for line in law.packs[pack].provisions)
    return pack in law.packs or pack in law.entries


def _unknown_names(node: Node, law: Law) -> set[str]:
    """Names in a condition that nothing gives a value to."""
    found = set()
    for part, around in walk(node):
        if isinstance(part, Quantified):
            name, known = str(part.collection), set(law.facts) | _DERIVED
        elif isinstance(part, Name):
            name = attribute_of(part, around)
            bound = part.path[0] in {q.variable for q in around}
            of_party = {fact.removeprefix("end_users.") for fact in law.facts if fact.startswith("end_users.")}
            known = of_party | _OF_TECHNOLOGY if bound else set(law.facts) | _DERIVED
        else:
            continue
        if name not in known:
            found.add(str(part.collection) if isinstance(part, Quantified) else str(part))
    return found


def _events(pack: Pack, law: Law) -> Iterator[Issue]:
    for event in pack.events:
        for reading in filter(None, (event.reading, event.until_reading)):
            if reading not in law.readings:
                message = f"event {event.id}: no reading {reading!r}"
                yield _fault("unknown_reading", message, f"{pack.id}/status.yaml", "add the reading", event.id)
