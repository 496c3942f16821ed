"""A piece of writing beside the others: it is done when it was waited for, and its errors are told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from monazite.reporting.beside import beside


def test_what_is_made_beside_stands_when_it_was_waited_for(tmp_path: Path) -> None:
    wait = beside(lambda: (tmp_path / "a").write_text(str(os.getpid())))
    wait()
    assert (tmp_path / "a").read_text().isdigit()


def test_an_error_of_the_copy_is_raised_here(tmp_path: Path) -> None:
    wait = beside(lambda: (tmp_path / "no such folder" / "a").write_text("x"))
    with pytest.raises(FileNotFoundError):
        wait()


def test_a_copy_that_was_ended_from_outside_is_made_good_here(tmp_path: Path) -> None:
    here = os.getpid()

    def make() -> None:
        if os.getpid() != here:
            os._exit(9)
        (tmp_path / "a").write_text("made")

    wait = beside(make)
    wait()
    assert (tmp_path / "a").read_text() == "made"
