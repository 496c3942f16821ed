"""`import.yaml` beside the tables: the answers, the questions still open, and the files that the import wrote.

It is YAML read as plain text (no tags, no objects). People may edit `answers`; the rest is written anew every time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from monazite.exchange.erp.desk import UNKNOWN, Question

LARGEST = 1 << 20
_KEYS = ("version", "answers", "open", "written")
_HEAD = """\
# What `monazite import` was told about this company's exports, so that the next import asks nothing (docs/import.md).
# Answer an open question by adding its id under `answers`, such as `currency: EUR`; `unknown` is an answer too.
"""


class MemoryFault(ValueError):
    """The file is not what it should be; the message names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Memory:
    """``answers`` by the id of the question; ``written``: SHA-256 by name of every file that an import wrote."""

    answers: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)


def read_memory(path: Path) -> Memory:
    """What is remembered; nothing where there is no file. Raises `MemoryFault`."""
    if not path.exists():
        return Memory()
    loaded = _loaded(path)
    unknown = sorted(set(loaded) - set(_KEYS))
    if unknown:
        raise MemoryFault(f"{path.name}: unknown key {unknown[0]!r}; there are {', '.join(_KEYS)}")
    if loaded.get("version") != "1":
        raise MemoryFault(f"{path.name}: version must be 1")
    return Memory(_texts(loaded.get("answers"), path, "answers"), _texts(loaded.get("written"), path, "written"))


def read_answers(path: Path) -> dict[str, str]:
    """The answers of a file for ``--answers``: ids with answers, alone or under `answers`. Raises `MemoryFault`."""
    loaded = _loaded(path)
    inside = loaded.get("answers") if "answers" in loaded else loaded
    return _texts(inside, path, "answers")


def memory_text(answers: Mapping[str, str], still_open: Iterable[Question], written: Mapping[str, str]) -> str:
    """The file that keeps these."""
    document = {
        "version": 1,
        "answers": dict(sorted(answers.items())),
        "open": [_open(question) for question in still_open],
        "written": dict(sorted(written.items())),
    }
    return _HEAD + yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=110)


def _open(question: Question) -> dict[str, object]:
    return {
        "id": question.id,
        "question": question.text,
        "evidence": question.evidence,
        "offered": question.default,
        "answers": {**question.options, UNKNOWN: "what hangs on it stays unknown"},
    }


def _loaded(path: Path) -> dict[str, object]:
    try:
        if path.stat().st_size > LARGEST:
            raise MemoryFault(f"{path.name} is larger than such a file can be")
        text = path.read_text("utf-8")
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            raise MemoryFault(f"{path.name}: no aliases (*name) here")
        loaded = yaml.load(text, Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise MemoryFault(f"{path.name} cannot be read: {' '.join(str(error).split())[:200]}") from error
    if loaded is None or loaded == "":
        return {}
    if not isinstance(loaded, dict):
        raise MemoryFault(f"{path.name}: ids with their answers are expected, such as `currency: EUR`")
    return loaded


def _texts(value: object, path: Path, where: str) -> dict[str, str]:
    if value in (None, "", []):
        return {}
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise MemoryFault(f"{path.name}: under {where} every id has one text, such as `currency: EUR`")
    return {str(key): item for key, item in value.items()}
