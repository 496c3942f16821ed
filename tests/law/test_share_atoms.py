"""Rule N2 and section 5 of the cases' README: what is open about a share, and what only about its reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tests.law.desk import rulebook

from monazite.law.share_atoms import reaches
from monazite.law.views import settled_readings
from monazite.logic.world import Probe
from monazite.model.share import Lens, Pin, ShareView
from monazite.model.truth import Truth


@dataclass(frozen=True)
class _Share:
    """Over the threshold when entries are summed up, below it by each entry; ``wide``: by each entry it is unknown."""

    wide: bool
    readings = frozenset({"numerator"})
    questions = ("item.contents.value",)

    def view(self, lens: Lens, pins: Mapping[str, Pin]) -> ShareView:
        summed = lens.numerator == "sum"
        least, most = (2, 2) if summed else (0, 2 if self.wide and "item.contents.value" not in pins else 0)
        return ShareView(Fraction(least), Fraction(most), Fraction(1000), Fraction(1000), Truth.TRUE)

    def reaches(self, lens: Lens, pins: Mapping[str, Pin], threshold: Fraction) -> Truth:
        return self.view(lens, pins).reaches(threshold)

    def contains(self, lens: Lens, pins: Mapping[str, Pin]) -> Truth:
        return self.view(lens, pins).contains


def _open(share: _Share) -> set[str]:
    readings = settled_readings(rulebook(), {"numerator": "open"})
    judged = reaches(share, Fraction(1, 1000), readings, Probe({}))  # type: ignore[arg-type]
    assert judged.truth is Truth.UNKNOWN
    return {variable.key for variable in judged.open}


def test_no_question_about_a_share_is_asked_where_only_its_reading_is_open() -> None:
    """Every way to read it gives a sure answer, and they differ: counsel can settle it, the supplier cannot."""
    assert _open(_Share(wide=False)) == {"law:numerator"}


def test_a_share_that_is_open_under_one_reading_is_asked_about() -> None:
    """There both may matter."""
    assert _open(_Share(wide=True)) == {"law:numerator", "item.contents.value"}
