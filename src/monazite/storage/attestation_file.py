"""The file of attestations beside a portfolio: read whole, only ever appended to."""

from __future__ import annotations

import json
from pathlib import Path

from monazite.law.attestation import AttestationLine
from monazite.services.attestations import ATTESTATIONS_FILE

_HEAD = "# What was attested about the law and its lists. Only `monazite law attest` and `lists attest` add to it.\n"


def attestation_path(portfolio: Path) -> Path:
    """Where the attestations of a portfolio are kept: in its folder, or beside its workbook."""
    if portfolio.is_dir():
        return portfolio / ATTESTATIONS_FILE
    return portfolio.with_name(f"{portfolio.stem}.{ATTESTATIONS_FILE}")


def read_text(path: Path) -> str:
    """The text of the file; empty where there is none. Raises OSError and UnicodeDecodeError."""
    return path.read_text("utf-8") if path.exists() else ""


def append(path: Path, line: AttestationLine) -> None:
    """Add one attestation at the end; what stands there is not touched. Raises OSError."""
    said = line.model_dump(mode="json", exclude_defaults=True)
    rows = [f"{key}: {_value(value)}" for key, value in said.items()]
    text = "- " + "\n  ".join(rows) + "\n"
    with path.open("a", encoding="utf-8") as file:
        if file.tell() == 0:
            file.write(_HEAD)
        file.write("\n" + text)


def _value(value: object) -> str:
    """A scalar or a list of texts, quoted so that YAML reads it back as text."""
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return json.dumps(str(value), ensure_ascii=False)
