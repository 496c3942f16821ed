"""The conditions that the peers evaluate: a part of the packs, written down once and translated into each engine.

They follow `src/monazite/packs/cn/*/rules.yaml` under monazite's default readings. A reading that is open by default
(`assembly_scope`, `special_regions`, `article_5_rank`, `after_suspension`) gives UNKNOWN where its options differ.

The peers know no third truth value. Each condition is therefore one small integer, 0 FALSE, 1 UNKNOWN, 2 TRUE; Kleene's
and is the least, or the greatest of its parts, and not is 2 minus it. Facts are numbers too, see `peers.facts`. In the
text below `==`, `!=` and `in` compare codes (0 is unknown); the functions are those of `Writer`.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from peers.facts import code

FALSE, UNKNOWN, TRUE = 0, 1, 2
THRESHOLD = 100_000
"""0.1 % in the unit of shares, a hundred-millionth."""

DEFINITIONS = {
    "leaves_china": "ship_from == 'CN' and ship_to != 'CN'",
    "overseas_exporter": "exporter_country != 'CN' and not leaves_china",
    "destination_abroad": "ship_to != 'CN' and (not ship_to in ('HK', 'MO', 'TW') or UNKNOWN)",
    "overseas_export": "goods and overseas_exporter and ship_from != ship_to and destination_abroad",
    "passed_on": "goods and not leaves_china and ship_from != 'CN' and origin == 'CN'",
    "after_suspension": "during(day, 20261111, 99991231) and UNKNOWN",
    "origin_limb_in_force": "during(day, 20251009, 20251106) or after_suspension",
    "part2_item": "part2 or parts and (kind in ('part', 'assembly') or UNKNOWN)",
    "annex1_item": "part1 or part2_item",
    "value_test": "reaches(share_low, share_high, THRESHOLD)",
    "limb_1": "part2_item and made_in != 'CN' and value_test",
    "limb_2": "annex1_item and made_in != 'CN' and chinese_technology",
    "limb_3": "annex1_item and origin == 'CN'",
    "limb": "overseas_export and (limb_1 or limb_2 or limb_3)",
    "dual_use": "goods and (no18 or (no56 or no57) and after_suspension)",
}
"""Nos. 18, 46/2024 and 1/2026 bind throughout, the last from its day. Nos. 56 and 57 and the limbs 1 and 2 of No. 61
were suspended before they took effect, the origin limb on 7 November 2025; all to 10 November 2026, UNKNOWN after it.
"""

FINDINGS = {
    "no61_value_limb": "overseas_export and limb_1 and after_suspension",
    "no61_technology_limb": "overseas_export and limb_2 and after_suspension",
    "no61_origin_limb": "overseas_export and limb_3 and origin_limb_in_force",
    "no61_denied_party": "limb and (user_military or importer_military or named_for_no61 or affiliated)",
    "no61_denied_use": "limb and (use_wmd or use_terrorism or use_military or use_potential)",
    "no61_chips_and_ai":
        "limb and (at_most(nm_low, nm_high, 14) or reaches(layers_low, layers_high, 256) or use_ai_potential)",
    "no61_relief_frees": "limb and use_relief and (not (no61_denied_party or no61_denied_use) or UNKNOWN)",
    "no61_notice_from_china": "goods and leaves_china and part1 and origin_limb_in_force",
    "no61_notice_abroad":
        "goods and overseas_exporter and ship_from != 'CN'"
        " and ((limb_1 or limb_2) and after_suspension or limb_3 and origin_limb_in_force)",
    "no61_below_threshold": "overseas_export and (part2 or parts) and contains_chinese and not value_test",
    "no61_no_limb_met":
        "overseas_export and (part1 or part2 or parts) and not contains_chinese and not chinese_technology"
        " and origin != 'CN'",
    "no18_leaves_china": "goods and leaves_china and no18",
    "no57_leaves_china": "goods and leaves_china and no57 and after_suspension",
    "no46_american_military":
        "dual_use and (leaves_china or passed_on)"
        " and (ship_to == 'US' and (user_military or importer_military or use_military)"
        " or user_country == 'US' and (user_military or use_military)"
        " or importer_country == 'US' and (importer_military or use_military))",
    "no1_japanese_military":
        "during(day, 20260106, 99991231) and dual_use and (leaves_china or passed_on)"
        " and (ship_to == 'JP' and (user_military or importer_military or use_military or use_potential)"
        " or user_country == 'JP' and (user_military or use_military or use_potential)"
        " or importer_country == 'JP' and (importer_military or use_military or use_potential))",
    "control_list_from_china": "dual_use and leaves_china and control_listed",
    "control_list_passed_on": "dual_use and passed_on and control_listed_abroad",
    "watch_list": "dual_use and leaves_china and watch_listed",
    "unreliable_entity_list": "leaves_china and unreliable_listed",
    "catch_all": "goods and leaves_china and not dual_use and (use_wmd or use_terrorism) and knows_use",
}  # fmt: skip

CONDITIONS = DEFINITIONS | FINDINGS
"""All in an order in which each uses only those before it."""

T = TypeVar("T")


class Writer(Protocol[T]):
    """What an engine must be able to say. Every result is 0, 1 or 2."""

    def name(self, name: str) -> T:
        """A fact or an earlier condition."""

    def truth(self, value: int) -> T:
        """A constant."""

    def least(self, parts: Sequence[T]) -> T:
        """Kleene's and."""

    def greatest(self, parts: Sequence[T]) -> T:
        """Kleene's or."""

    def opposite(self, part: T) -> T:
        """Kleene's not."""

    def among(self, name: str, codes: Sequence[int]) -> T:
        """Whether a code is one of several; UNKNOWN where it is 0."""

    def same(self, left: str, right: str) -> T:
        """Whether two codes are equal; UNKNOWN where either is 0."""

    def reaches(self, low: str, high: str, line: int) -> T:
        """Whether what lies between two bounds is at or above a line."""

    def at_most(self, low: str, high: str, line: int) -> T:
        """Whether what lies between two bounds is at or below a line."""

    def during(self, day: str, first: int, last: int) -> T:
        """Whether a day (20251201) lies between two; both ends are inside."""


@dataclass(frozen=True)
class Translation(Generic[T]):
    """Turns the text of a condition into what an engine evaluates."""

    writer: Writer[T]

    def of(self, text: str) -> T:
        """The condition in the engine's own form."""
        return self._node(ast.parse(text, mode="eval").body)

    def _node(self, node: ast.expr) -> T:
        write = self.writer
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return write.least([self._node(value) for value in values])
            case ast.BoolOp(values=values):
                return write.greatest([self._node(value) for value in values])
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return write.opposite(self._node(operand))
            case ast.Name(id="UNKNOWN"):
                return write.truth(UNKNOWN)
            case ast.Name(id=name):
                return write.name(name)
            case ast.Compare(left=ast.Name(id=left), ops=[comparison], comparators=[right]):
                equal = self._compared(left, right)
                return write.opposite(equal) if isinstance(comparison, ast.NotEq) else equal
            case ast.Call(func=ast.Name(id="during"), args=[ast.Name(id=day), first, last]):
                return write.during(day, _number(first), _number(last))
            case ast.Call(func=ast.Name(id="reaches"), args=[ast.Name(id=low), ast.Name(id=high), line]):
                return write.reaches(low, high, _number(line))
            case ast.Call(func=ast.Name(id="at_most"), args=[ast.Name(id=low), ast.Name(id=high), line]):
                return write.at_most(low, high, _number(line))
        raise ValueError(f"no condition: {ast.unparse(node)}")

    def _compared(self, left: str, right: ast.expr) -> T:
        if isinstance(right, ast.Name):
            return self.writer.same(left, right.id)
        values = ast.literal_eval(right)
        return self.writer.among(left, [code(value) for value in ([values] if isinstance(values, str) else values)])


def _number(node: ast.expr) -> int:
    return THRESHOLD if isinstance(node, ast.Name) else int(ast.literal_eval(node))
