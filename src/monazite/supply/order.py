"""Order of a graph with loops: strongly connected components, children first (Tarjan 1972), without recursion."""

from __future__ import annotations

from collections.abc import Sequence


def components(children: Sequence[Sequence[int]]) -> list[list[int]]:
    """Strongly connected components of the graph ``node -> children``, each after all that it leads to.

    A component of one node without an edge to itself is no loop. Members and components come in an order that depends
    on the numbering only.
    """
    count = len(children)
    index = [-1] * count
    low = [0] * count
    on_stack = [False] * count
    stack: list[int] = []
    found: list[list[int]] = []
    clock = 0
    for root in range(count):
        if index[root] != -1:
            continue
        work = [(root, 0)]
        while work:
            node, position = work.pop()
            if position == 0:
                index[node] = low[node] = clock
                clock += 1
                stack.append(node)
                on_stack[node] = True
            for place in range(position, len(children[node])):
                child = children[node][place]
                if index[child] == -1:
                    work += [(node, place + 1), (child, 0)]
                    break
                if on_stack[child]:
                    low[node] = min(low[node], index[child])
            else:
                if low[node] == index[node]:
                    members = []
                    while on_stack[node]:
                        members.append(stack.pop())
                        on_stack[members[-1]] = False
                    found.append(sorted(members))
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
    return found
