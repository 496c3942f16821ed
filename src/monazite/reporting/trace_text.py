"""`monazite trace` as a tree for the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from monazite.model.bounds import Bounds
from monazite.reporting.names import provision_name
from monazite.reporting.text import visible
from monazite.supply.trace import TraceNode

_KIND = {"residual": "not described", "loop": "loop, see above", "content": "contains", "part": ""}
#: Branches below which nothing that counts can be are folded into one line when there are more than this many.
FOLD_FROM = 3


def trace_tree(root: TraceNode) -> Tree:
    """The tree of a part: amounts per unit of the traced part, of Chinese origin and of any origin."""
    tree = Tree(_label(root))
    _grow(tree, root)
    return tree


def print_trace(root: TraceNode, console: Console) -> None:
    """Print the tree with a line on how to read it."""
    console.print("Amounts in one unit of the part: of certain to possible Chinese origin; of any origin in brackets.")
    console.print(trace_tree(root))


def _grow(tree: Tree, node: TraceNode) -> None:
    clean = [child for child in node.children if _empty(child)]
    folded = clean if len(clean) > FOLD_FROM else []
    for child in node.children:
        if child not in folded and node.value_any.high != 0:
            _grow(tree.add(_label(child)), child)
    if folded:
        tree.add(
            Text(f"{len(folded)} more without counted content: {visible(', '.join(c.label for c in folded))}", "dim")
        )


def _empty(node: TraceNode) -> bool:
    return node.value_any.high == 0


def _label(node: TraceNode) -> Text:
    text = Text()
    head = f"{_KIND[node.kind]} " if _KIND[node.kind] else ""
    label = "" if node.kind == "residual" else visible(node.label)
    text.append(f"{head}{label}".rstrip(), "bold" if node.kind == "part" else "")
    if node.quantity.known and node.quantity.low != 1:
        text.append(f" x {float(node.quantity.low):g}")
    if node.value_any.high == 0:
        text.append("  nothing that counts", "green")
    else:
        text.append(f"  {_range(node.value)} {node.currency} ({_range(node.value_any)})")
    for entry, mass in node.masses_any:
        if mass.high != 0:
            text.append(f"; {provision_name(entry)} {_range(mass, 1000)} g")
    if node.origin and node.kind == "content":
        text.append(f"; origin {node.origin}")
    assumed = [c.evidence for c in node.children if c.kind == "content" and _empty(node)]
    for note in (node.evidence, *dict.fromkeys(assumed), node.note):
        if note:
            text.append(f"; {visible(note)}", "dim")
    return text


def _range(bounds: Bounds, scale: int = 1) -> str:
    low = f"{float(bounds.low * scale):.4g}"
    if bounds.known:
        return low
    return f"{low} to {'?' if bounds.high is None else f'{float(bounds.high * scale):.4g}'}"
