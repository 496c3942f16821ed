"""Text from outside cannot steer a terminal or turn a page around."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from monazite.reporting.names import file_stems, instrument_name, provision_name
from monazite.reporting.text import sound, visible, wrapped


def test_control_characters_and_direction_overrides_are_written_out() -> None:
    assert visible("a\x1b[31mb") == "a⟨U+001B⟩[31mb"
    assert visible("x\u202egnp.exe") == "x⟨U+202E⟩gnp.exe"
    assert visible("磁体 мotor") == "磁体 мotor"
    assert visible("two\nlines") == "two lines"


@given(st.text(), st.integers(30, 100))
def test_wrapping_keeps_the_width_and_loses_no_word(text: str, width: int) -> None:
    lines = wrapped(text, width, "  - ", "    ")
    assert all(cell_len(line) <= width for line in lines)
    together = "".join("".join(lines).split())
    assert together == "".join(("  - " + visible(text)).split())


@given(st.text())
def test_every_text_can_be_written_as_utf_8(text: str) -> None:
    sound(text + "\ud800").encode("utf-8")


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=4)), unique=True, max_size=20))
def test_file_names_are_distinct_and_harmless(names: list[tuple[str, str]]) -> None:
    stems = file_stems(names)
    assert len({stem.casefold() for stem in stems.values()}) == len(names)
    assert all(stem and "/" not in stem and not stem.startswith(".") and stem.isascii() for stem in stems.values())


def test_names_that_differ_in_case_only_get_different_files() -> None:
    stems = file_stems([("s1", "1"), ("S1", "1"), ("../../etc", "1")])
    assert stems["s1", "1"] == "s1_1"
    assert stems["S1", "1"].startswith("S1-1-")
    assert ".." not in stems["../../etc", "1"]


def test_short_names_are_those_of_the_trade() -> None:
    assert provision_name("cn/mofcom-2025-61#1.1") == "No. 61 art. 1(1)"
    assert provision_name("cn/mofcom-2025-61#2") == "No. 61 art. 2"
    assert provision_name("cn/mofcom-2025-18/1C905.a.4") == "No. 18 1C905.a.4"
    assert provision_name("cn/mofcom-2024-46#1") == "No. 46/2024 art. 1"
    assert provision_name("cn/decree-792#24") == "Decree 792 art. 24"
    assert provision_name("cn/cl-2026-23") == "Control List 2026/23"
    assert instrument_name("cn/ecl-2020") == "Export Control Law"
