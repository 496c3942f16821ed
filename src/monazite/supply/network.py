"""The supply graph with ids interned once, lines resolved and an order in which every part follows its children."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.model.issue import Issue, Severity
from monazite.supply.cycles import gains
from monazite.supply.graph import BomLine, Content, Part, PartValue, ProfileLine, SupplyInput
from monazite.supply.order import components
from monazite.supply.scope import NO_ENTRY, full_entry


@dataclass(frozen=True, slots=True)
class Line:
    """A BOM line in force: ``quantity`` of node ``child`` per base unit of its parent."""

    child: int
    quantity: Bounds
    by_product: bool
    alt_group: str
    source: BomLine


@dataclass(slots=True)
class Node:
    """One part: its record (None = nobody has described it) and what belongs to it. ``choices``: the node stands for
    one of several revisions, nobody says which.
    """

    part_id: str
    part: Part | None
    lines: list[Line] = field(default_factory=list)
    contents: list[Content] = field(default_factory=list)
    values: list[PartValue] = field(default_factory=list)
    choices: tuple[int, ...] = ()
    composition: str | None = None
    refused_loop: bool = False

    @property
    def label(self) -> str:
        """Id and name."""
        name = "" if self.part is None else self.part.name
        return f"{self.part_id} ({name})" if name else self.part_id

    @property
    def undescribed(self) -> bool:
        """Whether nothing is known of what is in it: no row describes it, or it holds itself more often than once."""
        return self.refused_loop or (self.part is None and not self.choices)

    @property
    def bare(self) -> bool:
        """Whether nothing is said of anything inside it."""
        return not self.lines and not self.contents and self.composition != "partial"

    @property
    def residual(self) -> bool:
        """Whether more may be inside than is said: nobody has said that its contents are complete (rule N5)."""
        return self.composition != "complete" and not self.choices

    @property
    def by_source(self) -> list[list[Content]]:
        """Its contents as each of its sources has them; those of no source are in all."""
        sources = sorted({row.source_id for row in self.contents if row.source_id})
        return [[row for row in self.contents if row.source_id in ("", source)] for source in sources or [""]]

    def entry(self, wanted: Callable[[str], bool]) -> str | None:
        """The first of the part's own entries that is ``wanted``."""
        entries = () if self.part is None or self.part.control_entries is None else self.part.control_entries
        return next((entry for entry in sorted(map(full_entry, entries)) if wanted(entry)), None)

    @property
    def children(self) -> list[int]:
        """Nodes whose content enters here."""
        return [line.child for line in self.lines] + list(self.choices)


class Network:
    """The graph as built on ``built_on``. Building it finds `unknown_part`, `duplicate_part`, `loop_gain` and more."""

    def __init__(self, supply: SupplyInput, built_on: date) -> None:
        self.issues: list[Issue] = []
        self.nodes: list[Node] = []
        self.ids: dict[str, int] = {}
        self._revisions: dict[str, list[int]] = {}
        self._lost = supply.lost_parts
        self._lost_profiles = supply.lost_profiles
        self._add_parts(supply.parts)
        lines = [line for line in supply.bom if _in_force(line, built_on)]
        for line in sorted(lines, key=lambda x: (x.parent_id, x.child_id, x.row, x.quantity.low)):
            self._add_line(line)
        for content in supply.contents:
            self._find(content.part_id, content.place, "contents", content.row)
        by_part: dict[str, list[Content]] = {}
        for content in supply.contents:
            by_part.setdefault(content.part_id, []).append(content)
        values: dict[str, list[PartValue]] = {}
        for value in supply.values:
            values.setdefault(value.part_id, []).append(value)
        profiles: dict[str, list[ProfileLine]] = {}
        for profile in supply.profiles:
            profiles.setdefault(profile.profile, []).append(profile)
        for node in self.nodes:
            node.values = sorted(values.get(node.part_id, []), key=lambda v: (v.basis, v.date, v.value.low))
            if node.choices:
                continue
            node.composition = None if node.part is None else node.part.composition
            node.contents = by_part.get(node.part_id, []) or self._profiled(node, profiles)
        self.order = components([node.children for node in self.nodes])
        self._refuse_loops()

    @cached_property
    def bearing(self) -> frozenset[int]:
        """Nodes of which a magnet or target may be made: they bear a content, are listed material (or of unknown
        kind), or are described by nobody; and whatever holds one of these.
        """
        found: set[int] = set()
        for members in self.order:
            if any(self._bears(self.nodes[index], found) for index in members):
                found.update(members)
        return frozenset(found)

    @staticmethod
    def _bears(node: Node, known: set[int]) -> bool:
        own = node.part is None and not node.choices
        part = node.part
        entries = part is not None and bool(part.control_entries) and part.kind in (None, "material")
        stated = any(content.entry != NO_ENTRY for content in node.contents)
        return own or entries or stated or not known.isdisjoint(node.children)

    def _add_parts(self, parts: tuple[Part, ...]) -> None:
        by_id: dict[str, dict[str, list[Part]]] = {}
        for part in sorted(parts, key=lambda p: (p.part_id, p.revision)):
            by_id.setdefault(part.part_id, {}).setdefault(part.revision, []).append(part)
        for part_id, revisions in by_id.items():
            members = []
            for revision, copies in revisions.items():
                if len(copies) > 1:
                    text = f"Part {part_id} {revision} is described {len(copies)} times; all copies are set aside."
                    rows = copies[-1].row
                    self._note("duplicate_part", text, "Keep one row.", "parts", rows, part_id, True)
                self.nodes.append(Node(part_id, copies[0] if len(copies) == 1 else None))
                members.append(len(self.nodes) - 1)
                self.ids.setdefault(f"{part_id}@{revision}", members[-1])
            if len(members) > 1:
                self.nodes.append(Node(part_id, None, choices=tuple(members)))
            self.ids[part_id] = len(self.nodes) - 1
            self._revisions[part_id] = members

    def _find(self, part_id: str, place: str, table: str, row: int) -> int:
        """The node of a part; a part that no row describes becomes an unknown one, with an issue."""
        if part_id not in self.ids:
            lost = self._lost.get(part_id)
            what = "described nowhere" if lost is None else f"its own row was set aside ({lost})"
            text = f"Part {part_id} is used in {place or table} and {what}; it may contain anything."
            remedy = "Add it to the table parts, or correct the id." if lost is None else f"Mend {lost}."
            self._note("unknown_part", text, remedy, table, row, part_id)
            self.nodes.append(Node(part_id, None))
            self.ids[part_id] = len(self.nodes) - 1
            self._revisions[part_id] = [self.ids[part_id]]
        return self.ids[part_id]

    def _add_line(self, line: BomLine) -> None:
        parent = self._find(line.parent_id, line.place, "bom", line.row)
        child = self._find(line.child_id, line.place, "bom", line.row)
        low, high = line.quantity.low / line.per_quantity, line.quantity.high
        if low < 0 or (high is not None and high < 0):
            text = f"The quantity of {line.child_id} in {line.parent_id} is negative; the line is read as a by-product."
            remedy = "Set by_product to yes and the quantity to its amount."
            self._note("negative_quantity", text, remedy, "bom", line.row, line.parent_id)
            low, high = -(line.quantity.high or Fraction(0)) / line.per_quantity, -line.quantity.low
        by_product = line.by_product or line.quantity.low < 0
        if high is not None:
            high = high / line.per_quantity
            if line.scrap is not None:
                lost = Fraction(1) if line.scrap.high is None else line.scrap.high
                high = None if lost >= 1 else high / (1 - lost)
        resolved = Line(child, Bounds(max(low, Fraction(0)), high), by_product, line.alt_group, line)
        members = self._revisions.get(line.parent_id, [parent])
        for index in members:
            part = self.nodes[index].part
            if not line.revision or (part is not None and part.revision == line.revision):
                self.nodes[index].lines.append(resolved)

    def _profiled(self, node: Node, profiles: dict[str, list[ProfileLine]]) -> list[Content]:
        """The contents that a part takes from its profile; none for a part without one."""
        if node.part is None or not node.part.profile:
            return []
        lines = profiles.get(node.part.profile)
        if lines is None:
            lost = self._lost_profiles.get(node.part.profile)
            what = "which no row describes" if lost is None else f"whose row was set aside ({lost})"
            text = f"Part {node.part_id} names the profile {node.part.profile!r}, {what}."
            remedy = "Add the profile, or correct its name." if lost is None else f"Mend {lost}."
            self._note("unknown_profile", text, remedy, "parts", node.part.row, node.part_id)
            if node.composition == "complete":  # nobody knows of what it is made complete
                node.composition = "partial"
            return []
        if node.composition is None and any(line.composition for line in lines):
            complete = all(line.composition in (None, "complete") for line in lines)
            node.composition = "complete" if complete else "partial"
        return [
            Content(
                node.part_id,
                line.entry,
                line.form,
                mass_kg=line.mass_kg,
                mass_fraction=line.mass_fraction,
                origin=line.origin,
                evidence=f"profile {line.profile}: {line.source}",
                confidence=line.confidence,
                profiled=True,
                place=line.place,
                row=line.row,
            )
            for line in lines
        ]

    def _refuse_loops(self) -> None:
        for members in self.order:
            if not self.is_loop(members):
                continue
            quantities = self.inner_quantities(members, upper=True)
            names = " -> ".join(self.nodes[index].part_id for index in members)
            if quantities is not None and gains(quantities) is not None:
                continue
            text = f"The parts {names} contain one another in quantities that feed themselves (gain 1 or more)."
            remedy = "Correct the quantities; until then each of them may contain anything up to its own value."
            self._note("loop_gain", text, remedy, "bom", 0, self.nodes[members[0]].part_id, True)
            for index in members:
                self.nodes[index].refused_loop = True

    def is_loop(self, members: list[int]) -> bool:
        """Whether a component is a loop: several parts, or one that contains itself."""
        return len(members) > 1 or members[0] in self.nodes[members[0]].children

    @cached_property
    def looping(self) -> frozenset[int]:
        """The members of all loops."""
        return frozenset(index for members in self.order if self.is_loop(members) for index in members)

    def inner_quantities(self, members: list[int], upper: bool) -> list[list[Fraction]] | None:
        """Quantities of the members of a loop in one another; None when one of them is unbounded.

        ``upper`` counts every alternative, otherwise alternatives count nothing: sound, not tight.
        """
        place = {index: position for position, index in enumerate(members)}
        matrix = [[Fraction(0)] * len(members) for _ in members]
        for index in members:
            row = matrix[place[index]]
            for choice in place.keys() & self.nodes[index].choices:
                row[place[choice]] += Fraction(int(upper))
            for line in self.nodes[index].lines:
                if line.child not in place or line.by_product:
                    continue
                if line.quantity.high is None and upper:
                    return None
                amount = (line.quantity.high if upper else line.quantity.low) or Fraction(0)
                row[place[line.child]] += amount if upper or not line.alt_group else 0
        return matrix

    @cached_property
    def rank(self) -> list[int]:
        """Position of each node's component in `order`."""
        ranks = [0] * len(self.nodes)
        for position, members in enumerate(self.order):
            for index in members:
                ranks[index] = position
        return ranks

    def beneath(self, root: int, known: Container[int] = ()) -> set[int]:
        """The node and everything that it leads to; what is ``known`` is left out with all that only it leads to."""
        if root in known:
            return set()
        found, stack = {root}, [root]
        while stack:
            for child in self.nodes[stack.pop()].children:
                if child not in found and child not in known:
                    found.add(child)
                    stack.append(child)
        return found

    def _note(self, code: str, text: str, remedy: str, table: str, row: int, part_id: str, grave: bool = False) -> None:
        severity = Severity.ERROR if grave else Severity.WARNING
        self.issues.append(Issue(severity, code, text, remedy, table, row, subject=f"part:{part_id}"))


def _in_force(line: BomLine, built_on: date) -> bool:
    """Whether a line belongs to what was built on a day (inclusive ends)."""
    begun = line.valid_from is None or line.valid_from <= built_on
    return begun and (line.valid_to is None or built_on <= line.valid_to)
