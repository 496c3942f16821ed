"""Rules made concrete for one situation: a template rule yields one instance per entry under which the item falls."""

from __future__ import annotations

from dataclasses import dataclass

from monazite.law.atoms import SituationBackend
from monazite.law.rulebook import Rule, Rulebook, under
from monazite.law.views import LawView
from monazite.logic.syntax import And, Call, Literal, Name, Node, Place

_NOWHERE = Place(0, 0)


@dataclass(frozen=True, slots=True)
class Instance:
    """A rule with the provision of its finding; ``provision`` is an article, an entry or a list."""

    rule: Rule
    provision: str
    title: str
    scope: Node
    when: Node | None

    @property
    def key(self) -> tuple[str, str, str]:
        """Tells instances of one situation apart."""
        return (self.rule.pack.id, self.rule.line.id, self.provision)


def instances_of(rulebook: Rulebook, law: LawView, backend: SituationBackend) -> list[Instance]:
    """The instances in the order of packs and rules. Rules of an instrument that was not known yet are left out."""
    found: list[Instance] = []
    for rule in rulebook.rules:
        if not law.knows(rule.pack):
            continue
        if rule.line.each_entry_of:
            found.extend(_per_entry(rule, rulebook, backend))
        else:
            found.append(Instance(rule, rule.provision, rule.line.title.en, rule.scope, rule.when))
    return found


def _per_entry(rule: Rule, rulebook: Rulebook, backend: SituationBackend) -> list[Instance]:
    entries = backend.entries()
    target = rule.pack.id
    if entries is None or not entries.complete:
        stated = [e for e in (entries.stated if entries else ()) if under(e, target)]
        names = [*stated, target]
    else:
        names = [e for e in (*entries.stated, *entries.possible) if under(e, target)]
    instances = []
    for name in dict.fromkeys(names):
        entry = rulebook.law.entries.get(name)
        title = f"{rule.line.title.en}: {entry.line.name.en}" if entry else rule.line.title.en
        listed = Call("listed", (Name(("item",), place=_NOWHERE), Literal(name, place=_NOWHERE)), place=_NOWHERE)
        scope = And((rule.scope, listed), place=_NOWHERE)
        instances.append(Instance(rule, name, title, scope, rule.when))
    return instances
