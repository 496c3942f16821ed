"""The contents tree of a law case (cases' README, section 2): what an item contains, at any depth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.model.issue import Issue, Severity
from monazite.model.share import Lens
from monazite.supply.scope import home_share

Ends = tuple[Fraction, Fraction | None]
"""Low and high end of a value; high None where nothing is stated above."""


@dataclass(frozen=True, slots=True)
class CaseContent:
    """One content of an item, per unit of the item. None is unknown, never zero or no.

    ``entry``: list entry, with or without ``cn/``; ``none`` = on no list and free of counted items. ``origin``: a
    country or ``not_CN``. ``cn_share_low``, ``cn_share_high``: the fraction of its value that is of home origin, a
    missing bound being 0 or 1. ``smelted_in``, ``feed_origin``: for metal without a stated origin (reading
    `metal_origin`). One of ``value``, ``value_by_basis`` (`purchase_cost`, `market`) and ``statements`` ((issuer,
    value), of one and the same content); none of them: between 0 and the value of what contains it. ``contents``: None
    = unknown, () = nothing counted in it.
    """

    entry: str | None = None
    name: str = ""
    made_in: str | None = None
    origin: str | None = None
    cn_share_low: Fraction | None = None
    cn_share_high: Fraction | None = None
    smelted_in: str | None = None
    feed_origin: str | None = None
    value: Bounds | None = None
    value_by_basis: Mapping[str, Bounds] = field(default_factory=dict)
    statements: tuple[tuple[str, Fraction], ...] = ()
    contents: tuple[CaseContent, ...] | None = None

    @property
    def label(self) -> str:
        """How the content is called in messages."""
        return self.name or self.entry or "unnamed content"

    def worth(self, lens: Lens) -> Ends | None:
        """The stated value under the reading `valuation`, None when nothing is stated; the hull of unequal claims."""
        claims = [] if self.value is None else [self.value]
        claims += [Bounds.exactly(value) for _, value in self.statements]
        if not claims and lens.valuation in self.value_by_basis:
            claims = [self.value_by_basis[lens.valuation]]
        if not claims:
            return None
        hull = claims[0]
        for claim in claims[1:]:
            hull = hull.hull(claim)
        return hull.low, hull.high

    def least_worth(self, lens: Lens) -> Fraction:
        """The least value: as stated, or where no upper end is stated at least that of the contents together."""
        low, high = self.worth(lens) or (Fraction(0), None)
        if high is not None:
            return low
        return max(low, sum((inner.least_worth(lens) for inner in self.contents or ()), Fraction(0)))

    def home_share(self, lens: Lens, home: str) -> tuple[Fraction, Fraction]:
        """Least and most of the value that is of home origin: 1 and 1 of a Chinese thing, 0 and 1 when unknown."""
        country = self.origin
        if country is None and self.cn_share_low is None and self.cn_share_high is None:
            country = self.feed_origin if lens.metal_origin == "feed" else self.smelted_in
        return home_share(country, self.cn_share_low, self.cn_share_high, home)

    def differs_by_metal_origin(self, home: str) -> bool:
        """Whether the reading `metal_origin` can change the origin of this content."""
        return self.home_share(Lens(metal_origin="smelter"), home) != self.home_share(Lens(metal_origin="feed"), home)

    def differs_by_valuation(self) -> bool:
        """Whether the reading `valuation` can change the value of this content."""
        return self.worth(Lens(valuation="purchase_cost")) != self.worth(Lens(valuation="market"))


def walk(contents: tuple[CaseContent, ...] | None) -> Iterator[CaseContent]:
    """All contents at any depth, outermost first."""
    for content in contents or ():
        yield content
        yield from walk(content.contents)


def depth(contents: tuple[CaseContent, ...] | None) -> int:
    """How many levels of contents there are."""
    return 1 + max((depth(content.contents) for content in contents), default=0) if contents else 0


def statement_issues(contents: tuple[CaseContent, ...] | None, subject: str) -> tuple[Issue, ...]:
    """`conflicting_statements` for every content about which unequal statements were made (rule T4)."""
    found = []
    for content in walk(contents):
        if len({value for _, value in content.statements}) > 1:
            said = ", ".join(f"{issuer}: {float(value):.12g}" for issuer, value in content.statements)
            found.append(
                Issue(
                    Severity.WARNING,
                    "conflicting_statements",
                    f"The statements about {content.label} differ ({said}); the range from lowest to highest is used.",
                    "Ask the issuers which statement holds, and withdraw the other.",
                    subject=subject,
                )
            )
    return tuple(found)
