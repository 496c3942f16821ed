"""Findings with their proofs: every rule tried, what it read, from where, and how far it can be trusted (A5, S2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from monazite.law.in_force import ForceAnswer
from monazite.law.instances import Instance
from monazite.law.judge import Judge
from monazite.law.pieces import Pieces
from monazite.law.proof_attested import attested_force
from monazite.law.proof_tree import all_confidence, prove
from monazite.logic.world import Judged, Probe
from monazite.model.citation import Citation, Confidence, best, weakest
from monazite.model.determination import Finding, ForceState, ProofNode, Review, Verdict
from monazite.model.truth import Truth

_VERDICT_OF = {"licence": Verdict.LICENCE_REQUIRED, "prohibition": Verdict.PROHIBITED}


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule that was tried. ``not_live``: how surely it does not bind (its condition fails, or its provision sleeps;
    the better of the two).
    """

    finding: Finding
    not_live: Confidence


def tried_of(pieces: Pieces, proofs: bool = True) -> tuple[Tried, ...]:
    """Every rule tried, rules that did not hold included. ``proofs`` false leaves their proofs out."""

    def one(judge: Judge, index: int) -> Tried:
        finding = _finding(judge, judge.instances[index], proofs)
        return Tried(finding, _not_live(judge, finding))

    return tuple(
        pieces.run(("rule", instance.key, proofs), lambda judge, _, index=index: one(judge, index))  # type: ignore[misc]
        for index, instance in enumerate(pieces.instances)
    )


def proved_again(judge: Judge, like: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings of a situation of the same pattern with the proofs of this one."""
    pairs = zip(like, judge.instances, strict=True)
    return tuple(replace(finding, proof=_proof(judge, instance)) for finding, instance in pairs)


def holding(tried: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings that hold or may hold."""
    return tuple(finding for finding in tried if finding.truth is not Truth.FALSE)


def _finding(judge: Judge, instance: Instance, words: bool) -> Finding:
    line = instance.rule.line
    truth = _settled(judge, lambda choices: judge.condition(instance, choices))
    force = _settled(judge, lambda choices: judge.force(instance, choices))
    state = judge.view.state(instance.provision, judge.probe())
    proof = _proof(judge, instance, words)
    verdict = _VERDICT_OF.get(line.effect)
    if line.effect == "exemption":
        verdict = Verdict(line.verdict)
    return Finding(
        instrument=instance.rule.pack.id,
        provision=instance.provision,
        rule=line.id,
        title=instance.title,
        truth=truth,
        force=force,
        state=state.state,
        verdict=verdict if truth is not Truth.FALSE and force is not Truth.FALSE else None,
        review=Review(line.review) if line.effect in ("licence", "review") else None,
        underlying=verdict if truth is not Truth.FALSE else None,
        confidence=weakest([line.confidence, proof.confidence or Confidence.UNKNOWN, *_force_confidence(state, truth)]),
        citations=citations(judge, instance),
        displaced_by=_displaced_by(judge, instance),
        proof=proof if words else None,
    )


def _force_confidence(state: ForceAnswer, truth: Truth) -> list[Confidence]:
    """A rule that is in force because somebody attests it is known no better than that."""
    rests = truth is not Truth.FALSE and state.state is ForceState.IN_FORCE and state.attestation
    return [Confidence.USER_ATTESTED] if rests else []


def _settled(judge: Judge, look: Callable[[Mapping[str, str]], Judged]) -> Truth:
    """Truth over all completions (rule T2): Kleene's where it settles, else that of the completions."""
    kleene = look({})
    if kleene.truth.settled:
        return kleene.truth
    return Truth.hull(Truth.of(value) for value in judge.truths(look))


def citations(judge: Judge, instance: Instance) -> tuple[Citation, ...]:
    """The citations of a rule, with how each source was read."""
    sources = judge.rulebook.law.sources
    return tuple(
        Citation(cite.source, cite.article, sources[cite.source].read)
        for cite in instance.rule.line.cite
        if cite.source in sources
    )


def _displaced_by(judge: Judge, instance: Instance) -> str:
    for exemption in judge.exemptions(instance):
        if judge.freed(exemption, {}).truth is Truth.TRUE:
            return exemption.provision
    return ""


def _proof(judge: Judge, instance: Instance, words: bool = True) -> ProofNode:
    parts = [prove(instance.scope, judge, words=words)]
    if instance.when is not None:
        parts.append(prove(instance.when, judge, words=words))
    said = attested_force(judge, instance.provision)
    if len(parts) == 1 and not said:
        return parts[0]
    truth = Truth.all(part.truth for part in parts if part.truth is not None)
    text = f"{instance.title}: scope and test"
    return ProofNode(text, truth, confidence=all_confidence(parts, truth), children=(*parts, *said))


def reached_confidence(verdict: Verdict, tried: tuple[Tried, ...]) -> Confidence:
    """Rule S2 for a determination, the age of the packs aside (`law.lives.Ages`)."""
    if verdict is Verdict.UNDETERMINED:
        return Confidence.UNKNOWN
    found = [t.finding for t in tried]
    if verdict is Verdict.NO_LICENCE_REQUIRED:
        return weakest([t.not_live for t in tried if _asks(t.finding)])
    live = [f for f in found if f.truth is Truth.TRUE and f.force is Truth.TRUE and f.verdict is verdict]
    return best([f.confidence for f in live]) if live else Confidence.INFERRED


def _asks(finding: Finding) -> bool:
    return bool(finding.rule and finding.review is not None) or finding.underlying is Verdict.PROHIBITED


def _not_live(judge: Judge, finding: Finding) -> Confidence:
    """How surely a rule does not bind: its condition fails, or its provision sleeps; the better of the two."""
    reasons = []
    if finding.truth is Truth.FALSE:
        reasons.append(finding.confidence)
    if finding.state in (ForceState.SUSPENDED, ForceState.NOT_YET_EFFECTIVE, ForceState.STOPPED, ForceState.REPEALED):
        event = judge.view.state(finding.provision, Probe({})).event
        reasons.append(event.confidence if event else Confidence.TWO_SOURCES)
    return best(reasons) if reasons else Confidence.INFERRED
