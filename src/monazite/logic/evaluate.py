"""The walk over a condition: Kleene's connectives here, the atoms by a backend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from monazite.logic.syntax import And, Defined, Node, Not, Or, Quantified
from monazite.logic.world import Judged, Probe, conjunction, disjunction
from monazite.model.truth import Truth

#: Variables bound by `any` and `all`: name -> member of a collection, as the backend knows it.
Scope = Mapping[str, object]


class Backend(Protocol):
    """What the walk asks for: the truth of atoms and the members of collections."""

    def atom(self, node: Node, scope: Scope, probe: Probe) -> Judged:
        """Truth of a comparison, a membership, a function or a yes/no fact.

        The ``rest`` of one that is UNKNOWN tells it apart from the same atom in other situations.
        """
        ...

    def defined(self, node: Defined, scope: Scope, probe: Probe) -> Judged:
        """Truth of a named condition: that of its body, perhaps remembered."""
        ...

    def members(self, node: Quantified, scope: Scope, probe: Probe) -> tuple[object, ...] | Judged:
        """The members of the collection, or, when they are unknown, the judgement of the whole `any` or `all`."""
        ...

    def belongs(self, member: object, probe: Probe) -> Judged:
        """Whether a member is in its collection at all: TRUE for all but those of whom that is an open question."""
        ...


def evaluate(node: Node, backend: Backend, probe: Probe, scope: Scope | None = None) -> Judged:
    """Truth of ``node`` under the choices of ``probe`` (rules T1, T2)."""
    bound = scope or {}
    match node:
        case And(items):
            return conjunction(_until(Truth.FALSE, items, backend, probe, bound))
        case Or(items):
            return disjunction(_until(Truth.TRUE, items, backend, probe, bound))
        case Not(item):
            return evaluate(item, backend, probe, bound).negate()
        case Defined():
            return backend.defined(node, bound, probe)
        case Quantified():
            return _quantified(node, backend, probe, bound)
        case _:
            return _with_rest(node, bound, probe, lambda own: backend.atom(node, bound, own))


def _until(decisive: Truth, items: tuple[Node, ...], backend: Backend, probe: Probe, scope: Scope) -> list[Judged]:
    """The items in order, as far as the first whose truth decides for all."""
    judged = []
    for item in items:
        judged.append(evaluate(item, backend, probe, scope))
        if judged[-1].truth is decisive:
            break
    return judged


def _with_rest(
    node: Node, scope: Scope, probe: Probe, look: Callable[[Probe], Judged], own: Probe | None = None
) -> Judged:
    """The judgement of an atom; what is left of it is told by the choices that it looked at, and by what the backend
    says (its ``rest``).
    """
    own = own or probe.alone()
    judged = look(own)
    probe.asked |= own.asked
    if judged.truth is not Truth.UNKNOWN:
        return judged
    members = tuple((name, getattr(member, "key", id(member))) for name, member in scope.items())
    made = frozenset((key, own.choices[key]) for key in own.asked if key in own.choices)
    return replace(judged, rest=(id(node), members, made, judged.rest))


def _quantified(node: Quantified, backend: Backend, probe: Probe, scope: Scope) -> Judged:
    own = probe.alone()
    members = backend.members(node, scope, own)
    if isinstance(members, Judged):
        return _with_rest(node, scope, probe, lambda _: members, own)
    probe.asked |= own.asked
    inner = [_of_member(node, member, backend, probe, scope) for member in members]
    return disjunction(inner) if node.kind == "any" else conjunction(inner)


def _of_member(node: Quantified, member: object, backend: Backend, probe: Probe, scope: Scope) -> Judged:
    """What one member contributes: one that may not be in the collection counts only if it is."""
    own = probe.alone()
    belongs = backend.belongs(member, own)
    probe.asked |= own.asked
    body = evaluate(node.body, backend, probe, {**scope, node.variable: member})
    if belongs.truth is Truth.TRUE:
        return body
    return conjunction([belongs, body]) if node.kind == "any" else disjunction([belongs.negate(), body])
