"""The header dictionary (`dictionary.csv`): under which names each SAP field appears, and how its cells are read."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "de", "zh")
_NO_LETTER = re.compile(r"[\s._\-/()\[\]:,;%\"'*]+")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a SAP table: its technical name, how its cells are read (``type``), and whether the table can be used
    without it, and a row with a blank in it (``filled``). ``one_of``: of the fields so marked a table must have one.

    Types: `id` (all digits lose their leading zeros), `plant` (all digits are four), `alternative` (two digits),
    `code` and `text` (as they stand), `unit`, `number`, `date`, `flag` (anything but a blank is set).
    """

    name: str
    type: str
    required: bool
    filled: bool
    one_of: bool
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SapTable:
    """A SAP table and those of its fields that are read."""

    name: str
    fields: Mapping[str, Field]

    def named(self, header: str) -> list[str]:
        """The fields that ``header`` may mean: its technical name alone, or those of which it is a spelling."""
        technical = header.strip().upper().split("-")[-1]
        if technical in self.fields:
            return [technical]
        wanted = folded(header)
        return [f.name for f in self.fields.values() if wanted and wanted in f.spellings]


def folded(header: str) -> str:
    """A header without what exports vary: case, blanks, points, brackets, and sharp s."""
    return _NO_LETTER.sub("", header.replace("\ufeff", "").casefold())


@cache
def dictionary() -> Mapping[str, SapTable]:
    """Every table by its name."""
    text = files(__package__).joinpath("dictionary.csv").read_text("utf-8")
    tables: dict[str, dict[str, Field]] = {}
    for row in csv.DictReader(text.splitlines()):
        names = tuple(dict.fromkeys(folded(n) for language in LANGUAGES for n in row[language].split("|") if n))
        need = row["need"]
        field = Field(row["field"], row["type"], need in ("required", "column"), need == "required",
                      need == "required:any", names)  # fmt: skip
        tables.setdefault(row["table"], {})[field.name] = field
    return {name: SapTable(name, fields) for name, fields in tables.items()}


@cache
def every_spelling() -> frozenset[str]:
    """All folded headers and technical names: what the line of headers is found by."""
    fields = [field for table in dictionary().values() for field in table.fields.values()]
    return frozenset(n for field in fields for n in (*field.spellings, folded(field.name)))
