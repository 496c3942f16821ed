"""YAML 1.2 text to plain data with the line of every value, so that issues can say where.

Only ``true`` and ``false`` are booleans (``no`` is Norway), dates stay text, numbers are exact decimals as written
(``1E902`` is a list entry; an exponent without a point needs its sign, ``1e-10``), and a key given twice is an issue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import yaml

from monazite.model.issue import Issue, Severity

Path = tuple[str | int, ...]


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the former is faster
    """Resolves scalars as YAML 1.2 does."""


_INT = re.compile(r"[-+]?[0-9]{1,400}")
_FLOAT = re.compile(r"[-+]?[0-9]*\.[0-9]+(?:[eE][-+]?[0-9]{1,3})?|[-+]?[0-9]+[eE][-+][0-9]{1,3}")
_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", _INT.pattern, list("-+0123456789")),
    ("float", _FLOAT.pattern, list("-+.0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), _first)


#: A file with more values is no pack and no case file: aliases can make a small text endless.
_MOST_VALUES = 500_000
_DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Located:
    """Plain data (dict, list, str, int, Decimal, bool, None), the line of each path in it, and the paths of keys that
    are given twice (the later value is in ``data``).
    """

    data: object
    lines: Mapping[Path, int]
    twice: tuple[Path, ...] = ()

    def line(self, path: Path) -> int:
        """Line of the value at ``path``, or of the nearest thing that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(text: str, name: str) -> tuple[Located | None, list[Issue]]:
    """Read one document. Text that is no YAML yields None and an issue; a double key yields an issue only."""
    try:
        if _deeper_than(_DEEPEST, text):  # composing goes down the nesting, and in C nothing stops it
            return None, [_issue("yaml_syntax", "the brackets are nested too deeply", name, 1)]
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        return None, [_issue("yaml_syntax", f"this is no YAML: {problem}", name, mark.line + 1 if mark else 0)]
    except UnicodeEncodeError:
        return None, [_issue("yaml_syntax", "this is no YAML: it holds half of a character", name, 0)]
    if node is None:
        return None, [_issue("yaml_empty", "the file is empty", name, 1)]
    reader = _Reader(name)
    try:
        data = reader.build(node, ())
    except _Endless as fault:
        return None, [_issue("yaml_syntax", str(fault), name, fault.line)]
    return Located(data, reader.lines, tuple(reader.twice)), reader.issues


def _deeper_than(most: int, text: str) -> bool:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > most:
            return True
    return False


def _issue(code: str, message: str, name: str, line: int) -> Issue:
    return Issue(Severity.ERROR, code, message, "correct the file; the other files are still read", name, line)


class _Endless(ValueError):
    """A text that stands for more data than anybody wrote."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path, int] = {}
        self.issues: list[Issue] = []
        self.twice: list[Path] = []
        self._values = 0

    def build(self, node: yaml.Node, path: Path) -> object:
        self._values += 1
        if self._values > _MOST_VALUES or len(path) > _DEEPEST:
            raise _Endless("the values are nested too deeply, or too many", node.start_mark.line + 1)
        self.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, object]:
        result: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in result:
                line = key_node.start_mark.line + 1
                self.issues.append(_issue("duplicate_key", f"the key {key!r} is given twice", self.name, line))
                self.twice.append((*path, key))
            result[key] = self.build(value_node, (*path, key))
            self.lines[(*path, key)] = key_node.start_mark.line + 1
        return result


def _scalar(node: yaml.Node) -> object:
    text = str(node.value)
    match node.tag.rsplit(":", 1)[-1]:
        case "null":
            return None
        case "bool":
            return text == "true"
        case "int" if _INT.fullmatch(text):
            return int(text)
        case "float" if _FLOAT.fullmatch(text):
            return Decimal(text)
    return text
