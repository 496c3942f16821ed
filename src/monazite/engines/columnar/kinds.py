"""What the rules can tell of the parts and parties of every line, as numbers; one of each kind is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from monazite.engines.columnar.frames import Frames
from monazite.engines.columnar.functionals import ContentWorths
from monazite.engines.columnar.line_roles import cast_keys, with_codes
from monazite.engines.columnar.part_classes import MOST_CONTENTS, content_classes
from monazite.engines.columnar.party_classes import PartyClasses
from monazite.engines.columnar.representatives import cut_to
from monazite.engines.columnar.special import Special
from monazite.law.determine import Determiner
from monazite.law.pack import Law
from monazite.law.rulebook import compile_law
from monazite.model.dates import Moment
from monazite.model.fact import Fact
from monazite.services.assess import Options
from monazite.services.column_frame import NUMBER
from monazite.services.evidence import EvidenceBook
from monazite.services.positions import house_positions
from monazite.services.shares import ShareDesk
from monazite.services.shipment_situation import SituationMaker

OneOf = dict[int, tuple[str | None, Moment]]
"""One party, and a moment of it, for every key of parties."""


@dataclass(frozen=True, slots=True)
class PartyKeys:
    """Keys of exporter, importer and end users per line, with what else tells their roles; one party of each key."""

    columns: list[pl.Series]
    one_of: OneOf


@dataclass(frozen=True, slots=True)
class Kinds:
    """``codes``: columns of the lines that say all that the rules can tell of their parts and parties, shares aside.

    ``desk``: the shares of one part of each kind; ``worths`` of their contents in ``currency``; ``determiner`` with
    the positions of the run.
    """

    codes: list[pl.Series]
    determiner: Determiner
    desk: ShareDesk
    worths: ContentWorths
    currency: str


def party_keys(book: PartyClasses, lines: pl.DataFrame, moments: list[Moment], cast: pl.DataFrame) -> PartyKeys:
    """The keys of the parties of ``lines``; ``cast`` as `cast_of` gives it."""
    users = lines.select("row", "moment", "law_day", id=pl.col("end_user_ids").str.split(";")).explode("id")
    users = users.with_columns(id=pl.when(pl.col("id") != "").then("id"))
    exporters = lines.select("moment", "law_day", id="exporter_id")
    importers = lines.select("moment", "law_day", id="importer_id")
    one_of: OneOf = {}
    keys = []
    playing = cast.join(lines.select("row", "moment", "law_day"), on="row", how="left", maintain_order="left")
    for frame in (exporters, importers, users, playing):
        key = book.keys(frame["id"], frame["law_day"])
        keys.append(key)
        for found, party, moment in frame.with_columns(key=key).unique("key").select("key", "id", "moment").iter_rows():
            one_of.setdefault(found, (party, moments[moment]))
    of_users = users.select("row", key=keys[2].cast(pl.String))
    if users.height > lines.height:
        of_users = of_users.group_by("row", maintain_order=True).agg(pl.col("key").str.join(";"))
    named = pl.concat_str(pl.lit(";"), "end_user_ids", pl.lit(";"))
    himself = named.str.contains(pl.concat_str(pl.lit(";"), "importer_id", pl.lit(";")), literal=True)
    columns = [
        keys[0].alias("exporter_key"),
        keys[1].alias("importer_key"),
        of_users["key"].alias("users_key"),
        lines.select(imports_himself=himself.fill_null(False)).to_series(),
        lines["end_user_ids"].is_null().alias("users_unknown"),
        cast_keys(cast, keys[3], lines),
    ]
    return PartyKeys(columns, one_of)


def kinds_of(
    frames: Frames, special: Special, law: Law, options: Options, lines: pl.DataFrame, parts: pl.DataFrame,
    keys: PartyKeys,
) -> Kinds:  # fmt: skip
    """Look at one part and one party of every kind. ``lines`` have the columns of ``keys``."""
    shipped = parts[lines["part"].filter(lines["part"] >= 0).unique().to_numpy()]
    ones = shipped.unique("kind_of", keep="first", maintain_order=True).select("kind_of", "part_id")
    described = _described(parts)
    people = {party for party, _ in keys.one_of.values() if party}
    portfolio = cut_to(frames, {*ones["part_id"], *described}, people | special.parties, [])
    positions, _ = house_positions(frames.portfolio, law)
    determiner = Determiner(compile_law(law), {**positions, **options.readings})
    evidence = EvidenceBook(portfolio)
    desk = ShareDesk(portfolio, law, evidence, determiner.rulebook, options.basis)
    maker = SituationMaker(portfolio, law, evidence, desk.share, desk.view, options.run_on)
    numbers: dict[str, int] = {}

    def number(facts: Mapping[str, Fact], mark: str = "") -> int:
        told = f"{mark} {sorted(determiner.patterns.told(facts).items())!r}"
        return numbers.setdefault(told, len(numbers))

    items = {kind: number(maker.item(part)) for kind, part in ones.iter_rows()}
    parties = {}
    for key, (party, moment) in keys.one_of.items():
        known = "" if key >= 0 else "unheard of"
        mark = "nobody" if party is None else party if party in special.parties else known
        parties[key] = number(maker.parties.facts(party, moment) if party else {}, mark)
    prices = {price.currency for price in desk.supply.prices}
    worths = ContentWorths(desk, _content_rows(frames, described), prices.pop() if len(prices) == 1 else "")
    return Kinds(_codes(lines, parts, items, parties), determiner, desk, worths, worths.currency)


def _codes(lines: pl.DataFrame, parts: pl.DataFrame, items: dict[int, int], parties: dict[int, int]) -> list[pl.Series]:
    per_part = parts["kind_of"].replace_strict(list(items), list(items.values()), default=-1, return_dtype=pl.Int64)
    place = lines["part"].to_numpy()
    item = np.where(place >= 0, per_part.to_numpy()[np.maximum(place, 0)] if parts.height else -1, -1)
    unheard = lines.select(pl.when(pl.col("part") < 0).then("part_id")).to_series()
    of_users = lines["users_key"].unique()
    told = [";".join(str(parties[int(key)]) for key in keys.split(";")) for keys in of_users.to_list()]
    casts = lines["cast_key"].drop_nulls().unique()
    played = [with_codes(one, parties) for one in casts.to_list()]
    numbers = list(parties), list(parties.values())
    return [
        pl.Series("item_code", item),
        unheard.alias("unheard_part"),
        lines["exporter_key"].replace_strict(*numbers).alias("exporter_code"),
        lines["importer_key"].replace_strict(*numbers).alias("importer_code"),
        lines["users_key"].replace_strict(of_users, told, return_dtype=pl.String).alias("users_code"),
        lines["imports_himself"],
        lines["users_unknown"],
        lines["cast_key"].replace_strict(casts, played, default=None, return_dtype=pl.String).alias("cast_code"),
    ]


def _described(parts: pl.DataFrame) -> list[str]:
    """One plain part for each class of contents, and for each set of entries."""
    plain = parts.filter(pl.col("plain"))
    found: dict[int, str] = {}
    for place in range(MOST_CONTENTS):
        for kind, part in plain.unique(f"content_{place}").select(f"content_{place}", "part_id").iter_rows():
            if kind is not None:
                found.setdefault(kind, part)
    return [*found.values(), *plain.unique("control_entries")["part_id"]]


def _content_rows(frames: Frames, parts: list[str]) -> dict[int, int]:
    """A row of `contents` of each class that some part has."""
    kept = pl.Series(sorted(set(parts)), dtype=pl.String).implode()
    rows = content_classes(frames).filter(pl.col("part_id").is_in(kept)).unique("content")
    return dict(rows.select("content", NUMBER).iter_rows())
