"""Draw a million worlds and look whether one of them leaves the bounds (rule N9).

    python benchmarks/sampled_worlds.py [--worlds 1e6] [--seed 0]

A world fixes everything that a small random portfolio leaves open: sources of parts, alternates, forms of elements,
quantities, prices, origins, hidden contents, values. Of bounds that say they are tight it counts how many ends a
world with all its numbers at their ends attains (up to a hundred thousand such worlds are drawn for each).
Exit code 1 if a world lies outside.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.supply.sampled_worlds import LENSES, Sampled, sampled

PER_SEED = 25_000


def main() -> int:
    """Draw, print, and say by the exit code whether all worlds lie inside."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=float, default=1e6, help="how many consistent worlds to draw at least")
    parser.add_argument("--seed", type=int, default=0, help="the first seed; each further one draws 25,000 worlds")
    asked = parser.parse_args()
    say = sys.stdout.write
    total, began, seed = Sampled(), time.perf_counter(), asked.seed
    while total.worlds < asked.worlds:
        found = sampled(seed, min(PER_SEED, int(asked.worlds)))
        total.worlds += found.worlds
        total.portfolios += found.portfolios
        total.outside += found.outside
        total.tight += found.tight
        total.attained += found.attained
        seed += 1
        sys.stderr.write(f"\r{total.worlds:,} worlds, {len(total.outside)} bounds left")
    sys.stderr.write("\n")
    say(f"{total.worlds:,} consistent worlds of {total.portfolios:,} portfolios under {len(LENSES)} lenses\n")
    say(f"bounds that a world left: {len(total.outside)}\n")
    say(f"ends of tight bounds that a world attained: {total.attained:,} of {total.tight:,}\n")
    say(f"{time.perf_counter() - began:.0f} s\n")
    for supply, lens in total.outside[:3]:
        say(f"{lens}\n{supply}\n")
    return 1 if total.outside else 0


if __name__ == "__main__":
    sys.exit(main())
