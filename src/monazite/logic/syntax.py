"""The tree of a condition. One tree serves evaluation, proofs and, later, columns and SQL."""

from __future__ import annotations

from dataclasses import dataclass, field

from monazite.model.exact import Fraction


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column, from 1, in the text of the condition."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of a condition; equality ignores the place."""

    place: Place = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A text, an exact number, or yes/no."""

    value: str | Fraction | bool

    def __str__(self) -> str:
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        if isinstance(self.value, str):
            return f"'{self.value}'"
        return _decimal(self.value)


def _decimal(value: Fraction) -> str:
    """An exact decimal as written; every number of the language is one."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = str(value * 10**places).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A dotted name: a fact (`item.made_in`), a definition (`overseas_exporter`) or a bound variable (`p.military`)."""

    path: tuple[str, ...]

    def __str__(self) -> str:
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A whitelisted function of the language with positional and named arguments."""

    function: str
    arguments: tuple[Node, ...]
    named: tuple[tuple[str, Node], ...] = ()

    def __str__(self) -> str:
        parts = [str(a) for a in self.arguments] + [f"{key}={value}" for key, value in self.named]
        return f"{self.function}({', '.join(parts)})"


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """A comparison; ``operator`` is one of ``== != < <= > >=``."""

    operator: str
    left: Node
    right: Node

    def __str__(self) -> str:
        return f"{self.left} {self.operator} {self.right}"


@dataclass(frozen=True, slots=True)
class Among(Node):
    """``left in ('A', 'B')`` or, negated, ``left not in (...)``."""

    left: Node
    options: tuple[Literal, ...]
    negated: bool = False

    def __str__(self) -> str:
        listed = ", ".join(str(option) for option in self.options)
        return f"{self.left} {'not in' if self.negated else 'in'} ({listed})"


@dataclass(frozen=True, slots=True)
class And(Node):
    """All of the items."""

    items: tuple[Node, ...]

    def __str__(self) -> str:
        return " and ".join(f"({i})" if isinstance(i, Or) else str(i) for i in self.items)


@dataclass(frozen=True, slots=True)
class Or(Node):
    """At least one of the items."""

    items: tuple[Node, ...]

    def __str__(self) -> str:
        return " or ".join(str(i) for i in self.items)


@dataclass(frozen=True, slots=True)
class Not(Node):
    """The contrary of the item."""

    item: Node

    def __str__(self) -> str:
        return f"not ({self.item})" if isinstance(self.item, And | Or) else f"not {self.item}"


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """``any(end_users, p -> p.military)`` or ``all(...)``; over nothing FALSE and TRUE."""

    kind: str
    collection: Name
    variable: str
    body: Node

    def __str__(self) -> str:
        return f"{self.kind}({self.collection}, {self.variable} -> {self.body})"


@dataclass(frozen=True, slots=True)
class Defined(Node):
    """A named condition of a pack, expanded; the name is what proofs show first."""

    name: str
    body: Node
    meaning: str = ""

    def __str__(self) -> str:
        return self.name
