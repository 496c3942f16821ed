"""Rare-earth elements: their names, and how much oxide a kilogram of metal makes."""

from __future__ import annotations

from monazite.model.exact import Fraction

_ATOMIC_MASS = {
    "Sc": "44.956", "Y": "88.906", "La": "138.905", "Ce": "140.116", "Pr": "140.908", "Nd": "144.242",
    "Sm": "150.36", "Eu": "151.964", "Gd": "157.25", "Tb": "158.925", "Dy": "162.500", "Ho": "164.930",
    "Er": "167.259", "Tm": "168.934", "Yb": "173.045", "Lu": "174.967", "O": "15.999",
}  # fmt: skip
"""Standard atomic masses (IUPAC, abridged)."""

NAMES = {
    "Sc": "scandium", "Y": "yttrium", "La": "lanthanum", "Ce": "cerium", "Pr": "praseodymium", "Nd": "neodymium",
    "Sm": "samarium", "Eu": "europium", "Gd": "gadolinium", "Tb": "terbium", "Dy": "dysprosium", "Ho": "holmium",
    "Er": "erbium", "Tm": "thulium", "Yb": "ytterbium", "Lu": "lutetium",
}  # fmt: skip
"""English names by symbol."""

_SYMBOLS = {name: symbol for symbol, name in NAMES.items()} | {symbol.lower(): symbol for symbol in NAMES}

_OXIDES = {"Ce": (1, 2), "Pr": (6, 11), "Tb": (4, 7)}
"""Atoms of metal and oxygen in the oxide that is traded; (2, 3) for every other element."""


def symbol_of(text: str) -> str | None:
    """The symbol of a rare earth given by name or symbol in any case; None when it is none."""
    return _SYMBOLS.get(text.strip().lower())


def oxide_per_metal(symbol: str) -> Fraction:
    """Kilograms of the traded oxide that hold one kilogram of the metal, to four decimals: Dy 1.1477, Tb 1.1762."""
    metal, oxygen = _OXIDES.get(symbol, (2, 3))
    mass = metal * Fraction(_ATOMIC_MASS[symbol])
    return round((mass + oxygen * Fraction(_ATOMIC_MASS["O"])) / mass, 4)
