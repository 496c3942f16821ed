"""The rules as an exploration of what is unknown sees them: reduced to what is open where it begins."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from monazite.law.instances import Instance
from monazite.law.outcome import NOTHING, Answer, Contribution, contributed, reviewed
from monazite.logic.completions import Open
from monazite.logic.residue import Part, Residue
from monazite.logic.world import Judged
from monazite.model.determination import Review

if TYPE_CHECKING:
    from monazite.law.judge import Judge


class Ahead:
    """An `Outlook` for choices that contain ``start``. It answers as its judge does, only sooner."""

    def __init__(self, judge: Judge, start: Mapping[str, str]) -> None:
        self._judge = judge
        self.residue = Residue(judge.backend, start)
        self._asking = [i for i in judge.asking(start) if judge.contribution(i, start).high != NOTHING.rank]
        self._parts: dict[Hashable, Part] = {}
        self._contributions: dict[Hashable, Contribution] = {}
        self._reviews: dict[Hashable, list[tuple[Review, Judged]]] = {}
        self.opened: dict[Hashable, Open[Answer]] = {}
        self._freeing = {i.key: [(e, self._freed(e)) for e in judge.exemptions(i)] for i in self._asking}
        packs = {i.rule.pack.id for i in self._licences}
        self._reviewing = [i for i in judge.reviewing() if i.rule.pack.id in packs]

    def asking(self, choices: Mapping[str, str]) -> Sequence[Instance]:
        """See `Outlook`."""
        return self._asking

    def contribution(self, instance: Instance, choices: Mapping[str, str]) -> Contribution:
        """See `Outlook`."""
        live = self._live(instance).judge(choices)
        freed = [(exemption, part.judge(choices)) for exemption, part in self._freeing[instance.key]]
        key = (instance.key, live.state, *(judged.state for _, judged in freed))
        if key not in self._contributions:
            self._contributions[key] = contributed(instance, live, freed)
        return self._contributions[key]

    def reviews(self, choices: Mapping[str, str]) -> list[tuple[Review, Judged]]:
        """See `Outlook`."""
        licences = [(i, self._live(i).judge(choices)) for i in self._licences]
        reviews = [(i, self._live(i).judge(choices)) for i in self._reviewing]
        key = tuple([judged.state for _, judged in (*licences, *reviews)])
        if key not in self._reviews:
            self._reviews[key] = reviewed(licences, reviews)
        return self._reviews[key]

    @cached_property
    def _licences(self) -> list[Instance]:
        return [i for i in self._asking if i.rule.line.effect == "licence"]

    def _live(self, instance: Instance) -> Part:
        return self._once(("live", instance.key), lambda: self._made_live(instance))

    def _made_live(self, instance: Instance) -> Part:
        parts = [self.residue.of(instance.scope)]
        if instance.when is not None:
            parts.append(self.residue.of(instance.when))
        judge, provision = self._judge, instance.provision
        parts.append(self.residue.leaf(lambda probe: judge.forced(provision, probe), ("force", provision)))
        return self.residue.all(parts)

    def _freed(self, exemption: Instance) -> Part:
        return self._once(("freed", exemption.key), lambda: self._made_freed(exemption))

    def _made_freed(self, exemption: Instance) -> Part:
        frees = exemption.rule.frees_when
        live = self._live(exemption)
        return live if frees is None else self.residue.all([live, self.residue.of(frees)])

    def _once(self, key: Hashable, make: Callable[[], Part]) -> Part:
        if key not in self._parts:
            self._parts[key] = make()
        return self._parts[key]
