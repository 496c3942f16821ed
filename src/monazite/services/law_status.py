"""The state of provisions on a day, as known on a day: `monazite law status`."""

from __future__ import annotations

from dataclasses import dataclass

from monazite.law.pack import Law
from monazite.law.rulebook import compile_law
from monazite.law.schema_text import EventLine
from monazite.law.views import LawView, MomentView, settled_readings
from monazite.logic.world import Probe
from monazite.model.dates import Moment
from monazite.model.determination import ForceState


@dataclass(frozen=True, slots=True)
class ProvisionStatus:
    """One provision: its state, the event that brought it about, and the questions that an open state hangs on.

    ``by_branch``: the state under each alternative of those questions, where it is open.
    """

    provision: str
    title: str
    state: ForceState
    event: EventLine | None
    questions: tuple[str, ...]
    by_branch: tuple[tuple[str, ForceState], ...]


def status_of(law: Law, ident: str, moment: Moment, known_at: Moment | None) -> list[ProvisionStatus]:
    """Status of every provision under ``ident`` (an instrument, a provision, or a notice); empty when there is none.

    Upper and lower case make no difference.
    """
    ident = ident.casefold()
    ident = ident if ident.startswith("cn/") or ident in law.notices else f"cn/{ident}"
    rulebook = compile_law(law)
    view = MomentView(LawView(rulebook, known_at), moment, settled_readings(rulebook, {}))
    if ident in law.notices:
        return [_status(view, ident, law.notices[ident].title.en)]
    return [
        _status(view, f"{pack.id}#{line.id}", line.title.en)
        for pack in law.packs.values()
        for line in pack.provisions
        if ident in (pack.id, f"{pack.id}#{line.id}")
    ]


def _status(view: MomentView, provision: str, title: str) -> ProvisionStatus:
    probe = Probe({})
    answer = view.state(provision, probe)
    questions = sorted({variable.name for variable in probe.missed})
    branches = []
    for variable in sorted(probe.missed, key=lambda v: v.key):
        for option in variable.options:
            state = view.state(provision, Probe({variable.key: option})).state
            branches.append((f"{variable.name} = {option}", state))
    return ProvisionStatus(provision, title, answer.state, answer.event, tuple(questions), tuple(branches))
