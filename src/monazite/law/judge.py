"""What the rules say of one situation: the verdict and review that every completion yields (T2, A1, A2)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from monazite.law.ahead import Ahead
from monazite.law.applied import AppliedRules
from monazite.law.instances import Instance
from monazite.law.memory import Leaf
from monazite.law.outcome import ASKING, NOTHING, Answer, Contribution, Outlook, contributed, look, reviewed
from monazite.logic.completions import Completions, Open, Settled, first_outcomes
from monazite.logic.deciding import DecidingSets, deciding_sets
from monazite.logic.world import TRUE, Judged, conjunction
from monazite.model.determination import Review
from monazite.model.truth import Truth

T = TypeVar("T")

#: Looks after which the search for deciding sets is cut short (rule A4).
_DECIDING_LOOKS = 4_000


class Judge(AppliedRules):
    """What the rules come to in one situation under one set of readings: verdict and review of every completion."""

    @cached_property
    def opened(self) -> dict[Hashable, Open[Answer]]:
        """See `Outlook`."""
        return {}

    @cached_property
    def _outcomes(self) -> dict[Hashable, frozenset[Answer]]:
        return {}

    def asking(self, choices: Mapping[str, str]) -> Sequence[Instance]:
        """The rules that may ask for something: those that hold under no answer are left out.

        What is FALSE with nothing chosen stays so, whatever unknown is chosen. Only a settled reading that is taken
        otherwise can bring it back.
        """
        awake, asleep = self._memories.recall_here("asking", {}, lambda _: self._awake_and_asleep())
        moved = [law for law in choices if law in asleep]
        if not moved:
            return awake
        return [*awake, *{i.key: i for law in moved for i in asleep[law]}.values()]

    def _awake_and_asleep(self) -> tuple[tuple[Instance, ...], dict[str, list[Instance]]]:
        """The rules that may ask for something, and by each settled reading those that another one may wake."""
        awake: list[Instance] = []
        asleep: dict[str, list[Instance]] = {}
        for instance in self._of(self.rulebook.with_effect(*ASKING)):
            leaf = self._contributed(instance, {})
            if leaf.value.high != NOTHING.rank:
                awake.append(instance)
                continue
            for key in sorted(leaf.asked):
                if key.removeprefix("law:") in self.reading_of.settled:
                    asleep.setdefault(key, []).append(instance)
        return tuple(awake), asleep

    def contribution(self, instance: Instance, choices: Mapping[str, str]) -> Contribution:
        """What a rule brings."""
        return self._contributed(instance, choices).value

    def _contributed(self, instance: Instance, choices: Mapping[str, str]) -> Leaf[Contribution]:
        def look(_: object) -> Contribution:
            freed = [(exemption, self.freed(exemption, choices)) for exemption in self.exemptions(instance)]
            return contributed(instance, self.live(instance, choices), freed)

        return self._memories.leaf(("contribution", instance.key), choices, look)

    def exemptions(self, instance: Instance) -> Sequence[Instance]:
        """The carve-outs that may displace an instance."""
        return self._of(self.rulebook.displacing(instance.provision))

    def freed(self, exemption: Instance, choices: Mapping[str, str]) -> Judged:
        """Whether a carve-out holds, is in force and displaces."""
        frees = self.node(exemption.rule.frees_when, choices) if exemption.rule.frees_when else TRUE
        return conjunction([self.live(exemption, choices), frees])

    def reviewing(self) -> Sequence[Instance]:
        """The rules that bring a review."""
        return self._of(self.rulebook.with_effect("review"))

    def reviews(self, choices: Mapping[str, str]) -> list[tuple[Review, Judged]]:
        """Every review that a rule brings, and whether the rule holds and a licence of its instrument is asked for."""

        def look(_: object) -> list[tuple[Review, Judged]]:
            licences = [i for i in self.asking(choices) if i.rule.line.effect == "licence"]
            packs = {i.rule.pack.id for i in licences}
            reviews = self._of(r for r in self.rulebook.with_effect("review") if r.pack.id in packs)
            asking, reviewing = ([(i, self.live(i, choices)) for i in some] for some in (licences, reviews))
            return reviewed(asking, reviewing)

        return self._memories.recall_here("reviews", choices, look)

    # -- completions

    def outcomes(self, with_review: bool = True, given: Mapping[str, str] | None = None) -> frozenset[Answer]:
        """The possible answers alone; ``given`` takes some readings otherwise than the run does (reading -> choice)."""
        settled = self.reading_of.settled
        start = {f"law:{reading}": c for reading, c in (given or {}).items() if settled.get(reading) != c}
        key = "outcomes", with_review
        return self._memories.recall_here(key, start, lambda _: self._explored(start, with_review))

    def _explored(self, start: Mapping[str, str], with_review: bool) -> frozenset[Answer]:
        seen = self._seen(start, with_review)
        if seen not in self._outcomes:
            self._outcomes[seen] = self._found(start, with_review)
        return self._outcomes[seen]

    def _seen(self, start: Mapping[str, str], with_review: bool) -> Hashable:
        """What an answer is made of: other readings that leave all of it as it was leave the answer."""
        base = self._memories.recall_here(("base", with_review), {}, lambda _: self._base({}, with_review))
        _, asleep = self._memories.recall_here("asking", {}, lambda _: self._awake_and_asleep())
        if not asleep.keys().isdisjoint(start):
            return with_review, self._base(start, with_review).seen()
        return with_review, base.seen(start)

    def _base(self, start: Mapping[str, str], with_review: bool) -> _Base:
        """What an answer is made of when nothing but ``start`` is chosen."""
        asking = self.asking(start)
        looks: list[tuple[Instance, Looked]] = [(i, self._contributed) for i in asking]
        if with_review:
            packs = {i.rule.pack.id for i in asking if i.rule.line.effect == "licence"}
            reviews = self._of(r for r in self.rulebook.with_effect("review") if r.pack.id in packs)
            looks += [(i, self._live_leaf) for i in (*asking, *reviews)]
        return _Base(looks, [look(instance, start) for instance, look in looks])

    def _found(self, start: Mapping[str, str], with_review: bool) -> frozenset[Answer]:
        here = look(self, start, with_review)
        if isinstance(here, Settled):
            return frozenset({here.outcome})

        def explore() -> frozenset[Answer]:
            return self._exploring(start, lambda ahead: first_outcomes(_looking(ahead, with_review), start))

        return self._shared("outcomes", here, with_review, explore)

    def deciding(self, with_review: bool = False) -> DecidingSets[Answer]:
        """What settles the verdict, or with ``with_review`` the review too (rule A4)."""
        here = look(self, {}, with_review)
        if isinstance(here, Settled):
            return DecidingSets((), complete=True)

        def search() -> DecidingSets[Answer]:
            return self._exploring(
                {}, lambda ahead: deciding_sets(Completions(_looking(ahead, with_review), _DECIDING_LOOKS))
            )

        return self._shared("deciding", here, with_review, search)

    def _shared(self, what: str, here: Open[Answer], with_review: bool, explore: Callable[[], T]) -> T:
        """What an exploration comes to; lines in which the same is open where it begins share it."""
        if here.state is None:
            return explore()
        return self._memories.explored((what, with_review, here.state), explore)

    def _exploring(self, start: Mapping[str, str], explore: Callable[[Ahead], T]) -> T:
        ahead = Ahead(self, start)
        found = explore(ahead)
        self._memories.trace.asked |= ahead.residue.asked
        return found

    def truths(self, judge: Callable[[Mapping[str, str]], Judged]) -> frozenset[bool]:
        """The values that a condition takes over the completions."""

        def look(choices: Mapping[str, str]) -> Settled[bool] | Open[bool]:
            found = judge(choices)
            if found.truth is Truth.UNKNOWN:
                return Open(found.open, frozenset({True, False}), found.rest)
            return Settled(found.truth is Truth.TRUE)

        here = judge({})
        if here.truth is not Truth.UNKNOWN or here.rest is None:
            return first_outcomes(look)
        return self._memories.explored(("truths", here.rest), lambda: first_outcomes(look))


def _looking(outlook: Outlook, with_review: bool) -> Callable[[Mapping[str, str]], Settled[Answer] | Open[Answer]]:
    return lambda choices: look(outlook, choices, with_review)


Looked = Callable[[Instance, Mapping[str, str]], Leaf[Any]]


class _Base:
    """What an answer is made of, look by look, and which looks each choice can move."""

    def __init__(self, looks: list[tuple[Instance, Looked]], leaves: list[Leaf[Any]]) -> None:
        self._looks = looks
        self._values = [id(leaf.value) for leaf in leaves]
        self._moved_by: dict[str, list[int]] = {}
        for place, leaf in enumerate(leaves):
            for key in leaf.asked:
                self._moved_by.setdefault(key, []).append(place)

    def seen(self, start: Mapping[str, str] | None = None) -> tuple[int, ...]:
        """Equal for choices under which every look comes to the same. A look that asks for none stays as it was."""
        values = list(self._values)
        for place in {place for key in start or () for place in self._moved_by.get(key, ())}:
            instance, look = self._looks[place]
            values[place] = id(look(instance, start or {}).value)
        return tuple(values)
