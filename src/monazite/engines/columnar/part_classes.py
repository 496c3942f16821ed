"""Parts that no rule can tell apart but by amounts, told by their columns and those of their contents.

A part is *plain* when its row, at most three contents with a stated mass and its technologies say all there is. Its
amounts - the masses of its contents and its value - stand beside it; everything else that is said of it makes its
classes. Parts with a bill of materials and all that is said elsewhere are not plain; they are looked at one by one.
"""

from __future__ import annotations

import polars as pl

from monazite.engines.columnar.frames import Frames, classes
from monazite.engines.columnar.special import Special
from monazite.services.column_frame import NUMBER
from monazite.services.facts import COUNTED

MOST_CONTENTS = 3
#: Columns that are shown, and that no rule and no roll-up reads.
_SHOWN = ("part_id", "name", "description", "hs_code", "material_group", "supplier_id", NUMBER)
_MASS = ("mass_kg", "mass_kg_low", "mass_kg_high")
_VALUE = ("unit_value", "unit_value_low", "unit_value_high", "price_per")
#: Columns of a part on which its share does not hang.
_NOT_SHARED = ("made_in", "plant")


def part_classes(frames: Frames, special: Special) -> pl.DataFrame:
    """One row per part, in the order of the file.

    ``plain``; ``kind_of``: number of what its facts say, amounts aside, a number of its own where it is not plain;
    ``shape``: the same as far as its share is concerned; ``mass_0``... and ``content_0``...: kg and shape of its
    contents (null: none); ``value`` per unit in ``currency``, null when unknown; and cells that are shown.
    """
    parts = frames.of("parts")
    contents = _contents(frames)
    technologies = _listed(frames.of("technologies"), [NUMBER, "part_id"], "technologies")
    table = parts.join(contents, on="part_id", how="left", maintain_order="left").join(
        technologies, on="part_id", how="left", maintain_order="left"
    )
    weighed = pl.col("control_entries").str.contains(COUNTED, literal=True).fill_null(False)
    own = [c for c in parts.columns if c not in (*_SHOWN, *_MASS, *_VALUE)]
    told = table.with_columns(
        *(pl.when(weighed).then(pl.col(c)).otherwise(pl.col(c).is_null().cast(pl.Float64)).alias(c) for c in _MASS),
        valued=pl.col("unit_value").is_not_null(),
    )
    shape = [*(c for c in own if c not in _NOT_SHARED), *_MASS, "valued", "contents"]
    exact_value = pl.col("unit_value").is_not_null() & pl.col("price_per").is_not_null()
    no_value = pl.all_horizontal(pl.col(c).is_null() for c in _VALUE if c != "price_per")
    apart = pl.Series(sorted({*special.parts, *frames.of("bom")["parent_id"].drop_nulls()}), dtype=pl.String)
    plain = (
        ~pl.col("part_id").is_in(apart.implode())
        & pl.col("class").is_null()
        & pl.col("profile").is_null()
        & (exact_value | no_value)
        & pl.col("sound").fill_null(True)
        & (pl.col("many").fill_null(0) <= MOST_CONTENTS)
        & ~(weighed & (pl.col("unit").fill_null("") != "kg"))
    )
    return table.select(
        "part_id", NUMBER, "name", "kind", "made_in", "origin", "currency", "control_entries", "unit",
        plain=plain,
        kind_of=pl.when(plain).then(classes(told, [*own, *_MASS, "contents", "technologies"]).cast(pl.Int64))
        .otherwise(-1 - pl.col(NUMBER)),
        shape=classes(told, shape),
        value=pl.col("unit_value") / pl.col("price_per"),
        **{f"{name}_{n}": pl.col(f"{name}_{n}") for name in ("mass", "content") for n in range(MOST_CONTENTS)},
    )  # fmt: skip


def content_classes(frames: Frames) -> pl.DataFrame:
    """The rows of `contents`: ``part_id``, ``number``, ``mass`` in kg, ``content``: what else is said, as a number, and
    ``sound``: whether it is told by a mass that is a point.
    """
    frame = frames.of("contents")
    point = pl.col("mass_kg").is_not_null() & (pl.col("mass_kg") > 0)
    masked = frame.with_columns(
        pl.when(point).then(None).otherwise(pl.col(c)).alias(c) for c in ("mass_kg_low", "mass_kg_high")
    )
    said = [c for c in masked.columns if c not in ("part_id", NUMBER, "mass_kg")]
    none = [pl.col(c).is_null() for c in ("mass_fraction_low", "value_low", "cn_share_low", "source_id")]
    return masked.select(
        "part_id", NUMBER, mass=pl.col("mass_kg"), content=classes(masked, said), sound=pl.all_horizontal(point, *none)
    )


def _contents(frames: Frames) -> pl.DataFrame:
    """Per part: the shapes of its contents in ``contents``, whether all are ``sound``, how ``many``, and each."""
    rows = content_classes(frames).sort("part_id", "content", "mass", maintain_order=True)
    return rows.group_by("part_id", maintain_order=True).agg(
        contents=pl.col("content").cast(pl.String).str.join(","),
        sound=pl.col("sound").all(),
        many=pl.len(),
        **{f"mass_{n}": pl.col("mass").get(n, null_on_oob=True) for n in range(MOST_CONTENTS)},
        **{f"content_{n}": pl.col("content").get(n, null_on_oob=True) for n in range(MOST_CONTENTS)},
    )


def _listed(frame: pl.DataFrame, but: list[str], name: str) -> pl.DataFrame:
    """Per part: the classes of its rows, in the order of the file."""
    rows = frame.select("part_id", row=classes(frame, [c for c in frame.columns if c not in but]))
    return rows.group_by("part_id", maintain_order=True).agg(pl.col("row").cast(pl.String).str.join(",").alias(name))
