"""Where the record of the last run is kept: `.monazite/` in the folder of the portfolio, or another folder."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from monazite.services.run_record import RunRecord

_FOLDER = ".monazite"


class RecordFault(ValueError):
    """The record is there and cannot be read; the message says what to do."""


def record_path(portfolio: Path, folder: Path | None = None) -> Path:
    """The file of the record: `last_run.json` of a folder of tables, `NAME.last_run.json` beside a workbook."""
    if folder is not None:
        return folder / "last_run.json"
    if portfolio.is_dir():
        return portfolio / _FOLDER / "last_run.json"
    return portfolio.parent / _FOLDER / f"{portfolio.stem}.last_run.json"


def read_record(path: Path) -> RunRecord | None:
    """The record; None where there is none yet. Raises `RecordFault`."""
    if not path.exists():
        return None
    try:
        return RunRecord.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise RecordFault(f"{path} cannot be read as the record of a run; delete it to begin anew") from error


def write_record(path: Path, record: RunRecord, packs: Mapping[str, str]) -> None:
    """Keep a record, and the texts of its packs beside it, so that the next run can judge by them. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(dict(sorted(packs.items())), ensure_ascii=False).encode()
    _packs_path(path).write_bytes(gzip.compress(text, mtime=0))
    waiting = path.with_suffix(".writing")
    waiting.write_text(record.model_dump_json(indent=1) + "\n", "utf-8")
    waiting.replace(path)


def read_packs(path: Path) -> dict[str, str] | None:
    """The texts of the packs of the last run; None where they are not at hand or damaged."""
    try:
        loaded = json.loads(gzip.decompress(_packs_path(path).read_bytes()))
    except (OSError, EOFError, ValueError):
        return None
    return {str(name): str(text) for name, text in loaded.items()} if isinstance(loaded, dict) else None


def _packs_path(path: Path) -> Path:
    return path.with_suffix(".packs.gz")
