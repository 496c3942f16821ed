"""Files written into a folder that holds none of them yet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def write_fresh(directory: Path, texts: Mapping[str, str]) -> list[Path]:
    """Write ``texts``, by name, into ``directory`` (made if need be), and return the files.

    Raises `FileExistsError`, and writes nothing, where a file of one of the names is there and not empty.
    """
    taken = [name for name in texts if (directory / name).exists() and (directory / name).stat().st_size > 0]
    if taken:
        raise FileExistsError(f"{directory} already holds {', '.join(taken)}; nothing was written")
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (directory / name).write_text(text, encoding="utf-8", newline="\n")
    return [directory / name for name in texts]
