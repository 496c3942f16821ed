"""A small world for the logic room alone: variables with a few answers, conditions over them, brute force beside."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from hypothesis import strategies as st

from monazite.logic.completions import Open, Settled
from monazite.logic.evaluate import Scope, evaluate
from monazite.logic.syntax import And, Compare, Defined, Literal, Name, Node, Not, Or, Place, Quantified
from monazite.logic.world import Judged, Probe, Variable, known
from monazite.model.truth import Truth

NOWHERE = Place(1, 1)
Outcome = tuple[bool, ...]


class ToyBackend:
    """Atoms are `name == 'option'`; every name is an unknown with the options given, unless it is ``settled``."""

    def __init__(self, variables: Mapping[str, Variable], settled: Mapping[str, str]) -> None:
        self.variables = variables
        self.settled = settled

    def atom(self, node: Node, scope: Scope, probe: Probe) -> Judged:
        """Truth of one comparison."""
        assert isinstance(node, Compare)
        assert isinstance(node.left, Name)
        assert isinstance(node.right, Literal)
        name = str(node.left)
        chosen = self.settled.get(name) or probe.ask(self.variables[name])
        return probe.judged(Truth.UNKNOWN) if chosen is None else known(chosen == node.right.value)

    def defined(self, node: Defined, scope: Scope, probe: Probe) -> Judged:
        return evaluate(node.body, self, probe, scope)

    def members(self, node: Quantified, scope: Scope, probe: Probe) -> tuple[object, ...]:
        """There are no collections here."""
        raise NotImplementedError

    def belongs(self, member: object, probe: Probe) -> Judged:
        """There are no collections here."""
        raise NotImplementedError


class Toy:
    """Conditions over variables; the outcome is the truth of each."""

    def __init__(
        self, variables: tuple[Variable, ...], settled: Mapping[str, str], conditions: tuple[Node, ...]
    ) -> None:
        self.variables = variables
        self.conditions = conditions
        self.backend = ToyBackend({v.key: v for v in variables}, settled)

    def look(self, choices: Mapping[str, str]) -> Settled[Outcome] | Open[Outcome]:
        """The outcome under some choices, as `explore` wants it."""
        judged = [evaluate(condition, self.backend, Probe(choices)) for condition in self.conditions]
        if all(j.truth.settled for j in judged):
            return Settled(tuple(j.truth is Truth.TRUE for j in judged))
        possible = [(True, False) if j.truth is Truth.UNKNOWN else (j.truth is Truth.TRUE,) for j in judged]
        open_in = frozenset().union(*(j.open for j in judged))
        states = tuple(j.state for j in judged)
        return Open(open_in, frozenset(product(*possible)), None if None in states else states)

    def completions(self) -> list[dict[str, str]]:
        """Every way to choose every variable."""
        options = [variable.options for variable in self.variables]
        keys = [variable.key for variable in self.variables]
        return [dict(zip(keys, picked, strict=True)) for picked in product(*options)]

    def outcome(self, completion: Mapping[str, str]) -> Outcome:
        """The outcome of one completion, by two-valued logic."""
        return tuple(self._true(condition, completion) for condition in self.conditions)

    def _true(self, node: Node, completion: Mapping[str, str]) -> bool:
        match node:
            case And(items):
                return all(self._true(item, completion) for item in items)
            case Or(items):
                return any(self._true(item, completion) for item in items)
            case Not(item):
                return not self._true(item, completion)
            case Compare(_, left, Literal(value)):
                name = str(left)
                return self.backend.settled.get(name, completion.get(name)) == value
        raise AssertionError(node)


@st.composite
def toys(draw: st.DrawFn) -> Toy:
    """Up to five unknowns of two or three answers, some of them one question, and one or two conditions."""
    count = draw(st.integers(1, 5))
    questions = draw(st.lists(st.sampled_from("pqrs"), min_size=count, max_size=count))
    sizes = draw(st.lists(st.integers(2, 3), min_size=count, max_size=count))
    variables = tuple(Variable(f"v{i}", questions[i], ("a", "b", "c")[: sizes[i]]) for i in range(count))
    names = [*(v.key for v in variables), "known"]
    atom = st.builds(
        lambda name, option: Compare("==", Name((name,), place=NOWHERE), Literal(option, place=NOWHERE), place=NOWHERE),
        st.sampled_from(names),
        st.sampled_from("abc"),
    )
    condition = st.recursive(
        atom,
        lambda inner: st.one_of(
            st.builds(lambda item: Not(item, place=NOWHERE), inner),
            st.lists(inner, min_size=2, max_size=3).map(lambda items: And(tuple(items), place=NOWHERE)),
            st.lists(inner, min_size=2, max_size=3).map(lambda items: Or(tuple(items), place=NOWHERE)),
        ),
        max_leaves=8,
    )
    conditions = draw(st.lists(condition, min_size=1, max_size=2))
    return Toy(variables, {"known": draw(st.sampled_from("abc"))}, tuple(conditions))
