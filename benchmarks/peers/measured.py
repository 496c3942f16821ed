"""What a run costs: time, processor time and memory."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
SAMPLE_EVERY = 0.1


@dataclass(frozen=True)
class Cost:
    """Of one engine: medians over the repetitions."""

    engine: str
    lines: int
    """Lines evaluated."""
    wall_s: float
    cpu_s: float
    repeats: int
    peak_mb: float | None = None
    """Greatest resident memory; measured where the engine has a process of its own."""
    patterns: int | None = None

    @property
    def lines_per_s(self) -> float:
        """Lines in a second of wall time."""
        return self.lines / self.wall_s


def repeated(engine: str, lines: int, repeats: int, run: Callable[[], T]) -> tuple[Cost, T]:
    """The median cost of a call in this process, and what it returned."""
    walls, cpus = [], []
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        found = run()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return Cost(engine, lines, statistics.median(walls), statistics.median(cpus), repeats), found


def assessed(program: Path, portfolio: Path, out: Path, lines: int, repeats: int) -> Cost:
    """`monazite assess` as a process of its own: reading the tables and writing all reports included.

    Raises CalledProcessError where it fails.
    """
    walls, cpus, peaks = [], [], []
    for _ in range(repeats):
        wall = time.perf_counter()
        command = [str(program), "assess", str(portfolio), "--out", str(out)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        watch = _Watch(process.pid)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        walls.append(time.perf_counter() - wall)
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.stop()
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        cpus.append(used.ru_utime + used.ru_stime)
        peaks.append(max(used.ru_maxrss / 1024, watch.peak_mb))
    middle = statistics.median
    return Cost("monazite", lines, middle(walls), middle(cpus), repeats, middle(peaks), _patterns(out))


class _Watch(threading.Thread):
    """Samples the resident memory of a process and its descendants, together."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._ended = pid, threading.Event()
        self.peak_mb = 0.0

    def run(self) -> None:
        """Sample until stopped."""
        while not self._ended.wait(SAMPLE_EVERY):
            self.peak_mb = max(self.peak_mb, _resident(self._pid))

    def stop(self) -> None:
        """End sampling."""
        self._ended.set()
        self.join()


def _resident(pid: int) -> float:
    """Megabytes of a process and its descendants; what ends meanwhile counts no more. Linux only, elsewhere 0."""
    folder = Path(f"/proc/{pid}")
    try:
        pages = int((folder / "statm").read_text().split()[1])
        children = [
            int(child) for task in (folder / "task").iterdir() for child in (task / "children").read_text().split()
        ]
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20 + sum(map(_resident, children))


def _patterns(out: Path) -> int | None:
    """The number of patterns as the JSON document says it before its lines, if it does."""
    with (out / "determinations.json").open(encoding="utf-8") as document:
        for text in document:
            if text.startswith(' "determinations"'):
                break
            if found := re.search(r'"patterns": (\d+)', text):
                return int(found[1])
    return None
