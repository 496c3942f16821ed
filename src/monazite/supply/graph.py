"""The typed input of a roll-up: what is bought, what it is made of, what it is worth. None is unknown throughout.

Services build these from the tables of a portfolio (`portfolio.md`); units are already those of the names. ``place``
is where a line comes from (``bom.csv row 7``), for issues and proofs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from monazite.model.bounds import Bounds
from monazite.model.citation import Confidence
from monazite.model.exact import Fraction


@dataclass(frozen=True, slots=True)
class Part:
    """One item, per base unit (``unit``; a piece, or a kilogram of material).

    ``mass_kg`` of one base unit; a part with ``unit`` kg weighs 1. ``composition``: `complete` = the children and
    contents exhaust the counted entries; anything else leaves a residual up to the part's own value (rule N5).
    ``control_entries``: full entry ids, () = on no list, None = not classified. ``origin``: the item's own origin,
    a country or ``not_CN``; it says nothing about what it contains. ``profile``: used when the part has no contents
    of its own. ``free_issue``: supplied without charge, so that a value of 0 is no error (and no cap either).
    """

    part_id: str
    revision: str = ""
    name: str = ""
    kind: str | None = None
    unit: str = "pc"
    mass_kg: Bounds | None = None
    composition: str | None = None
    control_entries: tuple[str, ...] | None = None
    made_in: str | None = None
    origin: str | None = None
    profile: str = ""
    free_issue: bool = False
    confidence: Confidence = Confidence.USER_ATTESTED
    place: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class BomLine:
    """``quantity`` base units of the child per ``per_quantity`` base units of the parent.

    ``scrap``: fraction of the child lost on the way in; whether a quantity is what is charged or what stays inside is
    open, so between ``quantity`` and ``quantity / (1 - scrap)`` counts. ``by_product``: the child leaves the process.
    Lines of one parent with the same ``alt_group`` are alternatives: one of them, not their sum (rule N7).
    ``valid_from`` and ``valid_to`` are inclusive; ``revision`` is the parent's, blank = every one.
    """

    parent_id: str
    child_id: str
    quantity: Bounds
    per_quantity: Fraction = Fraction(1)
    scrap: Bounds | None = None
    by_product: bool = False
    alt_group: str = ""
    revision: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    place: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """A substance in a part, per base unit of the part.

    ``entry``: a full entry id (the mass is then that of the entry's substance), an element (`dysprosium`, `Dy`; the
    mass is the element's), or `none`. ``form``: what an element is charged as; blank or `unknown` leaves it between
    nothing and the dearest admissible form (rule N6). One of ``mass_kg``, ``mass_fraction`` (of the part's mass) and
    ``value`` with ``currency``. ``origin`` or ``cn_share``; without both the reading `metal_origin` looks at
    ``smelted_in`` (`reduced_in`) and ``feed_origin`` (`separated_in`, else `mined_in`). ``charged``: the quantity is
    what was charged, the contained one lies below it. ``scope``: `total` says all that the assembly holds of this
    entry, `added` what comes on top of the children; blank = one of the two. Rows of different ``source_id`` are
    alternatives. ``profiled``: taken from the part's profile, not stated of the part itself.
    """

    part_id: str
    entry: str
    form: str = ""
    source_id: str = ""
    mass_kg: Bounds | None = None
    mass_fraction: Bounds | None = None
    value: Bounds | None = None
    currency: str = ""
    origin: str | None = None
    cn_share: Bounds | None = None
    smelted_in: str | None = None
    feed_origin: str | None = None
    charged: bool = False
    scope: str = ""
    evidence: str = ""
    confidence: Confidence = Confidence.USER_ATTESTED
    place: str = ""
    row: int = 0
    profiled: bool = False


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One line of a profile: what parts of a sort contain. ``composition`` `complete`: and nothing else that counts."""

    profile: str
    entry: str
    form: str = ""
    mass_kg: Bounds | None = None
    mass_fraction: Bounds | None = None
    origin: str | None = None
    composition: str | None = None
    source: str = ""
    confidence: Confidence = Confidence.ASSUMPTION
    place: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class PricePoint:
    """Price of one kilogram of a substance: of ``entry`` (full id), or of an element in a ``form``.

    ``date`` is a year, a month or a day in ISO form; a year's average serves that year and after. 0 is unknown.
    ``lost``: of a row that could not be read whole; the price is unknown, and what is missing of substance and date
    may be any.
    """

    entry: str
    form: str
    basis: str
    price_per_kg: Bounds
    currency: str
    date: str
    source: str = ""
    place: str = ""
    row: int = 0
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of ``base`` costs ``rate`` units of ``quote`` on ``date``."""

    base: str
    quote: str
    rate: Fraction
    date: str
    source: str = ""
    place: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class PartValue:
    """Value of one base unit of a part under a basis (`invoice`, `standard_cost`, ...). 0 is unknown (rule N2)."""

    part_id: str
    basis: str
    value: Bounds
    currency: str
    date: str = ""
    place: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Technology:
    """A technology that made a part; ``activity`` `none` says that no listed one was used. ``origin`` None: unknown."""

    part_id: str
    activity: str
    origin: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class SupplyInput:
    """Everything a roll-up reads. The order of lines means nothing.

    ``lost_parts`` and ``lost_profiles``: where the rows of a part or profile stand that could not be used (``parts
    row 3``), by id.
    """

    parts: tuple[Part, ...] = ()
    bom: tuple[BomLine, ...] = ()
    contents: tuple[Content, ...] = ()
    profiles: tuple[ProfileLine, ...] = ()
    prices: tuple[PricePoint, ...] = ()
    rates: tuple[Rate, ...] = ()
    values: tuple[PartValue, ...] = field(default=())
    technologies: tuple[Technology, ...] = ()
    lost_parts: Mapping[str, str] = field(default_factory=dict)
    lost_profiles: Mapping[str, str] = field(default_factory=dict)
