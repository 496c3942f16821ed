"""What ``effects.yaml`` must agree with: the rules that it speaks of, the notices, the provisions, itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from monazite.law.effects import COLLECTIONS, EffectLine
from monazite.law.pack import Law, Pack
from monazite.law.rulebook import compile_condition, definitions_of, text_of, walk
from monazite.law.schema_rules import RuleLine
from monazite.logic.parser import ConditionFault
from monazite.logic.syntax import Call, Defined, Node, Quantified
from monazite.model.issue import Issue, Severity


def effect_faults(law: Law) -> Iterator[Issue]:
    """One issue per fault of every pack's ``effects.yaml``: `unknown_id`, `effect_mismatch`, `duplicate_id`."""
    definitions, _ = definitions_of(law)
    given = Counter(line.role for pack in law.packs.values() for line in pack.effects.roles)
    for pack in law.packs.values():
        for line in pack.effects.effects:
            yield from _effect(line, pack, law, definitions)
        told = {rule for line in pack.effects.effects for rule in line.rules}
        for rule in pack.rules.rules:
            if rule.each_notice_of and rule.id not in told:
                message = f"no effect says which role the rule {rule.id} binds"
                yield _fault("effect_mismatch", message, pack, "add the effect", rule.id)
        for role in dict.fromkeys(line.role for line in pack.effects.roles):
            if given[role] > 1:
                yield _fault("duplicate_id", f"the role {role} is given twice", pack, "keep one", f"role:{role}")
        articles = {provision.id for provision in pack.provisions}
        for term in pack.effects.terms:
            for missing in sorted(set(term.provisions) - articles):
                message = f"term {term.term}: provision {missing!r} is not in provisions.yaml"
                yield _fault("unknown_provision", message, pack, "add it", f"term:{term.term}")


def _fault(code: str, message: str, pack: Pack, remedy: str, subject: str) -> Issue:
    return Issue(Severity.ERROR, code, message, remedy, f"{pack.id}/effects.yaml", subject=subject)


def _effect(line: EffectLine, pack: Pack, law: Law, definitions: Mapping[str, Defined]) -> Iterator[Issue]:
    rules = {rule.id: rule for rule in pack.rules.rules}
    for missing in sorted(set(line.rules) - set(rules)):
        yield _fault("unknown_id", f"effect {line.id}: no rule is {missing!r}", pack, "correct the id", line.id)
    for rule in (rules[name] for name in line.rules if name in rules):
        try:
            lists, roles = _tested(rule, pack, law, definitions)
        except ConditionFault:
            continue  # told where the condition itself is checked
        said: tuple[tuple[str, set[str], set[str]], ...] = (
            ("lists", set(line.lists), lists), ("roles", set(line.binds), roles),
        )  # fmt: skip
        for what, stated, tested in said:
            if stated != tested:
                message = f"effect {line.id} says {what} {_words(stated)}, the rule {rule.id} tests {_words(tested)}"
                yield _fault("effect_mismatch", message, pack, "make them agree", line.id)
        if rule.each_notice_of and rule.binding_abroad != (line.persons == "anyone_abroad"):
            message = f"effect {line.id} binds {line.persons}, the rule {rule.id} does not say so"
            yield _fault("effect_mismatch", message, pack, "make persons and binding_abroad agree", line.id)
    yield from _notices(line, pack, law)


def _notices(line: EffectLine, pack: Pack, law: Law) -> Iterator[Issue]:
    """Whether ``from_notice`` and the notices say the same about who is bound abroad."""
    first = law.notices.get(line.from_notice) if line.from_notice else None
    if line.from_notice and first is None:
        yield _fault("unknown_id", f"effect {line.id}: no notice is {line.from_notice!r}", pack, "correct it", line.id)
        return
    if line.persons != "anyone_abroad":
        return
    for notice in law.notices.values():
        if notice.list in line.lists:
            reached = first is None or (notice.issued, notice.id) >= (first.issued, first.id)
            if reached != notice.binds_abroad:
                message = f"effect {line.id} and designations.yaml differ on whether {notice.id} binds abroad"
                yield _fault("effect_mismatch", message, pack, "make them agree", line.id)


def _tested(rule: RuleLine, pack: Pack, law: Law, definitions: Mapping[str, Defined]) -> tuple[set[str], set[str]]:
    """The lists and the roles that a rule tests; a rule about notices tests whoever receives the goods."""
    if rule.each_notice_of:
        return {rule.each_notice_of}, set(COLLECTIONS["recipients"])
    lists: set[str] = set()
    roles: set[str] = set()
    for text in filter(None, (rule.scope, rule.when)):
        for node, around in walk(compile_condition(text, definitions, law, pack.id)):
            named = _lists(node)
            lists |= named
            if named:
                roles |= {role for one in around for role in _roles(one)}
    return lists, roles


def _lists(node: Node) -> set[str]:
    if isinstance(node, Call) and node.function in ("named_on", "affiliated", "listing_suspended"):
        return {text_of(argument) for argument in node.arguments[1:]}
    return set()


def _roles(node: Quantified) -> frozenset[str]:
    return COLLECTIONS.get(str(node.collection), frozenset())


def _words(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "none"
