"""What must agree across the files of the packs: citations, readings, parameters, entries, provisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from monazite.law.pack import Law, Pack
from monazite.law.rulebook import attribute_of, compile_condition, definitions_of, text_of, under, walk
from monazite.law.schema import Cite
from monazite.logic.parser import ConditionFault
from monazite.logic.syntax import Call, Compare, Defined, Name, Node, Quantified
from monazite.model.issue import Issue, Severity


def check_law(law: Law) -> list[Issue]:
    """Every citation resolves, every condition parses, every name that a rule uses exists. One issue per fault."""
    found: list[Issue] = []
    for pack in law.packs.values():
        found.extend(_citations(pack, law))
        found.extend(_rules(pack, law))
        found.extend(_events(pack, law))
    return found


def _fault(code: str, message: str, file: str, remedy: str = "") -> Issue:
    return Issue(Severity.ERROR, code, message, remedy, file)


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


def _citations(pack: Pack, law: Law) -> Iterator[Issue]:
    parts = (
        pack.instrument, pack.events, pack.provisions, pack.parameters, pack.lists, pack.rules, pack.readings,
        pack.requirements, pack.gaps, pack.designations,
    )  # fmt: skip
    missing = {cite.source for part in parts for cite in cites_of(part)} - set(law.sources)
    for key in sorted(missing):
        yield _fault(
            "unknown_source", f"the source {key!r} is cited and not in sources.yaml", pack.id, "add the source"
        )


def _rules(pack: Pack, law: Law) -> Iterator[Issue]:
    definitions, issues = definitions_of(law)
    yield from (issue for issue in issues if issue.table == f"{pack.id}/rules.yaml")
    known = {line.id for line in pack.provisions} | {"entry", "notice"}
    for rule in pack.rules.rules:
        if rule.provision not in known:
            message = f"rule {rule.id}: provision {rule.provision!r} is not in provisions.yaml"
            yield _fault("unknown_provision", message, f"{pack.id}/rules.yaml")
        for text in filter(None, (rule.scope, rule.when, rule.frees_when)):
            yield from _condition(text, f"rule {rule.id}", f"{pack.id}/rules.yaml", definitions, law)
    for ground in pack.rules.grounds:
        name = f"ground {ground.ground}"
        yield from _condition(ground.when, name, f"{pack.id}/rules.yaml", definitions, law)
    for line in pack.requirements:
        file = f"{pack.id}/requirements.yaml"
        yield from _condition(line.when, f"requirement {line.id}", file, definitions, law)


def _condition(text: str, name: str, file: str, definitions: Mapping[str, Defined], law: Law) -> Iterator[Issue]:
    try:
        node = compile_condition(text, definitions, law, file.rpartition("/")[0])
    except ConditionFault as fault:
        yield _fault("condition_syntax", f"{name}: {fault}", file, "see docs/conditions.md for the language")
        return
    for what, unknown in sorted(_unknown_ids(node, law)):
        yield _fault("unknown_id", f"{name}: no {what} is {unknown!r}", file, "see monazite law list and law show")
    for unknown in sorted(_unknown_names(node, law)):
        message = f"{name}: {unknown!r} is neither a definition nor a fact of facts.yaml"
        yield _fault("unknown_fact", message, file, "correct the name, or add the fact to facts.yaml")


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
                yield _fault("unknown_reading", f"event {event.id}: no reading {reading!r}", f"{pack.id}/status.yaml")
