"""What a part surely or possibly contains, and which technologies made it: bits that travel up (rule N8)."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping
from functools import partial

from monazite.model.truth import Truth
from monazite.supply.graph import Technology
from monazite.supply.network import Network, Node
from monazite.supply.scope import full_entry, under


def _is(network: Network, index: int, prefixes: tuple[str, ...]) -> Truth:
    """Whether the part itself falls under one of the entries.

    A part that nobody has classified may: not where it is complete and neither it nor anything in it bears a content
    (`Network.bearing`). A magnet whose dysprosium is stated in full, and no more, may well be a listed magnet.
    """
    node = network.nodes[index]
    if node.part is None:
        return Truth.UNKNOWN
    if node.part.control_entries is not None:
        return Truth.of(any(under(full_entry(entry), prefixes) for entry in node.part.control_entries))
    return Truth.FALSE if node.composition == "complete" and index not in network.bearing else Truth.UNKNOWN


def _own_contents(node: Node, prefixes: tuple[str, ...]) -> Truth:
    """Whether stated contents fall under one of the entries, or what nobody has stated may."""
    found = [Truth.TRUE for row in node.contents if under(full_entry(row.entry), prefixes)]
    if node.part is None or node.refused_loop or node.composition != "complete":
        found.append(Truth.UNKNOWN)
    return Truth.any(found)


class _Spread:
    """Of any part: `inner` of itself, or of anything beneath it, or `own` of anything beneath it; alternatives by hull.

    In a loop every member has what any of them has, surely where a line surely brings it in. What was found of a part
    is kept: it hangs on what is beneath it alone.
    """

    def __init__(self, network: Network, own: Callable[[int], Truth], inner: Callable[[Node], Truth]) -> None:
        self._network, self._own, self._inner = network, own, inner
        self._done: dict[int, Truth] = {}

    def of(self, root: int) -> Truth:
        """What is said of the part at ``root``."""
        network, done = self._network, self._done
        for position in sorted({network.rank[index] for index in network.beneath(root, done)}):
            members = network.order[position]
            state = {index: self._inner(network.nodes[index]) for index in members}
            known = ChainMap(state, done)
            for _ in range(len(members) + 1):
                for index in members:
                    state[index] = max(state[index], _through(network.nodes[index], network, known, self._own))
            done.update(state)
        return done[root]


def _through(node: Node, network: Network, known: Mapping[int, Truth], own: Callable[[int], Truth]) -> Truth:
    """What the lines of a node bring in."""

    def brought(child: int) -> Truth:
        return max(own(child), known.get(child, Truth.FALSE))

    if node.choices:
        return Truth.hull(known.get(choice, Truth.FALSE) for choice in node.choices)
    found = []
    groups: dict[str, list[Truth]] = {}
    for line in node.lines:
        if line.by_product or line.quantity.high == 0:
            continue
        truth = brought(line.child)
        if line.quantity.low == 0:
            truth = min(truth, Truth.UNKNOWN)
        if line.alt_group:
            groups.setdefault(line.alt_group, []).append(truth)
        else:
            found.append(truth)
    return Truth.any([*found, *(Truth.hull(group) for group in groups.values())])


class Containing:
    """Whether parts contain, at any depth, an item under one of the entry prefixes (full ids).

    TRUE: a child or a stated content falls under them. UNKNOWN: something inside is not classified, not described or
    not complete. The part itself is not asked.
    """

    def __init__(self, network: Network, prefixes: tuple[str, ...]) -> None:
        self._network = network
        self._spread = _Spread(
            network, lambda index: _is(network, index, prefixes), partial(_own_contents, prefixes=prefixes)
        )

    def of(self, part_id: str) -> Truth:
        """Of one part."""
        return self._spread.of(self._network.ids[part_id])


def contains(network: Network, part_id: str, prefixes: tuple[str, ...]) -> Truth:
    """`Containing` of one part alone."""
    return Containing(network, prefixes).of(part_id)


def uses_technology(
    technologies: tuple[Technology, ...], part_id: str, activities: tuple[str, ...], home: str
) -> Truth:
    """Whether a technology of home origin, for one of ``activities``, made the part itself (rule N8).

    UNKNOWN without any row. The row `none` says that none was used.
    """
    rows = [row for row in technologies if row.part_id == part_id]
    if not rows:
        return Truth.UNKNOWN
    found = []
    for row in rows:
        if row.activity in activities:
            found.append(Truth.UNKNOWN if row.origin is None else Truth.of(row.origin == home))
    return Truth.any(found)


def technology_inside(
    network: Network, technologies: tuple[Technology, ...], part_id: str, activities: tuple[str, ...], home: str
) -> Truth:
    """Whether such a technology made anything inside the part. A child without a row has nothing to report."""
    stated = {row.part_id for row in technologies}

    def own(index: int) -> Truth:
        node = network.nodes[index]
        if node.part_id not in stated:
            return Truth.FALSE
        return uses_technology(technologies, node.part_id, activities, home)

    return _Spread(network, own, lambda _: Truth.FALSE).of(network.ids[part_id])
