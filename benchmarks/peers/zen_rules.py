"""The conditions in zen-engine: a JDM decision with one expression node, evaluated line by line in a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import zen

from peers.conditions import CONDITIONS, Translation

LAW = "law"


@dataclass(frozen=True)
class ZenWriter:
    """Says a condition in zen's expression language."""

    def name(self, name: str) -> str:
        """A condition of the same node is reached through `$`; see `Writer`, also below."""
        return f"$.{name}" if name in CONDITIONS else name

    def truth(self, value: int) -> str:
        """A constant."""
        return str(value)

    def least(self, parts: Sequence[str]) -> str:
        """And."""
        return f"min([{', '.join(parts)}])"

    def greatest(self, parts: Sequence[str]) -> str:
        """Or."""
        return f"max([{', '.join(parts)}])"

    def opposite(self, part: str) -> str:
        """Not."""
        return f"(2 - {part})"

    def among(self, name: str, codes: Sequence[int]) -> str:
        """In."""
        return self._truth(" or ".join(f"{name} == {one}" for one in codes), f"{name} == 0")

    def same(self, left: str, right: str) -> str:
        """Equal."""
        return self._truth(f"{left} == {right} and {left} != 0", f"{left} == 0 or {right} == 0")

    def reaches(self, low: str, high: str, line: int) -> str:
        """At or above."""
        return self._truth(f"{low} >= {line}", f"{high} >= {line}")

    def at_most(self, low: str, high: str, line: int) -> str:
        """At or below."""
        return self._truth(f"{high} <= {line}", f"{low} <= {line}")

    def during(self, day: str, first: int, last: int) -> str:
        """Between two days."""
        return f"({day} >= {first} and {day} <= {last} ? 2 : 0)"

    def _truth(self, yes: str, open_: str) -> str:
        return f"({yes} ? 2 : ({open_} ? 1 : 0))"


def engine() -> zen.ZenEngine:
    """The law as zen holds it, compiled once. Of the ways to call it that were tried (line by line, one node per step,
    a loader that is a function) this one is the quickest.
    """
    translation: Translation[str] = Translation(ZenWriter())
    rows = [{"id": name, "key": name, "value": translation.of(text)} for name, text in CONDITIONS.items()]
    place = {"x": 0, "y": 0}
    nodes: list[dict[str, Any]] = [
        {"id": "in", "type": "inputNode", "name": "line", "position": place},
        {"id": "law", "type": "expressionNode", "name": "law", "position": place, "content": {"expressions": rows}},
        {"id": "out", "type": "outputNode", "name": "truths", "position": place},
    ]
    edges = [
        {"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b} for a, b in (("in", "law"), ("law", "out"))
    ]
    content = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
    return zen.ZenEngine({"loader": {"type": "static", "content": {LAW: content}}})


def evaluate(law: zen.ZenEngine, lines: Sequence[Mapping[str, int]]) -> list[dict[str, int]]:
    """The truths of all conditions, line by line. Raises `RuntimeError` where zen reports a fault."""
    answers = law.evaluate_batch([{"key": LAW, "context": line} for line in lines])
    if not all(answer["success"] for answer in answers):
        raise RuntimeError(str(next(answer["error"] for answer in answers if not answer["success"])))
    return [answer["data"]["result"] for answer in answers]
