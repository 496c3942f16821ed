"""The rules of all packs, compiled: conditions parsed, names resolved, and what unknown facts can be told apart by."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from monazite.law.pack import Law, Pack
from monazite.law.schema_rules import RequirementLine, RuleLine
from monazite.logic.parser import ConditionFault, parse
from monazite.logic.syntax import Among, And, Call, Compare, Defined, Literal, Name, Node, Not, Or, Quantified
from monazite.model.exact import Fraction
from monazite.model.issue import Issue, Severity

T = TypeVar("T")

#: Functions whose text argument names an entry, a list or a provision of a pack.
_ENTRY_FUNCTIONS = {"listed": 1, "excluded": 1, "value_share": 1, "contains": 1}
_PROVISION_FUNCTIONS = {"in_force": 0, "holds": 0}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its conditions parsed; ``provision`` is a full id, or ends in `#entry` / `#notice` for a template.

    ``number`` counts the rules of the rulebook in the order of packs and lines.
    """

    number: int
    pack: Pack
    line: RuleLine
    provision: str
    scope: Node
    when: Node | None
    frees_when: Node | None
    displaces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground of `no_licence_required` defined by a pack."""

    ground: str
    when: Node


@dataclass(frozen=True, slots=True)
class Requirement:
    """A duty with its condition parsed."""

    pack: Pack
    line: RequirementLine
    provision: str
    when: Node


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything that an evaluation needs of the law, compiled once.

    ``literals``: attribute (`item.made_in`, `country` of a party) -> the texts that some rule compares it with; they
    and one `other` stand for every value. ``prefixes``: every entry or list that some rule asks about, full ids.
    """

    law: Law
    rules: tuple[Rule, ...]
    grounds: tuple[Ground, ...]
    requirements: tuple[Requirement, ...]
    definitions: Mapping[str, Defined]
    literals: Mapping[str, tuple[str, ...]]
    prefixes: tuple[str, ...]
    _found: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def parameter(self, name: str, day: date | None = None) -> Fraction:
        """The value of a parameter of the law on ``day`` (None: the newest); before its first day, the first.

        Raises KeyError for a name that no pack has.
        """
        values = self._once(("parameter", name), lambda: _values(self.law, name))
        begun = [value for start, value in values if day is None or start <= day]
        return begun[-1] if begun else values[0][1]

    def with_effect(self, *effects: str) -> tuple[Rule, ...]:
        """The rules of some effects, in order."""
        return self._once(effects, lambda: tuple(r for r in self.rules if r.line.effect in effects))

    def displacing(self, provision: str) -> tuple[Rule, ...]:
        """The carve-outs that may displace a provision."""
        return self._once(
            ("displacing", provision),
            lambda: tuple(r for r in self.with_effect("exemption") if provision in r.displaces),
        )

    def may_be_of(self, provision: str) -> tuple[Rule, ...]:
        """The rules that may have instances of a provision, or of one within it."""
        return self._once(("of", provision), lambda: tuple(r for r in self.rules if _may_be_of(r, provision)))

    def _once(self, key: Hashable, find: Callable[[], T]) -> T:
        if key not in self._found:
            self._found[key] = find()
        return self._found[key]  # type: ignore[no-any-return]


def _values(law: Law, name: str) -> list[tuple[date, Fraction]]:
    lines = [line for pack in law.packs.values() for line in pack.parameters if line.id == name]
    if not lines:
        raise KeyError(name)
    return sorted((value.start, Fraction(value.value)) for value in lines[0].values)


def _may_be_of(rule: Rule, provision: str) -> bool:
    """A template is of all entries of its pack, or of all notices of its list."""
    if not rule.line.each_entry_of and not rule.line.each_notice_of:
        return under(rule.provision, provision)
    return "/" not in provision or provision.startswith(rule.pack.id)


def definitions_of(law: Law) -> tuple[dict[str, Defined], list[Issue]]:
    """The named conditions of all packs, in order of packs and lines; a later one may use earlier ones."""
    definitions: dict[str, Defined] = {}
    issues: list[Issue] = []
    for pack in sorted(law.packs.values(), key=lambda p: (not p.rules.definitions, p.id != "cn/decree-792", p.id)):
        for line in pack.rules.definitions:
            file = f"{pack.id}/rules.yaml"
            try:
                body = qualify(parse(line.when, definitions), pack.id, law)
            except ConditionFault as fault:
                remedy = "see docs/conditions.md for the language"
                message = f"definition {line.id}: {fault}"
                issues.append(Issue(Severity.ERROR, "condition_syntax", message, remedy, file, subject=line.id))
                continue
            definitions[line.id] = Defined(line.id, body, line.meaning.en, place=body.place)
    return definitions, issues


def compile_condition(text: str, definitions: Mapping[str, Defined], law: Law, pack: str = "") -> Node:
    """Parse one condition of a pack and resolve its ids. Raises `ConditionFault`."""
    return qualify(parse(text, definitions), pack, law)


def qualify(node: Node, pack: str, law: Law) -> Node:
    """Replace local ids in functions (`'part2'`, `'1.1'`) by full ones; check readings and parameters."""
    match node:
        case And(items):
            return And(tuple(qualify(item, pack, law) for item in items), place=node.place)
        case Or(items):
            return Or(tuple(qualify(item, pack, law) for item in items), place=node.place)
        case Not(item):
            return Not(qualify(item, pack, law), place=node.place)
        case Compare(operator, left, right):
            return Compare(operator, qualify(left, pack, law), qualify(right, pack, law), place=node.place)
        case Among(left, options, negated):
            return Among(qualify(left, pack, law), options, negated, place=node.place)
        case Quantified(kind, collection, variable, body):
            return Quantified(kind, collection, variable, qualify(body, pack, law), place=node.place)
        case Call():
            return _qualified_call(node, pack, law)
        case _:
            return node


def _qualified_call(call: Call, pack: str, law: Law) -> Call:
    if call.function == "reading" and text_of(call.arguments[0]) not in law.readings:
        raise ConditionFault(f"no pack has the reading {call.arguments[0]}", call.place)
    if call.function == "param":
        known = {line.id for p in law.packs.values() for line in p.parameters}
        if text_of(call.arguments[0]) not in known:
            raise ConditionFault(f"no pack has the parameter {call.arguments[0]}", call.place)
    named = tuple((key, _full_entry(value, pack) if key == "but" else value) for key, value in call.named)
    named = tuple((key, qualify(value, pack, law)) for key, value in named)
    position = _ENTRY_FUNCTIONS.get(call.function)
    if position is not None:
        arguments = list(call.arguments)
        arguments[position] = _full_entry(arguments[position], pack)
        return replace(call, arguments=tuple(arguments), named=named)
    if call.function in _PROVISION_FUNCTIONS:
        return replace(call, arguments=(_full_provision(call.arguments[0], pack),), named=named)
    return replace(call, named=named)


def text_of(node: Node) -> str:
    """The text of a literal argument. Raises `ConditionFault` when it is none."""
    if isinstance(node, Literal) and isinstance(node.value, str):
        return node.value
    raise ConditionFault(f"expected a text in quotes, found {node}", node.place)


def under(entry: str, prefix: str) -> bool:
    """Whether ``entry`` lies in the subtree ``prefix``; a pack's id names all its entries."""
    return entry == prefix or entry.startswith(f"{prefix}.") or ("#" not in prefix and entry.startswith(f"{prefix}/"))


def _full_entry(node: Node, pack: str) -> Node:
    text = text_of(node)
    if text.startswith("cn/"):
        return node
    return Literal(f"{pack}/{text}" if text else pack, place=node.place)


def _full_provision(node: Node, pack: str) -> Node:
    text = text_of(node)
    return node if "/" in text else Literal(f"{pack}#{text}", place=node.place)


def compile_law(law: Law) -> Rulebook:
    """Compile loaded packs. Raises `ConditionFault` only for packs that `check_law` has already reported."""
    definitions, _ = definitions_of(law)
    rules: list[Rule] = []
    grounds, requirements = [], []
    for pack in law.packs.values():
        for line in pack.rules.rules:
            rules.append(_rule(len(rules), pack, line, definitions, law))
        for ground in pack.rules.grounds:
            grounds.append(Ground(ground.ground, compile_condition(ground.when, definitions, law, pack.id)))
        for requirement in pack.requirements:
            when = compile_condition(requirement.when, definitions, law, pack.id)
            requirements.append(Requirement(pack, requirement, f"{pack.id}#{requirement.provision}", when))
    nodes = [n for r in rules for n in (r.scope, r.when, r.frees_when) if n]
    nodes += [g.when for g in grounds] + [r.when for r in requirements]
    return Rulebook(
        law, tuple(rules), tuple(grounds), tuple(requirements), definitions, _literals(nodes), _prefixes(nodes, law)
    )


def _rule(number: int, pack: Pack, line: RuleLine, definitions: Mapping[str, Defined], law: Law) -> Rule:
    def condition(text: str) -> Node | None:
        return compile_condition(text, definitions, law, pack.id) if text else None

    scope = condition(line.scope)
    assert scope is not None
    displaces = tuple(target if "#" in target else f"{pack.id}#{target}" for target in line.displaces)
    provision = f"{pack.id}/{line.as_entry}" if line.as_entry else f"{pack.id}#{line.provision}"
    return Rule(number, pack, line, provision, scope, condition(line.when), condition(line.frees_when), displaces)


def walk(node: Node) -> Iterator[tuple[Node, tuple[Quantified, ...]]]:
    """Every node of the tree with the quantifiers around it."""
    yield from _walk(node, ())


def _walk(node: Node, around: tuple[Quantified, ...]) -> Iterator[tuple[Node, tuple[Quantified, ...]]]:
    yield node, around
    match node:
        case And(items) | Or(items):
            inner: tuple[Node, ...] = items
        case Not(item):
            inner = (item,)
        case Defined(_, body):
            inner = (body,)
        case Compare(_, left, right):
            inner = (left, right)
        case Among(left, _, _):
            inner = (left,)
        case Quantified(_, _, _, body):
            yield from _walk(body, (*around, node))
            return
        case Call(_, arguments, named):
            inner = (*arguments, *(value for _, value in named))
        case _:
            inner = ()
    for child in inner:
        yield from _walk(child, around)


def attribute_of(name: Name, around: tuple[Quantified, ...] | Mapping[str, object]) -> str:
    """The attribute that a name reads: `item.made_in` as it stands, `p.country` without its bound variable."""
    bound = {q.variable for q in around} if isinstance(around, tuple) else set(around)
    return ".".join(name.path[1:] if name.path[0] in bound else name.path)


def _literals(nodes: list[Node]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for root in nodes:
        for node, around in walk(root):
            match node:
                case Compare(_, Name() as name, Literal(str() as text)) | Compare(
                    _, Literal(str() as text), Name() as name
                ):
                    found.setdefault(attribute_of(name, around), set()).add(text)
                case Among(Name() as name, options, _):
                    texts = {str(option.value) for option in options}
                    found.setdefault(attribute_of(name, around), set()).update(texts)
    return {attribute: tuple(sorted(texts)) for attribute, texts in sorted(found.items())}


def _prefixes(nodes: list[Node], law: Law) -> tuple[str, ...]:
    found = {pack.id for pack in law.packs.values() if pack.lists}
    for root in nodes:
        for node, _ in walk(root):
            if isinstance(node, Call) and node.function in ("listed", "excluded"):
                found.add(text_of(node.arguments[1]))
                found.update(text_of(value) for key, value in node.named if key == "but")
    return tuple(sorted(found))
