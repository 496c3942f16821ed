"""A private PostgreSQL server that is thrown away, and the roll-up in it: by level and recursive."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
import psycopg

from graphs import sql
from graphs.shapes import Floats, Graph

Connection = psycopg.Connection[tuple[object, ...]]
SETTINGS = {
    "listen_addresses": "", "shared_buffers": "1GB", "work_mem": "512MB", "maintenance_work_mem": "512MB",
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal",
    "max_wal_senders": "0", "max_wal_size": "8GB", "autovacuum": "off", "max_parallel_workers_per_gather": "1",
    "jit": "off",
}  # fmt: skip
"""All memory it can use, nothing kept safe, two processes a query; compiled queries are slower here."""
_TABLES = """
create unlogged table lines (parent int, child int, quantity float8, most float8, position int, level int);
create unlogged table amounts (part int, least float8, most float8);
"""
_READY = "create index on lines (level); alter table amounts add primary key (part); analyze lines; analyze amounts;"


def programs() -> Path | None:
    """Where `initdb` and `postgres` are: on the PATH, or where Debian puts them."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


@contextmanager
def server() -> Iterator[Connection]:
    """A connection to a new server behind a socket in a new folder. It refuses to run as root, so then as ``nobody``.

    Raises `LookupError` where the machine has no PostgreSQL.
    """
    if (bin_ := programs()) is None:
        raise LookupError("this machine has no PostgreSQL server (no initdb on the PATH or in /usr/lib/postgresql)")
    user = "nobody" if os.geteuid() == 0 else None
    with TemporaryDirectory(prefix="pg-") as folder:
        if user:
            shutil.chown(folder, user)
        data = f"{folder}/data"
        how = ["-U", "bench", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        subprocess.run(
            [bin_ / "initdb", "-D", data, *how], check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL
        )
        options = [option for name, value in SETTINGS.items() for option in ("-c", f"{name}={value}")]
        run: list[str | Path] = [bin_ / "postgres", "-D", data, "-k", folder, *options]
        with (Path(folder) / "log").open("w") as log, subprocess.Popen(run, user=user, cwd=folder, stderr=log) as one:
            try:
                with _connected(folder) as base:
                    yield base
            finally:
                one.terminate()


def _connected(folder: str) -> Connection:
    for _ in range(100):
        try:
            return psycopg.connect(host=folder, user="bench", dbname="postgres", autocommit=True)
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise TimeoutError(f"PostgreSQL in {folder} does not answer")


def by_level(base: Connection, given: Graph, level: sql.Levels, own: Floats) -> tuple[float, Floats]:
    """An update per level."""
    columns = sql.sums(given.position is not None)
    set_ = ", ".join(f"{name} = amounts.{name} + more.{name}" for name in columns)
    _load(base, given, level, own)
    begun = time.perf_counter()
    for one in range(1, int(level.max()) + 1):
        more = sql.added(one, given.position is not None)
        base.execute(f"update amounts set {set_} from ({more}) as more where part = more.parent")
    spent = time.perf_counter() - begun
    found = base.execute("select least, most from amounts order by part").fetchall()
    return spent, np.array(found)[:, : len(columns)]


def recursive(base: Connection, given: Graph, own: Floats) -> tuple[float, Floats]:
    """Recursive SQL, which walks every way."""
    _load(base, given, np.zeros(given.parts, np.int64), own)
    begun = time.perf_counter()
    found = np.array(base.execute(sql.RECURSION).fetchall())
    spent = time.perf_counter() - begun
    amounts = np.zeros((given.parts, 1))
    amounts[found[:, 0].astype(np.int64), 0] = found[:, 1]
    return spent, amounts


def _load(base: Connection, given: Graph, level: sql.Levels, own: Floats) -> None:
    base.execute("drop table if exists lines, amounts")
    base.execute(_TABLES)
    _copy(base, "lines", sql.lines_table(given, level))
    _copy(base, "amounts", sql.amounts_table(own))
    base.execute(_READY)


def _copy(base: Connection, table: str, rows: pl.DataFrame) -> None:
    with base.cursor() as cursor, cursor.copy(f"copy {table} from stdin (format csv)") as copy:
        for part in rows.iter_slices(500_000):
            copy.write(part.write_csv(include_header=False).encode())
