"""Parties as atoms: named in a notice, held by somebody named, under the readings `listed` and `affiliation`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monazite.logic.world import FALSE, YES_NO, Judged, Probe, Variable, known
from monazite.model.determination import ForceState
from monazite.model.exact import Fraction
from monazite.model.fact import PartyFacts
from monazite.model.party import Affiliation
from monazite.model.share import Pin
from monazite.model.truth import Truth

if TYPE_CHECKING:
    from monazite.law.atoms import SituationBackend

#: The list of a notice by its id (`cl-2025-01`).
_LIST_OF = {"cl": "control_list", "wl": "watch_list", "uel": "unreliable_entity_list"}
_METHODS = ("direct", "summed", "cascade", "multiplied")


def named_on(backend: SituationBackend, party: PartyFacts, lists: tuple[str, ...], probe: Probe) -> Judged:
    """Whether the party is named in a notice of one of ``lists`` that counts as a listing."""
    fact = party.facts.get("listings")
    if fact is None:
        chosen = probe.ask(Variable(f"{party.key}.listings", party.name_of("listings"), YES_NO))
        return probe.judged(Truth.UNKNOWN if chosen is None else Truth.of(chosen == "yes"))
    assert isinstance(fact.value, tuple)
    return probe.judged(_counts(backend, fact.value, lists, probe))


def named_in(backend: SituationBackend, party: PartyFacts, what: str, probe: Probe) -> Judged:
    """Whether a notice names the party; for the name of a list: whether some notice of it does that nobody has stated.

    The force of the notice is asked elsewhere: a notice is a provision of its own.
    """
    fact = party.facts.get("listings")
    if fact is not None:
        assert isinstance(fact.value, tuple)
        return known(what in fact.value)
    if what not in _LIST_OF.values():
        return FALSE
    chosen = probe.ask(Variable(f"{party.key}.listings:{what}", party.name_of("listings"), YES_NO))
    return probe.judged(Truth.UNKNOWN if chosen is None else Truth.of(chosen == "yes"))


def listing_suspended(backend: SituationBackend, party: PartyFacts, which: str, probe: Probe) -> Judged:
    """Whether a stated listing of the party on a list is suspended on the day."""
    fact = party.facts.get("listings")
    notices = fact.value if fact is not None and isinstance(fact.value, tuple) else ()
    of_list = [notice for notice in notices if _is_of(notice, (which,))]
    states = [backend.view.state(notice, probe).state for notice in of_list]
    return known(ForceState.SUSPENDED in states)


def affiliated(
    backend: SituationBackend, party: PartyFacts, lists: tuple[str, ...], at_least: Fraction, probe: Probe
) -> Judged:
    """Whether listed holders hold ``at_least`` of the party, or it is a branch of one (reading `affiliation`)."""
    fact = party.facts.get("affiliation")
    if fact is None:
        chosen = probe.ask(Variable(f"{party.key}.owners", party.name_of("owners"), YES_NO))
        return probe.judged(Truth.UNKNOWN if chosen is None else Truth.of(chosen == "yes"))
    holders: Affiliation = fact.value  # type: ignore[assignment]
    pin = _pin(holders, party, probe)
    chosen_method = backend.view.reading_of("affiliation", look := probe.fresh())
    methods = _METHODS if chosen_method is None else (chosen_method,)

    def named(notices: tuple[str, ...]) -> Truth:
        return _counts(backend, notices, lists, probe)

    truths = [holders.held(method, named, at_least, pin) for method in methods]
    if len(set(truths)) > 1:
        probe.missed |= look.missed
    return probe.judged(Truth.hull(truths))


def _is_of(notice: str, lists: tuple[str, ...]) -> bool:
    """Whether a notice is of one of ``lists``; one whose id tells no list may be of any."""
    return _LIST_OF.get(notice.split("-", maxsplit=1)[0]) in (None, *lists)


def _pin(holders: Affiliation, party: PartyFacts, probe: Probe) -> Pin | None:
    if not holders.open:
        return None
    options = (Pin.LOW.value, Pin.HIGH.value)
    chosen = probe.ask(Variable(f"{party.key}.owners", party.name_of("owners"), options))
    return None if chosen is None else Pin(chosen)


def _counts(backend: SituationBackend, notices: tuple[str, ...], lists: tuple[str, ...], probe: Probe) -> Truth:
    """Whether one of ``notices`` is of ``lists`` and counts as a listing on the day."""
    of_lists = [notice for notice in notices if _is_of(notice, lists)]
    return Truth.any(_notice_counts(backend, notice, probe) for notice in of_lists)


def _notice_counts(backend: SituationBackend, notice: str, probe: Probe) -> Truth:
    """Reading `listed`: a notice in force always counts; a suspended or stopped one only under `any_listing`."""
    if notice not in backend.rulebook.law.notices:
        return _unknown_notice(notice, probe)
    look = probe.fresh()
    state = backend.view.state(notice, look).state
    if state is ForceState.NOT_YET_EFFECTIVE:
        return Truth.FALSE
    if state is ForceState.IN_FORCE:
        return Truth.TRUE
    chosen = backend.view.reading_of("listed", probe)
    if chosen == "any_listing":
        return Truth.TRUE
    if state is ForceState.UNKNOWN:
        probe.missed |= look.missed
        return Truth.UNKNOWN
    return Truth.UNKNOWN if chosen is None else Truth.FALSE


def _unknown_notice(notice: str, probe: Probe) -> Truth:
    """A stated listing that no pack has: its state is an open question, never a clean record."""
    chosen = probe.ask(Variable(f"law:{notice}", f"law:{notice}", YES_NO))
    return Truth.UNKNOWN if chosen is None else Truth.of(chosen == "yes")
