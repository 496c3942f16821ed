"""What a name in a condition reads: the value of a fact, or the question and its options where nobody knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monazite.law.rulebook import attribute_of
from monazite.logic.evaluate import Scope
from monazite.logic.syntax import Name
from monazite.logic.world import YES_NO, Judged, Probe, Variable, known
from monazite.model.fact import ByReading, OneOf, PartyFacts
from monazite.model.truth import Truth

if TYPE_CHECKING:
    from monazite.law.atoms import SituationBackend

OTHER = "other"

#: Facts whose parts are one question (cases' README section 6).
_QUESTION_OF = {
    "item.technologies": "item.technologies",
    "item.content_technologies": "item.technologies",
    "service.stated": "service.for_unlicensed_transfer",
    "technology.subject": "technology.activity",
    "technology.basic_research": "technology.public_domain",
    "technology.patent_application": "technology.public_domain",
}


class Record:
    """One record of a fact that is a list, with its place in it."""

    __slots__ = ("collection", "index", "record")

    def __init__(self, collection: str, index: int, record: object) -> None:
        self.collection, self.index, self.record = collection, index, record

    @property
    def key(self) -> str:
        """Tells records of one situation apart."""
        return f"{self.collection}.{self.index}"


class _NotChosen:
    """Mark of a reading-dependent value whose reading is open in this completion."""


_NOT_CHOSEN = _NotChosen()


def value_of(backend: SituationBackend, name: Name, scope: Scope, probe: Probe) -> tuple[bool, object]:
    """Whether the value of a name is known under the choices of ``probe``, and the value.

    Unknown, it is the chosen representative; not chosen, ``(False, None)``.
    """
    member = scope.get(name.path[0])
    attribute = attribute_of(name, scope)
    if isinstance(member, Record):
        found = getattr(member.record, attribute)
        key, question = f"{member.collection}.{member.index}.{attribute}", asked_as(member.collection)
    elif isinstance(member, PartyFacts):
        fact = member.facts.get(attribute)
        found = None if fact is None else fact.value
        key, question = f"{member.key}.{attribute}", member.name_of(attribute)
    else:
        fact = backend.fact(attribute, scope)
        found = None if fact is None else fact.value
        key, question = attribute, asked_as(attribute)
    if isinstance(found, ByReading):
        found = _by_reading(backend, found, probe)
    if found is not None and not isinstance(found, OneOf):
        return found is not _NOT_CHOSEN, found
    options = _options(backend, attribute) if found is None else found.values
    chosen = probe.ask(Variable(key, question, options))
    return chosen is not None, _typed(chosen)


def _by_reading(backend: SituationBackend, value: ByReading, probe: Probe) -> object:
    values = set(value.values.values())
    if len(values) == 1:
        return values.pop()
    chosen = backend.view.reading_of(value.reading, probe)
    return _NOT_CHOSEN if chosen is None else value.values[chosen]


def _options(backend: SituationBackend, attribute: str) -> tuple[str, ...]:
    line = backend.rulebook.law.facts.get(attribute)
    if (line is not None and line.type == "yes_no") or attribute in ("military", "service.stated"):
        return YES_NO
    literals = backend.rulebook.literals.get(attribute, ())
    closed = line is not None and line.type == "enum" and set(line.values) <= set(literals)
    return literals if closed else (*literals, OTHER)


def asked_as(attribute: str) -> str:
    """The question by which a fact is asked for."""
    for known_name, question in _QUESTION_OF.items():
        if attribute == known_name or attribute.startswith(f"{known_name}."):
            return question
    return attribute


def yes_to(variable: Variable, probe: Probe) -> Judged:
    """Whether a question is answered with yes; UNKNOWN while ``probe`` chooses no answer."""
    chosen = probe.ask(variable)
    return probe.judged(Truth.UNKNOWN) if chosen is None else known(chosen == "yes")


def _typed(chosen: str | None) -> object:
    return {"yes": True, "no": False}.get(chosen, chosen) if chosen is not None else None
