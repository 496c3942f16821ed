"""The three limbs of art. 1 of No. 61, one by one: what each comes to for a line, and what would settle it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from monazite.model.determination import Determination, ForceState, ProofNode, ShareReport, Verdict
from monazite.model.truth import Truth

LIMBS: Mapping[str, str] = {
    "value": "cn/mofcom-2025-61#1.1",
    "technology": "cn/mofcom-2025-61#1.2",
    "origin": "cn/mofcom-2025-61#1.3",
}


@dataclass(frozen=True, slots=True)
class LimbAnswer:
    """One limb by itself: whether its condition holds, whether it is in force, and the facts that keep it open."""

    limb: str
    provision: str
    truth: Truth
    force: Truth
    state: ForceState
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductCell:
    """A product towards one group of destinations: the answer as that of a line, and limb by limb."""

    group: str
    determination: Determination
    limbs: tuple[LimbAnswer, ...]


@dataclass(frozen=True, slots=True)
class ProductAnswer:
    """A row of the product matrix: the product, its share, and a cell for each group of destinations."""

    part_id: str
    name: str
    share: ShareReport | None
    cells: tuple[ProductCell, ...]


def limbs_of(answer: Determination) -> tuple[LimbAnswer, ...]:
    """The limbs as they were tried; those that the law as known did not have yet are left out."""
    found = []
    for limb, provision in LIMBS.items():
        for finding in answer.tried:
            if finding.provision == provision:
                open_facts = () if finding.proof is None else tuple(dict.fromkeys(_open(finding.proof)))
                found.append(LimbAnswer(limb, provision, finding.truth, finding.force, finding.state, open_facts))
                break
    return tuple(found)


def _open(node: ProofNode) -> Iterator[str]:
    """The facts asked for by the steps that are unknown."""
    if node.truth is not Truth.UNKNOWN:
        return
    if node.question:
        yield from node.question.split(", ")
    for child in node.children:
        yield from _open(child)


def limb_verdict(limb: LimbAnswer) -> tuple[Verdict, ...]:
    """The verdicts that a limb leaves possible by itself, on the day: none found, a licence, or both."""
    asks = Truth.all((limb.truth, limb.force))
    if asks is Truth.UNKNOWN:
        return Verdict.NO_LICENCE_REQUIRED, Verdict.LICENCE_REQUIRED
    return (Verdict.LICENCE_REQUIRED if asks is Truth.TRUE else Verdict.NO_LICENCE_REQUIRED,)
