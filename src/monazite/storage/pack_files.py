"""The files of regulation packs: those that ship with monazite, or a folder of the user's."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path


def shipped_packs() -> dict[str, str]:
    """Name -> text of every YAML file that ships: `cn/sources.yaml`, `cn/mofcom-2025-61/rules.yaml`, ..."""
    found: dict[str, str] = {}
    _collect(resources.files("monazite.packs"), "", found)
    return found


def packs_in(folder: Path) -> dict[str, str]:
    """The same of a folder on disk. Raises NotADirectoryError when it is none."""
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is no folder of packs")
    found: dict[str, str] = {}
    _collect(folder, "", found)
    return found


def _collect(folder: Traversable, prefix: str, found: dict[str, str]) -> None:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            _collect(entry, f"{prefix}{entry.name}/", found)
        elif entry.name.endswith(".yaml"):
            found[f"{prefix}{entry.name}"] = entry.read_text(encoding="utf-8")
