"""`monazite trace PORTFOLIO PART`: where controlled content comes from."""

from __future__ import annotations

from typing import Annotated

import typer

from monazite.cli import options
from monazite.reporting.terminal import make_console
from monazite.reporting.trace_text import print_trace


def trace(
    portfolio: options.Portfolio,
    part: Annotated[str, typer.Argument(help="The part to look into.")],
    as_of: options.AsOf = None,
    assume: options.Assume = None,
    basis: options.Basis = "",
    packs: options.Packs = None,
) -> None:
    """Show the tree below a part with the bounds of controlled content, and the evidence of each leaf."""
    run = options.assessor(portfolio, as_of, None, None, assume, basis, packs)
    tree = run.trace(part, options.moment(as_of, "--as-of"))
    if tree is None:
        options.usage(f"no part {part!r} could be read")
    print_trace(tree, make_console())
