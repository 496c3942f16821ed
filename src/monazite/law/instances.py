"""Rules made concrete for one situation: a template rule yields one instance per entry under which the item falls."""

from __future__ import annotations

from dataclasses import dataclass, field

from monazite.law.atoms import SituationBackend
from monazite.law.rulebook import Rule, Rulebook, under
from monazite.law.views import LawView, MomentView
from monazite.logic.syntax import And, Call, Literal, Name, Node, Place, Quantified
from monazite.logic.world import Probe
from monazite.model.determination import ForceState

_NOWHERE = Place(0, 0)


@dataclass(frozen=True, slots=True)
class Instance:
    """A rule with the provision of its finding; ``provision`` is an article, an entry or a list."""

    rule: Rule
    provision: str
    title: str
    scope: Node
    when: Node | None
    key: tuple[str, str, str] = field(init=False, compare=False)
    """Tells instances of one situation apart."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", (self.rule.pack.id, self.rule.line.id, self.provision))


def instances_of(rule: Rule, rulebook: Rulebook, law: LawView, backend: SituationBackend) -> list[Instance]:
    """The instances of a rule. A rule of an instrument that was not known yet has none."""
    if not law.knows(rule.pack):
        return []
    if rule.line.each_entry_of:
        return _per_entry(rule, rulebook, backend)
    if rule.line.each_notice_of:
        return _per_notice(rule, rulebook, law, backend)
    return [Instance(rule, rule.provision, rule.line.title.en, rule.scope, rule.when)]


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


def _per_notice(rule: Rule, rulebook: Rulebook, law: LawView, backend: SituationBackend) -> list[Instance]:
    """One instance per notice that is stated of an importer or end user, and one for what nobody has searched.

    A notice that was not known yet is left out like an instrument; and where no notice of the list binds on the day,
    a search could find none that does.
    """
    stated: set[str] = set()
    unsearched = False
    for party in backend.situation.parties.get("recipients", ()):
        fact = party.facts.get("listings")
        unsearched = unsearched or fact is None
        stated.update(fact.value if fact is not None and isinstance(fact.value, tuple) else ())
    names = [n for n in sorted(stated) if _is_meant(rule, n, rulebook) and _was_known(n, rulebook, law)]
    if unsearched and some_may_bind(rule, rulebook, backend.view):
        names.append(rule.line.each_notice_of)
    return [_about(rule, name, rulebook) for name in names]


def _is_meant(rule: Rule, notice: str, rulebook: Rulebook) -> bool:
    """Whether the rule is about the notice: its list and what the rule asks of it; an unheard-of notice may be."""
    mine = _PREFIX[rule.line.each_notice_of]
    if notice.startswith(tuple(prefix for prefix in _PREFIX.values() if prefix != mine)):
        return False
    line = rulebook.law.notices.get(notice)
    return line is None or (line.measures and (line.binds_abroad or not rule.line.binding_abroad))


def _was_known(notice: str, rulebook: Rulebook, law: LawView) -> bool:
    """Whether the notice had been published; of one that no pack has nobody can say that it had not."""
    return notice not in rulebook.law.notices or law.chronicle(notice).known


def some_may_bind(rule: Rule, rulebook: Rulebook, view: MomentView) -> bool:
    """Whether a notice that the rule is about is in force on the day, or may be.

    The view is told that this alone was read (`binding_slot`), not the lives of all notices.
    """
    view.note(binding_slot(rule))
    quiet = MomentView(view.law, view.moment, view.reading_of)
    meant = (notice for notice in rulebook.law.notices if _is_meant(rule, notice, rulebook))
    return any(quiet.state(notice, Probe({})).state in _MAY_BIND for notice in meant)


def binding_slot(rule: Rule) -> str:
    """The slot of what `some_may_bind` says."""
    return f"@binds:{rule.number}"


_MAY_BIND = (ForceState.IN_FORCE, ForceState.UNKNOWN)
_PREFIX = {"control_list": "cl-", "watch_list": "wl-", "unreliable_entity_list": "uel-"}


def _about(rule: Rule, name: str, rulebook: Rulebook) -> Instance:
    line = rulebook.law.notices.get(name)
    local = name.replace("_", "-")
    provision = f"{rule.pack.id}#{local}" if name == rule.line.each_notice_of else name
    title = f"{rule.line.title.en}: {line.title.en if line else name}"
    member, text = Name(("p",), place=_NOWHERE), Literal(name, place=_NOWHERE)
    named = Call("named_in", (member, text), place=_NOWHERE)
    someone = Quantified("any", Name(("recipients",), place=_NOWHERE), "p", named, place=_NOWHERE)
    return Instance(rule, provision, title, And((rule.scope, someone), place=_NOWHERE), rule.when)
