"""Every pattern that occurs among the lines is determined once, on one line of each kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from monazite.engines.columnar.frames import classes
from monazite.engines.columnar.functionals import Floats
from monazite.engines.columnar.ranked_shares import Ranked
from monazite.engines.columnar.share_cells import Bounding, Ints, ShareCells
from monazite.law.determine import PatternBook
from monazite.law.pattern import WHEN
from monazite.law.share_atoms import view_of
from monazite.law.traced import SHARE
from monazite.model.dates import Moment
from monazite.model.determination import Determination
from monazite.model.fact import Fact, Situation
from monazite.model.rounding import outward
from monazite.model.share import ShareView, ValueShare
from monazite.services.assess import Assessor

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Judged:
    """``lines`` with columns ``pattern``, ``issues`` (codes), ``share_tight``, ``share_low`` and ``share_high``
    (infinite: no bound; NaN: no share); ``answers``: what lines of each pattern have in common; ``made``: how many had
    to be judged.
    """

    lines: pl.DataFrame
    answers: list[Determination]
    made: int


def judge(
    run: Assessor,
    lines: pl.DataFrame,
    cells: ShareCells,
    ranked: Ranked,
    moments: Sequence[Moment],
    progress: Progress | None,
) -> Judged:
    """Judge ``lines``, which have columns ``static`` (what tells them apart, day and share aside) and ``cell``; the
    first line of each of either is in the portfolio of ``run``.
    """
    book = PatternBook(run.determiner)
    shares = _Shares(run, book)
    ones = _first(lines, "cell")
    code_of_cell = {cell: shares.code(subject, row, moments[at]) for cell, subject, row, at in ones.iter_rows()}
    situations = {
        static: run.maker.situation(run.rows[subject], moments[at], run.options.known_at)
        for static, subject, _, at in _first(lines, "static").iter_rows()
    }
    slots = {}
    for static, situation in situations.items():
        told = run.determiner.patterns.slots(_without_share(situation))
        del told[WHEN]
        slots[static] = book.codes(told)
    occurring = lines["moment"].unique().to_list()
    stretches = {at: run.determiner.patterns.lives.stretch(moments[at]) for at in occurring}
    lines = lines.with_columns(
        share=pl.col("cell").replace_strict(list(code_of_cell), list(code_of_cell.values()), return_dtype=pl.Int64),
        stretch=pl.col("moment").replace_strict(list(stretches), list(stretches.values()), return_dtype=pl.Int64),
    )
    said = {static: _issues(run, situation) for static, situation in situations.items()}
    lines = lines.with_columns(
        issues=pl.col("static").replace_strict(list(said), list(said.values()), return_dtype=pl.String)
    )
    keys = ["static", "share", "stretch"]
    lines = lines.with_columns(combination=classes(lines, keys).cast(pl.Int64))
    combinations = lines.unique("combination", keep="first", maintain_order=True).select(*keys, "moment")
    law: dict[int, dict[str, int]] = {}
    answers = _Answers(combinations.height)
    for done, (static, share, stretch, at) in enumerate(combinations.iter_rows()):
        one = _Line(situations[static], moments[at], shares.facts.get(share))
        if stretch not in law:
            law[stretch] = book.codes(run.determiner.law_told(one.situation()))
        answers.put(done, book.answer({**slots[static], **law[stretch], **shares.codes[share]}, one.situation))
        if progress is not None and (done % 50 == 49 or done + 1 == combinations.height):
            progress(done + 1, combinations.height)
    lines = lines.with_columns(pattern=pl.Series(answers.number[lines["combination"].to_numpy()]))
    return Judged(_with_shares(lines, cells, ranked, shares, ones), answers.different, book.answered)


def _issues(run: Assessor, situation: Situation) -> str | None:
    """What is said beside the answers of lines told alike, as codes."""
    found = run.beside(run.rows[situation.subject], situation)
    run.issues.extend(found)
    return "; ".join(dict.fromkeys(issue.code for issue in found)) or None


def _first(lines: pl.DataFrame, column: str) -> pl.DataFrame:
    return lines.unique(column, keep="first", maintain_order=True).select(column, "subject", "row", "moment")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line put together from one that is told like it, its own moment, and a share that is told like its own."""

    like: Situation
    moment: Moment
    share: Fact | None

    def situation(self) -> Situation:
        found = replace(_without_share(self.like), as_of=self.moment)
        return found if self.share is None else replace(found, facts={**found.facts, SHARE: self.share})


def _without_share(situation: Situation) -> Situation:
    return replace(situation, facts={name: fact for name, fact in situation.facts.items() if name != SHARE})


@dataclass(slots=True)
class _Answers:
    """The answers in the order of their first combination, each once."""

    count: int
    different: list[Determination] = field(default_factory=list)
    number: Ints = field(init=False)
    _places: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.number = np.zeros(self.count, dtype=np.int64)

    def put(self, combination: int, answer: Determination) -> None:
        place = self._places.setdefault(id(answer), len(self.different))
        if place == len(self.different):
            self.different.append(answer)
        self.number[combination] = place


class _Shares:
    """The exact shares of one line of each cell. Numbers of what is told of them count from 1; 0: there is no share."""

    def __init__(self, run: Assessor, book: PatternBook) -> None:
        self._run, self._book = run, book
        self._numbers: dict[tuple[tuple[str, int], ...], int] = {}
        self.codes: dict[int, dict[str, int]] = {0: {}}
        self.facts: dict[int, Fact] = {}
        self.views: dict[int, ShareView] = {}
        self.tight: dict[int, bool] = {}

    def code(self, subject: str, row: int, moment: Moment) -> int:
        """What the rules can tell of the share of a line."""
        situation = self._run.maker.situation(self._run.rows[subject], moment, self._run.options.known_at)
        fact = situation.facts.get(SHARE)
        if fact is None:
            return 0
        codes = self._book.codes(self._run.determiner.patterns.told({SHARE: fact}))
        code = self._numbers.setdefault(tuple(codes.items()), len(self._numbers) + 1)
        self.codes.setdefault(code, codes)
        self.facts.setdefault(code, fact)
        share: ValueShare = fact.value  # type: ignore[assignment]
        self.views[row] = view_of(share, self._run.determiner.readings_of(situation))
        self.tight[row] = share.tight
        return code

    def ends(self, row: int) -> tuple[float, float]:
        """The bounds of the share of a line by itself."""
        low, most = outward(*self.views[row].ends())
        return low, np.inf if most is None else most


def _with_shares(
    lines: pl.DataFrame, cells: ShareCells, ranked: Ranked, shares: _Shares, ones: pl.DataFrame
) -> pl.DataFrame:
    """The lines with the bounds of their shares."""
    low, high, tight = ranked.low.copy(), ranked.high.copy(), ranked.tight.copy()
    bounding = Bounding(cells)
    key = lines["cell"].to_numpy()
    order = np.argsort(key, kind="stable")
    edges = np.searchsorted(key[order], np.arange(len(ones) + 1))
    for cell, _, row, _ in ones.iter_rows():
        if row not in shares.views or ranked.kind[row] >= 0:
            continue
        mine: Ints = order[edges[cell] : edges[cell + 1]].astype(np.int64)
        tight[mine] = shares.tight[row]
        # Without a value nothing of the amounts is left in the share: one line says what all of them have.
        same = cells.alone[row] or len(mine) == 1 or np.isnan(cells.low_v[row])
        low[mine], high[mine] = shares.ends(row) if same else bounding.of(mine, row, shares.views[row])
    return lines.with_columns(
        share_low=pl.Series(_rounded(low, up=False)),
        share_high=pl.Series(_rounded(high, up=True)),
        share_tight=pl.Series(tight),
    )


def _rounded(share: Floats, up: bool) -> Floats:
    """Rounded outwards to 12 decimals and 12 significant digits, as every share in a document is."""
    towards = np.ceil if up else np.floor
    decimals = towards(share * 1e12) / 1e12
    with np.errstate(all="ignore"):
        scale = 10.0 ** np.minimum(11 - np.floor(np.log10(np.abs(decimals))), 12)
        digits = towards(decimals * scale * (1 - 1e-15 if up else 1 + 1e-15)) / scale
    return np.where(np.isfinite(decimals) & (np.abs(decimals) >= 1), digits, decimals)
