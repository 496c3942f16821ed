"""The formats that `monazite import` knows, in the order in which files are tried against them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from monazite.exchange.imports import ImportFormat
from monazite.exchange.pyleecan.nodes import looks_like_machine
from monazite.exchange.pyleecan.tables import read_machines

FORMATS: Mapping[str, ImportFormat] = {
    known.name: known
    for known in (ImportFormat("pyleecan", "machine descriptions of pyleecan", looks_like_machine, read_machines),)
}


def told(files: Sequence[Path]) -> ImportFormat | None:
    """The first format that recognises any of the files."""
    return next((known for known in FORMATS.values() if any(known.recognises(file) for file in files)), None)
