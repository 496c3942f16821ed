"""PySpark on two threads: a join per level."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from pyspark.sql import SparkSession

from graphs import sql
from graphs.shapes import Floats, Graph

SETTINGS = {
    "spark.driver.memory": "4g", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2", "spark.sql.adaptive.enabled": "false",
    "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
}  # fmt: skip


@contextmanager
def session() -> Iterator[SparkSession]:
    """A session on this machine. Its start is in no figure. Raises `LookupError` where there is no Java."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        raise LookupError("this machine has no Java")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with TemporaryDirectory(prefix="spark-") as folder:
        made = SparkSession.builder.master("local[2]").config("spark.local.dir", folder)
        for name, value in SETTINGS.items():
            made = made.config(name, value)
        found = made.getOrCreate()
        found.sparkContext.setLogLevel("OFF")
        try:
            yield found
        finally:
            found.stop()


def by_level(spark: SparkSession, given: Graph, level: sql.Levels, own: Floats) -> tuple[float, Floats]:
    """A join and a sum per level; tables are in its memory before, and after each level, lest plans grow."""
    columns = sql.sums(given.position is not None)
    with TemporaryDirectory() as folder:
        for name, table in (("lines", sql.lines_table(given, level)), ("amounts", sql.amounts_table(own))):
            file = str(Path(folder) / f"{name}.parquet")
            table.write_parquet(file)
            spark.read.parquet(file).localCheckpoint().createOrReplaceTempView(name)
        sums = ", ".join(f"amounts.{name} + coalesce(more.{name}, 0) as {name}" for name in columns)
        begun = time.perf_counter()
        for one in range(1, int(level.max()) + 1):
            more = sql.added(one, given.position is not None)
            joined = f"select part, {sums} from amounts left join ({more}) as more on part = more.parent"
            spark.sql(joined).localCheckpoint().createOrReplaceTempView("amounts")
        spent = time.perf_counter() - begun
        spark.table("amounts").write.parquet(f"{folder}/found")
        found = pl.read_parquet(f"{folder}/found/*.parquet").sort("part")
    return spent, found.select(columns).to_numpy()
