"""Reading a description safely: sizes and depths are bounded, and every fault says where in the file it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE_BYTES = 16 << 20
"""A larger file is no description of one machine."""

DEPTH = 60
"""Objects nested deeper than this are refused; the descriptions known need about ten."""

LARGEST = 1e6
"""No number of a description is larger: lengths in metres, densities in kg/m³, counts."""

TEXT = 300
"""So many characters of a name or description are kept."""


class Fault(Exception):
    """A description cannot be used: code of the issue, place in the file, what is wrong, what to do."""

    def __init__(self, code: str, place: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.code, self.place, self.message, self.remedy = code, place, message, remedy


def malformed(place: str, message: str) -> Fault:
    """A value is absent, of the wrong type or out of range."""
    return Fault("machine_malformed", place, message, "write the description anew with pyleecan, or mend the value")


def unsupported(place: str, what: str) -> Fault:
    """A shape or construction whose area is not worked out here: its mass would be a guess."""
    remedy = "state the materials of this machine by hand in parts and bom"
    return Fault("machine_not_supported", place, f"{what} is not read: its mass would be a guess", remedy)


def read_machine(data: bytes) -> Node:
    """The root of a description. Raises `Fault` where it is too large or deep, no JSON, or no machine."""
    if len(data) > FILE_BYTES:
        message = f"the file has {len(data):,} bytes; at most {FILE_BYTES:,} are read"
        raise Fault("machine_unreadable", "", message, "give the description of one machine")
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant, object_pairs_hook=_no_repeats)
    except (ValueError, RecursionError) as error:
        raise Fault(
            "machine_unreadable", "", f"the file is no JSON that can be read: {_first_line(error)}",
            "give the file as pyleecan wrote it",
        ) from error  # fmt: skip
    _check_depth(found)
    if not isinstance(found, dict) or not str(found.get("__class__", "")).startswith("Machine"):
        raise Fault(
            "machine_unreadable", "", "the file is no pyleecan machine (no __class__ Machine...)",
            "give a file of pyleecan's folder Data/Machine",
        )  # fmt: skip
    return Node(found, "")


def looks_like_machine(path: Path) -> bool:
    """Whether a file is a pyleecan machine, told by its beginning and end; never raises."""
    try:
        if path.suffix.lower() != ".json" or path.stat().st_size > FILE_BYTES:
            return False
        return b'"__class__": "Machine' in path.read_bytes()
    except OSError:
        return False


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} is no number")


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _check_depth(value: Any) -> None:
    level: list[Any] = [value]
    for _ in range(DEPTH):
        if not level:
            return
        level = [
            child for item in level if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]  # fmt: skip
    if level:
        raise Fault("machine_unreadable", "", f"objects are nested deeper than {DEPTH}", "give a file of pyleecan")


@dataclass(frozen=True, slots=True)
class Node:
    """An object of the description and its place, `rotor.hole[0]`; values are fetched by kind or refused."""

    values: dict[str, Any]
    place: str

    @property
    def kind(self) -> str:
        """Its class in pyleecan: `HoleM50`."""
        return self.text("__class__")

    def at(self, key: str) -> str:
        """The place of one of its values."""
        return f"{self.place}.{key}" if self.place else key

    def text(self, key: str, otherwise: str = "") -> str:
        """A text in one line, cut at `TEXT` characters."""
        value = self.values.get(key)
        return " ".join(str(value).split())[:TEXT] if isinstance(value, str) else otherwise

    def number(self, key: str, otherwise: float | None = None) -> float:
        """A number from 0 to `LARGEST`; ``otherwise`` where it is absent or null, if that is given."""
        value = self.values.get(key)
        if value is None and otherwise is not None:
            return otherwise
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LARGEST:
            raise malformed(self.at(key), f"{key} should be a number from 0 to {LARGEST:g}, and is {str(value)[:40]!r}")
        return float(value)

    def size(self, key: str) -> float:
        """A number above 0."""
        value = self.number(key)
        if value == 0:
            raise malformed(self.at(key), f"{key} should be above 0")
        return value

    def count(self, key: str, otherwise: int | None = None) -> int:
        """A whole number from 1 up."""
        value = self.number(key, otherwise)
        if value != int(value) or not 1 <= value <= 100_000:
            raise malformed(self.at(key), f"{key} should be a whole number from 1 up, and is {value}")
        return int(value)

    def flag(self, key: str, otherwise: bool = False) -> bool:
        """Yes or no; ``otherwise`` where it is absent or null."""
        value = self.values.get(key)
        if value is None:
            return otherwise
        if not isinstance(value, bool):
            raise malformed(self.at(key), f"{key} should be true or false, and is {str(value)[:40]!r}")
        return value

    def child(self, key: str) -> Node:
        """An object that must be there."""
        found = self.maybe(key)
        if found is None:
            raise malformed(self.at(key), f"{key} is absent")
        return found

    def maybe(self, key: str) -> Node | None:
        """An object, or None where it is absent or null."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise malformed(self.at(key), f"{key} should be an object")
        return Node(value, self.at(key))

    def children(self, key: str) -> Iterator[Node]:
        """The objects of a list; none where it is absent or null."""
        value = self.values.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            raise malformed(self.at(key), f"{key} should be a list")
        for position, item in enumerate(value):
            place = f"{self.at(key)}[{position}]"
            if not isinstance(item, dict):
                raise malformed(place, f"{place} should be an object")
            yield Node(item, place)

    def point(self, key: str) -> complex:
        """A point of the cross-section, written `(0.07-0.01j)`."""
        value = self.values.get(key)
        found = complex("nan")
        if isinstance(value, str):
            with suppress(ValueError):
                found = complex(value.replace(" ", ""))
        if not (abs(found.real) <= LARGEST and abs(found.imag) <= LARGEST):
            raise malformed(self.at(key), f"{key} should be a point, and is {str(value)[:40]!r}")
        return found
