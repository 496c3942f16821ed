"""Faults inside the libraries that parse files become refusals, so that a broken file never ends the run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import python_calamine

from monazite.exchange.findings import Refused
from monazite.exchange.limits import Limits

_OURS = (pl.exceptions.PolarsError, python_calamine.CalamineError, OSError, ValueError)


@contextmanager
def guarded(name: str, remedy: str) -> Iterator[None]:
    """Turn what the parsers raise (also the panics of their Rust code) into `Refused` ``unreadable_file``."""
    try:
        yield
    except _OURS as error:
        raise _refusal(name, error, remedy) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _refusal(name, error, remedy) from error


def check_size(path: Path, limits: Limits) -> None:
    """Refuse a file that is larger than any table should be, before opening it."""
    size = path.stat().st_size
    if size > limits.file_bytes:
        message = f"{path.name} has {size:,} bytes; at most {limits.file_bytes:,} are read"
        raise Refused("file_too_large", message, "split the portfolio, or look for a cell far too long")


def _refusal(name: str, error: BaseException, remedy: str) -> Refused:
    reason = str(error).strip().splitlines() or [type(error).__name__]
    return Refused("unreadable_file", f"{name} cannot be read: {reason[0][:200]}", remedy)
