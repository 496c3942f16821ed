"""``python -m tools.reference [--check]``, from the root of the repository."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.reference.pages import pages, stale, write

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Write all generated docs, or with ``--check`` name those that are stale; the exit code."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: bash scripts/reference [--check]\n")
        return 2
    made = pages(ROOT)
    if not arguments:
        changed = write(ROOT, made)
        sys.stdout.write(f"{len(made)} files, {len(changed)} changed\n" + "".join(f"  {name}\n" for name in changed))
        return 0
    old = stale(ROOT, made)
    for line in old:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{len(made)} generated files, {len(old)} stale\n")
    if old:
        sys.stdout.write("write them anew: bash scripts/reference\n")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
