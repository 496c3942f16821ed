"""``docs/answer.md``: columns of the Parquet file, keys of the JSON documents, duties that an answer may bring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from monazite.reporting.columns import COLUMNS
from monazite.reporting.json_document import schema
from tools.reference.law import cites, packs
from tools.reference.markdown import code, table

TYPES = {"String": "text", "Float64": "number", "Boolean": "true or false"}
SHARED = {
    "counts": "a count per verdict",
    "branch": "one of `branches`",
    "other_reading": "one of `other_readings`",
    "basis": "one of `by_basis`",
    "leaf": "one of `leaves`",
    "share": "`share`",
    "finding": "one of `findings`",
    "duty": "one of `duties`",
    "cover": "`covered_by`",
    "question": "one of a `set`",
    "deciding": "one of `deciding_facts`",
    "determination": "one of `determinations`",
    "pack": "one of `packs`",
    "issue": "one of `issues`",
    "part": "one of `parts`",
    "limb": "one of `limbs`",
    "product": "one of `products`",
    "exposed": "one of `exposure.parts`, `.suppliers`, `.classes`",
    "exposure": "`exposure`",
    "reach": "one of `summary.questions`",
    "summary": "`summary`",
    "citation": "one of `citations`",
    "node": "a step of a `proof`",
}


def columns() -> str:
    """Name and type of every fixed column of ``determinations.parquet``."""
    return table(("column", "type"), [(f"`{name}`", TYPES[str(kind)]) for name, kind in COLUMNS.items()])


def duties() -> str:
    """Every duty of the packs."""
    rows = [
        (code(line.id), line.title.en, f"{pack.instrument.short.en} art. {line.provision}",
         f"{line.working_days} Chinese working days" if line.working_days is not None else "",
         "yes" if line.first else "", f"{line.confidence.value}; {cites(line.cite)}")
        for pack in packs().packs.values()
        for line in pack.requirements
    ]  # fmt: skip
    return table(("duty", "what", "by", "within", "before the transfer", "support"), rows)


def documents() -> str:
    """The keys of both JSON documents, object by object."""
    first, second = schema("determinations-1"), schema("proof-1")
    known = set(first["$defs"])
    blocks = [f"**The document `monazite/determinations/1`**\n\n{_keys(first)}"]
    blocks += [f"**{SHARED[name].capitalize()}**\n\n{_keys(body)}" for name, body in _objects(first)]
    blocks.append(f"**The document `monazite/proof/1`** (one file per line, in `proofs/`)\n\n{_keys(second)}")
    for name, body in _objects(second):
        more = _more(body, first["$defs"].get(name))
        if more:
            head = "what it has besides" if name in known else "keys"
            blocks.append(f"**{SHARED[name].capitalize()}, in a proof: {head}**\n\n{_keys({'properties': more})}")
    return "\n\n".join(blocks)


def _objects(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((name, body) for name, body in document["$defs"].items() if "properties" in body and name != "counts")


def _more(body: Mapping[str, Any], base: Mapping[str, Any] | None) -> dict[str, Any]:
    there = base["properties"] if base and "properties" in base else {}
    return {key: value for key, value in body["properties"].items() if key not in there}


def _keys(body: Mapping[str, Any]) -> str:
    required = body.get("required", ())
    rows = []
    for key, value in body["properties"].items():
        inner = value.get("items", value) if isinstance(value, dict) else {}
        inside = ", ".join(f"`{name}`" for name in inner.get("properties", {})) if isinstance(inner, dict) else ""
        note = value.get("description", "")
        rows.append((f"**`{key}`**" if key in required else f"`{key}`", "; ".join(filter(None, (note, inside)))))
    return table(("key", "meaning, or the keys inside"), rows)
