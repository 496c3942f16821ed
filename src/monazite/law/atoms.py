"""The truth of atoms in one situation: facts read, lists and readings consulted, what is unknown named."""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import Any

from monazite.law.entry_atoms import excluded, listed
from monazite.law.fact_values import Record, asked_as, value_of, yes_to
from monazite.law.party_atoms import affiliated, listing_suspended, named_in, named_on
from monazite.law.rulebook import text_of
from monazite.law.share_atoms import contains, reaches
from monazite.law.use_atoms import use_number, used
from monazite.law.views import PAIR, PARAMETERS, MomentView
from monazite.logic.evaluate import Scope, evaluate
from monazite.logic.parser import ConditionFault
from monazite.logic.syntax import Among, Call, Compare, Defined, Literal, Name, Node, Quantified
from monazite.logic.world import FALSE, TRUE, YES_NO, Judged, Probe, Variable, known
from monazite.model.exact import Fraction
from monazite.model.fact import EntrySet, Fact, OneOf, PartyFacts, Situation
from monazite.model.share import ValueShare
from monazite.model.truth import Truth

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


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
            return yes_to(Variable(f"{name}:{node}", asked_as(name), YES_NO), probe)
        records = fact.value
        assert isinstance(records, tuple)
        return tuple(Record(name, index, record) for index, record in enumerate(records))

    def belongs(self, member: object, probe: Probe) -> Judged:
        """Whether a party has the role of its collection; open for one that may have it (`PartyFacts.doubt`)."""
        if not isinstance(member, PartyFacts) or not member.doubt:
            return TRUE
        variable = Variable(f"{member.key}.role", member.doubt, YES_NO)
        judged = yes_to(variable, probe)
        return judged if judged.truth is not Truth.UNKNOWN else replace(judged, rest=("role", member.key))

    # -- facts

    def fact(self, attribute: str, scope: Scope) -> Fact | None:
        """The fact that a name reads in this situation, or None when it is unknown."""
        fact = self.situation.facts.get(attribute)
        self.read[attribute] = fact
        return fact

    def entries(self) -> EntrySet | None:
        """The entries of the item, None when nobody has said any."""
        fact = self.situation.facts.get("item.entries")
        self.read["item.entries"] = fact
        return None if fact is None else fact.value  # type: ignore[return-value]

    # -- atoms

    def _compare(self, node: Compare, scope: Scope, probe: Probe) -> Judged:
        left, right = node.left, node.right
        if isinstance(left, Call) and left.function == "value_share":
            return reaches(self._share(), self._number(right), self.view.reading_of, probe)
        if isinstance(left, Call) and left.function == "use_number":
            return use_number(self, left, _COMPARE[node.operator], self._number(right), probe)
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
        is_known, value = value_of(self, left, scope, probe)
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
        name = asked_as(str(missing))
        return yes_to(Variable(f"{left}{sign}{right}", name, YES_NO), probe)

    def _yes(self, node: Name, scope: Scope, probe: Probe) -> Judged:
        is_known, value = value_of(self, node, scope, probe)
        return known(value is True) if is_known else probe.judged(Truth.UNKNOWN)

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
                return listed(self, text_of(node.arguments[1]), but, probe)
            case "excluded":
                return excluded(self, text_of(node.arguments[1]))
            case "contains":
                return contains(self._share(), self.view.reading_of, probe)
            case "in_force":
                return self.view.force(text_of(node.arguments[0]), probe)
            case "holds":
                return self.holds(text_of(node.arguments[0]), probe)
            case "use":
                return used(self, tuple(text_of(argument) for argument in node.arguments), probe)
            case "named_on":
                return named_on(self, self._party(node, scope), _texts(node), probe)
            case "named_in":
                return named_in(self, self._party(node, scope), _texts(node)[0], probe)
            case "listing_suspended":
                return listing_suspended(self, self._party(node, scope), _texts(node)[0], probe)
            case "open_law":
                name = f"law:{text_of(node.arguments[0])}"
                return yes_to(Variable(name, name, YES_NO), probe)
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


def asked_in(judged: Judged) -> Hashable:
    """The questions that a judgement is open in, with their wording and options."""
    return frozenset((v.key, v.name, v.options) for v in judged.open)


def _possible(fact: Fact) -> tuple[object, ...]:
    """The values that a fact leaves open."""
    return fact.value.values if isinstance(fact.value, OneOf) else (fact.value,)


def _texts(node: Call) -> tuple[str, ...]:
    return tuple(text_of(argument) for argument in node.arguments[1:])
