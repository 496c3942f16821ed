"""The library of material classes as tables of ``docs/classes.md``."""

from __future__ import annotations

from decimal import Decimal

from monazite.services.library import Library, MaterialClass, NumberCite
from monazite.wiring import library


def table() -> str:
    """All classes, then the numbers with their citations, then the sources."""
    known = library()
    lines = ["| class | what | zh | composition | may hold |", "|---|---|---|---|---|"]
    lines += [_class(one) for one in known.classes.values()]
    lines += [
        "",
        "| class | element | mass fraction | source | where | read | confidence |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [row for one in known.classes.values() for row in _numbers(one)]
    lines += ["", *_sources(known)]
    return "\n".join(lines)


def _class(one: MaterialClass) -> str:
    held = ", ".join(f"{s.element} {_range(s.low, s.high)}" for s in one.substances) or "nothing that counts"
    return f"| `{one.id}` | {one.title.en} | {one.title.zh} | {one.composition} | {held} |"


def _range(low: Decimal | None, high: Decimal | None) -> str:
    return "any" if low is None or high is None else f"{low:f} to {high:f}"


def _numbers(one: MaterialClass) -> list[str]:
    bounds = [(s.element, _range(s.low, s.high), s.cite) for s in one.substances if s.cite]
    shown = [(r.element, f"{r.value:f} (shown)", r.cite) for r in one.references]
    return [f"| `{one.id}` | {element} | {amount} | {_cited(cite)} |" for element, amount, cite in bounds + shown]


def _cited(cite: NumberCite) -> str:
    formula = f" (from the formula {cite.formula})" if cite.formula else ""
    return f"`{cite.source}` | {cite.where}{formula} | `{cite.read}` | `{cite.confidence}`"


def _sources(known: Library) -> list[str]:
    lines = ["| source | title | where | licence | read |", "|---|---|---|---|---|"]
    return lines + [
        f"| `{s.id}` | {s.title} | {s.address} | {s.licence} | `{s.read}` |" for s in known.sources.values()
    ]
