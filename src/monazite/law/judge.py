"""What the rules say of one situation: which hold, and what verdict and review every completion yields (T2, A1, A2)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

from monazite.law.atoms import SituationBackend
from monazite.law.in_force import ReadingOf
from monazite.law.instances import Instance, instances_of
from monazite.law.memory import Leaf, Memories, Trace
from monazite.law.rulebook import Rule, Rulebook, under
from monazite.law.views import LawView, MomentView
from monazite.logic.completions import Completions, Open, Settled, first_outcomes
from monazite.logic.evaluate import evaluate
from monazite.logic.syntax import Defined, Node
from monazite.logic.world import FALSE, TRUE, Judged, Probe, Variable, conjunction, disjunction
from monazite.model.determination import Review, Verdict
from monazite.model.fact import Situation
from monazite.model.truth import Truth

T = TypeVar("T")

#: Looks after which the search for deciding sets is cut short (rule A4).
_DECIDING_LOOKS = 4_000
_ASKING = ("licence", "prohibition")


class Answer(NamedTuple):
    """Verdict of one completion, and the review where a licence is asked for (None: not asked, or not looked at)."""

    verdict: Verdict
    review: Review | None


@dataclass(frozen=True, slots=True)
class _Contribution:
    """What one instance may bring: its mildest and strictest verdict, every one between, and what it hangs on.

    ``live``: what it hangs on whether the rule holds at all, exemptions aside. ``state``: what is left of it. ``low``
    and ``high``: ranks of the mildest and the strictest.
    """

    possible: frozenset[Verdict]
    open: frozenset[Variable]
    live: frozenset[Variable] = frozenset()
    state: Hashable = None
    low: int = field(init=False)
    high: int = field(init=False)

    def __post_init__(self) -> None:
        ranks = [verdict.rank for verdict in self.possible]
        object.__setattr__(self, "low", min(ranks))
        object.__setattr__(self, "high", max(ranks))


_NOTHING = Verdict.NO_LICENCE_REQUIRED
_BY_RANK = {verdict.rank: verdict for verdict in Verdict}


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
        self.view = MomentView(law, situation.as_of, reading_of, underlying, self._note)
        self.backend = SituationBackend(situation, self.view)
        self.backend.holds = self._holds
        self.backend.recall = self._recall

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
        return self._remembered(
            ("force", instance.provision), choices, lambda p: self.view.force(instance.provision, p)
        )

    def node(self, node: Node, choices: Mapping[str, str]) -> Judged:
        """Truth of any condition of the packs."""
        return self._remembered(("node", id(node)), choices, lambda p: evaluate(node, self.backend, p))

    def live(self, instance: Instance, choices: Mapping[str, str]) -> Judged:
        """Whether the rule holds and its provision is in force."""
        key = ("live", instance.key)
        return self._memories.recall(key, choices, lambda _: self._looked_live(instance, choices))

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
            if found.truth is Truth.UNKNOWN and found.rest is None:
                made = frozenset((name, option) for name, option in choices.items() if name in asked)
                return replace(found, rest=(key, made))
            return found

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

    def look(self, choices: Mapping[str, str], with_review: bool = False) -> Settled[Answer] | Open[Answer]:
        """The answer under ``choices``, settled or not; the strictest rule decides (rule A1)."""
        contributions = [self._contribution(i, choices).value for i in self._asking_under(choices)]
        least = max([c.low for c in contributions], default=_NOTHING.rank)
        most = max([c.high for c in contributions], default=_NOTHING.rank)
        low = _BY_RANK[least]
        if least != most:
            above = [c for c in contributions if c.high > least]
            verdicts = {low} | {v for c in above for v in c.possible if v.rank > least}
            superset = {answer for v in verdicts for answer in _answers(v, with_review)}
            states = [c.state for c in above]
            if with_review:
                states += [judged.state for _, judged in self._reviews(choices)]
            state = None if None in states else (low, tuple(states))
            open_in = frozenset[Variable]().union(*(c.open for c in above))
            return Open(open_in, frozenset(superset), state, frozenset().union(*(c.live for c in above)))
        if low is not Verdict.LICENCE_REQUIRED or not with_review:
            return Settled(Answer(low, None))
        return self._review(choices)

    def _asking_under(self, choices: Mapping[str, str]) -> Sequence[Instance]:
        """The rules that may ask for something: those that hold under no answer are left out.

        What is FALSE with nothing chosen stays so, whatever unknown is chosen. Only a settled reading that is taken
        otherwise can bring it back.
        """
        awake, asleep = self._memories.recall("asking", {}, lambda _: self._awake_and_asleep())
        moved = [law for law in choices if law in asleep]
        if not moved:
            return awake
        return [*awake, *{i.key: i for law in moved for i in asleep[law]}.values()]

    def _awake_and_asleep(self) -> tuple[tuple[Instance, ...], dict[str, list[Instance]]]:
        """The rules that may ask for something, and by each settled reading those that another one may wake."""
        awake: list[Instance] = []
        asleep: dict[str, list[Instance]] = {}
        for instance in self._of(self.rulebook.with_effect(*_ASKING)):
            leaf = self._contribution(instance, {})
            if leaf.value.high != _NOTHING.rank:
                awake.append(instance)
                continue
            for key in sorted(leaf.asked):
                if key.removeprefix("law:") in self.reading_of.settled:
                    asleep.setdefault(key, []).append(instance)
        return tuple(awake), asleep

    def _contribution(self, instance: Instance, choices: Mapping[str, str]) -> Leaf[_Contribution]:
        key = ("contribution", instance.key)
        return self._memories.leaf(key, choices, lambda _: self._contributed(instance, choices))

    def _contributed(self, instance: Instance, choices: Mapping[str, str]) -> _Contribution:
        live = self.live(instance, choices)
        asked = Verdict.LICENCE_REQUIRED if instance.rule.line.effect == "licence" else Verdict.PROHIBITED
        if live.truth is Truth.FALSE:
            return _Contribution(frozenset({_NOTHING}), frozenset())
        possible = {asked}
        open_in = set(live.open)
        states: list[Hashable] = [live.state]
        for exemption in self.exemptions(instance):
            freed = self.freed(exemption, choices)
            states.append(freed.state)
            if freed.truth is not Truth.FALSE:
                possible.add(Verdict(exemption.rule.line.verdict))
                open_in |= freed.open
            if freed.truth is Truth.TRUE:
                possible.discard(asked)
        if live.truth is Truth.UNKNOWN:
            possible.add(_NOTHING)
        state = None if None in states else (asked, tuple(states))
        return _Contribution(frozenset(possible), frozenset(open_in), live.open, state)

    def exemptions(self, instance: Instance) -> list[Instance]:
        """The carve-outs that may displace an instance."""
        return list(self._of(self.rulebook.displacing(instance.provision)))

    def freed(self, exemption: Instance, choices: Mapping[str, str]) -> Judged:
        """Whether a carve-out holds, is in force and displaces."""
        frees = self.node(exemption.rule.frees_when, choices) if exemption.rule.frees_when else TRUE
        return conjunction([self.live(exemption, choices), frees])

    def _reviews(self, choices: Mapping[str, str]) -> list[tuple[Review, Judged]]:
        """Every review that a rule brings, and whether the rule holds and a licence of its instrument is asked for."""
        return self._memories.recall("reviews", choices, lambda _: self._reviewed(choices))

    def _reviewed(self, choices: Mapping[str, str]) -> list[tuple[Review, Judged]]:
        asking: dict[str, list[Judged]] = {}
        for instance in self._asking_under(choices):
            if instance.rule.line.effect == "licence":
                asking.setdefault(instance.rule.pack.id, []).append(self.live(instance, choices))
        asked = {pack: disjunction(licences) for pack, licences in asking.items()}
        rules = self._of(r for r in self.rulebook.with_effect("review") if r.pack.id in asked)
        return [
            (Review(i.rule.line.review), conjunction([asked[i.rule.pack.id], self.live(i, choices)])) for i in rules
        ]

    def _review(self, choices: Mapping[str, str]) -> Settled[Answer] | Open[Answer]:
        """The review of a licence that is asked for: the strictest that a rule of the same instrument brings."""
        judged = self._reviews(choices)
        sure = max((r for r, j in judged if j.truth is Truth.TRUE), key=lambda r: r.rank, default=Review.ORDINARY)
        stricter = [(r, j) for r, j in judged if j.truth is Truth.UNKNOWN and r.rank > sure.rank]
        if not stricter:
            return Settled(Answer(Verdict.LICENCE_REQUIRED, sure))
        superset = {Answer(Verdict.LICENCE_REQUIRED, r) for r in (sure, *(r for r, _ in stricter))}
        states = [(r, j.rest) for r, j in stricter]
        state = None if any(rest is None for _, rest in states) else (sure, tuple(states))
        return Open(frozenset().union(*(j.open for _, j in stricter)), frozenset(superset), state)

    def completions(self, with_review: bool = False) -> Completions[Answer]:
        """Every completion, to be asked what settles the answer."""
        return Completions(lambda choices: self.look(choices, with_review), _DECIDING_LOOKS)

    def outcomes(self, with_review: bool = True, given: Mapping[str, str] | None = None) -> frozenset[Answer]:
        """The possible answers alone; ``given`` takes some readings otherwise than the run does (reading -> choice)."""
        start = {f"law:{reading}": choice for reading, choice in (given or {}).items()}
        return self._memories.recall(
            ("outcomes", with_review),
            start,
            lambda _: first_outcomes(lambda choices: self.look(choices, with_review), start),
        )

    def truths(self, judge: Callable[[Mapping[str, str]], Judged]) -> frozenset[bool]:
        """The values that a condition takes over the completions."""

        def look(choices: Mapping[str, str]) -> Settled[bool] | Open[bool]:
            found = judge(choices)
            if found.truth is Truth.UNKNOWN:
                return Open(found.open, frozenset({True, False}), found.rest)
            return Settled(found.truth is Truth.TRUE)

        return first_outcomes(look)


def _answers(verdict: Verdict, with_review: bool) -> set[Answer]:
    if verdict is Verdict.LICENCE_REQUIRED and with_review:
        return {Answer(verdict, review) for review in Review}
    return {Answer(verdict, None)}
