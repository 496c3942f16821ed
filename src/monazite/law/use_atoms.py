"""The end use as atoms: its codes, and the numbers that stand behind some of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from monazite.law.fact_values import yes_to
from monazite.law.rulebook import text_of
from monazite.logic.syntax import Call
from monazite.logic.world import FALSE, TRUE, YES_NO, Judged, Probe, Variable, known
from monazite.model.exact import Fraction
from monazite.model.fact import CodeSet
from monazite.model.truth import Truth

if TYPE_CHECKING:
    from monazite.law.atoms import SituationBackend

_MEASURE = re.compile(r"(\d+(?:\.\d*)?)(nm|layers)?")


def used(backend: SituationBackend, codes: tuple[str, ...], probe: Probe) -> Judged:
    """Whether the end use has one of ``codes``."""
    judged = [_has(backend, code, probe.fresh()) for code in codes]
    found = max(judged, key=lambda each: each.truth)
    open_in = frozenset().union(*(each.open for each in judged)) if found.truth is Truth.UNKNOWN else frozenset()
    return Judged(found.truth, open_in)


def use_number(
    backend: SituationBackend, call: Call, test: Callable[[Fraction, Fraction], bool], bound: Fraction, probe: Probe
) -> Judged:
    """Whether a code with a number (`logic_chip:14`, `semiconductor_equipment:7nm`) meets a comparison."""
    code, unit = text_of(call.arguments[0]), text_of(call.arguments[1])
    fact = backend.situation.facts.get("end_use")
    backend.read["end_use"] = fact
    variable = Variable(f"end_use:{code}:{unit}", "end_use", YES_NO)
    if fact is None:
        return yes_to(variable, probe)
    assert isinstance(fact.value, CodeSet)
    qualifiers = [q for c, q in fact.value.codes if c == code]
    numbers = [_measured(q, unit) for q in qualifiers if q is not None]
    if any(number is not None and test(number, bound) for number in numbers):
        return TRUE
    unread = any(q is None or not _MEASURE.fullmatch(q) for q in qualifiers)
    return yes_to(variable, probe) if unread else FALSE


def _has(backend: SituationBackend, code: str, probe: Probe) -> Judged:
    """Whether the end use has ``code`` (`wmd`, `ai:military_potential`, `rare_earth:*`)."""
    wanted, _, qualifier = code.partition(":")
    fact = backend.situation.facts.get("end_use")
    backend.read["end_use"] = fact
    if fact is None:
        return yes_to(Variable(f"end_use:{code}", "end_use", YES_NO), probe)
    assert isinstance(fact.value, CodeSet)
    found = [q for c, q in fact.value.codes if c == wanted]
    if not qualifier or qualifier == "*":
        return known(bool(found))
    if qualifier in found:
        return TRUE
    if None in found:
        return yes_to(Variable(f"end_use:{code}", "end_use", YES_NO), probe)
    return FALSE


def _measured(qualifier: str, unit: str) -> Fraction | None:
    """The number of a qualifier in a unit: `14` and `14nm` are nanometres, `256` of a memory and `256layers` layers."""
    match = _MEASURE.fullmatch(qualifier)
    if match is None or (match[2] is not None and match[2] != unit):
        return None
    return Fraction(match[1])
