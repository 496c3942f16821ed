"""Which list entry or element a text means: full ids, ids without `cn/`, unique suffixes, names of elements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from monazite.services.nearest import nearest
from monazite.services.ports import Resolution

NONE = "none"
"""The word for "on no list"; it resolves to itself."""

_ELEMENTS = """
H hydrogen  He helium  Li lithium  Be beryllium  B boron  C carbon  N nitrogen  O oxygen  F fluorine  Ne neon
Na sodium  Mg magnesium  Al aluminium  Si silicon  P phosphorus  S sulphur  Cl chlorine  Ar argon  K potassium
Ca calcium  Sc scandium  Ti titanium  V vanadium  Cr chromium  Mn manganese  Fe iron  Co cobalt  Ni nickel
Cu copper  Zn zinc  Ga gallium  Ge germanium  As arsenic  Se selenium  Br bromine  Kr krypton  Rb rubidium
Sr strontium  Y yttrium  Zr zirconium  Nb niobium  Mo molybdenum  Tc technetium  Ru ruthenium  Rh rhodium
Pd palladium  Ag silver  Cd cadmium  In indium  Sn tin  Sb antimony  Te tellurium  I iodine  Xe xenon  Cs caesium
Ba barium  La lanthanum  Ce cerium  Pr praseodymium  Nd neodymium  Pm promethium  Sm samarium  Eu europium
Gd gadolinium  Tb terbium  Dy dysprosium  Ho holmium  Er erbium  Tm thulium  Yb ytterbium  Lu lutetium  Hf hafnium
Ta tantalum  W tungsten  Re rhenium  Os osmium  Ir iridium  Pt platinum  Au gold  Hg mercury  Tl thallium  Pb lead
Bi bismuth  Po polonium  At astatine  Rn radon  Fr francium  Ra radium  Ac actinium  Th thorium  Pa protactinium
U uranium  Np neptunium  Pu plutonium  Am americium
"""
_OTHER_NAMES = (
    "Sc 钪 Y 钇 La 镧 Ce 铈 Pr 镨 Nd 钕 Sm 钐 Eu 铕 Gd 钆 Tb 铽 Dy 镝 Ho 钬 Er 铒 Tm 铥 Yb 镱 Lu 镥 "
    "Al aluminum S sulfur Cs cesium W wolfram"
)


def _element_names() -> dict[str, str]:
    """Symbol by every name in lower case, the symbol itself included."""
    words = (_ELEMENTS + _OTHER_NAMES).split()
    pairs = list(zip(words[::2], words[1::2], strict=True))
    return {name.lower(): symbol for symbol, spelt in pairs for name in (symbol, spelt)}


ELEMENTS: Mapping[str, str] = _element_names()
"""Symbol of an element by its name or symbol in lower case (English, for rare earths also Chinese)."""


class KnownEntries:
    """Resolves texts against the entries of the packs (implements `monazite.services.ports.EntryResolver`).

    ``ids`` are full entry ids (``cn/mofcom-2025-61/part1.2``); each prefix that ends at a dot names its subtree and
    is known too (``part2.I``). ``aliases`` are further names, ``dysprosium oxide`` → an id. A text is tried as `none`,
    alias, element, full id, id without ``cn/``, then as a suffix that starts behind a ``/`` and at last behind a dot;
    where capitals do not match, without regard to them.
    """

    def __init__(self, ids: Iterable[str], aliases: Mapping[str, str] | None = None) -> None:
        self._ids = frozenset(prefix for entry in ids for prefix in _prefixes(entry))
        self._aliases = {name.strip().lower(): target for name, target in (aliases or {}).items()}
        self._suffixes = _suffix_index(self._ids, lower=False)
        self._folded = _suffix_index(self._ids, lower=True)
        self._remembered = lru_cache(maxsize=10_000)(self._resolve)

    def resolve(self, text: str) -> Resolution:
        """The entries or element that ``text`` may mean."""
        return self._remembered(text)

    def _resolve(self, text: str) -> Resolution:
        stripped = text.strip()
        folded = stripped.lower()
        if folded == NONE:
            return Resolution((NONE,))
        named = self._aliases.get(folded) or ELEMENTS.get(folded)
        if named is not None:
            return Resolution((named,))
        found = _longest(self._suffixes.get(stripped)) or _longest(self._folded.get(folded))
        return Resolution(found, () if len(found) == 1 else self._nearest(stripped, found))

    def _nearest(self, text: str, found: tuple[str, ...]) -> tuple[str, ...]:
        if found:
            return found[:5]
        short = {_short(entry): entry for entry in self._ids}
        names = [*self._ids, *short, *self._aliases, *(n for n in ELEMENTS if len(n) > 2)]
        return tuple(dict.fromkeys(short.get(name, name) for name in nearest(text, names)))


def _prefixes(entry: str) -> list[str]:
    """The entry and its subtrees' names: ``a/b.I.3`` gives ``a/b``, ``a/b.I``, ``a/b.I.3``."""
    head, _, tail = entry.rpartition("/")
    parts = tail.split(".")
    return [f"{head}/{'.'.join(parts[:count])}" if head else entry for count in range(1, len(parts) + 1)]


def _short(entry: str) -> str:
    """What stands behind the last slash."""
    return entry.rpartition("/")[2]


_Ranked = tuple[list[str], list[str]]


def _suffix_index(ids: Iterable[str], lower: bool) -> dict[str, _Ranked]:
    """By suffix: the ids that end so behind a slash (or are it), and those that end so behind a dot."""
    index: dict[str, _Ranked] = defaultdict(lambda: ([], []))
    for entry in sorted(ids):
        text = entry.lower() if lower else entry
        for at, mark in enumerate("/" + text):
            if mark in "/.":
                index[text[at:]][0 if mark == "/" else 1].append(entry)
    return dict(index)


def _longest(ranked: _Ranked | None) -> tuple[str, ...]:
    """The matches behind a slash; only where there is none, those behind a dot."""
    if ranked is None:
        return ()
    return tuple(ranked[0] or ranked[1])
