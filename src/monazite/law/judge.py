"""What the rules say of one situation: which hold, and what verdict and review every completion yields (T2, A1, A2)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from monazite.law.ahead import Ahead
from monazite.law.atoms import SituationBackend, asked_in
from monazite.law.in_force import ReadingOf
from monazite.law.instances import Instance, instances_of
from monazite.law.memory import Leaf, Memories, Trace
from monazite.law.outcome import ASKING, NOTHING, Answer, Contribution, Outlook, contributed, look, reviewed
from monazite.law.rulebook import Rule, Rulebook, under
from monazite.law.views import LawView, MomentView
from monazite.logic.completions import Completions, Open, Settled, first_of, first_outcomes
from monazite.logic.deciding import DecidingSets, deciding_sets
from monazite.logic.evaluate import evaluate
from monazite.logic.syntax import Defined, Node
from monazite.logic.world import FALSE, TRUE, Judged, Probe, conjunction, disjunction
from monazite.model.determination import Review
from monazite.model.fact import Situation
from monazite.model.truth import Truth

T = TypeVar("T")

#: Looks after which the search for deciding sets is cut short (rule A4).
_DECIDING_LOOKS = 4_000


class Judge:
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
        self._outcomes: dict[Hashable, frozenset[Answer]] = {}
        self.opened: dict[Hashable, Open[Answer]] = {}
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

    # -- outcomes

    def asking(self, choices: Mapping[str, str]) -> Sequence[Instance]:
        """The rules that may ask for something: those that hold under no answer are left out.

        What is FALSE with nothing chosen stays so, whatever unknown is chosen. Only a settled reading that is taken
        otherwise can bring it back.
        """
        awake, asleep = self._memories.recall_here("asking", {}, lambda _: self._awake_and_asleep())
        moved = [law for law in choices if law in asleep]
        if not moved:
            return awake
        return [*awake, *{i.key: i for law in moved for i in asleep[law]}.values()]

    def _awake_and_asleep(self) -> tuple[tuple[Instance, ...], dict[str, list[Instance]]]:
        """The rules that may ask for something, and by each settled reading those that another one may wake."""
        awake: list[Instance] = []
        asleep: dict[str, list[Instance]] = {}
        for instance in self._of(self.rulebook.with_effect(*ASKING)):
            leaf = self._contributed(instance, {})
            if leaf.value.high != NOTHING.rank:
                awake.append(instance)
                continue
            for key in sorted(leaf.asked):
                if key.removeprefix("law:") in self.reading_of.settled:
                    asleep.setdefault(key, []).append(instance)
        return tuple(awake), asleep

    def contribution(self, instance: Instance, choices: Mapping[str, str]) -> Contribution:
        """What a rule brings."""
        return self._contributed(instance, choices).value

    def _contributed(self, instance: Instance, choices: Mapping[str, str]) -> Leaf[Contribution]:
        def look(_: object) -> Contribution:
            freed = [(exemption, self.freed(exemption, choices)) for exemption in self.exemptions(instance)]
            return contributed(instance, self.live(instance, choices), freed)

        return self._memories.leaf(("contribution", instance.key), choices, look)

    def exemptions(self, instance: Instance) -> Sequence[Instance]:
        """The carve-outs that may displace an instance."""
        return self._of(self.rulebook.displacing(instance.provision))

    def freed(self, exemption: Instance, choices: Mapping[str, str]) -> Judged:
        """Whether a carve-out holds, is in force and displaces."""
        frees = self.node(exemption.rule.frees_when, choices) if exemption.rule.frees_when else TRUE
        return conjunction([self.live(exemption, choices), frees])

    def reviewing(self) -> Sequence[Instance]:
        """The rules that bring a review."""
        return self._of(self.rulebook.with_effect("review"))

    def reviews(self, choices: Mapping[str, str]) -> list[tuple[Review, Judged]]:
        """Every review that a rule brings, and whether the rule holds and a licence of its instrument is asked for."""

        def look(_: object) -> list[tuple[Review, Judged]]:
            licences = [i for i in self.asking(choices) if i.rule.line.effect == "licence"]
            packs = {i.rule.pack.id for i in licences}
            reviews = self._of(r for r in self.rulebook.with_effect("review") if r.pack.id in packs)
            asking, reviewing = ([(i, self.live(i, choices)) for i in some] for some in (licences, reviews))
            return reviewed(asking, reviewing)

        return self._memories.recall_here("reviews", choices, look)

    # -- completions

    def outcomes(self, with_review: bool = True, given: Mapping[str, str] | None = None) -> frozenset[Answer]:
        """The possible answers alone; ``given`` takes some readings otherwise than the run does (reading -> choice)."""
        settled = self.reading_of.settled
        start = {f"law:{reading}": c for reading, c in (given or {}).items() if settled.get(reading) != c}
        key = "outcomes", with_review
        return self._memories.recall_here(key, start, lambda _: self._explored(start, with_review))

    def _explored(self, start: Mapping[str, str], with_review: bool) -> frozenset[Answer]:
        seen = self._seen(start, with_review)
        if seen not in self._outcomes:
            self._outcomes[seen] = self._found(start, with_review)
        return self._outcomes[seen]

    def _seen(self, start: Mapping[str, str], with_review: bool) -> Hashable:
        """What an answer is made of: other readings that leave all of it as it was leave the answer."""
        base = self._memories.recall_here(("base", with_review), {}, lambda _: self._base({}, with_review))
        _, asleep = self._memories.recall_here("asking", {}, lambda _: self._awake_and_asleep())
        if not asleep.keys().isdisjoint(start):
            return with_review, self._base(start, with_review).seen()
        return with_review, base.seen(start)

    def _base(self, start: Mapping[str, str], with_review: bool) -> _Base:
        """What an answer is made of when nothing but ``start`` is chosen."""
        asking = self.asking(start)
        looks: list[tuple[Instance, Looked]] = [(i, self._contributed) for i in asking]
        if with_review:
            packs = {i.rule.pack.id for i in asking if i.rule.line.effect == "licence"}
            reviews = self._of(r for r in self.rulebook.with_effect("review") if r.pack.id in packs)
            looks += [(i, self._live_leaf) for i in (*asking, *reviews)]
        return _Base(looks, [look(instance, start) for instance, look in looks])

    def _found(self, start: Mapping[str, str], with_review: bool) -> frozenset[Answer]:
        here = look(self, start, with_review)
        if isinstance(here, Settled):
            return frozenset({here.outcome})

        def explore() -> frozenset[Answer]:
            return self._exploring(start, lambda ahead: first_outcomes(_looking(ahead, with_review), start))

        return self._shared("outcomes", here, with_review, explore)

    def deciding(self, with_review: bool = False) -> DecidingSets[Answer]:
        """What settles the verdict, or with ``with_review`` the review too (rule A4)."""
        here = look(self, {}, with_review)
        if isinstance(here, Settled):
            return DecidingSets((), complete=True)

        def search() -> DecidingSets[Answer]:
            return self._exploring(
                {}, lambda ahead: deciding_sets(Completions(_looking(ahead, with_review), _DECIDING_LOOKS))
            )

        return self._shared("deciding", here, with_review, search)

    def _shared(self, what: str, here: Open[Answer], with_review: bool, explore: Callable[[], T]) -> T:
        """What an exploration comes to; lines in which the same is open where it begins share it."""
        if here.state is None:
            return explore()
        return self._memories.explored((what, with_review, here.state), explore)

    def _exploring(self, start: Mapping[str, str], explore: Callable[[Ahead], T]) -> T:
        ahead = Ahead(self, start)
        found = explore(ahead)
        self._memories.trace.asked |= ahead.residue.asked
        return found

    def truths(self, judge: Callable[[Mapping[str, str]], Judged]) -> frozenset[bool]:
        """The values that a condition takes over the completions."""

        def look(choices: Mapping[str, str]) -> Settled[bool] | Open[bool]:
            found = judge(choices)
            if found.truth is Truth.UNKNOWN:
                return Open(found.open, frozenset({True, False}), found.rest)
            return Settled(found.truth is Truth.TRUE)

        here = judge({})
        if here.truth is not Truth.UNKNOWN or here.rest is None:
            return first_outcomes(look)
        return self._memories.explored(("truths", here.rest), lambda: first_outcomes(look))


def _looking(outlook: Outlook, with_review: bool) -> Callable[[Mapping[str, str]], Settled[Answer] | Open[Answer]]:
    return lambda choices: look(outlook, choices, with_review)


Looked = Callable[[Instance, Mapping[str, str]], Leaf[Any]]


class _Base:
    """What an answer is made of, look by look, and which looks each choice can move."""

    def __init__(self, looks: list[tuple[Instance, Looked]], leaves: list[Leaf[Any]]) -> None:
        self._looks = looks
        self._values = [id(leaf.value) for leaf in leaves]
        self._moved_by: dict[str, list[int]] = {}
        for place, leaf in enumerate(leaves):
            for key in leaf.asked:
                self._moved_by.setdefault(key, []).append(place)

    def seen(self, start: Mapping[str, str] | None = None) -> tuple[int, ...]:
        """Equal for choices under which every look comes to the same. A look that asks for none stays as it was."""
        values = list(self._values)
        for place in {place for key in start or () for place in self._moved_by.get(key, ())}:
            instance, look = self._looks[place]
            values[place] = id(look(instance, start or {}).value)
        return tuple(values)
