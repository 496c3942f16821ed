"""The most memory this process held since a moment, in gigabytes; of servers it started nothing is counted."""

from __future__ import annotations

import resource
from pathlib import Path

_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def begin() -> None:
    """Count from here, where the system lets one (Linux); elsewhere the peak is that of the whole run."""
    if _RESET.exists():
        _RESET.write_text("5", "ascii")


def peak() -> float:
    """Resident gigabytes at most since `begin`."""
    if _STATUS.exists():
        for line in _STATUS.read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e9
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
