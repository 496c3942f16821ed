"""Parties in segments, contracts, and the shipment lines drawn from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from trader.draws import Members, chance, falling, pick, spread

HOMES = {"DE": 22.0, "JP": 16, "CN": 12, "US": 12, "KR": 12, "NL": 10, "VN": 8, "MX": 8}
"""Where the trader has a company of its own, and the share of contracts shipped from there."""
COUNTRIES = {
    "DE": 12.0, "JP": 10, "US": 12, "KR": 6, "FR": 6, "IT": 5, "GB": 5, "NL": 4, "SE": 3, "PL": 3, "CZ": 3, "AT": 3,
    "CH": 3, "ES": 3, "MX": 3, "CA": 2, "BR": 2, "IN": 3, "VN": 2, "TH": 2, "MY": 2, "SG": 2, "TR": 1, "IL": 1, "HK": 2,
    "TW": 3, "CN": 6,
}  # fmt: skip
NOTICES = {"cl-2025-01": "US", "cl-2025-21": "US", "cl-2026-23": "US", "wl-2026-12": "JP", "uel-2025-3": "US"}
"""Notices that name a segment, and the country of those they name."""
SCREENED_ON = "2026-11-20"
END_USES = {
    "civil": 84.0, "civil;medical_routine": 7, "logic_chip:7": 2, "military": 2, "medical_emergency": 2, "ai:none": 3,
}  # fmt: skip
MOVEMENTS = {"export": 90.0, "re_export": 4, "intercompany": 4, "repair": 2}


@dataclass(frozen=True)
class Segment:
    """What all parties of a segment have in common; None is unknown."""

    country: str
    military: str | None
    screened_on: str | None
    no_listed_owner: str | None
    designation: str | None


def draw_segment(rng: np.random.Generator, number: int, unknown: float) -> Segment:
    """One segment of customers. By its number, so that every portfolio has some, one in twenty is named in a notice and
    one in thirty are American or Japanese forces.
    """
    notice = list(NOTICES)[number // 20 % len(NOTICES)] if number % 20 == 0 else None
    forces = ("US", "JP")[number // 30 % 2] if number % 30 == 1 else None
    military = "yes" if forces else None if chance(rng, unknown) else "no"
    country = forces or (NOTICES[notice] if notice else pick(rng, COUNTRIES))
    return Segment(
        country=country, military=military,
        screened_on=None if chance(rng, unknown / 2) else SCREENED_ON,
        no_listed_owner=None if chance(rng, unknown) else "yes", designation=notice,
    )  # fmt: skip


@dataclass(frozen=True)
class Parties:
    """The tables of the parties; which segment each customer is of. The trader's own companies come last."""

    tables: dict[str, pl.DataFrame]
    segment_of: np.ndarray
    segments: tuple[Segment, ...]


def parties(rng: np.random.Generator, count: int, segments: int, unknown: float) -> Parties:
    """``count`` customers of ``segments`` segments, and the trader's own companies."""
    drawn = tuple(draw_segment(rng, number, unknown) for number in range(segments))
    weights = falling(rng, segments, 0.7)
    weights *= [0.1 if s.designation or s.military == "yes" else 1.0 for s in drawn]
    of = rng.choice(segments, count, p=weights / weights.sum())

    def each(values: list[str | None]) -> pl.Series:
        return spread(values, pl.String(), of)

    number = pl.int_range(count).cast(pl.String)
    customers = pl.select(
        party_id="C" + number.str.zfill(6), name="Customer " + number, country=each([s.country for s in drawn]),
        military=each([s.military for s in drawn]), screened_on=each([s.screened_on for s in drawn]),
        no_listed_owner=each([s.no_listed_owner for s in drawn]),
    )  # fmt: skip
    own = pl.DataFrame(
        [(f"T-{home}", f"Trader {home}", home, "no", SCREENED_ON, "yes") for home in HOMES],
        schema=customers.schema, orient="row",
    )  # fmt: skip
    listings = pl.select(party_id=customers["party_id"], designation=each([s.designation for s in drawn]))
    tables = {"parties": pl.concat([customers, own]), "listings": listings.filter(pl.col("designation").is_not_null())}
    return Parties(tables, of, drawn)


@dataclass(frozen=True)
class Shipments:
    """The lines, and the contract of each; -1: an odd line."""

    table: pl.DataFrame
    contract_of: np.ndarray


@dataclass(frozen=True)
class Contracts:
    """One entry per contract in each: what its lines have in common. Numbers are of families, segments, customers."""

    family: np.ndarray
    segment: np.ndarray
    home: list[str]
    exporter: list[str]
    importer: list[str | None]
    """A party; "" means the end user of the line, None that the end users import themselves."""
    end_use: list[str | None]
    movement: list[str]


def contracts(rng: np.random.Generator, count: int, parts: Members, customers: Members, unknown: float) -> Contracts:
    """``count`` contracts, more of them about large families and with large segments."""
    family = rng.choice(len(parts.sizes), count, p=parts.sizes / parts.sizes.sum())
    segment = rng.choice(len(customers.sizes), count, p=customers.sizes / customers.sizes.sum())
    home = [pick(rng, HOMES) for _ in range(count)]
    broker = customers.of(rng, segment)
    ways = [pick(rng, {"user": 65.0, "party": 25, "none": 10}) for _ in range(count)]
    importer = [{"user": "", "party": f"C{one:06d}", "none": None}[way] for way, one in zip(ways, broker, strict=True)]
    return Contracts(
        family, segment, home, [f"T-{h}" if chance(rng, 0.9) else "T-DE" for h in home], importer,
        [None if chance(rng, unknown) else pick(rng, END_USES) for _ in range(count)],
        [pick(rng, MOVEMENTS) for _ in range(count)],
    )  # fmt: skip


def shipments(
    rng: np.random.Generator, lines: int, parts: pl.DataFrame, customers: pl.DataFrame, drawn: Contracts,
    members: tuple[Members, Members], odd: float, span: tuple[date, date],
) -> Shipments:  # fmt: skip
    """``lines`` lines, three to a shipment, dated within ``span``; ``members``: the parts of each family, the customers
    of each segment.
    """
    first_day, last_day = span
    count = len(drawn.family)
    per_line = np.arange(lines) // 3
    of = rng.choice(count, lines // 3 + 1, p=falling(rng, count, 0.7))[per_line]
    user = members[1].of(rng, drawn.segment[of], 2.0)
    user = user[per_line * 3]
    part = members[0].of(rng, drawn.family[of], 1.5)
    terms = {name: of.copy() for name in ("home", "importer", "end_use", "movement")}
    strange = np.flatnonzero(rng.random(lines) < odd)
    user[strange] = rng.integers(0, customers.height, len(strange))
    part[strange] = rng.integers(0, parts.height, len(strange))
    for where in terms.values():
        where[strange] = rng.integers(0, count, len(strange))
    days = rng.integers(0, (last_day - first_day).days + 1, lines // 3 + 1)[per_line]
    value = parts["unit_value"].gather(pl.Series(part)) * pl.Series(np.round(rng.uniform(0.9, 1.6, lines), 2))
    invoiced = pl.Series(rng.random(lines) < 0.25) & value.is_not_null()
    users = customers["party_id"].gather(pl.Series(user))
    importer = spread(drawn.importer, pl.String(), terms["importer"])
    start = spread(drawn.home, pl.String(), terms["home"])
    end = customers["country"].gather(pl.Series(user))
    table = pl.select(
        shipment_id="S" + pl.Series(per_line).cast(pl.String).str.zfill(7),
        line=(pl.int_range(lines) % 3 + 1).cast(pl.String),
        date=pl.lit(first_day) + pl.duration(days=pl.lit(pl.Series(days))), kind=pl.repeat("goods", lines),
        part_id=parts["part_id"].gather(pl.Series(part)),
        quantity=pl.Series(rng.geometric(0.01, lines)),
        unit_value=pl.when(invoiced).then(value.round(2)), currency=pl.when(invoiced).then(pl.lit("USD")),
        price_per=pl.when(invoiced).then(1), from_country=start, to_country=end,
        movement=pl.when(start == end).then(pl.lit("domestic_transfer"))
        .otherwise(spread(drawn.movement, pl.String(), terms["movement"])),
        exporter_id=spread(drawn.exporter, pl.String(), terms["home"]),
        importer_id=pl.when(importer == "").then(users).otherwise(importer), end_user_ids=users,
        end_use=spread(drawn.end_use, pl.String(), terms["end_use"]),
    )  # fmt: skip
    contract = of.copy()
    contract[strange] = -1
    return Shipments(table, contract)
