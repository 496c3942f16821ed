"""The walk over a condition: Kleene's connectives here, the atoms by a backend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from monazite.logic.syntax import And, Defined, Node, Not, Or, Quantified
from monazite.logic.world import Judged, Probe, conjunction, disjunction
from monazite.model.truth import Truth

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
            return conjunction(_until(Truth.FALSE, items, backend, probe, bound))
        case Or(items):
            return disjunction(_until(Truth.TRUE, items, backend, probe, bound))
        case Not(item):
            return evaluate(item, backend, probe, bound).negate()
        case Defined(_, body):
            return evaluate(body, backend, probe, bound)
        case Quantified():
            return _quantified(node, backend, probe, bound)
        case _:
            return backend.atom(node, bound, probe.fresh())


def _until(decisive: Truth, items: tuple[Node, ...], backend: Backend, probe: Probe, scope: Scope) -> list[Judged]:
    """The items in order, as far as the first whose truth decides for all."""
    judged = []
    for item in items:
        judged.append(evaluate(item, backend, probe, scope))
        if judged[-1].truth is decisive:
            break
    return judged


def _quantified(node: Quantified, backend: Backend, probe: Probe, scope: Scope) -> Judged:
    members = backend.members(node, scope, probe.fresh())
    if isinstance(members, Judged):
        return members
    inner = [evaluate(node.body, backend, probe, {**scope, node.variable: member}) for member in members]
    return disjunction(inner) if node.kind == "any" else conjunction(inner)
