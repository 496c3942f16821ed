"""The ground of a `no_licence_required` (rule A3): the first that holds in every completion, else in some."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from monazite.law.judge import Judge
from monazite.logic.world import FALSE, Judged, conjunction, disjunction, known
from monazite.model.determination import ForceState
from monazite.model.truth import Truth

Choices = Mapping[str, str]
_ASKING = ("licence", "prohibition")


def grounds_of(judge: Judge) -> tuple[str, ...]:
    """The grounds that hold in some completion, the one that fits first (cases' README section 3)."""
    tests: list[tuple[str, Callable[[Choices], Judged]]] = [
        ("suspended", lambda choices: _asleep(judge, choices, ForceState.SUSPENDED)),
        ("not_yet_effective", lambda choices: _asleep(judge, choices, ForceState.NOT_YET_EFFECTIVE)),
        ("excluded", lambda choices: _defined(judge, "excluded", choices)),
        ("not_in_scope", lambda choices: _out_of_scope(judge, choices)),
        ("below_threshold", lambda choices: _defined(judge, "below_threshold", choices)),
        ("no_limb_met", lambda choices: _defined(judge, "no_limb_met", choices)),
    ]
    in_some: list[str] = []
    for ground, test in tests:
        truths = judge.truths(test)
        if truths == {True}:
            return (ground, *in_some)
        if True in truths:
            in_some.append(ground)
    return tuple(in_some) or ("no_limb_met",)


def _asleep(judge: Judge, choices: Choices, state: ForceState) -> Judged:
    """A rule that would ask for a licence holds, and its provision is in ``state``."""
    found = []
    for instance in judge.instances:
        if instance.rule.line.effect in _ASKING:
            condition = judge.condition(instance, choices)
            if condition.truth is not Truth.FALSE:
                found.append(conjunction([condition, _in_state(judge, instance.provision, choices, state)]))
    return disjunction(found) if found else FALSE


def _in_state(judge: Judge, provision: str, choices: Choices, state: ForceState) -> Judged:
    probe = judge.probe(choices)
    answer = judge.view.state(provision, probe).state
    if answer is ForceState.UNKNOWN:
        return probe.judged(Truth.UNKNOWN)
    return known(answer is state)


def _defined(judge: Judge, ground: str, choices: Choices) -> Judged:
    nodes = [g.when for g in judge.rulebook.grounds if g.ground == ground]
    return disjunction([judge.node(node, choices) for node in nodes]) if nodes else FALSE


def _reaches_still(judge: Judge, provision: str, choices: Choices) -> Judged:
    """Whether a provision was neither stopped nor repealed: measures that have ended reach nothing."""
    ended = [_in_state(judge, provision, choices, state) for state in (ForceState.STOPPED, ForceState.REPEALED)]
    return disjunction(ended).negate()


def _out_of_scope(judge: Judge, choices: Choices) -> Judged:
    """No provision reaches the entry, the destination, the act or the exporter."""
    scopes = [
        conjunction([judge.scope(i, choices), _reaches_still(judge, i.provision, choices)])
        for i in judge.instances
        if i.rule.line.effect in _ASKING
    ]
    return disjunction(scopes).negate() if scopes else known(True)
