"""``docs/packs.md`` and ``docs/conditions.md``: keys of the pack files and functions of the condition language."""

from __future__ import annotations

import re
import types
import typing
from datetime import date
from enum import StrEnum

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from monazite.law.load import COUNTRY_FILES, PACK_FILES
from monazite.law.schema import Cite, Words
from monazite.law.schema_text import ListFile
from monazite.logic.parser import FUNCTIONS
from tools.reference.markdown import table

FUNCTION_MEANINGS = {
    "listed": "the item falls under an entry of the subtree `'part2'`; `but='part2.I.parts'` leaves a subtree out; "
    "`''` = any entry of this pack",
    "excluded": "an official answer takes the item out of the entries of the subtree",
    "value_share": "left side of `>=` only: value of the counted entries of Chinese origin against the value of the "
    "item, compared as `N >= t * V` (rule N1)",
    "contains": "any counted content of Chinese origin is inside, be it a trace",
    "param": "a number of the law from `parameters.yaml`",
    "reading": "left side of `==` or `!=` only: the alternative taken for a reading; open readings make it UNKNOWN",
    "in_force": "the provision is in force on the day",
    "holds": "some rule of the provision (or of the instrument) holds and is in force",
    "use": "the end use has one of the codes; `'ai:military_potential'` asks for an assessment, `'rare_earth:*'` "
    "for any",
    "use_number": "left side of a comparison only: the number that stands behind an end-use code, in `'nm'` or "
    "`'layers'`",
    "named_on": "the party is named in a notice of one of the lists that counts (reading `listed`)",
    "affiliated": "listed holders hold at least the share of the party, or it is a branch of one (reading "
    "`affiliation`)",
    "named_in": "a notice (`'cl-2025-01'`) names the party; with the name of a list: a notice that nobody searched may",
    "listing_suspended": "a stated listing of the party on the list is suspended on the day",
    "open_law": "what nobody has read, or no text says, decides (`'technology_catalogue'`): always open",
}
NAMES = {str: "text", int: "whole number", bool: "yes or no", date: "date"}


def functions() -> str:
    """The functions with their arguments and meaning."""
    rows = []
    for name, (fewest, most, named) in FUNCTIONS.items():
        count = str(fewest) if fewest == most else f"{fewest} to {most}"
        extra = ", ".join(f"`{argument}=`" for argument in sorted(named))
        rows.append((f"`{name}()`", f"{count}{f', and {extra}' if extra else ''}", FUNCTION_MEANINGS[name]))
    return table(("function", "arguments", "TRUE when"), rows)


def keys() -> str:
    """For every file of a pack, the keys that it may have: required ones bold, with type and default."""
    files: dict[str, type[BaseModel]] = {f"PACK/{name}": model for name, model in PACK_FILES.items()}
    files["PACK/lists/NAME.yaml"] = ListFile
    files |= {f"cn/{name}": model for name, model in COUNTRY_FILES.items()}
    done: set[type[BaseModel]] = set()
    blocks = []
    for name, model in files.items():
        blocks.append(f"#### {name}\n\n{_keys(model)}")
        for inner in _inner(model):
            if inner not in done:
                done.add(inner)
                blocks.append(f"**Each {_title(inner)}**\n\n{_about(inner)}{_keys(inner)}")
    return "\n\n".join(blocks)


def _inner(model: type[BaseModel]) -> list[type[BaseModel]]:
    """The models that stand inside a model, at any depth, in order; texts and citations are explained once by hand."""
    found: list[type[BaseModel]] = []
    for field in model.model_fields.values():
        for inner in _models(field.annotation):
            if inner not in (Words, Cite):
                found += [inner, *_inner(inner)]
    return list(dict.fromkeys(found))


def _models(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in typing.get_args(annotation) for model in _models(argument)]


def _title(model: type[BaseModel]) -> str:
    words = re.findall(r"[A-Z][a-z]+", model.__name__.removesuffix("Line"))
    return " ".join(word.lower() for word in words)


def _about(model: type[BaseModel]) -> str:
    text = " ".join((model.__doc__ or "").replace("``", "`").split())
    return f"{text}\n\n" if text else ""


def _keys(model: type[BaseModel]) -> str:
    rows = [
        (f"**`{n}`**" if f.is_required() else f"`{n}`", _type(f), _default(f)) for n, f in model.model_fields.items()
    ]
    return table(("key", "holds", "absent means"), rows)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "an issue"
    default = field.get_default(call_default_factory=True)
    if default in ((), "", None, {}):
        return "none"
    if isinstance(default, bool):
        return "yes" if default else "no"
    return f"`{default}`" if isinstance(default, str) else str(default)


def _type(field: FieldInfo) -> str:
    return _said(field.annotation)


def _said(annotation: object) -> str:
    """A type in words."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation is Words:
        return "text `{en, zh}`"
    if annotation is Cite:
        return "citation"
    if origin is typing.Annotated:
        return _said(arguments[0])
    if origin is typing.Literal:
        return ", ".join(f"`{word}`" for word in arguments)
    if origin is tuple:
        return f"list of: {_said(arguments[0])}"
    if origin is dict:
        return f"mapping of {_said(arguments[0])} to {_said(arguments[1])}"
    if origin in (types.UnionType, typing.Union):
        return ", or ".join("nothing" if a is type(None) else _said(a) for a in arguments)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"{_title(annotation)}, below"
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return ", ".join(f"`{word}`" for word in annotation)
    return NAMES.get(annotation, str(annotation))  # type: ignore[call-overload,no-any-return]
