"""The files of the library of material classes that ships with monazite."""

from __future__ import annotations

from importlib import resources


def shipped_profiles() -> dict[str, str]:
    """Name -> text of every YAML file of the library."""
    files = resources.files("monazite.profiles").iterdir()
    return {file.name: file.read_text(encoding="utf-8") for file in files if file.name.endswith(".yaml")}
