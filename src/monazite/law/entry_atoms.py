"""Control lists as atoms: which entries the item falls under, or may fall under."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from monazite.law.rulebook import under
from monazite.logic.world import FALSE, TRUE, YES_NO, Judged, Probe, Variable, known
from monazite.model.truth import Truth

if TYPE_CHECKING:
    from monazite.law.atoms import SituationBackend


def listed(backend: SituationBackend, prefix: str, but: str, probe: Probe) -> Judged:
    """Whether the item falls under an entry of the subtree ``prefix``, leaving out the subtree ``but``."""
    entries = backend.entries()
    if entries is not None and any(_inside(entry, prefix, but) for entry in entries.stated):
        return TRUE
    if entries is None or not entries.complete:
        return _any_of(_cells(backend.rulebook.prefixes, prefix, but), probe)
    possible = sorted((e, question) for e, question in entries.possible.items() if _inside(e, prefix, but))
    return _any_of(tuple(Variable(f"item.entries:{e}", question, YES_NO) for e, question in possible), probe)


def excluded(backend: SituationBackend, prefix: str) -> Judged:
    """Whether an official answer takes the item out of an entry of the subtree ``prefix``."""
    entries = backend.entries()
    return known(entries is not None and any(under(entry, prefix) for entry in entries.excluded))


@lru_cache(maxsize=4096)
def _inside(entry: str, prefix: str, but: str) -> bool:
    """Whether an entry lies in the subtree ``prefix`` and not in the subtree ``but``."""
    return under(entry, prefix) and not (but and under(entry, but))


@lru_cache(maxsize=1024)
def _cells(prefixes: tuple[str, ...], prefix: str, but: str) -> tuple[Variable, ...]:
    """What an item that nobody has classified may fall under, as far as the rules can tell it apart."""
    cells = sorted(p for p in prefixes if _inside(p, prefix, but))
    return tuple(Variable(f"item.entries:{cell}", "item.entries", YES_NO) for cell in cells)


def _any_of(variables: tuple[Variable, ...], probe: Probe) -> Judged:
    chosen = [probe.ask(variable) for variable in variables]
    if "yes" in chosen:
        return TRUE
    return probe.judged(Truth.UNKNOWN) if None in chosen else FALSE
