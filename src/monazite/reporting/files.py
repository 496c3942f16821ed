"""Writes everything that `assess` leaves behind: page, workbook, tables, document, proofs.

Each file is written beside its place under another name and then moved there, so that nobody ever reads half a file;
proofs of an earlier run are replaced as a whole.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from monazite.reporting.answers import SHOWN_LINES, by_concern
from monazite.reporting.beside import beside
from monazite.reporting.columns import write_parquet
from monazite.reporting.json_document import PARQUET_NAME, document, proof_paths, text
from monazite.reporting.json_proof import proof_document
from monazite.reporting.page import render_report
from monazite.reporting.workbook import contents, write_workbook
from monazite.services.assessment import Assessment, LineAnswer

PARTS_NAME = "parts.parquet"
REPORT_NAME, JSON_NAME, WORKBOOK_NAME, PROOFS_NAME = (
    "report.html",
    "determinations.json",
    "determinations.xlsx",
    "proofs",
)


def write_reports(assessment: Assessment, out_dir: Path) -> dict[str, Path]:
    """Write all files into ``out_dir``, which is made if need be; the result names them.

    Keys: ``report``, ``json``, ``parquet``, ``xlsx``, ``proofs`` (a folder) where there is any, ``parts`` where the
    bounds of all parts were computed. Page, workbook and proofs hold the
    10,000 strictest or undetermined lines and say so; proofs those of them that carry one. Raises `OSError` when
    something cannot be written; what was there before is then unharmed.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    kept = [line for line in by_concern(assessment.lines, SHOWN_LINES) if _is_proved(line)]
    paths = proof_paths(assessment)
    proofs = {(line.shipment_id, line.line): paths[line.shipment_id, line.line] for line in kept}
    book = contents(assessment)
    makers: dict[str, tuple[str, Callable[[Path], object]]] = {
        "parquet": (PARQUET_NAME, lambda path: write_parquet(assessment, path)),
        "json": (JSON_NAME, lambda path: _write(path, text(document(assessment, proofs)))),
        "xlsx": (WORKBOOK_NAME, lambda path: write_workbook(book, path)),
        "report": (REPORT_NAME, lambda path: _write(path, render_report(assessment, proofs))),
    }
    bounds = assessment.part_bounds
    if bounds is not None:
        makers["parts"] = PARTS_NAME, lambda path: bounds.write_parquet(path, compression="zstd")
    with tempfile.TemporaryDirectory(prefix=".monazite-", dir=out_dir) as staging_name:
        staging = Path(staging_name)
        _write_proofs(assessment, kept, proofs, staging)
        _make_all({key: partial(make, staging / name) for key, (name, make) in makers.items()}, assessment)
        _move_folder(staging / PROOFS_NAME, out_dir / PROOFS_NAME)
        if not any((out_dir / PROOFS_NAME).iterdir()):
            (out_dir / PROOFS_NAME).rmdir()
        for name, _ in makers.values():
            os.replace(staging / name, out_dir / name)
    if bounds is None:
        (out_dir / PARTS_NAME).unlink(missing_ok=True)  # of an earlier run, about another portfolio
    written = {key: out_dir / name for key, (name, _) in makers.items()}
    return written | ({"proofs": out_dir / PROOFS_NAME} if kept else {})


def _make_all(makers: dict[str, Callable[[], object]], assessment: Assessment) -> None:
    """Make every file; of a large run the workbook beside the others, which takes as long as they all do."""
    left = dict(makers)
    workbook = left.pop("xlsx")
    written = beside(workbook) if assessment.every is not None else workbook
    table = left.pop("parquet")
    with ThreadPoolExecutor(1) as other:  # writing Parquet leaves the interpreter to the others
        stored = other.submit(table)
        for make in left.values():
            make()
        stored.result()
    written()


def _is_proved(line: LineAnswer) -> bool:
    """Whether the line carries its proof; of a large run no line does, and `explain` makes it."""
    return any(finding.proof is not None for finding in line.determination.tried)


def _write_proofs(
    assessment: Assessment, lines: list[LineAnswer], paths: dict[tuple[str, str], str], root: Path
) -> None:
    (root / PROOFS_NAME).mkdir()
    for line in lines:
        _write(root / paths[line.shipment_id, line.line], text(proof_document(assessment, line)))


def _write(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8", newline="\n")


def _move_folder(source: Path, target: Path) -> None:
    """Put ``source`` in the place of ``target``; the old folder goes only once the new one stands.

    What lies in the old folder and is no JSON file is not ours: it moves along.
    """
    old = source.with_name("old-proofs")
    if target.exists():
        os.replace(target, old)
        for other in (entry for entry in old.iterdir() if entry.suffix != ".json"):
            os.replace(other, source / other.name)
    os.replace(source, target)
    if old.exists():
        shutil.rmtree(old)
