"""The library of material classes: every number has its source, follows where it claims to, and bounds soundly."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.supply.portfolio import part, roll, span

from monazite.model.citation import Confidence, HowRead
from monazite.services.class_use import profile_rows
from monazite.services.library import Library, LibraryFault, NumberCite, read_library
from monazite.services.supply_lines import profile_line
from monazite.storage.profile_files import shipped_profiles
from monazite.supply.measure import Setting

LIBRARY = read_library(shipped_profiles())
MASSES = {
    "Sc": "44.956", "Y": "88.906", "Sm": "150.36", "Gd": "157.25", "Tb": "158.925", "Dy": "162.500", "Lu": "174.967",
    "O": "15.999", "Al": "26.982", "Co": "58.933",
}  # fmt: skip


def _fraction(formula: str, element: str) -> Decimal:
    atoms = {symbol: int(count or 1) for symbol, count in re.findall(r"([A-Z][a-z]?)(\d*)", formula)}
    whole = sum(count * Decimal(MASSES[symbol]) for symbol, count in atoms.items())
    return atoms[element] * Decimal(MASSES[element]) / whole


def _cites(library: Library) -> list[tuple[str, str, Decimal, NumberCite]]:
    bounds = [(c.id, s.element, s.high, s.cite) for c in library.classes.values() for s in c.substances]
    shown = [(c.id, r.element, r.value, r.cite) for c in library.classes.values() for r in c.references]
    return [(a, b, c, d) for a, b, c, d in bounds + shown if c is not None and d is not None]


@pytest.mark.parametrize(("name", "element", "value", "cite"), _cites(LIBRARY))
def test_every_number_has_a_source_a_place_in_it_and_a_confidence(
    name: str, element: str, value: Decimal, cite: NumberCite
) -> None:
    assert LIBRARY.sources[cite.source].title
    assert cite.where
    assert cite.read in HowRead
    assert cite.confidence in (Confidence.INFERRED, Confidence.ONE_SOURCE, Confidence.TWO_SOURCES), name
    if cite.formula:
        exact = _fraction(cite.formula, element)
        assert cite.confidence is Confidence.INFERRED
        assert abs(value - exact) < Decimal("0.0002")


def test_a_bound_from_a_formula_is_not_below_it() -> None:
    found = [(s.element, s.high, s.cite) for c in LIBRARY.classes.values() for s in c.substances if s.cite]
    ceilings = [(high, _fraction(cite.formula, element)) for element, high, cite in found if high and cite.formula]
    assert len(ceilings) >= 5
    assert [pair for pair in ceilings if pair[0] < pair[1]] == []


def test_every_source_is_used() -> None:
    used = {cite.source for *_, cite in _cites(LIBRARY)} | {s for c in LIBRARY.classes.values() for s in c.sources}
    assert used == set(LIBRARY.sources)


def test_what_no_source_bounds_is_unknown_and_keeps_its_class_incomplete() -> None:
    ndfeb = LIBRARY.classes["ndfeb-sintered"]
    assert ndfeb.composition == "partial"
    assert {s.high for s in ndfeb.substances} == {None}
    assert all(c.assumes is not None for c in LIBRARY.classes.values() if c.composition == "complete")


@pytest.mark.parametrize("name", LIBRARY.classes)
def test_bounds_lie_in_order_between_nothing_and_everything(name: str) -> None:
    for one in LIBRARY.classes[name].substances:
        if one.low is not None and one.high is not None:
            assert 0 <= one.low <= one.high <= 1


@given(name=st.sampled_from(sorted(LIBRARY.classes)), grams=st.integers(1, 10_000), data=st.data())
def test_a_class_rolls_up_soundly(name: str, grams: int, data: st.DataObject) -> None:
    """A world with any fraction within the bounds lies within what the class gives, and never beyond the mass."""
    lines = [profile_line(row) for row in profile_rows(LIBRARY.classes[name], name, "approved by X", LIBRARY)]
    mass = span(str(Fraction(grams, 1000)))
    found = roll(part("P", None, profile=name, mass_kg=mass), *lines)
    bounds = found.run(Setting("", "")).of(found.network.ids["P"])
    actual = {}
    for line in lines:
        if line.entry != "none":
            least = line.mass_fraction.low if line.mass_fraction else Fraction(0)
            most = line.mass_fraction.high if line.mass_fraction else Fraction(1)
            share = data.draw(st.fractions(0, 1), label=line.entry)
            actual[line.entry] = replace(
                line, mass_fraction=span(str(least + share * ((most or 1) - least))), form="metal"
            )
    world = roll(part("P", "complete", profile=name, mass_kg=mass), *(actual.values() or lines))
    held = world.run(Setting("", "")).of(world.network.ids["P"])
    for entry, high in held.highs.items():
        assert bounds.lows.get(entry, Fraction(0)) <= high
        assert min(high, Fraction(grams, 1000)) <= bounds.highs[entry]


def _broken(name: str, old: str, new: str) -> dict[str, str]:
    texts = shipped_profiles()
    assert old in texts[name]
    return {**texts, name: texts[name].replace(old, new, 1)}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("devices.yaml", "high: 0.0067925", "high: 1.5"),
        ("devices.yaml", "low: 0\n    high: 0.0067925", "low: 0.5\n    high: 0.0067925"),
        ("devices.yaml", "source: premise-si2", "source: hearsay"),
        ("devices.yaml", "composition: partial", "composition: complete"),
        ("devices.yaml", "under: motor-unstated", "under: nothing"),
        ("devices.yaml", "- id: loudspeaker", "- id: hard-disk"),
        ("magnets.yaml", "element: Sm", "element: Nd"),
        ("words.yaml", "class: mlcc", "class: mlc"),
        ("sources.yaml", "read: full", "read: skimmed"),
        ("plain.yaml", "substances: []", "substances: [}"),
    ],
)
def test_a_broken_library_is_refused(name: str, old: str, new: str) -> None:
    with pytest.raises(LibraryFault):
        read_library(_broken(name, old, new))
