"""``docs/cli.md``: every command, argument and option, from the application itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import typer

from monazite.cli.main import app
from tools.reference.markdown import header, table

ABOUT = """\
Exit codes: **0** done (something was assessed, whatever the verdicts), **1** a check failed (`cases`, `law check`,
`assess --strict`), **2** wrong usage, **3** nothing could be assessed. With `--format json` one JSON document is on
stdout and all else on stderr. An option marked "repeatable" may be given several times."""


def page() -> str:
    """The whole page."""
    blocks = [header("the help of the commands (src/monazite/cli)"), "# Commands", "", ABOUT, ""]
    for name, command in walk():
        blocks += _section(name, command)
    return "\n".join(blocks)


def walk() -> Iterator[tuple[str, Any]]:
    """Every command with its full name, the application itself first."""
    yield from _walk("monazite", typer.main.get_command(app))


def _walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    for child, inner in getattr(command, "commands", {}).items():
        yield from _walk(f"{name} {child}", inner)


def _section(name: str, command: Any) -> list[str]:
    lines = [f"## {name}", "", _help(command), ""]
    usage = " ".join((name, *_usage(command)))
    lines += ["```console", usage, "```", ""]
    found = rows(command)
    if found:
        lines += [table(("argument or option", "meaning", "default"), found), ""]
    return lines


def _usage(command: Any) -> list[str]:
    if hasattr(command, "commands"):
        return ["COMMAND ..."]
    options = ["[OPTIONS]"] if any(_is_option(p) for p in command.params) else []
    return options + [
        f"{p.make_metavar_name()}" if hasattr(p, "make_metavar_name") else _metavar(p)
        for p in command.params
        if not _is_option(p)
    ]


def _metavar(parameter: Any) -> str:
    name = str(parameter.name).upper()
    return f"{name}..." if parameter.nargs == -1 else name


def _is_option(parameter: Any) -> bool:
    return str(parameter.param_type_name) == "option"


def rows(command: Any) -> list[tuple[str, str, str]]:
    """One row per argument and option: name, help, default."""
    return [(_name(p), _clean(p.help or ""), _default(p)) for p in command.params if p.name != "help"]


def _name(parameter: Any) -> str:
    if not _is_option(parameter):
        return f"`{_metavar(parameter)}`"
    return ", ".join(f"`{spelling}`" for spelling in (*parameter.opts, *parameter.secondary_opts))


def _default(parameter: Any) -> str:
    default = parameter.default
    if parameter.required:
        return "required"
    if default in (None, "", False, [], ()) or callable(default):
        return ""
    return f"`{getattr(default, 'value', default)}`"


def _help(command: Any) -> str:
    return "\n\n".join(_clean(paragraph) for paragraph in str(command.help or "").split("\n\n"))


def _clean(text: str) -> str:
    """One paragraph without line breaks and without Rich's markup."""
    return re.sub(r"\[/?bold\]", "", " ".join(text.split()))
