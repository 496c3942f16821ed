"""What is left of a licence after the lines ahead (Decree 792 art. 15), in bounds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from monazite.licensing.drawdown import Draw, balance
from monazite.model.bounds import Bounds
from monazite.model.truth import Truth

START = datetime(2025, 10, 1, tzinfo=UTC)
EXACT = st.integers(0, 50).map(Bounds.exactly)
RANGE = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(
    lambda ends: Bounds(Fraction(min(ends)), Fraction(max(ends)))
)
DAYS = st.integers(0, 3).map(lambda days: START + timedelta(days=days))


@st.composite
def lines(draw: st.DrawFn, amounts: st.SearchStrategy[Bounds]) -> list[Draw]:
    count = draw(st.integers(1, 5))
    return [Draw(f"S{i}", draw(DAYS), draw(amounts)) for i in range(count)]


@given(limit=st.integers(0, 120), draws=lines(EXACT))
def test_exact_lines_on_different_days_are_added_up(limit: int, draws: list[Draw]) -> None:
    apart = [Draw(d.subject, START + timedelta(days=i), d.amount) for i, d in enumerate(draws)]
    total = Fraction(0)
    for own in apart:
        assert own.amount is not None
        total += own.amount.low
        assert balance(Bounds.exactly(limit), own, apart).enough is Truth.of(total <= limit)


@given(limit=EXACT, draws=lines(RANGE), data=st.data())
def test_a_settled_balance_stays_when_amounts_and_order_are_learnt(
    limit: Bounds, draws: list[Draw], data: st.DataObject
) -> None:
    """Narrower amounts, and an order among lines of one day, never turn what was settled."""
    before = [balance(limit, own, draws).enough for own in draws]
    order = data.draw(st.permutations(range(len(draws))))
    learnt = []
    for draw, place in zip(draws, order, strict=True):
        assert draw.when is not None
        assert draw.amount is not None
        assert draw.amount.high is not None
        exact = data.draw(st.integers(int(draw.amount.low), int(draw.amount.high)))
        learnt.append(Draw(draw.subject, draw.when + timedelta(minutes=place), Bounds.exactly(exact)))
    for was, own in zip(before, learnt, strict=True):
        assert was in (Truth.UNKNOWN, balance(limit, own, learnt).enough)


def test_a_line_without_day_or_amount_leaves_the_balance_open() -> None:
    limit, own = Bounds.exactly(100), Draw("S1", START, Bounds.exactly(50))
    assert balance(limit, own, []).enough is Truth.TRUE
    assert balance(limit, own, [Draw("S2", None, Bounds.exactly(60))]).enough is Truth.UNKNOWN
    assert balance(limit, own, [Draw("S2", START - timedelta(days=1), None)]).enough is Truth.UNKNOWN
    assert balance(limit, own, [Draw("S2", START + timedelta(days=1), None)]).enough is Truth.TRUE
