"""Which entry or element a text names."""

from __future__ import annotations

import pytest

from monazite.services.countries import COUNTRY_NAMES, CURRENCIES, suggest_country, suggest_currency
from monazite.services.entries import KnownEntries

ENTRIES = KnownEntries(
    [
        "cn/mofcom-2025-61/part1.2", "cn/mofcom-2025-61/part1.12", "cn/mofcom-2025-61/part2.I.3",
        "cn/mofcom-2025-61/part2.II.sm", "cn/mofcom-2025-18/1C905.a.4", "cn/mofcom-2025-18/1C906.a.4",
    ],
    {"Dysprosium oxide": "cn/mofcom-2025-61/part1.12"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("cn/mofcom-2025-61/part1.2", "cn/mofcom-2025-61/part1.2"),
        ("mofcom-2025-61/part1.2", "cn/mofcom-2025-61/part1.2"),
        ("part1.2", "cn/mofcom-2025-61/part1.2"),
        (" PART1.2 ", "cn/mofcom-2025-61/part1.2"),
        ("1C905.a.4", "cn/mofcom-2025-18/1C905.a.4"),
        ("part2.I", "cn/mofcom-2025-61/part2.I"),
        ("II.sm", "cn/mofcom-2025-61/part2.II.sm"),
        ("sm", "Sm"),
        ("dysprosium", "Dy"),
        ("DY", "Dy"),
        ("镝", "Dy"),
        ("dysprosium oxide", "cn/mofcom-2025-61/part1.12"),
        ("iron", "Fe"),
        ("None", "none"),
    ],
)
def test_what_is_meant(text: str, meant: str) -> None:
    assert ENTRIES.resolve(text).matches == (meant,)


def test_the_end_of_several_entries_is_ambiguous() -> None:
    found = ENTRIES.resolve("a.4")
    assert set(found.matches) == set(found.nearest) == {"cn/mofcom-2025-18/1C905.a.4", "cn/mofcom-2025-18/1C906.a.4"}


@pytest.mark.parametrize(("text", "near"), [("part1.22", "cn/mofcom-2025-61/part1.2"), ("dysprosum", "dysprosium")])
def test_what_is_unknown_has_nearest_names(text: str, near: str) -> None:
    found = ENTRIES.resolve(text)
    assert found.matches == ()
    assert near in found.nearest


def test_part1_2_is_not_the_end_of_part1_12() -> None:
    """A suffix begins at a slash or dot, never inside a word."""
    assert ENTRIES.resolve("1.2").matches == ()


def test_long_texts_cost_nothing() -> None:
    assert ENTRIES.resolve("x" * 100_000).nearest == ()


def test_countries_and_currencies() -> None:
    assert len(COUNTRY_NAMES) == 249
    assert {"CN", "HK", "MO", "TW", "NO"} <= set(COUNTRY_NAMES)
    assert [suggest_country(t) for t in ("Germany", "GERMNAY", "CHN", "UK", "xx?")] == ["DE", "DE", "CN", "GB", ""]
    assert {"USD", "EUR", "CNY", "JPY"} <= CURRENCIES
    assert [suggest_currency(t) for t in ("€", "rmb", "usd", "doubloon")] == ["EUR", "CNY", "USD", ""]
