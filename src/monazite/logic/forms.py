"""What may stand where in a condition: refused when it is read, with its place, not when a shipment meets it."""

from __future__ import annotations

from collections.abc import Mapping

from monazite.logic.syntax import Among, And, Call, Compare, Literal, Name, Node, Not, Or, Place, Quantified
from monazite.model.exact import Fraction

#: Functions that are true or false; the others are values, which only a comparison can take.
TRUTHS = frozenset(
    {
        "listed",
        "excluded",
        "contains",
        "in_force",
        "holds",
        "use",
        "named_on",
        "affiliated",
        "named_in",
        "listing_suspended",
        "open_law",
    }
)
#: Values that stand left of a comparison, with the operators that mean something for them.
_LEFT: Mapping[str, frozenset[str]] = {
    "value_share": frozenset({">="}),
    "use_number": frozenset({"<", "<=", ">", ">="}),
    "reading": frozenset({"==", "!="}),
}
_EQUAL = frozenset({"==", "!="})
#: Functions whose first argument is a name; every other positional argument is a text.
_NAME_FIRST = frozenset(
    {"listed", "excluded", "value_share", "contains", "named_on", "affiliated", "named_in", "listing_suspended"}
)


class FormFault(ValueError):
    """Something that is well written and means nothing; ``place`` is where."""

    def __init__(self, message: str, place: Place) -> None:
        super().__init__(message)
        self.message = message
        self.place = place


def check_condition(node: Node) -> None:
    """Refuse what is no condition. Raises `FormFault`."""
    match node:
        case And(items) | Or(items):
            for item in items:
                check_condition(item)
        case Not(item):
            check_condition(item)
        case Quantified(_, _, _, body):
            check_condition(body)
        case Compare():
            _check_comparison(node)
        case Among(left, _, _):
            if not isinstance(left, Name):
                raise FormFault(f"{left} is no fact, and only a fact can be in (...)", left.place)
        case Call():
            if node.function not in TRUTHS:
                raise FormFault(f"{node.function}() is a value and no condition; compare it", node.place)
            check_call(node)
        case Literal(value) if not isinstance(value, bool):
            raise FormFault(f"{node} is no condition", node.place)


def _check_comparison(node: Compare) -> None:
    left, right = node.left, node.right
    if isinstance(left, Call) and left.function in _LEFT:
        allowed = _LEFT[left.function]
        check_call(left)
        if not (_is_text(right) if left.function == "reading" else _is_number(right)):
            raise FormFault(f"{left.function}() cannot be compared with {right}", right.place)
    elif isinstance(left, Name):
        allowed = frozenset({*_EQUAL, "<", "<=", ">", ">="}) if _is_number(right) else _EQUAL
        if not (isinstance(right, Name | Literal) or _is_number(right)):
            raise FormFault(f"a fact cannot be compared with {right}", right.place)
    else:
        raise FormFault(f"{left} cannot be compared; a fact or a value stands on the left", left.place)
    if isinstance(right, Call):
        check_call(right)
    if node.operator not in allowed:
        raise FormFault(f"{node.operator} means nothing here; use {' or '.join(sorted(allowed))}", node.place)


def check_call(call: Call) -> None:
    """Refuse arguments of another kind than the function takes. Raises `FormFault`."""
    for position, argument in enumerate(call.arguments):
        if position == 0 and call.function in _NAME_FIRST:
            if not isinstance(argument, Name):
                raise FormFault(f"{call.function}() takes a name first, not {argument}", argument.place)
        elif not _is_text(argument):
            raise FormFault(f"{call.function}() takes a text in quotes here, not {argument}", argument.place)
    for key, value in call.named:
        if not (_is_number(value) if key == "at_least" else _is_text(value)):
            raise FormFault(f"{call.function}() cannot take {value} as {key}", value.place)


def _is_text(node: Node) -> bool:
    return isinstance(node, Literal) and isinstance(node.value, str)


def _is_number(node: Node) -> bool:
    if isinstance(node, Call):
        return node.function == "param"
    return isinstance(node, Literal) and isinstance(node.value, Fraction)
