"""What is counted of every part of a large portfolio: money on each price basis, and kilograms of each entry."""

from __future__ import annotations

from collections.abc import Sequence

from monazite.engines.columnar.bounds.stated import Counting, Stated
from monazite.supply.amounts import ANY, ZERO_F, Amounts
from monazite.supply.kernel.of_network import downwards, row_of, upwards
from monazite.supply.measure import Setting


def by_basis(said: Stated) -> Counting:
    """Counted value on each price basis, in one currency."""
    roll = said.roll
    passes = [roll.run(Setting(said.currency, name)) for name in roll.bases]
    return Counting(passes, row_of, len(passes))


def by_entry(said: Stated) -> tuple[Counting, tuple[str, ...]]:
    """Kilograms of each entry that is stated anywhere; and these entries."""
    named = {entry for one in said.amounts() for entry in (*one.highs, *one.lows)} - {ANY}
    entries = tuple(sorted(named))

    def row(amounts: Sequence[Amounts]) -> list[float]:
        (one,) = amounts
        return [*(downwards(one.lows.get(entry, ZERO_F)) for entry in entries),
                *(upwards(one.stateds.get(entry, ZERO_F)) for entry in entries),
                *(upwards(one.high_of(entry)) for entry in entries)]  # fmt: skip

    return Counting([said.roll.run(Setting("", ""))], row, len(entries)), entries
