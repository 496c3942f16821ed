"""The rules applied to one situation: which hold, and which are in force; every condition is judged once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from monazite.law.atoms import SituationBackend, asked_in
from monazite.law.in_force import ReadingOf
from monazite.law.instances import Instance, instances_of
from monazite.law.memory import Leaf, Memories, Trace
from monazite.law.rulebook import Rule, Rulebook, under
from monazite.law.views import LawView, MomentView
from monazite.logic.completions import first_of
from monazite.logic.evaluate import evaluate
from monazite.logic.syntax import Defined, Node
from monazite.logic.world import FALSE, Judged, Probe, conjunction, disjunction
from monazite.model.fact import Situation
from monazite.model.truth import Truth

T = TypeVar("T")


class AppliedRules:
    """The rules applied to one situation under one set of readings.

    Conditions are judged once per distinct set of the choices that they look at: an exploration asks the same few
    questions under many completions. ``memories`` keeps what was found, and notes what was read where ``situation`` is
    a traced one; with answers shared among lines, a condition is judged once for all lines that agree on what it reads.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        law: LawView,
        situation: Situation,
        reading_of: ReadingOf,
        underlying: bool = False,
        memories: Memories | None = None,
    ) -> None:
        self.rulebook = rulebook
        self.situation = situation
        self.reading_of = reading_of
        self._law = law
        self._memories = memories or Memories(Trace())
        self.view = MomentView(law, situation.as_of, reading_of, underlying, self._note)
        self.backend = SituationBackend(situation, self.view)
        self.backend.holds = self._holds
        self.backend.recall = self._recall
        self.backend.watch = self._memories.watch

    def _note(self, slot: str) -> None:
        self._memories.trace.note(slot)

    @property
    def instances(self) -> tuple[Instance, ...]:
        """The rules to try, made concrete for the situation."""
        return self._memories.recall("instances", {}, lambda _: self._of(self.rulebook.rules))

    def _of(self, rules: Iterable[Rule]) -> tuple[Instance, ...]:
        """The instances of some rules; which those are is remembered rule by rule, since each reads few facts."""
        return tuple(i for rule in rules for i in self._memories.recall(("rule", rule.number), {}, self._maker(rule)))

    def _maker(self, rule: Rule) -> Callable[[object], tuple[Instance, ...]]:
        def made(_: object) -> tuple[Instance, ...]:
            found = instances_of(rule, self.rulebook, self._law, self.backend)
            return tuple(self._memories.same(instance.key, instance) for instance in found)

        return made

    def probe(self, choices: Mapping[str, str] | None = None) -> Probe:
        """A look of which is noted what it asks."""
        return Probe(choices or {}, self._memories.trace.asked)

    # -- conditions and force, remembered

    def condition(self, instance: Instance, choices: Mapping[str, str]) -> Judged:
        """Whether the scope and the test of a rule hold."""
        return self._remembered(("condition", instance.key), choices, lambda probe: self._both(instance, probe))

    def scope(self, instance: Instance, choices: Mapping[str, str]) -> Judged:
        """Whether the rule reaches the situation at all."""
        return self._remembered(("scope", instance.key), choices, lambda p: evaluate(instance.scope, self.backend, p))

    def force(self, instance: Instance, choices: Mapping[str, str]) -> Judged:
        """Whether the provision is in force."""
        return self._remembered(("force", instance.provision), choices, lambda p: self.forced(instance.provision, p))

    def forced(self, provision: str, probe: Probe) -> Judged:
        """Whether a provision is in force, looked at now. What is left of it is told by what every choice would bring,
        so that it is the same on all days on which that is.
        """
        found = self.view.force(provision, probe)
        return replace(found, rest=self._brought(provision, probe.choices, found))

    def _brought(self, provision: str, choices: Mapping[str, str], found: Judged) -> Hashable:
        if found.truth is not Truth.UNKNOWN:
            return found.truth
        variable = first_of(found.open)
        ways = [{**choices, variable.key: option} for option in variable.options]
        brought = (self._brought(provision, way, self.view.force(provision, Probe(way))) for way in ways)
        return asked_in(found), variable.key, tuple(brought)

    def node(self, node: Node, choices: Mapping[str, str]) -> Judged:
        """Truth of any condition of the packs."""
        return self._remembered(("node", id(node)), choices, lambda p: evaluate(node, self.backend, p))

    def live(self, instance: Instance, choices: Mapping[str, str]) -> Judged:
        """Whether the rule holds and its provision is in force."""
        return self._live_leaf(instance, choices).value

    def _live_leaf(self, instance: Instance, choices: Mapping[str, str]) -> Leaf[Judged]:
        key = ("live", instance.key)
        return self._memories.leaf(key, choices, lambda _: self._looked_live(instance, choices))

    def _looked_live(self, instance: Instance, choices: Mapping[str, str]) -> Judged:
        condition = self.condition(instance, choices)
        return condition if condition.truth is Truth.FALSE else conjunction([condition, self.force(instance, choices)])

    def _both(self, instance: Instance, probe: Probe) -> Judged:
        scope = evaluate(instance.scope, self.backend, probe)
        if scope.truth is Truth.FALSE or instance.when is None:
            return scope
        return conjunction([scope, evaluate(instance.when, self.backend, probe)])

    def _remembered(self, key: Hashable, choices: Mapping[str, str], look: Callable[[Probe], Judged]) -> Judged:
        return self._looked(key, choices, look).value

    def _looked(self, key: Hashable, choices: Mapping[str, str], look: Callable[[Probe], Judged]) -> Leaf[Judged]:
        def fresh(asked: set[str]) -> Judged:
            found = look(Probe(choices, asked))
            if found.truth is not Truth.UNKNOWN:
                return found
            rest = found.rest
            if rest is None:
                made = frozenset((name, option) for name, option in choices.items() if name in asked)
                rest = key, made, self._memories.told(), asked_in(found)
            return replace(found, rest=self._memories.number(rest))

        return self._memories.leaf(key, choices, fresh)

    def remember(self, key: Hashable, look: Callable[[], T]) -> T:
        """What ``look`` comes to when nothing is chosen, looked at once."""
        return self._memories.recall(key, {}, lambda _: look())

    def _recall(self, node: Defined, probe: Probe) -> Judged:
        """A named condition, judged once per set of the choices that it looks at; the asker looks at them too."""
        leaf = self._looked(
            ("defined", node.name), probe.choices, lambda inner: evaluate(node.body, self.backend, inner)
        )
        probe.asked |= leaf.asked
        return leaf.value

    def _holds(self, provision: str, probe: Probe) -> Judged:
        """`holds('…#7')` in a condition: some rule of the provision holds and is in force."""
        found = []
        for instance in self._of(self.rulebook.may_be_of(provision)):
            if instance.provision == provision or under(instance.provision, provision):
                found.append(
                    conjunction([self._both(instance, probe.fresh()), self.view.force(provision, probe.fresh())])
                )
        return disjunction(found) if found else FALSE
