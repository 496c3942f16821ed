"""The walk over a condition: Kleene's connectives here, the atoms by a backend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from monazite.logic.syntax import And, Defined, Node, Not, Or, Quantified
from monazite.logic.world import Judged, Probe, conjunction, disjunction

#: Variables bound by `any` and `all`: name -> member of a collection, as the backend knows it.
Scope = Mapping[str, object]


class Backend(Protocol):
    """What the walk asks for: the truth of atoms and the members of collections."""

    def atom(self, node: Node, scope: Scope, probe: Probe) -> Judged:
        """Truth of a comparison, a membership, a function or a yes/no fact."""
        ...

    def members(self, node: Quantified, scope: Scope, probe: Probe) -> tuple[object, ...] | Judged:
        """The members of the collection, or, when they are unknown, the judgement of the whole `any` or `all`."""
        ...


def evaluate(node: Node, backend: Backend, probe: Probe, scope: Scope | None = None) -> Judged:
    """Truth of ``node`` under the choices of ``probe`` (rules T1, T2)."""
    bound = scope or {}
    match node:
        case And(items):
            return conjunction([evaluate(item, backend, probe, bound) for item in items])
        case Or(items):
            return disjunction([evaluate(item, backend, probe, bound) for item in items])
        case Not(item):
            return evaluate(item, backend, probe, bound).negate()
        case Defined(_, body):
            return evaluate(body, backend, probe, bound)
        case Quantified():
            return _quantified(node, backend, probe, bound)
        case _:
            return backend.atom(node, bound, probe.fresh())


def _quantified(node: Quantified, backend: Backend, probe: Probe, scope: Scope) -> Judged:
    members = backend.members(node, scope, probe.fresh())
    if isinstance(members, Judged):
        return members
    inner = [evaluate(node.body, backend, probe, {**scope, node.variable: member}) for member in members]
    return disjunction(inner) if node.kind == "any" else conjunction(inner)
