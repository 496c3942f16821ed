"""The condition language: a small, whitelisted grammar. What is not in it is refused with line and column.

::

    condition  := and_part ('or' and_part)*
    and_part   := not_part ('and' not_part)*
    not_part   := 'not' not_part | comparison
    comparison := term [('==' | '=' | '!=' | '<' | '<=' | '>' | '>=') term | ['not'] 'in' '(' literal, ... ')']
    term       := literal | function '(' [argument, ...] ')' | name | '(' condition ')'
    quantified := ('any' | 'all') '(' name ',' variable '->' condition ')'
    literal    := 'text' | number | yes | no

Nothing inspects ignorance: there is no ``is unknown`` (rule T3).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from monazite.logic.forms import FormFault, check_condition
from monazite.logic.syntax import (
    Among,
    And,
    Call,
    Compare,
    Defined,
    Literal,
    Name,
    Node,
    Not,
    Or,
    Place,
    Quantified,
)
from monazite.model.exact import Fraction

#: Functions of the language: name -> (fewest, most) positional arguments, allowed named arguments.
FUNCTIONS: Mapping[str, tuple[int, int, frozenset[str]]] = {
    "listed": (2, 2, frozenset({"but"})),
    "excluded": (2, 2, frozenset()),
    "value_share": (2, 2, frozenset({"origin"})),
    "contains": (2, 2, frozenset({"origin"})),
    "param": (1, 1, frozenset()),
    "reading": (1, 1, frozenset()),
    "in_force": (1, 1, frozenset()),
    "holds": (1, 1, frozenset()),
    "use": (1, 12, frozenset()),
    "use_number": (2, 2, frozenset()),
    "named_on": (2, 4, frozenset()),
    "named_in": (2, 2, frozenset()),
    "listing_suspended": (2, 2, frozenset()),
    "open_law": (1, 1, frozenset()),
    "affiliated": (2, 4, frozenset({"at_least"})),
}

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<comment>#[^\n]*)|(?P<text>'[^'\n]*')|(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)"
    r"|(?P<sign>->|==|!=|<=|>=|<|>|=|\(|\)|,)"
)
#: Brackets and `not` one inside another; no rule of law needs as many.
DEEPEST = 50
_RESERVED = {"and", "or", "not", "in", "any", "all", "yes", "no"}
_OPERATORS = {"==", "=", "!=", "<", "<=", ">", ">="}


class ConditionFault(ValueError):
    """A condition that cannot be read; ``place`` is where in its text."""

    def __init__(self, message: str, place: Place) -> None:
        super().__init__(f"line {place.line}, column {place.column}: {message}")
        self.place = place
        self.message = message


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    place: Place


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    position, line, line_start = 0, 1, 0
    while position < len(text):
        place = Place(line, position - line_start + 1)
        match = _TOKEN.match(text, position)
        if match is None:
            raise ConditionFault(f"{text[position]!r} does not belong to the condition language", place)
        kind, piece = str(match.lastgroup), match.group()
        if kind not in ("space", "comment"):
            found.append(_Token(kind, piece, place))
        newlines = piece.count("\n")
        if newlines:
            line += newlines
            line_start = position + piece.rindex("\n") + 1
        position = match.end()
    found.append(_Token("end", "the end", Place(line, position - line_start + 1)))
    return found


def parse(text: str, definitions: Mapping[str, Defined] | None = None) -> Node:
    """Read one condition. Bare names found in ``definitions`` are expanded.

    Raises `ConditionFault` naming line and column of the first thing that does not belong.
    """
    reader = _Reader(_tokens(text), definitions or {})
    node = reader.condition()
    reader.expect_end()
    try:
        check_condition(node)
    except FormFault as fault:
        raise ConditionFault(fault.message, fault.place) from fault
    return node


class _Reader:
    def __init__(self, tokens: list[_Token], definitions: Mapping[str, Defined]) -> None:
        self._tokens = tokens
        self._at = 0
        self._definitions = definitions
        self._depth = 0

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        token = self._next
        self._at += 1
        return token

    def _sees(self, text: str) -> bool:
        return self._next.kind in ("word", "sign") and self._next.text == text

    def _accept(self, text: str) -> bool:
        if self._sees(text):
            self._at += 1
            return True
        return False

    def _expect(self, text: str) -> _Token:
        if not self._sees(text):
            raise ConditionFault(f"expected {text!r}, found {self._next.text!r}", self._next.place)
        return self._take()

    def expect_end(self) -> None:
        if self._next.kind != "end":
            raise ConditionFault(f"{self._next.text!r} is left over after the condition", self._next.place)

    def condition(self) -> Node:
        return self._deeper(lambda: self._chain("or", self._and_part, Or))

    def _deeper(self, part: Callable[[], Node]) -> Node:
        if self._depth == DEEPEST:
            raise ConditionFault(f"nested more than {DEEPEST} deep", self._next.place)
        self._depth += 1
        node = part()
        self._depth -= 1
        return node

    def _and_part(self) -> Node:
        return self._chain("and", self._not_part, And)

    def _chain(self, word: str, part: Callable[[], Node], kind: type[And] | type[Or]) -> Node:
        place = self._next.place
        items = [part()]
        while self._accept(word):
            items.append(part())
        return items[0] if len(items) == 1 else kind(tuple(items), place=place)

    def _not_part(self) -> Node:
        place = self._next.place
        if self._accept("not"):
            return Not(self._deeper(self._not_part), place=place)
        return self._comparison()

    def _comparison(self) -> Node:
        left = self._term()
        token = self._next
        if token.kind == "sign" and token.text in _OPERATORS:
            self._take()
            operator = "==" if token.text == "=" else token.text
            return Compare(operator, left, self._term(), place=left.place)
        negated = self._sees("not")
        if negated or self._sees("in"):
            if negated:
                self._take()
            self._expect("in")
            return Among(left, self._options(), negated, place=left.place)
        return left

    def _options(self) -> tuple[Literal, ...]:
        self._expect("(")
        options = [self._literal()]
        while self._accept(","):
            options.append(self._literal())
        self._expect(")")
        return tuple(options)

    def _literal(self) -> Literal:
        token = self._take()
        if token.kind == "text":
            return Literal(token.text[1:-1], place=token.place)
        if token.kind == "number":
            return Literal(Fraction(token.text), place=token.place)
        if token.kind == "word" and token.text in ("yes", "no"):
            return Literal(token.text == "yes", place=token.place)
        raise ConditionFault(f"expected a text, a number, yes or no, found {token.text!r}", token.place)

    def _term(self) -> Node:
        token = self._next
        if token.kind in ("text", "number") or token.text in ("yes", "no"):
            return self._literal()
        if self._accept("("):
            inner = self.condition()
            self._expect(")")
            return inner
        if token.kind != "word" or token.text in _RESERVED - {"any", "all"}:
            raise ConditionFault(f"expected a fact, a function or a literal, found {token.text!r}", token.place)
        self._take()
        if self._sees("("):
            if token.text in ("any", "all"):
                return self._quantified(token)
            return self._call(token)
        return self._name(token)

    def _name(self, token: _Token) -> Node:
        path = tuple(token.text.split("."))
        if len(path) == 1 and path[0] in self._definitions:
            return self._definitions[path[0]]
        return Name(path, place=token.place)

    def _quantified(self, token: _Token) -> Node:
        self._expect("(")
        collection = self._take()
        if collection.kind != "word" or collection.text in _RESERVED:
            raise ConditionFault(f"expected the name of a collection, found {collection.text!r}", collection.place)
        self._expect(",")
        variable = self._take()
        if variable.kind != "word" or "." in variable.text or variable.text in _RESERVED:
            raise ConditionFault(f"expected a variable, found {variable.text!r}", variable.place)
        self._expect("->")
        body = self.condition()
        self._expect(")")
        name = Name(tuple(collection.text.split(".")), place=collection.place)
        return Quantified(token.text, name, variable.text, body, place=token.place)

    def _call(self, token: _Token) -> Node:
        known = FUNCTIONS.get(token.text)
        if known is None:
            raise ConditionFault(
                f"{token.text!r} is no function of the condition language; it has {', '.join(sorted(FUNCTIONS))}",
                token.place,
            )
        fewest, most, allowed = known
        arguments: list[Node] = []
        named: list[tuple[str, Node]] = []
        self._expect("(")
        while not self._sees(")"):
            if arguments or named:
                self._expect(",")
            self._argument(arguments, named, allowed, token)
        self._expect(")")
        if not fewest <= len(arguments) <= most:
            message = f"{token.text}() takes {fewest} to {most} arguments, not {len(arguments)}"
            raise ConditionFault(message, token.place)
        return Call(token.text, tuple(arguments), tuple(named), place=token.place)

    def _argument(
        self, arguments: list[Node], named: list[tuple[str, Node]], allowed: frozenset[str], call: _Token
    ) -> None:
        token = self._next
        following = self._tokens[min(self._at + 1, len(self._tokens) - 1)]
        if token.kind == "word" and following.text == "=":
            if token.text not in allowed:
                raise ConditionFault(f"{call.text}() has no argument named {token.text!r}", token.place)
            if token.text in {key for key, _ in named}:
                raise ConditionFault(f"{call.text}() is given {token.text!r} twice", token.place)
            self._take()
            self._take()
            named.append((token.text, self._term()))
        else:
            arguments.append(self._term())
