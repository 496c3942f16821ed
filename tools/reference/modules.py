"""``docs/reference/``: the public names of every module with their docstrings, read without importing anything."""

from __future__ import annotations

import ast
from pathlib import Path

from tools.reference.markdown import header, table

ROOMS = {
    "model": "The nouns of the field: truth, bounds, facts, shares, determinations. Frozen, no input or output.",
    "logic": "Conditions, their evaluation over completions, deciding sets.",
    "law": "Regulation packs as objects: loading, force on a day, readings, rules, determinations, proofs.",
    "supply": "Bills of materials: bounds of controlled content, prices, loops, where it comes from.",
    "screening": "Parties: who holds whom.",
    "licensing": "Licences: so far the clock of Chinese working days.",
    "simulation": "Not built yet.",
    "services": "The use cases, and the only place where rooms meet.",
    "storage": "Pack files.",
    "engines": "Not built yet.",
    "exchange": "Readers and writers of what people have: CSV, Parquet, Excel.",
    "reporting": "From a determination to something that is read.",
    "api": "Not built yet.",
    "web": "Not built yet.",
    "cli": "The command line.",
    "packs": "Data only: the regulation packs themselves (see [packs](../packs.md)).",
    "profiles": "Data only: the library of material classes (see [classes](../classes.md)).",
}

Def = ast.FunctionDef | ast.AsyncFunctionDef


def reference(root: Path) -> dict[str, str]:
    """File name -> text: one page per room, one for what stands beside the rooms, and an index."""
    package = root / "src" / "monazite"
    made: dict[str, str] = {}
    index = []
    for room in sorted(path.parent for path in package.glob("*/__init__.py")):
        files = sorted(room.rglob("*.py"))
        made[f"{room.name}.md"] = _page(room.name, files, package)
        count = sum(1 for file in files if file.name != "__init__.py")
        index.append((f"[{room.name}]({room.name}.md)", ROOMS[room.name], str(count)))
    beside = sorted(package.glob("*.py"))
    made["package.md"] = _page("package", beside, package)
    index.append(("[package](package.md)", "What stands beside the rooms: `wiring` builds services.", str(len(beside))))
    about = (
        "Public modules, classes and functions, from their docstrings. "
        "[Architecture](../architecture.md) says how the rooms relate."
    )
    text = table(("room", "what it holds", "modules"), index)
    made["README.md"] = f"{header('src/monazite')}\n# Reference\n\n{about}\n\n{text}\n"
    return made


def _page(name: str, files: list[Path], package: Path) -> str:
    blocks = [header("the docstrings of src/monazite"), f"# {name}", ""]
    for file in files:
        tree = ast.parse(file.read_text("utf-8"))
        members = [node for node in tree.body if isinstance(node, ast.ClassDef | Def) and not node.name.startswith("_")]
        text = ast.get_docstring(tree) or ""
        if file.name == "__init__.py" and not members:
            blocks += [_prose(text), ""] if text and file.parent.name == name else []
            continue
        module = ".".join(("monazite", *file.relative_to(package).with_suffix("").parts)).removesuffix(".__init__")
        blocks += [f"## {module}", "", _prose(text), ""]
        for node in members:
            blocks += _class(node) if isinstance(node, ast.ClassDef) else _function(node, "###")
    return "\n".join(blocks)


def _prose(text: str) -> str:
    """A docstring as Markdown: double backticks become single, a ``::`` block becomes a fenced one."""
    lines: list[str] = []
    fenced = False
    for line in text.replace("``", "`").splitlines():
        if line.strip() == "::":
            lines.append("```text")
            fenced = True
            continue
        if fenced and line and not line.startswith("    "):
            lines += ["```", ""]
            fenced = False
        lines.append(line)
    if fenced:
        lines.append("```")
    return _tables("\n".join(lines))


def _tables(text: str) -> str:
    """A table drawn with ``===`` rules is kept as it is drawn."""
    if "\n====" not in text:
        return text
    head, _, rest = text.partition("\n====")
    body, rule, tail = rest.rpartition("====\n")
    return f"{head}\n```text\n===={body}{rule.rstrip()}\n```\n{tail}" if rule else text


def _class(node: ast.ClassDef) -> list[str]:
    bases = ", ".join(ast.unparse(base) for base in node.bases)
    lines = [f"### {node.name}", "", "```python", f"class {node.name}({bases})" if bases else f"class {node.name}"]
    lines += [f"    {ast.unparse(item)}" for item in node.body if _is_field(item)]
    lines += ["```", "", _prose(ast.get_docstring(node) or ""), ""]
    for item in node.body:
        if isinstance(item, Def) and not item.name.startswith("_"):
            lines += _function(item, "####", node.name)
    return lines


def _is_field(item: ast.stmt) -> bool:
    """A field of a dataclass or model, or a member of an enumeration; nothing private."""
    if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
        return not item.target.id.startswith("_")
    if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
        name = item.targets[0].id
        return not name.startswith("_") and name != "model_config"
    return False


def _function(node: Def, level: str, owner: str = "") -> list[str]:
    name = f"{owner}.{node.name}" if owner else node.name
    decorators = [ast.unparse(d) for d in node.decorator_list]
    kept = [f"@{d}" for d in decorators if d in ("property", "cached_property", "classmethod", "staticmethod", "cache")]
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    signature = f"def {node.name}({ast.unparse(node.args)}){returns}"
    return [f"{level} {name}", "", "```python", *kept, signature, "```", "", _prose(ast.get_docstring(node) or ""), ""]
