"""A small reckoner of the formulas of a sheet, for tests: + - * /, comparisons, SUM MAX MIN IF, cells and ranges."""

from __future__ import annotations

import re

from openpyxl.worksheet.worksheet import Worksheet

Value = float | str | bool | list[float]
TOKEN = re.compile(
    r"""\s*("[^"]*"|[A-Z]+\d+:[A-Z]+\d+|[A-Z]+\d+|[A-Z]+(?=\()|\d+(?:\.\d+)?(?:E-?\d+)?|>=|<=|[-+*/(),<>=])"""
)


class Reckoner:
    """What the formulas of a sheet come to, from the cells that are none."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._tokens: list[str] = []

    def cell(self, name: str) -> Value:
        """The value of a cell: its formula reckoned, an empty cell 0."""
        held = self._sheet[name].value
        if self._sheet[name].data_type != "f":
            return 0.0 if held is None else held if isinstance(held, str) else float(held)  # type: ignore[arg-type]
        text, found, at = str(held)[1:], [], 0
        while at < len(text):
            match = TOKEN.match(text, at)
            assert match is not None, f"{name}: {text[at:]!r} is not of the grammar"
            found.append(match[1])
            at = match.end()
        inner = Reckoner(self._sheet)
        inner._tokens = found
        value = inner._comparison()
        assert inner._tokens == [], f"{name}: left over {inner._tokens}"
        return value

    def _next(self, *wanted: str) -> str:
        return self._tokens.pop(0) if self._tokens and self._tokens[0] in wanted else ""

    def _comparison(self) -> Value:
        left = self._sum()
        sign = self._next(">=", "<")
        if not sign:
            return left
        right = self._sum()
        return number(left) >= number(right) if sign == ">=" else number(left) < number(right)

    def _sum(self) -> Value:
        value = self._product()
        while sign := self._next("+", "-"):
            other = number(self._product())
            value = number(value) + (other if sign == "+" else -other)
        return value

    def _product(self) -> Value:
        value = self._atom()
        while sign := self._next("*", "/"):
            other = number(self._atom())
            value = number(value) * other if sign == "*" else number(value) / other
        return value

    def _atom(self) -> Value:
        token = self._tokens.pop(0)
        if token == "(":
            value = self._comparison()
            assert self._next(")")
            return value
        if token in ("SUM", "MAX", "MIN", "IF"):
            return self._call(token)
        if token.startswith('"'):
            return token[1:-1]
        if ":" in token:
            return [number(self.cell(c.coordinate)) for row in self._sheet[token] for c in row if c.value is not None]
        return self.cell(token) if token[0].isalpha() else float(token)

    def _call(self, name: str) -> Value:
        assert self._next("(")
        given = [self._comparison()]
        while self._next(","):
            given.append(self._comparison())
        assert self._next(")")
        if name == "IF":
            test, yes, no = given
            return yes if test else no
        flat = [one for value in given for one in (value if isinstance(value, list) else [number(value)])]
        return {"SUM": sum, "MAX": max, "MIN": min}[name](flat)


def number(value: Value) -> float:
    """A value that a sum or product takes."""
    assert isinstance(value, float | int), value
    return float(value)
