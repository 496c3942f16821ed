"""The truth of atoms in one situation: facts read, lists and readings consulted, what is unknown named."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from monazite.law.party_atoms import affiliated, listing_suspended, named_in, named_on
from monazite.law.rulebook import attribute_of, text_of, under
from monazite.law.share_atoms import contains, reaches
from monazite.law.views import PAIR, PARAMETERS, MomentView
from monazite.logic.evaluate import Scope, evaluate
from monazite.logic.parser import ConditionFault
from monazite.logic.syntax import Among, Call, Compare, Defined, Literal, Name, Node, Quantified
from monazite.logic.world import FALSE, TRUE, YES_NO, Judged, Probe, Variable, known
from monazite.model.exact import Fraction
from monazite.model.fact import ByReading, CodeSet, EntrySet, Fact, OneOf, PartyFacts, Situation
from monazite.model.share import ValueShare
from monazite.model.truth import Truth

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
OTHER = "other"


class SituationBackend:
    """Answers the walk over conditions (`logic.evaluate.Backend`) from the facts of one situation.

    Absence of a fact is ignorance; ignorance becomes a `Variable` whose options are the texts that some rule compares
    the fact with, and `other`. ``holds`` is how the rules of the run hold in this situation, and ``watch`` tells what a
    look read (both set by the judge).
    """

    def __init__(self, situation: Situation, view: MomentView) -> None:
        self.situation = situation
        self.view = view
        self.rulebook = view.law.rulebook
        self.holds: Callable[[str, Probe], Judged] = lambda _provision, _probe: FALSE
        self.recall: Callable[[Defined, Probe], Judged] = lambda node, probe: evaluate(node.body, self, probe)
        self.watch: Callable[[Callable[[], Judged]], tuple[Judged, Hashable]] = lambda look: (look(), None)
        self.read: dict[str, Fact | None] = {}

    # -- the protocol

    def atom(self, node: Node, scope: Scope, probe: Probe) -> Judged:
        """Truth of a comparison, membership, function or yes/no fact."""
        found, told = self.watch(lambda: self._truth(node, scope, probe))
        return found if found.truth is not Truth.UNKNOWN else replace(found, rest=(told, asked_in(found)))

    def _truth(self, node: Node, scope: Scope, probe: Probe) -> Judged:
        match node:
            case Compare():
                return self._compare(node, scope, probe)
            case Among(left, options, negated):
                wanted = {option.value for option in options}
                found = self._test(left, scope, probe, lambda value: value in wanted)
                return found.negate() if negated else found
            case Call():
                return self._call(node, scope, probe)
            case Name():
                return self._yes(node, scope, probe)
            case Literal(bool() as value):
                return known(value)
        raise ConditionFault(f"{node} is no condition", node.place)

    def defined(self, node: Defined, scope: Scope, probe: Probe) -> Judged:
        """Truth of a named condition; remembered where it binds nothing (set by the judge)."""
        return evaluate(node.body, self, probe, scope) if scope else self.recall(node, probe)

    def members(self, node: Quantified, scope: Scope, probe: Probe) -> tuple[object, ...] | Judged:
        """Parties of a collection, or the records of a fact such as `item.technologies`."""
        name = ".".join(node.collection.path)
        if name in self.situation.parties:
            return self.situation.parties[name]
        fact = self.fact(name, scope)
        if fact is None:
            return self._unknown(Variable(f"{name}:{node}", self._question(name, {}), YES_NO), probe, {"yes"})
        records = fact.value
        assert isinstance(records, tuple)
        return tuple(_Record(name, index, record) for index, record in enumerate(records))

    def belongs(self, member: object, probe: Probe) -> Judged:
        """Whether a party has the role of its collection; open for one that may have it (`PartyFacts.doubt`)."""
        if not isinstance(member, PartyFacts) or not member.doubt:
            return TRUE
        variable = Variable(f"{member.key}.role", member.doubt, YES_NO)
        judged = self._unknown(variable, probe, {"yes"})
        return judged if judged.truth is not Truth.UNKNOWN else replace(judged, rest=("role", member.key))

    # -- facts

    def fact(self, attribute: str, scope: Scope) -> Fact | None:
        """The fact that a name reads in this situation, or None when it is unknown."""
        fact = self.situation.facts.get(attribute)
        self.read[attribute] = fact
        return fact

    def value(self, name: Name, scope: Scope, probe: Probe) -> tuple[bool, object]:
        """Whether the value of a name is known under the choices of ``probe``, and the value.

        Unknown, it is the chosen representative; not chosen, ``(False, None)``.
        """
        member = scope.get(name.path[0])
        attribute = attribute_of(name, scope)
        if isinstance(member, _Record):
            found = getattr(member.record, attribute)
            key, question = f"{member.collection}.{member.index}.{attribute}", self._question(member.collection, {})
        elif isinstance(member, PartyFacts):
            fact = member.facts.get(attribute)
            found = None if fact is None else fact.value
            key, question = f"{member.key}.{attribute}", member.name_of(attribute)
        else:
            fact = self.fact(attribute, scope)
            found = None if fact is None else fact.value
            key, question = attribute, self._question(attribute, scope)
        if isinstance(found, ByReading):
            found = self._by_reading(found, key, probe)
        if found is not None and not isinstance(found, OneOf):
            return found is not _NOT_CHOSEN, found
        options = self._options(attribute) if found is None else found.values
        chosen = probe.ask(Variable(key, question, options))
        return chosen is not None, _typed(chosen)

    def _by_reading(self, value: ByReading, key: str, probe: Probe) -> object:
        values = set(value.values.values())
        if len(values) == 1:
            return values.pop()
        chosen = self.view.reading_of(value.reading, probe)
        return _NOT_CHOSEN if chosen is None else value.values[chosen]

    def _options(self, attribute: str) -> tuple[str, ...]:
        line = self.rulebook.law.facts.get(attribute)
        if (line is not None and line.type == "yes_no") or attribute in ("military", "service.stated"):
            return YES_NO
        literals = self.rulebook.literals.get(attribute, ())
        closed = line is not None and line.type == "enum" and set(line.values) <= set(literals)
        return literals if closed else (*literals, OTHER)

    def _question(self, attribute: str, scope: Scope) -> str:
        for known_name, question in _QUESTION_OF.items():
            if attribute == known_name or attribute.startswith(f"{known_name}."):
                return question
        return attribute

    # -- atoms

    def _compare(self, node: Compare, scope: Scope, probe: Probe) -> Judged:
        left, right = node.left, node.right
        if isinstance(left, Call) and left.function == "value_share":
            return reaches(self._share(), self._number(right), self.view.reading_of, probe)
        if isinstance(left, Call) and left.function == "use_number":
            return self._use_number(left, node.operator, self._number(right), probe)
        if isinstance(left, Call) and left.function == "reading":
            wanted = text_of(right)
            chosen = self.view.reading_of(text_of(left.arguments[0]), probe)
            if chosen is None:
                return probe.judged(Truth.UNKNOWN)
            return known((chosen == wanted) == (node.operator == "=="))
        if isinstance(left, Name) and isinstance(right, Name):
            return self._pair(left, right, node.operator, scope, probe)
        test = _COMPARE[node.operator]
        wanted_value = right.value if isinstance(right, Literal) else self._number(right)
        return self._test(left, scope, probe, lambda value: test(value, wanted_value))

    def _test(self, left: Node, scope: Scope, probe: Probe, test: Callable[[object], bool]) -> Judged:
        if not isinstance(left, Name):
            raise ConditionFault(f"{left} cannot be compared", left.place)
        is_known, value = self.value(left, scope, probe)
        return known(test(value)) if is_known else probe.judged(Truth.UNKNOWN)

    def _pair(self, left: Name, right: Name, sign: str, scope: Scope, probe: Probe) -> Judged:
        self.view.note(PAIR)
        first, second = self.fact(str(left), scope), self.fact(str(right), scope)
        if first is not None and second is not None:
            if not {*_possible(first)} & {*_possible(second)}:
                return known(_COMPARE[sign]("one", "other"))
            if not any(isinstance(fact.value, OneOf) for fact in (first, second)):
                return known(_COMPARE[sign](first.value, second.value))
        missing = left if first is None or isinstance(first.value, OneOf) else right
        name = self._question(str(missing), scope)
        return self._unknown(Variable(f"{left}{sign}{right}", name, YES_NO), probe, {"yes"})

    def _yes(self, node: Name, scope: Scope, probe: Probe) -> Judged:
        is_known, value = self.value(node, scope, probe)
        return known(value is True) if is_known else probe.judged(Truth.UNKNOWN)

    def _unknown(self, variable: Variable, probe: Probe, when: set[str]) -> Judged:
        chosen = probe.ask(variable)
        return probe.judged(Truth.UNKNOWN) if chosen is None else known(chosen in when)

    def _number(self, node: Node) -> Fraction:
        if isinstance(node, Call) and node.function == "param":
            self.view.note(PARAMETERS)
            return self.rulebook.parameter(text_of(node.arguments[0]), self.situation.as_of.day)
        if isinstance(node, Literal) and isinstance(node.value, Fraction):
            return node.value
        raise ConditionFault(f"expected a number or param(), found {node}", node.place)

    def _call(self, node: Call, scope: Scope, probe: Probe) -> Judged:
        match node.function:
            case "listed":
                but = next((text_of(value) for key, value in node.named if key == "but"), "")
                return self._listed(text_of(node.arguments[1]), but, probe)
            case "excluded":
                return self._excluded(text_of(node.arguments[1]))
            case "contains":
                return contains(self._share(), self.view.reading_of, probe)
            case "in_force":
                return self.view.force(text_of(node.arguments[0]), probe)
            case "holds":
                return self.holds(text_of(node.arguments[0]), probe)
            case "use":
                codes = [self._use(text_of(argument), probe.fresh()) for argument in node.arguments]
                found = max(codes, key=lambda judged: judged.truth)
                open_in = frozenset().union(*(j.open for j in codes)) if found.truth is Truth.UNKNOWN else frozenset()
                return Judged(found.truth, open_in)
            case "named_on":
                return named_on(self, self._party(node, scope), _texts(node), probe)
            case "named_in":
                return named_in(self, self._party(node, scope), _texts(node)[0], probe)
            case "listing_suspended":
                return listing_suspended(self, self._party(node, scope), _texts(node)[0], probe)
            case "open_law":
                name = f"law:{text_of(node.arguments[0])}"
                return self._unknown(Variable(name, name, YES_NO), probe, {"yes"})
            case "affiliated":
                at_least = next((self._number(v) for key, v in node.named if key == "at_least"), Fraction(1, 2))
                return affiliated(self, self._party(node, scope), _texts(node), at_least, probe)
        raise ConditionFault(f"{node.function}() is no condition by itself", node.place)

    def _party(self, node: Call, scope: Scope) -> PartyFacts:
        name = node.arguments[0]
        member = scope.get(name.path[0]) if isinstance(name, Name) else None
        if not isinstance(member, PartyFacts):
            raise ConditionFault(f"{name} is no party", node.place)
        return member

    def _share(self) -> ValueShare | None:
        fact = self.situation.facts.get("item.share")
        self.read["item.share"] = fact
        return None if fact is None else fact.value  # type: ignore[return-value]

    # -- lists

    def entries(self) -> EntrySet | None:
        """The entries of the item, None when nobody has said any."""
        fact = self.situation.facts.get("item.entries")
        self.read["item.entries"] = fact
        return None if fact is None else fact.value  # type: ignore[return-value]

    def _listed(self, prefix: str, but: str, probe: Probe) -> Judged:
        """Whether the item falls under an entry of the subtree ``prefix``, leaving out the subtree ``but``."""

        entries = self.entries()
        if entries is not None and any(_inside(entry, prefix, but) for entry in entries.stated):
            return TRUE
        if entries is None or not entries.complete:
            return _any_of(_cells(self.rulebook.prefixes, prefix, but), probe)
        possible = sorted((e, question) for e, question in entries.possible.items() if _inside(e, prefix, but))
        return _any_of(tuple(Variable(f"item.entries:{e}", question, YES_NO) for e, question in possible), probe)

    def _excluded(self, prefix: str) -> Judged:
        entries = self.entries()
        return known(entries is not None and any(under(entry, prefix) for entry in entries.excluded))

    # -- end use

    def _use(self, code: str, probe: Probe) -> Judged:
        """Whether the end use has ``code`` (`wmd`, `ai:military_potential`, `rare_earth:*`)."""
        wanted, _, qualifier = code.partition(":")
        fact = self.situation.facts.get("end_use")
        self.read["end_use"] = fact
        if fact is None:
            return self._unknown(Variable(f"end_use:{code}", "end_use", YES_NO), probe, {"yes"})
        assert isinstance(fact.value, CodeSet)
        found = [q for c, q in fact.value.codes if c == wanted]
        if not qualifier or qualifier == "*":
            return known(bool(found))
        if qualifier in found:
            return TRUE
        if None in found:
            return self._unknown(Variable(f"end_use:{code}", "end_use", YES_NO), probe, {"yes"})
        return FALSE

    def _use_number(self, call: Call, sign: str, bound: Fraction, probe: Probe) -> Judged:
        """Whether a code with a number (`logic_chip:14`, `semiconductor_equipment:7nm`) meets a comparison."""
        code, unit = text_of(call.arguments[0]), text_of(call.arguments[1])
        fact = self.situation.facts.get("end_use")
        self.read["end_use"] = fact
        variable = Variable(f"end_use:{code}:{unit}", "end_use", YES_NO)
        if fact is None:
            return self._unknown(variable, probe, {"yes"})
        assert isinstance(fact.value, CodeSet)
        qualifiers = [q for c, q in fact.value.codes if c == code]
        numbers = [_measured(q, unit) for q in qualifiers if q is not None]
        if any(number is not None and _COMPARE[sign](number, bound) for number in numbers):
            return TRUE
        unread = any(q is None or not _MEASURE.fullmatch(q) for q in qualifiers)
        return self._unknown(variable, probe, {"yes"}) if unread else FALSE


def asked_in(judged: Judged) -> Hashable:
    """The questions that a judgement is open in, with their wording and options."""
    return frozenset((v.key, v.name, v.options) for v in judged.open)


class _Record:
    """One record of a fact that is a list, with its place in it."""

    __slots__ = ("collection", "index", "record")

    def __init__(self, collection: str, index: int, record: object) -> None:
        self.collection, self.index, self.record = collection, index, record

    @property
    def key(self) -> str:
        """Tells records of one situation apart."""
        return f"{self.collection}.{self.index}"


class _NotChosen:
    """Mark of a reading-dependent value whose reading is open in this completion."""


_NOT_CHOSEN = _NotChosen()

_MEASURE = re.compile(r"(\d+(?:\.\d*)?)(nm|layers)?")

#: Facts whose parts are one question (cases' README section 6).
_QUESTION_OF = {
    "item.technologies": "item.technologies",
    "item.content_technologies": "item.technologies",
    "service.stated": "service.for_unlicensed_transfer",
    "technology.subject": "technology.activity",
    "technology.basic_research": "technology.public_domain",
    "technology.patent_application": "technology.public_domain",
}


@lru_cache(maxsize=4096)
def _inside(entry: str, prefix: str, but: str) -> bool:
    """Whether an entry lies in the subtree ``prefix`` and not in the subtree ``but``."""
    return under(entry, prefix) and not (but and under(entry, but))


@lru_cache(maxsize=1024)
def _cells(prefixes: tuple[str, ...], prefix: str, but: str) -> tuple[Variable, ...]:
    """What an item that nobody has classified may fall under, as far as the rules can tell it apart."""
    cells = sorted(p for p in prefixes if _inside(p, prefix, but))
    return tuple(Variable(f"item.entries:{cell}", "item.entries", YES_NO) for cell in cells)


def _any_of(variables: tuple[Variable, ...], probe: Probe) -> Judged:
    chosen = [probe.ask(variable) for variable in variables]
    if "yes" in chosen:
        return TRUE
    return probe.judged(Truth.UNKNOWN) if None in chosen else FALSE


def _possible(fact: Fact) -> tuple[object, ...]:
    """The values that a fact leaves open."""
    return fact.value.values if isinstance(fact.value, OneOf) else (fact.value,)


def _typed(chosen: str | None) -> object:
    return {"yes": True, "no": False}.get(chosen, chosen) if chosen is not None else None


def _texts(node: Call) -> tuple[str, ...]:
    return tuple(text_of(argument) for argument in node.arguments[1:])


def _measured(qualifier: str, unit: str) -> Fraction | None:
    """The number of a qualifier in a unit: `14` and `14nm` are nanometres, `256` of a memory and `256layers` layers."""
    match = _MEASURE.fullmatch(qualifier)
    if match is None or (match[2] is not None and match[2] != unit):
        return None
    return Fraction(match[1])
