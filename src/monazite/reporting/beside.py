"""One piece of writing beside the others, on another core."""

from __future__ import annotations

import multiprocessing
import sys
import warnings
from collections.abc import Callable


def beside(make: Callable[[], object]) -> Callable[[], object]:
    """Start ``make`` in a copy of this process; the result waits for it, and must be called.

    ``make`` must need no threads and no data frames (a copy of a process has none of its threads), and leave nothing
    but files. Only on Linux: elsewhere a process cannot be copied safely, and ``make`` runs when it is waited for.
    Where the copy fails, ``make`` runs once more here, so that its error is raised here.
    """
    if sys.platform != "linux":
        return make
    process = multiprocessing.get_context("fork").Process(target=make, daemon=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads: ``make`` waits for none
        process.start()

    def wait() -> None:
        process.join()
        if process.exitcode != 0:
            make()

    return wait
