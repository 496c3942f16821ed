"""Faults of form in words: what a file or an option says otherwise than its form allows, and what would be right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

#: What each kind of fault says of a field; ``{name}`` parts come from the fault's own context.
_SAYINGS: Mapping[str, str] = {
    "missing": "is missing",
    "extra_forbidden": "is no field here; see the spelling, or leave it out",
    "string_type": "must be text; put it into quotes",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "date_type": "must be a date, written year-month-day, for instance 2026-11-22",
    "date_parsing": "is not a date; write year-month-day, for instance 2026-11-22",
    "date_from_datetime_parsing": "is not a date; write year-month-day, for instance 2026-11-22",
    "date_from_datetime_inexact": "must be a day without a time, for instance 2026-11-22",
    "decimal_parsing": "must be a number",
    "decimal_type": "must be a number",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "dict_type": "must have fields of its own (name: value)",
    "model_type": "must have fields of its own (name: value)",
    "model_attributes_type": "must have fields of its own (name: value)",
    "string_too_short": "must not be empty",
    "too_short": "must hold {min_length} or more",
    "string_pattern_mismatch": "is not written as it should be (pattern {pattern})",
    "literal_error": "must be one of {expected}",
    "enum": "must be one of {expected}",
}


def fault_words(fault: ErrorDetails, named: Callable[[str], str] = str) -> str:
    """One fault of `pydantic.ValidationError.errors`: ``by is missing``. ``named`` says how a field is called where it
    was written (an option, say); what was found is quoted where it is short.
    """
    field = ".".join(str(part) for part in fault["loc"])
    context: dict[str, Any] = {**fault.get("ctx", {})}
    if fault["type"] in ("value_error", "assertion_error"):
        said = str(fault["msg"]).removeprefix("Value error, ").removeprefix("Assertion failed, ")
        return f"{named(field)}: {said}" if field else said
    said = _SAYINGS.get(fault["type"], "is not of the form that it should have").format_map(context)
    found = fault["input"]
    quoted = f" (found {found!r})" if _short(found) and fault["type"] not in ("missing", "extra_forbidden") else ""
    return f"{named(field) if field else 'the whole'} {said}{quoted}"


def _short(value: object) -> bool:
    return isinstance(value, str | int | bool) and len(str(value)) < 60
