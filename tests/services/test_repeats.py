"""What is said where a file is read is not said again where what was read is used, and nothing else is dropped."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from monazite.model.issue import Issue, Severity
from monazite.services.repeats import without_repeats

READ = Issue(Severity.WARNING, "unknown_profile", "the profile X is not in profiles", "add it", "parts", 3, "profile")
ISSUES = st.builds(
    Issue,
    st.just(Severity.WARNING),
    st.sampled_from(["zero_mass", "unknown_part"]),
    st.sampled_from(["as read", "as used"]),
    st.just(""),
    st.sampled_from(["parts", "bom"]),
    st.sampled_from([0, 2, 3]),
    st.sampled_from(["", "profile", "mass_kg"]),
)


def test_the_same_cell_is_named_once() -> None:
    assert without_repeats([READ], [replace(READ, message="Part P names the profile X")]) == (READ,)


def test_a_finding_about_a_row_repeats_one_about_a_cell_of_it() -> None:
    assert without_repeats([READ], [replace(READ, message="Part P names the profile X", column="")]) == (READ,)


def test_another_column_row_table_or_code_is_another_finding() -> None:
    others = [replace(READ, **change) for change in ({"column": "class"}, {"row": 4}, {"table": "bom"}, {"code": "x"})]
    assert without_repeats([READ], others) == (READ, *others)


def test_findings_about_a_whole_table_repeat_only_word_for_word() -> None:
    table = replace(READ, row=0, column="")
    other = replace(table, message="another")
    assert without_repeats([table], [table, other]) == (table, other)


def test_two_findings_about_one_cell_that_both_come_from_use_stay() -> None:
    """Only what was read silences: two uses may find two things in one cell."""
    other = replace(READ, message="another")
    assert without_repeats([], [READ, other, READ]) == (READ, other)


@given(st.lists(ISSUES), st.lists(ISSUES))
def test_nothing_read_is_lost_nothing_is_invented_and_no_row_falls_silent(read: list[Issue], used: list[Issue]) -> None:
    found = without_repeats(read, used)
    assert len(set(found)) == len(found)
    assert list(found[: len(set(read))]) == list(dict.fromkeys(read))
    assert set(found) <= {*read, *used}
    said = {(issue.code, issue.table, issue.row) for issue in found}
    assert said == {(issue.code, issue.table, issue.row) for issue in (*read, *used)}
    assert without_repeats(found, used) == found
