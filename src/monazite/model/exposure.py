"""What keeps products open: the ranking of unknown leaves over all products of a run (rule A4 for a portfolio)."""

from __future__ import annotations

from dataclasses import dataclass

from monazite.model.exact import Fraction


@dataclass(frozen=True, slots=True)
class ExposureRow:
    """One part, supplier or class whose content is not known, over the open products.

    ``products``: those that it widens; ``alone``: how many of them are surely below the threshold once everything
    open about it has come back at its low end; ``together``: how many once that holds of it and of every row above
    it. Both are counted from upper bounds, so more may clear, and never fewer: a product counts where it is surely
    below on every line that exports it, and a part of several suppliers is answered once all of them have been asked.
    What no answer about a part narrows (prices, rates, readings) stays as wide as it is. ``width``: the sum over
    these products of what it may add to the share, each at most 1; ``unbounded``: products in which nothing bounds
    it.
    """

    key: str
    name: str
    products: tuple[str, ...]
    alone: int
    together: int
    width: Fraction
    unbounded: int
    questions: tuple[str, ...]
    entries: tuple[str, ...]
    whys: tuple[str, ...]
    supplier: str = ""
    material_class: str = ""


@dataclass(frozen=True, slots=True)
class Exposure:
    """The open products of a run, of all ``products``, and what keeps their value test open, most products first.

    A product is open where the share may reach the threshold and may stay below it, and the value limb hangs on that.
    ``names``: of every open product, by its part.
    """

    products: int
    open: tuple[str, ...]
    names: dict[str, str]
    parts: tuple[ExposureRow, ...]
    suppliers: tuple[ExposureRow, ...]
    classes: tuple[ExposureRow, ...]

    @property
    def enough(self) -> int:
        """How many of ``parts``, from the first, clear as many products as all of them do; 0 where none clears any."""
        most = max((row.together for row in self.parts), default=0)
        return next((n for n, row in enumerate(self.parts, start=1) if most and row.together == most), 0)
