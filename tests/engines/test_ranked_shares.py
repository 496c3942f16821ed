"""Lines of one part told by a few of them are told as each of them is by itself."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

import numpy as np
import polars as pl
import pytest
from tests.engines import nasty_parts

from monazite import wiring
from monazite.engines.columnar.frames import Frames
from monazite.engines.columnar.line_keys import shipment_lines
from monazite.engines.columnar.ranked_shares import Ranked, ranked_shares
from monazite.engines.columnar.special import special_subjects
from monazite.exchange.limits import Limits
from monazite.exchange.portfolio import read_portfolio
from monazite.law.determine import Determiner
from monazite.law.rulebook import compile_law
from monazite.law.share_atoms import view_of
from monazite.model.dates import Moment
from monazite.model.rounding import outward
from monazite.services.evidence import EvidenceBook
from monazite.services.shares import ShareDesk

DAY = date(2026, 6, 1)
_PRICES = ("0.01", "0.5", "1", "5", "40", "239", "900", "1010", "5000", "100000", "20000000")


def _sell(folder: Path, draw: Random) -> None:
    """Lines of some parts at prices from next to nothing to more than anything counted in them can be worth; at the
    part's own value too, at several prices per hundred, in another currency, and without any price.
    """
    rows = [
        (f"S{n}", f"P{draw.randint(0, 3)}", draw.choice((*_PRICES, str(draw.randint(1, 900)), None)),
         draw.choice(("USD", "USD", "USD", "EUR")), draw.choice(("1", "1", "100")))
        for n in range(120)
    ]  # fmt: skip
    names = ["shipment_id", "part_id", "unit_value", "currency", "price_per"]
    frame = pl.DataFrame(rows, schema=names, orient="row").with_columns(date=pl.lit(DAY))
    unpriced = pl.col("unit_value").is_null()
    frame.with_columns(
        pl.when(unpriced).then(None).otherwise(pl.col(name)).alias(name) for name in ("currency", "price_per")
    ).write_parquet(folder / "shipments.parquet")


def _told(folder: Path) -> tuple[Ranked, pl.DataFrame, ShareDesk, Determiner]:
    law = wiring.law()
    portfolio = read_portfolio(folder, wiring.known_entries(), Limits(columnar_rows=100))
    determiner = Determiner(compile_law(law))
    desk = ShareDesk(portfolio, law, EvidenceBook(portfolio), determiner.rulebook)
    frames = Frames(portfolio)
    lines = shipment_lines(frames, special_subjects(frames)).with_columns(
        row=pl.int_range(pl.len(), dtype=pl.Int64), law_day=pl.lit(DAY), period=pl.lit(0)
    )
    return ranked_shares(frames, lines, np.ones(lines.height, np.bool_), desk, determiner), lines, desk, determiner


@pytest.mark.parametrize("seed", range(12))
def test_every_line_is_told_as_it_is_alone(tmp_path: Path, seed: int) -> None:
    """Random parts with everything that makes them hard: what the rules tell of a share, and its bounds."""
    nasty_parts.write(tmp_path, seed)
    _sell(tmp_path, Random(seed))
    found, lines, desk, determiner = _told(tmp_path)
    rows = {row.number: row for row in desk_rows(tmp_path)}
    said: dict[int, object] = {}
    for place, (number, part_id) in enumerate(lines.select("number", "part_id").iter_rows()):
        if found.kind[place] < 0:
            continue
        share = desk.share(part_id, Moment.end_of(DAY), rows[number])
        told = share.confidence, tuple(determiner.patterns.tell(share).items())
        assert said.setdefault(int(found.kind[place]), told) == told, (seed, part_id, rows[number].values)
        assert found.tight[place] == share.tight
        least, most = outward(*view_of(share, determiner.readings({})).ends())
        assert found.low[place] == pytest.approx(least, rel=1e-11, abs=1e-12)
        assert found.high[place] == pytest.approx(np.inf if most is None else most, rel=1e-11, abs=1e-12)
    assert len(set(said.values())) == len(said)
    assert (found.kind >= 0).sum() > lines.height / 2


def desk_rows(folder: Path):  # type: ignore[no-untyped-def]
    """The lines as they are read one by one."""
    return read_portfolio(folder, wiring.known_entries(), Limits(columnar_rows=10**9)).rows("shipments")


def test_a_stretch_of_prices_is_looked_at_by_its_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand prices of a part of which nothing is stated: two of them are rolled up."""
    (tmp_path / "parts.csv").write_text("part_id,kind\nP,assembly\nQ,part\n", "utf-8")
    (tmp_path / "bom.csv").write_text("parent_id,child_id,quantity\nP,Q,2\n", "utf-8")
    prices = [str(Fraction(n, 1)) for n in range(1, 1001)]
    pl.DataFrame({
        "shipment_id": [f"S{n}" for n in range(1000)], "part_id": ["P"] * 1000, "unit_value": prices,
        "currency": ["USD"] * 1000, "price_per": ["1"] * 1000, "date": [DAY] * 1000,
    }).write_parquet(tmp_path / "shipments.parquet")  # fmt: skip
    asked: list[str] = []
    known = ShareDesk.values

    def counting(self, part_id, row):  # type: ignore[no-untyped-def]
        asked.append(row.text("unit_value"))
        return known(self, part_id, row)

    monkeypatch.setattr(ShareDesk, "values", counting)
    found, *_ = _told(tmp_path)
    assert set(found.kind.tolist()) == {0}
    assert set(found.high.tolist()) == {1.0}
    assert len(asked) == 2
