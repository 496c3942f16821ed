"""What is left of a condition where an exploration begins: its open atoms, joined as the condition joins them.

An exploration looks at the same few conditions under hundreds of completions. Whatever is settled where it begins
stays settled, so it is dropped once; each atom that is open is judged once for each choice that it asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from monazite.logic.evaluate import Backend, Scope, evaluate
from monazite.logic.syntax import And, Defined, Node, Not, Or, Quantified
from monazite.logic.world import FALSE, TRUE, Judged, Probe, conjunction, disjunction
from monazite.model.truth import Truth

Choices = Mapping[str, str]
Look = Callable[[Probe], Judged]
Number = Callable[[Hashable], Hashable]


class Part(Protocol):
    """A condition, or what is left of it."""

    def judge(self, choices: Choices) -> Judged:
        """Its truth under choices that contain those where the exploration began."""
        ...

    def support(self) -> Sequence[str]:
        """The keys of the choices on which its truth can hang, as far as it has been judged."""
        ...


class Constant:
    """A condition that was settled where the exploration began."""

    __slots__ = ("judged",)

    def __init__(self, judged: Judged) -> None:
        self.judged = judged

    def judge(self, choices: Choices) -> Judged:
        """See `Part`."""
        return self.judged

    def support(self) -> Sequence[str]:
        """See `Part`."""
        return ()


class _Keys:
    """The keys of all choices that the atoms of one exploration asked for; ``age`` grows with them."""

    __slots__ = ("age", "asked")

    def __init__(self) -> None:
        self.asked: set[str] = set()
        self.age = 0


class Residue:
    """Makes the parts of one exploration that begins with the choices ``start``."""

    def __init__(self, backend: Backend, start: Choices) -> None:
        self._backend = backend
        self._start = start
        self._defined: dict[str, Part] = {}
        self._numbers: dict[Hashable, Hashable] = {}
        self._asked = _Keys()

    @property
    def asked(self) -> set[str]:
        """The keys of all choices that any part asked for."""
        return self._asked.asked

    def of(self, node: Node, scope: Scope | None = None) -> Part:
        """What is left of a condition."""
        bound = scope or {}
        match node:
            case And(items):
                return self.all([self.of(item, bound) for item in items])
            case Or(items):
                return self.any([self.of(item, bound) for item in items])
            case Not(item):
                return self._not(self.of(item, bound))
            case Defined() if not bound:
                if node.name not in self._defined:
                    self._defined[node.name] = self.of(node.body)
                return self._defined[node.name]
            case Defined():
                return self.of(node.body, bound)
            case Quantified():
                return self._quantified(node, bound)
            case _:
                return self.leaf(lambda probe: evaluate(node, self._backend, probe, bound), (id(node), _keys(bound)))

    def leaf(self, look: Look, name: Hashable) -> Part:
        """An atom called ``name``; one that says nothing of what is left of it is told by the choices it asks for."""
        leaf = _Leaf(look, name, self._asked, self.number)
        judged = leaf.judge(self._start)
        return leaf if judged.truth is Truth.UNKNOWN else Constant(judged)

    def all(self, parts: Sequence[Part]) -> Part:
        """*And* of some parts."""
        return self._chain(parts, Truth.FALSE, FALSE, TRUE)

    def any(self, parts: Sequence[Part]) -> Part:
        """*Or* of some parts."""
        return self._chain(parts, Truth.TRUE, TRUE, FALSE)

    def _chain(self, parts: Sequence[Part], decisive: Truth, decided: Judged, neutral: Judged) -> Part:
        left: list[Part] = []
        for part in parts:
            if isinstance(part, Constant):
                if part.judged.truth is decisive:
                    return Constant(decided)
            else:
                left.append(part)
        if not left:
            return Constant(neutral)
        return left[0] if len(left) == 1 else _Chain(left, decisive, (decided, neutral), self._asked, self.number)

    def _not(self, part: Part) -> Part:
        return Constant(part.judged.negate()) if isinstance(part, Constant) else _Not(part)

    def _quantified(self, node: Quantified, scope: Scope) -> Part:
        members = self._backend.members(node, scope, Probe(self._start, self.asked))
        if isinstance(members, Judged):
            return self.leaf(lambda probe: evaluate(node, self._backend, probe, scope), (id(node), _keys(scope)))
        parts = [self._member(node, member, scope) for member in members]
        return self.any(parts) if node.kind == "any" else self.all(parts)

    def _member(self, node: Quantified, member: object, scope: Scope) -> Part:
        inside = {**scope, node.variable: member}
        belongs = self.leaf(lambda probe: self._backend.belongs(member, probe), ("belongs", _keys(inside)))
        body = self.of(node.body, inside)
        return self.all([belongs, body]) if node.kind == "any" else self.any([self._not(belongs), body])

    def number(self, rest: Hashable) -> Hashable:
        """A short name of what is left of a part; never equal to a truth."""
        return self._numbers.setdefault(rest, ("left", len(self._numbers)))


def _keys(scope: Scope) -> Hashable:
    return tuple((name, getattr(member, "key", id(member))) for name, member in scope.items())


class _Leaf:
    """An open atom; judged once for each set of the choices that it asks for."""

    __slots__ = ("_answers", "_asked", "_look", "_name", "_number", "_support")

    def __init__(self, look: Look, name: Hashable, asked: _Keys, number: Number) -> None:
        self._look, self._name, self._asked, self._number = look, name, asked, number
        self._support: tuple[str, ...] = ()
        self._answers: dict[tuple[str | None, ...], Judged] = {}

    def judge(self, choices: Choices) -> Judged:
        found = self._answers.get(tuple([choices.get(key) for key in self._support]))
        return self._fresh(choices) if found is None else found

    def support(self) -> Sequence[str]:
        return self._support

    def _fresh(self, choices: Choices) -> Judged:
        probe = Probe(choices)
        judged = self._look(probe)
        new = probe.asked.difference(self._support)
        if new:  # what was found before was found under fewer questions; it is found anew where asked for
            self._support = (*self._support, *sorted(new))
            self._asked.asked |= new
            self._asked.age += 1
            self._answers = {}
        key = tuple([choices.get(name) for name in self._support])
        if judged.truth is Truth.UNKNOWN:
            made = tuple([choices.get(name) if name in probe.asked else None for name in self._support])
            rest = judged.rest if judged.rest is not None else (self._name, self._support, made)
            judged = replace(judged, rest=self._number(rest))
        self._answers[key] = judged
        return judged


class _Chain:
    """*And* or *or* of open parts, judged once for each set of the choices that any of them asks for."""

    __slots__ = ("_age", "_answers", "_asked", "_decided", "_decisive", "_neutral", "_number", "_parts", "_support")

    def __init__(
        self, parts: Sequence[Part], decisive: Truth, ends: tuple[Judged, Judged], asked: _Keys, number: Number
    ) -> None:
        self._parts, self._decisive = parts, decisive
        self._decided, self._neutral = ends
        self._asked, self._number = asked, number
        self._age = -1
        self._support: tuple[str, ...] = ()
        self._answers: dict[tuple[str | None, ...], Judged] = {}

    def support(self) -> Sequence[str]:
        if self._age != self._asked.age:
            self._age = self._asked.age
            support = tuple(dict.fromkeys(key for part in self._parts for key in part.support()))
            if support != self._support:
                self._support, self._answers = support, {}
        return self._support

    def judge(self, choices: Choices) -> Judged:
        key = tuple([choices.get(name) for name in self.support()])
        found = self._answers.get(key)
        if found is None:
            found = self._look(choices)
            if self._age == self._asked.age:  # else more was asked for than ``key`` says
                self._answers[key] = found
        return found

    def _look(self, choices: Choices) -> Judged:
        unknown: list[Judged] = []
        for part in self._parts:
            judged = part.judge(choices)
            if judged.truth is self._decisive:
                return self._decided
            if judged.truth is Truth.UNKNOWN:
                unknown.append(judged)
        if len(unknown) < 2:
            return unknown[0] if unknown else self._neutral
        found = conjunction(unknown) if self._decisive is Truth.FALSE else disjunction(unknown)
        return found if found.rest is None else replace(found, rest=self._number(found.rest))


class _Not:
    __slots__ = ("_part",)

    def __init__(self, part: Part) -> None:
        self._part = part

    def judge(self, choices: Choices) -> Judged:
        return self._part.judge(choices).negate()

    def support(self) -> Sequence[str]:
        return self._part.support()
