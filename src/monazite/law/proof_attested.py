"""What of a proof rests on an attestation: named where it enters, with who signed it and when (rule Z4)."""

from __future__ import annotations

from collections.abc import Iterable

from monazite.law.in_force import ForceAnswer
from monazite.law.judge import Judge
from monazite.logic.syntax import Call, Node
from monazite.logic.world import Probe
from monazite.model.citation import Confidence
from monazite.model.determination import ForceState, ProofNode
from monazite.model.fact import Fact
from monazite.model.truth import Truth


def attested_force(judge: Judge, provision: str) -> tuple[ProofNode, ...]:
    """The step of a proof that says on whose word a provision is, or is not, in force; none where nobody's."""
    answer = judge.view.state(provision, Probe({}))
    if not answer.attestation:
        return ()
    truth = Truth.UNKNOWN if answer.state is ForceState.UNKNOWN else Truth.of(answer.state is ForceState.IN_FORCE)
    text = f"{provision} is {answer.state.value.replace('_', ' ')}"
    return (ProofNode(text, truth, _value(answer), _source(judge, answer), Confidence.USER_ATTESTED),)


def attested_in(node: Node, facts: Iterable[Fact], judge: Judge) -> str:
    """The attestations on which a condition rests: on the force of a provision or of a notice that names a party."""
    asked = node.arguments[:1] if isinstance(node, Call) and node.function == "in_force" else ()
    provisions = [str(argument).strip("'") for argument in asked]
    for fact in facts:
        if fact.attribute == "listings" and isinstance(fact.value, tuple):
            provisions += [str(notice) for notice in fact.value]
    answers = [judge.view.state(provision, Probe({})) for provision in provisions]
    return "; ".join(dict.fromkeys(_source(judge, answer) for answer in answers if answer.attestation))


def _value(answer: ForceAnswer) -> str:
    event = answer.event
    return "" if event is None else f"{event.kind} {event.start}" + (f" until {event.until}" if event.until else "")


def _source(judge: Judge, answer: ForceAnswer) -> str:
    lines = judge.rulebook.law.attestations
    return next(
        (f"attested: {line.signed}: {line.says}" for line in lines if line.id == answer.attestation), "attested"
    )
