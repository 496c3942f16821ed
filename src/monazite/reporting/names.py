"""Short names of instruments and provisions, as the trade speaks of them, and names of files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from monazite.services.product_view import DESTINATIONS, EXPORTER

_MOFCOM = re.compile(r"mofcom-(\d{4})-(\d+)")
_NOTICE = re.compile(r"(cl|wl|uel)-(\d{4})-(\d+)")
_DECREE = re.compile(r"decree-(\d+)")
_LAWS = {"ecl-2020": "Export Control Law"}
_LISTS = {"cl": "Control List", "wl": "Watch List", "uel": "Unreliable Entity List"}
_SAFE = re.compile(r"[A-Za-z0-9._-]{1,60}")
_FIRST_YEAR = "2025"
"""Announcements of this year go by their number alone: No. 61, No. 70."""

_PLACES = {EXPORTER: "abroad", DESTINATIONS["abroad"]: "another country"}
"""What stands for a country in the lines of a portfolio without shipments."""


def place_name(country: str) -> str:
    """A country by its code, "?" where it is unknown; in words where no particular one is meant."""
    return _PLACES.get(country, country) or "?"


def instrument_name(instrument: str) -> str:
    """``cn/mofcom-2025-61`` is "No. 61"; of another year "No. 46/2024"; ``cn/cl-2026-23`` "Control List 2026/23"."""
    bare = instrument.split("/", 1)[1] if instrument.startswith("cn/") else instrument
    if match := _MOFCOM.fullmatch(bare):
        year, number = match.groups()
        return f"No. {number}" if year == _FIRST_YEAR else f"No. {number}/{year}"
    if match := _NOTICE.fullmatch(bare):
        kind, year, number = match.groups()
        return f"{_LISTS[kind]} {year}/{number}"
    if match := _DECREE.fullmatch(bare):
        return f"Decree {match.group(1)}"
    return _LAWS.get(bare, bare)


def provision_name(provision: str) -> str:
    """``cn/mofcom-2025-61#1.1`` is "No. 61 art. 1(1)", ``cn/mofcom-2025-18/1C905.a.4`` is "No. 18 1C905.a.4"."""
    head, hash_, article = provision.partition("#")
    if hash_:
        return f"{instrument_name(head)} {article_name(article)}".strip()
    bare = provision.removeprefix("cn/")
    instrument, slash, entry = bare.partition("/")
    return f"{instrument_name(instrument)} {entry}" if slash else instrument_name(bare)


def article_name(article: str) -> str:
    """``1.1`` is "art. 1(1)"; what does not start with a number stays as it is."""
    number, dot, paragraph = article.partition(".")
    if not number.isdigit():
        return article
    return f"art. {number}({paragraph})" if dot else f"art. {number}"


def line_name(shipment_id: str, line: str) -> str:
    """``S1/1``, as in the subjects of facts; ``activity:A1`` of what has no lines."""
    return f"{shipment_id}/{line}" if line else shipment_id


def _tag(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def file_stems(names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """A file name without ending for each (shipment, line), different for each on every file system.

    ``("S1", "1")`` is ``S1_1``. Where a name holds other characters than letters, digits, dot, hyphen and underscore,
    is long, or would collide with an earlier one, a tag of eight hexadecimal digits makes it distinct.
    """
    taken: set[str] = set()
    stems: dict[tuple[str, str], str] = {}
    for name in names:
        shipment, line = name
        plain = _SAFE.fullmatch(shipment) and _SAFE.fullmatch(line) and not shipment.startswith(".")
        stem = f"{shipment}_{line}" if plain else ""
        if not stem or stem.casefold() in taken:
            tame = re.sub(r"[^A-Za-z0-9-]+", "-", f"{shipment}_{line}").strip("-")[:40] or "line"
            stem = f"{tame}-{_tag(f'{shipment}/{line}')}"
        taken.add(stem.casefold())
        stems[name] = stem
    return stems
