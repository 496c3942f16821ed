"""Proposing a class for every part that nothing is said of, gathered into groups that a person can judge."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from monazite.services.class_words import Heard, Vocabulary
from monazite.services.library import Library
from monazite.services.tables import Portfolio

SAMPLES = 5
STRONG, FAIR, WEAK, NONE = "strong", "fair", "weak", "none"
"""How far a proposal is supported: word and customs code agree; one of them; they contradict one another; nothing."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """``class_`` empty: none is proposed, ``rule`` says why. ``support``: a word of the above."""

    class_: str
    rule: str
    support: str


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of one proposal. ``key`` holds as long as its members and their names do. ``used``: lines of bills."""

    key: str
    proposal: Proposal
    members: Mapping[str, str]
    used: int

    @property
    def samples(self) -> tuple[str, ...]:
        """Some different names, the most frequent first once numbers are left out."""
        shapes: dict[str, str] = {}
        for part_id, name in self.members.items():
            shapes.setdefault("".join(c for c in name if not c.isdecimal()).strip(), name or part_id)
            if len(shapes) == SAMPLES:
                break
        return tuple(shapes.values())


@dataclass(frozen=True, slots=True)
class _PartText:
    part_id: str
    name: str
    description: str
    code: str


class Classifier:
    """Proposes classes out of a library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._words = Vocabulary(library)
        self._hear = lru_cache(maxsize=200_000)(self._words.hear)

    def propose(self, name: str, description: str = "", code: str = "") -> Proposal:
        """The class that name, description and customs code of a part speak for."""
        named = self._hear(name)
        told = self._hear(description)
        if not named.classes:
            named, told = Heard(told.classes, named.wary or told.wary), Heard()
        coded, beginning = self._words.of_code(code)
        said = [f"word {phrase!r}" for phrase in sorted(named.classes.values())]
        said += [f"code {beginning}"] if coded else []
        found = self._words.narrowest({**({coded: ""} if coded else {}), **named.classes})
        beside = {c: p for c, p in told.classes.items() if not self._plain(c) and not self._akin(c, found)}
        if not found:
            return Proposal("", "no word and no customs code of any class", NONE)
        if len(found) > 1:
            return Proposal("", f"{', '.join(said)}: {' or '.join(sorted(found))}", WEAK)
        (class_,) = found
        doubts = sorted({*beside.values(), *([w] if (w := named.wary or told.wary) else [])})
        if self._plain(class_) and doubts:
            return Proposal("", f"{', '.join(said)}: {class_}, beside {', '.join(map(repr, doubts))}", WEAK)
        agreed = coded and named.classes
        return Proposal(class_, ", ".join(said), STRONG if agreed else FAIR)

    def _plain(self, name: str) -> bool:
        return self._library.classes[name].plain

    def _akin(self, name: str, found: Mapping[str, str]) -> bool:
        return any(self._library.is_kind_of(name, c) or self._library.is_kind_of(c, name) for c in found)

    def groups(self, portfolio: Portfolio) -> tuple[Group, ...]:
        """The parts of which nothing is said, by proposal: the proposed first, the largest first."""
        used = Counter(child for _, (child,) in portfolio.texts("bom", "child_id"))
        gathered: dict[Proposal, dict[str, str]] = {}
        for part in _unsaid(portfolio):
            proposal = self.propose(part.name, part.description, part.code)
            gathered.setdefault(proposal, {})[part.part_id] = part.name
        found = [
            Group(_key(proposal, members), proposal, members, sum(used[part_id] for part_id in members))
            for proposal, members in gathered.items()
        ]
        return tuple(sorted(found, key=lambda g: (not g.proposal.class_, -len(g.members), g.proposal.rule)))


def classified(portfolio: Portfolio) -> frozenset[str]:
    """Ids of parts whose content something speaks of already: a class, a profile, contents, a bill, completeness."""
    found = {part for _, (part,) in portfolio.texts("contents", "part_id")}
    found |= {part for _, (part,) in portfolio.texts("bom", "parent_id")}
    columns = ("part_id", "class", "profile", "composition")
    for _, (part_id, class_, profile, composition) in portfolio.texts("parts", *columns):
        if class_ or profile or composition == "complete":
            found.add(part_id)
    return frozenset(found)


def _unsaid(portfolio: Portfolio) -> Iterator[_PartText]:
    said = classified(portfolio)
    columns = ("part_id", "name", "description", "hs_code")
    for _, (part_id, name, description, code) in portfolio.texts("parts", *columns):
        if part_id not in said:
            yield _PartText(part_id, name, description, code)


def _key(proposal: Proposal, members: Mapping[str, str]) -> str:
    """Changes with the proposal, the members and their names: what was approved is what was shown."""
    digest = hashlib.sha256(repr((proposal.class_, proposal.rule, sorted(members.items()))).encode())
    return digest.hexdigest()[:12]
